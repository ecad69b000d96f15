"""The forms of a finding's page: those that were not sent stand empty, and each is offered its choices."""

from dataclasses import dataclass, field
from functools import partial

from sqlalchemy.orm import Session

from supplier_portal.audits.models import SCORED
from supplier_portal.domain.answering import NOT_APPLICABLE
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.findings.forms.answering import (
    ContainmentForm,
    DecideMilestoneForm,
    DoneForm,
    EvidenceForm,
    MessageForm,
    MilestoneForm,
    NoteForm,
)
from supplier_portal.findings.forms.deciding import DecideFileForm, MoveForm, ReviewForm, VerifyForm
from supplier_portal.findings.forms.eight_d import StampedForm, WorkbookForm
from supplier_portal.findings.forms.extending import AnswerExtensionForm, AskExtensionForm
from supplier_portal.findings.forms.planning import PlanForm
from supplier_portal.findings.forms.raising import DropForm
from supplier_portal.findings.operations.answering import DOES_ACTIONS
from supplier_portal.findings.operations.containing import TAKES_CONTAINMENT
from supplier_portal.findings.queries.company import measures_of, people_of
from supplier_portal.findings.queries.story import Story


@dataclass
class Forms:
    """kept: words of a form that came too late; plan: None until it is needed, as it starts from the last plan."""

    plan: PlanForm | None = None
    containment: ContainmentForm = field(default_factory=partial(ContainmentForm, formdata=None))
    evidence: EvidenceForm = field(default_factory=partial(EvidenceForm, formdata=None))
    done: DoneForm = field(default_factory=partial(DoneForm, formdata=None))
    milestone: MilestoneForm = field(default_factory=partial(MilestoneForm, formdata=None))
    decide_milestone: DecideMilestoneForm = field(default_factory=partial(DecideMilestoneForm, formdata=None))
    decide_file: DecideFileForm = field(default_factory=partial(DecideFileForm, formdata=None))
    move: MoveForm = field(default_factory=partial(MoveForm, formdata=None))
    verify: VerifyForm = field(default_factory=partial(VerifyForm, formdata=None))
    review: ReviewForm = field(default_factory=partial(ReviewForm, formdata=None))
    message: MessageForm = field(default_factory=partial(MessageForm, formdata=None))
    note: NoteForm = field(default_factory=partial(NoteForm, formdata=None))
    drop: DropForm = field(default_factory=partial(DropForm, formdata=None))
    workbook: WorkbookForm = field(default_factory=partial(WorkbookForm, formdata=None))
    stamped: StampedForm = field(default_factory=partial(StampedForm, formdata=None))
    extension: AskExtensionForm = field(default_factory=partial(AskExtensionForm, formdata=None))
    answer: AnswerExtensionForm = field(default_factory=partial(AnswerExtensionForm, formdata=None))
    conflict: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)

    def offer(self, session: Session, shown: Story, targets: set[str]) -> None:
        """Put in what each may choose from. targets: the states the reader may move the finding to."""
        self.extension.show(shown.clocks.askable)
        self.evidence.show(shown.actions)
        self.done.show(shown.actions)
        self.milestone.show([stage.milestone for stage in shown.stages if not stage.met])
        if "verified" in targets and not self.verify.lines:
            self.verify.show(rated_of(shown))
        if "effective" in targets and not self.review.lines:
            self.review.show(shown.actions)
        if "cap_proposed" in targets:
            last = shown.plans[0] if shown.plans else None
            self.plan = self.plan or (PlanForm(started_from=last) if last else PlanForm(formdata=None))
            self.plan.show(people_of(session, shown.finding.supplier_id), measures_of(session, shown.finding))


def rated_of(shown: Story) -> list[tuple[Checkpoint, str]]:
    """The checkpoints whose level a verification may lift: rated by an audit that is scored."""
    if shown.audit.type not in SCORED:
        return []
    return [(one, rating) for one, rating in shown.covered if rating not in {None, NOT_APPLICABLE}]


def contains_now(shown: Story) -> bool:
    """Whether containment is asked for, or may be told better."""
    finding = shown.finding
    return finding.severity == "critical" and finding.state in TAKES_CONTAINMENT


def does_actions(shown: Story) -> bool:
    """Whether the supplier carries out its plan."""
    return shown.finding.state in DOES_ACTIONS and bool(shown.actions)
