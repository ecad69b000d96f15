"""What became of the long work one asked for: all of it, and one job with its progress."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Missing
from supplier_portal.jobs.models import GOES_ON, Job
from supplier_portal.jobs.operations import cancel_job
from supplier_portal.jobs.queries import files_of, visible
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")
MENU = [MenuEntry("Files made", "jobs.list_jobs", Permission.SCORES_SCORECARD_EXPORT, 80)]
SHOWN = 50


@blueprint.get("")
@guard(Permission.JOBS_JOB_READ)
def list_jobs() -> ResponseReturnValue:
    jobs = reading().scalars(visible(actor()).order_by(Job.id.desc()).limit(SHOWN)).all()
    return render_template("jobs/list.html", jobs=jobs, files=files_of(reading(), jobs), goes_on=GOES_ON)


@blueprint.get("/<int:job_id>")
@guard(Permission.JOBS_JOB_READ)
def show_job(job_id: int) -> ResponseReturnValue:
    job = _found(job_id)
    return render_template("jobs/job.html", job=job, file=files_of(reading(), [job]).get(job.id))


@blueprint.get("/<int:job_id>/progress")
@guard(Permission.JOBS_JOB_READ)
def show_progress(job_id: int) -> ResponseReturnValue:
    """How far it is, for the page to ask: {"done", "total", "ended"}."""
    job = _found(job_id)
    ended = job.state not in GOES_ON
    return {
        "done": job.progress_done,
        "total": job.progress_total,
        "ended": ended,
        "page": url_for(".show_job", job_id=job.id),
    }


@blueprint.post("/<int:job_id>/cancel")
@guard(Permission.JOBS_JOB_CANCEL)
def cancel(job_id: int) -> ResponseReturnValue:
    """Stop it, as the person who asked for it."""
    with writing() as unit:
        cancel_job(unit, actor(), job_id, portal().moment())
    flash(speech().gettext("Cancelled; no file is made."), "success")
    return redirect(url_for(".list_jobs"), 303)


def _found(job_id: int) -> Job:
    job = reading().scalar(visible(actor()).where(Job.id == job_id))
    if job is None:
        raise Missing
    return job
