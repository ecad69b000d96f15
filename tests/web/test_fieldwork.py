"""PUT /api/changes/<uuid>: saved once, answered the same way again, nothing overwritten, nothing behind an issue."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, AnswerRevision, Audit
from supplier_portal.audits.operations import MoveAudit, apply_move, move_audit, release_draft, save_answer
from supplier_portal.audits.queries import answers_of, find_audit
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.fieldwork.models import Change
from tests.audit_story import answer_all, brought_to, change, of_rival
from tests.cast import FANG, LUO, MO, NOW, PAN, TAN, YAN, ZHOU
from tests.web.statements import statements


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


def body(audit_id, base_version=0, checkpoint="S1.1", **answer):
    given = {"rating": "3", "note": "Seen"} | answer
    return {
        "kind": "answer",
        "audit_id": audit_id,
        "checkpoint": checkpoint,
        "base_version": base_version,
        "answer": given,
    }


def put(browser, sent, uuid=None, **headers):
    return browser.put_json(f"/api/changes/{uuid or uuid4()}", sent, **headers)


def raw(browser, data):
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    return browser.client.put(f"/api/changes/{uuid4()}", data=data, headers=own)


def stored(database, audit_id):
    with database.reading(SYSTEM) as session:
        return answers_of(session, audit_id)


def rows(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalar(select(func.count()).select_from(model))


def faults(answer):
    return {fault["place"]: fault["code"] for fault in answer.json["error"]["faults"]}


def test_a_change_is_saved_and_answered_with_a_receipt_of_what_was_stored(as_person, database, audit_id):
    answer = put(as_person(LUO), body(audit_id, sampled=3, population=9))
    assert answer.status_code == 200
    assert (answer.json["version"], answer.json["saved_by"], answer.json["proposed"]) == (1, LUO.name, None)
    with database.reading(SYSTEM) as session:
        content = session.scalars(select(AnswerRevision.content)).one()
    assert answer.json["receipt"] == sha256_of(content)
    assert (content["note"], content["sampled"], content["number"]) == ("Seen", 3, None)


def test_figures_are_answered_with_the_level_they_propose(as_person, audit_id):
    sent = body(audit_id, checkpoint="S4.3", rating=None, claimed="5488.05", reperformed="6065.71")
    assert put(as_person(LUO), sent).json["proposed"] == {"level": 1, "figure": "9.52"}
    nothing = body(audit_id, checkpoint="S4.2", rating=None, claimed="1", reperformed="0")
    assert put(as_person(LUO), nothing).json["proposed"] == {"level": 0, "figure": None}


@pytest.mark.safety(26)
def test_the_same_change_again_gets_the_stored_reply_byte_for_byte(as_person, database, audit_id):
    luo, uuid = as_person(LUO), uuid4()
    first = put(luo, body(audit_id), uuid)
    with database.unit_of_work(ZHOU.actor) as session:
        save_answer(session, ZHOU.actor, change(audit_id, base_version=1, note="later"), NOW)
    again = put(luo, body(audit_id), uuid)
    assert (again.status_code, again.data) == (200, first.data)
    assert stored(database, audit_id)["S1.1"].note == "later"
    assert rows(database, AnswerRevision) == 2


@pytest.mark.safety(26)
def test_the_same_change_again_is_answered_after_the_audit_moved_on(as_person, database, audit_id):
    luo, uuid = as_person(LUO), uuid4()
    first = put(luo, body(audit_id), uuid)
    with database.unit_of_work(PAN.actor) as session:
        move_audit(session, PAN.actor, MoveAudit(audit_id, "cancelled", reason="because"), NOW)
    again = put(luo, body(audit_id), uuid)
    assert (again.status_code, again.data) == (200, first.data)


@pytest.mark.safety(26)
@pytest.mark.parametrize("other", [{"note": "Another"}, {"rating": "2"}])
def test_a_uuid_with_another_body_is_refused(as_person, database, audit_id, other):
    luo, uuid = as_person(LUO), uuid4()
    put(luo, body(audit_id), uuid)
    answer = put(luo, body(audit_id, **other), uuid)
    assert answer.status_code == 422
    assert faults(answer) == {"uuid": "fieldwork.uuid_taken"}
    assert stored(database, audit_id)["S1.1"].note == "Seen"


@pytest.mark.safety(26)
def test_a_uuid_of_someone_else_is_refused_and_tells_nothing_of_their_change(as_person, database, audit_id):
    uuid = uuid4()
    put(as_person(LUO), body(audit_id), uuid)
    answer = put(as_person(ZHOU), body(audit_id), uuid)
    assert answer.status_code == 422
    assert faults(answer) == {"uuid": "fieldwork.uuid_taken"}
    with database.unit_of_work(SYSTEM) as session:
        rival_id = of_rival(session).id
    assert put(as_person(YAN), body(rival_id), uuid).status_code == 422


@pytest.mark.safety(24)
def test_a_stale_base_gets_both_texts_and_a_receipt_and_overwrites_nothing(as_person, database, audit_id):
    put(as_person(ZHOU), body(audit_id, note="Zhou saw four"))
    answer = put(as_person(LUO), body(audit_id, note="Luo saw two"))
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "fieldwork.rival"
    assert ZHOU.name in answer.json["error"]["message"]
    assert (answer.json["yours"]["note"], answer.json["current"]["note"]) == ("Luo saw two", "Zhou saw four")
    assert answer.json["receipt"] == sha256_of(answer.json["yours"])
    assert stored(database, audit_id)["S1.1"].note == "Zhou saw four"
    kept = put(as_person(LUO), body(audit_id, answer.json["version"], note="Both saw four"))
    assert kept.status_code == 200
    assert kept.json["version"] == 2


@pytest.mark.safety(24)
def test_of_twenty_clients_at_one_answer_one_wins_and_nineteen_are_kept_beside(as_person, app, database, audit_id):
    put(as_person(ZHOU), body(audit_id, note="before"))
    browsers = [as_person(LUO if number % 2 else ZHOU) for number in range(4)]
    start = Barrier(20)

    def save(number):
        client = app.test_client()
        client.set_cookie("session", browsers[number % 4].client.get_cookie("session").value)
        start.wait()
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return client.put(f"/api/changes/{uuid4()}", json=body(audit_id, 1, note=f"client {number}"), headers=own)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(save, range(20)))
    won = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    assert len(won) == 1
    assert [answer.status_code for answer in answers].count(409) == 19
    answer = stored(database, audit_id)["S1.1"]
    assert (answer.version, answer.note) == (2, f"client {won[0]}")
    with database.reading(SYSTEM) as session:
        rivals = session.scalars(select(AnswerRevision.content).where(AnswerRevision.rival)).all()
    assert len(rivals) == 19
    assert {one.json["receipt"] for one in answers if one.status_code == 409} == {
        sha256_of(content) for content in rivals
    }


@pytest.mark.safety(24)
@pytest.mark.safety(26)
def test_one_change_sent_by_many_at_once_takes_effect_once(as_person, app, database, audit_id):
    luo, uuid, start = as_person(LUO), uuid4(), Barrier(6)
    cookie = luo.client.get_cookie("session").value

    def save(_):
        client = app.test_client()
        client.set_cookie("session", cookie)
        start.wait()
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return client.put(f"/api/changes/{uuid}", json=body(audit_id), headers=own)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(save, range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert (rows(database, AnswerRevision), rows(database, Change)) == (1, 1)


@pytest.mark.safety(24)
def test_a_save_racing_an_issue_is_scored_or_refused(as_person, app, database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        answer_all(session, session.get_one(Audit, audit_id))
    cookie, start, seen = as_person(LUO).client.get_cookie("session").value, Barrier(7), {}

    def save(number):
        client = app.test_client()
        client.set_cookie("session", cookie)
        start.wait()
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return client.put(f"/api/changes/{uuid4()}", json=body(audit_id, 1, note=f"{number}"), headers=own).status_code

    def issue(_):
        start.wait()
        for person, target in ((ZHOU, "closing_held"), (ZHOU, "in_review"), (FANG, "draft_sent")):
            with database.unit_of_work(person.actor) as session:
                move_audit(session, person.actor, MoveAudit(audit_id, target), NOW)
        with database.unit_of_work(TAN.actor) as session:
            release_draft(session, TAN.actor, audit_id, NOW)
        with database.unit_of_work(FANG.actor) as session:
            audit = find_audit(session, FANG.actor, audit_id, locked=True)
            seen.update({code: answer.version for code, answer in answers_of(session, audit_id).items()})
            apply_move(session, FANG.actor, audit, "issued", NOW, issued_on=NOW.day)
        return 0

    with ThreadPoolExecutor(7) as pool:
        done = [pool.submit(save, number) for number in range(6)] + [pool.submit(issue, 0)]
        statuses = [one.result() for one in done][:-1]
    assert set(statuses) <= {200, 409}
    assert {code: answer.version for code, answer in stored(database, audit_id).items()} == seen
    assert seen["S1.1"] == 1 + statuses.count(200)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_change_for_an_audit_that_moved_on_is_refused_with_what_is_possible(as_person, database, audit_id, language):
    with database.unit_of_work(SYSTEM) as session:
        answer_all(session, session.get_one(Audit, audit_id))
        move_audit(session, ZHOU.actor, MoveAudit(audit_id, "closing_held"), NOW)
    revisions = rows(database, AnswerRevision)
    zhou, uuid = as_person(ZHOU).speaking(language), uuid4()
    answer = put(zhou, body(audit_id, 1), uuid)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "audits.answers_closed"
    assert {"en": "In review", "zh": "复核"}[language] in answer.json["error"]["message"]
    assert put(zhou, body(audit_id, 1), uuid).data == answer.data
    assert put(zhou, body(audit_id, 2), uuid).status_code == 422
    assert (rows(database, AnswerRevision), rows(database, Change)) == (revisions, 1)


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", [YAN, TAN, PAN, FANG, MO])
def test_anothers_audit_and_a_missing_one_look_alike(as_person, audit_id, person):
    browser = as_person(person)
    other, missing = put(browser, body(audit_id)), put(browser, body(987_654))
    assert (other.status_code, other.data) == (404, missing.data)


def test_a_checkpoint_that_is_not_in_the_checklist_is_missing(as_person, audit_id):
    assert put(as_person(LUO), body(audit_id, checkpoint="S9.9")).status_code == 404


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        ({"kind": "finding"}, {"kind": "fieldwork.not_allowed"}),
        ({"kind": None}, {"kind": "fieldwork.not_allowed"}),
        ({"audit_id": "1"}, {"audit_id": "fieldwork.not_whole"}),
        ({"audit_id": True}, {"audit_id": "fieldwork.not_whole"}),
        ({"audit_id": 2**31}, {"audit_id": "fieldwork.not_allowed"}),
        ({"audit_id": 10**40}, {"audit_id": "fieldwork.not_allowed"}),
        ({"audit_id": 1.0}, {"audit_id": "fieldwork.not_whole"}),
        ({"base_version": -1}, {"base_version": "fieldwork.not_allowed"}),
        ({"base_version": 10**30}, {"base_version": "fieldwork.not_allowed"}),
        ({"checkpoint": ["S1.1"]}, {"checkpoint": "fieldwork.not_text"}),
        ({"checkpoint": "S" * 17}, {"checkpoint": "fieldwork.too_long"}),
        ({"device_at": 5}, {"device_at": "fieldwork.not_text"}),
        ({"answer": None}, {"answer": "fieldwork.not_object"}),
        ({"answer": []}, {"answer": "fieldwork.not_object"}),
        ({"state": "issued"}, {"state": "fieldwork.unknown_field"}),
        ({"answer": {"version": 9}}, {"answer.version": "fieldwork.unknown_field"}),
        ({"answer": {"saved_by": 1}}, {"answer.saved_by": "fieldwork.unknown_field"}),
        ({"answer": {"rating": 3}}, {"answer.rating": "fieldwork.not_allowed"}),
        ({"answer": {"rating": "7"}}, {"answer.rating": "fieldwork.not_allowed"}),
        ({"answer": {"note": None}}, {"answer.note": "fieldwork.not_text"}),
        ({"answer": {"note": "x" * 20_001}}, {"answer.note": "fieldwork.too_long"}),
        ({"answer": {"note": "a\x00b"}}, {"answer.note": "audits.control_character"}),
        ({"answer": {"note": "a\ud800b"}}, {"answer.note": "audits.control_character"}),
        ({"checkpoint": "\ud800"}, {"checkpoint": "audits.control_character"}),
        ({"answer": {"population": "3"}}, {"answer.population": "fieldwork.not_whole"}),
        ({"answer": {"population": 10**30}}, {"answer.population": "fieldwork.not_allowed"}),
        ({"answer": {"population": 1, "sampled": 2}}, {"answer.sampled": "audits.sampled_above_population"}),
        ({"answer": {"number": 5.5}}, {"answer.number": "fieldwork.not_text"}),
        ({"answer": {"number": "NaN"}}, {"answer.number": "fieldwork.not_decimal"}),
        ({"answer": {"number": "1e9"}}, {"answer.number": "fieldwork.not_decimal"}),
        ({"answer": {"number": "9" * 13}}, {"answer.number": "fieldwork.not_decimal"}),
        ({"answer": {"number": "٣"}}, {"answer.number": "fieldwork.not_decimal"}),
        ({"answer": {"number": "1\n"}}, {"answer.number": "fieldwork.not_decimal"}),
        ({"answer": {"number": "5"}}, {"answer.number": "audits.figure_not_asked"}),
        ({"answer": {"rating": "NA"}}, {"answer.note": "audits.not_applicable_reason"}),
    ],
)  # fmt: skip
@pytest.mark.safety(4)
@pytest.mark.safety(20)
def test_a_change_of_the_wrong_form_is_refused_with_its_path(as_person, database, audit_id, spoil, expected):
    answer = put(as_person(LUO), body(audit_id) | spoil)
    assert answer.status_code == 422
    assert faults(answer) == expected
    assert all(fault["message"] for fault in answer.json["error"]["faults"])
    assert rows(database, Answer) == rows(database, Change) == 0


def test_every_fault_is_told_in_one_run(as_person):
    answer = put(as_person(LUO), {"kind": "answer", "more": 1, "answer": {"rating": "9", "sampled": []}})
    assert set(faults(answer)) == {"audit_id", "checkpoint", "base_version", "more", "answer.rating", "answer.sampled"}


@pytest.mark.safety(20)
@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b"5", b'"text"', b"\xff\xfe", b"[" * 100_000,
        b'{"a":' * 50_000, b'{"audit_id": NaN}',
        b'{"audit_id": Infinity}', b'{"audit_id": ' + b"9" * 10_000 + b"}",
        b'{"answer": {"note": "' + b"x" * 300_000 + b'"}}',
    ],
    ids=lambda data: f"{data[:12]!r} of {len(data)}",
)  # fmt: skip
def test_whatever_is_no_change_is_refused_and_never_an_error_of_ours(as_person, data):
    answer = raw(as_person(LUO), data)
    assert answer.status_code == 422
    assert answer.json["error"]["faults"]


@pytest.mark.parametrize("address", ["/api/changes/5", "/api/changes/not-a-uuid", "/api/changes/"])
def test_an_address_without_a_uuid_is_missing(as_person, address):
    assert as_person(LUO).put_json(address, {}).status_code == 404


@pytest.mark.safety(7)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_write_that_another_site_made_the_browser_send_is_refused(as_person, database, audit_id, headers):
    assert put(as_person(LUO), body(audit_id), **headers).status_code == 403
    assert rows(database, Answer) == 0


def test_a_stranger_is_asked_to_sign_in(stranger, audit_id):
    assert put(stranger, body(audit_id)).status_code == 401


def test_a_save_takes_at_most_eight_statements_sign_in_counted(as_person, app, audit_id):
    luo = as_person(LUO)
    put(luo, body(audit_id, checkpoint="S8.1"))
    counts = {}
    for name, base in (("first", 0), ("next", 1), ("stale", 0)):
        with statements(app) as sent:
            put(luo, body(audit_id, base, note=name))
        counts[name] = len(sent)
    assert counts["first"] == counts["next"] == 8
    assert counts["stale"] <= 8


def test_the_openapi_document_tells_the_form_of_a_change(as_person):
    document = json.loads(as_person(LUO).client.get("/api/openapi.json").data)
    put_ = document["paths"]["/api/changes/{change_uuid}"]["put"]
    assert set(put_["responses"]) >= {"200", "404", "409", "422"}
    form = put_["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    assert set(document["components"]["schemas"][form]["required"]) == {
        "kind",
        "audit_id",
        "checkpoint",
        "base_version",
        "answer",
    }
