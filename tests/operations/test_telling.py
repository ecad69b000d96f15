"""Every move of a finding and of an audit is told in its own transaction, to whom the table names and nobody else."""

from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.audits.kinds import OF_MOVE as OF_AUDIT
from supplier_portal.audits.models import AuditMember
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.checklists.operations import SendBack, send_back_draft
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.kinds import ESCALATED, OF_MOVE
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding
from supplier_portal.findings.operations import (
    DecideEvidence,
    MoveFinding,
    add_finding_evidence,
    agree_notice,
    decide_evidence,
    move_finding,
    notify_findings,
)
from supplier_portal.findings.operations.extending import AskExtension, DecideExtension, ask_extension, decide_extension
from supplier_portal.findings.operations.messaging import WriteMessage, WriteNote, write_message, write_note
from supplier_portal.findings.operations.stepping import step
from supplier_portal.language.codes import words
from supplier_portal.language.speech import Speech
from supplier_portal.notices.facts import said
from supplier_portal.notices.kinds import _DECLARED, kind_of
from supplier_portal.notices.models import NEVER, Mail, Notice, NoticeSetting
from supplier_portal.suppliers.models import SupplierContact
from tests.cast import ADA, FANG, HE, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.checklist_story import drafted, handed_over, published_small
from tests.findings_story import add_audit, brought_to, later, notified, proof_for, raise_one
from tests.reports_story import commented, with_supplier

declare_rooms()
NOTE = "buyers-note-0815"
BY_ROLE = {
    "reviewer": FANG, "supplier_owner": TAN, "supplier_member": HE, "lead_auditor": ZHOU, "auditor": LUO,
    "planner": PAN,
}  # fmt: skip
MOVES = [row for row in FINDING.transitions if row.origin != "draft"]


def told(session, *kinds):
    """Who was told what since the last look: account → names of kinds."""
    found = {}
    for notice in session.scalars(select(Notice).order_by(Notice.id)):
        if not kinds or notice.kind in kinds:
            found.setdefault(notice.account_id, []).append(notice.kind)
    return found


def forget(session):
    session.execute(delete(Notice))
    session.execute(delete(Mail))


def standing_at(session, state):
    finding = notified(session)
    notified(session, supplier=2)
    session.execute(update(Finding).where(Finding.id == finding.id).values(state=state))
    session.refresh(finding)
    forget(session)
    return finding


def actor_of(row):
    role = min(row.who)
    return SYSTEM if role == "system" else BY_ROLE[role].actor


@pytest.mark.parametrize("row", MOVES, ids=lambda row: f"{row.origin}-{row.target}-{min(row.who)}")
def test_a_move_tells_whom_the_table_names_and_not_who_made_it(session, row):
    finding, actor = standing_at(session, row.origin), actor_of(row)
    step(session, actor, finding, row.target, NOW)
    team = {ZHOU, LUO} if row.target == "cap_proposed" and row.origin != "waived" else {ZHOU}
    sides = {"supplier": {TAN}, "team": team, "reviewer": {FANG}}
    expected = {person.number for one in row.tells for person in sides[one]} - {actor.account_id}
    assert set(told(session, OF_MOVE[row.origin, row.target].name)) == expected
    assert not set(told(session)) & {RIVAL.number, YAN.number, MO.number}


def test_every_move_that_tells_has_its_kind():
    assert {(row.origin, row.target) for row in FINDING.transitions} == set(OF_MOVE)
    planned = {(row.origin, row.target) for row in AUDIT.transitions if row.tells}
    assert planned == set(OF_AUDIT)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(name for name in _DECLARED if not name.startswith("story")))
def test_every_kind_has_its_words_in_both_languages(name, language):
    kind, speech = kind_of(name), Speech(language, ZoneInfo("Asia/Shanghai"))
    for code in (kind.subject, kind.text, f"notice_topic.{kind.topic}"):
        if not code.startswith("notice_topic.notices"):
            assert speech.gettext(words()[code])
            assert language == "en" or speech.gettext(words()[code]) != words()[code]


ENGLISH = (
    "NC-2024-0001 “Meters cover 46 per cent of energy” (Major, Huiling Precision Electronics): the plan was rejected. "
    "The reason stands on its page; please propose another one. Next: the supplier. Due: 14 Apr 2024."
)
CHINESE = (
    "NC-2024-0001“Meters cover 46 per cent of energy”（严重，惠岭精密电子）：整改方案被退回，"
    "理由见该发现的页面，请重新提出方案。下一步：供应商；期限：2024年4月14日。"
)


@pytest.mark.parametrize(("language", "text"), [("en", ENGLISH), ("zh", CHINESE)])
def test_a_notice_names_the_finding_whose_turn_it_is_and_until_when(session, language, text):
    finding = standing_at(session, "cap_proposed")
    step(session, ZHOU.actor, finding, "rejected", NOW, NOTE)
    notice = session.scalar(select(Notice).where(Notice.account_id == TAN.number))
    assert notice.path == f"/findings/{finding.id}"
    assert said(Speech(language, ZoneInfo("Asia/Shanghai")), kind_of(notice.kind).text, notice.facts) == text


