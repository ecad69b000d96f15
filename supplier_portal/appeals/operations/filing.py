"""A supplier files an appeal, with what shows that the figure is wrong."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.appeals.models import Appeal, AppealFile, AppealMove
from supplier_portal.appeals.queries import own_company
from supplier_portal.appeals.queries.appealable import Appealable, thing_found
from supplier_portal.appeals.queries.listing import listed, of_actor, outstanding
from supplier_portal.appeals.telling import tell_move
from supplier_portal.domain.appeals import Thing
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.texts import text_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.appeal import APPEAL, OPEN
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

MOST_FILES, LONGEST_TEXT = 5, 5000
Sent = tuple[Upload, str]
"""A file sent with an appeal, and its name as uploaded."""
_NUMBERS_LOCK = 734


@dataclass(frozen=True)
class FileAppeal:
    """thing: what it is about, None where what was chosen names nothing."""

    thing: Thing | None
    text: str
    files: tuple[Sent, ...] = ()


def appeal_faults(session: Session, actor: Actor, command: FileAppeal, files: int, moment: Moment) -> list[Fault]:
    """Find what is wrong with an appeal that comes with so many files: asked before they are stored.

    Raises Missing for who files none, Conflict where one about the same thing is open.
    """
    reach_of(actor, Permission.APPEALS_APPEAL_FILE)
    supplier = own_company(session, actor)
    faults = text_faults("text", command.text, LONGEST_TEXT)
    try:
        thing_found(session, supplier, command.thing, moment)
        _refuse_second(session, actor, command.thing, moment)
    except Invalid as error:
        faults += error.faults
    if files > MOST_FILES:
        faults.append(Fault("appeals.too_many_files", "files", facts={"most": MOST_FILES}))
    return faults


def file_appeal(session: Session, actor: Actor, command: FileAppeal, moment: Moment) -> Appeal:
    """File an appeal about one thing of one's own company.

    Raises Missing, Invalid with every fault at `about`, `text` and `files`, and Conflict where one about the same thing
    is open, be it to be decided or to be carried out; of two at once, one wins.
    """
    reach_of(actor, Permission.APPEALS_APPEAL_FILE)
    supplier = locked_supplier(session, actor, actor.supplier_id or 0)
    if faults := appeal_faults(session, actor, command, len(command.files), moment):
        raise Invalid(faults)
    thing = thing_found(session, supplier, command.thing, moment)
    appeal = _row(session, actor, thing, command.text.strip(), moment)
    for upload, name in command.files:
        session.add(_file_row(session, appeal, upload, name, moment))
    move = AppealMove(appeal_id=appeal.id, origin="", target=APPEAL.first, account_id=actor.account_id, at=moment.at)
    session.add(move)
    session.flush()
    record_event(session, actor, moment, "file_appeal", appeal=appeal.id, supplier=supplier.id, about=appeal.thing.key)
    tell_move(session, actor, appeal, move, moment)
    return appeal


def _refuse_second(session: Session, actor: Actor, thing: Thing | None, moment: Moment) -> None:
    """Raises Conflict where an appeal about the same thing is open, or granted and not carried out yet."""
    if thing is None:
        return
    audit = Appeal.audit_id.is_(None) if thing.audit_id is None else Appeal.audit_id == thing.audit_id
    about = (Appeal.subject == thing.subject, Appeal.code == thing.code, audit)
    waiting = or_(Appeal.state.in_(OPEN), Appeal.state == "granted")
    if others := outstanding(listed(session, actor, of_actor(actor).where(*about, waiting), moment)):
        raise Conflict("appeals.one_open", number=others[0].appeal.number)


def _row(session: Session, actor: Actor, found: Appealable, words: str, moment: Moment) -> Appeal:
    appeal = Appeal(
        number=_next_number(session, moment.day.year),
        supplier_id=actor.supplier_id,
        subject=found.thing.subject,
        code=found.thing.code,
        audit_id=found.thing.audit_id,
        figure=found.figure,
        text=words,
        filed_by=actor.account_id,
        filed_at=moment.at,
    )
    session.add(appeal)
    session.flush()
    return appeal


def _file_row(session: Session, appeal: Appeal, upload: Upload, name: str, moment: Moment) -> AppealFile:
    return AppealFile(
        appeal_id=appeal.id,
        digest=remember_file(session, upload, moment.at),
        shown_digest=upload.shown.digest if upload.shown else None,
        media_type=upload.media_type,
        size=upload.size,
        name=name[-200:],
    )


def _next_number(session: Session, year: int) -> str:
    """AP-<year>-<4 digits>; who files at the same time waits here until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _NUMBERS_LOCK})
    start = f"AP-{year}-"
    given = select(Appeal.number).where(Appeal.number.startswith(start, autoescape=True))
    number = session.scalar(given.order_by(func.length(Appeal.number).desc(), Appeal.number.desc()).limit(1))
    return f"{start}{int(number.removeprefix(start)) + 1 if number else 1:04}"
