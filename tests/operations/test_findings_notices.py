"""The notice of a critical finding: by whom, when, and what follows at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import FindingMove
from supplier_portal.findings.operations import agree_notice, notify_findings
from supplier_portal.findings.queries import visible
from supplier_portal.findings.queries.noticing import count_waiting, drafts_of, waiting_notices
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.trail.operations import seal_new
from tests.cast import FANG, HUILING, LUO, MINGYAN, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import add_audit, raise_one
from tests.scored import add_policy


def hours_later(hours):
    return Moment(NOW.at + timedelta(hours=hours), (NOW.at + timedelta(hours=hours)).date())


def critical(session, **given):
    return raise_one(session, add_audit(session), severity="critical", **given)


def test_a_reviewer_sees_what_waits_and_how_long_the_oldest_first(session):
    first, second = critical(session), critical(session, integrity=True)
    raise_one(session, add_audit(session))
    rival = raise_one(session, add_audit(session, supplier=MINGYAN), severity="critical")
    second.found_critical_at = NOW.at - timedelta(hours=30)
    session.flush()
    waiting = waiting_notices(session, FANG.actor)
    assert [entry.finding for entry in waiting] == [second, first, rival]
    assert [entry.clock.late(NOW.at) for entry in waiting] == [True, False, False]
    assert count_waiting(session, FANG.actor) == 3


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [ZHOU, LUO, PAN, TAN, YAN, RIVAL])
def test_nobody_but_a_reviewer_agrees(session, person):
    finding = critical(session)
    for act in (
        lambda: agree_notice(session, person.actor, finding.id, NOW),
        lambda: waiting_notices(session, person.actor),
        lambda: count_waiting(session, person.actor),
    ):
        with pytest.raises(Missing):
            act()


def test_a_reviewer_of_the_team_does_not_agree_to_its_notice(session):
    finding = critical(session)
    session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
    session.flush()
    with pytest.raises(Conflict, match="not_outside_team"):
        agree_notice(session, FANG.actor, finding.id, NOW)
    assert [entry.of_team for entry in waiting_notices(session, FANG.actor)] == [True]


def test_a_finding_is_notified_once_whatever_comes_after(session):
    finding = critical(session)
    agree_notice(session, FANG.actor, finding.id, hours_later(20))
    due = finding.plan_due_on
    with pytest.raises(Conflict):
        agree_notice(session, FANG.actor, finding.id, hours_later(21))
    assert notify_findings(session, FANG.actor, finding.audit_id, hours_later(80)) == []
    assert (finding.notified_at, finding.plan_due_on) == (hours_later(20).at, due)
    assert len(session.scalars(select(FindingMove).where(FindingMove.finding_id == finding.id)).all()) == 1
    assert waiting_notices(session, FANG.actor) == []


def test_the_supplier_sees_it_from_the_notice_on_while_the_audit_still_runs(session):
    finding = critical(session, integrity=True)
    assert session.scalars(visible(TAN.actor)).all() == []
    agree_notice(session, FANG.actor, finding.id, NOW)
    assert session.scalars(visible(TAN.actor)).all() == [finding]
    assert session.scalars(visible(RIVAL.actor)).all() == []


def test_notices_of_a_cancelled_audit_are_not_given(session):
    finding = critical(session)
    session.get_one(Audit, finding.audit_id).state = "cancelled"
    session.flush()
    assert waiting_notices(session, FANG.actor) == []
    with pytest.raises(Conflict, match="audit_cancelled"):
        agree_notice(session, FANG.actor, finding.id, NOW)


def test_bids_are_blocked_once_the_notice_is_given(database):
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
        finding = critical(session)
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
        seal_new(session)
        follow_inputs(session, NOW)
    with database.unit_of_work(FANG.actor) as session:
        agree_notice(session, FANG.actor, finding.id, NOW)
    with database.unit_of_work(SYSTEM) as session:
        assert not session.get_one(RatingNow, HUILING).bid_blocked
        seal_new(session)
        assert follow_inputs(session, NOW) == [HUILING]
        rating = session.get_one(RatingNow, HUILING, populate_existing=True)
        assert (rating.bid_blocked, rating.open_critical, "G1" in rating.gates) == (True, 1, True)
        assert not session.get_one(RatingNow, MINGYAN).bid_blocked


def test_an_auditors_day_names_drafts_of_the_own_audits_with_hours_left(session):
    late, usual = critical(session), raise_one(session, add_audit(session))
    raise_one(session, add_audit(session, supplier=MINGYAN), severity="critical")
    drafts = drafts_of(session, LUO.actor)
    assert [(draft.finding, draft.hours_left(hours_later(27).at)) for draft in drafts] == [(late, -3), (usual, None)]
