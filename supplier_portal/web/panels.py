"""Insets: a room further right puts a small panel of its own into a page of a room further left.

The page names a place and its facts, `render("audits.checkpoint", audit=audit, checkpoint=checkpoint)`, and includes
each panel's template, which finds its own facts as `panel.facts`:

    {% for panel in panels %}{% include panel.template %}{% endfor %}

The other room declares a function when its pages are registered, and asks for permission itself:

    blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", proposed_finding))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask.sansio.app import App


@dataclass(frozen=True)
class Panel:
    """template: its file; facts: what it shows."""

    template: str
    facts: Mapping[str, object]


Inset = Callable[..., Panel | None]


def declare(app: App, place: str, function: Inset) -> None:
    """Put `function` into `place`. It is given the page's facts; None says it has nothing for this reader."""
    app.extensions.setdefault("panels", {}).setdefault(place, []).append(function)


def render(place: str, **facts: Any) -> list[Panel]:
    """Ask every function declared for `place`, in the order of the rooms."""
    declared: dict[str, list[Inset]] = current_app.extensions.get("panels", {})
    return [panel for function in declared.get(place, ()) if (panel := function(**facts)) is not None]
