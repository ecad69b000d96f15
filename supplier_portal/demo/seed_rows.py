"""What the demonstration knows beforehand: suppliers, people, audits and tenders as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

LANGUAGES = ("en", "zh")
Names = Mapping[str, str]
"""One name in each language."""


@dataclass(frozen=True)
class SeedSite:
    names: Names
    spend_share: Decimal


@dataclass(frozen=True)
class SeedTarget:
    """What the public list of targets says. by: the identifier it has of the supplier, or `name` for none."""

    status: str
    year: int | None
    by: str


@dataclass(frozen=True)
class SeedSupplier:
    """annual_spend: CNY; level: about what the buyer's systems give; missing: the part they give nothing for.

    contact: who owns the supplier's account, None where nobody was asked yet; cdp: score by the questionnaire's year,
    cdp_public: whether all may see it; primary_share: 0 to 1, None where nothing is known; target: on the public list,
    where the supplier is drawn; maturity: of such a one, 0 to 99, how far it is with its carbon.
    """

    number: str
    names: Names
    country: str
    category: str
    staff: int
    scope_1_2: Decimal
    annual_spend: Decimal
    sites: tuple[SeedSite, ...]
    contact: str | None
    level: int
    missing: str | None = None
    strategic_core: bool = False
    makes_goods: bool = True
    lei: str | None = None
    isin: str | None = None
    time_zone: str = "Asia/Shanghai"
    cdp: Mapping[int, str] = field(default_factory=dict)
    primary_share: Decimal | None = None
    verified: bool = False
    cdp_public: bool = True
    target: SeedTarget | None = None
    maturity: int = 0

    @property
    def language(self) -> str:
        """The language its people work in."""
        return "zh" if self.country == "CN" else "en"

    @property
    def own_name(self) -> str:
        """The first word of its name, in lower case: no two have the same."""
        return self.names["en"].split()[0].lower()

    @property
    def domain(self) -> str:
        """Where its people get mail: a domain that is reserved for examples."""
        return f"{self.own_name}.example.org"


@dataclass(frozen=True)
class SeedPerson:
    """key: how stories name the person; supplier: number of the company, for its people."""

    key: str
    name: str
    role: str
    supplier: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class SeedAudit:
    """site: place in the supplier's list; until: the state it comes to; answered: per cent of the checkpoints.

    lives: of its first findings; observations, usual: of which each other one has one; team: keys of lead, auditor
    and reviewer, empty for the first ones of the supplier's language; comment: `declined` or `asked`, what becomes of
    the one that the supplier writes to the draft; amended_on: when its first finding, withdrawn, makes a second
    revision.
    """

    supplier: str
    starts_on: date
    profile: str
    site: int = 0
    type: str = "initial"
    mode: str = "on_site"
    until: str = "issued"
    findings: int = 4
    lives: Sequence[str] = ()
    observations: Sequence[str] = ("idle",)
    usual: Sequence[str] = ("effective", "effective", "effective", "second_plan", "maintained", "closed")
    team: tuple[str, ...] = ()
    integrity: bool = False
    sent_back: bool = False
    answered: int = 100
    comment: str = ""
    amended_on: date | None = None

    @property
    def key(self) -> str:
        """No two audits have the same."""
        return f"{self.supplier}:{self.site}:{self.starts_on}"


@dataclass(frozen=True)
class SeedTender:
    """bids: supplier and, where bids are in, price, technical marks and hours before the deadline.

    correction: the bidder that asks to look at its figure again.
    """

    number: str
    title: str
    created_on: date
    deadline_on: date
    until: str
    weights: Mapping[str, str]
    full_marks_at: str
    zero_at: str
    bids: Sequence[Mapping[str, Any]]
    award_reason: str = ""
    correction: str = ""


@dataclass(frozen=True)
class SeedTraining:
    """group: sessions of one are given to different suppliers; people: who took part in all; away: did not come.

    category: whose suppliers come first, empty for any; roles: of participants, by language.
    """

    group: str
    held_on: date
    form: str
    programme: str
    language: str
    topic: str
    trainer: str
    suppliers: int
    people: int
    away: int
    roles: Mapping[str, Sequence[str]]
    category: str = ""
