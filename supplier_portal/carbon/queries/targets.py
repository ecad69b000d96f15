"""The page of targets on a day: suppliers whose company is sure, to be decided, decided, or not in the list."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.carbon.models import SbtiCandidate, SbtiCompany, SbtiDecision, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.queries.decisions import stands_on, visible_decisions
from supplier_portal.carbon.queries.options import open_candidate, open_conflict, settled
from supplier_portal.carbon.queries.snapshots import SURE, applied_on, holds_on, snapshot_in_force, visible_matches
from supplier_portal.carbon.queries.snapshots import visible as visible_snapshots
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers

TO_DECIDE, SURE_ONES, DECIDED_ONES, NOT_LISTED = TABS = ("to_decide", "sure", "decided", "none")


@dataclass(frozen=True)
class TargetsOn:
    """The list in force on a day as an actor may see it. Each tab is a query; `counts` counts all in one statement."""

    actor: Actor
    snapshot: SbtiSnapshot
    day: date

    def to_decide(self) -> Select[Supplier]:
        """Select suppliers with conflicts or candidates and no company that counts."""
        return visible_suppliers(self.actor).where(
            self._open(), Supplier.id.not_in(settled(self.snapshot.id, self.day))
        )

    def sure(self) -> Select[SupplierTarget, Supplier, SbtiCompany]:
        """Select matches by identifier, each with its supplier and company."""
        of_list = (SupplierTarget.snapshot_id == self.snapshot.id, SupplierTarget.verdict == SURE)
        return visible_matches(self.actor).where(*of_list, holds_on(self.day))

    def decided(self) -> Select[SbtiDecision, Supplier, SbtiCompany, Account]:
        """Select the decisions that stand, each with supplier, company and who decided."""
        return visible_decisions(self.actor).where(stands_on(self.day))

    def not_listed(self) -> Select[Supplier]:
        """Select suppliers of whom the list says nothing and a person neither."""
        decided = select(SbtiDecision.supplier_id).where(stands_on(self.day))
        return visible_suppliers(self.actor).where(
            ~self._open(), Supplier.id.not_in(self._applied()), Supplier.id.not_in(decided)
        )

    def counts(self, session: Session) -> dict[str, int]:
        """Count the rows of each tab."""
        asked = {
            TO_DECIDE: self.to_decide(),
            SURE_ONES: self.sure().with_only_columns(SupplierTarget.id),
            DECIDED_ONES: self.decided().with_only_columns(SbtiDecision.id),
            NOT_LISTED: self.not_listed(),
        }
        counted = [select(func.count()).select_from(query.subquery()).scalar_subquery() for query in asked.values()]
        return dict(zip(asked, session.execute(select(*counted)).one(), strict=True))

    def applied(self, session: Session, supplier_ids: list[int]) -> dict[int, SupplierTarget]:
        """Return what counts for suppliers by a person's decision."""
        of_suppliers = SupplierTarget.supplier_id.in_(supplier_ids)
        rows = select(SupplierTarget).where(SupplierTarget.snapshot_id == self.snapshot.id, of_suppliers)
        return {row.supplier_id: row for row in session.scalars(rows.where(applied_on(self.day)))}

    def _open(self) -> ColumnElement[bool]:
        conflicts = select(SupplierTarget.supplier_id).where(open_conflict(self.snapshot.id, self.day))
        candidates = select(SbtiCandidate.supplier_id).where(open_candidate(self.snapshot.id, self.day))
        return or_(Supplier.id.in_(conflicts), Supplier.id.in_(candidates))

    def _applied(self) -> Select[int]:
        of_list = SupplierTarget.snapshot_id == self.snapshot.id
        return select(SupplierTarget.supplier_id).where(of_list, applied_on(self.day))


def targets_on(session: Session, actor: Actor, day: date) -> TargetsOn | None:
    """Return the list in force on a day, or None where every imported list counts from a later one."""
    reach_of(actor, Permission.CARBON_SNAPSHOT_READ)
    in_force = SbtiSnapshot.id == snapshot_in_force(day).scalar_subquery()
    snapshot = session.scalar(visible_snapshots(actor).where(in_force))
    return TargetsOn(actor, snapshot, day) if snapshot else None
