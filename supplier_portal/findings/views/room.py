"""The blueprint of the room, and the page of one finding with whatever form was just refused."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.queries import may_read_answers
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.rules import RAISED_WHILE
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.eight_d.fingerprint import fingerprint
from supplier_portal.findings.eight_d.stamping import stamped_plans
from supplier_portal.findings.queries import possible_moves
from supplier_portal.findings.queries.story import Story, story_of
from supplier_portal.findings.views.forms_of_page import Forms, contains_now, does_actions
from supplier_portal.web import panels
from supplier_portal.web.door import actor, close_reading, reading
from supplier_portal.web.offering import frame
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("findings", __name__)
UNDOING = frozenset({"disputed", "rejected", "insufficient", "reopened", "withdrawn"})
APART = frozenset({"cap_proposed", "disputed", "waived", "implemented", "verified", "effective"})
"""Moves with a place of their own on the page."""


def finding_page(finding_id: int, forms: Forms | None = None) -> str:
    """The page as this reader sees it. Raises Missing."""
    shown = story_of(reading(), actor(), finding_id, portal().moment())
    forms = forms or Forms()
    moves = possible_moves(shown.finding, actor())
    targets = {row.target for row in moves}
    forms.offer(reading(), shown, targets)
    team = _may(Permission.FINDINGS_FINDING_RAISE)
    open_now = shown.finding.state in COUNTS_AS_OPEN and shown.finding.severity != "none"
    return render_template(
        "findings/finding.html",
        frame=frame(),
        story=shown,
        forms=forms,
        decisions=_decisions(shown, [row.target for row in moves]),
        reasoned=any("reason" in row.needs for row in moves if row.target not in APART),
        targets=targets,
        undoing=UNDOING,
        editable=team and shown.finding.state == "draft" and shown.audit.state in RAISED_WHILE,
        agrees=_agrees(shown),
        asks_days=_may(Permission.FINDINGS_EXTENSION_ASK),
        grants_days=_may(Permission.FINDINGS_EXTENSION_DECIDE),
        answers=open_now and _may(Permission.FINDINGS_PLAN_WRITE),
        contains=contains_now(shown),
        does_actions=does_actions(shown),
        decides_files=open_now and _may(Permission.FINDINGS_EVIDENCE_DECIDE),
        writes=shown.finding.notified_at is not None and _may(Permission.FINDINGS_MESSAGE_WRITE),
        redacts=_may(Permission.FINDINGS_EVIDENCE_REDACT),
        reads_notes=_may(Permission.FINDINGS_NOTE_READ),
        reads_answers=may_read_answers(actor(), shown.audit),
        now=portal().moment().at,
        panels=panels.render("findings.finding", story=shown),
        fingerprint=fingerprint(shown),
        stamped=stamped_plans(shown.evidence),
        takes_workbook="cap_proposed" in targets and _may(Permission.FINDINGS_WORKBOOK_TAKE),
        makes_workbook=shown.finding.notified_at is not None and _may(Permission.FINDINGS_WORKBOOK_PRINT),
        takes_stamp=open_now and bool(shown.plans) and _may(Permission.FINDINGS_EVIDENCE_ADD),
    )


def _may(permission: Permission) -> bool:
    return decide(actor(), permission).allowed


def _agrees(shown: Story) -> bool:
    """Whether the reader is one who agrees to notices, and this is a draft that waits for one."""
    waits = shown.finding.state == "draft" and shown.finding.severity == "critical"
    return waits and _may(Permission.FINDINGS_NOTICE_AGREE)


def _decisions(shown: Story, targets: list[str]) -> list[str]:
    """Moves that stand side by side under one reason."""
    return [] if shown.finding.state == "draft" else [target for target in targets if target not in APART]


def too_late(finding_id: int, error: Conflict, forms: Forms) -> ResponseReturnValue:
    """The page as it stands now, with what was typed. For a move that is not possible, or no longer."""
    close_reading()
    forms.conflict = speech().error(error)
    return finding_page(finding_id, forms), 409


def done(finding_id: int, sentence: str) -> ResponseReturnValue:
    """Back to the finding, with a word of what happened."""
    flash(sentence, "success")
    return redirect(url_for("findings.show_finding", finding_id=finding_id))


def kept(*typed: tuple[str, object]) -> list[tuple[str, str]]:
    """What was typed into a form that came too late, with its labels in the reader's language."""
    return [(speech().gettext(label), str(text)) for label, text in typed if text]
