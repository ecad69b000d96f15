"""What reading a document refuses, and where it says the fault is."""

from typing import Any

import pytest
from scoring_documents import DROP, audit, bid, changed, faults_of, finding, rating, tender

from supplier_portal.domain.scoring import policy_from, rating_input_from, tender_from
from supplier_portal.language.codes.scores import ERRORS

# fields whose fault makes others wrong too: a step or grade that is gone is missing elsewhere
FOLLOWED = (
    "policy/dimensions/S/0",
    "policy/dimensions/S",
    "policy/grades",
    "policy/grades/1/0",
    "grades/1",
    "bids/1/scores",
)
RATING = [
    ("kind", "tender", "kind", "not_one_of"),
    ("form", 2, "form", "not_whole"),
    ("form", True, "form", "not_whole"),
    ("form", None, "form", "not_whole"),
    ("as_of", "2024-02-30", "as_of", "not_date"),
    ("as_of", "20240401", "as_of", "not_date"),
    ("as_of", "2024-4-1", "as_of", "not_date"),
    ("as_of", "0000-01-01", "as_of", "not_date"),
    ("as_of", "2024-04-01\n", "as_of", "not_date"),
    ("as_of", "٢٠٢٤-04-01", "as_of", "not_date"),
    ("supplier", "", "supplier", "empty"),
    ("supplier", 7, "supplier", "not_text"),
    ("colour", 1, "colour", "unknown_key"),
    ("audits", {}, "audits", "not_list"),
    ("audits/0", "Huizhou", "audits[0]", "not_object"),
    ("audits/0/site", None, "audits[0].site", "not_text"),
    ("audits/0/weight", "-1", "audits[0].weight", "not_decimal"),
    ("audits/0/weight", 1, "audits[0].weight", "not_decimal"),
    ("audits/0/weight", "0", "audits", "no_weight"),
    ("audits/0/mode", "drone", "audits[0].mode", "not_one_of"),
    ("audits/0/extension_days", -1, "audits[0].extension_days", "not_whole"),
    ("audits/0/extension_days", 1.5, "audits[0].extension_days", "not_whole"),
    ("audits/0/issued_on", "2023-01-02", "audits[0].issued_on", "after_day_asked"),
    ("audits/0/colour", 1, "audits[0].colour", "unknown_key"),
    ("audits/0/checkpoints", None, "audits[0].checkpoints", "not_list"),
    ("audits/0/checkpoints/3/rating", 5, "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", -1, "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", True, "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", "4", "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", "na", "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", 4.0, "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", [], "audits[0].checkpoints[3].rating", "not_answer"),
    ("audits/0/checkpoints/3/rating", DROP, "audits[0].checkpoints[3].rating", "missing"),
    ("audits/0/checkpoints/3/step", 9, "audits[0].checkpoints[3].step", "unknown_step"),
    ("audits/0/checkpoints/3/step", "1", "audits[0].checkpoints[3].step", "not_whole"),
    ("audits/0/checkpoints/3/code", "S1.1", "audits[0].checkpoints[3].code", "twice"),
    ("audits/0/re_rated", [], "audits[0].re_rated", "not_object"),
    ("audits/0/re_rated/S1.1", 5, "audits[0].re_rated.S1.1", "not_whole"),
    ("audits/0/re_rated/S1.1", None, "audits[0].re_rated.S1.1", "not_whole"),
    ("audits/0/re_rated/S3.2", 3, "audits[0].re_rated.S3.2", "not_rated"),
    ("audits/0/re_rated/S9.9", 3, "audits[0].re_rated.S9.9", "not_rated"),
    ("audit_refused", 0, "audit_refused", "not_boolean"),
    ("audit_refused", "false", "audit_refused", "not_boolean"),
    ("nonconformities/0/severity", "observation", "nonconformities[0].severity", "not_one_of"),
    ("nonconformities/0/site", "", "nonconformities[0].site", "empty"),
    ("nonconformities/0/site", DROP, "nonconformities[0].site", "missing"),
    ("nonconformities/0/open", None, "nonconformities[0].open", "not_boolean"),
    ("waived/0", "G9", "waived[0]", "not_one_of"),
    ("cdp", "A\u2212", "cdp", "not_one_of"),
    ("cdp", None, "cdp", "not_one_of"),
    ("sbt", ["committed"], "sbt", "not_one_of"),
    ("data/primary_share", "1.01", "data.primary_share", "too_great"),
    ("data/verified", 1, "data.verified", "not_boolean"),
    ("modules/quality", "100.01", "modules.quality", "too_great"),
    ("modules/quality", 88, "modules.quality", "not_decimal"),
    ("modules/sustainability", "88", "modules.sustainability", "unknown_key"),
    ("modules/qualty", "88", "modules.qualty", "unknown_key"),
    ("policy", None, "policy", "not_object"),
    ("policy/name", None, "policy.name", "not_text"),
    ("policy/dimensions/S/0", 2, "policy.dimensions.M[0]", "twice"),
    ("policy/dimensions/S", 1, "policy.dimensions.S", "not_list"),
    ("policy/step_weights/1", DROP, "policy.step_weights.1", "missing"),
    ("policy/step_weights/9", "1", "policy.step_weights.9", "unknown_key"),
    ("policy/step_weights", dict.fromkeys("12345678", "0"), "policy.step_weights", "no_weight"),
    ("policy/dimension_weights", dict.fromkeys("SMART", "0.0"), "policy.dimension_weights", "no_weight"),
    ("policy/dimension_weights/X", "1", "policy.dimension_weights.X", "unknown_key"),
    ("policy/grades", [], "policy.grades", "grades_not_falling"),
    ("policy/grades/0/1", "70", "policy.grades", "grades_not_falling"),
    ("policy/grades/3/1", "1", "policy.grades", "grades_not_falling"),
    ("policy/grades/0", ["A"], "policy.grades[0]", "not_pair"),
    ("policy/grades/1/0", "A", "policy.grades[1][0]", "twice"),
    ("policy/validity/full_days", "365", "policy.validity.full_days", "not_whole"),
    ("policy/validity/full_days", True, "policy.validity.full_days", "not_whole"),
    ("policy/validity/full_days", 731, "policy.validity.expires_after_days", "below_other"),
    ("policy/validity/full_days", 10**40, "policy.validity.full_days", "not_whole"),
    ("policy/validity/pivot", "40.001", "policy.validity.pivot", "too_many_places"),
    ("policy/validity/no_audit", "100.1", "policy.validity.no_audit", "too_great"),
    ("policy/validity/factor_at_expiry", "1.1", "policy.validity.factor_at_expiry", "too_great"),
    ("policy/mode_caps/remote", DROP, "policy.mode_caps.remote", "missing"),
    ("policy/mode_caps/desktop", "70.000", "policy.mode_caps.desktop", "too_many_places"),
    ("policy/sustainability/weights/cdp", DROP, "policy.sustainability.weights.cdp", "missing"),
    ("policy/sustainability/cdp/A", "101", "policy.sustainability.cdp.A", "too_great"),
    ("policy/module_weights/sustainability", DROP, "policy.module_weights", "missing_key"),
    ("policy/gates/0/code", "G2", "policy.gates[1].code", "twice"),
    ("policy/gates/0/when", "raining", "policy.gates[0].when", "not_one_of"),
    ("policy/gates/0/at_least", 0, "policy.gates[0].at_least", "not_whole"),
    ("policy/gates/3/at_least", 2, "policy.gates[3].at_least", "not_whole"),
    ("policy/gates/0/cap_audit", "49.999", "policy.gates[0].cap_audit", "too_many_places"),
    ("policy/gates/0/cap_audit", None, "policy.gates[0].cap_audit", "not_decimal"),
    ("policy/gates/0/cap_grade", "E", "policy.gates[0].cap_grade", "not_one_of"),
    ("policy/gates/0/block_bid", "true", "policy.gates[0].block_bid", "not_boolean"),
    ("policy/gates/0/blok_bid", True, "policy.gates[0].blok_bid", "unknown_key"),
]


