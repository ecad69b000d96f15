"""Findings through the browser: the supplier answers, the buyer decides, the rival finds nothing."""

import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import event, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding, FindingEvidence
from tests.cast import FANG, HE, LIN, LUO, MINGYAN, MO, PAN, RIVAL, TAN, YAN, ZHOU
from tests.findings_story import CANARY, NOTE, add_audit, answer_all, brought_to, notified, raise_one

PDF_BYTES = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]*')
PLAN = {
    "containment": "",
    "method": "five_whys",
    "whys-0-text": "Feeder F2 has no meter",
    "whys-1-text": "Extensions were built without one",
    "root_cause": "No meters behind feeder F2",
    "actions-0-action": "Calibrate all meters",
    "actions-0-owner": f"account-{TAN.number}",
    "actions-0-due_on": "2024-05-20",
}


@pytest.fixture
def story(database):
    """`story(state)` brings a finding of Huiling's there, and one of Mingyan's that must never be found."""

    def tell(state="open", **given):
        with database.unit_of_work(SYSTEM) as session:
            brought_to(session, state, MINGYAN) if state != "open" else notified(session, MINGYAN)
            finding = brought_to(session, state, **given) if state != "open" else notified(session, **given)
        return finding.id

    return tell


def _only(database, table, cycle=None):
    """The id of the only row of Huiling's, or of those of a cycle."""
    asked = select(table.id)
    if cycle:
        asked = asked.join(CorrectiveActionPlan, CorrectiveActionPlan.id == table.plan_id).where(
            CorrectiveActionPlan.cycle == cycle
        )
    with database.reading(SYSTEM) as session:
        return session.scalars(asked).one()


def stands(database, finding_id):
    with database.reading(SYSTEM) as session:
        return session.get_one(Finding, finding_id).state


def test_a_finding_goes_from_its_notice_to_its_close_in_the_browser(as_person, database, story):
    number = story()
    address = f"/findings/{number}"
    tan, zhou = as_person(TAN), as_person(ZHOU)
    assert "NC-2024-0002 Meters cover 46 per cent of energy" in tan.page(address)
    assert tan.post(f"{address}/plan", PLAN).status_code == 302
    page = zhou.page(address)
    assert "Tan Owner" in page
    assert "Extensions were built without one" in page
    zhou.post(f"{address}/moves", {"target": "rejected", "reason": "Cause stops too early"})
    assert "Cause stops too early" in tan.page(address)
    tan.post(f"{address}/plan", PLAN | {"root_cause": "Nobody owns energy data"})
    zhou.page(address)
    zhou.post(f"{address}/moves", {"target": "accepted"})
    tan.page(address)
    file = {"file": (BytesIO(PDF_BYTES), "certificate.pdf"), "about_on": "2024-03-30"}
    assert tan.post(f"{address}/evidence", file).status_code == 302
    assert "certificate.pdf" in tan.page(address)
    assert tan.post(f"{address}/moves", {"target": "implemented"}).status_code == 409
    action, file = _only(database, CorrectiveAction, cycle=2), _only(database, FindingEvidence)
    tan.post(f"{address}/done", {"action": action, "done_on": "2024-03-31"})
    assert tan.post(f"{address}/moves", {"target": "implemented"}).status_code == 302
    zhou.page(address)
    assert zhou.post(f"{address}/verification", {}).status_code == 409
    assert zhou.post(f"{address}/evidence/{file}/decision", {"decision": "accepted"}).status_code == 302
    assert zhou.post(f"{address}/verification", {}).status_code == 302
    assert zhou.post(f"{address}/moves", {"target": "closed"}).status_code == 302
    assert "Review whether it works" in zhou.page(address)
    figures = {f"effect-{action}-kwh": "11 800", f"effect-{action}-how": "Meter M-03"}
    answer = zhou.post(f"{address}/review", {"outcome": "effective", "conclusion": "It holds"} | figures)
    assert answer.status_code == 422
    assert "11 800" in answer.text
    assert "It holds" in answer.text
    figures[f"effect-{action}-kwh"] = "11,800.5"
    assert (
        zhou.post(f"{address}/review", {"outcome": "effective", "conclusion": "It holds"} | figures).status_code == 302
    )
    assert "11,800.500 kWh" in tan.page(address)
    assert stands(database, number) == "effective"
    assert "Effective" in tan.page("/findings")


