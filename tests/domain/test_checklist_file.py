"""Reading a checklist file: every fault with line, place and code in one run; any bytes end in a version or Invalid."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supplier_portal.checklists.cli import checklist
from supplier_portal.checklists.yaml_file import MOST_BYTES, MOST_FAULTS, read_checklist
from supplier_portal.domain.checklist.document import hash_of
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Invalid
from supplier_portal.language.codes.checklists import ERRORS as SAID
from supplier_portal.shipped import CHECKLISTS

pytestmark = pytest.mark.safety(20)
hostile = settings(derandomize=True, deadline=None, max_examples=200, database=None)
SHIPPED = CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml"
SMALL = """\
name: small
version: "0.1.0"
title: {en: Small, zh: 小}
dimensions:
  - code: A
    name: {en: Accounting, zh: 核算}
steps:
  - number: 4
    dimension: A
    name: {en: Accounting, zh: 核算}
checkpoints:
  - code: S4.1
    step: 4
    weight: "2.5"
    type: maturity
    methods: [documents, tour]
    severity_at_zero: major
    title: {en: Boundary, zh: 边界}
    question: {en: Complete?, zh: 完整}
  - code: S4.2
    step: 4
    weight: "0"
    type: numeric
    methods: [reperformance]
    severity_at_zero: major
    follows_from: S4.1
    metric:
      name: {en: Gap, zh: 偏差}
      unit: {en: "%", zh: "%"}
      basis: gap
      direction: at_most
      bands:
        - {level: 1, threshold: "20"}
        - {level: 2, threshold: "5"}
        - {level: 3, threshold: "2"}
        - {level: 4, threshold: "2", strict: true}
    title: {en: Scope 1, zh: 范围一}
    question: {en: Right?, zh: 准确}
