"""Factual comments: the supplier's page for writing them, and the buyer's for answering them."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.queries import asked_of
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.files.kinds import for_others
from supplier_portal.files.operations import Room, Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.reports.comments import comment_days, standing_comments
from supplier_portal.reports.forms import AnswerCommentForm, CommentForm
from supplier_portal.reports.operations import (
    ReplyToReview,
    WriteComment,
    answer_comment,
    awaits_comment,
    faults_of_comment,
    reply_to_review,
    write_comment,
)
from supplier_portal.reports.operations.commenting import ANSWERED_WHILE
from supplier_portal.reports.queries import findings_of
from supplier_portal.reports.queries.comments import comment_bytes, comment_file, comments_of, drafted_audit
from supplier_portal.reports.views.room import blueprint, not_done
from supplier_portal.web.attachments import attachment, clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/comments")
@guard(Permission.REPORTS_REPORT_READ)
def show_comments(audit_id: int) -> ResponseReturnValue:
    return _page(audit_id, CommentForm(formdata=None, about=request.args.get("about", "")))


@dataclass(frozen=True)
class Typed:
    """What was posted and did not go through: the answer with its comment, or what was refused with its text."""

    answered: int | None = None
    answer: AnswerCommentForm | None = None
    refused: str = ""
    kept: str = ""


NOTHING = Typed()


def _page(audit_id: int, form: CommentForm, typed: Typed = NOTHING) -> str:
    audit = drafted_audit(reading(), actor(), audit_id)
    checklists, findings = checklists_of(reading(), audit), findings_of(reading(), audit)
    days = comment_days(reading(), audit, portal().moment())
    return render_template(
        "reports/comments.html",
        audit=audit,
        by_code=checklists.by_code,
        days=days,
        standing=standing_comments(reading(), audit),
        comments=comments_of(reading(), [audit.id]),
        own=actor().role in SUPPLIER_ROLES,
        writes=days.open and decide(actor(), Permission.REPORTS_COMMENT_WRITE).allowed,
        answers=audit.state in ANSWERED_WHILE and decide(actor(), Permission.REPORTS_COMMENT_ANSWER).allowed,
        form=form.offer(asked_of(audit, checklists.by_code.values()), findings),
        answered=typed.answered,
        answer_form=(typed.answer or AnswerCommentForm(formdata=None)).offer(),
        refused=typed.refused,
        kept=typed.kept,
    )


def _too_late(audit_id: int, error: Conflict, text: str | None) -> ResponseReturnValue:
    """Say why it was refused, beside the text, which is kept."""
    typed = Typed(refused=speech().error(error), kept=text or "")
    return _page(audit_id, CommentForm(formdata=None), typed), 409


@blueprint.post("/audits/<int:audit_id>/comments")
@guard(Permission.REPORTS_COMMENT_WRITE)
def comment(audit_id: int) -> ResponseReturnValue:
    form = CommentForm()
    command = form.command(audit_id)
    try:
        upload, name = _taken_in(form, command)
        command = WriteComment(audit_id, command.text, command.checkpoint, command.finding_id, upload, name)
        with writing() as session:
            write_comment(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, form), 422
    except Conflict as error:
        return _too_late(audit_id, error, form.text.data)
    flash(
        speech().gettext("Your comment is with the auditors. The report is not issued before it is answered."),
        "success",
    )
    return redirect(url_for(".show_comments", audit_id=audit_id))


def _taken_in(form: CommentForm, command: WriteComment) -> tuple[Upload | None, str]:
    """The file checked and in the store, None where none was sent. Raises Invalid with every fault."""
    audit = awaits_comment(reading(), actor(), command.audit_id, portal().moment())
    faults = faults_of_comment(reading(), audit, command)
    if not form.file.data:
        if faults:
            raise Invalid(faults)
        return None, ""
    config, name = portal().config, clean_name(form.file.data.filename or "")
    room = Room(comment_bytes(reading(), audit.id), config.finding_files_limit, "reports.no_room")
    data, limit = form.file.data.read(config.upload_limit + 1), config.upload_limit
    return take_in(FileStore.of(config), data, "file", limit, room=room, faults=faults), name


@blueprint.post("/audits/<int:audit_id>/comments/<int:comment_id>")
@guard(Permission.REPORTS_COMMENT_ANSWER)
def answer(audit_id: int, comment_id: int) -> ResponseReturnValue:
    form = AnswerCommentForm()
    try:
        with writing() as session:
            given = answer_comment(session, actor(), form.command(audit_id, comment_id), portal().moment())
            decision = given.decision
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, CommentForm(formdata=None), Typed(comment_id, form)), 422
    except Conflict as error:
        return _too_late(audit_id, error, form.reason.data)
    flash(
        speech().gettext("Answered: %(decision)s.", decision=speech().word(f"comment_decision.{decision}")), "success"
    )
    return redirect(url_for(".show_comments", audit_id=audit_id))


@blueprint.get("/audits/<int:audit_id>/comments/<int:comment_id>/file")
@guard(Permission.REPORTS_REPORT_READ)
def download_comment_file(audit_id: int, comment_id: int) -> ResponseReturnValue:
    """As it came for the company that sent it; the buyer gets a photo without what the camera wrote into it."""
    found = comment_file(reading(), actor(), audit_id, comment_id)
    data, kind = FileStore.of(portal().config).read(found.digest or ""), found.media_type
    if actor().role not in SUPPLIER_ROLES:
        data, kind = for_others(data, kind)
    return attachment(data, found.name, kind)


@blueprint.post("/audits/<int:audit_id>/review-comments/<int:review_comment_id>")
@guard(Permission.AUDITS_ANSWER_WRITE)
def reply(audit_id: int, review_comment_id: int) -> ResponseReturnValue:
    command = ReplyToReview(audit_id, review_comment_id, request.form.get("reply", ""))
    try:
        with writing() as session:
            checkpoint = reply_to_review(session, actor(), command, portal().moment()).checkpoint
    except (Conflict, Invalid) as error:
        return not_done(error, audit_id, command.reply)
    flash(speech().gettext("The reviewer reads your answer."), "success")
    return redirect(url_for("audits.show_checkpoint", audit_id=audit_id, checkpoint=checkpoint))
