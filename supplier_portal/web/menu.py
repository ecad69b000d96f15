"""The main menu: rooms declare entries, a reader sees those the permissions table gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask.sansio.app import App

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.web.door import actor
from supplier_portal.web.reader import speech


@dataclass(frozen=True)
class MenuEntry:
    """label: English, translated when shown; endpoint: its page; place: order from the left; roles: all where empty."""

    label: str
    endpoint: str
    permission: Permission
    place: int
    roles: frozenset[Role] = frozenset()
    icon: str = ""


@dataclass(frozen=True)
class ShownEntry:
    label: str
    address: str
    active: bool
    icon: str
    endpoint: str


def declare(app: Flask, entries: Iterable[MenuEntry]) -> None:
    app.extensions.setdefault("menu", []).extend(entries)


def entries() -> list[MenuEntry]:
    """The entries this actor may follow, in order."""
    known: list[MenuEntry] = current_app.extensions.get("menu", [])
    person = actor()
    allowed = [
        entry
        for entry in known
        if decide(person, entry.permission).allowed and (not entry.roles or person.role in entry.roles)
    ]
    return sorted(allowed, key=lambda entry: entry.place)


def declare_tabs(app: App, tabs: Mapping[str, frozenset[str]]) -> None:
    """Say which entries stand at the bottom of a supplier's phone: their pages, each with the rooms that belong to it.

    The other entries are reached from these pages.
    """
    app.extensions["tabs"] = tabs


def menu() -> list[ShownEntry]:
    room = (request.endpoint or "").split(".")[0]
    return [_shown(entry, active=entry.endpoint.split(".")[0] == room) for entry in entries()]


def tabs() -> list[ShownEntry]:
    """The entries at the bottom of a supplier's phone, in the order they were declared."""
    room = (request.endpoint or "").split(".")[0]
    declared: Mapping[str, frozenset[str]] = current_app.extensions.get("tabs", {})
    known = {entry.endpoint: entry for entry in entries() if entry.endpoint in declared}
    return [_shown(known[endpoint], active=room in rooms) for endpoint, rooms in declared.items() if endpoint in known]


def _shown(entry: MenuEntry, *, active: bool) -> ShownEntry:
    return ShownEntry(speech().gettext(entry.label), url_for(entry.endpoint), active, entry.icon, entry.endpoint)
