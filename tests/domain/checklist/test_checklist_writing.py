"""A version written as YAML reads back to the same content, whatever its texts are."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.checklists.published import published_here
from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.checklists.yaml_text import CONTROL
from supplier_portal.checklists.yaml_writing import write_checklist
from supplier_portal.domain.checklist.document import checklist_from, hash_of
from supplier_portal.domain.checklist.version import ChecklistVersion, LevelText, Milestone, Reference, Text
from supplier_portal.shipped import CHECKLISTS

SHIPPED = sorted(CHECKLISTS.glob("*.yaml"))
A_TEXT = st.text(min_size=1, max_size=200).filter(lambda text: text.strip() and not CONTROL.search(text))
ODD = st.sampled_from(
    ["yes", "null", "~", "1.0", "0x1F", "1_000", "- a", "a: b", "# no", " x", "x ", "'", '"', "a\nb", "{"]
)
TEXTS = st.builds(Text, A_TEXT | ODD, A_TEXT | ODD)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_writes_and_reads_to_the_same_hash(path) -> None:
    version, _ = read_checklist(path.read_bytes())
    again, _ = read_checklist(write_checklist(version))
    assert hash_of(again) == hash_of(version)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_ships_stands_in_the_register_of_what_was_published(path) -> None:
    version, _ = read_checklist(path.read_bytes(), published_here())
    assert published_here()[version.name, version.version] == hash_of(version)


@given(question=TEXTS, asks=st.lists(TEXTS, max_size=3), means=TEXTS, clause=A_TEXT, days=st.integers(1, 3650))
def test_any_texts_survive_the_round_trip(question, asks, means, clause, days) -> None:
    shipped = _small()
    entry = replace(
        shipped.checkpoints[0],
        question=question,
        look_at=tuple(asks),
        levels=tuple(LevelText(level, means) for level in range(5)),
        references=(Reference("ISO 14064-1:2018", clause[:120].strip() or "1", question),),
        close_days=days,
        milestones=(Milestone(days, means),),
    )
    version = replace(shipped, checkpoints=(entry, *shipped.checkpoints[1:]))
    again, document = read_checklist(write_checklist(version))
    assert again == checklist_from(document) == version


@cache
def _small() -> ChecklistVersion:
    """One step of one checkpoint."""
    version, _ = read_checklist(SHIPPED[-1].read_bytes())
    step, first = version.steps[0], version.checkpoints[0]
    return replace(version, version="0.1.0", steps=(step,), checkpoints=(replace(first, follows_from=None),))
