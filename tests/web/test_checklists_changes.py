"""Words for what differs: the changed words of a text marked, and values that are codes said in words."""

import pytest

from supplier_portal.checklists.change_words import Marker, in_words, metric_words
from supplier_portal.domain.checklist.difference import differences
from supplier_portal.domain.checklist.document import checklist_from
from supplier_portal.language.speech import Speech
from supplier_portal.shipped import PACKAGE
from tests.checklist_story import METRIC, checkpoint, small, text

ENGLISH, CHINESE = (Speech(language, None) for language in ("en", "zh"))


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "language", "marked"),
    [
        ("Is it done?", "Is it finished?", "en", ("Is it [done]?", "Is it [finished]?")),
        ("One two three", "Four five three", "en", ("[One two] three", "[Four five] three")),
        ("按规定执行", "按制度执行", "zh", ("按[规定]执行", "按[制度]执行")),
        ("", "New", "en", ("", "[New]")),
        ("Old", "", "en", ("[Old]", "")),
        ("same", "same", "en", ("same", "same")),
    ],
)
def test_only_the_changed_words_are_marked(before, after, language, marked):
    assert tuple(shown(pieces) for pieces in Marker().marked(before, after, language)) == marked


def test_texts_too_long_to_compare_are_marked_as_a_whole():
    marker = Marker(work=100)
    assert shown(marker.marked("a b c d e f", "a b c d e g", "en")[0]) == "[a b c d e f]"


@pytest.mark.parametrize("speech", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_kind_of_change_is_told_under_its_step(speech):
    old = checklist_from(small())
    new = checklist_from(
        small(
            title=text("Other title", "别的标题"),
            module=True,
            dimensions=[{"code": "S", "name": text("S", "战")}, {"code": "M", "name": text("Management", "管理")}],
            checkpoints=[
                checkpoint("S1.2", "20", type="maturity", methods=["tour"]),
                checkpoint("S1.3", "40", levels=[]),
                checkpoint("S2.1", "40", type="numeric", metric=METRIC | {"basis": "share_of_claimed"}),
            ],
        )
    )
    steps = in_words(differences(old, new), old, new, speech)
    assert [step.number for step in steps] == [None, 1, 2]
    parts = {(part.part, part.code): [change.kind for change in part.changes] for step in steps for part in step.parts}
    assert parts["checkpoint", "S1.3"] == ["added"]
    assert parts["checkpoint", "S1.1"] == ["removed"]
    assert "rescaled" in parts["checkpoint", "S2.1"]
    rows = [row for step in steps for part in step.parts for change in part.changes for row in change.rows]
    said = " ".join(shown(row.after) for row in rows)
    assert all(speech.word(code) in said for code in ("method.tour", "basis.share_of_claimed", "checklist_module.true"))


def test_bands_are_said_as_an_auditor_reads_them():
    metric = checklist_from(small()).by_code["S2.1"].metric
    assert metric_words(metric, ENGLISH).splitlines()[1:] == ["1: ≤ 20 %", "2: ≤ 5 %", "3: ≤ 2 %", "4: < 1.5 %"]
    assert metric_words(None, ENGLISH) == ""


def test_what_is_marked_is_told_by_more_than_colour():
    style = (PACKAGE / "static" / "checklists" / "drafts.css").read_text()
    assert "text-decoration: underline" in style
    assert "text-decoration: line-through" in style
