"""The audit page: one checkpoint in focus, the eight steps beside it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.forms import NOT_APPLICABLE_CHOICE, AnswerForm, EvidenceForm, InterviewForm
from supplier_portal.audits.operations import SavedAnswer, prepare_answer, store_answer
from supplier_portal.audits.progress import progress_of
from supplier_portal.audits.queries import may_read_answers
from supplier_portal.audits.views.focus import Focus, focus_of, saved_answers
from supplier_portal.audits.views.room import Shown, blueprint, shown_audit
from supplier_portal.audits.wording import band_notes, rating_meanings, rating_word
from supplier_portal.domain.answering import NOT_APPLICABLE, asks_on_track, possible_figures
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.evidence import long_before
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@dataclass(frozen=True)
class Typed:
    """What was posted and did not go through: forms with their faults, the rival it became, why it was refused."""

    answer: AnswerForm | None = None
    evidence: EvidenceForm | None = None
    interview: InterviewForm | None = None
    rival: SavedAnswer | None = None
    refused: str = ""


@blueprint.get("/audits/<int:audit_id>/<checkpoint>")
@guard(Permission.AUDITS_AUDIT_READ)
def show_checkpoint(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    return page_of(*asked_checkpoint(audit_id, checkpoint), Typed())


@blueprint.post("/audits/<int:audit_id>/<checkpoint>")
@guard(Permission.AUDITS_ANSWER_WRITE)
def save_checkpoint(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    """Save as a page without scripts does; the page's own script uses the API, and both the same operation."""
    shown, asked = asked_checkpoint(audit_id, checkpoint)
    form = AnswerForm()
    form.change_uuid.data = _uuid(form.change_uuid.data)
    if not form.validate_on_submit():
        return page_of(shown, asked, Typed(answer=form)), 422
    try:
        prepared = prepare_answer(reading(), actor(), form.command(audit_id, checkpoint))
        if not prepared.known:
            with writing() as session:
                saved = store_answer(session, actor(), prepared, portal().moment())
            if saved.rival:
                return page_of(shown, asked, Typed(answer=form, rival=saved)), 409
    except Invalid as error:
        form.take_faults(error)
        return page_of(shown, asked, Typed(answer=form)), 422
    except Conflict as error:
        return page_of(shown, asked, Typed(answer=form, refused=speech().error(error))), 409
    flash(speech().gettext("%(checkpoint)s is saved.", checkpoint=checkpoint), "success")
    return redirect(url_for(".show_checkpoint", audit_id=audit_id, checkpoint=checkpoint))


def _uuid(text: str | None) -> str:
    """The page's own UUID, so that a form sent twice is taken once; a new one where it is none."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return str(uuid4())


def asked_checkpoint(audit_id: int, checkpoint: str) -> tuple[Shown, Checkpoint]:
    """The audit and checkpoint of an address. Raises Missing where the reader may not read its answers."""
    shown = shown_audit(audit_id)
    found = shown.checklists.by_code.get(checkpoint)
    if found is None or not may_read_answers(actor(), shown.audit):
        raise Missing
    return shown, found


def page_of(shown: Shown, checkpoint: Checkpoint, typed: Typed) -> str:
    """The audit page with this checkpoint in focus, and with whatever did not go through."""
    audit, saved = shown.audit, saved_answers(shown.audit.id)
    answers = {code: answer for code, (answer, _) in saved.items()}
    focus = focus_of(shown, checkpoint, *saved.get(checkpoint.code, (None, "")))
    facts = {"audit": audit, "checkpoint": checkpoint, "checklists": shown.checklists, "answers": answers}
    beside = panels.render("audits.checkpoint.beside", **facts)
    form = typed.answer or AnswerForm(formdata=None)
    _make_ready(form, checkpoint, typed, focus)
    said = speech()
    return render_template(
        "audits/checkpoint.html",
        shown=shown,
        audit=audit,
        focus=focus,
        checkpoint=checkpoint,
        progress=progress_of(audit, shown.checklists, answers),
        form=form,
        evidence_form=typed.evidence or EvidenceForm(formdata=None, about_on=min(portal().moment().day, audit.ends_on)),
        last_day=min(portal().moment().day, audit.ends_on),
        long_before=lambda day: long_before(day, audit.starts_on),
        typed=typed,
        figures=possible_figures(checkpoint),
        notes=band_notes(checkpoint, said),
        rating_word=lambda one, rating: rating_word(one, rating, said),
        interview_form=typed.interview or InterviewForm(formdata=None),
        redacts=decide(actor(), Permission.AUDITS_EVIDENCE_REDACT).allowed,
        reads_notes=decide(actor(), Permission.AUDITS_ANSWER_READ).allowed,
        beside=beside,
        panels=panels.render("audits.checkpoint", **facts, answer=focus.answer, beside=beside),
    )


def _make_ready(form: AnswerForm, checkpoint: Checkpoint, typed: Typed, focus: Focus) -> None:
    """Give the form its choices, what stands, and the base that its next save has."""
    meanings = rating_meanings(checkpoint, speech())
    form.rating.choices = [
        (NOT_APPLICABLE_CHOICE if rating == NOT_APPLICABLE else rating, said) for rating, said in meanings
    ]
    form.on_track.choices = []
    if asks_on_track(checkpoint):
        said = speech()
        choices = ("", said.gettext("not judged")), ("yes", said.gettext("Yes")), ("no", said.gettext("No"))
        form.on_track.choices = list(choices)
    if typed.answer is None and focus.editable:
        form.show(focus.answer)
    if typed.rival is not None:
        form.base_version.data = str(typed.rival.version)
    if typed.answer is None or typed.rival is not None:
        form.change_uuid.data = str(uuid4())
