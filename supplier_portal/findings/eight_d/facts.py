"""What is printed and written of one finding, read as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.eight_d.cells import Company, company_of, lines_of_branches, standing_cells
from supplier_portal.findings.eight_d.layout import Layout, lines_for
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import local_day, visible
from supplier_portal.findings.queries.company import CompanyPerson, measures_of, people_of
from supplier_portal.findings.queries.listing import Filter
from supplier_portal.findings.queries.story import Story, story_of
from supplier_portal.language.speech import Speech

MOST_TOGETHER = 100


@dataclass(frozen=True)
class EightD:
    """cells: what its open cells hold; company: whom and which measures they may name."""

    story: Story
    cells: dict[str, str]
    people: Sequence[CompanyPerson]
    company: Company

    @property
    def layout(self) -> Layout:
        return Layout(lines_for(lines_of_branches(self.cells)))

    def facts(self, speech: Speech) -> dict[str, str]:
        """The locked rows by key, in the reader's language."""
        finding, entry, said = self.story.finding, self.story.listed, speech
        zone = entry.supplier.time_zone
        titles = (f"{one.code} {one.title.in_language(said.language)}" for one, _ in self.story.covered)
        severity = "finding_kind.strength" if finding.severity == "none" else f"severity.{finding.severity}"
        return {
            "team": ("；" if said.language == "zh" else "; ").join(self.company.owners),
            "number": finding.number,
            "supplier": f"{entry.supplier.number} {entry.supplier.name(said.language)}",
            "site": entry.site.name(said.language),
            "severity": said.word(severity),
            "checkpoint": "\n".join(titles),
            "title": finding.title,
            "requirement": finding.requirement,
            "seen": finding.seen,
            "notified_on": said.day(local_day(finding.notified_at, zone)) if finding.notified_at else "",
            "close_due_on": said.day(finding.close_due_on) if finding.close_due_on else "",
            "state": said.word(f"finding_state.{finding.state}"),
            "decision": self._decision(said),
            "signed": "",
        }

    def _decision(self, said: Speech) -> str:
        plan = self.story.plans[0].plan if self.story.plans else None
        if plan is None or plan.decision is None or plan.decided_at is None:
            return ""
        name = self.story.people[plan.decided_by].name if plan.decided_by else ""
        cycle = said.gettext("Corrective action plan, cycle %(number)s", number=plan.cycle)
        told = f"{cycle}: {said.word(f'plan_decision.{plan.decision}')}, {name}, {said.day(plan.decided_at)}"
        return f"{told}\n{plan.reason}" if plan.reason else told


def eight_d_of(session: Session, actor: Actor, finding_id: int, moment: Moment) -> EightD:
    """Read one finding. Raises Missing where it is not there for the actor, or was not notified yet."""
    reach_of(actor, Permission.FINDINGS_WORKBOOK_PRINT)
    story = story_of(session, actor, finding_id, moment)
    if story.finding.notified_at is None:
        raise Missing
    people = people_of(session, story.finding.supplier_id)
    company = company_of(people, measures_of(session, story.finding))
    newest = story.plans[0] if story.plans else None
    return EightD(story, standing_cells(newest, story.contained, company), people, company)


def to_answer(actor: Actor, supplier_id: int | None = None) -> Filter:
    """The findings it is the supplier's turn in; supplier_id: of one supplier, for who sees several."""
    return Filter(turn="supplier", supplier_id=actor.supplier_id or supplier_id)


def chosen_findings(session: Session, actor: Actor, finding_ids: Sequence[int]) -> list[int]:
    """The findings of the ids, in the order of their numbers, that go into one file together.

    Raises Missing where one is not there for the actor or was not notified yet, Invalid for none, Conflict for too
    many.
    """
    reach_of(actor, Permission.FINDINGS_WORKBOOK_PRINT)
    wanted = set(finding_ids)
    if not wanted:
        raise Invalid([Fault("eight_d.no_finding", "finding")])
    if len(wanted) > MOST_TOGETHER:
        raise Conflict("eight_d.too_many", most=MOST_TOGETHER)
    seen = visible(actor).where(Finding.id.in_(wanted), Finding.notified_at.is_not(None)).subquery()
    rows = select(seen.c.id).order_by(seen.c.number)
    found = list(session.scalars(rows))
    if len(found) != len(wanted):
        raise Missing
    return found
