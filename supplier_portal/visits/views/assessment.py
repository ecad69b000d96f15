"""The supplier's self-assessment: how far it is, a step at a time, handing it in and back."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.progress import StepProgress, progress_of
from supplier_portal.audits.wording import band_notes, rating_word
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Missing
from supplier_portal.visits.forms.assessment import HandBackForm, StepForm
from supplier_portal.visits.models import SelfAssessment, SelfAssessmentEntry
from supplier_portal.visits.operations import HandBack, hand_back, hand_in, save_self_assessment
from supplier_portal.visits.queries import names_of
from supplier_portal.visits.queries.ahead import assessment_due
from supplier_portal.visits.queries.assessments import WRITTEN_WHILE, assessment_of, entries_of, is_rated, unrated
from supplier_portal.visits.views.room import Shown, attempt, blueprint, done, page, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/visit/self-assessment")
@guard(Permission.VISITS_SELF_ASSESSMENT_READ)
def show_assessment(audit_id: int) -> ResponseReturnValue:
    return _overview(audit_id, HandBackForm(formdata=None))


@blueprint.get("/audits/<int:audit_id>/visit/self-assessment/<int:place>")
@guard(Permission.VISITS_SELF_ASSESSMENT_READ)
def show_step(audit_id: int, place: int) -> ResponseReturnValue:
    """One step, counted from 1 through all checklists of the audit. Before it is handed in, for the supplier alone."""
    shown, step = _step(audit_id, place)
    entries = entries_of(reading(), actor(), audit_id)
    form = StepForm(_asked(step), formdata=None).show(entries)
    return _step_page(shown, step, place, form, entries)


@blueprint.post("/audits/<int:audit_id>/visit/self-assessment/<int:place>")
@guard(Permission.VISITS_SELF_ASSESSMENT_WRITE)
def save_step(audit_id: int, place: int) -> ResponseReturnValue:
    """Save what was typed at any checkpoint of the step."""
    shown, step = _step(audit_id, place)
    form = StepForm(_asked(step))

    def act() -> ResponseReturnValue:
        with writing() as session:
            written = save_self_assessment(session, actor(), form.command(audit_id), portal().moment())
        said = speech().ngettext("%(num)s checkpoint is saved.", "%(num)s checkpoints are saved.", len(written))
        return done(said, ".show_step", audit_id=audit_id, place=place, _anchor=_next(step, audit_id))

    def again(refused: str) -> str:
        entries = entries_of(reading(), actor(), audit_id)
        form.take_versions(entries)
        return _step_page(shown, step, place, form, entries, refused)

    return attempt(act, form, again)


@blueprint.post("/audits/<int:audit_id>/visit/self-assessment/hand-in")
@guard(Permission.VISITS_SELF_ASSESSMENT_WRITE)
def send_in(audit_id: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            hand_in(session, actor(), audit_id, portal().moment())
        said = speech().gettext("Handed in. The team reads it from now on.")
        return done(said, ".show_assessment", audit_id=audit_id)

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: _overview(audit_id, HandBackForm(formdata=None), refused))


@blueprint.post("/audits/<int:audit_id>/visit/self-assessment/hand-back")
@guard(Permission.VISITS_SELF_ASSESSMENT_RETURN)
def give_back(audit_id: int) -> ResponseReturnValue:
    form = HandBackForm()

    def act() -> ResponseReturnValue:
        with writing() as session:
            hand_back(session, actor(), HandBack(audit_id, form.reason.data or ""), portal().moment())
        said = speech().gettext("Handed back. The supplier can change it again.")
        return done(said, ".show_assessment", audit_id=audit_id)

    shown_audit(audit_id)
    return attempt(act, form, lambda refused: _overview(audit_id, form, refused))


def _step(audit_id: int, place: int) -> tuple[Shown, StepProgress]:
    """The step of an address. Raises Missing where there is none, or nothing for this reader yet."""
    shown = shown_audit(audit_id)
    steps = progress_of(shown.audit, shown.checklists, {}).steps
    hidden = actor().role not in SUPPLIER_ROLES and not _handed_in(assessment_of(reading(), actor(), audit_id))
    if place > len(steps) or hidden:
        raise Missing
    return shown, steps[place - 1]


def _asked(step: StepProgress) -> list[Checkpoint]:
    return [one.checkpoint for one in step.places if one.asked]


def _handed_in(assessment: SelfAssessment | None) -> bool:
    return assessment is not None and assessment.handed_in_at is not None


def _next(step: StepProgress, audit_id: int) -> str | None:
    """The first checkpoint of the step without a level: where the page goes on."""
    entries = entries_of(reading(), actor(), audit_id)
    left = [one.code for one in _asked(step) if not is_rated(one, entries.get(one.code))]
    return f"at-{left[0]}" if left else None


def _step_page(
    shown: Shown,
    step: StepProgress,
    place: int,
    form: StepForm,
    entries: Mapping[str, SelfAssessmentEntry],
    refused: str = "",
) -> str:
    said, assessment = speech(), assessment_of(reading(), actor(), shown.audit.id)
    steps = progress_of(shown.audit, shown.checklists, {}).steps
    writes = may(Permission.VISITS_SELF_ASSESSMENT_WRITE) and shown.audit.state in WRITTEN_WHILE
    return page(
        "assessment_step.html",
        shown,
        "assessment",
        step=step,
        position=place,
        last=len(steps),
        checkpoints=_asked(step),
        form=form,
        entries=entries,
        editable=writes and not _handed_in(assessment),
        notes={one.code: band_notes(one, said) for one in _asked(step)},
        rating_word=lambda one, rating: rating_word(one, rating, said),
        refused=refused,
    )


def _overview(audit_id: int, form: HandBackForm, refused: str = "") -> str:
    shown, person = shown_audit(audit_id), actor()
    assessment = assessment_of(reading(), person, audit_id)
    entries = entries_of(reading(), person, audit_id)
    progress = progress_of(shown.audit, shown.checklists, {})
    rated = {
        number: sum(is_rated(one, entries.get(one.code)) for one in _asked(step))
        for number, step in enumerate(progress.steps, 1)
    }
    people = {assessment.handed_in_by, assessment.handed_back_by} - {None} if assessment else set()
    running = shown.audit.state in WRITTEN_WHILE
    return page(
        "assessment.html",
        shown,
        "assessment",
        assessment=assessment,
        handed_in=_handed_in(assessment),
        steps=progress.steps,
        rated=rated,
        total=progress.total,
        left=unrated(shown.audit, shown.checklists.by_code.values(), entries),
        own=person.role in SUPPLIER_ROLES,
        running=running,
        returns=may(Permission.VISITS_SELF_ASSESSMENT_RETURN) and running,
        due=assessment_due(shown.audit),
        names=names_of(reading(), {number for number in people if number is not None}),
        form=form,
        refused=refused,
    )
