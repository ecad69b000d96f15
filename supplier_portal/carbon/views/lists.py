"""The imported lists: taking one in, what came of it, and what a newer list says that an older one did not."""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.forms import ImportListForm
from supplier_portal.carbon.models import SbtiSnapshot
from supplier_portal.carbon.queries import count_of, visible
from supplier_portal.carbon.queries.differences import differences
from supplier_portal.carbon.views.room import blueprint, may_import
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.files.operations import remember_file
from supplier_portal.files.store import FileStore
from supplier_portal.intake.uploads import checked_upload
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.queries import visible as visible_jobs
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language

IMPORT_LIST = "carbon.import_list"
MOST_CHOICES = 100


@blueprint.get("/targets/lists")
@guard(Permission.CARBON_SNAPSHOT_READ)
def list_lists() -> ResponseReturnValue:
    """Show every list imported, the newest first, and what became of the import in the address."""
    return _lists_page(ImportListForm(counts_from=portal().moment().day))


@blueprint.post("/targets/lists")
@guard(Permission.CARBON_SNAPSHOT_IMPORT)
def import_list() -> ResponseReturnValue:
    """Keep the file and have the worker take it in."""
    form = ImportListForm()
    if not form.validate_on_submit() or form.counts_from.data is None:
        return _lists_page(form), 422
    config, person, now = portal().config, actor(), portal().machine_now()
    try:
        upload = checked_upload(FileStore.of(config), form.file.data.read(), "file", config.upload_limit)
    except Invalid as error:
        form.take_faults(error)
        return _lists_page(form), 422
    asked = {"as_of": form.counts_from.data.isoformat(), "role": person.role.value, "name": person.name}
    with writing() as unit:
        digest = remember_file(unit, upload, now)
        job = ask_job(unit, person, AskJob(IMPORT_LIST, {"digest": digest, **asked}, language()), now)
    return redirect(url_for(".list_lists", job=job.id))


@blueprint.get("/targets/differences")
@guard(Permission.CARBON_SNAPSHOT_READ)
def show_differences() -> ResponseReturnValue:
    """Compare two lists; without a choice, the newest with the one before."""
    newest_first = visible(actor()).order_by(SbtiSnapshot.as_of.desc(), SbtiSnapshot.id.desc())
    snapshots = list(reading().scalars(newest_first.limit(MOST_CHOICES)))
    if len(snapshots) <= 1:
        return render_template("carbon/differences.html", snapshots=snapshots, rows=None)
    older = _chosen(snapshots, "from", snapshots[1])
    newer = _chosen(snapshots, "to", snapshots[0])
    found = differences(reading(), actor(), older, newer, portal().moment().day)
    page = replace(asked_page(), total=len(found))
    rows = found[page.first : page.first + page.size]
    named = {number for row in rows for number in row.suppliers}
    ours = reading().scalars(visible_suppliers(actor()).where(Supplier.id.in_(named)))
    kinds = {kind: sum(one.kind == kind for one in found) for kind in dict.fromkeys(one.kind for one in found)}
    return render_template(
        "carbon/differences.html", snapshots=snapshots, older=older, newer=newer, rows=rows, page=page, kinds=kinds,
        ours=sum(bool(one.suppliers) for one in found), suppliers={supplier.id: supplier for supplier in ours},
    )  # fmt: skip


def _chosen(snapshots: list[SbtiSnapshot], name: str, otherwise: SbtiSnapshot) -> SbtiSnapshot:
    """Raises Missing for a list that is not there."""
    asked = request.args.get(name, type=int)
    if asked is None:
        return otherwise
    found = next((snapshot for snapshot in snapshots if snapshot.id == asked), None)
    if found is None:
        raise Missing
    return found


def _lists_page(form: ImportListForm) -> str:
    asked = asked_page()
    lists = visible(actor())
    newest_first = lists.order_by(SbtiSnapshot.as_of.desc(), SbtiSnapshot.id.desc())
    snapshots = reading().scalars(newest_first.offset(asked.first).limit(asked.size)).all()
    page: Page = replace(asked, total=count_of(reading(), lists))
    return render_template(
        "carbon/lists.html", snapshots=snapshots, page=page, form=form, may_import=may_import(), **_asked_job()
    )


def _asked_job() -> dict[str, Any]:
    """The reader's own import of the address: its job, and the faults or the list it came to."""
    number = request.args.get("job", type=int)
    own = visible_jobs(actor()).where(Job.id == number, Job.name == IMPORT_LIST)
    job = reading().scalar(own) if number is not None else None
    outcome: dict[str, Any] = (job.outcome or {}) if job else {}
    taken = visible(actor()).where(SbtiSnapshot.id == outcome["snapshot"]) if "snapshot" in outcome else None
    return {
        "job": job,
        "outcome": outcome,
        "refused": [Fault(**told) for told in outcome.get("refused", ())],
        "taken": reading().scalar(taken) if taken is not None else None,
    }
