"""Reading: the list of versions and drafts, one version, its file, and what differs between two."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.change_words import counts_of, in_words
from supplier_portal.checklists.forms import row_number
from supplier_portal.checklists.queries import (
    MAIN,
    checklist_of,
    content_of,
    draft_behind,
    draft_of,
    listed_drafts,
    listed_versions,
    people_of,
    shown_to,
    version_of,
)
from supplier_portal.checklists.views.room import blueprint, checklist_file, may_write
from supplier_portal.checklists.yaml_writing import write_checklist
from supplier_portal.domain.checklist.difference import PATCH, SAME, differences, least_version
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Missing
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.reader import speech


@blueprint.get("/checklists")
@guard(Permission.CHECKLISTS_VERSION_READ)
def list_versions() -> ResponseReturnValue:
    """By checklist: its drafts, then its versions, newest first."""
    drafts, versions = listed_drafts(reading(), actor()), listed_versions(reading(), actor())
    names = sorted({str(one.draft.head["name"]) for one in drafts} | {one.version.code for one in versions})
    groups = [
        (
            name,
            [one for one in drafts if one.draft.head["name"] == name],
            [one for one in versions if one.version.code == name],
        )
        for name in names
    ]
    groups.sort(key=lambda group: (group[0] != MAIN, group[2][0].checklist.module if group[2] else True))
    return render_template("checklists/list.html", groups=groups, may_write=may_write(), reads_all=_reads_all())


@blueprint.get("/checklists/<int:version_id>")
@guard(Permission.CHECKLISTS_VERSION_READ)
def show_version(version_id: int) -> ResponseReturnValue:
    """Its steps and checkpoints, with the guidance of one step, or of all to print it: together they are heavy."""
    version = version_of(reading(), actor(), version_id)
    return render_template(
        "checklists/version.html",
        version=version,
        checklist=shown_to(actor(), checklist_of(version)),
        names=people_of(reading(), [version]),
        draft=draft_behind(reading(), actor(), version.id),
        reads_all=_reads_all(),
        may_write=may_write(),
        unfolded="unfolded" in request.args,
        chosen=request.args.get("step", type=int),
        panels=panels.render("checklists.version", version=version),
    )


@blueprint.get("/checklists/<int:version_id>/file")
@guard(Permission.CHECKLISTS_VERSION_READ)
def download_version(version_id: int) -> ResponseReturnValue:
    """The file tells how evidence is faked: it is not for suppliers."""
    version = version_of(reading(), actor(), version_id)
    if not _reads_all():
        raise Missing
    return checklist_file(write_checklist(checklist_of(version)), version.code, version.version)


@blueprint.get("/checklists/differences")
@guard(Permission.CHECKLISTS_VERSION_READ)
def show_differences() -> ResponseReturnValue:
    """Two versions beside each other; `old` and `new` are v or d and a number, for a version or a draft."""
    choices = _choices()
    chosen = {name: request.args.get(name, "") for name in ("old", "new")}
    sides = {name: _side(key) for name, key in chosen.items() if key}
    shown = {}
    if len(sides) == len(chosen):
        old, new = (shown_to(actor(), sides[name]) for name in ("old", "new"))
        found = differences(old, new)
        gravity = PATCH if found.comparability == SAME else found.comparability
        shown = {
            "found": found,
            "steps": in_words(found, old, new, speech()),
            "counts": counts_of(found),
            "least": least_version(old.version, gravity) if old.name == new.name else None,
        }
    return render_template("checklists/differences.html", choices=choices, chosen=chosen, sides=sides, **shown)


def _reads_all() -> bool:
    return actor().role not in SUPPLIER_ROLES


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By checklist, what can be compared: value and words."""
    say = speech()
    named = [
        (
            one.version.code,
            f"v{one.version.id}",
            f"{one.checklist.title.in_language(say.language)} {one.version.version}",
        )
        for one in listed_versions(reading(), actor())
    ]
    named += [
        (
            str(one.draft.head["name"]),
            f"d{one.draft.id}",
            say.gettext("%(name)s %(version)s, draft", name=one.draft.head["name"], version=one.draft.head["version"]),
        )
        for one in listed_drafts(reading(), actor())
    ]
    named.sort(key=lambda one: one[0])
    return [(name, [(value, said) for _, value, said in group]) for name, group in groupby(named, lambda one: one[0])]


def _side(key: str) -> Checklist:
    number = row_number(key[1:])
    if number is None or key[0] not in "vd":
        raise Missing
    if key[0] == "v":
        return checklist_of(version_of(reading(), actor(), number))
    return content_of(reading(), draft_of(reading(), actor(), number)).checklist
