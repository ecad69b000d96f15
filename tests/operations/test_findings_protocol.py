"""A finding between its notice and its review: containment, actions, files, stages, levels, words."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update

from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.findings.effects import Measured
from supplier_portal.domain.findings.lifting import Lifted
from supplier_portal.findings.models import (
    ActionEffect,
    Cause,
    Containment,
    CorrectiveAction,
    FindingEvidence,
    Message,
    Note,
    ReRating,
)
from supplier_portal.findings.operations import (
    Action,
    DecideEvidence,
    DecideMilestone,
    MarkActionDone,
    MoveFinding,
    ReportContainment,
    ReviewEffect,
    TellMilestone,
    WriteMessage,
    WriteNote,
    add_finding_evidence,
    decide_evidence,
    decide_milestone,
    mark_action_done,
    move_finding,
    propose_plan,
    report_containment,
    review_effect,
    tell_milestone,
    write_message,
    write_note,
)
from supplier_portal.findings.queries import scoring_nonconformities_of, standing_of
from supplier_portal.findings.queries.company import people_of
from supplier_portal.findings.queries.re_rating import lifts_of
from supplier_portal.findings.queries.rounds import actions_of, files_of_round
from supplier_portal.findings.queries.story import story_of
from supplier_portal.findings.queries.thread import notes_of
from supplier_portal.suppliers.operations import SaveContact, remove_contact, save_contact
from supplier_portal.trail.models import Event
from tests.cast import FANG, HE, HUILING, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import PDF, TANS, brought_to, do_all, later, notified, plan_for, proof_for

SECRET = "buyers-own-note-5577"


def move(session, person, finding, target, moment=NOW, **given):
    return move_finding(session, person.actor, MoveFinding(finding.id, target, **given), moment)


def contain(session, finding, moment=NOW, text="Read by hand", done_on=NOW.day, person=TAN):
    return report_containment(session, person.actor, ReportContainment(finding.id, text, done_on), moment)


def test_containment_of_a_critical_finding_stops_its_own_clock_and_the_plan_carries_it_on(session):
    finding = notified(session, severity="critical")
    assert finding.turn_due_on == date(2024, 4, 3)
    contain(session, finding, later(1))
    assert (finding.contained_at, finding.turn_due_on) == (later(1).at, finding.plan_due_on)
    contain(session, finding, later(2), text="Read by two people")
    assert finding.contained_at == later(1).at
    plan = propose_plan(session, TAN.actor, plan_for(finding, containment=""), later(3))
    assert plan.containment == "Read by two people"
    assert session.scalar(select(func.count(Containment.id))) == 2


def test_a_plan_may_tell_containment_for_the_first_time(session):
    finding = notified(session, severity="critical")
    propose_plan(session, TAN.actor, plan_for(finding), later(2))
    told = session.scalars(select(Containment)).one()
    assert (told.text, told.done_on, finding.contained_at) == ("Read by hand every week", later(2).day, later(2).at)


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"text": " "}, "text"),
        ({"done_on": None}, "done_on"),
        ({"done_on": date(2024, 4, 1)}, "done_on"),
        ({"done_on": date(2024, 3, 1)}, "done_on"),
    ],
)
def test_containment_happened_between_the_finding_and_today(session, given, place):
    finding = notified(session, severity="critical")
    with pytest.raises(Invalid) as refused:
        contain(session, finding, **given)
    assert [fault.place for fault in refused.value.faults] == [place]
    assert finding.contained_at is None


@pytest.mark.parametrize("person", [RIVAL, ZHOU, FANG, MO])
def test_only_the_finding_s_own_company_tells_containment(session, person):
    with pytest.raises(Missing):
        contain(session, notified(session, severity="critical"), person=person)


def test_an_owner_is_one_of_the_company_s_own_people_and_stays_readable(session):
    finding, other = notified(session), notified(session, MINGYAN)
    contact = save_contact(session, PAN.actor, SaveContact(HUILING, "Wu Min", role="Energy engineer"), NOW)
    theirs = save_contact(session, PAN.actor, SaveContact(MINGYAN, "Rival Contact"), NOW)
    keys = {person.key for person in people_of(session, HUILING)}
    assert keys == {TANS, f"account-{HE.number}", f"contact-{contact.id}"}
    for owner in (
        f"account-{RIVAL.number}",
        f"contact-{theirs.id}",
        f"account-{ZHOU.number}",
        "Tan Owner",
        "account-x",
    ):
        with pytest.raises(Invalid, match="owner_outside"):
            propose_plan(session, TAN.actor, plan_for(finding, actions=(Action("x", owner, NOW.day),)), NOW)
    mine = tuple(Action("x", key, NOW.day) for key in sorted(keys))
    propose_plan(session, TAN.actor, plan_for(finding, actions=mine), NOW)
    remove_contact(session, PAN.actor, HUILING, contact.id, NOW)
    session.execute(update(Account).where(Account.id == HE.number).values(active=False))
    session.expire_all()
    story = story_of(session, TAN.actor, finding.id, NOW)
    assert [action.owner for action in story.actions] == ["He Member", "Tan Owner", "Wu Min"]
    assert [story.left(action) for action in story.actions] == [True, False, False]
    assert other.cycle == 0


def test_the_same_measure_is_counted_once_without_chains_and_never_another_company_s(session):
    first, second, third = (brought_to(session, "cap_proposed"), notified(session), notified(session))
    theirs = brought_to(session, "cap_proposed", MINGYAN)
    (one,), (rival,) = actions_of(session, first), actions_of(session, theirs)
    same = Action("The same meters", TANS, NOW.day, same_as=one.id)
    propose_plan(session, TAN.actor, plan_for(second, actions=(same,)), NOW)
    (two,) = actions_of(session, second)
    for wrong in (two.id, rival.id, 0, 10**9):
        with pytest.raises(Invalid, match="no_such_measure"):
            propose_plan(session, TAN.actor, plan_for(third, actions=(same._replace(same_as=wrong),)), NOW)
    move(session, ZHOU, first, "rejected", reason="x")
    with pytest.raises(Invalid, match="no_such_measure"):
        propose_plan(session, TAN.actor, plan_for(first, actions=(same,)), NOW)
    shown = story_of(session, TAN.actor, second.id, NOW).plans[0]
    assert (shown.same_as[two.id], shown.planned.empty) == ((first.number, 1), True)


def test_the_causes_are_kept_in_their_order_with_the_root(session):
    brought_to(session, "cap_proposed")
    told = [(one.position, one.branch, one.root) for one in session.scalars(select(Cause).order_by(Cause.id))]
    assert told == [(1, "1", False), (2, "2", True)]


def test_all_is_done_only_when_each_action_is_and_a_file_of_the_round_stands(session):
    finding = brought_to(session, "accepted")
    with pytest.raises(Conflict, match="actions_first"):
        move(session, TAN, finding, "implemented")
    do_all(session, finding, HE)
    with pytest.raises(Conflict, match="evidence_first"):
        move(session, TAN, finding, "implemented")
    file = add_finding_evidence(
        session, TAN.actor, proof_for(finding, action_id=actions_of(session, finding)[0].id), NOW
    )
    decide_evidence(session, LUO.actor, DecideEvidence(finding.id, file.id, "sent_back", "no page 2"), NOW)
    with pytest.raises(Conflict, match="evidence_first"):
        move(session, TAN, finding, "implemented")
    add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
    assert move(session, TAN, finding, "implemented", later(1)).state == "implemented"


@pytest.mark.parametrize("day", [None, date(2024, 4, 1), date(2024, 3, 30)])
def test_an_action_is_done_between_the_notice_and_today(session, day):
    finding = brought_to(session, "accepted")
    action = actions_of(session, finding)[0]
    with pytest.raises(Invalid, match="done_on"):
        mark_action_done(session, TAN.actor, MarkActionDone(finding.id, action.id, day), NOW)
    with pytest.raises(Invalid, match="action_of_no_plan"):
        mark_action_done(session, TAN.actor, MarkActionDone(finding.id, action.id + 99, NOW.day), NOW)
    with pytest.raises(Missing):
        mark_action_done(session, ZHOU.actor, MarkActionDone(finding.id, action.id, NOW.day), NOW)
    assert session.get_one(CorrectiveAction, action.id).done_on is None


def test_a_finding_is_verified_once_every_file_of_the_round_is_decided_and_none_sent_back(session):
    finding = brought_to(session, "implemented")
    (file,) = files_of_round(session, finding)
    for wrong in (DecideEvidence(finding.id, file.id, "sent_back", " "), DecideEvidence(finding.id, file.id, "maybe")):
        with pytest.raises(Invalid):
            decide_evidence(session, ZHOU.actor, wrong, NOW)
    with pytest.raises(Conflict, match="files_undecided"):
        move(session, ZHOU, finding, "verified")
    decide_evidence(session, FANG.actor, DecideEvidence(finding.id, file.id, "sent_back", "unsigned"), later(1))
    with pytest.raises(Conflict, match="file_decided"):
        decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, file.id, "accepted"), later(1))
    with pytest.raises(Conflict, match="files_sent_back"):
        move(session, ZHOU, finding, "verified", later(1))
    move(session, ZHOU, finding, "insufficient", later(2), reason="unsigned")
    again = add_finding_evidence(session, TAN.actor, proof_for(finding), later(3))
    move(session, TAN, finding, "implemented", later(3))
    assert [one.id for one in files_of_round(session, finding)] == [again.id]
    decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, again.id, "accepted"), later(4))
    assert move(session, ZHOU, finding, "verified", later(4)).state == "verified"


@pytest.mark.parametrize("person", [TAN, RIVAL, YAN, MO, PAN])
def test_files_are_decided_by_the_team_and_the_reviewer(session, person):
    finding = brought_to(session, "implemented")
    (file,) = files_of_round(session, finding)
    with pytest.raises(Missing):
        decide_evidence(session, person.actor, DecideEvidence(finding.id, file.id, "accepted"), NOW)


def test_a_verified_finding_lifts_its_checkpoint_until_it_is_opened_again(session):
    finding = brought_to(session, "implemented", rating="1")
    for file in files_of_round(session, finding):
        decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, file.id, "accepted"), NOW)
    for wrong in (Lifted("S3.4", 4, "x"), Lifted("S3.4", 2, " "), Lifted("S1.1", 2, "x")):
        with pytest.raises(Invalid):
            move(session, ZHOU, finding, "verified", lifts=(wrong,))
    move(session, ZHOU, finding, "verified", lifts=(Lifted("S3.4", 3, "All meters calibrated"),))
    (lift,) = lifts_of(session, [HUILING])[finding.site_id]
    assert (lift.checkpoint, lift.level, lift.reason) == ("S3.4", 3, "All meters calibrated")
    move(session, ZHOU, finding, "closed")
    move(session, ZHOU, finding, "reopened", later(9), reason="lapsed again")
    assert lifts_of(session, [HUILING]) == {}
    assert session.scalars(select(ReRating.undone_at)).one() == later(9).at


def test_what_a_follow_up_audit_rated_lifts_nothing(session):
    finding = brought_to(session, "implemented", rating="1")
    session.execute(update(Audit).values(type="follow_up"))
    with pytest.raises(Invalid, match="lift_not_rated"):
        move(session, ZHOU, finding, "verified", lifts=(Lifted("S3.4", 3, "seen"),))


@pytest.mark.parametrize(("effective", "state"), [(True, "effective"), (False, "reopened")])
def test_a_review_keeps_what_was_measured_and_says_whether_it_works(session, effective, state):
    finding = brought_to(session, "closed")
    (action,) = actions_of(session, finding)
    measured = (Measured(action.id, Decimal("11800.5"), None, "Meter M-03, a quarter"),)
    review_effect(session, LUO.actor, ReviewEffect(finding.id, effective, "As read", measured), later(180))
    assert finding.state == state
    effect = session.scalars(select(ActionEffect)).one()
    assert (effect.measured_kwh, effect.measured_tonnes, effect.how) == (Decimal("11800.500"), None, measured[0].how)
    story = story_of(session, TAN.actor, finding.id, later(180))
    assert story.reviews[0].review.conclusion == "As read"
    assert story.moves[-1].reason == ("" if effective else "As read")


def told(session, finding, code, moment=NOW, met_on=NOW.day):
    return tell_milestone(session, TAN.actor, TellMilestone(finding.id, code, met_on, PDF, "order.pdf"), moment)


def test_a_finding_that_closes_in_stages_is_overdue_by_the_first_one_that_passed(session):
    finding = notified(session, checkpoint="S7.3", severity="minor")
    stages = story_of(session, TAN.actor, finding.id, NOW).stages
    assert finding.stage_due_on == stages[0].due_on < finding.close_due_on
    day = stages[0].due_on
    assert not standing_of(finding, "Asia/Shanghai").overdue(day)
    assert scoring_nonconformities_of(session, [HUILING], later((day - NOW.day).days + 1).day)[HUILING][0]["overdue"]
    for wrong in (("1", NOW.day), (stages[0].code, None), (stages[0].code, date(2024, 4, 1)), ("x", date(2020, 1, 1))):
        with pytest.raises(Invalid):
            told(session, finding, wrong[0], met_on=wrong[1])
    told(session, finding, stages[0].code)
    assert finding.stage_due_on == stages[1].due_on
    with pytest.raises(Conflict, match="milestone_told"):
        told(session, finding, stages[0].code)


def test_a_stage_that_is_sent_back_is_to_be_met_again(session):
    finding = notified(session, checkpoint="S7.3", severity="minor")
    first = story_of(session, TAN.actor, finding.id, NOW).stages[0]
    told(session, finding, first.code)
    with pytest.raises(Missing):
        decide_milestone(session, TAN.actor, DecideMilestone(finding.id, first.code, "accepted"), NOW)
    decide_milestone(session, ZHOU.actor, DecideMilestone(finding.id, first.code, "sent_back", "another year"), NOW)
    assert finding.stage_due_on == first.due_on
    assert session.scalars(select(FindingEvidence.decision)).one() == "sent_back"
    told(session, finding, first.code, later(2))
    decide_milestone(session, FANG.actor, DecideMilestone(finding.id, first.code, "accepted"), later(3))
    with pytest.raises(Conflict, match="milestone_not_waiting"):
        decide_milestone(session, ZHOU.actor, DecideMilestone(finding.id, first.code, "accepted"), later(3))
    assert story_of(session, TAN.actor, finding.id, later(3)).stages[0].told.decision == "accepted"


def test_a_closed_finding_is_not_edited(session):
    finding = brought_to(session, "closed")
    action = actions_of(session, finding)[0]
    acts = (
        lambda: contain(session, finding),
        lambda: propose_plan(session, TAN.actor, plan_for(finding), NOW),
        lambda: add_finding_evidence(session, TAN.actor, proof_for(finding), NOW),
        lambda: mark_action_done(session, TAN.actor, MarkActionDone(finding.id, action.id, NOW.day), NOW),
        lambda: told(session, finding, "90"),
        lambda: decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, 1, "accepted"), NOW),
        lambda: move(session, TAN, finding, "disputed", reason="x"),
    )
    for act in acts:
        with pytest.raises(Conflict):
            act()


@pytest.mark.safety(3)
def test_the_buyer_s_notes_are_read_by_the_buyer_s_people_alone(session):
    finding = notified(session)
    for person in (ZHOU, LUO, FANG, PAN):
        write_note(session, person.actor, WriteNote(finding.id, f"{SECRET} {person.name}"), NOW)
    for person in (TAN, HE, RIVAL, MO, YAN):
        with pytest.raises(Missing):
            write_note(session, person.actor, WriteNote(finding.id, "x"), NOW)
    assert len(notes_of(session, FANG.actor, finding)) == 4
    assert notes_of(session, TAN.actor, finding) == notes_of(session, MO.actor, finding) == []
    assert story_of(session, TAN.actor, finding.id, NOW).notes == []
    assert session.scalar(select(func.count(Note.id))) == 4


def test_both_sides_write_each_other_with_files_from_the_notice_on(session):
    finding = notified(session)
    write_message(session, TAN.actor, WriteMessage(finding.id, "Is one meter enough?", ((PDF, "offer.pdf"),)), NOW)
    write_message(session, ZHOU.actor, WriteMessage(finding.id, "Two, please"), later(1))
    thread = story_of(session, HE.actor, finding.id, NOW).thread
    assert [(one.author.name, one.message.text) for one in thread] == [
        ("Tan Owner", "Is one meter enough?"),
        ("Zhou Lead", "Two, please"),
    ]
    assert [file.name for file in thread[0].files] == ["offer.pdf"]
    for wrong in (WriteMessage(finding.id, " "), WriteMessage(finding.id, "x", ((PDF, "a.pdf"),) * 6)):
        with pytest.raises(Invalid):
            write_message(session, TAN.actor, wrong, NOW)
    with pytest.raises(Missing):
        write_message(session, RIVAL.actor, WriteMessage(finding.id, "x"), NOW)


def test_a_dispute_brings_its_files_into_the_thread(session):
    finding = notified(session)
    with pytest.raises(Invalid, match="files_of_dispute"):
        move(session, FANG, finding, "waived", reason="x", until=later(9).day, files=((PDF, "a.pdf"),))
    move(session, TAN, finding, "disputed", reason="It was at the head office", files=((PDF, "record.pdf"),))
    (written,) = story_of(session, FANG.actor, finding.id, NOW).thread
    assert (written.message.text, written.files[0].name) == ("It was at the head office", "record.pdf")


@pytest.mark.safety(36)
def test_every_act_leaves_an_event_of_ids_and_codes_alone(session):
    words = "words-of-people-9182"
    finding = notified(session, severity="critical")
    contain(session, finding, text=words)
    propose_plan(session, TAN.actor, plan_for(finding, root_cause=words), NOW)
    move(session, ZHOU, finding, "accepted", reason=words)
    write_message(session, TAN.actor, WriteMessage(finding.id, words, ((PDF, words),)), NOW)
    write_note(session, ZHOU.actor, WriteNote(finding.id, words), NOW)
    do_all(session, finding, TAN)
    file = add_finding_evidence(session, TAN.actor, proof_for(finding, name=words), NOW)
    decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, file.id, "accepted", words), NOW)
    bodies = "\n".join(session.scalars(select(Event.body)))
    acts = (
        "report_containment", "mark_action_done", "decide_finding_evidence", "write_finding_message",
        "write_finding_note",
    )  # fmt: skip
    assert all(f'"act":"{act}"' in bodies for act in acts)
    assert words not in bodies
    assert session.scalars(select(Message.text)).one() == words
