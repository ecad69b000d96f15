"""The reviewer's pages: what waits, one audit beside what was proposed, and the acts of review and issue."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import checklists_with
from supplier_portal.audits.queries import answered_counts, asked_of, is_member, team_of
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.reports.codes import seal_code
from supplier_portal.reports.comments import (
    NOTHING_ASKED,
    comment_days,
    standing_comments,
    standings_of,
    takes_comments,
)
from supplier_portal.reports.forms import IssueForm, ReviewCommentForm, SendBackForm
from supplier_portal.reports.operations import (
    WriteReviewComment,
    issue_audit,
    send_back,
    send_draft,
    write_review_comment,
)
from supplier_portal.reports.queries import audited_by, review_of, reviewable
from supplier_portal.reports.queries.comments import by_checkpoint, review_comments_of
from supplier_portal.reports.queries.raised import raised_otherwise
from supplier_portal.reports.views.room import blueprint, not_done
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/reviews")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def list_reviews() -> ResponseReturnValue:
    rows = reading().execute(reviewable(actor())).all()
    audits, moment = [audit for audit, *_ in rows], portal().moment()
    ids = [audit.id for audit in audits]
    checklists = checklists_with(reading(), [(audit.id, sha256) for audit, *_, sha256 in rows])
    standings = standings_of(reading(), audits)
    return render_template(
        "reports/list.html",
        rows=rows,
        totals={audit.id: len(asked_of(audit, checklists[audit.id].by_code.values())) for audit in audits},
        answered=answered_counts(reading(), ids),
        team=team_of(reading(), ids),
        own=audited_by(reading(), actor(), ids),
        taken={audit.id: takes_comments(reading(), audit, moment) for audit in audits},
        standings={number: standings.get(number, NOTHING_ASKED) for number in ids},
        panels=panels.render("reports.reviews"),
    )


@blueprint.get("/reviews/<int:audit_id>")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def show_review(audit_id: int) -> ResponseReturnValue:
    return _page(audit_id, SendBackForm(), IssueForm())


DIFFERING = "differing"


def _page(audit_id: int, back: SendBackForm, issue: IssueForm, comment: ReviewCommentForm | None = None) -> str:
    moment = portal().moment()
    report = review_of(reading(), actor(), audit_id, moment.day)
    asked = review_comments_of(reading(), actor(), audit_id)
    comment = comment or ReviewCommentForm(formdata=None, checkpoint=request.args.get("at", ""))
    issue.offer_steps(report.to_agree)
    return render_template(
        "reports/review.html",
        report=report,
        back_form=back,
        issue_form=issue,
        comment_form=comment.offer([rated.checkpoint for rated in report.everything if rated.asked]),
        asked=by_checkpoint(asked),
        waiting=[one for one in asked if one.comment.replied_at is None],
        only_differing=request.args.get("show") == DIFFERING,
        otherwise=raised_otherwise(report),
        on_team=is_member(reading(), audit_id, actor().account_id),
        days=comment_days(reading(), report.audit, moment),
        standing=standing_comments(reading(), report.audit),
        team=team_of(reading(), [audit_id]).get(audit_id, []),
    )


@blueprint.post("/reviews/<int:audit_id>/send-back")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def back(audit_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    try:
        with writing() as session:
            send_back(session, actor(), audit_id, form.reason.data or "", portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, form, IssueForm(formdata=None)), 422
    except Conflict as error:
        return not_done(error, audit_id, form.reason.data)
    flash(speech().gettext("Sent back, with your reason."), "success")
    return redirect(url_for(".list_reviews"))


@blueprint.post("/reviews/<int:audit_id>/comments")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def ask_team(audit_id: int) -> ResponseReturnValue:
    """A comment to the team at a checkpoint."""
    form = ReviewCommentForm()
    command = WriteReviewComment(audit_id, form.checkpoint.data or "", form.text.data or "")
    try:
        with writing() as session:
            write_review_comment(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, SendBackForm(formdata=None), IssueForm(formdata=None), form), 422
    except Conflict as error:
        return not_done(error, audit_id, form.text.data)
    flash(speech().gettext("The team reads your comment at %(checkpoint)s.", checkpoint=command.checkpoint), "success")
    return redirect(url_for(".show_review", audit_id=audit_id))


@blueprint.post("/reviews/<int:audit_id>/send-draft")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def draft(audit_id: int) -> ResponseReturnValue:
    try:
        with writing() as session:
            send_draft(session, actor(), audit_id, portal().moment())
    except Conflict as error:
        return not_done(error, audit_id)
    flash(speech().gettext("The supplier has the draft report now."), "success")
    return redirect(url_for(".show_review", audit_id=audit_id))


@blueprint.post("/reviews/<int:audit_id>/issue")
@guard(Permission.REPORTS_AUDIT_REVIEW)
def issue(audit_id: int) -> ResponseReturnValue:
    form = IssueForm()
    try:
        with writing() as session:
            audit = issue_audit(session, actor(), audit_id, portal().moment(), set(form.agreed.data or ()), seal_code())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, SendBackForm(formdata=None), form), 422
    except Conflict as error:
        return not_done(error, audit_id)
    flash(speech().gettext("%(number)s is issued. Findings are with the supplier.", number=audit.number), "success")
    return redirect(url_for("audits.show_audit", audit_id=audit_id))
