"""A tender's rules for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from supplier_portal.language.speech import Speech
from supplier_portal.scores.models import Policy
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.record.columns import label_of
from supplier_portal.tenders.rules import BUYERS_OWN, PRICE, Rules, counts_twice

ShownRules = dict[str, Any]
"""The rules as kept, with `criteria` in the reader's words, `counts_twice`, and the pinned `policy`, its `gates`
and `no_audit`, what counts at most without a valid audit."""


@dataclass(frozen=True)
class ShownCriterion:
    """weight: "–" where the method weighs nothing; source: a word's last part, empty for the price."""

    label: str
    weight: str
    source: str
    counts_as_sustainability: bool


def shown_rules(tender: Tender, speech: Speech, policy: Policy | None = None) -> ShownRules:
    """Give a tender's rules in the reader's words. policy: the pinned one, None while the rules are a draft."""
    rules: Rules = {**BUYERS_OWN, **tender.rules}
    weighs = rules["method"] == "weighted_sum"
    criteria = [
        ShownCriterion(
            label_of(speech, row["code"]),
            row.get("weight", "–") if weighs else "–",
            "" if row["code"] == PRICE else row["source"],
            row["code"] == rules["sustainability_criterion"],
        )
        for row in rules["criteria"]
    ]
    document: Rules = policy.document if policy else {"gates": [], "validity": {"no_audit": ""}}
    no_audit = document["validity"]["no_audit"]
    pinned = {
        "policy": policy,
        "gates": document["gates"],
        "no_audit": no_audit,
        "low_percent": _percent(rules["low_price"]),
    }
    return {**rules, **pinned, "criteria": criteria, "counts_twice": counts_twice(rules)}


def _percent(low: Mapping[str, str] | None) -> str:
    return f"{(Decimal(low['share']) * 100).normalize():f}" if low else ""
