"""Receipts: read strictly, recomputed, compared and completed (scoring.md 5)."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scoring_documents import DROP, changed, faults_of, rated, rating, tender

from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.scoring import canonical_json, rating_input_from, sha256_of, tender_from
from supplier_portal.domain.scoring.strict_json import MOST_BYTES, StrayNumber, document_in
from supplier_portal.scores.cli import recompute_command
from supplier_portal.scores.receipts import SCHEMAS, complete, recompute

READERS = {"rating": rating_input_from, "tender": tender_from}


def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def written(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def run(folder: Any, *files: tuple[str, bytes]) -> Result:
    for name, content in files:
        (folder / name).write_bytes(content)
    return CliRunner().invoke(recompute_command, [str(folder / name) for name, _ in files], catch_exceptions=False)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("document", [rating(), tender(), tender(method="carbon_adder")])
def test_a_completed_receipt_recomputes_without_difference(document: dict[str, Any]) -> None:
    receipt = complete(document | {"published": {"rating": "1.00"}})
    recomputed = recompute(receipt)
    assert recomputed.differences == ()
    assert recomputed.published == receipt["published"]


@pytest.mark.parametrize(
    ("document", "field", "value", "place"),
    [
        (rating(), "published/rating", "80.86", "published.rating"),
        (rating(), "published/rating", "81.390", "published.rating"),
        (rating(), "published/grade", "A", "published.grade"),
        (rating(), "published/provisional", True, "published.provisional"),
        (rating(), "published/gates", ["G1"], "published.gates"),
        (rating(), "published/sites", [], "published.sites"),
        (rating(), "published/sites/0/audit_raw", "0.00", "published.sites[0].audit_raw"),
        (rating(), "published/sites/0/steps/3", "0.00", "published.sites[0].steps.3"),
        (rating(), "published/sites/0/steps/9", "0.00", "published.sites[0].steps.9"),
        (rating(), "published/sites/0/steps/8", DROP, "published.sites[0].steps.8"),
        (tender(), "published/totals/X", "58.7301", "published.totals.X"),
        (tender(), "published/ranking", ["X", "Y", "Z"], "published.ranking"),
        (tender(), "published/excluded", {}, "published.excluded.W"),
        (tender(), "published/price_to_draw_level/Z", None, "published.price_to_draw_level.Z"),
        (tender(), "published/price_to_draw_level/Y", None, "published.price_to_draw_level.Y"),
        (
            tender(),
            "published/winner_by_sustainability_weight/0/to",
            "0.186631",
            "published.winner_by_sustainability_weight",
        ),
    ],
)
def test_a_figure_that_differs_is_named(document: dict[str, Any], field: str, value: object, place: str) -> None:
    differences = recompute(changed(complete(document), field, value)).differences
    assert [difference.place for difference in differences] == [place]


def test_a_block_of_another_method_differs() -> None:
    receipt = complete(tender())
    places = {difference.place for difference in recompute(receipt | {"method": "carbon_adder"}).differences}
    assert "published.price_of_one_sustainability_point" in places


@pytest.mark.parametrize("published", [{}, {"rating": "81.39"}, {"sites": [{"site": "Huizhou", "audit_raw": "59.87"}]}])
def test_figures_that_a_block_leaves_out_are_only_computed(published: dict[str, Any]) -> None:
    assert recompute(rating(published=published)).differences == ()


@pytest.mark.parametrize(
    ("field", "value", "place"),
    [
        ("published", None, "published"),
        ("published", [], "published"),
        ("published/rating", 81.39, "published.rating"),
        ("published/rating", "about 80", "published.rating"),
        ("published/colour", "1.00", "published"),
        ("published/sites/0/colour", "1.00", "published.sites[0]"),
        ("published/sites/0", "Huizhou", "published.sites[0]"),
        ("published/bid_blocked", 0, "published.bid_blocked"),
    ],
)
def test_a_published_block_of_another_form_is_invalid(field: str, value: object, place: str) -> None:
    assert faults_of(recompute, changed(complete(rating()), field, value)) == [(place, "not_of_form")]


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ([], ("", "not_object")),
        ({}, ("kind", "missing")),
        ({"kind": "audit"}, ("kind", "not_one_of")),
        ({"kind": ["rating"]}, ("kind", "not_one_of")),
    ],
)
def test_a_document_of_no_known_kind_is_refused(document: object, fault: tuple[str, str]) -> None:
    assert faults_of(recompute, document) == [fault]


@pytest.mark.parametrize("kind", ["rating", "tender"])
@settings(derandomize=True, deadline=None, max_examples=200, database=None)
@given(data=st.data())
def test_the_published_form_takes_every_document_that_reading_takes(kind: str, data: st.DataObject) -> None:
    """One field of the example is replaced by something odd: what reading lets pass, the schema must too."""
    document = rating() if kind == "rating" else tender()
    document["method"] = document.get("method") and data.draw(st.sampled_from(["weighted_sum", "carbon_adder"]))
    document = {key: value for key, value in document.items() if value is not None}
    odd = [None, True, 0, 3, -1, 1.5, "", "0", "1", "100", "1.000", "NA", "A", "-1", "100.5", [], {}, ["1", "1"], DROP]
    field = data.draw(st.sampled_from(sorted(places(document))))
    document = changed(document, field, data.draw(st.sampled_from(odd)))
    try:
        READERS[kind](document)
    except Invalid:
        return
    assert [error.message for error in validator(kind).iter_errors(document)] == []


def places(value: object, place: str = "") -> list[str]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [place] if place else []
    for key, entry in below:
        found += places(entry, f"{place}/{key}" if place else str(key))
    return found


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        (b"", "", "not_json"),
        (b"{", "", "not_json"),
        (b'{"a": 1} {"a": 1}', "", "not_json"),
        (b'{"a": "\x01"}', "", "not_json"),
        (b"\xff\xfe{}", "", "not_utf8"),
        (b'{"a": {"b": 1, "c": 2, "b": 3}}', "a.b", "key_twice"),
        (b'[{"a": [{"b": 1, "b": 1}]}]', "[0].a[0].b", "key_twice"),
        (b'{"a": ["\\ud800"]}', "a[0]", "not_unicode"),
        (b'{"a": {"\\udc00": 1}}', "a", "not_unicode"),
        (b"[" * 100_000, "", "too_deep"),
        (b'{"a": ' + b"[" * 400 + b"]" * 400 + b"}", "a" + "[0]" * 20, "too_deep"),
        (b" " * (MOST_BYTES + 1), "", "too_large"),
    ],
)
def test_what_is_no_plain_json_is_refused(content: bytes, place: str, code: str) -> None:
    assert faults_of(document_in, content) == [(place, code)]


def test_numbers_that_no_field_can_hold_are_kept_for_their_field_to_refuse() -> None:
    content = b"[1, 1.5, 1e999, NaN, -Infinity, " + b"9" * 5000 + b"]"
    assert document_in(content) == [1, *map(StrayNumber, ["1.5", "1e999", "NaN", "-Infinity", "9" * 5000])]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert document_in(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_recompute_prints_one_line_per_file_in_order_and_goes_on(tmp_path: Any) -> None:
    result = run(
        tmp_path,
        ("b.json", written(rating())),
        ("wrong.json", b"{"),
        ("a.json", written(complete(tender()))),
    )
    first, wrong, last = lines(result)
    assert first == {"file": f"{tmp_path}/b.json", "published": rated(rating())}
    assert wrong == {"file": f"{tmp_path}/wrong.json", "error": "The receipt is not JSON: line 1, column 2."}
    assert last["published"]["ranking"] == ["Y", "X", "Z"]
    assert list(last) == ["file", "published"]
    assert result.exit_code == 2
    assert result.stderr == ""


GOOD, PLAIN = written(complete(rating())), written(rating())
DIFFERENT, WRONG = written(rating(published={"rating": "1.00", "grade": "A"})), written(rating(cdp=1))


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        ([GOOD], 0),
        ([PLAIN], 0),
        ([GOOD, DIFFERENT, PLAIN], 1),
        ([WRONG, DIFFERENT], 2),
        ([DIFFERENT, WRONG, GOOD], 2),
    ],
)
def test_the_worst_file_gives_the_exit_code(tmp_path: Any, contents: list[bytes], code: int) -> None:
    result = run(tmp_path, *((f"{number}.json", content) for number, content in enumerate(contents)))
    assert result.exit_code == code
    assert len(lines(result)) == len(contents)


def test_every_figure_that_differs_is_named_on_standard_error(tmp_path: Any) -> None:
    result = run(tmp_path, ("receipt.json", DIFFERENT))
    assert result.stderr.splitlines() == [
        f'{tmp_path}/receipt.json: published.rating: the receipt says "1.00", recomputed: "81.39"',
        f'{tmp_path}/receipt.json: published.grade: the receipt says "A", recomputed: "B"',
    ]
    assert lines(result)[0]["published"]["rating"] == "81.39"


def test_an_error_names_each_field(tmp_path: Any) -> None:
    document = changed(changed(rating(), "policy/validity/full_days", "1"), "audits/0/checkpoints/3/rating", 9)
    (line,) = lines(run(tmp_path, ("receipt.json", written(document))))
    assert line["error"] == (
        "policy.validity.full_days: The value must be a whole number from 0 to 9999999, without quotes. "
        'audits[0].checkpoints[3].rating: The answer must be a level from 0 to 4, "NA", "out_of_profile" or null.'
    )


def test_a_long_list_of_faults_is_cut(tmp_path: Any) -> None:
    document = rating(nonconformities=[{}] * 30)
    (line,) = lines(run(tmp_path, ("receipt.json", written(document))))
    assert line["error"].endswith("There are 100 more faults in this receipt.")


def test_a_file_that_cannot_be_read_is_invalid(tmp_path: Any) -> None:
    result = CliRunner().invoke(recompute_command, [str(tmp_path), str(tmp_path / "none.json")])
    assert result.exit_code == 2
    assert [line["error"] for line in lines(result)] == [
        "The receipt cannot be read: Is a directory.",
        "The receipt cannot be read: No such file or directory.",
    ]


@pytest.mark.parametrize(
    "content", [b"[" * 100_000, b"NaN", b'{"kind": "rating", "kind": "rating"}', b'"\\ud800"', b"1" * 5000]
)
def test_no_content_makes_recompute_fail_otherwise(tmp_path: Any, content: bytes) -> None:
    result = run(tmp_path, ("receipt.json", content))
    assert (result.exit_code, list(lines(result)[0])) == (2, ["file", "error"])


def test_output_is_utf8_whatever_the_locale(tmp_path: Any) -> None:
    document = changed(rating(), "audits/0/site", "惠州")
    (tmp_path / "惠州.json").write_bytes(written(document))
    runner = CliRunner(charset="ascii")
    result = runner.invoke(recompute_command, [str(tmp_path / "惠州.json")], catch_exceptions=False)
    printed = json.loads(result.stdout_bytes.decode("utf-8"))
    assert printed["file"].endswith("惠州.json")
    assert printed["published"]["sites"][0]["site"] == "惠州"
    assert "惠州".encode() in result.stdout_bytes


def test_recompute_without_a_file_says_how_it_is_used() -> None:
    assert CliRunner().invoke(recompute_command, []).exit_code == 2


def test_the_canonical_form_has_sorted_keys_and_no_spaces() -> None:
    assert (
        canonical_json({"b": [1, None], "a": {"é": "乙", "Z": True}})
        == '{"a":{"Z":true,"é":"乙"},"b":[1,null]}'.encode()
    )
    assert sha256_of({"b": 1, "a": 2}) == sha256_of({"a": 2, "b": 1})
    assert sha256_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
