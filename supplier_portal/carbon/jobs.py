"""What the worker does with lists: take one in, and look changed suppliers up again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor, Role
from supplier_portal.carbon.finding import find_suppliers
from supplier_portal.carbon.following import MATCH_AGAIN
from supplier_portal.carbon.operations import ImportSbtiList, find_again, import_sbti_list, match_again
from supplier_portal.carbon.queries import snapshot_of_file
from supplier_portal.carbon.sbti_list.file import read_sbti_list
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import moment_of
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.worker import Effect, JobFunction, Work

IMPORT_LIST = "carbon.import_list"
MOST_FAULTS = 100
AT_ONCE = 5_000
"""Suppliers looked up again in one transaction."""


def import_list(work: Work) -> Effect:
    """Read a list and look the suppliers up in it, both outside any transaction; then write it all at once.

    A list that is refused ends the job too: its outcome names every fault.
    """
    arguments: Mapping[str, Any] = work.job.arguments
    actor = Actor(Role(arguments["role"]), work.job.account_id, name=arguments["name"])
    with work.database.reading(actor) as session:
        if known := snapshot_of_file(session, arguments["digest"]):
            return Effect({"snapshot": known.id, "fresh": False})
    try:
        listed = read_sbti_list(FileStore.of(work.config).read(arguments["digest"]))
    except Invalid as error:
        return Effect({"refused": [_told(fault) for fault in error.faults[:MOST_FAULTS]], "faults": len(error.faults)})
    read = len(listed.companies)

    def tell(done: int, total: int) -> None:
        work.progress(read + done, read + total)

    with work.database.reading(actor) as session:
        found = find_suppliers(session, listed.companies, told=tell)
    moment = moment_of(datetime.now(UTC), work.config.zone, work.config.pinned_day)
    command = ImportSbtiList(listed, arguments["digest"], date.fromisoformat(arguments["as_of"]), found)
    outcome: dict[str, object] = {}

    def write(session: Session) -> None:
        imported = import_sbti_list(session, actor, command, moment)
        outcome.update(snapshot=imported.snapshot.id, fresh=imported.fresh)

    return Effect(outcome, write=write)


def _told(fault: Fault) -> dict[str, object]:
    return {"code": fault.code, "place": fault.place, "line": fault.line, "facts": dict(fault.facts)}


def look_up_again(work: Work) -> Effect:
    """Look suppliers up in the list in force, outside any transaction, and write what is new."""
    asked: Any = work.job.arguments["suppliers"]
    suppliers: Sequence[int] = asked
    moment = moment_of(datetime.now(UTC), work.config.zone, work.config.pinned_day)
    parts = [suppliers[start : start + AT_ONCE] for start in range(0, len(suppliers), AT_ONCE)]
    with work.database.reading(SYSTEM) as session:
        found = [matches for part in parts for matches in find_again(session, part, moment)]

    def write(session: Session) -> None:
        match_again(session, SYSTEM, found, moment)

    return Effect({"suppliers": len(suppliers)}, write=write)


JOBS: dict[str, JobFunction] = {
    IMPORT_LIST: import_list,
    MATCH_AGAIN: look_up_again,
}