"""
FIRST, SECOND = "checkpoints[0]", "checkpoints[1]"
STAGE = "{{days: {}, shows: {{en: a, zh: 一}}}}"
Told = tuple[int | None, str, str]


def told_of(data: bytes) -> list[Told]:
    with pytest.raises(Invalid) as caught:
        read_checklist(data)
    return [(fault.line, fault.place, fault.code.removeprefix("checklist.")) for fault in caught.value.faults]


def changed(*changes: tuple[str, str]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_the_small_file_is_right() -> None:
    version, document = read_checklist(SMALL.encode())
    assert version.by_code["S4.2"].follows_from == "S4.1"
    assert document["checkpoints"][1]["metric"]["bands"][3] == {"level": 4, "threshold": "2", "strict": True}


@pytest.mark.parametrize(
    "prepare", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n"), lambda text: "---\n" + text]
)
def test_marks_and_line_ends_of_other_systems_change_nothing(prepare) -> None:
    assert hash_of(read_checklist(prepare(SMALL).encode())[0]) == hash_of(read_checklist(SMALL.encode())[0])


ONE_CHANGE = [
    # weights
    ('weight: "2.5"', 'weight: "-2.5"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "much"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "2.555"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "2.5\\n"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "NaN"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "1e9"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', 'weight: "\uff12"', (14, f"{FIRST}.weight", "weight")),
    ('weight: "2.5"', "weight: 2.5", (14, f"{FIRST}.weight", "number_unquoted")),
    ('weight: "2.5"', "weight: .inf", (14, f"{FIRST}.weight", "number_unquoted")),
    ('weight: "2.5"', "weight: .NaN", (14, f"{FIRST}.weight", "number_unquoted")),
    ('weight: "2.5"', f"weight: {'9' * 5000}", (14, f"{FIRST}.weight", "number_unquoted")),
    ('weight: "2.5"', "weight: 2", (14, f"{FIRST}.weight", "not_text")),
    ('weight: "2.5"', 'weight: "0.00"', (8, "steps[0]", "step_without_weight")),
    # codes and steps
    ("code: S4.2", "code: S4.1", (20, f"{SECOND}.code", "code_twice")),
    ("code: S4.2", "code: S4.02", (20, f"{SECOND}.code", "code")),
    ("code: S4.2", "code: \uff334.2", (20, f"{SECOND}.code", "code")),
    ("code: S4.2", "code: S4.٢", (20, f"{SECOND}.code", "code")),
    ("code: S4.2", "code: S5.2", (20, f"{SECOND}.code", "code_of_other_step")),
    ("follows_from: S4.1", "follows_from: S4.9", (26, f"{SECOND}.follows_from", "follows_unknown")),
    ("follows_from: S4.1", "follows_from: S4.2", (26, f"{SECOND}.follows_from", "follows_circle")),
    ("dimension: A", "dimension: B", (9, "steps[0].dimension", "dimension_unknown")),
    ("dimension: A", "dimension: B1", (9, "steps[0].dimension", "dimension_code")),
    # words
    ("zh: 边界}", "}", (18, f"{FIRST}.title.zh", "language_missing")),
    ("{en: Boundary, zh: 边界}", "{en: ' ', zh: 边界}", (18, f"{FIRST}.title.en", "blank")),
    ("{en: Boundary, zh: 边界}", "Boundary", (18, f"{FIRST}.title", "not_mapping")),
    ("{en: Boundary, zh: 边界}", "", (18, f"{FIRST}.title", "not_mapping")),
    ("en: Boundary", "de: Grenze, en: Boundary", (18, f"{FIRST}.title.de", "key_unknown")),
    ("en: Boundary", f"en: {'b' * 121}", (18, f"{FIRST}.title.en", "too_long")),
    # metric and bands
    ("level: 3", "level: 2", (35, f"{SECOND}.metric.bands[2].level", "band_level")),
    ('threshold: "5"', 'threshold: "25"', (34, f"{SECOND}.metric.bands[1].threshold", "band_order")),
    (", strict: true", "", (36, f"{SECOND}.metric.bands[3].threshold", "band_order")),
    ('threshold: "5"', 'threshold: "5", on_track: true', (35, f"{SECOND}.metric.bands[2].threshold", "band_order")),
    ("strict: true", "strict: yes", (36, f"{SECOND}.metric.bands[3].strict", "not_true_or_false")),
    ('threshold: "20"', 'threshold: "-20"', (33, f"{SECOND}.metric.bands[0].threshold", "threshold")),
    ("type: maturity", "type: numeric", (12, f"{FIRST}.metric", "metric_missing")),
    ("type: numeric", "type: yes_no", (27, f"{SECOND}.metric", "metric_unexpected")),
    ("basis: gap", "basis: guess", (30, f"{SECOND}.metric.basis", "not_one_of")),
    (
        '        - {level: 3, threshold: "2"}\n        - {level: 4, threshold: "2", strict: true}\n',
        "",
        (32, f"{SECOND}.metric.bands", "too_few"),
    ),
    # form
    ("type: maturity\n", "type: maturity\n    severity: major\n", (16, f"{FIRST}.severity", "key_unknown")),
    ("    type: maturity\n", "", (12, f"{FIRST}.type", "missing")),
    ("step: 4", 'step: "4"', (13, f"{FIRST}.step", "not_whole")),
    ("major", "huge", (17, f"{FIRST}.severity_at_zero", "not_one_of")),
    ("type: maturity\n", "type: maturity\n    close_days: 0\n", (16, f"{FIRST}.close_days", "too_small")),
    ("type: maturity\n", "type: maturity\n    close_days: 9999\n", (16, f"{FIRST}.close_days", "too_great")),
    ("[documents, tour]", "[]", (16, f"{FIRST}.methods", "too_few")),
    ("[documents, tour]", "[tour, tour]", (16, f"{FIRST}.methods", "entry_twice")),
    ("[documents, tour]", "tour", (16, f"{FIRST}.methods", "not_list")),
    ("[documents, tour]", "[documents, taste]", (16, f"{FIRST}.methods[1]", "not_one_of")),
    ("name: small", "name: Small one", (1, "name", "name")),
    ('version: "0.1.0"', "version: 1.0", (2, "version", "number_unquoted")),
    ('version: "0.1.0"', "version: one", (2, "version", "version")),
    # YAML that is not taken
    ("{en: Boundary,", "!!python/object/apply:os.system {en: Boundary,", (18, f"{FIRST}.title", "tag")),
    ("type: maturity", "type: !!str maturity", (15, f"{FIRST}.type", "tag")),
    ("type: maturity", "type: ! maturity", (15, f"{FIRST}.type", "tag")),
    ("type: maturity", "!!str type: maturity", (15, FIRST, "tag")),
    ("type: maturity", "type: &kind maturity", (15, f"{FIRST}.type", "anchor")),
    ("type: maturity", "type: *kind", (15, f"{FIRST}.type", "alias")),
    ("type: maturity", "<<: {}\n    type: maturity", (15, FIRST, "merge_key")),
    ("type: maturity", "type: maturity\n    type: yes_no", (16, f"{FIRST}.type", "key_twice")),
    ("type: maturity", "type: maturity\n    ? [a, b]\n    : c", (16, FIRST, "key_not_text")),
    ("Boundary", r'"Bound\u202eary"', (18, f"{FIRST}.title.en", "control_character")),
    ("Boundary", r'"Bound\ud800ary"', (18, f"{FIRST}.title.en", "control_character")),
    ("Boundary", "Bound\x00ary", (18, "", "control_character")),
    ("Boundary", "Bound\u2028ary", (18, "", "control_character")),
    ("methods: [documents, tour]", "methods: [documents, tour", (17, FIRST, "syntax")),
    ("code: S4.2", "\tcode: S4.2", (20, SECOND, "syntax")),
    (
        "    question: {en: Right?, zh: 准确}\n",
        "    question: {en: Right?, zh: 准确}\n---\nname: two\n",
        (39, "", "several_documents"),
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), ONE_CHANGE, ids=[f"{row[2][2]}-{row[1][:20]!r}" for row in ONE_CHANGE])
def test_one_fault_is_told_with_line_place_and_code(old: str, new: str, told: Told) -> None:
    assert told_of(changed((old, new)).encode()) == [told]


def test_one_piece_that_is_no_yaml_hides_no_fault_of_another() -> None:
    wrong = changed(("zh: 小}", "zh: 小"), ('weight: "0"', "weight: -1"), ('unit: {en: "%"', 'unit: {en: "%'))
    assert told_of(wrong.replace("name: small", "name: Small").encode()) == [
        (1, "name", "name"),
        (3, "title", "syntax"),
        (29, SECOND, "syntax"),
    ]


def test_what_could_not_be_read_is_not_said_to_be_missing_elsewhere() -> None:
    wrong = changed(("code: S4.1", "code: [S4.1"))
    assert [told[1:] for told in told_of(wrong.encode())] == [(FIRST, "syntax")]


def complete(*, level: str = "4", kind: str = "maturity", more: str = "") -> bytes:
    """The small file as of 1.0.0, whose checkpoints carry their guidance."""
    levels = "\n".join(f"      - {{level: {at}, means: {{en: L, zh: 级}}}}" for at in (0, 1, 2, 3, level))
    guidance = f"""
    look_at: [{{en: a, zh: 一}}]
    evidence: [{{en: a, zh: 一}}]
    samples: {{en: a, zh: 一}}
    references: [{{document: "ISO 14064-1:2018", clause: "5.1"}}]
    faked: [{{en: a, zh: 一}}]
    levels:
{levels}{more}
"""
    text = changed(("0.1.0", "1.0.0"), ("type: maturity", f"type: {kind}"))
    return text.replace("    question:", f"{guidance}    question:").encode()


def test_a_version_from_1_0_0_on_carries_its_guidance() -> None:
    version, document = read_checklist(complete())
    assert [entry.level for entry in version.checkpoints[0].levels] == [0, 1, 2, 3, 4]
    assert document["checkpoints"][1]["references"] == [{"document": "ISO 14064-1:2018", "clause": "5.1"}]
    bare = {place for _, place, code in told_of(changed(("0.1.0", "1.0.0")).encode()) if code == "missing"}
    assert bare == {
        f"{entry}.{key}"
        for entry in (FIRST, SECOND)
        for key in ("look_at", "evidence", "samples", "levels", "references", "faked")
    }


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"level": "3"}, ["level_missing", "level_unexpected"]),
        ({"kind": "yes_no"}, ["level_unexpected"] * 3),
        ({"more": f"\n    milestones: [{STAGE.format(9)}]"}, ["milestones_without_end"]),
        (
            {"more": f"\n    close_days: 9\n    milestones: [{STAGE.format(9)}, {STAGE.format(8)}]"},
            ["milestone_order", "milestone_end"],
        ),
    ],
)  # fmt: skip
def test_a_wrong_level_or_milestone_is_told(given: dict[str, str], codes: list[str]) -> None:
    assert [code for _, place, code in told_of(complete(**given)) if place.startswith(FIRST)] == codes


def test_a_level_without_a_language_is_told_with_its_line() -> None:
    wrong = complete().replace("means: {en: L, zh: 级}".encode(), b"means: {en: L}", 1)
    line = wrong.decode().split("\n").index("      - {level: 0, means: {en: L}}") + 1
    assert told_of(wrong) == [(line, f"{FIRST}.levels[0].means.zh", "language_missing")]


def test_a_published_version_with_another_content_is_told_at_its_version() -> None:
    published = {("small", "0.1.0"): hash_of(read_checklist(SMALL.encode())[0])}
    assert read_checklist(SMALL.encode(), published)[0].version == "0.1.0"
    with pytest.raises(Invalid) as caught:
        read_checklist(changed(("Complete?", "Whole?")).encode(), published)
    (fault,) = caught.value.faults
    assert (fault.line, fault.place, fault.code) == (2, "version", "checklist.published_changed")


def test_all_faults_are_told_in_one_run_in_the_order_of_the_file() -> None:
    text = changed(
        ("name: small", "name: small\nauthor: me"),
        ("zh: 边界}", "}"),
        ('weight: "0"', 'weight: "-1"'),
        ("basis: gap", "basis: &g gap"),
        ('threshold: "5"', 'threshold: "30"'),
        ("zh: 范围一}", "zh: 范围一, zh: 范围二}"),
    )
    assert told_of(text.encode()) == [
        (2, "author", "key_unknown"),
        (19, f"{FIRST}.title.zh", "language_missing"),
        (23, f"{SECOND}.weight", "weight"),
        (31, f"{SECOND}.metric.basis", "anchor"),
        (35, f"{SECOND}.metric.bands[1].threshold", "band_order"),
        (38, f"{SECOND}.title.zh", "key_twice"),
    ]


def test_steps_and_dimensions_stand_once_and_circles_are_found() -> None:
    step = "  - number: 4\n    dimension: A\n    name: {en: Accounting, zh: 核算}\n"
    dimension = "  - code: A\n    name: {en: Accounting, zh: 核算}\n"
    circle = ("severity_at_zero: major\n    title", "severity_at_zero: major\n    follows_from: S4.2\n    title")
    assert told_of(changed((step, step + step), (dimension, dimension + dimension), circle).encode()) == [
        (7, "dimensions[1].code", "dimension_twice"),
        (13, "steps[1].number", "step_twice"),
        (23, f"{FIRST}.follows_from", "follows_circle"),
    ]


def test_a_checkpoint_of_no_step_and_a_step_of_no_checkpoint_are_told() -> None:
    assert told_of(changed(("number: 4", "number: 5")).encode()) == [
        (8, "steps[0]", "step_without_weight"),
        (13, f"{FIRST}.step", "step_unknown"),
        (21, f"{SECOND}.step", "step_unknown"),
    ]


def test_each_line_that_is_not_utf_8_is_told() -> None:
    assert told_of(SMALL.encode("gb18030"))[:3] == [(6, "", "not_utf8"), (10, "", "not_utf8"), (18, "", "not_utf8")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", (1, "", "empty")),
        (b" \n\n", (1, "", "empty")),
        (b"# a comment\n", (2, "", "empty")),
        (b"---\n...\n", (2, "", "empty")),
        (b"null\n", (1, "", "empty")),
        (b"just text", (1, "", "not_mapping")),
        (b"- a\n- b\n", (1, "", "not_mapping")),
        (b"a" * (MOST_BYTES + 1), (None, "", "too_large")),
        (b"a: 1\n" + b"b" * 100_001, (2, "", "line_too_long")),
        (b"\n" * 40_001 + b"a", (40_001, "", "too_many_lines")),
        (b"[" * 90_000, (1, "[0]" * 20, "too_deep")),
        (b"- " * 40_000, (1, "[0]" * 20, "too_deep")),
        (b"[" + b"1," * 45_000, (1, "", "too_many_entries")),
        (b'a: "\\U00110000"\n', (1, "", "syntax")),
        (b"%YAML 1.2\n%YAML 1.2\n--- a\n", (2, "", "syntax")),
    ],
    ids=lambda value: value[2] if isinstance(value, tuple) else repr(value[:12]),
)
def test_a_file_that_holds_no_checklist_says_why(data: bytes, told: Told) -> None:
    assert told_of(data) == [told]


def test_a_billion_laughs_stay_a_handful_of_faults() -> None:
    levels = "".join(
        f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n"
        for below, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    told = told_of(b"a: &a [lol]\n" + levels.encode())
    assert {code for _, _, code in told} == {"anchor", "alias", "key_unknown", "missing"}
    assert len(told) < 120


@pytest.mark.parametrize(
    "data",
    [
        b"checkpoints:\n" + b"- {}\n" * 13_000,
        b"checkpoints:\n- methods:\n" + b"  - ~\n  - a\n  - b\n" * 10_000,
        ("checkpoints:\n" + "".join(f"- {{code: S1.{n}, follows_from: S1.{n + 1}}}\n" for n in range(6_000))).encode(),
        "\n".join(f"k{n}: \x01" for n in range(30_000)).encode(),
    ],
    ids=["bare checkpoints", "mixed methods", "long chain", "controls"],
)
def test_a_flood_of_faults_is_cut(data: bytes) -> None:
    told = told_of(data)
    assert len(told) == MOST_FAULTS + 1
    assert told[-1][2] == "more_faults"


def ends_well(data: bytes) -> None:
    try:
        version, _ = read_checklist(data)
    except Invalid as invalid:
        wrong = [fault for fault in invalid.faults if fault.code not in SAID or not fault.line]
        ends = bool(invalid.faults) and not wrong
    else:
        ends = isinstance(version, ChecklistVersion)
    assert ends


@hostile
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe\x00a")
@example(b'"\\x"')
@example(b"!<tag:%FF> a")
@example(b"? ? ? ?")
def test_any_bytes_end_in_a_version_or_in_faults(data: bytes) -> None:
    ends_well(data)


PIECES = st.sampled_from(
    ["  ", "\n", "\t", "- ", "? ", ": ", "{", "}", "[", "]", ",", "&a ", "*a", "!!map ", "<<: ", "|\n"]
)
WORDS = st.sampled_from(
    ["'", '"', "---\n", "...\n", "%TAG ! x\n", "#", "~", "true", "-1", "1e3", "S4.1", "en: x", "\0"]
)


@hostile
@given(st.lists(st.tuples(st.integers(0, len(SMALL)), st.integers(0, 40), PIECES | WORDS), min_size=1, max_size=4))
def test_a_mutated_file_ends_in_a_version_or_in_faults(edits: list[tuple[int, int, str]]) -> None:
    text = SMALL
    for at, removed, piece in edits:
        text = text[:at] + piece + text[at + removed :]
    ends_well(text.encode())


def test_the_command_tells_a_right_file_and_exits_with_0() -> None:
    result = CliRunner().invoke(checklist, ["check", str(SHIPPED)])
    assert result.exit_code == 0
    version = read_checklist(SHIPPED.read_bytes())[0]
    assert result.stdout == f"{SHIPPED}: supplier-dual-carbon 1.0.0, 44 checkpoints, sha256 {hash_of(version)}\n"


def test_the_command_goes_through_all_files_and_exits_with_1(tmp_path: Path) -> None:
    wrong, missing = tmp_path / "wrong.yaml", tmp_path / "none.yaml"
    wrong.write_text(changed(("zh: 边界}", "}"), ("major", "\x1b[2Jhuge")), encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    result = CliRunner().invoke(checklist, ["check", str(wrong), str(missing), str(tmp_path), str(SHIPPED)])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{wrong}:17: The control character U+001B is not allowed.",
        f"{wrong}:17: checkpoints[0].severity_at_zero: “�[2Jhuge” is none of: critical, major, minor, observation.",
        f"{wrong}:18: checkpoints[0].title.zh: The text in the language “zh” is missing.",
        f"{missing}: The file cannot be read: No such file or directory",
        f"{tmp_path}: The file cannot be read: Is a directory",
    ]
    assert result.stdout.startswith(f"{SHIPPED}: supplier-dual-carbon 1.0.0")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_the_command_asks_for_a_file() -> None:
    assert CliRunner().invoke(checklist, ["check"]).exit_code == 2
