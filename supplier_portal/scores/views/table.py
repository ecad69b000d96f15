"""The table of all suppliers: filter, order, columns and page stand in the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.output import charts
from supplier_portal.scores.archive import MOST_TOGETHER
from supplier_portal.scores.choices import filter_choices, filters_said
from supplier_portal.scores.models import Policy, RatingNow, SavedView
from supplier_portal.scores.now_row import dimension_order
from supplier_portal.scores.pictures import row_bars, row_line
from supplier_portal.scores.queries import policy_holding, rules_of
from supplier_portal.scores.queries.history import PublishedRating, recent_ratings
from supplier_portal.scores.queries.saved_views import own_views
from supplier_portal.scores.queries.table import ScorecardTable, Whole
from supplier_portal.scores.table_state import BY_KEY, COLUMNS, GIVEN_VIEWS, TableState, chosen_columns
from supplier_portal.scores.validity import Validity, moved_within_a_quarter
from supplier_portal.scores.views.room import blueprint, table_address
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.paging import SIZES, Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

LINE_DAYS = 8


@dataclass(frozen=True)
class Row:
    """One line of the table; now: None where the supplier was never rated; moved: its grade did, within a quarter."""

    supplier: Supplier
    now: RatingNow | None
    validity: Validity | None
    moved: bool
    line: charts.Sparkline
    bars: charts.FiveBars | None
    receipt: str


@dataclass(frozen=True)
class Tab:
    """A saved view: key as the address names it; own: the row of one's own, which may be changed."""

    key: str
    name: str
    state: TableState
    count: int
    own: SavedView | None = None

    @property
    def address(self) -> str:
        return table_address(self.state, self.key)


@blueprint.get("")
@guard(Permission.SCORES_RATING_READ)
def list_scorecards() -> ResponseReturnValue:
    """Show the table; a supplier's person is led to the own scorecard, whoever has a leading view to that."""
    person = actor()
    if person.supplier_id is not None:
        return redirect(url_for(".show_scorecard", supplier_id=person.supplier_id))
    policy = policy_holding(reading(), portal().moment().day)
    if policy is None:
        return render_template("scores/no_policy.html")
    views = own_views(reading(), person)
    if not request.args and views and views[0].leading:
        return redirect(table_address(TableState.of(views[0].state), str(views[0].id)))
    return _page(policy, TableState.of(request.args), views)


def _page(policy: Policy, state: TableState, views: Sequence[SavedView]) -> str:
    day, rules = portal().moment().day, rules_of(policy)
    table = ScorecardTable(actor(), state.wanted, day, rules.validity.full_days)
    counts = table.counts(reading())
    page = replace(asked_page(), total=counts.suppliers)
    states = [view.state for view in GIVEN_VIEWS] + [TableState.of(view.state) for view in views]
    whole = table.whole(reading(), [one.wanted for one in states])
    tabs = _tabs(states, views, whole)
    choices = filter_choices(rules, speech())
    return render_template(
        "scores/scorecards.html", rows=_rows(table, state, page, rules) if counts.suppliers else [], counts=counts,
        page=page, state=state, policy=policy, rules=rules, dimensions=dimension_order(rules), day=day, whole=whole,
        tabs=tabs, current=_current(tabs, state), choices=choices, said=filters_said(state.wanted, choices, speech()),
        without={} if counts.suppliers else table.left_without(reading()), columns=COLUMNS, sizes=SIZES,
        shown=[BY_KEY[key] for key in state.columns],
        gates={gate.code: gate for gate in rules.gates}, may_export=may(Permission.SCORES_SCORECARD_EXPORT),
        may_save=may(Permission.SCORES_VIEW_SAVE), most_together=MOST_TOGETHER,
    )  # fmt: skip


def _tabs(states: list[TableState], views: Sequence[SavedView], whole: Whole) -> list[Tab]:
    """Put the views everybody has before one's own, but for the one that leads."""
    given = [
        Tab(view.code, speech().word(f"score_view.{view.code}"), state, count)
        for view, state, count in zip(GIVEN_VIEWS, states, whole.views, strict=False)
    ]
    beyond = zip(views, states[len(given) :], whole.views[len(given) :], strict=True)
    own = [Tab(str(view.id), view.name, state, count, view) for view, state, count in beyond]
    leading = [tab for tab in own if tab.own and tab.own.leading]
    return leading + given + [tab for tab in own if tab not in leading]


def _current(tabs: list[Tab], state: TableState) -> Tab | None:
    """Find the view the reader is in: the one the address names, else the one that shows the same."""
    named = next((tab for tab in tabs if tab.key == request.args.get("view")), None)
    return named or next((tab for tab in tabs if tab.state == state), None)


def _rows(table: ScorecardTable, state: TableState, page: Page, rules: PolicyRules) -> list[Row]:
    asked = table.rows(state.sort).limit(page.size).offset(page.first)
    found = reading().execute(asked).all()
    ids = [supplier.id for supplier, _ in found] if {"line", "receipt"} & set(state.columns) else []
    history = recent_ratings(reading(), actor(), ids, LINE_DAYS) if ids else {}
    return [_row(supplier, now, history.get(supplier.id, []), rules) for supplier, now in found]


def _row(supplier: Supplier, now: RatingNow | None, history: list[PublishedRating], rules: PolicyRules) -> Row:
    day = portal().moment().day
    return Row(
        supplier=supplier,
        now=now,
        validity=Validity(now.issued_on, now.expires_on, day, rules.validity.full_days) if now else None,
        moved=now is not None and moved_within_a_quarter(now.moved_on, day),
        line=row_line(history),
        bars=row_bars(now, dimension_order(rules)) if now else None,
        receipt=history[-1].receipt_sha256 if history else "",
    )


@blueprint.get("/columns")
@guard(Permission.SCORES_RATING_READ)
def choose_columns() -> ResponseReturnValue:
    """Lead to the table with the ticked columns, in the order of the places that were typed."""
    ticked = [key for key in request.args.getlist("column") if key]
    places = {key: request.args.get(f"place.{key}", 0, int) for key in ticked}
    ordered = sorted(ticked, key=lambda key: places[key])
    state = replace(TableState.of(request.args), columns=chosen_columns(",".join(ordered)))
    return redirect(table_address(state, request.args.get("view", "")))
