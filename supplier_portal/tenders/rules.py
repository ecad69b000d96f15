"""A tender's rules: as people fill them in, and as the document the receipt carries (scoring.md 4 and 5).

The document is the receipt's without bids, with the source of each criterion beside its weight. The price stands
first among the criteria, so that a criterion's place in the list is its row in the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from supplier_portal.domain.scoring.tender_input import METHODS, PRICE

__all__ = ["METHODS", "PRICE"]

ENTERED = "entered"
SOURCES = (ENTERED, "sustainability", "rating", "audit")
MOST_CRITERIA = 6
MOST_DISCOUNTS = 4
MOST_SHARES = 4
LONGEST_CODE = 32
MEDIAN, REFERENCE = "median", "reference_value"
LOW_AGAINST = (MEDIAN, REFERENCE)
BUYERS_OWN: dict[str, Any] = {"requirements": "", "pcf_basis": "", "shares": [], "low_price": None}
"""What the rules announce besides what the receipt carries, and how it stands where nothing was announced."""

NEEDS = {
    "weighted_sum": ("price_scale",),
    "fictitious_discount": ("reference_value", "discounts"),
    "quality_price_ratio": ("vmax",),
    "carbon_adder": ("carbon_price", "default_pcf", "pcf_basis"),
}
"""What each method alone reads, so that the rules of a tender with another method do not announce it."""

Rules = dict[str, Any]
"""Method, criteria and limits as JSON, decimals as text."""


@dataclass(frozen=True)
class Criterion:
    """code: as the receipt names it; weight: None where the method weighs nothing; source: one of SOURCES."""

    code: str
    weight: Decimal | None
    source: str = ENTERED


@dataclass(frozen=True)
class RulesTyped:
    """What a person filled in; money in the tender's currency, PCF in kg per unit, the carbon price per tonne.

    criteria: the price first. discounts: pairs of threshold (0 to 100) and share of the reference value (0 to 1).
    requirements: in words. pcf_basis: unit and boundary of footprints. shares: of the award by rank, in per cent, none
    where it is not split. low_share: a bid so much (0 to 1) below `low_against`, one of LOW_AGAINST, is queried.
    """

    method: str
    criteria: Sequence[Criterion] = ()
    sustainability_criterion: str | None = None
    full_marks_at: Decimal | None = None
    zero_at: Decimal | None = None
    ceiling: Decimal | None = None
    min_grade: str | None = None
    reference_value: Decimal | None = None
    discounts: Sequence[tuple[Decimal | None, Decimal | None]] = ()
    vmax: Decimal | None = None
    carbon_price: Decimal | None = None
    default_pcf: Decimal | None = None
    requirements: str = ""
    pcf_basis: str = ""
    shares: Sequence[Decimal] = ()
    low_share: Decimal | None = None
    low_against: str = MEDIAN


def written(value: Decimal) -> str:
    """Write a decimal as receipts write it: 1E+3 → "1000"."""
    return format(value, "f")


def document_of(typed: RulesTyped) -> Rules:
    """Give the rules as kept; what was left empty is null, and absent within the scale and criteria."""
    scale = {"full_marks_at": typed.full_marks_at, "zero_at": typed.zero_at}
    document: Rules = {
        "method": typed.method,
        "criteria": [_present(code=row.code, weight=row.weight, source=row.source) for row in typed.criteria],
        "sustainability_criterion": typed.sustainability_criterion or None,
        "price_scale": _present(**scale) or None,
        "min_grade": typed.min_grade or None,
        "discounts": [[None if value is None else written(value) for value in pair] for pair in typed.discounts],
    }
    for name in ("ceiling", "reference_value", "vmax", "carbon_price", "default_pcf"):
        value = getattr(typed, name)
        document[name] = None if value is None else written(value)
    document["requirements"], document["pcf_basis"] = typed.requirements.strip(), typed.pcf_basis.strip()
    document["shares"] = [written(share) for share in typed.shares]
    low = typed.low_share
    document["low_price"] = None if low is None else {"against": typed.low_against, "share": written(low)}
    return document


def frozen(rules: Mapping[str, Any], grades: Sequence[str]) -> Rules:
    """Give the rules as published: without what only other methods read, with the policy's grades, best first."""
    method = rules["method"]
    idle = {name for other, names in NEEDS.items() if other != method for name in names} - {*NEEDS[method]}
    low = rules.get("low_price")
    if low and low["against"] == REFERENCE:
        idle.discard("reference_value")
    empty: Rules = {"discounts": [], "pcf_basis": ""}
    return {**rules, **{name: empty.get(name) for name in idle}, "grades": [*grades]}


def _present(**values: Decimal | str | None) -> dict[str, str]:
    named = {name: written(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    return {name: value for name, value in named.items() if value is not None}


def receipt_rules(rules: Mapping[str, Any]) -> Rules:
    """Give the rules in the receipt's form: sources are the buyer's own, the receipt holds figures."""
    criteria = [{key: row[key] for key in ("code", "weight") if key in row} for row in rules["criteria"]]
    kept = {name: value for name, value in rules.items() if name not in BUYERS_OWN}
    return {**kept, "kind": "tender", "criteria": criteria}


def scored(rules: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the criteria but for the price, in their order."""
    return [row for row in rules["criteria"] if row["code"] != PRICE]


def entered(rules: Mapping[str, Any]) -> list[str]:
    """Give the codes of the criteria whose scores the team enters with the bids."""
    return [row["code"] for row in scored(rules) if row["source"] == ENTERED]


def shares_of(rules: Mapping[str, Any]) -> list[Decimal]:
    """Give the shares of the award by rank, in per cent; one of 100 where it is not split."""
    return [Decimal(share) for share in rules.get("shares") or ["100"]]


def counts_twice(rules: Mapping[str, Any]) -> bool:
    """Tell whether sustainability counts twice: on its own and inside the performance rating."""
    weighed = {row["source"] for row in scored(rules) if Decimal(row.get("weight", "1")) > 0}
    return {"sustainability", "rating"} <= weighed
