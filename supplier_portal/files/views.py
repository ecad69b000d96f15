"""Handing out files: always as attachments from their own address, never guessed at by the browser."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.queries import files_of, visible
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal

blueprint = Blueprint("files", __name__)


@blueprint.get("/jobs/<int:job_id>/file")
@guard(Permission.JOBS_JOB_READ)
def download_job_file(job_id: int) -> ResponseReturnValue:
    job = reading().scalar(visible(actor()).where(Job.id == job_id))
    file = files_of(reading(), [job]).get(job.id) if job else None
    if file is None:
        raise Missing
    return attachment(FileStore.of(portal().config).read(file.digest), file.name, file.media_type)
