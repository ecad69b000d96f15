"""Scorecards as a workbook: exactly the rows, the columns and the order of a table, typed, and what narrowed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Sheet
from supplier_portal.scores.choices import filter_choices
from supplier_portal.scores.export_cells import SHOWN_DAYS, ExportedRow, cells_of, columns_of
from supplier_portal.scores.models import Policy
from supplier_portal.scores.queries import rules_of
from supplier_portal.scores.queries.history import recent_ratings
from supplier_portal.scores.queries.table import ScorecardTable
from supplier_portal.scores.table_state import TableState
from supplier_portal.scores.validity import Validity

BATCH = 500
NEED_HISTORY = frozenset({"line", "receipt"})


@dataclass(frozen=True)
class Asked:
    """What a reader saw: the table's state, the day and the policy that held on it."""

    state: TableState
    day: date
    policy: Policy

    @property
    def rules(self) -> PolicyRules:
        """Give the policy as rules read it."""
        return rules_of(self.policy)


def scorecard_sheets(session: Session, actor: Actor, asked: Asked, speech: Speech) -> list[Sheet]:
    """Read the table's rows, all of them, and write them as sheets in the reader's language."""
    rows = list(_rows(session, actor, asked, speech))
    gettext = speech.gettext
    columns = columns_of(asked.state.columns, asked.rules, speech)
    about = [Column(gettext("What")), Column(gettext("Value"))]
    return [
        Sheet(gettext("Scorecards"), columns, rows),
        Sheet(gettext("About this file"), about, _about(asked, len(rows), speech)),
    ]


def _rows(session: Session, actor: Actor, asked: Asked, speech: Speech) -> Iterator[list[Cell]]:
    table = ScorecardTable(actor, asked.state.wanted, asked.day, asked.rules.validity.full_days)
    found = session.execute(table.rows(asked.state.sort)).all()
    days = SHOWN_DAYS if "line" in asked.state.columns else 1
    for first in range(0, len(found), BATCH):
        batch = found[first : first + BATCH]
        ids = [supplier.id for supplier, _ in batch] if NEED_HISTORY & set(asked.state.columns) else []
        history = recent_ratings(session, actor, ids, days)
        for supplier, now in batch:
            full_days = asked.rules.validity.full_days
            validity = Validity(now.issued_on, now.expires_on, asked.day, full_days) if now else None
            row = ExportedRow(supplier, now, validity, history.get(supplier.id, []))
            yield cells_of(row, asked.state.columns, asked.rules, speech)


def _about(asked: Asked, count: int, speech: Speech) -> list[list[Cell]]:
    """Tell the day, the policy, the filters and the order in words."""
    gettext, state = speech.gettext, asked.state
    words = {name: dict(pairs) for name, pairs in filter_choices(asked.rules, speech).items()}
    key, falling = state.sort.removeprefix("-"), state.sort.startswith("-")
    order = speech.word(f"score_sort.{key}")
    lines: list[list[Cell]] = [
        [gettext("Day"), asked.day.isoformat()],
        [gettext("Policy"), f"{asked.policy.name} {asked.policy.version}"],
        [gettext("Rows"), str(count)],
        [gettext("Order"), gettext("%(column)s, falling", column=order) if falling else order],
    ]
    for name, value in state.wanted.filled().items():
        lines.append([speech.word(f"score_filter.{name}"), words.get(name, {}).get(value, value)])
    return lines