def test_a_plan_with_faults_keeps_everything_typed_and_says_what_is_wrong_at_each_field(as_person, database, story):
    number = story(severity="critical")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    typed = PLAN | {
        "root_cause": "typed & kept",
        "actions-2-action": "third line",
        "actions-2-owner": "",
        "actions-2-due_on": "2024-03-01",
        "actions-3-action": "fourth line",
        "actions-3-owner": f"account-{RIVAL.number}",
        "actions-3-due_on": "someday",
    }
    answer = tan.post(f"/findings/{number}/plan", typed)
    assert answer.status_code == 422
    for kept in ("typed &amp; kept", "Calibrate all meters", "third line", "2024-03-01", "fourth line", "someday"):
        assert kept in answer.text
    assert 'id="actions-2-owner-error">Name one person who sees to it.' in answer.text
    assert 'id="actions-2-due_on-error">The day lies before the finding was notified (2024-03-31).' in answer.text
    assert 'id="actions-3-due_on-error">Write a date as YYYY-MM-DD.' in answer.text
    assert 'id="containment-error"' in answer.text
    assert 'id="actions-3-owner-error">Choose one of the company’s own people' in answer.text
    assert "Action 3, Owner: Name one person who sees to it." in answer.text
    assert stands(database, number) == "open"


@pytest.mark.parametrize(
    ("file", "about_on", "places"),
    [
        ((b"", "empty.pdf"), "2024-03-30", ["file"]),
        ((b"MZ program", "report.pdf"), "2024-03-30", ["file"]),
        ((b"\x89PNG\r\n\x1a\nbroken", "photo.png"), "2024-03-30", ["file"]),
        ((PDF_BYTES, "later.pdf"), "2024-04-01", ["about_on"]),
        ((PDF_BYTES, "undated.pdf"), "", ["about_on"]),
        ((b"MZ program", "both.pdf"), "", ["file", "about_on"]),
        (None, "2024-03-30", ["file"]),
    ],
)
def test_evidence_that_is_not_taken_says_why_at_its_field(as_person, database, story, file, about_on, places):
    number = story("accepted")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    sent = {"about_on": about_on} | ({"file": (BytesIO(file[0]), file[1])} if file else {})
    answer = tan.post(f"/findings/{number}/evidence", sent)
    assert answer.status_code == 422
    assert all(f'id="{place}-error"' in answer.text for place in places)
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(FindingEvidence)).all() == []


@pytest.mark.safety(21)
def test_the_other_side_gets_a_photo_without_what_the_camera_wrote(as_person, database, story):
    number = story("accepted")
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "canary in the exif"
    Image.new("RGB", (60, 40), "gray").save(data, "PNG", exif=exif)
    tan, zhou = as_person(TAN), as_person(ZHOU)
    tan.page(f"/findings/{number}")
    sent = {"file": (BytesIO(data.getvalue()), "meter.png"), "about_on": "2024-03-30"}
    assert tan.post(f"/findings/{number}/evidence", sent).status_code == 302
    with database.reading(SYSTEM) as session:
        address = f"/findings/{number}/evidence/{session.scalars(select(FindingEvidence.id)).one()}"
    assert b"canary" in tan.get(address).data
    answer = zhou.get(address)
    assert (answer.mimetype, b"canary" in answer.data) == ("image/jpeg", False)
    assert "meter.png.jpg" in answer.headers["Content-Disposition"]


