"""Setting a tender up: what is refused, at which field, and what freezes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Bidder, Tender, TenderMember
from supplier_portal.tenders.operations import (
    AddBidder,
    RemoveBidder,
    Terms,
    add_bidder,
    cancel_tender,
    create_tender,
    edit_tender,
    publish_tender,
    remove_bidder,
)
from supplier_portal.tenders.queries import bidders_of, team_of, visible
from supplier_portal.tenders.rules import BUYERS_OWN, NEEDS, Criterion, counts_twice
from tests import tenders_story as story
from tests.cast import ADA, HUILING, LIN, MO, NOW, PAN, QU, TAN, Person

PRICE = Criterion("price", Decimal(60))
TECHNICAL = Criterion("technical", Decimal(40))


def places(error: Invalid) -> dict[str, str]:
    return {fault.place: fault.code for fault in error.faults}


def refused(session: Session, given: Terms) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        create_tender(session, LIN.actor, given, NOW)
    assert session.scalar(select(Tender.id)) is None
    return places(caught.value)


@pytest.mark.parametrize(
    ("rules", "place", "code"),
    [
        ({"criteria": (replace(PRICE, weight=Decimal(-1)), TECHNICAL)}, "weight_0", "tenders.not_decimal"),
        ({"criteria": (PRICE, replace(TECHNICAL, weight=Decimal("1e-19")))}, "weight_1", "tenders.not_decimal"),
        ({"criteria": (replace(PRICE, weight=Decimal(0)),)}, "weight_0", "scoring.no_weight"),
        ({"criteria": (PRICE, replace(TECHNICAL, code="price"))}, "code_1", "tenders.code_twice"),
        ({"criteria": (PRICE, replace(TECHNICAL, code=""))}, "code_1", "form.required"),
        ({"criteria": (PRICE, replace(TECHNICAL, code="t" * 33))}, "code_1", "form.too_long"),
        ({"criteria": (PRICE, replace(TECHNICAL, source="guess"))}, "source_1", "form.unknown_choice"),
        ({"sustainability_criterion": "price"}, "sustainability_criterion", "form.unknown_choice"),
        ({"full_marks_at": Decimal(1200000)}, "zero_at", "tenders.scale_reversed"),
        ({"zero_at": Decimal(800000)}, "zero_at", "tenders.scale_reversed"),
        ({"ceiling": Decimal(-1)}, "ceiling", "tenders.not_decimal"),
        ({"reference_value": Decimal(0)}, "reference_value", "scoring.not_above_zero"),
        ({"discounts": [(Decimal(101), Decimal("0.1"))]}, "threshold_0", "scoring.too_great"),
        ({"discounts": [(Decimal(40), Decimal("0.1")), (Decimal(60), Decimal(2))]}, "share_1", "scoring.too_great"),
        ({"discounts": [(Decimal(40), None)]}, "share_0", "form.required"),
        ({"discounts": [(None, Decimal("0.1"))]}, "threshold_0", "form.required"),
        ({"vmax": Decimal(1)}, "vmax", "scoring.not_below_one"),
        ({"method": "lowest_price"}, "method", "form.unknown_choice"),
        ({"criteria": (PRICE, replace(TECHNICAL, weight=Decimal(30)))}, "weight_0", "tenders.weights_not_100"),
        ({"criteria": (PRICE, replace(TECHNICAL, weight=Decimal("40.5")))}, "weight_0", "tenders.weights_not_100"),
        ({"shares": [Decimal(60), Decimal(30)]}, "award_share_0", "tenders.shares_not_100"),
        ({"shares": [Decimal(100), Decimal(0)]}, "award_share_1", "tenders.award_share"),
        ({"low_share": Decimal(1)}, "low_share", "tenders.low_share"),
        ({"low_share": Decimal("0.2"), "low_against": "guess"}, "low_against", "form.unknown_choice"),
        ({"requirements": "x" * 4001}, "requirements", "form.too_long"),
        ({"pcf_basis": "x" * 121}, "pcf_basis", "form.too_long"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused_at_its_field(
    session: Session, rules: dict[str, Any], place: str, code: str
) -> None:
    assert refused(session, story.terms(**{"sustainability_criterion": None} | rules)) == {place: code}


@pytest.mark.parametrize(
    ("terms", "place", "code"),
    [
        ({"number": " "}, "number", "form.required"),
        ({"number": "T" * 33}, "number", "form.too_long"),
        ({"title": ""}, "title", "form.required"),
        ({"currency": "yuan"}, "currency", "tenders.currency"),
        ({"tax_basis": "whatever"}, "tax_basis", "form.unknown_choice"),
        ({"delivery_term": "ASAP"}, "delivery_term", "form.unknown_choice"),
        ({"team_ids": ()}, "team_ids", "tenders.team_of_one"),
        ({"team_ids": (LIN.number,)}, "team_ids", "tenders.team_of_one"),
        ({"team_ids": (PAN.number,)}, "team_ids", "form.unknown_choice"),
        ({"team_ids": (QU.number, TAN.number)}, "team_ids", "form.unknown_choice"),
    ],
)
def test_a_term_that_cannot_hold_is_refused_at_its_field(
    session: Session, terms: dict[str, Any], place: str, code: str
) -> None:
    assert refused(session, replace(story.TERMS, **terms)) == {place: code}


def test_all_faults_are_told_at_once(session: Session) -> None:
    given = replace(story.terms(zero_at=Decimal(1), vmax=Decimal(2)), team_ids=(), title="")
    assert set(refused(session, given)) == {"title", "team_ids", "zero_at", "vmax"}


def test_a_number_is_given_to_one_tender(session: Session) -> None:
    story.drafted(session)
    with pytest.raises(Invalid) as caught:
        create_tender(session, QU.actor, replace(story.TERMS, team_ids=(LIN.number,)), NOW)
    assert places(caught.value) == {"number": "tenders.number_taken"}


@pytest.mark.parametrize("person", [PAN, MO, ADA, TAN])
def test_only_procurement_sets_a_tender_up(session: Session, person: Person) -> None:
    with pytest.raises(Missing):
        create_tender(session, person.actor, story.TERMS, NOW)


def test_a_draft_may_lack_what_publishing_asks_for(session: Session) -> None:
    story.hold_policy(session)
    bare = story.terms(
        full_marks_at=None,
        zero_at=None,
        criteria=(replace(PRICE, weight=None), TECHNICAL),
        sustainability_criterion=None,
    )
    tender = create_tender(session, LIN.actor, bare, NOW)
    with pytest.raises(Invalid) as caught:
        publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE)
    assert places(caught.value) == {"weight_0": "form.required", "full_marks_at": "form.required"}
    assert tender.state == "draft"


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        (
            {"method": "fictitious_discount", "reference_value": None, "discounts": []},
            {"reference_value", "threshold_0"},
        ),
        ({"method": "quality_price_ratio", "vmax": None}, {"vmax"}),
        ({"method": "carbon_adder", "carbon_price": None, "default_pcf": None}, {"carbon_price", "default_pcf"}),
        ({"method": "carbon_adder", "pcf_basis": " "}, {"pcf_basis"}),
        ({"low_share": Decimal("0.2"), "low_against": "reference_value", "reference_value": None}, {"reference_value"}),
        ({"method": "quality_price_ratio", "sustainability_criterion": None}, {"sustainability_criterion"}),
        ({"min_grade": "E"}, {"min_grade"}),
    ],
)
def test_publishing_asks_for_what_the_method_needs(session: Session, rules: dict[str, Any], asked: set[str]) -> None:
    story.hold_policy(session)
    tender = create_tender(session, LIN.actor, story.terms(**rules), NOW)
    with pytest.raises(Invalid) as caught:
        publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE)
    assert set(places(caught.value)) == asked


def test_a_tender_is_not_published_after_its_deadline(session: Session) -> None:
    tender = story.drafted(session)
    with pytest.raises(Invalid) as caught:
        publish_tender(session, LIN.actor, tender.id, NOW, story.DEADLINE)
    assert places(caught.value) == {"deadline_at": "tenders.deadline_past"}


def test_nothing_is_published_while_no_policy_holds(session: Session) -> None:
    tender = create_tender(session, LIN.actor, story.TERMS, NOW)
    with pytest.raises(Conflict, match=r"scores\.no_policy"):
        publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE)


def test_publishing_pins_the_policy_and_its_grades(session: Session) -> None:
    held = story.hold_policy(session)
    story.hold_policy(session, NOW.day + timedelta(days=1), version="2.0.0")
    tender = create_tender(session, LIN.actor, story.TERMS, NOW)
    publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE)
    assert (tender.state, tender.policy_sha256, tender.rules["grades"]) == (
        "published",
        held.sha256,
        ["A", "B", "C", "D"],
    )


@pytest.mark.parametrize(
    ("method", "kept"),
    [
        ("weighted_sum", {"price_scale"}),
        ("fictitious_discount", {"reference_value", "discounts"}),
        ("quality_price_ratio", {"vmax"}),
        ("carbon_adder", {"carbon_price", "default_pcf", "pcf_basis"}),
    ],
)
def test_publishing_announces_what_the_method_reads_and_nothing_of_others(
    session: Session, method: str, kept: set[str]
) -> None:
    tender = story.brought_to(session, "published", story.terms(method=method))
    names = {name for needed in NEEDS.values() for name in needed}
    assert {name for name in names if tender.rules[name]} == kept


def test_a_reference_for_low_prices_is_announced_with_any_method(session: Session) -> None:
    given = story.terms(low_share=Decimal("0.2"), low_against="reference_value")
    assert story.brought_to(session, "published", given).rules["reference_value"] == "1000000"


def test_a_draft_of_the_release_before_is_published(session: Session) -> None:
    tender = story.drafted(session)
    tender.rules = {name: value for name, value in tender.rules.items() if name not in BUYERS_OWN}
    session.flush()
    assert publish_tender(session, LIN.actor, tender.id, NOW, story.BEFORE).state == "published"


def test_published_rules_are_frozen(session: Session) -> None:
    tender = story.brought_to(session, "published")
    with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
        edit_tender(session, LIN.actor, tender.id, story.TERMS, NOW)


@pytest.mark.safety(39)
@pytest.mark.parametrize(
    "change",
    [
        {"rules": {"ceiling": "1"}},
        {"currency": "EUR"},
        {"tax_basis": "gross"},
        {"delivery_term": "EXW"},
        {"policy_sha256": None},
        {"deadline_at": story.DEADLINE + timedelta(days=1)},
    ],
)
def test_the_database_refuses_changed_terms(session: Session, change: dict[str, Any]) -> None:
    tender = story.brought_to(session, "published")
    for name, value in change.items():
        setattr(tender, name, value)
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


def test_a_draft_is_written_anew_with_its_team(session: Session) -> None:
    story.add_buyers(session)
    tender = story.drafted(session)
    later = replace(story.terms(vmax=Decimal("0.2")), title="Indoor enclosures", team_ids=(story.SUN.number,))
    edit_tender(session, QU.actor, tender.id, later, NOW)
    assert (tender.title, tender.rules["vmax"]) == ("Indoor enclosures", "0.2")
    assert [person.id for person in team_of(session, tender.id)] == [LIN.number, story.SUN.number]


def test_a_team_sees_its_own_tenders_only(session: Session) -> None:
    story.add_buyers(session)
    ours = story.drafted(session)
    theirs = create_tender(
        session, story.SUN.actor, replace(story.TERMS, number="T-2", team_ids=(story.WEI.number,)), NOW
    )
    seen = {
        person: [tender.id for tender in session.scalars(visible(person.actor))]
        for person in (LIN, QU, story.SUN, MO, ADA, PAN, TAN)
    }
    assert seen == {LIN: [ours.id], QU: [ours.id], story.SUN: [theirs.id], MO: [], ADA: [], PAN: [], TAN: []}
    assert len(session.scalars(visible(SYSTEM)).all()) == 2


def test_a_tender_of_another_team_looks_like_none(session: Session) -> None:
    story.add_buyers(session)
    tender = story.drafted(session)
    for tender_id in (tender.id, 999_999):
        with pytest.raises(Missing):
            cancel_tender(session, story.SUN.actor, tender_id, "Mine now", NOW)


def test_a_supplier_bids_once_under_its_number(session: Session) -> None:
    tender = story.drafted(session)
    assert [bidder.code for bidder, _ in bidders_of(session, tender.id)] == ["W", "X", "Y", "Z"]
    known = session.scalars(select(Bidder).where(Bidder.tender_id == tender.id)).first()
    assert known is not None
    with pytest.raises(Conflict, match=r"tenders\.bidder_already"):
        add_bidder(session, QU.actor, AddBidder(tender.id, known.supplier_id), NOW)
    with pytest.raises(Invalid):
        add_bidder(session, QU.actor, AddBidder(tender.id, 999_999), NOW)


def test_a_bidder_of_another_tender_cannot_be_removed_here(session: Session) -> None:
    ours = story.drafted(session)
    other = create_tender(session, LIN.actor, replace(story.TERMS, number="T-2"), NOW)
    theirs = add_bidder(session, LIN.actor, AddBidder(other.id, HUILING), NOW)
    with pytest.raises(Missing):
        remove_bidder(session, LIN.actor, RemoveBidder(ours.id, theirs.id), NOW)
    remove_bidder(session, LIN.actor, RemoveBidder(other.id, theirs.id), NOW)
    assert bidders_of(session, other.id) == []


def test_bidders_stand_once_their_figures_are_locked(session: Session) -> None:
    tender = story.brought_to(session, "locked")
    supplier_id = session.scalars(select(Supplier.id).where(Supplier.id == HUILING)).one()
    with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
        add_bidder(session, LIN.actor, AddBidder(tender.id, supplier_id), NOW)
    with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
        remove_bidder(session, LIN.actor, RemoveBidder(tender.id, story.bidder(session, tender, "X").id), NOW)


@pytest.mark.parametrize(
    ("sources", "twice"),
    [
        (("sustainability", "rating"), True),
        (("sustainability", "audit"), False),
        (("rating", "entered"), False),
    ],
)
def test_sustainability_beside_the_rating_counts_twice(session: Session, sources: tuple[str, str], twice: bool) -> None:
    criteria = (PRICE, *(Criterion(f"c{number}", Decimal(20), source) for number, source in enumerate(sources)))
    tender = create_tender(session, LIN.actor, story.terms(criteria=criteria, sustainability_criterion="c0"), NOW)
    assert counts_twice(tender.rules) is twice


def test_the_team_is_kept_once_per_person(session: Session) -> None:
    tender = create_tender(session, LIN.actor, replace(story.TERMS, team_ids=(QU.number, LIN.number, QU.number)), NOW)
    members = session.scalars(select(TenderMember.account_id).where(TenderMember.tender_id == tender.id)).all()
    assert sorted(members) == [LIN.number, QU.number]
