"""What is wrong with a tender's rules, each fault at its field of the form."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring import tender_from
from supplier_portal.tenders.rules import (
    BUYERS_OWN,
    LONGEST_CODE,
    LOW_AGAINST,
    REFERENCE,
    SOURCES,
    Rules,
    receipt_rules,
)

LONGEST = {"requirements": 4000, "pcf_basis": 120}
WHOLE = 100
"""What weights of a weighted sum and shares of an award add up to."""

_ROW = re.compile(r"(criteria|discounts)\[(\d+)\](?:\.(\w+)|\[(\d)\])?")
_SENTENCES = {
    "scoring.missing": "form.required",
    "scoring.empty": "form.required",
    "scoring.not_decimal": "tenders.not_decimal",
    "scoring.not_one_of": "form.unknown_choice",
    "scoring.twice": "tenders.code_twice",
    "scoring.not_above_other": "tenders.scale_reversed",
}


def faults_of(rules: Rules, *, complete: bool) -> list[Fault]:
    """Find what is wrong, each at its field of the form. Only `complete` rules need all the method needs."""
    rules = {**BUYERS_OWN, **rules}
    document = receipt_rules(rules)
    if "grades" not in rules:
        document["grades"] = [rules["min_grade"]] if rules["min_grade"] else []
    document["discounts"] = [[value or "0" for value in pair] for pair in rules["discounts"]]
    found: list[Fault] = []
    try:
        tender_from({**document, "bids": []})
    except Invalid as error:
        found = [fault for fault in error.faults if complete or fault.code != "scoring.missing"]
    if not any(fault.place.startswith("criteria") and fault.place.endswith(".weight") for fault in found):
        found += _fault_of_weights(rules)
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
    yield from _faults_of_announced(rules, complete=complete)


def _faults_of_announced(rules: Rules, *, complete: bool) -> Iterator[Fault]:
    """Check what stands in no receipt: words, shares of the award, and when a price is abnormally low."""
    for name, most in LONGEST.items():
        if len(rules[name]) > most:
            yield Fault("form.too_long", name, facts={"most": most, "length": len(rules[name])})
    if complete and rules["method"] == "carbon_adder" and not rules["pcf_basis"]:
        yield Fault("form.required", "pcf_basis")
    yield from _faults_of_shares([Decimal(share) for share in rules["shares"]])
    if low := rules["low_price"]:
        yield from _faults_of_low_price(low, rules["reference_value"] if complete else "later")


def _faults_of_shares(shares: list[Decimal]) -> Iterator[Fault]:
    for number, share in enumerate(shares):
        if not 0 < share <= WHOLE or share != share.quantize(Decimal("0.01")):
            yield Fault("tenders.award_share", f"award_share_{number}")
    if shares and sum(shares) != WHOLE:
        yield Fault("tenders.shares_not_100", "award_share_0", facts={"total": _plain(sum(shares, Decimal()))})


def _faults_of_low_price(low: dict[str, str], reference_value: str | None) -> Iterator[Fault]:
    if low["against"] not in LOW_AGAINST:
        yield Fault("form.unknown_choice", "low_against")
    if not 0 < Decimal(low["share"]) < 1:
        yield Fault("tenders.low_share", "low_share")
    if low["against"] == REFERENCE and reference_value is None:
        yield Fault("form.required", "reference_value")


def _fault_of_weights(rules: Rules) -> Iterator[Fault]:
    """Ask for 100 in all of a weighted sum's weights, once none is missing."""
    weights = [Decimal(row["weight"]) for row in rules["criteria"] if "weight" in row]
    whole = len(weights) == len(rules["criteria"])
    if rules["method"] == "weighted_sum" and whole and sum(weights) not in {0, WHOLE}:
        yield Fault("tenders.weights_not_100", "criteria", facts={"total": _plain(sum(weights, Decimal()))})


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


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
