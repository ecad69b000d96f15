"""Two people act on one finding at once: one wins, the other is told, nothing is half written."""

from itertools import combinations
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, DomainError
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import (
    CorrectiveActionPlan,
    EffectivenessReview,
    Finding,
    FindingEvidence,
    FindingMove,
)
from supplier_portal.findings.operations import (
    DecideEvidence,
    MoveFinding,
    add_finding_evidence,
    decide_evidence,
    end_waivers,
    move_finding,
)
from supplier_portal.findings.queries import visible
from supplier_portal.findings.queries.rounds import files_of_round
from tests.cast import FANG, LUO, NOW, TAN, ZHOU
from tests.findings_story import brought_to, later, proof_for
from tests.transitions import BY_PEOPLE, PEOPLE, SYSTEM_ONLY, UNTIL, at_origin, attempt, make_ready, named

SEVERITY = {"draft": "critical"}


def two_of(row):
    """Two people who may both make the move; one in two windows where only one may."""
    may = [PEOPLE[role] for role in PEOPLE if role in row.who]
    return may[0], may[-1]


def follows(one, two):
    """Whether the second move may be made after the first one too."""
    return any(row.target == two.target for row in FINDING.possible(one.target))


SAME = {f"{named(row)}, twice": (row.origin, *((who, row.target) for who in two_of(row))) for row in BY_PEOPLE}
OTHER = {
    f"{named(one)} and to {two.target}": (one.origin, (two_of(one)[0], one.target), (two_of(two)[1], two.target))
    for one, two in combinations(BY_PEOPLE, 2)
    if one.origin == two.origin and not (follows(one, two) or follows(two, one))
}
"""Two moves of which each rules the other out."""


def raced(database, acts):
    """What each act came to: None, or the code of its refusal. acts: of a session, as an actor."""
    outcomes: list[str | None] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(place, actor, act):
        try:
            with database.unit_of_work(actor) as session:
                session.scalars(visible(actor)).all()
                if database.engine.dialect.name == "postgresql":
                    start.wait(5)
                act(session)
        except Conflict as error:
            outcomes[place] = error.code
        except DomainError as error:
            outcomes[place] = f"unexpected {error}"

    threads = [Thread(target=run, args=(place, *given)) for place, given in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.safety(25)
@pytest.mark.parametrize("race", SAME | OTHER)
def test_of_two_who_move_a_finding_at_once_one_wins(database, race):
    origin, *rivals = (SAME | OTHER)[race]
    with database.unit_of_work(SYSTEM) as session:
        finding = at_origin(session, origin, SEVERITY.get(origin, "major"))
        for _, target in rivals:
            make_ready(session, finding, target)
        moves = session.scalar(select(func.count(FindingMove.id)))
    acts = [
        (person.actor, lambda session, person=person, target=target: attempt(session, person, finding, target))
        for person, target in rivals
    ]
    outcomes = raced(database, acts)
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert all(outcome is None or outcome.startswith(("workflow.", "findings.notified")) for outcome in outcomes)
    with database.reading(SYSTEM) as session:
        stands = session.get_one(Finding, finding.id)
        assert stands.state == rivals[outcomes.index(None)][1]
        assert session.scalar(select(func.count(FindingMove.id))) == moves + 1
        assert session.scalar(select(func.count(CorrectiveActionPlan.id))) == stands.cycle
        assert session.scalar(select(func.count(EffectivenessReview.id))) == (stands.state == "effective")


@pytest.mark.safety(25)
@pytest.mark.parametrize("row", SYSTEM_ONLY, ids=named)
def test_of_two_workers_one_ends_a_waiver(database, row):
    with database.unit_of_work(SYSTEM) as session:
        finding = at_origin(session, row.target)
        move_finding(session, FANG.actor, MoveFinding(finding.id, "waived", "because", UNTIL), NOW)
        moves = session.scalar(select(func.count(FindingMove.id)))
    outcomes = raced(database, [(SYSTEM, lambda session: end_waivers(session, later(92)))] * 2)
    assert set(outcomes) <= {None, "workflow.quicker"}
    assert None in outcomes
    with database.reading(SYSTEM) as session:
        assert session.get_one(Finding, finding.id).state == row.target
        assert session.scalar(select(func.count(FindingMove.id))) == moves + 1


@pytest.mark.safety(25)
def test_of_two_who_decide_a_file_at_once_one_wins(database):
    with database.unit_of_work(SYSTEM) as session:
        finding = brought_to(session, "implemented")
        (file,) = files_of_round(session, finding)
    said = (("accepted", LUO), ("sent_back", ZHOU))
    acts = [
        (
            who.actor,
            lambda session, who=who, decision=decision: decide_evidence(
                session, who.actor, DecideEvidence(finding.id, file.id, decision, "unsigned"), NOW
            ),
        )
        for decision, who in said
    ]
    outcomes = raced(database, acts)
    assert sorted(map(str, outcomes)) == ["None", "findings.file_decided"]
    with database.reading(SYSTEM) as session:
        assert session.get_one(FindingEvidence, file.id).decision == said[outcomes.index(None)][0]


@pytest.mark.safety(25)
def test_a_file_that_comes_while_a_finding_is_verified_is_before_or_after_it(database):
    with database.unit_of_work(SYSTEM) as session:
        finding = at_origin(session, "implemented")
        make_ready(session, finding, "verified")
    outcomes = raced(
        database,
        [
            (ZHOU.actor, lambda session: attempt(session, ZHOU, finding, "verified")),
            (TAN.actor, lambda session: add_finding_evidence(session, TAN.actor, proof_for(finding), later(1))),
        ],
    )
    assert outcomes in ([None, None], ["findings.files_undecided", None])
