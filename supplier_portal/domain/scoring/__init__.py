"""Scoring: from one answer to a bid, pure and exact (scoring.md).

`rate` works out a supplier's rating, `evaluate` a tender's ranking, `what_lifts` what would raise a rating. Their
inputs are frozen dataclasses, read from documents by `rating_input_from`, `policy_from` and `tender_from`, which raise
Invalid with every fault and its path. No figure is ever a float.
"""

from supplier_portal.domain.scoring.canonical import canonical_json, sha256_of
from supplier_portal.domain.scoring.evaluation import Evaluation, evaluate
from supplier_portal.domain.scoring.lifting import CheckpointLift, GateLift, Lifts, what_lifts
from supplier_portal.domain.scoring.policy import Gate, Policy
from supplier_portal.domain.scoring.policy_reading import policy_from
from supplier_portal.domain.scoring.rating import Rating, SiteRating, rate
from supplier_portal.domain.scoring.rating_input import Audit, Checkpoint, Nonconformity, RatingInput
from supplier_portal.domain.scoring.rating_reading import rating_input_from
from supplier_portal.domain.scoring.tender_input import Bid, PriceScale, Tender
from supplier_portal.domain.scoring.tender_reading import tender_from
from supplier_portal.domain.scoring.what_if import Change, Effect, chosen, effect_of, possible_changes

__all__ = [
    "Audit",
    "Bid",
    "Change",
    "Checkpoint",
    "CheckpointLift",
    "Effect",
    "Evaluation",
    "Gate",
    "GateLift",
    "Lifts",
    "Nonconformity",
    "Policy",
    "PriceScale",
    "Rating",
    "RatingInput",
    "SiteRating",
    "Tender",
    "canonical_json",
    "chosen",
    "effect_of",
    "evaluate",
    "policy_from",
    "possible_changes",
    "rate",
    "rating_input_from",
    "sha256_of",
    "tender_from",
    "what_lifts",
]
