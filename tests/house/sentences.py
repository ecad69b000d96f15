"""Every English sentence a reader may meet, found where it is written: templates, codes, forms, menus."""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from supplier_portal.language.codes import errors, words
from supplier_portal.shipped import PACKAGE, TEMPLATES

SPOKEN = frozenset({"gettext", "ngettext"})


def in_templates(folder: Path = TEMPLATES) -> Iterator[tuple[str, str]]:
    """(where, sentence) of every translated text of the templates, plural forms as two."""
    options = {"**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
    for name, _, message, _, _ in extract_from_dir(folder, [("**.html", "jinja2.ext.babel_extract")], options):
        for sentence in message if isinstance(message, tuple) else (message,):
            if sentence:
                yield f"templates/{name}", sentence


def in_code(folder: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """(where, sentence): what is said by `gettext`, labels and descriptions of fields, labels of menu entries."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                for sentence in _said(node):
                    yield str(path.relative_to(folder)), sentence


def _said(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    texts = [item.value for item in call.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
    if name in SPOKEN:
        return texts
    if name == "MenuEntry" or (name.endswith("Field") and name != "Field"):
        named = [
            key.value.value
            for key in call.keywords
            if key.arg in {"label", "description"}
            and isinstance(key.value, ast.Constant)
            and isinstance(key.value.value, str)
        ]
        return texts[:1] + named
    return []


def all_sentences() -> dict[str, str]:
    """Sentence → one place where it stands."""
    found = {sentence: f"codes: {code}" for code, sentence in {**errors(), **words()}.items()}
    for where, sentence in (*in_code(), *in_templates()):
        found.setdefault(sentence, where)
    return {sentence: where for sentence, where in found.items() if any(letter.isalpha() for letter in sentence)}
