"""What of findings an actor may see at the desk and act upon, and the acts that were asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.audits.models import AuditMember
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.desk.models import DONE, DeskAct, DeskActRow
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import visible as visible_findings
from supplier_portal.suppliers.models import Supplier


def reached(actor: Actor, permission: Permission) -> Select[Finding]:
    """The findings that a permission of the desk reaches, of those the actor may see."""
    reach = decide(actor, permission).reach
    if reach is Reach.ALL:
        return visible_findings(actor)
    if reach is Reach.OWN_AUDITS:
        return visible_findings(actor).where(Finding.audit_id.in_(own_audits(actor)))
    return select(Finding).where(false())


def own_audits(actor: Actor) -> Select[int]:
    """Ids of the audits in whose team the actor is."""
    return select(AuditMember.audit_id).where(AuditMember.account_id == actor.account_id)


def visible(actor: Actor) -> Select[DeskAct]:
    """The acts the actor asked for."""
    allowed = decide(actor, Permission.DESK_FINDING_STEER).allowed
    return select(DeskAct).where(DeskAct.asked_by == actor.account_id if allowed else false())


def found_act(session: Session, actor: Actor, act_id: int) -> DeskAct:
    """The act. Raises Missing where it is not there for this actor."""
    act = session.scalar(visible(actor).where(DeskAct.id == min(act_id, MOST_ID)))
    if act is None:
        raise Missing
    return act


@dataclass(frozen=True)
class Counted:
    """Rows of an act: all of them, those done and those refused; the rest wait."""

    rows: int
    done: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.rows - self.done - self.refused


def counted(session: Session, acts: Iterable[DeskAct]) -> dict[int, Counted]:
    """How far acts one may see are, in one statement."""
    of_acts = DeskActRow.act_id.in_([act.id for act in acts])
    columns = select(DeskActRow.act_id, DeskActRow.outcome, func.count()).where(of_acts)
    told: dict[int, Counted] = {}
    for act_id, outcome, count in session.execute(columns.group_by(DeskActRow.act_id, DeskActRow.outcome)):
        before = told.get(act_id, Counted(0, 0, 0))
        done, refused = (count, 0) if outcome == DONE else (0, count if outcome else 0)
        told[act_id] = Counted(before.rows + count, before.done + done, before.refused + refused)
    return told


@dataclass(frozen=True)
class RowTold:
    """A row of an act with its finding, as far as the reader may still see it. outcome: a code, None while it waits."""

    finding: Finding | None
    supplier: Supplier | None
    outcome: str | None


def rows_told(session: Session, actor: Actor, act: DeskAct) -> Sequence[RowTold]:
    """Rows of an act that were refused first, then those that wait, then those done; in one statement."""
    seen = reached(actor, Permission.DESK_FINDING_STEER).with_only_columns(Finding.id)
    asked = (
        select(DeskActRow.outcome, Finding, Supplier)
        .select_from(DeskActRow)
        .outerjoin(Finding, (Finding.id == DeskActRow.finding_id) & Finding.id.in_(seen))
        .outerjoin(Supplier, Supplier.id == Finding.supplier_id)
        .where(DeskActRow.act_id == act.id)
        .order_by(DeskActRow.outcome == DONE, DeskActRow.outcome.is_(None), DeskActRow.finding_id)
    )
    return [RowTold(finding, supplier, outcome) for outcome, finding, supplier in session.execute(asked)]
