"""Plans that go out as an 8D workbook and come back filled in: all of it survives, what is refused names its cell."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.operations import Upload
from supplier_portal.findings.eight_d.cells import plain, plan_of
from supplier_portal.findings.eight_d.comparing import compared
from supplier_portal.findings.eight_d.facts import chosen_findings, eight_d_of
from supplier_portal.findings.eight_d.layout import Layout
from supplier_portal.findings.eight_d.reading import read_eight_d
from supplier_portal.findings.eight_d.sending import SendWorkbook, keep_read, send_workbook
from supplier_portal.findings.eight_d.taking import TakeSheet, take_sheet
from supplier_portal.findings.eight_d.workbook import eight_d_workbook
from supplier_portal.findings.models import Containment, CorrectiveActionPlan
from supplier_portal.findings.operations import move_finding
from supplier_portal.findings.operations.moving import MoveFinding
from supplier_portal.findings.queries.plans import plans_of
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import read_form
from supplier_portal.output.sheets.columns import clean
from supplier_portal.output.sheets.parts import ReadLimits
from tests import eight_d_story as story
from tests.cast import MINGYAN, NOW, PAN, RIVAL, TAN, ZHOU
from tests.findings_story import CANARY, brought_to, notified, plan_for
from tests.security.hostile_tables import TYPED as TYPED_CELLS


def sent(session, data, finding=None, person=TAN):
    """The workbook as it was uploaded and read."""
    upload = Upload("cd" * 32, len(data), SHEET)
    command = SendWorkbook(upload, "8D.xlsx", finding.id if finding else None)
    workbook = send_workbook(session, person.actor, command, NOW)
    keep_read(session, workbook.id, read_eight_d(data), ())
    session.flush()
    return workbook


def beside(session, data, finding=None, person=TAN):
    """Each sheet of a workbook beside what stands."""
    return compared(session, person.actor, sent(session, data, finding, person), NOW)


def faults_of(data):
    with pytest.raises(Invalid) as refused:
        read_eight_d(data)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def of_keys(compared_sheet):
    """Codes of faults by the key of their cell."""
    return {one.key: [fault.code for fault in one.faults] for one in compared_sheet.differences if one.faults}


def taken(session, data, finding, keys=None, person=TAN):
    workbook = sent(session, data, finding, person)
    return take_sheet(session, person.actor, TakeSheet(workbook.id, finding.id, keys), NOW)


# Texts as people write them, Chinese and formulas among them, and whatever else is readable.
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t")
TEXTS = st.one_of(
    st.text(SIGNS, max_size=60), st.sampled_from(["=1+1", "@SUM(A1)", "<r>x</r>", "_x0041_", "'", "钢板\n二"])
)
FIGURES = st.decimals(0, Decimal("999999999999.999"), places=3)
DAYS = st.dates(date(1950, 1, 1), date(2190, 12, 31))


@st.composite
def filled_in(draw):
    """What may stand in the open cells of a sheet, by key; fishbone lines as many as a sheet can hold."""
    made = {}
    for key, slot in Layout(6).slots.items():
        if slot.filled == "text":
            made[key] = plain(draw(TEXTS))
        elif slot.filled == "date":
            made[key] = draw(st.one_of(st.just(""), DAYS.map(date.isoformat)))
        elif slot.filled == "number":
            made[key] = draw(st.one_of(st.just(""), FIGURES.map(lambda one: f"{one.normalize():f}")))
        elif slot.filled == "mark":
            made[key] = draw(st.sampled_from(["", "y"]))
        elif slot.filled == "method":
            made[key] = draw(st.sampled_from(["", "five_whys", "fishbone"]))
    return {key: text for key, text in made.items() if text}


@pytest.mark.one_engine
@pytest.mark.parametrize("language", ["en", "zh"])
def test_whatever_is_written_comes_back_as_it_was(session, language):
    finding = notified(session)
    report = eight_d_of(session, TAN.actor, finding.id, NOW)

    @settings(max_examples=30)
    @given(filled_in())
    def round_trip(cells):
        data = story.written([replace(report, cells=cells)], language)
        (sheet,) = read_eight_d(data)
        assert (sheet.faults, sheet.cells) == ({}, cells)
        assert (sheet.finding_id, sheet.number, sheet.cycle) == (finding.id, finding.number, 0)

    round_trip()


@pytest.mark.one_engine
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_longest_heading_of_actions_has_room_in_its_row(session, language):
    report = eight_d_of(session, TAN.actor, notified(session).id, NOW)
    place, said = report.layout.row_of("actions"), Speech(language, ZoneInfo("Asia/Shanghai"))
    data = eight_d_workbook([report], said, at=NOW.at)
    with ZipFile(BytesIO(data)) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    height = float(re.search(rf'<row r="{place + 1}"[^>]*? ht="([0-9.]+)"', sheet)[1])
    longest = max(sum(2 if sign > "⺀" else 1 for sign in said.word(f"eight_d.{name}")) for name in ("kwh", "tonnes"))
    assert height > longest / 14 * 15


def test_a_plan_as_it_stands_goes_out_and_comes_back_as_the_same_plan(session):
    finding = brought_to(session, "rejected", severity="critical")
    report = eight_d_of(session, TAN.actor, finding.id, NOW)
    (sheet,) = read_eight_d(story.workbook(session, finding))
    made = plan_of(finding.id, sheet.cells, report.story.contained, report.company)
    proposed = plan_for(finding)
    assert made.command == replace(proposed, containment="Read by hand every week")
    assert made.containment is None, "what was told stands"
    (same,) = beside(session, story.workbook(session, finding), finding)
    assert (same.changed, same.refused) == ([], None)


def test_a_sheet_becomes_the_plan_as_the_form_would_have_made_it(session):
    finding = notified(session)
    taken(session, story.workbook(session, finding, cells=story.FILLED), finding)
    assert (finding.state, finding.cycle) == ("cap_proposed", 1)
    (proposed,) = plans_of(session, finding)
    plan, (action,) = proposed.plan, proposed.actions
    assert (plan.root_cause, plan.method, plan.proposed_by) == (story.FILLED["root_cause"], "five_whys", TAN.number)
    assert (plan.expected_effect, plan.preventive_measure) == (
        story.FILLED["expected_effect"], story.FILLED["preventive_measure"],
    )  # fmt: skip
    assert (action.owner_account_id, action.due_on) == (TAN.number, date(2024, 5, 20))
    assert (action.planned_kwh, action.planned_tonnes) == (Decimal("12500.5"), Decimal("7.125"))
    assert [(cause.text, cause.root) for cause in proposed.causes] == [
        (story.FILLED["whys-1"], False),
        (story.FILLED["whys-2"], True),
    ]


def test_chosen_cells_change_the_last_plan_and_leave_the_rest_of_it(session):
    finding = brought_to(session, "rejected")
    data = story.workbook(session, finding, cells={"root_cause": "Nobody buys meters", "whys-1": "Not wanted"})
    plan = taken(session, data, finding, keys={"root_cause", "no-such-cell"})
    causes = plans_of(session, finding)[0].causes
    assert plan.root_cause == "Nobody buys meters"
    assert causes[0].text == "Feeder F2 has no meter"


def test_containment_with_its_day_is_told_first(session):
    finding = notified(session, severity="critical")
    cells = {**story.FILLED, "contained_on": "2024-03-31"}
    taken(session, story.workbook(session, finding, cells=cells), finding)
    told = session.query(Containment).filter_by(finding_id=finding.id).one()
    assert (told.text, told.done_on) == (story.FILLED["containment"], date(2024, 3, 31))


def test_the_same_file_twice_changes_nothing(session):
    finding = notified(session)
    data = story.workbook(session, finding, cells=story.FILLED)
    taken(session, data, finding)
    (sheet,) = beside(session, data, finding)
    assert (sheet.refused, sheet.differences) == (None, ())
    with pytest.raises(Conflict) as told:
        taken(session, data, finding)
    assert told.value.code == "eight_d.nothing_new"
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "rejected", "too short", None), NOW)
    with pytest.raises(Invalid) as refused:
        taken(session, data, finding)
    assert [fault.code for fault in refused.value.faults] == ["eight_d.other_cycle"]
    anew = story.workbook(session, finding)
    with pytest.raises(Conflict, match="nothing_new"):
        taken(session, anew, finding)
    assert session.query(CorrectiveActionPlan).filter_by(finding_id=finding.id).count() == 1


CELLS = [
    ("actions-1-due_on", "2024-03-30", "findings.due_before_finding"),
    ("contained_on", "2024-03-30", "findings.day_too_early"),
    ("contained_on", "2024-04-01", "findings.day_in_future"),
    ("actions-1-owner", RIVAL.name, "findings.owner_outside"),
    ("actions-1-owner", "", "findings.owner_needed"),
    ("actions-1-same_as", "F-2024-9999/1", "findings.no_such_measure"),
    ("actions-1-action", "", "form.required"),
    ("root_cause", "", "form.required"),
    ("root_cause", "x" * 10_001, "form.too_long"),
    ("method", "", "findings.method_needed"),
    ("people-1", "Nobody asked", "findings.causes_of_two_methods"),
]


@pytest.mark.parametrize(("key", "text", "code"), CELLS, ids=[f"{key} {code}" for key, _, code in CELLS])
def test_a_rule_of_plans_is_told_at_the_cell_and_nothing_is_written(session, key, text, code):
    finding = notified(session)
    data = story.workbook(session, finding, cells=story.FILLED | {key: text})
    (sheet,) = beside(session, data, finding)
    at = "method" if code == "findings.causes_of_two_methods" else key
    assert code in of_keys(sheet)[at]
    assert not sheet.whole
    with pytest.raises(Invalid) as refused:
        taken(session, data, finding)
    assert (code, f"{finding.number}!{story.cell(at)}") in [(one.code, one.place) for one in refused.value.faults]
    assert (finding.state, finding.cycle) == ("open", 0)


TYPED = [
    ("actions-1-due_on", "soon", "intake.not_a_date"),
    ("actions-1-due_on", "03/04/2024", "intake.ambiguous_date"),
    ("actions-1-kwh", "many", "intake.not_a_number"),
    ("actions-1-kwh", "1,234", "intake.ambiguous_number"),
    ("actions-1-tonnes", "1.23456", "intake.too_many_places"),
    ("method", "guessing", "intake.unknown_choice"),
    ("people-1-root", "perhaps", "intake.not_yes_or_no"),
]


@pytest.mark.parametrize(("key", "text", "code"), TYPED, ids=[f"{key} {code}" for key, _, code in TYPED])
def test_a_cell_that_cannot_be_read_is_refused_and_the_others_are_not(session, key, text, code):
    finding = notified(session)
    inside, kind = story.typed(text)
    filled = {one: said for one, said in story.FILLED.items() if one != key}
    data = story.with_cell(story.workbook(session, finding, cells=filled), story.cell(key), inside, kind)
    (sheet,) = beside(session, data, finding)
    place = f"{finding.number}!{story.cell(key)}"
    assert (sheet.sheet.faults[key].code, sheet.sheet.faults[key].place) == (code, place)
    assert "root_cause" in sheet.changed
    with pytest.raises(Invalid) as refused:
        taken(session, data, finding)
    assert [(one.code, one.place) for one in refused.value.faults] == [("eight_d.unreadable_left", place)]


def test_cells_as_people_write_them_are_understood(session):
    finding = notified(session)
    data = story.workbook(session, finding, cells=story.FILLED)
    for key, text in {"actions-1-due_on": "2024年5月20日", "actions-1-kwh": "12500.5", "method": "鱼骨图"}.items():
        inside, kind = story.typed(text)
        data = story.with_cell(data, story.cell(key), inside, kind)
    (sheet,) = read_eight_d(data)
    read = {key: sheet.cells[key] for key in ("actions-1-due_on", "actions-1-kwh", "method")}
    assert read == {"actions-1-due_on": "2024-05-20", "actions-1-kwh": "12500.5", "method": "fishbone"}


def test_a_formula_in_a_cell_to_fill_in_is_refused_whatever_it_gives(session):
    finding = notified(session)
    data = story.workbook(session, finding, cells=story.FILLED)
    data = story.with_cell(data, story.cell("actions-1-kwh"), "<f>6000*2</f><v>12000</v>")
    (sheet,) = beside(session, data, finding)
    assert of_keys(sheet)["actions-1-kwh"] == ["eight_d.formula"]
    assert "actions-1-kwh" not in sheet.changed


def test_a_moved_or_changed_row_is_named_by_its_cell(session):
    finding = notified(session)
    data = story.workbook(session, finding, cells=story.FILLED)
    name, place = finding.number, story.cell("root_cause")
    label, row = place.replace("C", "B"), place[1:]
    inside, kind = story.typed("Something else")
    assert faults_of(story.with_cell(data, label, inside, kind)) == [("eight_d.structure", f"{name}!{label}")]

    def deleted(markup):
        rows = [part for part in markup.split("<row ") if not part.startswith(f'r="{row}"')]
        return "<row ".join(rows)

    assert faults_of(story.patched(data, deleted)) == [("eight_d.structure", f"{name}!A{row}")]
    inside, kind = story.typed("F-2024-9999")
    number = f"C{Layout().row_of('number') + 1}"
    assert faults_of(story.with_cell(data, number, inside, kind)) == [("eight_d.other_finding", f"{name}!{number}")]


def test_sheets_that_were_renamed_or_taken_away_are_named(session):
    one, two = notified(session), notified(session)
    data = story.workbook(session, one, two)
    renamed = story.patched(
        data, lambda text: text.replace(f'name="{two.number}"', 'name="Copy"'), part="xl/workbook.xml"
    )
    assert faults_of(renamed) == [("eight_d.sheets_changed", "Copy")]
    hidden = story.patched(
        data,
        lambda text: text.replace(f'name="{two.number}"', f'name="{two.number}" state="hidden"'),
        part="xl/workbook.xml",
    )
    assert faults_of(hidden) == [("eight_d.sheets_changed", "")]
    shown = story.patched(data, lambda text: text.replace('name="_8D"', 'name="Other"'), part="xl/workbook.xml")
    assert faults_of(shown) == [("eight_d.no_form", "")]


@pytest.mark.parametrize(
    ("old", "new"),
    [("8D-1", "8D-0"), (Layout().digest, "0" * 64), (">en<", ">fr<")],
    ids=["version", "structure", "language"],
)  # fmt: skip
def test_a_workbook_of_another_version_of_the_form_is_refused(session, old, new):
    data = story.workbook(session, notified(session))
    other = story.patched(data, lambda text: text.replace(old, new), part="xl/sharedStrings.xml")
    assert faults_of(other) == [("eight_d.other_version", "")]


def test_a_workbook_of_another_finding_is_refused_at_its_number(session):
    asked, other = notified(session), notified(session)
    (sheet,) = beside(session, story.workbook(session, other, cells=story.FILLED), asked)
    assert (sheet.refused.code, sheet.refused.facts) == ("eight_d.not_of_finding", {"number": asked.number})
    assert sheet.refused.place == f"{other.number}!C{Layout().row_of('number') + 1}"


def test_a_workbook_of_another_supplier_tells_nothing_of_its_finding(session):
    theirs = notified(session, MINGYAN)
    data = story.workbook(session, theirs, cells=story.FILLED | {"actions-1-owner": RIVAL.name}, person=RIVAL)
    workbook = sent(session, data)
    (sheet,) = compared(session, TAN.actor, workbook, NOW)
    assert (sheet.refused.code, sheet.finding, sheet.differences) == ("eight_d.not_yours", None, ())
    with pytest.raises(Missing):
        take_sheet(session, TAN.actor, TakeSheet(workbook.id, theirs.id), NOW)
    with pytest.raises(Missing):
        take_sheet(session, RIVAL.actor, TakeSheet(workbook.id, theirs.id), NOW)
    assert theirs.state == "open"


@pytest.mark.parametrize(
    "state", ["disputed", "cap_proposed", "accepted", "implemented", "closed", "waived", "effective"]
)
def test_a_finding_that_awaits_no_plan_takes_none(session, state):
    finding = brought_to(session, state)
    (sheet,) = beside(session, story.workbook(session, finding, cells=story.FILLED), finding)
    assert sheet.refused.code == "eight_d.not_awaited"
    with pytest.raises(Invalid):
        taken(session, story.workbook(session, finding, cells=story.FILLED), finding)
    assert finding.state == state


def test_people_of_the_same_name_are_told_apart_and_hidden_sheets_hold_no_one_else(session):
    finding, theirs = notified(session), notified(session, MINGYAN)
    data = story.workbook(session, finding)
    form = read_form(data, limits=ReadLimits())
    texts = {str(cell) for sheet in form.sheets for row in sheet.rows for cell in row}
    assert {TAN.name, "He Member"} <= texts
    assert not {text for text in texts if CANARY in text or RIVAL.name in text or theirs.number in text}
    assert form.hidden == {"_8D", "_lists"}


def test_only_findings_one_may_read_go_into_a_file(session):
    ours, theirs = notified(session), notified(session, MINGYAN)
    assert chosen_findings(session, TAN.actor, [ours.id, ours.id]) == [ours.id]
    assert chosen_findings(session, PAN.actor, [theirs.id, ours.id]) == [ours.id, theirs.id]
    with pytest.raises(Missing):
        chosen_findings(session, TAN.actor, [ours.id, theirs.id])
    with pytest.raises(Invalid):
        chosen_findings(session, TAN.actor, [])


@pytest.mark.one_engine
@pytest.mark.parametrize("value", TYPED_CELLS, ids=lambda value: repr(value[:12]))
def test_no_cell_however_typed_ends_otherwise_than_in_a_text_or_a_reason(session, value):
    finding = notified(session)
    data = story.workbook(session, finding)
    inside, kind = story.typed(escape(clean(value)))
    for key in ("root_cause", "actions-1-due_on", "actions-1-kwh", "actions-1-owner", "method", "people-1-root"):
        data = story.with_cell(data, story.cell(key), inside, kind)
    try:
        (sheet,) = beside(session, data, finding)
    except Invalid:
        return
    assert sheet.refused is None
    with suppress(Invalid, Conflict):
        taken(session, data, finding)
    assert finding.state in {"open", "cap_proposed"}
