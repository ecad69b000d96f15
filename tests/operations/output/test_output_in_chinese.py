"""Every word of the pictures and every reason for refusing a sheet has its Chinese."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from supplier_portal.language.catalogue import FOLDER, catalogue
from supplier_portal.language.codes.output import ERRORS
from supplier_portal.output import charts
from supplier_portal.shipped import TEMPLATES
from tests.operations.output import figures
from tests.operations.output.drawing import environment, parsed, texts


def chart_messages() -> set[str]:
    options = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}
    found = set()
    for template in (TEMPLATES / "charts").glob("*.html"):
        for _, _, message, _ in babel_extract(BytesIO(template.read_bytes()), ("_", "ngettext"), [], options):
            found.add(message if isinstance(message, str) else message[0])
    return found


def own_messages() -> dict[str, str]:
    with (FOLDER / "zh" / "output.po").open("rb") as file:
        part = read_po(file, locale="zh")
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        if isinstance(message.string, str)
        else message.string[0]
        for message in part
        if message.id
    }


def test_the_file_holds_exactly_what_is_said() -> None:
    assert set(own_messages()) == chart_messages() | set(ERRORS.values())
    assert len(chart_messages()) > 25


@pytest.mark.parametrize(("english", "chinese"), own_messages().items())
def test_a_translation_is_chinese_and_keeps_its_facts(english: str, chinese: str) -> None:
    facts = re.compile(r"%\(\w+\)s|\{\w+\}")
    assert sorted(facts.findall(chinese)) == sorted(facts.findall(english))
    assert re.search("[\u4e00-\u9fff]", chinese)


def test_a_picture_speaks_chinese() -> None:
    speaking = environment()
    speaking.install_gettext_translations(catalogue("zh"), newstyle=True)  # type: ignore[attr-defined]
    source = (
        '{% from "charts/winner_band.html" import winner_band %}{{ winner_band(chart, "w", "价格与技术保持 60 : 25") }}'
    )
    chart = charts.winner_band(figures.BIDDERS, figures.INTERVALS, own_weight=figures.OWN_WEIGHT)
    root = parsed(speaking.from_string(source).render(chart=chart))
    assert any(text.startswith("本次招标") and text.endswith("0.150000") for text in texts(root))
    assert "Y Ruochuan 胜出" in texts(root)
    assert not re.search("wins|tender|weight", "".join(root.itertext()))
