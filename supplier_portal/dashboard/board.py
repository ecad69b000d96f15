"""Everything the dashboard shows, asked of the database in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import MAIN, checklist_with, order_of
from supplier_portal.dashboard.models import RoadmapGoal
from supplier_portal.dashboard.queries import Scope
from supplier_portal.dashboard.queries.audits import YearOfAudits, audits_of_year
from supplier_portal.dashboard.queries.covered import Covered, Wanted, covered_suppliers
from supplier_portal.dashboard.queries.findings import (
    Funnel,
    Open,
    Unnoticed,
    funnel_of_year,
    open_findings,
    unnoticed_findings,
)
from supplier_portal.dashboard.queries.grades import Moves, Validity, moves_of_year, validity_ahead
from supplier_portal.dashboard.queries.maturity import Maturity, maturity_by_category
from supplier_portal.dashboard.queries.reach import Reach, reach_of_audits
from supplier_portal.dashboard.queries.targets import CdpYear, Coverage, cdp_of_year, coverage_over_years, goals
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.outreach.queries import TrainingCount, training_counts

NAMED = 3


@dataclass(frozen=True)
class Board:
    """checklist: the newest main one, which names steps and dimensions; None while none is published.

    committed: of the suppliers that committed to a target those of whom most is bought.
    """

    scope: Scope
    checklist: Checklist | None
    audits: YearOfAudits
    reach: Reach
    open: Open
    unnoticed: Unnoticed
    funnel: Funnel
    moves: Moves
    validity: Validity
    maturity: Sequence[Maturity]
    coverage: Sequence[Coverage]
    committed: Sequence[Covered]
    cdp: CdpYear | None
    roadmap: Sequence[RoadmapGoal]
    training: Sequence[TrainingCount]


def board_of(session: Session, actor: Actor, scope: Scope) -> Board:
    """Ask for everything in fourteen statements, one more for a checklist not read yet.

    But for the suppliers nearest to a target only counts, sums and means leave this function. Raises Missing for who
    may not read the dashboard.
    """
    reach_of(actor, Permission.DASHBOARD_BOARD_READ)
    checklist = _main_checklist(session)
    prefixes = {_letters(one.code) for one in checklist.checkpoints} if checklist else set()
    dimensions = tuple(one.code for one in checklist.dimensions) if checklist else ()
    validity = validity_ahead(session, scope)
    return Board(
        scope=scope,
        checklist=checklist,
        audits=audits_of_year(session, scope),
        reach=reach_of_audits(session, scope),
        open=open_findings(session, scope, prefixes),
        unnoticed=unnoticed_findings(session, scope),
        funnel=funnel_of_year(session, scope),
        moves=moves_of_year(session, scope),
        validity=validity,
        maturity=maturity_by_category(session, scope, validity, dimensions),
        coverage=coverage_over_years(session, scope),
        committed=covered_suppliers(session, scope, None, Wanted(target="committed"), 0, NAMED),
        cdp=cdp_of_year(session, scope),
        roadmap=goals(session),
        training=training_counts(session, actor, category=scope.category),
    )


def _main_checklist(session: Session) -> Checklist | None:
    versions = session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.code == MAIN).options(defer(ChecklistVersion.document))
    )
    newest = max(versions, key=order_of, default=None)
    return checklist_with(session, newest.sha256) if newest else None


def _letters(code: str) -> str:
    return code.rstrip("0123456789.")
