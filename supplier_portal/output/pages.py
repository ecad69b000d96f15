"""Templates rendered without a request: what becomes a PDF, in one reader's language.

They find the words and filters that pages have, and no menu, no addresses of pages and no forms.
"""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supplier_portal.language.speech import Speech
from supplier_portal.shipped import PACKAGE, TEMPLATES

SCHEME = "portal:"
STYLE = "print.css"


def render_page(template: str, speech: Speech, **context: object) -> str:
    """Render a template that extends frame/print.html: a whole HTML document for `output.pdf.render_pdf`.

    What the document asks for by `static` is among `resources()`.
    """
    return _environment(speech).get_template(template).render(context)


@cache
def resources() -> dict[str, bytes]:
    """Give the files every printed page needs, by the names it addresses them with."""
    return {STYLE: (PACKAGE / "static" / STYLE).read_bytes()}


@cache
def _environment(speech: Speech) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        speech.gettext, speech.ngettext_plain, newstyle=True
    )
    environment.filters.update(
        day=speech.day, moment=speech.moment, number=speech.number, size=speech.size, fault=speech.fault
    )
    environment.globals.update(word=speech.word, language=speech.language, static=lambda name: f"{SCHEME}{name}")
    return environment
