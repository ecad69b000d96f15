"""Suppliers that were added or changed are looked up in the list in force: the trail tells which."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.carbon.queries.snapshots import snapshots_from
from supplier_portal.domain.moment import Moment
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.trail.following import Happened, take_events

NAME = "carbon"
MATCH_AGAIN = "carbon.match_again"
TELLING_FIELDS = frozenset({"name_en", "name_zh", "country", "lei", "isin"})


def follow_suppliers(session: Session, moment: Moment) -> list[int]:
    """Ask for a job that looks changed suppliers up again: it takes seconds, and nobody waits. Returns their ids."""
    happened = take_events(session, NAME)
    changed = sorted({supplier for event in happened for supplier in _suppliers_of(event)})
    if not changed or not snapshots_from(session, moment.day):
        return []
    ask_job(session, SYSTEM, AskJob(MATCH_AGAIN, {"suppliers": changed}), datetime.now(UTC))
    return changed


def _suppliers_of(event: Happened) -> Iterable[int]:
    find = FOLLOWED.get(event.act)
    return find(event) if find else ()


def _named(event: Happened) -> Iterable[int]:
    return [event.facts["supplier"]]


def _changed(event: Happened) -> Iterable[int]:
    return _named(event) if TELLING_FIELDS & set(event.facts["fields"]) else ()


def _merged(event: Happened) -> Iterable[int]:
    return [event.facts["supplier"], event.facts["duplicate"]]


def _of_file(event: Happened) -> Iterable[int]:
    listed = (*event.facts.get("created", ()), *event.facts.get("changed", ()), *event.facts.get("suppliers", ()))
    return [int(supplier) for supplier in listed]


FOLLOWED: dict[str, Callable[[Happened], Iterable[int]]] = {
    "supplier_added": _named,
    "supplier_changed": _changed,
    "supplier_name_added": _named,
    "supplier_name_removed": _named,
    "suppliers_merged": _merged,
    "suppliers_imported": _of_file,
    "suppliers_import_undone": _of_file,
    "sbti_match_decided": _named,
    "sbti_decision_undone": _named,
}
