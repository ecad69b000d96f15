"""A tender's rules for reading."""

from dataclasses import dataclass
from typing import Any

from supplier_portal.language.speech import Speech
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.record.columns import label_of
from supplier_portal.tenders.rules import PRICE, Rules, counts_twice

ShownRules = dict[str, Any]
"""The rules as kept, with `criteria` in the reader's words and `counts_twice`."""


@dataclass(frozen=True)
class ShownCriterion:
    """weight: "–" where the method weighs nothing; source: a word's last part, empty for the price."""

    label: str
    weight: str
    source: str
    counts_as_sustainability: bool


def shown_rules(tender: Tender, speech: Speech) -> ShownRules:
    """Give a tender's rules in the reader's words."""
    rules: Rules = tender.rules
    criteria = [
        ShownCriterion(
            label_of(speech, row["code"]),
            row.get("weight", "–"),
            "" if row["code"] == PRICE else row["source"],
            row["code"] == rules["sustainability_criterion"],
        )
        for row in rules["criteria"]
    ]
    return {**rules, "criteria": criteria, "counts_twice": counts_twice(rules)}
