"""Scorecards as a workbook: exactly the rows and the order of a table, typed, and what they were narrowed by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Sheet
from supplier_portal.scores.choices import filter_choices
from supplier_portal.scores.models import Policy, RatingNow
from supplier_portal.scores.now_row import dimension_order
from supplier_portal.scores.queries import rules_of
from supplier_portal.scores.queries.history import PublishedRating, recent_ratings
from supplier_portal.scores.queries.table import ScorecardTable, TableFilter
from supplier_portal.scores.validity import Validity
from supplier_portal.suppliers.models import Supplier

BATCH = 500


@dataclass(frozen=True)
class Asked:
    """What a reader saw: the filter, the order, the day and the policy that held on it."""

    wanted: TableFilter
    sort: str
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
    return [
        Sheet(gettext("Scorecards"), _columns(asked.rules, speech), rows),
        Sheet(
            gettext("About this file"),
            [Column(gettext("What")), Column(gettext("Value"))],
            _about(asked, len(rows), speech),
        ),
    ]


def _columns(rules: PolicyRules, speech: Speech) -> list[Column]:
    gettext = speech.gettext
    dimensions = [Column(code, "decimal") for code in dimension_order(rules)]
    return [
        Column(gettext("Number")), Column(gettext("Supplier")), Column(gettext("Chinese name")),
        Column(gettext("Category")), Column(gettext("Country")), Column(gettext("Spend, CNY"), "decimal"),
        Column(gettext("Grade")), Column(gettext("Grade before")), Column(gettext("Performance rating"), "decimal"),
        Column(gettext("Sustainability"), "decimal"), Column(gettext("Effective audit"), "decimal"), *dimensions,
        Column(gettext("Validity")), Column(gettext("Audit issued"), "date"),
        Column(gettext("Audit valid until"), "date"),
        Column("CDP"), Column(gettext("Target")),
        Column(gettext("Open critical"), "integer"), Column(gettext("Open major"), "integer"),
        Column(gettext("Open minor"), "integer"),
        Column(gettext("Gates")), Column(gettext("Bids blocked"), "boolean"), Column(gettext("Provisional"), "boolean"),
        Column(gettext("Rating of"), "date"), Column(gettext("SHA-256 of the receipt")),
    ]  # fmt: skip


def _rows(session: Session, actor: Actor, asked: Asked, speech: Speech) -> Iterator[list[Cell]]:
    table = ScorecardTable(actor, asked.wanted, asked.day, asked.rules.validity.full_days)
    found = session.execute(table.rows(asked.sort)).all()
    codes = dimension_order(asked.rules)
    for first in range(0, len(found), BATCH):
        batch = found[first : first + BATCH]
        history = recent_ratings(session, actor, [supplier.id for supplier, _ in batch], 2)
        for supplier, now in batch:
            own = _supplier_cells(supplier, speech)
            if now is None:
                yield own + [None] * (18 + len(codes))
            else:
                yield own + _rating_cells(now, history.get(supplier.id, []), asked, speech)


def _supplier_cells(supplier: Supplier, speech: Speech) -> list[Cell]:
    category = speech.word(f"supplier_category.{supplier.category}")
    return [supplier.number, supplier.name_en, supplier.name_zh, category, supplier.country, supplier.annual_spend]


def _rating_cells(now: RatingNow, history: list[PublishedRating], asked: Asked, speech: Speech) -> list[Cell]:
    validity = Validity(now.issued_on, now.expires_on, asked.day, asked.rules.validity.full_days)
    dimensions = [
        Decimal(now.dimensions[code]) if code in now.dimensions else None for code in dimension_order(asked.rules)
    ]
    return [
        now.grade, history[-2].grade if len(history) > 1 else None, now.rating, now.sustainability, now.effective_audit,
        *dimensions,
        speech.word(f"validity.{validity.state}"), now.issued_on, now.expires_on,
        None if now.cdp == "none" else now.cdp, speech.word(f"target.{now.sbt}"),
        now.open_critical, now.open_major, now.open_minor,
        ", ".join(now.gates), now.bid_blocked, now.provisional,
        now.as_of, history[-1].receipt_sha256 if history else None,
    ]  # fmt: skip


def _about(asked: Asked, count: int, speech: Speech) -> list[list[Cell]]:
    """Tell the day, the policy and the filters in words."""
    gettext, wanted = speech.gettext, asked.wanted
    titles: Mapping[str, str] = {
        "category": gettext("Category"), "grade": gettext("Grade"), "gate": gettext("Gates"),
        "validity": gettext("Audit"), "target": gettext("Target"),
    }  # fmt: skip
    words = {name: dict(pairs) for name, pairs in filter_choices(asked.rules, speech).items()}
    lines: list[list[Cell]] = [
        [gettext("Day"), asked.day.isoformat()],
        [gettext("Policy"), f"{asked.policy.name} {asked.policy.version}"],
        [gettext("Rows"), str(count)],
    ]
    if wanted.text:
        lines.append([gettext("Name or number"), wanted.text])
    for name, title in titles.items():
        if value := getattr(wanted, name):
            lines.append([title, words[name].get(value, value)])
    return lines
