"""The desk's table as a workbook: its rows, its columns and its order, typed, and what narrowed it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.desk.queries import reached
from supplier_portal.desk.queries.handlers import names_of
from supplier_portal.desk.wanted import Wanted
from supplier_portal.desk.words import said_of
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.listing import Filter, Listed, Part, count_findings, list_findings
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Sheet

BATCH = 500


@dataclass(frozen=True)
class Asked:
    """What a reader saw. chosen: ids that were ticked, None for all rows; zone: the buyer's, where days begin.

    names: of who and what the filter names (`words.said_of`).
    """

    wanted: Wanted
    chosen: Sequence[int] | None
    moment: Moment
    zone: ZoneInfo
    names: Mapping[str, str]

    def filter(self, actor: Actor) -> Filter:
        """Of what the export reaches."""
        base = self.wanted.filter(actor, self.moment, self.zone)
        seen = reached(actor, Permission.DESK_FINDING_EXPORT).with_only_columns(Finding.id)
        among = () if self.chosen is None else (Finding.id.in_(self.chosen),)
        further = (*base.further, Finding.id.in_(seen), *among)
        return Filter(base.state, base.severity, base.turn, base.supplier_id, base.marked, further)


@dataclass(frozen=True)
class Exported:
    """suppliers: ids of those whose findings are in it."""

    sheets: Sequence[Sheet]
    suppliers: frozenset[int]
    rows: int


def export_findings(
    session: Session, actor: Actor, asked: Asked, speech: Speech, progress: Callable[[int, int], None]
) -> Exported:
    """Read all rows and write them as sheets in the reader's language. Raises Missing for who may not export."""
    reach_of(actor, Permission.DESK_FINDING_EXPORT)
    narrowed = asked.filter(actor)
    total = count_findings(session, actor, narrowed)
    rows: list[Sequence[Cell]] = []
    suppliers = set[int]()
    for first in range(0, total, BATCH):
        progress(first, total)
        part = Part(asked.wanted.sort or "-number", first, BATCH)
        entries = list_findings(session, actor, narrowed, asked.moment, part)
        suppliers |= {entry.supplier.id for entry in entries}
        rows += _rows(session, entries, speech)
    gettext = speech.gettext
    about = [Column(gettext("What")), Column(gettext("Value"))]
    sheets = [
        Sheet(gettext("Findings"), columns_of(speech), rows),
        Sheet(gettext("About this file"), about, _about(asked, len(rows), speech)),
    ]
    return Exported(sheets, frozenset(suppliers), len(rows))


def columns_of(speech: Speech) -> list[Column]:
    """The columns of the page, one for each thing a cell of it says."""
    gettext = speech.gettext
    return [
        Column(gettext("Finding")),
        Column(gettext("Checkpoints")),
        Column(gettext("Title")),
        Column(gettext("Severity")),
        Column(gettext("Integrity"), "boolean"),
        Column(gettext("Repeat"), "boolean"),
        Column(gettext("Supplier")),
        Column(gettext("Site")),
        Column(gettext("State")),
        Column(gettext("Turn")),
        Column(gettext("Due"), "date"),
        Column(gettext("Days left"), "integer"),
        Column(gettext("In charge")),
        Column(gettext("Age, days"), "integer"),
    ]


def _rows(session: Session, entries: Sequence[Listed], speech: Speech) -> Iterator[Sequence[Cell]]:
    names = names_of(session, {one.finding.handler_id for one in entries if one.finding.handler_id})
    for entry in entries:
        yield _cells(entry, names, speech)


def _cells(entry: Listed, names: Mapping[int, str], speech: Speech) -> Sequence[Cell]:
    finding, due_on = entry.finding, entry.finding.turn_due_on
    strength = finding.kind == "strength"
    return [
        finding.number,
        ", ".join(finding.checkpoints),
        finding.title,
        speech.word("finding_kind.strength" if strength else f"severity.{finding.severity}"),
        finding.integrity,
        entry.repeat,
        entry.supplier.name(speech.language),
        entry.site.name(speech.language),
        None if strength else speech.word(f"finding_state.{finding.state}"),
        speech.word(f"turn.{entry.standing.turn}"),
        due_on,
        None if due_on is None else (due_on - entry.today).days,
        names.get(finding.handler_id or 0),
        entry.age,
    ]


def _about(asked: Asked, count: int, speech: Speech) -> list[list[Cell]]:
    lines: list[list[Cell]] = [
        [speech.gettext("Day"), asked.moment.day.isoformat()],
        [speech.gettext("Rows"), str(count)],
    ]
    for _, label, said in said_of(asked.wanted, speech, asked.names):
        lines.append([label, said])
    return lines
