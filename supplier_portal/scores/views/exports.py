"""What the worker makes: the table as a workbook, one scorecard as a PDF, several as an archive."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Conflict
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.scores.archive import LANGUAGES, MOST_TOGETHER
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.scores.queries.scorecard import find_supplier
from supplier_portal.scores.queries.table import ScorecardTable
from supplier_portal.scores.table_state import TableState
from supplier_portal.scores.views.room import ONE, back_to_table, blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.post("/workbook")
@guard(Permission.SCORES_SCORECARD_EXPORT)
def ask_workbook() -> ResponseReturnValue:
    """Have the rows of the filter made into a workbook, in the columns and the order of the page."""
    return _ask(AskJob("scores.scorecards_workbook", dict(TableState.of(request.form).parameters()), language()))


@blueprint.post(f"{ONE}/pdf")
@guard(Permission.SCORES_SCORECARD_EXPORT)
def ask_pdf(supplier_id: int) -> ResponseReturnValue:
    """Have one scorecard made into a PDF in a language, or into an archive of both."""
    supplier = find_supplier(reading(), actor(), supplier_id)
    languages = LANGUAGES.get(request.form.get("language", ""), (language(),))
    if len(languages) > 1:
        return _ask_archive([supplier.id], languages)
    return _ask(AskJob("scores.scorecard_pdf", {"supplier_id": supplier.id}, languages[0]))


@blueprint.post("/archive")
@guard(Permission.SCORES_SCORECARD_EXPORT)
def ask_archive() -> ResponseReturnValue:
    """Have the chosen suppliers' scorecards, or all of the filter, made into an archive of PDFs.

    Raises Conflict `scores.too_many_together`.
    """
    state = TableState.of(request.form)
    chosen = request.form.getlist("supplier", int) if request.form.get("which") != "all" else None
    found = _rated(state, chosen)
    if len(found) > MOST_TOGETHER:
        raise Conflict("scores.too_many_together", most=MOST_TOGETHER)
    if not found:
        flash(
            speech().gettext("No scorecard was chosen. Tick the suppliers first, or take all that are shown."),
            "warning",
        )
        return back_to_table(state, request.form.get("view", ""))
    return _ask_archive(found, LANGUAGES.get(request.form.get("language", ""), (language(),)))


def _rated(state: TableState, chosen: list[int] | None) -> list[int]:
    """Find the suppliers that have a rating, one more than may be made together at most."""
    day = portal().moment().day
    rules = rules_of(policy_on(reading(), day))
    table = ScorecardTable(actor(), state.wanted, day, rules.validity.full_days)
    among = None if chosen is None else [one for one in chosen[: MOST_TOGETHER + 1] if 0 < one <= MOST_ID]
    return table.rated_ids(reading(), state.sort, MOST_TOGETHER + 1, among)


def _ask_archive(supplier_ids: list[int], languages: tuple[str, ...]) -> ResponseReturnValue:
    arguments: dict[str, object] = {"supplier_ids": supplier_ids, "languages": list(languages)}
    return _ask(AskJob("scores.scorecards_archive", arguments, language()))


def _ask(command: AskJob) -> ResponseReturnValue:
    with writing() as unit:
        job = ask_job(unit, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))
