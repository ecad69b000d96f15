"""Each year's programme, made in the autumn before from the audits that come, and from those that are due again."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import ISSUED_AFTER
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.programme.models import ProgrammeLine
from supplier_portal.programme.operations.lines import AddLine, add_lines
from supplier_portal.programme.operations.programmes import SaveProgramme, agree_programme, make_programme

MADE_ON = {2022: date(2021, 11, 22), 2023: date(2022, 11, 14), 2024: date(2023, 11, 13)}
AGREED_AFTER = timedelta(days=10)
TITLE = "Supplier carbon audits {year} / {year}年供应商双碳审核方案"
OBJECTIVES = "Judge how far each supplier governs its carbon, verify its figures, and agree on what must change."
CRITERIA = "Supplier dual-carbon audit checklist, requirements letter, Code of Conduct, the supplier's own procedures."
DUE_AFTER = timedelta(days=700)
"""After its report a supplier is due again, before the report is no longer valid."""


def programme_steps(world: World, audits: Sequence[PlannedAudit]) -> Iterator[Step]:
    for year, made_on in MADE_ON.items():
        of_year = [audit for audit in audits if audit.seed.starts_on.year == year]
        if of_year:
            key, due = programme_key(year), _due_in(year, audits)
            yield Step(key, world.moment(made_on, 10), "planner", _make(year, of_year, due))
            yield Step(f"{key}:agreed", world.moment(made_on + AGREED_AFTER, 10), "planner", _agree(key))


def programme_key(year: int) -> str:
    """How the step is named that makes a year's programme."""
    return f"programme:{year}"


def line_of(session: Session, world: World, audit: PlannedAudit) -> int:
    """The line from which an audit is planned."""
    starts_on, seed = audit.seed.starts_on, audit.seed
    asked = select(ProgrammeLine.id).where(
        ProgrammeLine.programme_id == world.id_of(programme_key(starts_on.year)),
        ProgrammeLine.site_id == _site(world, audit),
        ProgrammeLine.month == starts_on.month,
        ProgrammeLine.type == seed.type,
    )
    return session.scalars(asked).one()


def _site(world: World, audit: PlannedAudit) -> int:
    return world.sites[audit.supplier.number, audit.supplier.sites[audit.seed.site].names["en"]]


def _due_in(year: int, audits: Sequence[PlannedAudit]) -> list[tuple[PlannedAudit, int]]:
    """Audits that are to be repeated in a year and for which no visit stands yet, with the month."""
    visited: dict[tuple[str, int], date] = {}
    for audit in audits:
        place = (audit.supplier.number, audit.seed.site)
        visited[place] = max(visited.get(place, audit.seed.starts_on), audit.seed.starts_on)
    last = [audit for audit in audits if audit.issued and visited[_place(audit)] == audit.seed.starts_on]
    days = [(audit, audit.day(ISSUED_AFTER) + DUE_AFTER) for audit in last]
    return [(audit, day.month) for audit, day in days if day.year == year]


def _place(audit: PlannedAudit) -> tuple[str, int]:
    return audit.supplier.number, audit.seed.site


def _make(year: int, audits: Sequence[PlannedAudit], due: Sequence[tuple[PlannedAudit, int]]) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        told = SaveProgramme(year, TITLE.format(year=year), OBJECTIVES, "", CRITERIA)
        programme = make_programme(session, actor, told, moment)
        lines = [
            AddLine(
                programme.id, _site(world, audit), audit.seed.starts_on.month, audit.seed.type, audit.seed.mode,
                world.people[audit.team[0]].account_id,
            )
            for audit in audits
        ]  # fmt: skip
        lines += [AddLine(programme.id, _site(world, audit), month, note="Valid until then") for audit, month in due]
        add_lines(session, actor, programme.id, lines, moment)
        return programme.id

    return act


def _agree(key: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        agree_programme(session, actor, world.id_of(key), moment)

    return act
