"""Deciding on appeals: who may, what follows, and that of two at once one wins."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.appeals.models import Appeal, AppealMove
from supplier_portal.appeals.operations import MoveAppeal, move_appeal
from supplier_portal.appeals.queries.listing import listed, of_actor
from supplier_portal.audits.models import AuditMember
from supplier_portal.domain.errors import Conflict, DomainError, Invalid, Missing
from supplier_portal.domain.workflow.appeal import APPEAL
from supplier_portal.scores.inputs import gather
from supplier_portal.scores.models import Rating, RefusalSetAside
from supplier_portal.scores.operations import publish_rating
from supplier_portal.scores.operations.refusals import set_refusal_aside
from tests import appeals_story as story
from tests.cast import EVERYBODY, FANG, HE, HUILING, MINGYAN, NOW, RIVAL, TAN
from tests.findings_story import later
from tests.reports_story import amended
from tests.scored import add_modules, add_policy

PEOPLE = {person.role: person for person in EVERYBODY if person is not RIVAL and person.name != "Yan Lead"}
POSSIBLE = {(row.origin, row.target, role) for row in APPEAL.transitions for role in row.who}


def one_of(session, appeal, who=FANG, day=30):
    return listed(session, who.actor, of_actor(who.actor).where(Appeal.id == appeal.id), later(day))[0]


def conflict(call):
    with pytest.raises(Conflict) as caught:
        call()
    return caught.value.code


@pytest.mark.safety(25)
@pytest.mark.parametrize("target", APPEAL.states)
@pytest.mark.parametrize("origin", APPEAL.states)
def test_every_move_is_allowed_and_refused_by_the_table(session, origin, target):
    appeal = story.brought_to(session, story.filed(session, story.CDP), origin)
    moves = select(func.count(AppealMove.id))
    before = session.scalar(moves)
    for role, person in PEOPLE.items():
        permission = Permission.APPEALS_APPEAL_FILE if person.supplier_id else Permission.APPEALS_APPEAL_DECIDE
        if (origin, target, role.value) in POSSIBLE:
            with session.begin_nested() as nested:
                assert story.moved(session, appeal, target, person).state == target
                assert session.scalar(moves) == before + 1
                nested.rollback()
            session.expire_all()
        else:
            with pytest.raises(Conflict if decide(person.actor, permission).allowed else Missing):
                story.moved(session, appeal, target, person)
        assert (appeal.state, session.scalar(moves)) == (origin, before), role


def test_the_table_of_moves_is_what_the_field_knows():
    assert {(row.origin, row.target) for row in APPEAL.transitions} == {
        ("filed", "in_review"), ("in_review", "granted"), ("in_review", "refused"), ("filed", "withdrawn"),
        ("in_review", "withdrawn"),
    }  # fmt: skip
    assert {role for row in APPEAL.transitions for role in row.who} == {
        Role.REVIEWER.value, Role.SUPPLIER_OWNER.value, Role.SUPPLIER_MEMBER.value,
    }  # fmt: skip


def test_nobody_of_the_audits_team_decides(session):
    audit = story.issued(session)
    session.add(AuditMember(audit_id=audit.id, account_id=FANG.number, role="auditor"))
    session.flush()
    appeal = story.filed(session, story.checkpoint_of(audit))
    assert conflict(lambda: story.moved(session, appeal, "in_review")) == "appeals.not_outside_team"
    assert one_of(session, appeal).on_team
    figure = story.filed(session, story.CDP)
    assert story.moved(session, figure, "in_review").state == "in_review"


@pytest.mark.parametrize("target", ["granted", "refused"])
@pytest.mark.parametrize(
    ("reason", "code"),
    [(" ", "workflow.needs_reason"), ("x" * 1901, "form.too_long"), ("a\x0bb", "audits.control_character")],
    ids=["empty", "long", "control"],
)
def test_a_decision_needs_a_reason_both_sides_can_read(session, target, reason, code):
    appeal = story.brought_to(session, story.filed(session, story.CDP), "in_review")
    with pytest.raises(Invalid) as caught:
        story.moved(session, appeal, target, reason=reason)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [("reason", code)]
    assert appeal.state == "in_review"


def test_the_decision_is_kept_with_who_and_when(session):
    appeal = story.brought_to(session, story.filed(session, story.CDP), "in_review")
    story.moved(session, appeal, "refused", reason=" The list of 2022 lacks meter F3. ", day=9)
    told = (appeal.decision, appeal.decided_by, appeal.decided_at)
    assert told == ("The list of 2022 lacks meter F3.", FANG.number, later(9).at)


def test_the_rival_and_nobody_else_takes_back_ones_appeal(session):
    appeal = story.filed(session, story.CDP)
    with pytest.raises(Missing):
        story.moved(session, appeal, "withdrawn", RIVAL)
    assert story.moved(session, appeal, "withdrawn", HE).state == "withdrawn"


def test_a_granted_level_is_owed_until_its_amendment_is_made(session):
    audit = story.issued(session)
    appeal = story.brought_to(session, story.filed(session, story.checkpoint_of(audit)), "granted")
    assert (one_of(session, appeal).owes, one_of(session, appeal).turn) == ("amendment", "buyer")
    elsewhere = amended(session, audit, levels={"S3.1": "1"})
    assert one_of(session, appeal).owes == "amendment"
    made = amended(session, elsewhere, levels={"S3.4": "4"})
    assert (one_of(session, appeal).owes, one_of(session, appeal).follows) == ("", made)
    assert one_of(session, appeal, TAN).turn == "nobody"


def test_an_amendment_before_the_decision_or_of_the_rival_carries_nothing_out(session):
    audit, rival = story.issued(session), story.issued(session, MINGYAN)
    appeal = story.brought_to(session, story.filed(session, story.checkpoint_of(audit)), "in_review")
    amended(session, audit)
    story.moved(session, appeal, "granted", day=25)
    amended(session, rival)
    assert one_of(session, appeal).owes == "amendment"


def test_a_refusal_whose_appeal_is_granted_is_set_aside_and_the_gate_lets_go(session):
    add_policy(session)
    add_modules(session, HUILING, {"quality": "88"})
    audit, rival = story.refused(session), story.refused(session, MINGYAN)
    blocked = publish_rating(session, SYSTEM, HUILING, NOW, "input").published
    assert ("G6" in blocked["gates"], blocked["bid_blocked"]) == (True, True)
    appeal = story.brought_to(session, story.filed(session, story.thing_of_refusal(audit)), "in_review")
    count = session.scalar(select(func.count(Rating.id)))
    story.moved(session, appeal, "granted", reason="The gate was shut by the police")
    assert session.scalar(select(func.count(Rating.id))) == count + 1
    free = session.scalars(select(Rating).order_by(Rating.id.desc())).first().published
    assert ("G6" in free["gates"], free["bid_blocked"]) == (False, False)
    aside = session.scalars(select(RefusalSetAside)).one()
    assert (aside.audit_id, aside.set_aside_by) == (audit.id, FANG.number)
    assert aside.reason == f"{appeal.number}: The gate was shut by the police"
    gathered = gather(session, [HUILING, MINGYAN], NOW.day)
    assert (gathered[HUILING].refused, gathered[MINGYAN].refused) == (False, True)
    assert audit.state == "refused"
    assert rival.state == "refused"
    assert one_of(session, appeal).owes == ""


def test_a_refusal_is_set_aside_once_and_only_where_there_is_one(session):
    add_policy(session)
    add_modules(session, HUILING, {"quality": "88"})
    refused = story.refused(session)
    issued = story.issued(session)
    set_refusal_aside(session, FANG.actor, refused, "so", NOW)
    assert conflict(lambda: set_refusal_aside(session, FANG.actor, refused, "so", NOW)) == "scores.refusal_set_aside"
    assert conflict(lambda: set_refusal_aside(session, FANG.actor, issued, "so", NOW)) == "scores.no_refusal"


def test_granting_against_a_refusal_that_was_set_aside_meanwhile_changes_nothing(session):
    add_policy(session)
    audit = story.refused(session)
    appeal = story.brought_to(session, story.filed(session, story.thing_of_refusal(audit)), "in_review")
    session.add(RefusalSetAside(audit_id=audit.id, reason="so", set_aside_by=FANG.number, set_aside_at=NOW.at))
    session.flush()
    with session.begin_nested() as nested:
        assert conflict(lambda: story.moved(session, appeal, "granted")) == "scores.refusal_set_aside"
        nested.rollback()
    session.refresh(appeal)
    assert appeal.state == "in_review"


@pytest.mark.safety(25)
@pytest.mark.parametrize(
    ("one", "other"), [("granted", "refused"), ("granted", "granted"), ("granted", "withdrawn")], ids=str
)
def test_of_two_who_act_at_once_one_wins(database, one, other):
    with database.unit_of_work(SYSTEM) as session:
        number = story.brought_to(session, story.filed(session, story.CDP), "in_review").id
    start, outcomes = Barrier(2), []

    def act(target):
        person = TAN if target == "withdrawn" else FANG
        start.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                move_appeal(session, person.actor, MoveAppeal(number, target, f"for {target}"), later(8))
        except DomainError as error:
            outcomes.append(error.code)
        else:
            outcomes.append(target)

    threads = [Thread(target=act, args=(target,)) for target in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [outcome for outcome in outcomes if outcome in (one, other)]
    assert len(won) == 1
    assert set(outcomes) - set(won) <= {"workflow.not_now", "workflow.quicker"}
    with database.unit_of_work(SYSTEM) as session:
        assert session.get_one(Appeal, number).state == won[0]
        assert session.scalar(select(func.count(AppealMove.id)).where(AppealMove.target.in_((one, other)))) == 1


@pytest.mark.safety(25)
def test_two_who_file_about_one_thing_at_once_file_one(database):
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
    start, outcomes = Barrier(2), []

    def act(person):
        start.wait()
        try:
            with database.unit_of_work(person.actor) as session:
                command = story.FileAppeal(story.CDP, f"says {person.name}")
                outcomes.append(story.file_appeal(session, person.actor, command, later(1)).state)
        except DomainError as error:
            outcomes.append(error.code)

    threads = [Thread(target=act, args=(person,)) for person in (TAN, HE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["appeals.one_open", "filed"]
