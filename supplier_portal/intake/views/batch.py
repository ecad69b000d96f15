"""One batch: its progress, its preview, its columns, and what came of it."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.intake.forms import ConfirmForm, SheetForm, UndoForm, columns_form
from supplier_portal.intake.importing import Importer
from supplier_portal.intake.models import DONE, PREVIEWED, UNDONE, Batch
from supplier_portal.intake.planned import fault_of
from supplier_portal.intake.queries import count_of, earlier, found, kept_of, progress_of, rows_of
from supplier_portal.intake.registry import importer_of
from supplier_portal.intake.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.reader import language

ONE = "/batches/<int:batch_id>"
VERDICTS = ("refused", "changed", "new", "same")
SHOWING = frozenset({PREVIEWED, DONE, UNDONE})
MOST_KEPT = 200


@blueprint.get(ONE)
@guard(Permission.INTAKE_BATCH_READ)
def show_batch(batch_id: int) -> ResponseReturnValue:
    batch = found(reading(), actor(), batch_id)
    return batch_page(batch)


def batch_page(batch: Batch) -> str:
    importer = importer_of(batch.importer)
    given: dict[str, Any] = {
        "batch": batch,
        "importer": importer,
        "progress": progress_of(reading(), batch),
        "before": earlier(reading(), actor(), batch),
        "problems": [fault_of(problem) for problem in batch.problems],
        "sheet": used_sheet(batch),
        "unused": unused_headings(batch),
        "columns": titles_of(importer),
        "kept": [fault_of(row.fault) for row in kept_of(reading(), batch, MOST_KEPT)] if batch.kept else [],
        "confirm_form": ConfirmForm(rows=batch.to_write),
        "undo_form": UndoForm(),
        "listing": _rows(batch) if batch.state in SHOWING else None,
    }
    return render_template("intake/batch.html", **given)


def _rows(batch: Batch) -> dict[str, object]:
    """The rows of one verdict, a page of them: what needs a look comes first."""
    asked_verdict = request.args.get("show", "")
    filled = [verdict for verdict in VERDICTS if getattr(batch, verdict)]
    verdict = asked_verdict if asked_verdict in VERDICTS else (filled or ["new"])[0]
    asked, wanted = asked_page(), rows_of(batch, verdict)
    rows = [
        {"row": row, "faults": [fault_of(fault) for fault in row.faults]}
        for row in reading().scalars(wanted.offset(asked.first).limit(asked.size))
    ]
    page = Page(asked.number, asked.size, count_of(reading(), wanted))
    return {"verdict": verdict, "rows": rows, "page": page}


@blueprint.get(f"{ONE}/progress")
@guard(Permission.INTAKE_BATCH_READ)
def show_progress(batch_id: int) -> ResponseReturnValue:
    """How far it is, for the page to ask: {"done", "total", "ended"}."""
    batch = found(reading(), actor(), batch_id)
    progress = progress_of(reading(), batch)
    ended = progress.failed or batch.state in SHOWING or batch.state not in {"uploaded", "writing", "undoing"}
    page = url_for(".show_batch", batch_id=batch.id)
    return {"done": progress.done, "total": progress.total, "ended": ended, "page": page}


@blueprint.get(f"{ONE}/columns")
@guard(Permission.INTAKE_BATCH_WRITE)
def edit_columns(batch_id: int) -> ResponseReturnValue:
    batch = found(reading(), actor(), batch_id)
    return columns_page(batch, columns_form(importer_of(batch.importer), used_sheet(batch), language()))


def columns_page(batch: Batch, form: PortalForm, sheet_form: SheetForm | None = None) -> str:
    sheet = used_sheet(batch)
    sheets = SheetForm(sheet=sheet["name"], row=sheet["row"]) if sheet_form is None else sheet_form
    sheets.sheet.choices = [(one["name"], one["name"] or "CSV") for one in batch.layout.get("sheets", [])]  # type: ignore[attr-defined]  # JSON
    return render_template(
        "intake/columns.html",
        batch=batch,
        importer=importer_of(batch.importer),
        form=form,
        sheet_form=sheets,
        sheet=sheet,
        problems=[fault_of(problem) for problem in batch.problems],
        missing=[titles_of(importer_of(batch.importer))[name] for name in batch.layout.get("missing", [])],  # type: ignore[attr-defined]  # JSON
    )


def used_sheet(batch: Batch) -> dict[str, Any]:
    """The layout of the sheet in use; an empty one while the file is not read."""
    sheets: Any = batch.layout.get("sheets", [])
    empty = {"name": "", "row": 1, "headings": [], "samples": [], "cells": [], "columns": {}, "rows": 0}
    return next((one for one in sheets if one["name"] == batch.layout.get("sheet")), empty)


def unused_headings(batch: Batch) -> list[str]:
    sheet = used_sheet(batch)
    used = set(sheet["columns"].values())
    return [heading for place, heading in enumerate(sheet["headings"]) if heading and place not in used]


def titles_of(importer: Importer) -> dict[str, str]:
    chinese = language() == "zh"
    return {column.name: column.title_zh if chinese else column.title_en for column in importer.columns}