@pytest.mark.safety(5)
def test_no_reason_and_no_note_is_told(session):
    finding = standing_at(session, "cap_proposed")
    write_note(session, ZHOU.actor, WriteNote(finding.id, NOTE), NOW)
    step(session, ZHOU.actor, finding, "rejected", NOW, NOTE)
    notices = list(session.scalars(select(Notice)))
    assert notices
    assert all(NOTE not in str(notice.facts) for notice in notices)


class TestWhoInTheCompany:
    def test_the_person_in_charge_is_told_instead_of_the_owners(self, session):
        finding = standing_at(session, "cap_proposed")
        finding.owner_id = HE.number
        step(session, ZHOU.actor, finding, "accepted", NOW)
        assert set(told(session)) == {HE.number}

    @pytest.mark.parametrize("gone", ["closed", "elsewhere"])
    def test_one_who_left_is_not_told_but_the_owners(self, session, gone):
        finding = standing_at(session, "cap_proposed")
        finding.owner_id = HE.number if gone == "closed" else RIVAL.number
        session.get_one(Account, HE.number).active = False
        session.flush()
        step(session, ZHOU.actor, finding, "accepted", NOW)
        assert set(told(session)) == {TAN.number}

    def test_who_has_an_action_is_told_too_a_contact_by_mail_alone(self, session):
        finding = standing_at(session, "cap_proposed")
        finding.cycle = 1
        contact = SupplierContact(
            supplier_id=1, name="Deng Jun", email="deng@huiling.example", language="zh", role="energy"
        )
        session.add(contact)
        plan = CorrectiveActionPlan(
            finding_id=finding.id, cycle=1, root_cause="x", proposed_by=TAN.number, proposed_at=NOW.at
        )
        session.add(plan)
        session.flush()
        owned = [{"owner_account_id": HE.number}, {"owner_contact_id": contact.id}, {"owner_account_id": RIVAL.number}]
        for position, owner in enumerate(owned, 1):
            session.add(
                CorrectiveAction(plan_id=plan.id, position=position, action="x", owner="x", due_on=NOW.day, **owner)
            )
        session.flush()
        step(session, ZHOU.actor, finding, "accepted", NOW)
        assert set(told(session)) == {TAN.number, HE.number, None}
        assert [mail.contact_id for mail in session.scalars(select(Mail).where(Mail.account_id.is_(None)))] == [
            contact.id
        ]


class TestWhoAtTheBuyer:
    def test_the_handler_is_told_instead_of_the_lead(self, session):
        finding = standing_at(session, "accepted")
        finding.handler_id = FANG.number
        step(session, TAN.actor, finding, "implemented", NOW)
        assert set(told(session)) == {FANG.number}

    def test_a_reviewer_of_the_team_does_not_hear_of_its_dispute(self, session):
        finding = standing_at(session, "open")
        session.add(AuditMember(audit_id=finding.audit_id, account_id=FANG.number, role="auditor"))
        session.flush()
        step(session, TAN.actor, finding, "disputed", NOW)
        assert told(session) == {}


class TestNotice:
    def test_findings_of_one_report_come_in_one_notice_and_critical_ones_alone(self, session):
        audit = add_audit(session)
        raise_one(session, audit)
        raise_one(session, audit, severity="minor", checkpoint="S1.1")
        raise_one(session, audit, severity="critical", checkpoint="S2.1")
        raise_one(session, audit, severity="critical", checkpoint="S2.2", integrity=True)
        raise_one(session, audit, kind="strength", severity="none", checkpoint="S1.2")
        notify_findings(session, FANG.actor, audit.id, NOW)
        assert told(session) == {
            TAN.number: ["findings.opened_critical", "findings.opened_integrity", "findings.opened_together"]
        }
        together = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
        assert (together.facts["count"], together.facts["until"]) == (2, {"day": "2024-04-14"})

    def test_one_alone_leads_to_its_page(self, session):
        finding = notified(session)
        notice = session.scalars(select(Notice)).one()
        assert (notice.kind, notice.path) == ("findings.opened", f"/findings/{finding.id}")

    def test_a_critical_one_comes_by_mail_whatever_the_reader_chose(self, session):
        session.add(NoticeSetting(account_id=TAN.number, topic="findings", mail=NEVER))
        finding = raise_one(session, add_audit(session), severity="critical")
        agree_notice(session, FANG.actor, finding.id, NOW)
        mail = session.scalars(select(Mail)).one()
        assert (mail.account_id, mail.digest) == (TAN.number, False)


