"""Documents the tests start from: the worked example of a rating and of a tender, and a way to change one field."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.scoring import evaluate, rate, rating_input_from, tender_from
from supplier_portal.shipped import SEED

LEVELS = {
    1: "2:4 1:3 1:4",
    2: "1:3 1:3",
    3: "2:3 1:NA 1:2",
    4: "2:2 2:3 1:1",
    5: "1:2 1:2 1:3",
    6: "2:2 1:NA",
    7: "1:4 1:0",
    8: "1:1 1:0",
}
DROP = object()


def policy() -> dict[str, Any]:
    return json.loads((SEED / "policies" / "default-1.0.0.json").read_text(encoding="utf-8"))


def checkpoints(levels: dict[int, str] = LEVELS) -> list[dict[str, Any]]:
    """Checkpoints of steps written as weight:level, coded S1.1, S1.2 and so on."""
    return [
        {
            "code": f"S{step}.{number}",
            "step": step,
            "weight": weight,
            "rating": int(level) if level.isdigit() else level,
        }
        for step, written in levels.items()
        for number, (weight, level) in enumerate((pair.split(":") for pair in written.split()), 1)
    ]


def audit(site: str = "Huizhou", **changes: Any) -> dict[str, Any]:
    return {
        "site": site,
        "weight": "1",
        "issued_on": "2023-01-01",
        "mode": "on_site",
        "extension_days": 0,
        "checkpoints": checkpoints(),
        "re_rated": {},
    } | changes


def flat(level: int, step: int = 1) -> list[dict[str, Any]]:
    """One checkpoint alone, so that the audit's figure is 25 points a level."""
    return [{"code": "S1.1", "step": step, "weight": "1", "rating": level}]


def finding(
    severity: str, site: str | None = "Huizhou", *, still_open: bool = True, overdue: bool = False
) -> dict[str, Any]:
    return {"site": site, "severity": severity, "open": still_open, "overdue": overdue}


def rating(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "rating",
        "as_of": "2023-01-01",
        "supplier": "Example Castings",
        "policy": policy(),
        "audits": [audit()],
        "audit_refused": False,
        "nonconformities": [],
        "waived": [],
        "cdp": "B",
        "sbt": "committed",
        "data": {"primary_share": "0.62", "verified": True},
        "modules": {"quality": "88", "cost": "75", "delivery": "91.5", "technology": "80"},
    } | changes


def bid(bidder: str, price: str, technical: str, sustainability: str, **changes: Any) -> dict[str, Any]:
    return {
        "bidder": bidder,
        "price": price,
        "scores": {"technical": technical, "sustainability": sustainability},
        "grade": "B",
        "submitted_at": "2024-05-01T00:00:00Z",
        "blocked": False,
        "pcf": "12.5",
        "quantity": "1000",
    } | changes


def tender(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "tender",
        "method": "weighted_sum",
        "criteria": [
            {"code": "price", "weight": "60"},
            {"code": "technical", "weight": "25"},
            {"code": "sustainability", "weight": "15"},
        ],
        "sustainability_criterion": "sustainability",
        "price_scale": {"full_marks_at": "800000", "zero_at": "1200000"},
        "ceiling": None,
        "min_grade": None,
        "grades": ["A", "B", "C", "D"],
        "reference_value": "1000000",
        "discounts": [["40", "0.05"], ["60", "0.10"], ["80", "0.15"]],
        "vmax": "0.15",
        "carbon_price": "80",
        "default_pcf": "600",
        "bids": [
            bid("X", "1000000", "80", "58.20"),
            bid("Y", "960000", "78", "30"),
            bid("Z", "1060000", "84", "88"),
            bid("W", "900000", "70", "40", blocked=True),
        ],
    } | changes


def changed(document: Any, place: str, value: Any) -> Any:
    """A copy of the document with the field at a path ("audits/0/site") replaced, added or, by DROP, taken out."""
    whole = deepcopy(document)
    *way, last = place.split("/")
    at = whole
    for part in way:
        at = at[int(part) if isinstance(at, list) else part]
    key = int(last) if isinstance(at, list) else last
    if value is DROP:
        del at[key]
    else:
        at[key] = value
    return whole


def faults_of(read: Callable[[object], object], document: object) -> list[tuple[str, str]]:
    """Where and what reading refuses, in order; fails when it refuses nothing."""
    with pytest.raises(Invalid) as refused:
        read(document)
    return [(fault.place, fault.code.removeprefix("scoring.")) for fault in refused.value.faults]


def rated(document: object) -> dict[str, Any]:
    return rate(*rating_input_from(document)).published()


def evaluated(document: object) -> dict[str, Any]:
    return evaluate(tender_from(document)).published()
