"""The stages of a finding's checkpoint, and what was told of them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import finding_checkpoint
from supplier_portal.audits.models import Audit
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.findings.models import Finding, MilestoneMet
from supplier_portal.findings.queries.rounds import SENT_BACK


def checkpoint_of(session: Session, finding: Finding) -> Checkpoint:
    """The checkpoint a finding was raised on, as its audit's checklist has it."""
    audit = session.get_one(Audit, finding.audit_id)
    version = session.get_one(ChecklistVersion, audit.checklist_version_id)
    return finding_checkpoint(session, audit.id, checklist_of(version), finding.checkpoint)


def told_stages(session: Session, finding: Finding) -> Sequence[MilestoneMet]:
    """What was told since the clocks began, in its order; nothing of a draft."""
    if finding.clock_from is None:
        return []
    told = select(MilestoneMet).where(MilestoneMet.finding_id == finding.id, MilestoneMet.told_at >= finding.clock_from)
    return session.scalars(told.order_by(MilestoneMet.id).execution_options(populate_existing=True)).all()


def met_codes(told: Sequence[MilestoneMet]) -> set[str]:
    """Codes of the stages that are met, as far as the buyer has not said otherwise."""
    latest = {one.code: one for one in told}
    return {code for code, one in latest.items() if one.decision != SENT_BACK}
