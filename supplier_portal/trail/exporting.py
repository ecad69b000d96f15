"""The log of exports: one row for each file that is made of the portal's data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from supplier_portal.trail.models import ExportEntry, ExportSupplier

LONGEST_NAME = 200


@dataclass(frozen=True)
class Holding:
    """What a file holds. suppliers: ids of those named one by one; whole: of all that a list or a filter gave.

    audit, tender: ids; rows: how many were written, None for what has no rows.
    """

    suppliers: tuple[int, ...] = ()
    whole: bool = False
    audit: int | None = None
    tender: int | None = None
    rows: int | None = None


@dataclass(frozen=True)
class Export:
    """what: the job's name, or the code of the page's download; digest: SHA-256 of the file; name: of the file."""

    what: str
    name: str
    digest: str
    holding: Holding
    job_id: int | None = None


def log_export(session: Session, account_id: int | None, export: Export, at: datetime) -> ExportEntry:
    """Append the row, in the transaction that makes or hands out the file. account_id: None for the platform."""
    held = export.holding
    entry = ExportEntry(
        at=at,
        account_id=account_id,
        what=export.what,
        name=export.name[-LONGEST_NAME:],
        digest=export.digest,
        job_id=export.job_id,
        audit_id=held.audit,
        tender_id=held.tender,
        whole=held.whole,
        rows=held.rows,
    )
    session.add(entry)
    session.flush()
    rows = [{"entry_id": entry.id, "supplier_id": supplier} for supplier in sorted(set(held.suppliers))]
    if rows:
        session.execute(insert(ExportSupplier), rows)
    return entry
