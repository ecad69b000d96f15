"""What is prepared before a visit: agenda, documents, the supplier's own assessment."""

from collections.abc import Container, Iterator
from datetime import date
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_plans import PlannedAnswer
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.pictures import bill
from supplier_portal.demo.seed_files import told_suppliers
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.visits.models import INSUFFICIENT, READ
from supplier_portal.visits.operations import (
    DeclareNotAvailable,
    JudgeDocument,
    OwnRating,
    ProposeDocuments,
    SaveSelfAssessment,
    SendDocument,
    declare_not_available,
    hand_in,
    judge_document,
    propose_agenda,
    propose_documents,
    save_self_assessment,
    send_document,
)
from supplier_portal.visits.queries.documents import documents_of

KEPT_SINCE = date(2023, 9, 1)
"""From then on the papers of the visits to the suppliers with stories of their own are here."""
UNDER_WAY = ("planned", "confirmed", "in_progress", "closing_held", "in_review", "draft_sent")
AGENDA, DOCUMENTS, ASSESSED, SENT, HANDED_IN, JUDGED = 18, 17, 12, 9, 8, 6  # days before the visit
VERDICTS = (READ, READ, INSUFFICIENT)
BETTER_THAN_FOUND = (0, 0, 1, 1, 2)  # levels by which a supplier sees itself higher
HIGHEST, ALL = 4, 100
OWN_NOTE_ONCE_IN = 4
HIGHEST_FIGURE = 90_000


def has_papers(audit: PlannedAudit) -> bool:
    """Whether agenda, documents and records of its meetings are kept here: of the latest, and of what is under way."""
    told = {supplier.number for supplier in told_suppliers()}
    settled = audit.issued and audit.supplier.number in told and audit.seed.starts_on >= KEPT_SINCE
    return settled or audit.seed.until in UNDER_WAY


class VisitSteps:
    """Makes the steps before one audit's visit, as far as they come until today.

    yes_no: codes of the checkpoints that are answered by yes or no.
    """

    def __init__(self, world: World, audit: PlannedAudit, yes_no: Container[str]) -> None:
        self.world, self.audit, self.yes_no = world, audit, yes_no
        self.lead, self.auditor, _ = audit.team
        self.owner = owner_of(audit.supplier.number)

    def steps(self) -> Iterator[Step]:
        if has_papers(self.audit):
            until = self.world.moment(TODAY, 10).at
            yield from (step for step in self._steps() if step.moment.at <= until)

    def _steps(self) -> Iterator[Step]:
        yield self._step("agenda", AGENDA, self.lead, self._agenda)
        if self.audit.seed.mode != "desktop":
            yield self._step("documents", DOCUMENTS, self.lead, self._documents)
            yield self._step("sent", SENT, self.owner, self._send)
            yield self._step("judged", JUDGED, self.auditor, self._judge)
        if self.audit.seed.answered == ALL and self.audit.reaches("confirmed"):
            yield self._step("assessed", ASSESSED, self.owner, self._assess)
            yield self._step("handed_in", HANDED_IN, self.owner, self._hand_in)

    def _step(self, name: str, before: int, who: str, act: Act) -> Step:
        return Step(f"visit:{self.audit.key}:{name}", self.world.moment(self.audit.day(-before), 9, 30), who, act)

    @property
    def audit_id(self) -> int:
        return self.world.id_of(f"audit:{self.audit.key}")

    def _agenda(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        propose_agenda(session, actor, self.audit_id, moment)

    def _documents(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        propose_documents(session, actor, ProposeDocuments(self.audit_id), moment)

    def _asked(self, session: Session, actor: Actor) -> list[int]:
        return [shown.request.id for shown in documents_of(session, actor, self.audit_id)]

    def _send(self, session: Session, world: World, actor: Actor, moment: Moment) -> None:
        """The first documents come, of the next it is said that there is none, the others are still awaited."""
        asked = self._asked(session, actor)
        for place, request_id in enumerate(asked[: len(VERDICTS)]):
            upload = world.picture(f"document:{place}:{moment.day.year}", partial(_page, moment.day.year))
            name = f"{self.audit.wording.listed('visit', 'documents')[place]}.png"
            send_document(session, actor, SendDocument(self.audit_id, request_id, upload, name), moment)
        for request_id in asked[len(VERDICTS) :][:1]:
            reason = self.audit.wording.said("visit", "not_available")
            declare_not_available(session, actor, DeclareNotAvailable(self.audit_id, request_id, reason), moment)

    def _judge(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        for request_id, verdict in zip(self._asked(session, actor), VERDICTS, strict=False):
            note = self.audit.wording.said("visit", "insufficient") if verdict == INSUFFICIENT else ""
            judge_document(session, actor, JudgeDocument(self.audit_id, request_id, verdict, note), moment)

    def _assess(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        ratings = tuple(self._own(answer) for answer in self.audit.answers)
        save_self_assessment(session, actor, SaveSelfAssessment(self.audit_id, ratings), moment)

    def _own(self, answer: PlannedAnswer) -> OwnRating:
        """As the audit finds it, or a little better."""
        if answer.rating == "NA":
            return OwnRating(answer.checkpoint, answer.rating, answer.note, 0)
        chance = chance_for(f"own:{self.audit.key}:{answer.checkpoint}")
        better = 0 if answer.checkpoint in self.yes_no else chance.choice(BETTER_THAN_FOUND)
        note = self.audit.wording.said("visit", "own_note") if chance.randrange(OWN_NOTE_ONCE_IN) == 0 else ""
        return OwnRating(answer.checkpoint, str(min(HIGHEST, int(answer.rating) + better)), note, 0)

    def _hand_in(self, session: Session, _: World, actor: Actor, moment: Moment) -> None:
        hand_in(session, actor, self.audit_id, moment)


def _page(year: int, chance: Random) -> bytes:
    return bill("Record", year, chance.randrange(HIGHEST_FIGURE), chance)
