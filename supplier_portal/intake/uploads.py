"""Which files are taken in to be read as tables; what is in them is said when they are read."""

import filetype

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.operations import Upload, keep_made
from supplier_portal.files.store import FileStore

CSV = "text/csv"
ACCEPTED = ("Excel (.xlsx)", "CSV")


def checked_upload(store: FileStore, data: bytes, place: str, limit: int) -> Upload:
    """Store a workbook or text. Raises Invalid at `place` for what is empty, too large or plainly another kind."""
    if not data:
        raise Invalid([Fault("files.empty", place)])
    if len(data) > limit:
        raise Invalid([Fault("files.too_large", place, facts={"size": len(data), "most": limit})])
    found = filetype.guess(data)
    kind = found.mime if found else CSV
    if kind not in {SHEET, CSV, "application/zip"}:
        raise Invalid([Fault("files.kind_refused", place, facts={"found": kind, "accepted": list(ACCEPTED)})])
    return keep_made(store, data, CSV if kind == CSV else SHEET)
