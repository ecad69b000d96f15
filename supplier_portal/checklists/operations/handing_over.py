"""A draft from one person's hands into another's: handed over, taken or sent back, published by the second one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.models import EDITING, HANDED_OVER, PUBLISHED, ChecklistDraft, ChecklistVersion
from supplier_portal.checklists.operations.drafts import DraftAct
from supplier_portal.checklists.operations.editing import locked_draft, note_edit, open_draft, refuse_stale
from supplier_portal.checklists.operations.publishing import freeze
from supplier_portal.checklists.queries import content_of, faults_to_publish, publishers_barred, standing_of
from supplier_portal.checklists.telling import tell_handed_over, tell_sent_back
from supplier_portal.domain.checklist.document import checklist_from, to_document
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment

MOST_WORDS = 1000


@dataclass(frozen=True)
class SendBack:
    """reason: what is to be changed."""

    draft_id: int
    reason: str


@dataclass(frozen=True)
class PublishDraft:
    """sha256: of the content the second person looked at."""

    draft_id: int
    sha256: str


def hand_over_draft(session: Session, actor: Actor, command: DraftAct, moment: Moment) -> ChecklistDraft:
    """Ask a second person to publish; the draft rests meanwhile.

    Raises Missing, Conflict, and Invalid with everything that stands between the draft and its publishing.
    """
    content = open_draft(session, actor, command.draft_id)
    draft = content.draft
    refuse_stale(draft, command.base)
    faults = faults_to_publish(content, standing_of(session, content))
    if faults:
        raise Invalid(faults)
    draft.state, draft.asked_by, draft.asked_at, draft.sha256 = (
        HANDED_OVER, actor.account_id, moment.at, content.sha256,
    )  # fmt: skip
    note_edit(session, actor, moment, draft, "handed_over")
    tell_handed_over(session, draft, moment)
    return draft


def take_back_draft(session: Session, actor: Actor, draft_id: int, moment: Moment) -> ChecklistDraft:
    """Go on editing a draft that was handed over. Raises Missing and Conflict."""
    draft = locked_draft(session, actor, draft_id, Permission.CHECKLISTS_VERSION_WRITE, HANDED_OVER)
    draft.state = EDITING
    note_edit(session, actor, moment, draft, "taken_back")
    return draft


def send_back_draft(session: Session, actor: Actor, command: SendBack, moment: Moment) -> ChecklistDraft:
    """Return a handed-over draft to its editors with a reason. Raises Missing, Conflict, and Invalid without one."""
    draft = locked_draft(session, actor, command.draft_id, Permission.CHECKLISTS_VERSION_PUBLISH, HANDED_OVER)
    reason = command.reason.strip()
    if not reason or len(reason) > MOST_WORDS:
        code = "checklists.reason_too_long" if reason else "checklists.reason_missing"
        raise Invalid([Fault(code, "reason", facts={"most": MOST_WORDS})])
    draft.state = EDITING
    note_edit(session, actor, moment, draft, "sent_back").note = reason
    tell_sent_back(session, draft, moment)
    return draft


def publish_draft(session: Session, actor: Actor, command: PublishDraft, moment: Moment) -> ChecklistVersion:
    """Make a handed-over draft a version that never changes.

    Raises Missing, and Conflict `checklists.own_draft` for whoever edited it or handed it over,
    `checklists.other_content` where not this content was handed over, `checklists.version_taken`, and Invalid where
    another version was published meanwhile that this number no longer follows.
    """
    draft = locked_draft(session, actor, command.draft_id, Permission.CHECKLISTS_VERSION_PUBLISH, HANDED_OVER)
    if actor.account_id is None or actor.account_id in publishers_barred(session, draft.id):
        raise Conflict("checklists.own_draft")
    content = content_of(session, draft)
    faults = faults_to_publish(content, standing_of(session, content))
    if faults:
        raise Invalid(faults)
    if not command.sha256 == draft.sha256 == content.sha256:
        raise Conflict("checklists.other_content")
    checklist = checklist_from(content.document)
    version = freeze(
        session,
        actor,
        ChecklistVersion(
            code=checklist.name, version=checklist.version, document=to_document(checklist), sha256=content.sha256,
            asked_by=draft.asked_by, published_by=actor.account_id,
        ),
        moment,
    )  # fmt: skip
    draft.state, draft.version_id = PUBLISHED, version.id
    note_edit(session, actor, moment, draft, "published")
    return version
