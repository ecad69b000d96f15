"""Every code of the checklist room has a sentence or word, in both languages."""

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from supplier_portal.domain.checklist import version
from supplier_portal.language.codes.checklists import ERRORS, WORDS
from supplier_portal.shipped import PACKAGE

ENGLISH = sorted({*ERRORS.values(), *WORDS.values()})
SOURCES = [*(PACKAGE / "checklists").glob("*.py"), *(PACKAGE / "domain" / "checklist").glob("*.py")]


def chinese() -> dict[str, str]:
    with (PACKAGE / "translations" / "zh" / "checklists.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="zh") if message.id}


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("english", ENGLISH)
def test_a_translation_is_chinese_and_names_the_same_facts(english: str) -> None:
    said = chinese()[english]
    assert re.search("[\u4e00-\u9fff]", said)
    assert facts(said) == facts(english)


def test_every_code_raised_has_its_sentence_and_no_sentence_is_left_over() -> None:
    written = "".join(
        path.read_text("utf-8") for path in [*SOURCES, PACKAGE / "checklists/schema/checklist.schema.json"]
    )
    raised = set(re.findall(r"['\"](checklist\.[a-z0-9_]+)['\"]", written))
    assert raised == set(ERRORS)


def test_every_coded_value_has_a_word() -> None:
    kinds = {
        "checkpoint_type": version.TYPES,
        "method": version.METHODS,
        "condition": version.CONDITIONS,
        "direction": version.DIRECTIONS,
        "basis": version.BASES,
        "dimension": tuple("SMART"),
    }
    assert set(WORDS) == {f"{kind}.{value}" for kind, values in kinds.items() for value in values}