def test_evidence_is_handed_out_as_an_attachment_to_those_who_may_see_it(as_person, database, story):
    number, other = story("accepted"), story("accepted")
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    tan.post(
        f"/findings/{number}/evidence", {"file": (BytesIO(PDF_BYTES), "../a\u202eb.pdf"), "about_on": "2024-03-30"}
    )
    with database.reading(SYSTEM) as session:
        evidence = session.scalars(select(FindingEvidence)).one()
    address = f"/findings/{number}/evidence/{evidence.id}"
    answer = as_person(LUO).get(address)
    assert (answer.data, answer.mimetype) == (PDF_BYTES, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert evidence.name == "ab.pdf"
    assert tan.get(address).status_code == 200
    for person in (RIVAL, YAN, LIN):
        assert as_person(person).get(address).status_code == 404
    assert tan.get(f"/findings/{other}/evidence/{evidence.id}").status_code == 404


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", [RIVAL, YAN, LIN])
def test_anothers_finding_and_a_missing_one_look_the_same(as_person, story, person):
    number = story()
    browser = as_person(person)
    theirs, missing = browser.get(f"/findings/{number}"), browser.get("/findings/987654")
    assert theirs.status_code == missing.status_code == 404
    assert TOKEN.sub("", theirs.text.replace(f"/{number}", "/987654")) == TOKEN.sub("", missing.text)
    assert browser.get(f"/findings/{2**40}").status_code == 404


@pytest.mark.safety(1)
@pytest.mark.parametrize(
    ("person", "path"),
    [
        (RIVAL, "moves"),
        (RIVAL, "plan"),
        (RIVAL, "evidence"),
        (YAN, "moves"),
        (YAN, "evidence"),
        (MO, "moves"),
        (LIN, "moves"),
        (ZHOU, "plan"),
        (PAN, "evidence"),
    ],
)
def test_who_may_not_act_finds_nothing_there(as_person, database, story, person, path):
    number = story("accepted")
    browser = as_person(person)
    browser.get("/profile")
    sent = PLAN | {"target": "implemented", "about_on": "2024-03-30", "file": (BytesIO(PDF_BYTES), "a.pdf")}
    assert browser.post(f"/findings/{number}/{path}", sent).status_code == 404
    assert stands(database, number) == "accepted"


@pytest.mark.safety(3)
@pytest.mark.parametrize("state", ["open", "rejected", "disputed", "closed"])
def test_a_supplier_never_reads_a_rivals_words_nor_drafts_nor_working_notes(as_person, database, story, state):
    number = story(state)
    with database.unit_of_work(SYSTEM) as session:
        audit = add_audit(session)
        answer_all(session, audit)
        draft = raise_one(session, audit, title="draft-secret-2342")
    for person in (TAN, HE):
        browser = as_person(person)
        for language in ("en", "zh"):
            browser.speaking(language)
            pages = browser.page("/findings") + browser.page(f"/findings/{number}")
            assert CANARY not in pages
            assert NOTE not in pages
            assert "draft-secret-2342" not in pages
        assert browser.get(f"/findings/{draft.id}").status_code == 404
        assert browser.get(f"/findings?supplier={MINGYAN}").text.count(CANARY) == 0


def test_a_wrong_state_is_told_with_what_is_possible_and_loses_no_word(as_person, database, story):
    number = story("cap_proposed")
    luo, zhou = as_person(LUO), as_person(ZHOU)
    luo.page(f"/findings/{number}")
    zhou.page(f"/findings/{number}")
    zhou.post(f"/findings/{number}/moves", {"target": "accepted"})
    answer = luo.post(f"/findings/{number}/moves", {"target": "rejected", "reason": "typed for nothing"})
    assert answer.status_code == 409
    assert "typed for nothing" in answer.text
    assert "Someone else was quicker" in answer.text
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    answer = tan.post(f"/findings/{number}/plan", PLAN | {"root_cause": "typed at length"})
    assert answer.status_code == 409
    assert "typed at length" in answer.text
    assert "Possible now: Implemented." in answer.text


def test_a_decision_without_its_reason_is_asked_for_it_at_the_field(as_person, story):
    number = story("cap_proposed")
    zhou = as_person(ZHOU)
    zhou.page(f"/findings/{number}")
    answer = zhou.post(f"/findings/{number}/moves", {"target": "rejected", "reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-error">Write the reason; it is kept in the record.' in answer.text


def test_a_waiver_says_until_when(as_person, database, story):
    number = story()
    fang = as_person(FANG)
    fang.page(f"/findings/{number}")
    answer = fang.post(
        f"/findings/{number}/moves", {"target": "waived", "reason": "plant closes", "until": "2024-03-31"}
    )
    assert answer.status_code == 422
    assert "Choose a day after today." in answer.text
    assert "plant closes" in answer.text
    fang.post(f"/findings/{number}/moves", {"target": "waived", "reason": "plant closes", "until": "2024-06-30"})
    assert "Waived until 30 Jun 2024" in fang.page(f"/findings/{number}")


def test_the_suppliers_list_says_what_to_do_first_and_what_waits(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        notified(session, severity="minor", title="minor one")
        notified(session, severity="critical", title="critical one")
        brought_to(session, "cap_proposed", title="waiting one")
        brought_to(session, "closed", title="closed one")
        notified(session, kind="strength", severity="none", title="good one")
        notified(session, MINGYAN)
    page = as_person(TAN).page("/findings")
    assert "Your turn: 2 findings" in page
    places = [page.index(title) for title in ("critical one", "minor one", "waiting one", "closed one", "good one")]
    assert places == sorted(places)
    assert CANARY not in page


def test_an_overdue_finding_says_so(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session)
        finding.turn_due_on = date(2024, 3, 20)
    page = as_person(TAN).page("/findings")
    assert "Overdue" in page
    assert "11 days, since 20 Mar 2024" in page


def test_an_observation_past_its_day_is_optional_and_counts_no_days(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        finding = notified(session, kind="observation", severity="observation")
        finding.plan_due_on = finding.close_due_on = date(2023, 12, 27)
    page = as_person(TAN).page("/findings")
    assert "-95" not in page
    assert "optional, until 27 Dec 2023" in page


def test_the_buyers_list_filters_and_sorts(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        notified(session, severity="critical", title="critical one")
        brought_to(session, "cap_proposed", title="proposed one")
        notified(session, MINGYAN)
    pan = as_person(PAN)
    everything = ("critical one", "proposed one", CANARY)
    for asked, shown in {
        "": set(everything),
        "?severity=critical": {"critical one"},
        "?state=cap_proposed": {"proposed one"},
        "?turn=buyer": {"proposed one"},
        f"?supplier={MINGYAN}": {CANARY},
        "?supplier=99999999999": set(),
        "?state=nonsense&sort=nonsense&page=x": set(everything),
        "?sort=-due": set(everything),
    }.items():
        page = pan.page(f"/findings{asked}")
        assert {title for title in everything if title in page} == shown, asked
    zhou = as_person(ZHOU).page("/findings")
    assert CANARY not in zhou
    assert "No finding matches." in pan.page("/findings?state=closed")


def test_an_empty_list_says_what_comes_first(as_person):
    assert "No findings yet" in as_person(PAN).page("/findings")
    assert "appears here, with what to do first" in as_person(TAN).page("/findings")


def test_a_finding_is_raised_from_the_audit_page_and_its_faults_keep_what_was_typed(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        audit = add_audit(session)
        answer_all(session, audit, S3_4="0")
    zhou = as_person(ZHOU)
    page = zhou.page(f"/audits/{audit.id}/S3.4")
    assert "A non-conformity is proposed" in page
    assert "within 14 days of the notice" in page
    address = f"/audits/{audit.id}/S3.4/findings"
    typed = {"kind": "nonconformity", "severity": "major", "title": "", "requirement": "r kept", "seen": "s kept"}
    answer = zhou.post(address, typed)
    assert answer.status_code == 422
    assert "r kept" in answer.text
    assert 'id="title-error"' in answer.text
    assert zhou.post(address, typed | {"title": "Meters lapsed"}).status_code == 302
    assert "NC-2024-0001" in zhou.page(f"/audits/{audit.id}/S3.4")
    assert "Meters lapsed" in zhou.page(f"/audits/{audit.id}")
    yan = as_person(YAN)
    yan.page("/findings")
    assert yan.post(address, typed).status_code == 404
    assert zhou.post(f"/audits/{audit.id}/X1.1/findings", typed).status_code == 404


@pytest.mark.safety(7)
def test_both_sides_read_who_is_in_charge_on_each(as_person, database, story):
    number = story()
    with database.unit_of_work(SYSTEM) as session:
        finding = session.get_one(Finding, number)
        finding.owner_id, finding.handler_id = HE.number, FANG.number
    for person in (TAN, ZHOU, PAN):
        page = as_person(person).page(f"/findings/{number}")
        assert f"In charge at the supplier: {HE.name}" in page
        assert f"In charge at the buyer: {FANG.name}" in page


def test_a_move_without_the_pages_token_is_refused(as_person, database, story):
    number = story("cap_proposed")
    zhou = as_person(ZHOU)
    assert zhou.client.post(f"/findings/{number}/moves", data={"target": "accepted"}).status_code == 400
    assert stands(database, number) == "cap_proposed"


@pytest.mark.safety(4)
def test_further_fields_change_nothing(as_person, database, story):
    number = story()
    tan = as_person(TAN)
    tan.page(f"/findings/{number}")
    more = {"severity": "minor", "supplier_id": "2", "finding_id": "1", "state": "closed", "cycle": "9"}
    tan.post(f"/findings/{number}/plan", PLAN | more)
    with database.reading(SYSTEM) as session:
        finding = session.get_one(Finding, number)
        assert (finding.state, finding.severity, finding.supplier_id, finding.cycle) == ("cap_proposed", "major", 1, 1)
        assert len(session.scalars(select(CorrectiveAction)).all()) == 1


def statements(app, act):
    told: list[str] = []
    engine = app.extensions["portal"].database.engine

    def note(_connection, _cursor, statement, *_):
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(told)


@pytest.mark.parametrize("person", [TAN, PAN, ZHOU])
def test_lists_and_pages_take_the_same_statements_whatever_the_rows(as_person, app, database, story, person):
    number = story("rejected")
    browser = as_person(person)
    addresses = ("/findings", f"/findings/{number}")
    for address in addresses:
        browser.page(address)
    few = [statements(app, lambda address=address: browser.page(address)) for address in addresses]
    with database.unit_of_work(SYSTEM) as session:
        for _ in range(5):
            notified(session)
            notified(session, MINGYAN)
        brought = session.get_one(Finding, number)
        for place in range(5):
            session.add(
                FindingEvidence(
                    finding_id=brought.id, digest=_file(session, place), media_type="application/pdf", size=1,
                    name="x.pdf", about_on=date(2024, 3, 1), added_by=TAN.number, added_at=brought.raised_at,
                )
            )  # fmt: skip
    many = [statements(app, lambda address=address: browser.page(address)) for address in addresses]
    assert many == few
    listed, shown = many
    assert listed <= 12
    assert shown <= 29


def _file(session, place):
    from supplier_portal.files.operations import Upload, remember_file  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415

    return remember_file(session, Upload(f"{place}" * 64, 1, "application/pdf"), NOW.at)
