"""What a form of a checkpoint shows and what comes back from it."""

import pytest

from supplier_portal.checklists.forms import values_of
from supplier_portal.checklists.forms.checkpoint import field_of
from supplier_portal.checklists.forms.values import document_of
from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.errors import Fault
from supplier_portal.shipped import CHECKLISTS
from tests.checklist_story import SMALL, text

SHIPPED = [
    entry for path in sorted(CHECKLISTS.glob("*.yaml")) for entry in read_checklist(path.read_bytes())[1]["checkpoints"]
]
FIRST, _, NUMERIC = SMALL["checkpoints"]


def typed(document, **changed):
    """The document of a form that was filled from one, with these fields changed."""
    return document_of({**values_of(document), **changed}, document)


def test_a_form_nobody_touched_gives_the_same_checkpoint():
    for document in (*SMALL["checkpoints"], *SHIPPED):
        assert typed(document) == document


def test_line_breaks_of_a_browser_change_nothing():
    document = FIRST | {"question": text("One\ntwo\n", "一\n二")}
    assert typed(document, question_en="One\r\ntwo", question_zh="一\r\n二") == document


@pytest.mark.parametrize(
    ("en", "zh", "entries"),
    [
        ("One\r\nTwo\r\n", "一\r\n二", [text("One", "一"), text("Two", "二")]),
        ("\r\nTwo", "一\r\n二", [text("", "一"), text("Two", "二")]),
        ("One\r\n\r\nTwo", "一\r\n\r\n二", [text("One", "一"), text("Two", "二")]),
        ("One", "一\r\n二", [text("One", "一"), text("", "二")]),
        (" One\u202e ", "", [text("One", "")]),
        ("", " ", None),
    ],
)
def test_the_same_line_in_both_languages_is_one_entry(en, zh, entries):
    assert typed(FIRST, look_at_en=en, look_at_zh=zh).get("look_at") == entries


def test_an_entry_of_several_lines_stays_while_another_is_changed():
    document = FIRST | {"evidence": [text("A copy\nand a list", "复印件"), text("Photos", "照片")]}
    shown = values_of(document)["evidence_en"]
    assert shown == "A copy and a list\nPhotos"
    changed = typed(document, evidence_en=shown.replace("Photos", "Pictures"))["evidence"]
    assert changed == [text("A copy\nand a list", "复印件"), text("Pictures", "照片")]


def test_what_is_no_number_is_kept_as_typed():
    assert typed(FIRST, close_days="soon")["close_days"] == "soon"
    assert typed(FIRST, close_days=" 30 ")["close_days"] == 30
    assert typed(FIRST, weight="a third")["weight"] == "a third"


def test_emptied_fields_are_left_out_and_an_emptied_title_is_not():
    document = typed(FIRST, samples_en="", samples_zh="", condition="", title_en="")
    assert "samples" not in document
    assert "condition" not in document
    assert document["title"]["en"] == ""


def test_one_level_written_asks_for_the_text_of_every_level():
    empty = {f"level_{level}_{language}": "" for level in range(5) for language in ("en", "zh")}
    assert "levels" not in typed(FIRST, **empty)
    assert [entry["level"] for entry in typed(FIRST, **empty | {"level_2_en": "Some"})["levels"]] == [0, 1, 2, 3, 4]
    assert [entry["level"] for entry in typed(FIRST, **empty | {"level_4_en": "Yes"}, type="yes_no")["levels"]] == [
        0,
        4,
    ]


def test_a_figure_is_taken_away_only_when_asked():
    assert "metric" in typed(NUMERIC, type="maturity")
    assert "metric" not in typed(NUMERIC, type="maturity", without_metric=True)


@pytest.mark.parametrize(
    ("place", "facts", "field", "line"),
    [
        ("weight", {}, "weight", None),
        ("title.zh", {}, "title_zh", None),
        ("samples", {}, "samples_en", None),
        ("look_at[1].zh", {}, "look_at_zh", 2),
        ("faked", {}, "faked_en", None),
        ("levels[2].means.en", {}, "level_2_en", None),
        ("levels", {"level": 3}, "level_3_en", None),
        ("references[1].document", {}, "references-1-document", None),
        ("references[0].about.zh", {}, "references-0-about_zh", None),
        ("milestones[1].days", {}, "milestones-1-days", None),
        ("milestones", {}, "milestones-0-days", None),
        ("metric", {}, "metric_name_en", None),
        ("metric.unit.zh", {}, "metric_unit_zh", None),
        ("metric.bands[3].threshold", {}, "bands-3-threshold", None),
        ("metric.direction", {}, "metric_direction", None),
        ("methods[0]", {}, "methods", None),
    ],
)
def test_a_fault_is_told_at_the_field_it_is_about(place, facts, field, line):
    assert field_of(place, Fault("x", place, facts=facts), NUMERIC) == (field, line)
