"""Every sentence has its Chinese, says the same facts in it, and no Chinese is left over."""

import re

from babel.messages.catalog import Catalog

from supplier_portal.language.catalogue import merged
from tests.house.sentences import all_sentences

FACTS = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def missing(sentences: dict[str, str], catalogue: Catalog) -> list[str]:
    known = {part for message in catalogue for part in _parts(message.id)}
    return [f"{where}: no Chinese for {sentence!r}" for sentence, where in sentences.items() if sentence not in known]


def left_over(sentences: dict[str, str], catalogue: Catalog) -> list[str]:
    return [part for message in catalogue for part in _parts(message.id) if part and part not in sentences]


def other_facts(catalogue: Catalog) -> list[str]:
    """Sentences whose Chinese names a fact the English does not have."""
    wrong = []
    for message in catalogue:
        for said in _parts(message.string):
            facts = {name for pair in FACTS.findall(said) for name in pair if name}
            asked = {name for part in _parts(message.id) for pair in FACTS.findall(part) for name in pair if name}
            if not facts <= asked:
                wrong.append(f"{message.id!r} → {said!r}")
    return wrong


def _parts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [text]


def test_a_missing_a_left_over_and_a_wrong_sentence_are_found():
    catalogue = Catalog(locale="zh")
    catalogue.add("Old", "旧")
    catalogue.add("%(num)s rows", "%(count)s 行")
    assert missing({"New": "page"}, catalogue) == ["page: no Chinese for 'New'"]
    assert left_over({"New": "page"}, catalogue) == ["Old", "%(num)s rows"]
    assert len(other_facts(catalogue)) == 1


def test_every_sentence_has_its_chinese():
    assert missing(all_sentences(), merged("zh")) == []


def test_no_chinese_is_left_over():
    assert left_over(all_sentences(), merged("zh")) == []


def test_the_chinese_names_no_other_facts():
    assert other_facts(merged("zh")) == []


def test_no_chinese_is_empty_or_still_english():
    same = [m.id for m in merged("zh") if m.id and (not m.string or (m.string == m.id and len(str(m.id)) > 12))]
    assert same == []
