"""Documents before a visit: asked for, sent, said not to be there, read, taken over as evidence."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from supplier_portal.audits.models import Evidence
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.files.models import StoredFile
from supplier_portal.visits.default_documents import DEFAULTS, defaults_for
from supplier_portal.visits.models import DocumentRequest
from supplier_portal.visits.operations import (
    DeclareNotAvailable,
    JudgeDocument,
    ProposeDocuments,
    SendDocument,
    TakeOverDocument,
    declare_not_available,
    judge_document,
    propose_documents,
    send_document,
    take_back_file,
    take_over_document,
    withdraw_document,
)
from supplier_portal.visits.operations.document_files import MOST_FILES
from supplier_portal.visits.queries.documents import document_bytes, documents_of, taken_over
from tests.audit_story import brought_to, of_rival, planned
from tests.cast import FANG, HE, LUO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import PDF
from tests.shipped import stored_checklist
from tests.visits_story import LAST, asked

MOST = 10**9


def sent(session, audit, request, person=TAN, **other):
    return send_document(session, person.actor, SendDocument(audit.id, request.id, PDF, "bills.pdf", **other), NOW)


def judged(session, audit, request, verdict, note="", person=LUO):
    return judge_document(session, person.actor, JudgeDocument(audit.id, request.id, verdict, note), NOW)


def test_the_usual_list_names_checkpoints_that_exist(session):
    codes = checklist_of(stored_checklist(session)).by_code.keys()
    assert {code for one in DEFAULTS for code in one.checkpoints} <= codes
    assert [one.checkpoints for one in defaults_for({"S3.2", "S1.1"})] == [("S1.1",), ("S3.2",)]


def test_a_list_is_proposed_once_and_then_from_chosen_evidence(session):
    audit = planned(session)
    assert len(propose_documents(session, PAN.actor, ProposeDocuments(audit.id), NOW)) == len(DEFAULTS)
    assert propose_documents(session, PAN.actor, ProposeDocuments(audit.id), NOW) == []
    chosen = propose_documents(session, ZHOU.actor, ProposeDocuments(audit.id, (("S1.1", 0), ("S1.1", 99))), NOW)
    assert [(one.checkpoints, bool(one.title_zh)) for one in chosen] == [(["S1.1"], True)]
    assert len(documents_of(session, TAN.actor, audit.id)) == len(DEFAULTS) + 1
    with pytest.raises(Invalid) as refused:
        propose_documents(session, PAN.actor, ProposeDocuments(audit.id, (("X9.9", 0),)), NOW)
    assert refused.value.faults[0].place == "chosen"


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"title_en": "", "title_zh": " "}, "title_zh"),
        ({"due_on": None}, "due_on"),
        ({"due_on": NOW.day - timedelta(days=1)}, "due_on"),
        ({"due_on": LAST + timedelta(days=1)}, "due_on"),
        ({"checkpoints": ("X9.9",)}, "checkpoints"),
        ({"why": "x" * 2001}, "why"),
    ],
)
def test_a_wrong_request_is_refused_at_its_field(session, given, place):
    audit = planned(session)
    with pytest.raises(Invalid) as refused:
        asked(session, audit, **given)
    assert [fault.place for fault in refused.value.faults] == [place]


def test_a_document_goes_back_and_forth_until_it_is_read(session):
    audit = planned(session)
    request = asked(session, audit)
    file = sent(session, audit, request)
    assert request.state == "provided"
    with pytest.raises(Invalid) as refused:
        judged(session, audit, request, "insufficient")
    assert [fault.place for fault in refused.value.faults] == ["note"]
    judged(session, audit, request, "insufficient", "Pages 3 to 9 are missing")
    assert (request.state, request.note) == ("insufficient", "Pages 3 to 9 are missing")
    with pytest.raises(Conflict, match="nothing_to_read"):
        judged(session, audit, request, "read")
    sent(session, audit, request, HE)
    judged(session, audit, request, "read")
    assert request.state == "read"
    with pytest.raises(Conflict, match="file_was_read"):
        take_back_file(session, TAN.actor, (audit.id, request.id, file.id), NOW)


def test_a_file_sent_by_mistake_is_taken_back(session):
    audit = planned(session)
    request = asked(session, audit)
    file = sent(session, audit, request)
    assert document_bytes(session, audit.id) == PDF.size
    take_back_file(session, TAN.actor, (audit.id, request.id, file.id), NOW)
    assert (request.state, document_bytes(session, audit.id)) == ("asked", 0)


def test_a_document_that_is_not_there_needs_a_reason(session):
    audit = planned(session)
    request = asked(session, audit)
    with pytest.raises(Invalid):
        declare_not_available(session, TAN.actor, DeclareNotAvailable(audit.id, request.id, " "), NOW)
    declare_not_available(session, TAN.actor, DeclareNotAvailable(audit.id, request.id, "Kept by the group"), NOW)
    assert (request.state, request.reason) == ("not_available", "Kept by the group")
    with pytest.raises(Conflict, match="document_answered"):
        withdraw_document(session, PAN.actor, audit.id, request.id, NOW)
    sent(session, audit, request)
    assert (request.state, request.reason) == ("provided", "")
    with pytest.raises(Conflict, match="document_was_sent"):
        declare_not_available(session, TAN.actor, DeclareNotAvailable(audit.id, request.id, "no"), NOW)


def test_a_document_nobody_answered_comes_off_the_list(session):
    audit = planned(session)
    request = asked(session, audit)
    withdraw_document(session, PAN.actor, audit.id, request.id, NOW)
    assert session.scalar(select(func.count()).select_from(DocumentRequest)) == 0


def test_a_file_taken_over_is_evidence_and_stored_once(session):
    audit = brought_to(session, "in_progress")
    request = asked(session, audit)
    file = sent(session, audit, request)

    def take(checkpoint="S4.3", person=LUO, about_on=NOW.day, most=MOST):
        command = TakeOverDocument(audit.id, request.id, file.id, checkpoint, "Bills", about_on, most)
        return take_over_document(session, person.actor, command, NOW)

    evidence = take()
    assert (evidence.digest, evidence.name, evidence.checkpoint) == (file.digest, "bills.pdf", "S4.3")
    assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
    with pytest.raises(Invalid) as again:
        take()
    assert [(fault.code, fault.place) for fault in again.value.faults] == [("visits.taken_over_already", "checkpoint")]
    take("S4.2")
    assert taken_over(session, audit.id, [file.digest]) == {file.digest: ["S4.2", "S4.3"]}
    for fails, given in (
        (Invalid, {"checkpoint": "S1.1", "about_on": NOW.day + timedelta(days=1)}),
        (Invalid, {"checkpoint": "S1.1", "most": 2 * PDF.size}),
        (Missing, {"checkpoint": "X9.9"}),
        (Missing, {"checkpoint": "S1.1", "person": YAN}),
        (Missing, {"checkpoint": "S1.1", "person": TAN}),
    ):
        with pytest.raises(fails):
            take(**given)
    assert session.scalar(select(func.count()).select_from(Evidence)) == 2


def test_documents_stay_within_their_audit_and_company(session):
    audit, rival = planned(session), of_rival(session)
    request, theirs = asked(session, audit), asked(session, rival)
    file = sent(session, rival, theirs, RIVAL)
    assert documents_of(session, TAN.actor, rival.id) == []
    for number, document in ((rival.id, theirs.id), (audit.id, theirs.id), (rival.id, request.id)):
        with pytest.raises(Missing):
            send_document(session, TAN.actor, SendDocument(number, document, PDF, "a.pdf"), NOW)
    for where in ((audit.id, request.id, file.id), (rival.id, theirs.id, file.id)):
        with pytest.raises(Missing):
            take_back_file(session, TAN.actor, where, NOW)
    for person in (PAN, FANG, TAN, YAN):
        with pytest.raises(Missing):
            judged(session, audit, request, "read", person=person)


def test_nothing_is_sent_once_the_visit_is_over(session):
    audit = planned(session)
    request = asked(session, audit)
    move_audit(session, PAN.actor, MoveAudit(audit.id, "cancelled", "not needed"), NOW)
    with pytest.raises(Conflict, match="preparation_over"):
        sent(session, audit, request)


def test_a_document_takes_so_many_files_and_no_more(session):
    audit = planned(session)
    request = asked(session, audit)
    for _ in range(MOST_FILES):
        sent(session, audit, request)
    with pytest.raises(Conflict, match="files_enough"):
        sent(session, audit, request)
