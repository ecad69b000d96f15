"""The blueprint of the room, and the page of one finding with whatever form was just refused."""

from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.queries import may_read_answers
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.rules import RAISED_WHILE
from supplier_portal.findings.forms.answering import EvidenceForm, MoveForm, PlanForm
from supplier_portal.findings.forms.raising import DropForm
from supplier_portal.findings.queries import possible_moves
from supplier_portal.findings.queries.story import Story, story_of
from supplier_portal.web.door import actor, close_reading, reading
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("findings", __name__)
UNDOING = frozenset({"disputed", "rejected", "insufficient", "reopened", "withdrawn"})


@dataclass
class Forms:
    """The forms of the page: those that were not sent stand empty. kept: words of a form that came too late."""

    plan: PlanForm = field(default_factory=lambda: PlanForm(formdata=None))
    evidence: EvidenceForm = field(default_factory=lambda: EvidenceForm(formdata=None))
    move: MoveForm = field(default_factory=lambda: MoveForm(formdata=None))
    drop: DropForm = field(default_factory=lambda: DropForm(formdata=None))
    conflict: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)


def finding_page(finding_id: int, forms: Forms | None = None) -> str:
    """The page as this reader sees it. Raises Missing."""
    shown = story_of(reading(), actor(), finding_id, portal().moment().day)
    moves = possible_moves(shown.finding, actor())
    team = decide(actor(), Permission.FINDINGS_FINDING_RAISE).allowed
    return render_template(
        "findings/finding.html",
        frame="frame/touch.html" if actor().role in SUPPLIER_ROLES else "frame/page.html",
        story=shown,
        forms=forms or Forms(),
        decisions=_decisions(shown, [row.target for row in moves]),
        reasoned=any("reason" in row.needs for row in moves if row.target not in {"disputed", "waived"}),
        targets={row.target for row in moves},
        undoing=UNDOING,
        editable=team and shown.finding.state == "draft" and shown.audit.state in RAISED_WHILE,
        agrees=_agrees(shown),
        reads_answers=may_read_answers(actor(), shown.audit),
        now=portal().moment().at,
    )


def _agrees(shown: Story) -> bool:
    """Whether the reader is one who agrees to notices, and this is a draft that waits for one."""
    waits = shown.finding.state == "draft" and shown.finding.severity == "critical"
    return waits and decide(actor(), Permission.FINDINGS_NOTICE_AGREE).allowed


def _decisions(shown: Story, targets: list[str]) -> list[str]:
    """Moves that stand side by side under one reason; plan, dispute, evidence and waiver have a place of their own."""
    apart = {"cap_proposed", "disputed", "waived", "implemented"}
    return [] if shown.finding.state == "draft" else [target for target in targets if target not in apart]


def too_late(finding_id: int, error: Conflict, forms: Forms) -> ResponseReturnValue:
    """The page as it stands now, with what was typed. For a move that is not possible, or no longer."""
    close_reading()
    forms.conflict = speech().error(error)
    return finding_page(finding_id, forms), 409


def done(finding_id: int, sentence: str) -> ResponseReturnValue:
    """Back to the finding, with a word of what happened."""
    flash(sentence, "success")
    return redirect(url_for("findings.show_finding", finding_id=finding_id))
