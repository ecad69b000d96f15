"""A tender's rules: as people fill them in, and as the document the receipt carries (scoring.md 4 and 5).

The document is the receipt's without bids, with the source of each criterion beside its weight. The price stands
first among the criteria, so that a criterion's place in the list is its row in the form.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring import tender_from
from supplier_portal.domain.scoring.tender_input import METHODS, PRICE

__all__ = ["METHODS", "PRICE"]

ENTERED = "entered"
SOURCES = (ENTERED, "sustainability", "rating", "audit")
MOST_CRITERIA = 6
MOST_DISCOUNTS = 4
LONGEST_CODE = 32
_ROW = re.compile(r"(criteria|discounts)\[(\d+)\](?:\.(\w+)|\[(\d)\])?")
_SENTENCES = {
    "scoring.missing": "form.required",
    "scoring.empty": "form.required",
    "scoring.not_decimal": "tenders.not_decimal",
    "scoring.not_one_of": "form.unknown_choice",
    "scoring.twice": "tenders.code_twice",
    "scoring.not_above_other": "tenders.scale_reversed",
}

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
    return document


def _present(**values: Decimal | str | None) -> dict[str, str]:
    named = {name: written(value) if isinstance(value, Decimal) else value for name, value in values.items()}
    return {name: value for name, value in named.items() if value is not None}


def receipt_rules(rules: Mapping[str, Any]) -> Rules:
    """Give the rules in the receipt's form: sources are the buyer's own, the receipt holds figures."""
    criteria = [{key: row[key] for key in ("code", "weight") if key in row} for row in rules["criteria"]]
    return {**rules, "kind": "tender", "criteria": criteria}


def faults_of(rules: Rules, *, complete: bool) -> list[Fault]:
    """Find what is wrong, each at its field of the form. Only `complete` rules need all the method needs."""
    document = receipt_rules(rules)
    if "grades" not in rules:
        document["grades"] = [rules["min_grade"]] if rules["min_grade"] else []
    document["discounts"] = [[value or "0" for value in pair] for pair in rules["discounts"]]
    found: list[Fault] = []
    try:
        tender_from({**document, "bids": []})
    except Invalid as error:
        found = [fault for fault in error.faults if complete or fault.code != "scoring.missing"]
    return [_told(fault) for fault in (*found, *_own_faults(rules, complete=complete))]


def _own_faults(rules: Rules, *, complete: bool) -> Iterator[Fault]:
    for number, row in enumerate(rules["criteria"]):
        if len(row["code"]) > LONGEST_CODE:
            facts = {"most": LONGEST_CODE, "length": len(row["code"])}
            yield Fault("form.too_long", f"criteria[{number}].code", facts=facts)
        if row["source"] not in SOURCES:
            yield Fault("form.unknown_choice", f"criteria[{number}].source")
    if complete and rules["method"] == "fictitious_discount" and not rules["discounts"]:
        yield Fault("form.required", "discounts[0][0]")
    for number, pair in enumerate(rules["discounts"]):
        yield from (Fault("form.required", f"discounts[{number}][{half}]") for half in (0, 1) if pair[half] is None)


def _told(fault: Fault) -> Fault:
    """Give the fault at its field of the form, in words for people who fill in a form instead of writing JSON."""
    return replace(fault, code=_SENTENCES.get(fault.code, fault.code), place=_field(fault.place))


def _field(place: str) -> str:
    if row := _ROW.fullmatch(place):
        kind, number, part, half = row.groups()
        if kind == "criteria":
            return f"{part or 'code'}_{number}"
        return f"{'share' if half == '1' else 'threshold'}_{number}"
    return {"criteria": "weight_0", "price_scale": "full_marks_at", "discounts": "threshold_0"}.get(
        place, place.removeprefix("price_scale.")
    )


def scored(rules: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the criteria but for the price, in their order."""
    return [row for row in rules["criteria"] if row["code"] != PRICE]


def entered(rules: Mapping[str, Any]) -> list[str]:
    """Give the codes of the criteria whose scores the team enters with the bids."""
    return [row["code"] for row in scored(rules) if row["source"] == ENTERED]


def counts_twice(rules: Mapping[str, Any]) -> bool:
    """Tell whether sustainability counts twice: on its own and inside the performance rating."""
    weighed = {row["source"] for row in scored(rules) if Decimal(row.get("weight", "1")) > 0}
    return {"sustainability", "rating"} <= weighed
