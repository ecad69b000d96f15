"""Every move of a tender × every role, from the table: what it allows is possible, what it does not is refused."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from supplier_portal.access.actor import PEOPLE, Actor, Role
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations import (
    AwardTender,
    ConfirmOpening,
    award_tender,
    cancel_tender,
    close_tender,
    confirm_opening,
    evaluate_tender,
    lock_tender,
    publish_tender,
)
from tests import tenders_story as story
from tests.cast import ADA, FANG, HE, LIN, LUO, MO, NOW, PAN, QU, TAN, ZHOU

Act = Callable[[Session, Actor, Tender], object]


def _open(session: Session, actor: Actor, tender: Tender) -> object:
    return confirm_opening(session, actor, ConfirmOpening(tender.id, story.hash_of(session, tender)), NOW)


ACTS: dict[str, Act] = {
    "published": lambda unit, actor, tender: publish_tender(unit, actor, tender.id, NOW, story.BEFORE),
    "locked": lambda unit, actor, tender: lock_tender(unit, actor, tender.id, NOW),
    "closed": lambda unit, actor, tender: close_tender(unit, actor, tender.id, NOW, story.AFTER),
    "opened": _open,
    "evaluated": lambda unit, actor, tender: evaluate_tender(unit, actor, tender.id, NOW),
    "awarded": lambda unit, actor, tender: award_tender(unit, actor, AwardTender(tender.id, "Y", "Best"), NOW),
    "cancelled": lambda unit, actor, tender: cancel_tender(unit, actor, tender.id, "No need any more", NOW),
}
OUTSIDE = (ADA, PAN, ZHOU, LUO, FANG, MO, TAN, HE, story.SUN)
"""A person of every role but the team's; Sun is of procurement, and in another team."""


def brought_to(session: Session, state: str) -> Tender:
    if state == "closed":
        tender = story.brought_to(session, "bids")
        story.confirm(session, tender, QU)  # so that one more confirmation opens
        return tender
    if state in {"awarded", "cancelled"}:
        tender = story.brought_to(session, "evaluated")
        ACTS[state](session, LIN.actor, tender)
        return tender
    return story.brought_to(session, state)


def pairs() -> Iterator[tuple[str, str, bool]]:
    """Every state with every target, and whether the table has the move."""
    for origin in TENDER.states:
        allowed = {move.target for move in TENDER.possible(origin)}
        yield from ((origin, target, target in allowed) for target in TENDER.states if target != "draft")


def test_every_target_has_its_act_and_every_role_a_person() -> None:
    assert {*ACTS, "draft"} == set(TENDER.states)
    assert {person.role for person in OUTSIDE} == set(PEOPLE)
    assert {role for move in TENDER.transitions for role in move.who} == {Role.PROCUREMENT.value}


@pytest.mark.parametrize(("origin", "target", "allowed"), list(pairs()))
def test_a_move_is_made_or_refused_as_the_table_says(
    session: Session,
    origin: str,
    target: str,
    allowed: bool,
) -> None:
    story.add_buyers(session)
    tender = brought_to(session, origin)
    for person in OUTSIDE:
        with pytest.raises(Missing):
            ACTS[target](session, person.actor, tender)
        assert tender.state == origin
    if allowed:
        ACTS[target](session, LIN.actor, tender)
        assert tender.state == target
    else:
        with pytest.raises(Conflict, match=r"workflow\.not_now"):
            ACTS[target](session, LIN.actor, tender)
        assert tender.state == origin
