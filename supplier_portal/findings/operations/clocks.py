"""The days kept with findings, worked out anew: after each step, and when a calendar changes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.clocking import KEPT, Timed, timed
from supplier_portal.trail.operations import record_event

AT_ONCE = 2000
"""Findings worked out in one go, so that what is read of them stays small."""
RUNNING = (*COUNTS_AS_OPEN, "waived")


def keep_clocks(session: Session, asked: Sequence[ColumnElement[bool]], moment: Moment) -> list[Timed]:
    """Write the days of the findings that match where they changed, and return those; no event, no permission."""
    changed = [one for one in timed(session, asked, moment) if one.changed]
    write_columns(session, KEPT, [(one.row.id, one.kept) for one in changed])
    return changed


def recompute_clocks(session: Session, asked: Sequence[ColumnElement[bool]], moment: Moment) -> list[int]:
    """Work out anew the days of the findings that match and are dealt with, in a few statements for 2,000 of them.

    One event names the suppliers whose findings count from another day on: their ratings follow. Returns their ids.
    """
    running = [Finding.state.in_(RUNNING), Finding.severity != "none", *asked]
    moved: set[int] = set()
    last = 0
    while batch := held(session, [*running, Finding.id > last]):
        last = batch[-1]
        of_batch = [*running, Finding.id >= batch[0], Finding.id <= last]
        moved.update(one.row.supplier_id for one in keep_clocks(session, of_batch, moment) if _at_gates(one))
    if moved:
        record_event(session, SYSTEM, moment, "clocks_recomputed", suppliers=[str(one) for one in sorted(moved)])
    return sorted(moved)


def held(session: Session, asked: Sequence[ColumnElement[bool]]) -> Sequence[int]:
    """The next findings that match, held so that no step goes in between reading and writing."""
    following = select(Finding.id).where(*asked).order_by(Finding.id).limit(AT_ONCE)
    return session.scalars(following.with_for_update(of=Finding)).all()


def write_columns(session: Session, names: Sequence[str], rows: Sequence[tuple[int, Mapping[str, object]]]) -> None:
    """Write columns of findings by their ids, in one go."""
    if not rows:
        return
    table = Finding.__table__
    written = update(table).where(table.c.id == bindparam("its_id"))  # type: ignore[arg-type]
    session.connection().execute(
        written.values({name: bindparam(f"new_{name}") for name in names}),
        [{"its_id": number, **{f"new_{name}": values[name] for name in names}} for number, values in rows],
    )


def _at_gates(one: Timed) -> bool:
    """Whether what changed is read by gates: the closing day, and a disputed critical's day of decision."""
    if one.row.kind != NONCONFORMITY:
        return False
    names = ("close_due_on", "turn_due_on") if one.row.state == "disputed" else ("close_due_on",)
    return any(getattr(one.row, name) != one.kept[name] for name in names)
