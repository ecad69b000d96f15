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
from supplier_portal.dashboard.queries.audits import Reach, YearOfAudits, audits_of_year, reach_of_audits
from supplier_portal.dashboard.queries.findings import Funnel, Open, funnel_of_year, open_findings
from supplier_portal.dashboard.queries.grades import (
    Maturity,
    Moves,
    Validity,
    maturity_by_category,
    moves_of_year,
    validity_ahead,
)
from supplier_portal.dashboard.queries.targets import CdpYear, Coverage, cdp_of_year, coverage_over_years, goals
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.outreach.queries import TrainingCount, training_counts


@dataclass(frozen=True)
class Board:
    """checklist: the newest main one, which names steps and dimensions; None while none is published."""

    scope: Scope
    checklist: Checklist | None
    audits: YearOfAudits
    reach: Reach
    open: Open
    funnel: Funnel
    moves: Moves
    validity: Validity
    maturity: Sequence[Maturity]
    coverage: Sequence[Coverage]
    cdp: CdpYear | None
    roadmap: Sequence[RoadmapGoal]
    training: Sequence[TrainingCount]


def board_of(session: Session, actor: Actor, scope: Scope) -> Board:
    """Ask for everything in twelve statements, one more for a checklist not read yet.

    Only counts, sums and means leave this function: who may not open a list sees its figures here all the same.
    Raises Missing for who may not read the dashboard.
    """
    reach_of(actor, Permission.DASHBOARD_BOARD_READ)
    checklist = _main_checklist(session)
    prefixes = {_letters(one.code) for one in checklist.checkpoints} if checklist else set()
    validity = validity_ahead(session, scope)
    return Board(
        scope=scope,
        checklist=checklist,
        audits=audits_of_year(session, scope),
        reach=reach_of_audits(session, scope),
        open=open_findings(session, scope, prefixes),
        funnel=funnel_of_year(session, scope),
        moves=moves_of_year(session, scope),
        validity=validity,
        maturity=maturity_by_category(session, scope, validity),
        coverage=coverage_over_years(session, scope),
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
