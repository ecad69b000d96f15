"""Scorecards: the table, one supplier's page, its receipts, and what is asked of the worker."""

from dataclasses import asdict, dataclass, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import canonical_json
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.output import charts
from supplier_portal.scores.choices import filter_choices
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.now_row import dimension_order
from supplier_portal.scores.pictures import pictures_of, row_bars, row_line
from supplier_portal.scores.queries import policy_holding, receipt_of, rules_of
from supplier_portal.scores.queries.history import PublishedRating, recent_ratings
from supplier_portal.scores.queries.scorecard import find_rating, find_supplier, scorecard_of
from supplier_portal.scores.queries.table import FIRST_SORT, ScorecardTable, TableFilter
from supplier_portal.scores.validity import Validity
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

blueprint = Blueprint("scores", __name__, url_prefix="/scorecards")
OFFICE = frozenset({Role.PLANNER, Role.REVIEWER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [
    MenuEntry("Scorecards", "scores.list_scorecards", Permission.SCORES_RATING_READ, 10, roles=OFFICE, icon="score"),
    MenuEntry("Score", "scores.list_scorecards", Permission.SCORES_RATING_READ, 30, roles=SUPPLIER_ROLES, icon="score"),
]

ONE = "/<int:supplier_id>"
ROW_DAYS = 8


@dataclass(frozen=True)
class Row:
    """One line of the table; now: None where the supplier was never rated; was: the grade published before."""

    supplier: Supplier
    now: RatingNow | None
    validity: Validity | None
    was: str | None
    line: charts.Sparkline
    bars: charts.FiveBars | None


@blueprint.get("")
@guard(Permission.SCORES_RATING_READ)
def list_scorecards() -> ResponseReturnValue:
    """Show the table; a supplier's person is led to the own scorecard."""
    person = actor()
    if person.supplier_id is not None:
        return redirect(url_for(".show_scorecard", supplier_id=person.supplier_id))
    day = portal().moment().day
    policy = policy_holding(reading(), day)
    if policy is None:
        return render_template("scores/no_policy.html")
    rules = rules_of(policy)
    wanted, sort = TableFilter.of(request.args), request.args.get("sort", FIRST_SORT)
    table = ScorecardTable(person, wanted, day, rules.validity.full_days)
    counts = table.counts(reading())
    page = replace(asked_page(), total=counts.suppliers)
    rows = _rows(table, sort, page, rules)
    return render_template(
        "scores/scorecards.html", rows=rows, counts=counts, page=page, sort=sort, wanted=wanted, policy=policy,
        rules=rules, dimensions=dimension_order(rules), day=day, whole=table.total(reading()),
        choices=filter_choices(rules, speech()), gates={gate.code: gate for gate in rules.gates},
        may_export=_may_export(),
    )  # fmt: skip


def _rows(table: ScorecardTable, sort: str, page: Page, rules: PolicyRules) -> list[Row]:
    asked = table.rows(sort).limit(page.size).offset(page.first)
    found = reading().execute(asked).all()
    history = recent_ratings(reading(), actor(), [supplier.id for supplier, _ in found], ROW_DAYS)
    return [_row(supplier, now, history.get(supplier.id, []), rules) for supplier, now in found]


def _row(supplier: Supplier, now: RatingNow | None, history: list[PublishedRating], rules: PolicyRules) -> Row:
    day = portal().moment().day
    return Row(
        supplier=supplier,
        now=now,
        validity=Validity(now.issued_on, now.expires_on, day, rules.validity.full_days) if now else None,
        was=history[-2].grade if len(history) > 1 else None,
        line=row_line(history),
        bars=row_bars(now, dimension_order(rules)) if now else None,
    )


def _may_export() -> bool:
    return decide(actor(), Permission.SCORES_SCORECARD_EXPORT).allowed


@blueprint.post("/workbook")
@guard(Permission.SCORES_SCORECARD_EXPORT)
def ask_workbook() -> ResponseReturnValue:
    """Have the rows of the filter and the order of the page made into a workbook."""
    wanted = {**asdict(TableFilter.of(request.form)), "sort": request.form.get("sort", FIRST_SORT)}
    return _ask("scores.scorecards_workbook", wanted)


@blueprint.post(f"{ONE}/pdf")
@guard(Permission.SCORES_SCORECARD_EXPORT)
def ask_pdf(supplier_id: int) -> ResponseReturnValue:
    """Have one scorecard made into a PDF in the reader's language."""
    supplier = find_supplier(reading(), actor(), supplier_id)
    return _ask("scores.scorecard_pdf", {"supplier_id": supplier.id})


def _ask(name: str, arguments: dict[str, object]) -> ResponseReturnValue:
    with writing() as unit:
        job = ask_job(unit, actor(), AskJob(name, arguments, language()), portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@blueprint.get(ONE)
@guard(Permission.SCORES_RATING_READ)
def show_scorecard(supplier_id: int) -> ResponseReturnValue:
    """Show one supplier's rating, taken apart down to the answer."""
    supplier = find_supplier(reading(), actor(), supplier_id)
    card = scorecard_of(reading(), actor(), supplier)
    if card is None:
        return render_template("scores/no_rating.html", supplier=supplier)
    pictures = pictures_of(card, language(), speech().gettext("Perf. rating"), speech().gettext("Sustainability"))
    return render_template(
        "scores/scorecard.html", card=card, supplier=supplier, pictures=pictures, may_export=_may_export()
    )


@blueprint.get(f"{ONE}/receipts/<int:rating_id>.json")
@guard(Permission.SCORES_RATING_READ)
def download_receipt(supplier_id: int, rating_id: int) -> ResponseReturnValue:
    """Hand out a receipt in its canonical form: the SHA-256 of the file is the one published with the rating."""
    rating = find_rating(reading(), actor(), supplier_id, rating_id)
    response = Response(canonical_json(receipt_of(reading(), rating)), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"rating-{rating.id}-{rating.as_of}.json")
    return response