class TestBeside:
    def test_a_message_is_told_to_the_other_side_and_a_note_to_nobody(self, session):
        finding = standing_at(session, "open")
        write_note(session, ZHOU.actor, WriteNote(finding.id, NOTE), NOW)
        assert told(session) == {}
        write_message(session, TAN.actor, WriteMessage(finding.id, "When do you come?"), NOW)
        write_message(session, ZHOU.actor, WriteMessage(finding.id, "On Monday."), NOW)
        assert told(session) == {ZHOU.number: ["findings.message"], TAN.number: ["findings.message"]}

    @pytest.mark.parametrize(("decision", "days"), [("granted", 5), ("refused", 0)])
    def test_more_days_are_told_to_the_buyer_and_the_answer_to_the_supplier(self, session, decision, days):
        finding = notified(session)
        forget(session)
        extension = ask_extension(session, TAN.actor, AskExtension(finding.id, "close", 10, "New meters"), NOW)
        asked = session.scalars(select(Notice)).one()
        assert (asked.account_id, asked.facts["days"], asked.facts["answer_by"]) == (
            ZHOU.number,
            10,
            {"day": "2024-04-02"},
        )
        answer = DecideExtension(finding.id, extension.id, decision, days or None, "As agreed")
        decide_extension(session, ZHOU.actor, answer, later(1))
        answered = session.scalars(select(Notice).where(Notice.account_id == TAN.number)).one()
        assert (answered.kind, answered.facts["days"]) == (f"findings.extension_{decision}", days)


class TestEscalation:
    def test_a_plan_rejected_twice_goes_above_their_heads_once(self, session):
        session.get_one(Account, TAN.number).superior_id = HE.number
        finding = standing_at(session, "cap_proposed")
        step(session, ZHOU.actor, finding, "rejected", NOW)
        assert told(session, ESCALATED.name) == {}
        step(session, TAN.actor, finding, "cap_proposed", later(1))
        step(session, ZHOU.actor, finding, "rejected", later(2))
        step(session, TAN.actor, finding, "cap_proposed", later(3))
        step(session, ZHOU.actor, finding, "rejected", later(4))
        assert told(session, ESCALATED.name) == {HE.number: [ESCALATED.name], PAN.number: [ESCALATED.name]}

    def test_a_reopened_one_tells_the_planners_where_nobody_stands_above(self, session):
        finding = standing_at(session, "closed")
        step(session, ZHOU.actor, finding, "reopened", NOW)
        assert told(session, ESCALATED.name) == {PAN.number: [ESCALATED.name]}


def test_what_fails_tells_nobody(database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session)
        forget(session)
    with pytest.raises(ZeroDivisionError), database.unit_of_work(TAN.actor) as session:
        move_finding(session, TAN.actor, MoveFinding(finding.id, "disputed", "not ours"), NOW)
        raise ZeroDivisionError
    with database.reading(SYSTEM) as session:
        assert told(session) == {}


class TestAudits:
    @pytest.mark.parametrize(
        ("origin", "target", "person", "expected"),
        [
            ("planned", "confirmed", ZHOU, {TAN, LUO}),
            ("closing_held", "in_review", ZHOU, {FANG}),
            ("in_review", "in_progress", FANG, {ZHOU, LUO}),
            ("draft_sent", "in_review", FANG, {ZHOU, LUO}),
            ("confirmed", "cancelled", PAN, {TAN, ZHOU, LUO}),
            ("in_progress", "aborted", ZHOU, {PAN}),
            ("confirmed", "in_progress", ZHOU, set()),
        ],
    )
    def test_a_move_tells_whom_the_table_names(self, session, origin, target, person, expected):
        audit = add_audit(session, origin)
        add_audit(session, origin, supplier=2)
        move_audit(session, person.actor, MoveAudit(audit.id, target, "A reason", "Luo"), NOW)
        assert set(told(session)) == {one.number for one in expected}

    def test_a_draft_names_the_last_day_for_comments_and_a_comment_reaches_the_lead(self, session):
        audit = with_supplier(session)
        commented(session, audit)
        notice = session.scalars(select(Notice)).one()
        assert (notice.account_id, notice.path) == (ZHOU.number, f"/audits/{audit.id}/comments")


class TestChecklists:
    def test_a_draft_handed_over_reaches_those_who_may_publish_and_did_not_write_it(self, session):
        draft = drafted(session, published_small(session), "9.9.0")
        handed_over(session, draft)
        assert set(told(session)) == {ADA.number, FANG.number}
        forget(session)
        send_back_draft(session, FANG.actor, SendBack(draft.id, NOTE), NOW)
        assert told(session) == {PAN.number: ["checklists.sent_back"]}


def test_a_file_that_goes_back_is_told_by_mail_and_one_accepted_in_the_portal_alone(session):
    finding = brought_to(session, "accepted")
    for decision in ("accepted", "sent_back"):
        file = add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
        forget(session)
        decide_evidence(session, ZHOU.actor, DecideEvidence(finding.id, file.id, decision, NOTE), NOW)
        assert told(session) == {TAN.number: [f"findings.evidence_{decision}"]}
        assert len(session.scalars(select(Mail)).all()) == (decision == "sent_back")


def test_a_history_that_is_taken_over_is_told_to_nobody(database):
    with database.unit_of_work(SYSTEM, quiet=True) as session:
        finding = notified(session)
        move_finding(session, TAN.actor, MoveFinding(finding.id, "disputed", "We were never asked."), NOW)
        assert not told(session)
    with database.unit_of_work(SYSTEM) as session:
        move_finding(session, FANG.actor, MoveFinding(finding.id, "open", "The records say so."), NOW)
        assert told(session)
