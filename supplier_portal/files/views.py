"""Handing out files: always as attachments from their own address, never guessed at by the browser."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import Job, JobFile
from supplier_portal.jobs.queries import visible
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal

blueprint = Blueprint("files", __name__)


@blueprint.get("/jobs/<int:job_id>/file")
@guard(Permission.JOBS_JOB_READ)
def download_job_file(job_id: int) -> ResponseReturnValue:
    found = reading().scalar(visible(actor()).join(JobFile, JobFile.job_id == Job.id).where(Job.id == job_id))
    file = reading().get(JobFile, job_id) if found else None
    if file is None:
        raise Missing
    return attachment(FileStore.of(portal().config).read(file.digest), file.name, file.media_type)
