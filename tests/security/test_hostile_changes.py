"""PUT /api/changes takes no JSON but a change's: everything else is refused with its path, and nothing is kept."""

import json
import uuid
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer
from supplier_portal.domain.errors import Invalid
from supplier_portal.fieldwork.forms import read_change
from supplier_portal.fieldwork.models import Change
from supplier_portal.language.codes import errors
from tests.audit_story import brought_to
from tests.cast import LUO

pytestmark = pytest.mark.safety(20)

UUID = "4b7c19aa-0000-4000-8000-00000000e2d0"
ADDRESS = f"/api/changes/{UUID}"
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
HOSTILE = [
    ("audit_id", "1e400"),
    ("audit_id", "-0.0"),
    ("audit_id", "9" * 4_299),
    ("audit_id", "true"),
    ("base_version", "1e2"),
    ("base_version", "9223372036854775808"),
    ("device_at", '"9999-12-31T23:59:59Z and further on than forty letters"'),
    ("device_at", "NaN"),
    ("checkpoint", '"\\ud800"'),
    ("checkpoint", '"S1.1\\u0000"'),
    ("answer", "[" * 900 + "]" * 900),
    ("answer", '{"number": "1e308"}'),
    ("answer", '{"number": "' + "9" * 400 + '"}'),
    ("answer", '{"number": "NaN"}'),
    ("answer", '{"number": "\\uff11"}'),
    ("answer", '{"claimed": "1\\n"}'),
    ("answer", '{"population": 1e308}'),
    ("answer", '{"sampled": -1}'),
    ("answer", '{"note": "\\u0000"}'),
    ("answer", '{"note": "\\udc00\\ud800"}'),
    ("answer", '{"__proto__": {}, "constructor": {}}'),
]


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, "in_progress").id


def body(audit_id: int) -> dict[str, str]:
    """Each part of a sound change as JSON."""
    return {
        "kind": '"answer"',
        "audit_id": str(audit_id),
        "checkpoint": '"S1.1"',
        "base_version": "0",
        "device_at": '"2024-03-31T08:00:00Z"',
        "answer": '{"rating": "3"}',
    }


def sent(browser, parts: dict[str, str]):
    text = "{" + ", ".join(f'"{key}": {value}' for key, value in parts.items()) + "}"
    return browser.client.put(ADDRESS, data=text.encode(), content_type="application/json", headers=OWN)


def test_no_hostile_part_is_taken_and_a_sound_change_is(as_person, database, audit_id):
    luo, sound = as_person(LUO), body(audit_id)
    wrong = []
    for key, value in HOSTILE:
        answer = sent(luo, sound | {key: value})
        if answer.status_code not in {404, 422} or not answer.json["error"]["message"]:
            wrong.append(f"{key}: {value[:40]}: {answer.status_code}")
    assert wrong == []
    with database.reading(SYSTEM) as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in (Answer, Change)] == [0, 0]
    assert sent(luo, sound).status_code == 200


SOUND = {
    "kind": "answer", "audit_id": 1, "checkpoint": "S1.1", "base_version": 0, "device_at": "",
    "answer": {"rating": "3", "note": "", "population": 3, "number": "1.5"},
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.safety(23)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([*SOUND, *SOUND["answer"], "more"]), JSON)
def test_any_value_in_any_part_ends_in_a_change_or_reasons(key, value):
    document = deepcopy(SOUND)
    (document["answer"] if key in SOUND["answer"] else document)[key] = value
    read_or_refused(json_of(document))


@pytest.mark.safety(23)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_a_change_or_reasons(data):
    read_or_refused(data)


def json_of(document: object) -> bytes:
    return json.dumps(document).encode()


def read_or_refused(data: bytes) -> None:
    try:
        read_change(uuid.UUID(UUID), data)
    except Invalid as refused:
        unknown = [fault.code for fault in refused.faults if fault.code not in errors()]
    else:
        unknown = []
    assert unknown == []


@pytest.mark.parametrize(
    "address", ["/suppliers?q=%00", "/audits?q=a%00b", "/audits/{}/S1.1%00", "/findings?state=%00&severity=%ED%A0%80"]
)
def test_no_sign_in_an_address_ends_in_an_error_of_ours(as_person, audit_id, address):
    assert as_person(LUO).client.get(address.format(audit_id)).status_code < 500
