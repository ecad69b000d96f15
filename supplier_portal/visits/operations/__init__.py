"""What is done around a visit: agenda, documents, self-assessment, meetings."""

from supplier_portal.visits.operations.agenda import (
    SaveAgendaItem,
    propose_agenda,
    remove_agenda_item,
    save_agenda_item,
)
from supplier_portal.visits.operations.assessment import (
    HandBack,
    OwnRating,
    SaveSelfAssessment,
    hand_back,
    hand_in,
    save_self_assessment,
)
from supplier_portal.visits.operations.attendance import (
    AddAttendee,
    SignPledge,
    add_attendee,
    add_team,
    carry_attendance,
    remove_attendee,
    sign_pledge,
)
from supplier_portal.visits.operations.document_files import (
    DeclareNotAvailable,
    SendDocument,
    TakeOverDocument,
    awaits_document,
    declare_not_available,
    send_document,
    take_back_file,
    take_over_document,
)
from supplier_portal.visits.operations.documents import (
    AskDocument,
    JudgeDocument,
    ProposeDocuments,
    ask_document,
    judge_document,
    propose_documents,
    withdraw_document,
)
from supplier_portal.visits.operations.meetings import (
    NoteAcknowledgement,
    SaveMeeting,
    note_acknowledgement,
    save_meeting,
)
from supplier_portal.visits.operations.records import freeze_record

__all__ = [
    "AddAttendee",
    "AskDocument",
    "DeclareNotAvailable",
    "HandBack",
    "JudgeDocument",
    "NoteAcknowledgement",
    "OwnRating",
    "ProposeDocuments",
    "SaveAgendaItem",
    "SaveMeeting",
    "SaveSelfAssessment",
    "SendDocument",
    "SignPledge",
    "TakeOverDocument",
    "add_attendee",
    "add_team",
    "ask_document",
    "awaits_document",
    "carry_attendance",
    "declare_not_available",
    "freeze_record",
    "hand_back",
    "hand_in",
    "judge_document",
    "note_acknowledgement",
    "propose_agenda",
    "propose_documents",
    "remove_agenda_item",
    "remove_attendee",
    "save_agenda_item",
    "save_meeting",
    "save_self_assessment",
    "send_document",
    "sign_pledge",
    "take_back_file",
    "take_over_document",
    "withdraw_document",
]
