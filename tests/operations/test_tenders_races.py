"""Two people at once: one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.findings.operations.notifying import agree_notice
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Award, AwardProposal, Bid, Evaluation, Opening, Tender, TenderMove
from supplier_portal.tenders.operations import (
    AwardTender,
    ConfirmOpening,
    award_tender,
    close_tender,
    confirm_opening,
    enter_bid,
    evaluate_tender,
    lock_tender,
    publish_tender,
)
from tests import tenders_story as story
from tests.cast import FANG, LIN, NOW, QU, Person
from tests.scored import add_finding

Act = Callable[[Session, Person], object]


def prepared(database: Database, state: str) -> int:
    with database.unit_of_work(SYSTEM) as session:
        return story.brought_to(session, state).id


def at_once(database: Database, *acts: tuple[Person, Act]) -> list[str]:
    """What became of acts begun together: "done", or the code of the refusal, sorted."""
    begin = Barrier(len(acts))

    def run(person: Person, act: Act) -> str:
        begin.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                act(session, person)
        except Conflict as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(future.result() for future in [pool.submit(run, *act) for act in acts])


@pytest.mark.safety(25)
@pytest.mark.parametrize(
    ("origin", "move"),
    [
        ("draft", lambda unit, person, number: publish_tender(unit, person.actor, number, NOW, story.BEFORE)),
        ("published", lambda unit, person, number: lock_tender(unit, person.actor, number, NOW)),
        ("locked", lambda unit, person, number: close_tender(unit, person.actor, number, NOW, story.AFTER)),
        ("opened", lambda unit, person, number: evaluate_tender(unit, person.actor, number, NOW)),
        (
            "evaluated",
            lambda unit, person, number: award_tender(unit, person.actor, AwardTender(number, "Y", "Best value"), NOW),
        ),
    ],
)
def test_of_two_moves_at_once_one_wins(database: Database, origin: str, move: Callable[..., object]) -> None:
    number = prepared(database, origin)

    def act(unit: Session, person: Person) -> object:
        return move(unit, person, number)

    assert at_once(database, (LIN, act), (QU, act)) == ["done", "workflow.not_now"]
    with database.reading(SYSTEM) as session:
        moves = select(func.count()).select_from(TenderMove).where(TenderMove.origin == origin)
        assert session.scalar(moves) == 1
        assert session.scalar(select(func.count()).select_from(Evaluation)) in {0, 1}
        assert session.scalar(select(func.count()).select_from(Award)) in {0, 1}


def draft_finding(database: Database, code: str) -> int:
    """A critical finding of the bidder, of which it has no notice yet."""
    with database.unit_of_work(SYSTEM) as session:
        story.refuse_audit(session, session.scalars(select(Supplier.id).where(Supplier.number == code)).one())
        audit = session.scalars(select(Audit).order_by(Audit.id.desc()).limit(1)).one()
        audit.state = "in_progress"
        clocks = dict.fromkeys(("notified_at", "plan_due_on", "close_due_on", "turn_since"))
        return add_finding(session, audit.id, "critical", state="draft", **clocks).id


def notice(session: Session, finding_id: int) -> None:
    agree_notice(session, FANG.actor, finding_id, NOW)


def begun_while_held(database: Database, first: Act, second: Act) -> list[str]:
    """Who ended when: `second` begins in a transaction of its own before that of `first` is committed."""
    ended = []

    def run() -> None:
        with database.unit_of_work(FANG.actor) as session:
            second(session, FANG)
        ended.append("second")

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work(LIN.actor) as session:
            first(session, LIN)
            other = pool.submit(run)
            wait([other], timeout=0.5)  # what does not wait for the first one would end here
            session.commit()
            ended.append("first")
        other.result()
    return ended


@pytest.mark.safety(25)
def test_a_finding_noticed_during_an_award_comes_after_it(database: Database) -> None:
    number, finding = prepared(database, "evaluated"), draft_finding(database, "Y")

    def award(unit: Session, _: Person) -> None:
        assert award_tender(unit, LIN.actor, AwardTender(number, "Y", "Best value"), NOW).award

    assert begun_while_held(database, award, lambda unit, _: notice(unit, finding)) == ["first", "second"]
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Award.gates_again)).one()["Y"] == ["G4", "G5"]


@pytest.mark.safety(25)
def test_an_award_made_during_a_notice_waits_and_needs_a_second_person(database: Database) -> None:
    number, finding = prepared(database, "evaluated"), draft_finding(database, "Y")

    def award(unit: Session, _: Person) -> None:
        assert award_tender(unit, LIN.actor, AwardTender(number, "Y", "Best value"), NOW).proposal

    assert begun_while_held(database, lambda unit, _: notice(unit, finding), award) == ["first", "second"]
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(AwardProposal.gates_again)).one()["Y"] == ["G1", "G4", "G5"]
        assert session.scalar(select(func.count()).select_from(Award)) == 0


@pytest.mark.safety(25)
def test_of_two_proposals_at_once_one_waits_for_its_second_person(database: Database) -> None:
    number, finding = prepared(database, "evaluated"), draft_finding(database, "Y")
    with database.unit_of_work(FANG.actor) as session:
        notice(session, finding)

    def award(unit: Session, person: Person) -> object:
        return award_tender(unit, person.actor, AwardTender(number, "Y", "Best value"), NOW)

    assert at_once(database, (LIN, award), (QU, award)) == ["done", "tenders.proposal_waits"]


@pytest.mark.safety(25)
def test_two_who_confirm_at_once_open_once(database: Database) -> None:
    number = prepared(database, "bids")
    with database.reading(SYSTEM) as session:
        sha256 = story.hash_of(session, session.get_one(Tender, number))

    def act(unit: Session, person: Person) -> object:
        return confirm_opening(unit, person.actor, ConfirmOpening(number, sha256), NOW)

    assert at_once(database, (LIN, act), (QU, act)) == ["done", "done"]
    with database.reading(SYSTEM) as session:
        assert session.get_one(Tender, number).state == "opened"
        assert session.scalar(select(func.count()).select_from(Opening)) == 2


@pytest.mark.safety(14)
def test_one_person_twice_at_once_opens_nothing(database: Database) -> None:
    number = prepared(database, "bids")
    with database.reading(SYSTEM) as session:
        sha256 = story.hash_of(session, session.get_one(Tender, number))

    def act(unit: Session, person: Person) -> object:
        return confirm_opening(unit, person.actor, ConfirmOpening(number, sha256), NOW)

    assert at_once(database, (LIN, act), (LIN, act)) == ["done", "tenders.confirmed_already"]
    with database.reading(SYSTEM) as session:
        assert session.get_one(Tender, number).state == "closed"


@pytest.mark.safety(25)
def test_a_bid_entered_while_somebody_confirms_never_slips_behind_the_hash(database: Database) -> None:
    number = prepared(database, "bids")
    with database.reading(SYSTEM) as session:
        tender = session.get_one(Tender, number)
        sha256, again = (
            story.hash_of(session, tender),
            story.bid_of(session, tender, "X", price=Decimal(5), replacing="typing"),
        )

    def confirm(unit: Session, person: Person) -> object:
        return confirm_opening(unit, person.actor, ConfirmOpening(number, sha256), NOW)

    def enter(unit: Session, person: Person) -> object:
        return enter_bid(unit, person.actor, again, NOW, story.AFTER)

    told = []
    try:
        told = at_once(database, (LIN, confirm), (QU, enter))
    except Invalid:
        told = ["done", "tenders.hash_differs"]
    with database.reading(SYSTEM) as session:
        confirmed = session.scalar(select(func.count()).select_from(Opening))
        price = session.scalar(select(Bid.price).where(Bid.bidder_id == again.bidder_id))
    assert (told, confirmed, price) in [
        (["done", "tenders.opening_begun"], 1, Decimal("1000000.00")),
        (["done", "tenders.hash_differs"], 0, Decimal("5.00")),
    ]
