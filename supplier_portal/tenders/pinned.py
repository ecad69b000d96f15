"""Ratings under the policy a tender was published with, whatever policy holds since (scoring.md 4)."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.domain.scoring import rate, rating_input_from
from supplier_portal.domain.scoring.policy import SUSTAINABILITY
from supplier_portal.scores.inputs import gather
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.scores.queries import rules_of
from supplier_portal.suppliers.models import Supplier


def receipt_under(policy: Policy, rating: Rating) -> dict[str, Any]:
    """Give the receipt of a published rating's inputs under the pinned policy: its own where that is the same."""
    if rating.policy_sha256 == policy.sha256:
        return {**rating.inputs, "policy": policy.document, "published": rating.published}
    rules = rules_of(policy)
    inputs: dict[str, Any] = dict(rating.inputs)
    inputs["waived"] = [gate.code for gate in rules.gates if gate.code in inputs["waived"]]
    inputs["modules"] = {name: inputs["modules"].get(name) for name in rules.module_weights if name != SUSTAINABILITY}
    inputs["policy"] = policy.document
    return {**inputs, "published": rate(*rating_input_from(inputs)).published()}


def published_under(policy: Policy, rating: Rating) -> dict[str, Any]:
    """Give what a published rating says under the pinned policy."""
    published: dict[str, Any] = receipt_under(policy, rating)["published"]
    return published


def receipt_on(session: Session, policy: Policy, supplier: Supplier, day: date) -> dict[str, Any]:
    """Give the receipt that a supplier's rating of a day would have; nothing is published."""
    inputs: dict[str, Any] = gather(session, [supplier.id], day)[supplier.id].document(
        supplier.number, day, rules_of(policy)
    )
    document = {**inputs, "policy": policy.document}
    return {**document, "published": rate(*rating_input_from(document)).published()}


def figures_on(session: Session, policy: Policy, suppliers: list[Supplier], day: date) -> dict[int, Figures]:
    """Work out what the suppliers' ratings are on a day, by supplier's id; nothing is published."""
    gathered = gather(session, [supplier.id for supplier in suppliers], day)
    rules = rules_of(policy)
    documents = {
        supplier.id: {**gathered[supplier.id].document(supplier.number, day, rules), "policy": policy.document}
        for supplier in suppliers
    }
    return {supplier_id: rate(*rating_input_from(document)) for supplier_id, document in documents.items()}