@pytest.mark.parametrize(("field", "value", "place", "code"), RATING)
def test_a_rating_names_the_field_at_fault(field: str, value: object, place: str, code: str) -> None:
    document = rating(nonconformities=[finding("major")], waived=["G1"])
    rating_input_from(document)
    first, *others = faults_of(rating_input_from, changed(document, field, value))
    assert first == (place, code)
    assert not others or field in FOLLOWED


REQUIRED = [key for key in rating() if key != "published"]


@pytest.mark.parametrize("key", REQUIRED)
def test_every_field_of_a_rating_is_needed(key: str) -> None:
    assert faults_of(rating_input_from, changed(rating(), key, DROP)) == [(key, "missing")]


TENDER = [
    ("kind", "rating", "kind", "not_one_of"),
    ("method", "lowest_price", "method", "not_one_of"),
    ("form", "1", "form", "not_whole"),
    ("colour", "1", "colour", "unknown_key"),
    ("bids", DROP, "bids", "missing"),
    ("criteria", DROP, "criteria", "missing"),
    ("criteria", None, "criteria", "missing"),
    ("criteria/1/code", "price", "criteria[1].code", "twice"),
    ("criteria/1/weight", DROP, "criteria[1].weight", "missing"),
    ("criteria", [{"code": "price", "weight": "0"}], "criteria", "no_weight"),
    ("sustainability_criterion", "price", "sustainability_criterion", "not_one_of"),
    ("sustainability_criterion", "carbon", "sustainability_criterion", "not_one_of"),
    ("price_scale", DROP, "price_scale", "missing"),
    ("price_scale/zero_at", "800000", "price_scale.zero_at", "not_above_other"),
    ("price_scale/zero_at", "1", "price_scale.zero_at", "not_above_other"),
    ("price_scale/zero_at", DROP, "price_scale.zero_at", "missing"),
    ("ceiling", "1e6", "ceiling", "not_decimal"),
    ("min_grade", "E", "min_grade", "not_one_of"),
    ("grades/1", "A", "grades[1]", "twice"),
    ("grades/1", 2, "grades[1]", "not_text"),
    ("reference_value", "0", "reference_value", "not_above_zero"),
    ("discounts/0", ["40"], "discounts[0]", "not_pair"),
    ("discounts/0/1", "1.5", "discounts[0][1]", "too_great"),
    ("discounts/0", "40", "discounts[0]", "not_list"),
    ("vmax", "1", "vmax", "not_below_one"),
    ("vmax", "1.00", "vmax", "not_below_one"),
    ("vmax", "2", "vmax", "too_great"),
    ("bids/1/bidder", "X", "bids[1].bidder", "twice"),
    ("bids/1/price", "1,000", "bids[1].price", "not_decimal"),
    ("bids/1/price", DROP, "bids[1].price", "missing"),
    ("bids/1/scores", DROP, "bids[1].scores.technical", "missing"),
    ("bids/1/scores/technical", DROP, "bids[1].scores.technical", "missing"),
    ("bids/1/scores/technical", None, "bids[1].scores.technical", "not_decimal"),
    ("bids/1/scores/technical", "100.5", "bids[1].scores.technical", "too_great"),
    ("bids/1/scores/price", "50", "bids[1].scores.price", "unknown_key"),
    ("bids/1/scores/tecnical", "50", "bids[1].scores.tecnical", "unknown_key"),
    ("bids/1/grade", "E", "bids[1].grade", "not_one_of"),
    ("bids/1/submitted_at", "2024-05-01T00:00:00+00:00", "bids[1].submitted_at", "not_moment"),
    ("bids/1/submitted_at", "2024-05-01T00:00:00.5Z", "bids[1].submitted_at", "not_moment"),
    ("bids/1/submitted_at", "2024-05-01T00:00:60Z", "bids[1].submitted_at", "not_moment"),
    ("bids/1/submitted_at", "2024-05-01", "bids[1].submitted_at", "not_moment"),
    ("bids/1/blocked", DROP, "bids[1].blocked", "missing"),
    ("bids/1/blocked", None, "bids[1].blocked", "not_boolean"),
    ("bids/1/pcf", "-1", "bids[1].pcf", "not_decimal"),
    ("bids/1/rank", 1, "bids[1].rank", "unknown_key"),
]


