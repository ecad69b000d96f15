"""An award and a new finding at once: whoever decides has read the gates that held, and neither act is lost."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import MoveFinding, move_finding
from supplier_portal.tenders.gates import gates_read
from supplier_portal.tenders.models import Award, AwardProposal, Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    AwardTender,
    ConfirmAward,
    EnterBid,
    add_bidder,
    award_tender,
    confirm_award,
    enter_bid,
)
from tests import findings_story, tenders_story
from tests.cast import FANG, HUILING, LIN, NOW, QU

pytestmark = pytest.mark.safety(25)
OWN, CRITICAL = "S-0001", "G1"


@pytest.fixture
def waiting(database):
    """(tender, finding): Huiling is ranked, and a critical finding of its next audit waits for its notice."""
    with database.unit_of_work(SYSTEM) as session:
        tender = tenders_story.drafted(session)
        own = add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
        tenders_story.go_on(session, tender, "draft", "bids")
        scores = {"technical": Decimal(80), "sustainability": Decimal(50)}
        bid = EnterBid(tender.id, own.id, Decimal(980000), tenders_story.HANDED_IN, scores)
        enter_bid(session, LIN.actor, bid, NOW, tenders_story.AFTER)
        tenders_story.go_on(session, tender, "bids", "evaluated")
        finding = findings_story.raise_one(session, findings_story.add_audit(session), severity="critical")
        return tender.id, finding.id


def at_once(database, *acts):
    """What became of (person, act) begun together, in their order: done, or the code of the refusal."""
    begin = Barrier(len(acts))

    def run(person, act):
        begin.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                act(session, person.actor)
        except Conflict as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, *act) for act in acts]]


def notice(finding):
    return FANG, lambda session, actor: move_finding(session, actor, MoveFinding(finding, "open"), NOW)


def stands(database, tender, finding):
    """(award, proposal, gates now of Huiling), once the finding is seen to be open."""
    with database.reading(SYSTEM) as session:
        assert session.get_one(Finding, finding).state == "open"
        now = {read.code: read for read in gates_read(session, session.get_one(Tender, tender), NOW.day)}
        return session.scalars(select(Award)).one_or_none(), session.scalars(select(AwardProposal)).first(), now[OWN]


@pytest.mark.parametrize("first", ["award", "finding"])
def test_an_award_beside_a_new_finding_stands_on_the_gates_it_has_read(database, waiting, first):
    tender, finding = waiting
    award = LIN, lambda session, actor: award_tender(session, actor, AwardTender(tender, OWN, "Best value"), NOW)
    acts = [award, notice(finding)]
    assert at_once(database, *(acts if first == "award" else reversed(acts))) == ["done", "done"]
    awarded, proposed, gates = stands(database, tender, finding)
    assert CRITICAL in gates.now
    assert CRITICAL not in gates.then
    if awarded:  # before the notice: nobody else was asked
        assert (proposed, awarded.seconded_by, tuple(awarded.gates_again[OWN])) == (None, None, gates.then)
    else:  # after it: a second person decides, with the finding before them
        assert tuple(proposed.gates_again[OWN]) == gates.now


@pytest.mark.parametrize("first", ["award", "finding"])
def test_a_proposal_is_not_confirmed_on_gates_that_a_new_finding_has_changed(database, waiting, first):
    tender, finding = waiting
    with database.unit_of_work(LIN.actor) as session:
        tenders_story.refuse_audit(
            session, tenders_story.bidder(session, session.get_one(Tender, tender), "X").supplier_id
        )
        proposal = award_tender(session, LIN.actor, AwardTender(tender, OWN, "Best value"), NOW).proposal
        known, number = proposal.gates_again, proposal.id
    confirm = QU, lambda session, actor: confirm_award(session, actor, ConfirmAward(tender, number), NOW)
    acts = [confirm, notice(finding)]
    came = at_once(database, *(acts if first == "award" else reversed(acts)))
    awarded, proposed, gates = stands(database, tender, finding)
    assert CRITICAL in gates.now
    assert proposed.gates_again == known
    if awarded:
        assert (came, awarded.gates_again, awarded.seconded_by) == (["done", "done"], known, QU.number)
    else:
        assert sorted(came) == ["done", "tenders.gates_changed_again"]
