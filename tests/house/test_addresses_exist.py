"""Every page a template links to exists and is given what its address holds: a link that is seldom shown would fail on
the day it is."""

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from supplier_portal.shipped import TEMPLATES

Arguments = dict[str, list[set[str]]]


def wrong_links(source: str, known: Arguments, environment: Environment) -> list[str]:
    """Calls of `url_for` that name no page, or leave out what its address needs.

    known: by endpoint the arguments of each of its addresses. ".name" is a page of the room that renders the template.
    """
    found = []
    for call in environment.parse(source).find_all(nodes.Call):
        if getattr(call.node, "name", "") != "url_for" or not isinstance(call.args[0], nodes.Const):
            continue
        endpoint, given = call.args[0].value, {one.key for one in call.kwargs}
        named = [one for one in known if one == endpoint or (endpoint[0] == "." and one.endswith(endpoint))]
        if not named:
            found.append(f"line {call.lineno}: there is no {endpoint}")
        elif call.dyn_kwargs is None and not any(needs <= given for one in named for needs in known[one]):
            found.append(f"line {call.lineno}: {endpoint} needs more")
    return found


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("{{ url_for('appeals.list_appeals', page=2) }}", 0),
        ("<a href=\"{{ url_for('.show_appeal', appeal_id=one.id) }}\">", 0),
        ("{{ url_for('appeals.show_list') }}", 1),
        ("{% if seldom %}{{ url_for('.gone') }}{% endif %}", 1),
        ("{{ url_for('appeals.show_appeal', page=2) }}", 1),
        ("{{ url_for('appeals.show_appeal', **state) }}", 0),
        ("{# url_for('jobs.show') #}{{ url_for(target, page=2) }}", 0),
    ],
)
def test_a_link_to_nowhere_is_found(source, faults):
    known = {"appeals.list_appeals": [set()], "appeals.show_appeal": [{"appeal_id"}]}
    assert len(wrong_links(source, known, Environment(autoescape=True))) == faults


def test_every_link_leads_to_a_page(app: Flask):
    known: Arguments = {}
    for rule in app.url_map.iter_rules():
        known.setdefault(rule.endpoint, []).append(set(rule.arguments) - set(rule.defaults or {}))
    wrong = {
        str(path.relative_to(TEMPLATES)): faults
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (faults := wrong_links(path.read_text(), known, app.jinja_env))
    }
    assert wrong == {}