@pytest.mark.parametrize(("field", "value", "place", "code"), TENDER)
def test_a_tender_names_the_field_at_fault(field: str, value: object, place: str, code: str) -> None:
    first, *others = faults_of(tender_from, changed(tender(), field, value))
    assert first == (place, code)
    assert not others or field in FOLLOWED


@pytest.mark.parametrize(
    ("method", "field"),
    [
        ("fictitious_discount", "sustainability_criterion"),
        ("fictitious_discount", "reference_value"),
        ("fictitious_discount", "discounts"),
        ("quality_price_ratio", "sustainability_criterion"),
        ("quality_price_ratio", "vmax"),
        ("carbon_adder", "carbon_price"),
        ("carbon_adder", "default_pcf"),
    ],
)
@pytest.mark.parametrize("value", [DROP, None])
def test_a_method_needs_its_own_figures(method: str, field: str, value: object) -> None:
    document = tender(method=method)
    if field == "sustainability_criterion" and value is DROP:
        document = changed(document, "criteria", DROP)
    assert faults_of(tender_from, changed(document, field, value)) == [(field, "missing")]


def test_a_carbon_price_needs_every_bids_quantity() -> None:
    document = changed(tender(method="carbon_adder"), "bids/2/quantity", None)
    assert faults_of(tender_from, document) == [("bids[2].quantity", "missing")]


