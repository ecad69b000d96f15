"""What the worker makes of suppliers: the workbook that can be imported again."""

from collections.abc import Mapping
from typing import Any

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.moment import moment_of
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import write_workbook
from supplier_portal.suppliers.exports import Asked, supplier_sheets
from supplier_portal.suppliers.queries.listing import SupplierFilter
from supplier_portal.trail.exporting import Holding


def make_workbook(work: Work) -> Effect:
    """Write the suppliers of a filter; whoever asked sees all of them, as the platform does."""
    speech = Speech(work.job.language, work.config.zone)
    moment = moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)
    arguments: Mapping[str, Any] = work.job.arguments
    asked = Asked(SupplierFilter.of(arguments), str(arguments.get("sort", "")))
    with work.database.reading(SYSTEM) as session:
        sheets = supplier_sheets(session, SYSTEM, asked, speech)
    holding = Holding(whole=True, rows=sheets[0].count)
    digest = FileStore.of(work.config).keep(write_workbook(sheets, at=moment.at))
    return Effect({"sha256": digest}, Made(digest, f"suppliers-{moment.day}.xlsx", SHEET, holding))


JOBS: dict[str, JobFunction] = {"suppliers.workbook": make_workbook}
