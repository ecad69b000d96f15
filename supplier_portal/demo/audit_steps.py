"""The steps of an audit from its plan to its close, each by who does it, on its day."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.operations import (
    MoveAudit,
    PlanAudit,
    SaveAnswer,
    move_audit,
    release_draft,
    save_answers,
)
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import (
    CONFIRMED_BEFORE,
    DRAFT_AFTER,
    IN_REVIEW_AFTER,
    ISSUED_AFTER,
    PLANNED_BEFORE,
    RELEASED_AFTER,
    TODAY,
    VISIT_DAYS,
    comments_until,
)
from supplier_portal.demo.chance import chance_for, uuid_for
from supplier_portal.demo.evidence import evidence_steps
from supplier_portal.demo.finding_plans import PlannedAnswer
from supplier_portal.demo.finding_steps import raising
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.programme_steps import line_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.programme.operations.planning import plan_line
from supplier_portal.reports.operations import issue_audit, send_back, send_draft

STOPPED = {"cancelled": ("planner", 9), "refused": ("planner", 3), "aborted": ("lead", 0)}
"""Who stops an audit, and how many days before its visit; one that is aborted has begun."""


class AuditSteps:
    """Makes one audit's steps."""

    def __init__(self, world: World, audit: PlannedAudit) -> None:
        self.world = world
        self.audit = audit
        self.key = f"audit:{audit.key}"
        self.lead, self.auditor, self.reviewer = audit.team

    def steps(self) -> Iterator[Step]:
        yield self._step("", -PLANNED_BEFORE, 10, "planner", self._plan)
        if self.audit.reaches("confirmed"):
            yield self._move("confirmed", -CONFIRMED_BEFORE, 11, self.lead)
        if self.audit.seed.until == "aborted":
            yield self._move("in_progress", 0, 8, self.lead)
        if stop := STOPPED.get(self.audit.seed.until):
            who, before = stop
            yield self._stop(self.lead if who == "lead" else who, -before)
        if self.audit.reaches("in_progress"):
            yield from self._visit()
        if self.audit.reaches("draft_sent"):
            yield self._step("draft_sent", DRAFT_AFTER, 10, self.reviewer, self._draft)
        if self.audit.issued:
            yield from self._issue()

    def _visit(self) -> Iterator[Step]:
        yield self._move("in_progress", 0, 8, self.lead)
        for day in range(VISIT_DAYS):
            hour = 14 if day == VISIT_DAYS - 1 else 17
            yield self._step(f"answers{day + 1}", day, hour, self.auditor, self._answers(day))
        yield from evidence_steps(self.world, self.audit, self.auditor)
        yield from raising(self.world, self.audit, self.lead)
        if not self.audit.reaches("closing_held"):
            return
        yield self._move("closing_held", VISIT_DAYS - 1, 17, self.lead)
        if self.audit.reaches("in_review"):
            yield self._move("in_review", IN_REVIEW_AFTER, 9, self.lead)
        if self.audit.seed.sent_back:
            yield self._step("sent_back", IN_REVIEW_AFTER, 15, self.reviewer, self._send_back)
            yield self._step("completed", IN_REVIEW_AFTER + 3, 10, self.auditor, self._complete)
            yield self._move("closing_held", IN_REVIEW_AFTER + 3, 15, self.lead, again=True)
            yield self._move("in_review", IN_REVIEW_AFTER + 4, 17, self.lead, again=True)

    def _issue(self) -> Iterator[Step]:
        long = comments_until(self.audit.work_day(DRAFT_AFTER)) >= self.audit.work_day(ISSUED_AFTER)
        if chance_for(self.key).randrange(2) or long:
            yield self._step("released", RELEASED_AFTER, 14, owner_of(self.audit.supplier.number), self._release)
        yield self._step("issued", ISSUED_AFTER, 16, self.reviewer, self._issued)
        if self.audit.closed_on:
            moment = self.world.moment(self.audit.closed_on, 16)
            yield Step(f"{self.key}:closed", moment, "planner", self._to("closed"))

    def _step(self, name: str, after: int, hour: int, who: str, act: Act) -> Step:
        """One step so many days after the visit began; of today's, a reader finds only the morning's done."""
        day = min(self.audit.work_day(after), TODAY)
        hour = min(hour, 9) if day == TODAY else hour
        return Step(f"{self.key}:{name}" if name else self.key, self.world.moment(day, hour), who, act)

    def _move(self, target: str, after: int, hour: int, who: str, *, again: bool = False) -> Step:
        return self._step(f"{target}{'2' if again else ''}", after, hour, who, self._to(target))

    def _stop(self, who: str, after: int) -> Step:
        state = self.audit.seed.until
        reason = self.audit.wording.said("answers", state)
        witness = self.audit.wording.said("answers", "witness") if state in {"refused", "aborted"} else ""
        return self._step(state, after, 12, who, self._to(state, reason, witness))

    def _to(self, target: str, reason: str = "", witness: str = "") -> Act:
        def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
            move_audit(session, actor, MoveAudit(world.id_of(self.key), target, reason, witness), moment)

        return act

    def _plan(self, session: Session, world: World, actor: Actor, moment: Moment) -> int:
        audit, wording = self.audit, self.audit.wording
        site = audit.supplier.sites[audit.seed.site]
        command = PlanAudit(
            supplier_id=world.suppliers[audit.supplier.number],
            site_id=world.sites[audit.supplier.number, site.names["en"]],
            checklist_version_id=world.id_of("checklist"),
            type=audit.seed.type,
            mode=audit.seed.mode,
            starts_on=audit.seed.starts_on,
            ends_on=audit.ends_on,
            objectives=wording.said("audit", "objectives"),
            scope=wording.said("audit", "scope"),
            criteria=wording.said("audit", "criteria"),
            lead_id=world.people[self.lead].account_id,
            auditor_ids=(world.people[self.auditor].account_id or 0,),
            module_ids=(world.id_of(f"checklist:{audit.module}"),) if audit.module else (),
        )
        return plan_line(session, actor, line_of(session, world, audit), command, moment).id

    def _answers(self, day: int) -> Act:
        """Half of the answers on each day; on the first, all of them, where the second is still to come."""
        answers = self.audit.answers
        half = len(answers) // VISIT_DAYS if self.audit.ends_on <= TODAY else len(answers)
        part = answers[:half] if day == 0 else answers[half:]

        def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
            commands = [self._answered(world, answer, 0, "") for answer in part]
            save_answers(session, actor, world.id_of(self.key), commands, moment)

        return act

    def _answered(self, world: World, answer: PlannedAnswer, base_version: int, more: str) -> SaveAnswer:
        figures = answer.figures
        return SaveAnswer(
            audit_id=world.id_of(self.key), checkpoint=answer.checkpoint, base_version=base_version,
            rating=answer.rating, note=answer.note + more, population=figures.population, sampled=figures.sampled,
            conforming=figures.conforming, number=figures.number, claimed=figures.claimed,
            reperformed=figures.reperformed, on_track=figures.on_track,
            change_uuid=uuid_for(f"{self.key}:{answer.checkpoint}:{base_version}"),
        )  # fmt: skip

    def _send_back(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        send_back(session, actor, world.id_of(self.key), self.audit.wording.said("answers", "sent_back"), moment)

    def _complete(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        """Three notes say more than they did."""
        more = f" {self.audit.wording.said('audit', 'completed')}"
        commands = [self._answered(world, answer, 1, more) for answer in self.audit.answers[:3]]
        save_answers(session, actor, world.id_of(self.key), commands, moment)

    def _draft(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        send_draft(session, actor, world.id_of(self.key), moment)

    def _release(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        release_draft(session, actor, world.id_of(self.key), moment)

    def _issued(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        issue_audit(session, actor, world.id_of(self.key), moment, agreed=range(1, 9))