def test_a_least_grade_needs_every_bids_grade() -> None:
    document = changed(tender(), "bids/2/grade", None)
    tender_from(document)
    assert faults_of(tender_from, document | {"min_grade": "B"}) == [("bids[2].grade", "missing")]


@pytest.mark.parametrize(
    "written",
    [
        "",
        " 1",
        "1 ",
        "+1",
        "-1",
        "1.",
        ".5",
        "01",
        "1e3",
        "1E3",
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "1,5",
        "\uff11",
        "1\n",
        "9" * 19,
        "0." + "1" * 19,
        "9" * 10_000,
        1,
        1.5,
        True,
        None,
        [],
        {},
    ],
)
def test_a_number_is_a_plain_decimal_in_quotes(written: object) -> None:
    assert faults_of(tender_from, changed(tender(), "bids/0/price", written)) == [("bids[0].price", "not_decimal")]


@pytest.mark.parametrize("written", ["0", "0.0", "9" * 18, "9" * 18 + "." + "9" * 18, "0.000000000000000001"])
def test_a_number_has_up_to_18_digits_on_both_sides(written: str) -> None:
    tender_from(changed(tender(), "bids/0/price", written))


def test_all_faults_are_told_in_one_run() -> None:
    document = changed(rating(), "policy/validity/full_days", "long")
    document = changed(document, "policy/gates/1/cap_audit", "a lot")
    document = changed(document, "audits/0/checkpoints/3/rating", 7)
    document = changed(document, "cdp", 5)
    assert faults_of(rating_input_from, document) == [
        ("policy.validity.full_days", "not_whole"),
        ("policy.gates[1].cap_audit", "not_decimal"),
        ("audits[0].checkpoints[3].rating", "not_answer"),
        ("cdp", "not_text"),
    ]


def test_a_broken_policy_brings_no_faults_of_what_depends_on_it() -> None:
    assert faults_of(rating_input_from, rating(policy={}, waived=["G1"])) == [
        (f"policy.{key}", "missing") for key in rating()["policy"]
    ]


def test_two_audits_of_one_site_are_refused() -> None:
    document = rating(audits=[audit("A"), audit("B"), audit("A")])
    assert faults_of(rating_input_from, document) == [("audits[2].site", "twice")]


@pytest.mark.parametrize("document", [None, [], "rating", 1, True])
@pytest.mark.parametrize("read", [rating_input_from, tender_from])
def test_what_is_no_object_is_refused(read: Any, document: object) -> None:
    assert faults_of(read, document) == [("", "not_object")]


def test_a_policy_is_read_on_its_own_too() -> None:
    assert policy_from(rating()["policy"]).steps == (1, 2, 3, 4, 5, 6, 7, 8)
    assert faults_of(policy_from, changed(rating(), "policy/version", 1)["policy"]) == [("policy.version", "not_text")]


def test_a_bid_may_lack_what_only_carbon_needs() -> None:
    plain = bid("X", "900000", "50", "50")
    for key in ("pcf", "quantity", "grade"):
        plain.pop(key)
    assert tender_from(tender(bids=[plain])).bids[0].grade is None


def test_every_code_that_these_tests_meet_has_its_sentence() -> None:
    met = {code for *_, code in (*RATING, *TENDER)}
    assert {f"scoring.{code}" for code in met} <= ERRORS.keys()
