"""The document list, and asking for documents."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.visits.default_documents import wanted_by
from supplier_portal.visits.forms.documents import ChoiceForm, DocumentForm
from supplier_portal.visits.operations import (
    ProposeDocuments,
    ask_document,
    propose_documents,
    withdraw_document,
)
from supplier_portal.visits.operations.agenda import PREPARED_WHILE, check_prepared
from supplier_portal.visits.operations.documents import asked_checkpoints
from supplier_portal.visits.queries.documents import document_of, documents_of
from supplier_portal.visits.views.room import attempt, blueprint, done, page, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/visit/documents")
@guard(Permission.VISITS_DOCUMENT_READ)
def list_documents(audit_id: int) -> ResponseReturnValue:
    return _page(audit_id)


@blueprint.post("/audits/<int:audit_id>/visit/documents/proposal")
@guard(Permission.VISITS_DOCUMENT_ASK)
def propose_list(audit_id: int) -> ResponseReturnValue:
    """Ask for the default list."""
    return _proposed(audit_id, ProposeDocuments(audit_id))


@blueprint.route("/audits/<int:audit_id>/visit/documents/choice", methods=["GET", "POST"])
@guard(Permission.VISITS_DOCUMENT_ASK)
def choose_documents(audit_id: int) -> ResponseReturnValue:
    """Ask for what the checklist says to keep as evidence, chosen checkpoint by checkpoint."""
    shown, form = shown_audit(audit_id), ChoiceForm()
    check_prepared(shown.audit)

    def again(refused: str = "") -> str:
        checkpoints = asked_checkpoints(reading(), shown.audit)
        return page("choice.html", shown, "documents", form=form, checkpoints=checkpoints, refused=refused)

    if not form.is_submitted():
        return again()
    return attempt(lambda: _propose(form.command(audit_id)), form, again)


@blueprint.route("/audits/<int:audit_id>/visit/documents/new", methods=["GET", "POST"])
@guard(Permission.VISITS_DOCUMENT_ASK)
def ask(audit_id: int) -> ResponseReturnValue:
    """Ask for one more document."""
    return _form_page(audit_id, None)


@blueprint.route("/audits/<int:audit_id>/visit/documents/<int:document_id>/wording", methods=["GET", "POST"])
@guard(Permission.VISITS_DOCUMENT_ASK)
def reword(audit_id: int, document_id: int) -> ResponseReturnValue:
    """Put a document in other words, or give it another day."""
    return _form_page(audit_id, document_id)


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/removal")
@guard(Permission.VISITS_DOCUMENT_ASK)
def withdraw(audit_id: int, document_id: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            withdraw_document(session, actor(), audit_id, document_id, portal().moment())
        return redirect(url_for(".list_documents", audit_id=audit_id))

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: _page(audit_id, refused))


def _proposed(audit_id: int, command: ProposeDocuments) -> ResponseReturnValue:
    shown_audit(audit_id)
    return attempt(lambda: _propose(command), None, lambda refused: _page(audit_id, refused))


def _propose(command: ProposeDocuments) -> ResponseReturnValue:
    with writing() as session:
        requests = propose_documents(session, actor(), command, portal().moment())
    said = speech().ngettext(
        "%(num)s document is on the list now.", "%(num)s documents came onto the list.", len(requests)
    )
    return done(said, ".list_documents", audit_id=command.audit_id)


def _form_page(audit_id: int, document_id: int | None) -> ResponseReturnValue:
    shown, form = shown_audit(audit_id), DocumentForm()
    known = document_of(reading(), actor(), audit_id, document_id) if document_id is not None else None

    def again(refused: str = "") -> str:
        form.offer(asked_checkpoints(reading(), shown.audit))
        return page("document_form.html", shown, "documents", form=form, known=known, refused=refused)

    def act() -> ResponseReturnValue:
        with writing() as session:
            asked = ask_document(session, actor(), form.command(audit_id, document_id), portal().moment())
        said = speech().gettext("The document is on the list.")
        return done(said, ".show_document", audit_id=audit_id, document_id=asked.id)

    if form.is_submitted():
        return attempt(act, form, again) if form.validate() else (again(), 422)
    if known is not None:
        form.show(known)
    else:
        form.due_on.data = wanted_by(shown.audit.starts_on, portal().moment().day)
    return again()


def _page(audit_id: int, refused: str = "") -> str:
    shown = shown_audit(audit_id)
    return page(
        "documents.html",
        shown,
        "documents",
        documents=documents_of(reading(), actor(), audit_id),
        editable=may(Permission.VISITS_DOCUMENT_ASK) and shown.audit.state in PREPARED_WHILE,
        today=portal().moment().day,
        refused=refused,
    )
