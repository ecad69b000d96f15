"""Templates escape everything and hold no script, style or handler of their own (the content policy refuses them)."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import name, pages, python_files

UNSAFE = {
    "escaping switched off by |safe": re.compile(r"\|\s*safe\b"),
    "escaping switched off by a block": re.compile(r"{%-?\s*autoescape\s+false"),
    "inline style": re.compile(r"""(?<![\w-])style\s*=""", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "inline handler": re.compile(r"""[\s"'(,]on[a-z]+\s*=\s*["'{]""", re.IGNORECASE),
    "script as an address": re.compile(r"javascript:", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
STATEMENT = re.compile(r"{%.*?%}", re.DOTALL)
STATEMENTS_TOO = {"escaping switched off by |safe", "escaping switched off by a block"}


def blank(match: re.Match[str]) -> str:
    """As many line ends as were there, so that line numbers stay."""
    return "\n" * match[0].count("\n")


def faults(template: str) -> list[str]:
    """What in this template escapes the escaping or the content policy, with its line."""
    whole = COMMENT.sub(blank, template)
    markup = STATEMENT.sub(blank, whole)
    found = []
    for fault, pattern in UNSAFE.items():
        text = whole if fault in STATEMENTS_TOO else markup
        found += [f"line {text.count(chr(10), 0, match.start()) + 1}: {fault}" for match in pattern.finditer(text)]
    return found


def unsafe_markup(source: str) -> list[str]:
    """Calls of Markup with anything but a literal; a literal's `.format()` escapes what it is given."""
    return [
        f"line {node.lineno}: Markup of what is not a literal"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")) == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ note|safe }}</p>",
        "<p>{{ note | safe }}</p>",
        "{% set note = note|safe %}",
        "{% autoescape false %}{{ note }}{% endautoescape %}",
        '<p style="color: red">',
        "{{ field(class_='wide', style='color: red') }}",
        "<script>alert(1)</script>",
        '<script nonce="{{ nonce }}">alert(1)</script>',
        '<button onclick="go()">',
        "{{ field(onchange='go()') }}",
        '<a href="javascript:go()">',
    ],
)
def test_an_unsafe_template_is_found(template: str) -> None:
    assert faults(f"<div>\n{template}\n</div>")[0].startswith("line 2: ")


@pytest.mark.parametrize(
    "template",
    [
        "{# never {{ note|safe }} nor <script> #}",
        '<script src="{{ url }}" defer></script>',
        '<a class="on" data-style="wide" href="{{ url }}">{{ note }}</a>',
        '<link rel="stylesheet" href="{{ url }}">',
        '{% set onward = "next" %}{% set style = "wide" %}',
        "<p>{{ safe_name }} {{ note|safely }}</p>",
    ],
)
def test_a_clean_template_is_left_alone(template: str) -> None:
    assert faults(template) == []


def test_markup_of_what_was_typed_is_found() -> None:
    assert unsafe_markup("x = Markup(f'<b>{note}</b>')")
    assert unsafe_markup("x = markupsafe.Markup('<b>' + note)")


def test_markup_of_a_literal_is_left_alone() -> None:
    assert unsafe_markup("x = Markup('<b>{}</b>').format(note)") == []


@pytest.mark.parametrize("path", pages(), ids=name)
def test_pages_escape_everything(path: Path) -> None:
    assert faults(path.read_text()) == [], "styles go into static/*.css, scripts into static/*.js"


@pytest.mark.parametrize("path", python_files("supplier_portal"), ids=name)
def test_markup_is_made_of_literals(path: Path) -> None:
    assert unsafe_markup(path.read_text()) == [], "use Markup('<b>{}</b>').format(value), or a template"
