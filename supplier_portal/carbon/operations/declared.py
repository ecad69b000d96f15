"""Recording what is known of a supplier's own carbon data: CDP scores and data quality."""

import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

CDP_SCORES = frozenset({"A", "A-", "B", "B-", "C", "C-", "D", "D-", "F"})
SHARE_PLACES, LONGEST_SOURCE = 4, 200
_MINUSES = str.maketrans(dict.fromkeys("\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-"))


@dataclass(frozen=True)
class RecordCdpScore:
    """year: the questionnaire's; score: A, A-, B … D-, or F (asked, no answer); public: whether CDP shows it to all."""

    supplier_id: int
    year: int
    score: str
    published_on: date
    public: bool = True


def record_cdp_score(session: Session, actor: Actor, command: RecordCdpScore, moment: Moment) -> CdpScore:
    """Keep one year's score; the same again changes nothing.

    Raises Invalid for a score that is none, Conflict `carbon.cdp_recorded` where the year has another one.
    """
    _check_supplier(session, actor, command.supplier_id)
    score = cdp_score_of(command.score)
    if faults := cdp_faults(score, command.year, command.published_on):
        raise Invalid(faults)
    of_year = select(CdpScore).where(CdpScore.supplier_id == command.supplier_id, CdpScore.year == command.year)
    known = session.scalar(of_year)
    if known is not None:
        if (known.score, known.published_on, known.public) != (score, command.published_on, command.public):
            raise Conflict("carbon.cdp_recorded", year=command.year)
        return known
    recorded = CdpScore(**{**asdict(command), "score": score})
    session.add(recorded)
    record_event(session, actor, moment, "cdp_score_recorded", supplier=command.supplier_id, year=command.year)
    return recorded


def cdp_score_of(written: str) -> str:
    """A score as it is kept, whatever its case, width, spaces and minus."""
    narrow = unicodedata.normalize("NFKC", written).translate(_MINUSES)
    return "".join(narrow.split()).upper()


def cdp_faults(score: str, year: int, published_on: date) -> list[Fault]:
    """What is wrong with a score as it is kept, by field."""
    faults = []
    if score not in CDP_SCORES:
        faults.append(Fault("carbon.no_cdp_score", place="score"))
    if published_on.year < year:
        faults.append(Fault("carbon.published_before_year", place="published_on", facts={"year": year}))
    return faults


@dataclass(frozen=True)
class RecordDataQuality:
    """primary_share: 0 to 1; verified_to: end of the period that a third party verified, None for none."""

    supplier_id: int
    known_on: date
    primary_share: Decimal
    verified_to: date | None
    source: str


def record_data_quality(session: Session, actor: Actor, command: RecordDataQuality, moment: Moment) -> DataQuality:
    """Keep what is known of a supplier's data from a day on; the same again changes nothing.

    Raises Invalid at the field, Conflict `carbon.quality_recorded` where other figures are kept for that day.
    """
    _check_supplier(session, actor, command.supplier_id)
    if faults := quality_faults(command.known_on, command.primary_share, command.verified_to, command.source):
        raise Invalid(faults)
    of_day = select(DataQuality).where(
        DataQuality.supplier_id == command.supplier_id, DataQuality.known_on == command.known_on
    )
    known = session.scalar(of_day)
    if known is not None:
        if (known.primary_share, known.verified_to) != (command.primary_share, command.verified_to):
            raise Conflict("carbon.quality_recorded", day=command.known_on.isoformat())
        return known
    recorded = DataQuality(**asdict(command))
    session.add(recorded)
    record_event(session, actor, moment, "data_quality_recorded", supplier=command.supplier_id)
    return recorded


def quality_faults(known_on: date, primary_share: Decimal, verified_to: date | None, source: str) -> list[Fault]:
    """What is wrong with the two figures, by field."""
    faults = []
    share = primary_share
    if not (share.is_finite() and 0 <= share <= 1 and share == round(share, SHARE_PLACES)):
        faults.append(Fault("carbon.no_share", place="primary_share", facts={"places": SHARE_PLACES}))
    if verified_to is not None and verified_to > known_on:
        faults.append(Fault("carbon.verified_ahead", place="verified_to"))
    if (length := len(source)) > LONGEST_SOURCE:
        faults.append(Fault("form.too_long", place="source", facts={"most": LONGEST_SOURCE, "length": length}))
    return faults


def _check_supplier(session: Session, actor: Actor, supplier_id: int) -> None:
    reach_of(actor, Permission.CARBON_SNAPSHOT_IMPORT)
    if session.get(Supplier, supplier_id) is None:
        raise Missing
