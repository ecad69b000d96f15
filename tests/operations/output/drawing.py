"""Charts as a page or a PDF draws them, with the English words."""

from xml.etree import ElementTree as ET

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supplier_portal.shipped import TEMPLATES

SVG = "{http://www.w3.org/2000/svg}"


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_null_translations(newstyle=True)
    return made


def drawn(form: str, call: str, file: str | None = None, **facts: object) -> str:
    source = f'{{% from "charts/{file or form}.html" import {form} %}}{{{{ {call} }}}}'
    return environment().from_string(source).render(facts)


def parsed(markup: str) -> ET.Element:
    """The whole of it as XML: fails where a tag is left open or an attribute stands twice."""
    return ET.fromstring(f"<div>{markup}</div>")  # noqa: S314  # our own markup


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter("text")]
