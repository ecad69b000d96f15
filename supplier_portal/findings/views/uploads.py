"""Files that come with a form of a finding: checked and in the store before anything is written."""

from collections.abc import Sequence

from werkzeug.datastructures import FileStorage

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.files.operations import Room, Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.findings.operations.messaging import Sent
from supplier_portal.findings.queries import evidence_bytes
from supplier_portal.findings.queries.thread import message_bytes
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.door import reading
from supplier_portal.web.portal import portal


def taken_in(finding_id: int, file: FileStorage | None, faults: Sequence[Fault]) -> Upload:
    """A file that must be there. faults: found already; raises Invalid with all of them, then nothing is stored."""
    if not file:
        raise Invalid([Fault("form.required", "file"), *faults])
    return _stored(file, "file", _room(finding_id), faults)


def several_taken_in(finding_id: int, files: Sequence[FileStorage], faults: Sequence[Fault]) -> tuple[Sent, ...]:
    """Files that may be there, with their names. Raises Invalid with every fault at `files`."""
    sent, found, wrong = [file for file in files or () if file], list[Sent](), list(faults)
    room = _room(finding_id)
    for file in sent:
        try:
            upload = _stored(file, "files", room, ())
        except Invalid as error:
            wrong += error.faults
            continue
        room = Room(room.used + upload.size, room.most, room.code)
        found.append((upload, clean_name(file.filename or "")))
    if wrong:
        raise Invalid(wrong)
    return tuple(found)


def _stored(file: FileStorage, place: str, room: Room, faults: Sequence[Fault]) -> Upload:
    config = portal().config
    data = file.read(config.upload_limit + 1)
    return take_in(FileStore.of(config), data, place, config.upload_limit, room=room, faults=faults)


def _room(finding_id: int) -> Room:
    """What is left of what a finding may hold, its messages' files among it."""
    used = evidence_bytes(reading(), finding_id) + message_bytes(reading(), finding_id)
    return Room(used, portal().config.finding_files_limit, "files.no_room_in_finding")
