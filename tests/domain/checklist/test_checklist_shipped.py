"""The checklist that ships, held against the agreed table."""

import json
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.checklist.document import checklist_from, hash_of, to_document
from supplier_portal.domain.checklist.version import ChecklistVersion, Text
from supplier_portal.domain.scoring.canonical import sha256_of

# code, weight, type, methods by their first letters (R: re-performance), condition, severity at 0, for core
TABLE = """
S1.1 3 M DI -   major -      | S1.2 3 M DI -   major -      | S1.3 2 M D  -   minor -      | S1.4 2 M DI LRG minor -
S1.5 2 Y D  -   major -      | S2.1 3 M DI -   major -      | S2.2 2 M I  -   minor -      | S2.3 2 N DI -   minor -
S2.4 2 M D  LRG minor -      | S2.5 1 N D  LRG minor -      | S3.1 3 M D  -   major -      | S3.2 2 M D  MFG minor -
S3.3 2 M D  -   minor -      | S3.4 3 N TD -   major -      | S3.5 2 M TD -   minor -      | S3.6 2 M D  -   minor -
S4.1 3 M DT -   major -      | S4.2 4 N R  -   major -      | S4.3 4 N R  -   major -      | S4.4 3 M D  LRG major -
S4.5 2 M D  -   minor -      | S4.6 2 N DR MFG minor -      | S4.7 2 Y D  -   major -      | S5.1 3 M D  -   major -
S5.2 3 M DI -   major -      | S5.3 3 N TR -   major -      | S5.4 2 N DC -   minor -      | S5.5 2 N DT -   minor -
S5.6 2 M DT MFG minor -      | S5.7 1 Y D  -   minor -      | S6.1 3 M D  -   minor major  | S6.2 2 M C  -   minor -
S6.3 1 Y R  -   major -      | S6.4 1 M D  -   minor -      | S6.5 1 M D  MFG observation - | S7.1 3 M C - minor major
S7.2 2 M CR -   major -      | S7.3 2 M C  MFG minor -      | S7.4 2 Y D  -   minor -    | S7.5 1 Y C - observation -
S8.1 3 M C  -   minor major  | S8.2 3 N R  -   minor -      | S8.3 2 M R  LRG minor -      | S8.4 2 M D  -   minor -
"""
ROWS = [row.split() for line in TABLE.strip().splitlines() for row in line.split("|")]
TYPES = {"M": "maturity", "Y": "yes_no", "N": "numeric"}
METHODS = {"D": "documents", "I": "interview", "T": "tour", "R": "reperformance", "C": "certificate"}
CONDITIONS = {"-": None, "LRG": "large", "MFG": "manufacturer"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_it_holds_the_44_checkpoints_in_order(shipped: ChecklistVersion) -> None:
    assert [entry.code for entry in shipped.checkpoints] == [row[0] for row in ROWS]
    assert len(shipped.checkpoints) == 44


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_checkpoint_is_as_agreed(shipped: ChecklistVersion, row: list[str]) -> None:
    code, weight, kind, methods, condition, severity, core = row
    found = shipped.by_code[code]
    assert (found.weight, found.type, found.condition) == (Decimal(weight), TYPES[kind], CONDITIONS[condition])
    assert found.methods == tuple(METHODS[letter] for letter in methods)
    assert (found.severity_at_zero, found.severity_at_zero_core) == (severity, None if core == "-" else core)
    assert (found.metric is not None) == (kind == "N")


def test_weights_add_up(shipped: ChecklistVersion) -> None:
    of_steps = [sum(entry.weight for entry in shipped.of_step(step.number)) for step in shipped.steps]
    assert of_steps == [12, 10, 14, 20, 16, 8, 10, 10]
    assert sum(of_steps) == 100


def test_dimensions_hold_their_steps(shipped: ChecklistVersion) -> None:
    assert "".join(entry.code for entry in shipped.dimensions) == "SMART"
    assert [(step.number, step.dimension) for step in shipped.steps] == list(enumerate("SMMARTTT", start=1))
    assert shipped.dimensions[4].name == Text("Transmission", "传播")
    assert shipped.steps[1].name == Text("Organisation", "组织与职责")


def test_some_close_later_and_some_follow_from_the_missing_target(shipped: ChecklistVersion) -> None:
    close = {entry.code: entry.close_days for entry in shipped.checkpoints if entry.close_days}
    assert close == {"S6.2": 365, "S7.1": 270, "S7.3": 270, "S8.1": 730}
    follows = {entry.code: entry.follows_from for entry in shipped.checkpoints if entry.follows_from}
    assert follows == {"S8.1": "S5.1", "S8.2": "S5.1", "S8.3": "S5.1"}


def test_every_text_stands_in_both_languages(shipped: ChecklistVersion) -> None:
    texts = [text for entry in shipped.checkpoints for text in (entry.title, entry.question)]
    texts += [step.name for step in shipped.steps] + [entry.name for entry in shipped.dimensions]
    assert [text for text in texts if CHINESE.search(text.en) or not CHINESE.search(text.zh)] == []
    assert all(
        entry.question.en.endswith("?") and entry.question.zh.endswith("\uff1f") for entry in shipped.checkpoints
    )
    for language in ("en", "zh"):
        said = Counter(
            text.in_language(language) for text in texts if text not in [entry.name for entry in shipped.dimensions]
        )
        assert said.most_common(1)[0][1] == 1


def test_its_document_comes_back_the_same_with_the_same_hash(shipped: ChecklistVersion) -> None:
    document = to_document(shipped)
    again, read = read_checklist(json.dumps(document, ensure_ascii=False, indent=1).encode())  # JSON is YAML
    assert (again, read) == (shipped, document)
    assert hash_of(again) == sha256_of(document)
    assert checklist_from(document) == shipped


def test_one_changed_weight_changes_the_hash(shipped: ChecklistVersion) -> None:
    first, *others = shipped.checkpoints
    changed = replace(shipped, checkpoints=(replace(first, weight=Decimal("3.5")), *others))
    assert hash_of(changed) != hash_of(shipped)
    assert to_document(changed)["checkpoints"][0]["weight"] == "3.5"
