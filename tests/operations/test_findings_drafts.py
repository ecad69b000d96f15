"""Drafts: several at once, onto further checkpoints, edited, dropped; what the database keeps as it was notified."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.findings.models import DroppedFinding, Finding, FindingCheckpoint
from supplier_portal.findings.operations import (
    CoverCheckpoints,
    EditFinding,
    RaiseFinding,
    cover_checkpoints,
    draft_digest,
    drop_finding,
    edit_finding,
    notify_findings,
    raise_proposed,
)
from supplier_portal.findings.queries.covering import findings_covering
from supplier_portal.trail.models import Event
from tests.cast import FANG, LUO, MINGYAN, NOW, PAN, TAN, YAN, ZHOU
from tests.findings_story import CANARY, add_audit, later, notified, raise_one


def proposal(audit, checkpoint, further=(), **given):
    texts = {"title": f"{checkpoint} is weak", "requirement": "asked", "seen": "seen"}
    command = {"kind": "nonconformity", "severity": "major", "further": further} | texts | given
    return RaiseFinding(audit.id, checkpoint, **command)


def edited(finding, **given):
    stands = {
        name: getattr(finding, name) for name in ("kind", "severity", "title", "requirement", "seen", "integrity")
    }
    further = tuple(finding.checkpoints[1:])
    return EditFinding(**{"finding_id": finding.id, "base": draft_digest(finding), "further": further} | stands | given)


def test_the_chosen_proposals_are_raised_in_one_act(session):
    audit = add_audit(session)
    raised = raise_proposed(
        session, LUO.actor, audit.id, [proposal(audit, "S5.1", ("S8.1", "S8.2")), proposal(audit, "S1.1")], NOW
    )
    assert [(one.number, one.checkpoints) for one in raised] == [
        ("NC-2024-0001", ("S5.1", "S8.1", "S8.2")),
        ("NC-2024-0002", ("S1.1",)),
    ]
    session.expire_all()
    assert findings_covering(session, audit.id).keys() == {"S5.1", "S8.1", "S8.2", "S1.1"}


def test_one_faulty_proposal_raises_none_and_names_its_checkpoint(session):
    audit = add_audit(session)
    with pytest.raises(Invalid) as refused:
        raise_proposed(session, LUO.actor, audit.id, [proposal(audit, "S1.1"), proposal(audit, "S3.4", seen=" ")], NOW)
    assert [fault.place for fault in refused.value.faults] == ["S3.4-seen"]
    assert session.scalars(select(Finding)).all() == []


def test_what_a_colleague_raised_meanwhile_is_not_raised_twice(session):
    audit = add_audit(session)
    raise_proposed(session, LUO.actor, audit.id, [proposal(audit, "S5.1", ("S8.1",))], NOW)
    for again in (proposal(audit, "S8.1"), proposal(audit, "S1.1", ("S8.1",))):
        with pytest.raises(Conflict, match="raised_meanwhile") as refused:
            raise_proposed(session, ZHOU.actor, audit.id, [again], NOW)
        assert refused.value.facts == {"checkpoints": ["S8.1"]}


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [YAN, PAN, FANG, TAN])
def test_drafts_are_the_teams_own(session, person):
    audit = add_audit(session)
    draft = raise_one(session, audit)
    acts = (
        lambda: raise_proposed(session, person.actor, audit.id, [proposal(audit, "S1.1")], NOW),
        lambda: edit_finding(session, person.actor, edited(draft, title="theirs"), NOW),
        lambda: cover_checkpoints(session, person.actor, CoverCheckpoints(draft.id, ("S1.1",)), NOW),
        lambda: drop_finding(session, person.actor, draft.id, "because", NOW),
    )
    for act in acts:
        with pytest.raises(Missing):
            act()
    assert (draft.title, draft.checkpoints) == ("Meters cover 46 per cent of energy", ("S3.4",))


def test_an_edited_draft_keeps_number_and_raiser_and_leaves_names_of_fields_in_the_log(session):
    draft = raise_one(session, add_audit(session))
    changed = edited(draft, title="Meters lapsed", seen=" ", kind="strength", severity="none")
    with pytest.raises(Invalid, match="seen"):
        edit_finding(session, LUO.actor, changed, NOW)
    edit_finding(
        session, LUO.actor, edited(draft, title=" Meters lapsed ", severity="critical", further=("S3.5",)), later(1)
    )
    assert (draft.number, draft.raised_by, draft.title) == ("NC-2024-0001", ZHOU.number, "Meters lapsed")
    assert (draft.checkpoints, draft.found_critical_at) == (("S3.4", "S3.5"), later(1).at)
    bodies = session.scalars(select(Event.body)).all()
    assert any('"fields":["severity","title","further"]' in body for body in bodies)
    assert not any("Meters lapsed" in body for body in bodies)


@pytest.mark.safety(24)
def test_of_two_who_edit_one_draft_the_second_is_told(session):
    draft = raise_one(session, add_audit(session))
    stale = edited(draft, title="second")
    edit_finding(session, LUO.actor, edited(draft, title="first"), NOW)
    with pytest.raises(Conflict, match="edited_meanwhile"):
        edit_finding(session, ZHOU.actor, stale, NOW)
    assert draft.title == "first"


def test_a_dropped_draft_is_gone_its_number_is_not_and_the_record_says_why(session):
    audit = add_audit(session)
    kept, gone = raise_one(session, audit), raise_one(session, audit, further=("S3.5",))
    with pytest.raises(Invalid, match="reason"):
        drop_finding(session, LUO.actor, gone.id, " ", NOW)
    drop_finding(session, LUO.actor, gone.id, "said twice", NOW)
    assert session.scalars(select(Finding.id)).all() == [kept.id]
    assert session.scalars(select(FindingCheckpoint)).all() == []
    record = session.scalars(select(DroppedFinding)).one()
    assert (record.number, record.reason, record.dropped_by) == ("NC-2024-0002", "said twice", LUO.number)
    assert any(
        '"act":"drop_finding"' in body and '"NC-2024-0002"' in body for body in session.scalars(select(Event.body))
    )
    assert raise_one(session, audit).number == "NC-2024-0003"


@pytest.mark.parametrize("act", ["edit", "cover", "drop"])
def test_only_a_draft_and_only_until_the_review_ends_is_changed(session, act):
    acts = {
        "edit": lambda finding: edit_finding(session, ZHOU.actor, edited(finding, title="x"), NOW),
        "cover": lambda finding: cover_checkpoints(session, ZHOU.actor, CoverCheckpoints(finding.id, ("S1.1",)), NOW),
        "drop": lambda finding: drop_finding(session, ZHOU.actor, finding.id, "x", NOW),
    }
    with pytest.raises(Conflict, match="no_draft"):
        acts[act](notified(session))
    audit = add_audit(session)
    draft = raise_one(session, audit)
    session.execute(update(Audit).where(Audit.id == audit.id).values(state="draft_sent"))
    with pytest.raises(Conflict, match="audit_not_open"):
        acts[act](draft)


def test_a_draft_takes_a_checkpoint_that_no_finding_covers(session):
    audit = add_audit(session)
    draft, other = raise_one(session, audit, checkpoint="S5.1"), raise_one(session, audit, checkpoint="S1.1")
    cover_checkpoints(session, LUO.actor, CoverCheckpoints(draft.id, ("S8.1",)), NOW)
    assert draft.checkpoints == ("S5.1", "S8.1")
    for code, error in (("S1.1", Conflict), ("S8.1", Conflict), ("X1.1", Missing)):
        with pytest.raises(error):
            cover_checkpoints(session, LUO.actor, CoverCheckpoints(draft.id, (code,)), NOW)
    assert other.checkpoints == ("S1.1",)


def test_a_strength_never_gets_a_clock_and_stands_in_nobodys_way(session):
    audit = add_audit(session)
    strength = raise_one(session, audit, kind="strength", severity="none", requirement="")
    assert findings_covering(session, audit.id) == {}
    notify_findings(session, FANG.actor, audit.id, NOW)
    assert (strength.state, strength.plan_due_on, strength.close_due_on) == ("open", None, None)


@pytest.mark.safety(39)
@pytest.mark.parametrize(
    "statement",
    [
        update(Finding).values(title="written anew"),
        update(Finding).values(severity="minor"),
        update(Finding).values(seen="nothing"),
        delete(Finding),
        delete(FindingCheckpoint),
        update(FindingCheckpoint).values(checkpoint="S1.2"),
    ],
)
def test_the_database_refuses_to_change_what_was_notified(database, statement):
    with database.unit_of_work(SYSTEM) as session:
        notified(session, further=("S3.5",))
    with pytest.raises(DatabaseError), database.unit_of_work(SYSTEM) as session:
        session.execute(statement)


def test_the_database_puts_no_checkpoint_onto_a_notified_finding(database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session)
    with pytest.raises(DatabaseError), database.unit_of_work(SYSTEM) as session:
        session.add(FindingCheckpoint(finding_id=finding.id, checkpoint="S1.2"))


def test_a_rivals_draft_covers_nothing_here(session):
    rival = add_audit(session, supplier=MINGYAN)
    raise_one(session, rival, checkpoint="S1.1", title=CANARY)
    audit = add_audit(session)
    assert len(raise_proposed(session, ZHOU.actor, audit.id, [proposal(audit, "S1.1")], NOW)) == 1
