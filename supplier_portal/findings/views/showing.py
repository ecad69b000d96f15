"""One finding, and the files that came with it."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import FindingEvidence
from supplier_portal.findings.queries import handed_out, visible_evidence
from supplier_portal.findings.views.room import blueprint, finding_page
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal


@blueprint.get("/findings/<int:finding_id>")
@guard(Permission.FINDINGS_FINDING_READ)
def show_finding(finding_id: int) -> ResponseReturnValue:
    return finding_page(finding_id)


@blueprint.get("/findings/<int:finding_id>/evidence/<int:evidence_id>")
@guard(Permission.FINDINGS_FINDING_READ)
def download_evidence(finding_id: int, evidence_id: int) -> ResponseReturnValue:
    asked = visible_evidence(actor()).where(
        FindingEvidence.id == min(evidence_id, MOST_ID), FindingEvidence.finding_id == min(finding_id, MOST_ID)
    )
    evidence = reading().scalar(asked)
    if evidence is None:
        raise Missing
    digest, kind = handed_out(reading(), actor(), evidence, evidence.added_by)
    return attachment(FileStore.of(portal().config).read(digest), evidence.name, kind)
