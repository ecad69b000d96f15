"""Making drafts, importing them, looking at one, its file, and dropping it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.forms import ImportForm, StaleForm, StartForm, row_number
from supplier_portal.checklists.models import PUBLISHED
from supplier_portal.checklists.operations import (
    DraftAct,
    StartDraft,
    drop_draft,
    import_draft,
    read_import,
    start_draft,
)
from supplier_portal.checklists.queries import (
    content_of,
    draft_of,
    edits_of,
    listed_drafts,
    listed_versions,
    order_of,
    publishers_barred,
    version_of,
)
from supplier_portal.checklists.views.room import blueprint, checklist_file, draft_address, may_write, opened
from supplier_portal.checklists.yaml_file import MOST_BYTES
from supplier_portal.checklists.yaml_writing import write_checklist, write_document
from supplier_portal.domain.checklist.difference import PATCH, least_version
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

FIRST_VERSIONS = ("0.1.0", "1.0.0")  # of a checklist under a name of its own: without and with its guidance


@blueprint.route("/checklists/drafts/new", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def begin_draft() -> ResponseReturnValue:
    """A copy of a version or draft, or an empty checklist."""
    versions, drafts = listed_versions(reading(), actor()), listed_drafts(reading(), actor())
    form = StartForm()
    form.source.choices = [
        *(
            (f"v{one.version.id}", f"{one.checklist.title.in_language(language())} {one.version.version}")
            for one in versions
        ),
        *((f"d{one.draft.id}", _draft_words(one.draft.head)) for one in drafts),
        ("", speech().gettext("Nothing: an empty checklist")),
    ]
    if request.method == "GET":
        _propose(form)
    elif form.validate():
        try:
            with writing() as unit:
                draft = start_draft(unit, actor(), _command(form), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The draft is made. Nothing of it counts before it is published."), "success")
            return redirect(draft_address(draft.id))
    return render_template("checklists/begin.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/checklists/import", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def import_file() -> ResponseReturnValue:
    """A YAML file as a draft; what is wrong with it is told by line, and nothing is made."""
    form, faults = ImportForm(), list[Fault]()
    if form.validate_on_submit():
        data = form.file.data.read(MOST_BYTES + 1)
        try:
            read = read_import(reading(), actor(), data)
            with writing() as unit:
                imported = import_draft(unit, actor(), read, portal().moment())
        except Invalid as error:
            faults = list(error.faults)
        else:
            if imported.draft is not None:
                flash(
                    speech().gettext("The file is a draft now. Nothing of it counts before it is published."), "success"
                )
                return redirect(draft_address(imported.draft.id))
            flash(
                speech().gettext("This is the published version itself: the content is the same. Nothing was changed.")
            )
            return redirect(
                url_for("checklists.show_version", version_id=imported.version.id if imported.version else 0)
            )
    status = 422 if form.is_submitted() else 200
    return render_template("checklists/import.html", form=form, faults=faults), status


@blueprint.get("/checklists/drafts/<int:draft_id>")
@guard(Permission.CHECKLISTS_VERSION_PUBLISH)
def show_draft(draft_id: int) -> ResponseReturnValue:
    page = opened(draft_id)
    edits = edits_of(reading(), draft_id)
    barred = actor().account_id in publishers_barred(reading(), draft_id)
    sent_back = next((edit for edit in edits if edit.act in ("sent_back", "handed_over", "taken_back")), None)
    return render_template(
        "checklists/draft.html",
        page=page,
        edits=edits,
        barred=barred,
        sent_back=sent_back,
        published=PUBLISHED,
        may_write=may_write(),
        source=version_of(reading(), actor(), page.draft.based_on_id) if page.draft.based_on_id else None,
    )


@blueprint.get("/checklists/drafts/<int:draft_id>/file")
@guard(Permission.CHECKLISTS_VERSION_PUBLISH)
def download_draft(draft_id: int) -> ResponseReturnValue:
    draft = draft_of(reading(), actor(), draft_id)
    content = content_of(reading(), draft)
    data = write_document(content.document) if content.faults else write_checklist(content.checklist)
    return checklist_file(data, str(draft.head["name"]), str(draft.head["version"]))


@blueprint.route("/checklists/drafts/<int:draft_id>/drop", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def drop(draft_id: int) -> ResponseReturnValue:
    """Says first what is lost."""
    form = StaleForm()
    if form.validate_on_submit():
        with writing() as unit:
            drop_draft(unit, actor(), DraftAct(draft_id, form.seen), portal().moment())
        flash(speech().gettext("The draft is dropped."), "success")
        return redirect(url_for("checklists.list_versions"))
    page = opened(draft_id)
    form.base.data = str(page.draft.edit)
    edits = edits_of(reading(), draft_id)
    return render_template("checklists/drop.html", page=page, form=form, edits=edits)


def _draft_words(head: dict[str, object]) -> str:
    return speech().gettext("%(name)s %(version)s, draft", name=head["name"], version=head["version"])


def _propose(form: StartForm) -> None:
    """Propose the next number of the source's own checklist."""
    asked = request.args.get("source", "")
    versions = listed_versions(reading(), actor())
    known = {f"v{one.version.id}": one.version for one in versions}
    of_draft = {f"d{one.draft.id}": one.draft.head for one in listed_drafts(reading(), actor())}
    form.source.data = asked if asked in {*known, *of_draft} else ""
    if asked in of_draft:
        form.name.data, form.version.data = str(of_draft[asked]["name"]), str(of_draft[asked]["version"])
        return
    source = known.get(asked)
    if source is None:
        form.version.data = FIRST_VERSIONS[0]
    elif "own" in request.args:
        form.version.data = FIRST_VERSIONS[order_of(source)[0] > 0]
    else:
        latest = max((one for one in known.values() if one.code == source.code), key=order_of)
        form.name.data, form.version.data = source.code, least_version(latest.version, PATCH)


def _command(form: StartForm) -> StartDraft:
    """Raises Missing for a source that is no version and no draft."""
    source = form.source.data or ""
    number = row_number(source[1:])
    if source and (number is None or source[0] not in "vd"):
        raise Missing
    name, version = (form.name.data or "").strip(), (form.version.data or "").strip()
    return StartDraft(
        name, version, number if source.startswith("v") else None, number if source.startswith("d") else None
    )
