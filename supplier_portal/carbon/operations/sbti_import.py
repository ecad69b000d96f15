"""Taking the public list of targets in, as a dated snapshot matched with the suppliers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.finding import SupplierMatch, find_suppliers, still_true
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot
from supplier_portal.carbon.operations.match_again import stored_list
from supplier_portal.carbon.operations.match_rows import counts_of, store_first
from supplier_portal.carbon.queries import snapshot_of_file
from supplier_portal.carbon.sbti_list.companies import COMMITTED, NONE, VALIDATED, SbtiList
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

ROWS_AT_ONCE = 2_000
MOST_KEPT_FAULTS = 100


@dataclass(frozen=True)
class ImportSbtiList:
    """listed: the list as read; digest: SHA-256 of its file; as_of: the day from which it counts.

    found: the suppliers as looked up in this list beforehand, so that the writing is short; None looks them up then.
    """

    listed: SbtiList
    digest: str
    as_of: date
    found: Sequence[SupplierMatch] | None = None


@dataclass(frozen=True)
class ImportedSbtiList:
    """fresh: False where the file was imported before and nothing was changed."""

    snapshot: SbtiSnapshot
    fresh: bool


def import_sbti_list(
    session: Session,
    actor: Actor,
    command: ImportSbtiList,
    moment: Moment,
    told: Callable[[int], None] = lambda _: None,
) -> ImportedSbtiList:
    """Keep the list as a dated snapshot and match it with the suppliers. `told` hears how many companies are stored.

    Raises Conflict `carbon.import_elsewhere` where the same file is being imported at the same time.
    """
    reach_of(actor, Permission.CARBON_SNAPSHOT_IMPORT)
    if known := snapshot_of_file(session, command.digest):
        return ImportedSbtiList(known, fresh=False)
    snapshot = _begin(session, actor, command, moment)
    _store(session, snapshot.id, command.listed, told)
    stored, found = stored_list(session, snapshot), command.found
    as_looked_up = tuple(stored.companies) == command.listed.companies
    if found is None or not as_looked_up or not still_true(session, found):
        found = find_suppliers(session, stored.companies)
    store_first(session, stored, found)
    counts = counts_of(found)
    snapshot.report = _report(command.listed) | counts
    session.flush()
    record_event(
        session, actor, moment, "sbti_list_imported", snapshot=snapshot.id, companies=snapshot.companies, **counts
    )
    return ImportedSbtiList(snapshot, fresh=True)


def _begin(session: Session, actor: Actor, command: ImportSbtiList, moment: Moment) -> SbtiSnapshot:
    snapshot = SbtiSnapshot(
        as_of=command.as_of,
        file_digest=command.digest,
        companies=len(command.listed.companies),
        report={},
        imported_at=moment.at,
        imported_by=actor.account_id,
    )
    session.add(snapshot)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("carbon.import_elsewhere") from error
    return snapshot


def _store(session: Session, snapshot_id: int, listed: SbtiList, told: Callable[[int], None]) -> None:
    for start in range(0, len(listed.companies), ROWS_AT_ONCE):
        part = listed.companies[start : start + ROWS_AT_ONCE]
        session.execute(insert(SbtiCompany), [{"snapshot_id": snapshot_id, **vars(company)} for company in part])
        told(start + len(part))


def _report(listed: SbtiList) -> dict[str, object]:
    """Sum up what the reading found, to be kept with the snapshot."""
    return {
        "statuses": {status: listed.count(status) for status in (VALIDATED, COMMITTED, NONE)},
        "wrong_leis": listed.wrong_leis,
        "wrong_isins": listed.wrong_isins,
        "unread_years": listed.unread_years,
        "unknown_statuses": list(listed.unknown_statuses),
        "left_out": len(listed.left_out),
        "left_out_rows": [[fault.place, fault.code] for fault in listed.left_out[:MOST_KEPT_FAULTS]],
    }
