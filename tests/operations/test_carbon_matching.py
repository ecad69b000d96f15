"""Looking suppliers up in a list: sure, in conflict, candidates by name, or none; what is common is no likeness."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.carbon.matching import MOST_CANDIDATES, Matcher, Sought, country_code
from supplier_portal.carbon.sbti_list.companies import ListedCompany
from tests.sbti_list import isin, lei

LISTED = (
    ("Huiling Precision Electronics Co., Ltd.", "China"),
    ("Brennholm Castings AB", "Sweden"),
    ("Brennholm Castings Inc.", "United States of America"),
    ("Okumari Ceramics K.K.", "Japan"),
    ("LGDisplay", "Korea, Republic of"),
    ("Taiwan Ossium Motor Company Limited", "Taiwan, Province of China"),
    ("Vallantra Group", "Germany"),
    ("Shenzhen Green Energy Technology Co., Ltd.", "China"),
    ("Shanghai Precision Electronics Co., Ltd.", "China"),
    ("Golden Eagle Packaging Ltd", "United Kingdom"),
    ("Flexport, Inc.", "United States of America"),
    ("Flex Ltd.", "Singapore"),
    ("深圳市明砚电路股份有限公司", "China"),
    ("Castellmar & Söhne Vermögensverwaltung GmbH", "Germany"),
)


def company(name, country="China", own_lei=None, own_isin=None, *, at_parent=False):
    return ListedCompany("1", name, country, own_lei, own_isin, "Committed", None, at_parent)


def matcher(*further):
    return Matcher([*(company(*row) for row in LISTED), *further])


def look_up(*names, country=None, own_lei=None, own_isin=None, among=None, left_out=()):
    return (among or matcher()).match(Sought(names, country, own_lei, own_isin), left_out)


def found_names(match):
    return [LISTED[ranked.place][0] for ranked in match.ranked]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        *(("HUILING PRECISION ELECTRONICS", 0), ("huiling precision electronics gmbh", 0)),
        *(("Ｈｕｉｌｉｎｇ　Ｐｒｅｃｉｓｉｏｎ Electronics", 0), ("Huiling-Precision/Electronics (Co) Ltd", 0)),  # noqa: RUF001 wide characters
        *(("Huilng Precision Electronics Co., Ltd.", 0), ("Hulling Precision Electronics", 0)),
        *(("Huiling Electronics", 0), ("Electronics Precision Huiling", 0), ("Huiling Precision Elec. Mfg", 0)),
        *(("HuilingPrecision Electronics Co.,Ltd", 0), ("Huiling", 0), ("Huiling (Shenzhen) Trading", 0)),
        *(("Okumari", 3), ("Okumarri Ceramics", 3), ("Okumari Ceramic Inc", 3)),
        *(("LG Display Co., Ltd.", 4), ("TOMC", 5), ("Vallantra (China) Investment Co., Ltd.", 6)),
        *(("Shenzhen Green Energy", 7), ("Golden Eagle Packaging", 9), ("Golden Eagel Packaging", 9)),
        *(("明砚电路", 12), ("明砚电路科技（昆山）有限公司", 12)),
        *(("Castellmar und Soehne Vermoegensverwaltung", 13), ("Castellmar Sohne Vermogensverwalltung", 13)),
    ],
)
def test_a_name_written_otherwise_finds_its_company_first(written, first):
    match = look_up(written)
    assert match.verdict == "candidate"
    assert found_names(match)[0] == LISTED[first][0]


@pytest.mark.parametrize(
    "written",
    [
        *("Electronics", "Precision Electronics", "Green Technology", "Shenzhen", "Shenzhen Electronics Co., Ltd."),
        *("China", "Shanghai Green Packaging Co., Ltd.", "Mingyan Precision Electronics", "Golden Dragon Foods"),
        *("Eagle Textiles", "Flexion", "Flexible Packaging", "Brenn Castings", "Co., Ltd.", "", "  ", "&", "TOM"),
        *("Okumura Chemicals", "深圳市电路科技有限公司", "LG", "General Motor Company"),
    ],
)
def test_what_many_names_share_makes_no_candidate(written):
    match = look_up(written, country="CN")
    assert (match.verdict, match.ranked) == ("none", ())


@pytest.mark.parametrize("name", ["DAC Group", "SecuriGroup Limited", "S.A.", "AG Co., Ltd.", "3M", "&Co", "The Group"])
def test_a_name_of_few_letters_is_found_in_any_case(name):
    among = matcher(company(name))
    for written in (name, name.upper(), name.lower()):
        match = look_up(written, among=among)
        assert match.ranked[0].place == len(LISTED)


def test_flex_is_not_flexport():
    assert found_names(look_up("Flex")) == ["Flex Ltd."]
    assert found_names(look_up("FLEXPORT INC")) == ["Flexport, Inc."]


def test_of_equal_names_the_one_of_the_country_comes_first_and_the_other_stays():
    assert found_names(look_up("Brennholm Castings", country="US")) == [
        "Brennholm Castings Inc.",
        "Brennholm Castings AB",
    ]
    assert found_names(look_up("Brennholm Castings", country="SE")) == [
        "Brennholm Castings AB",
        "Brennholm Castings Inc.",
    ]
    assert found_names(look_up("Brennholm Castings AB")) == ["Brennholm Castings AB", "Brennholm Castings Inc."]


def test_a_parent_in_another_country_is_a_candidate():
    match = look_up("Vallantra Electronics (Suzhou) Co., Ltd.", country="CN")
    assert [(ranked.reason, ranked.country) for ranked in match.ranked] == [("part_of_name", "other")]


def test_every_name_of_a_supplier_is_looked_up():
    assert found_names(look_up("Quite Another Name", "明砚电路")) == ["深圳市明砚电路股份有限公司"]


def test_there_are_ten_candidates_at_most_the_best_first():
    many = [company(f"Ossiferra {word}") for word in string.ascii_uppercase]
    match = look_up("Ossiferra", among=Matcher([*many, company("Ossiferra Ltd")]))
    assert len(match.ranked) == MOST_CANDIDATES
    assert match.ranked[0].reason == "same_name"
    scores = [ranked.score for ranked in match.ranked]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "given", [{"own_lei": lei("A")}, {"own_isin": isin("A")}, {"own_lei": lei("A"), "own_isin": isin("A")}]
)
def test_an_identifier_is_sure_where_the_name_is_not_anothers(given):
    among = matcher(company("Zeque Connectors", own_lei=lei("A"), own_isin=isin("A")))
    for names in (("Zeque Co., Ltd.",), ("Zecue Connectors",), ("泽渠连接器",), ()):
        match = look_up(*names, among=among, **given)
        assert (match.verdict, match.identified[0].place, match.ranked) == ("sure", len(LISTED), ())


def test_an_identifier_with_anothers_name_is_a_conflict_ranked_before_the_candidates():
    among = matcher(company("Northmere Shipping Lines plc", "United Kingdom", lei("A")))
    match = look_up("Huiling Precision Electronics", country="CN", own_lei=lei("A"), among=among)
    assert match.verdict == "conflict"
    assert [ranked.place for ranked in match.ranked] == [len(LISTED), 0]


def test_identifiers_that_name_two_companies_are_a_conflict():
    among = matcher(company("Zeque Connectors", own_lei=lei("A")), company("Zeque Cables", own_isin=isin("A")))
    match = look_up("Zeque Connectors", own_lei=lei("A"), own_isin=isin("A"), among=among)
    assert (match.verdict, [ranked.reason for ranked in match.ranked]) == ("conflict", ["lei", "isin"])


def test_an_identifier_that_the_list_does_not_hold_leaves_the_name():
    assert look_up("Okumari Ceramics", own_lei=lei("B")).verdict == "candidate"


def test_a_company_that_a_person_left_out_is_not_found_by_identifier_or_name():
    among = matcher(company("Zeque Connectors", own_lei=lei("A")))
    match = look_up("Zeque Connectors", own_lei=lei("A"), among=among, left_out={len(LISTED)})
    assert (match.verdict, match.ranked) == ("none", ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("China", "CN"), ("PRC", "CN"), ("中国", "CN"), ("CN", "CN"), ("chn", "CN"), ("China (CN)", "CN")),
        *(("Hong Kong, China", "HK"), ("香港", "HK"), ("Macau, China", "MO"), ("Taiwan, Province of China", "TW")),
        *(("United States of America", "US"), ("the United States", "US"), ("U.S.A.", "US"), ("美国", "US")),
        *(("Türkiye", "TR"), ("Turkey", "TR"), ("Korea, Republic of", "KR"), ("South Korea", "KR"), ("韩国", "KR")),
        *(("UK", "GB"), ("England", "GB"), ("United Kingdom (UK)", "GB"), ("Viet Nam", "VN"), ("Czechia", "CZ")),
        *(("Tanzania, United Republic of", "TZ"), ("Bosnia-Herzegovina", "BA"), ("Trinidad and Tobago", "TT")),
        *(("", None), ("Atlantis", None), ("the", None), ("((", None)),
    ],
)
def test_countries_are_read_as_people_and_lists_write_them(written, code):
    assert country_code(written) == code


@given(st.lists(st.text(max_size=60), max_size=3), st.text(max_size=40))
def test_any_names_end_in_an_answer(names, country):
    match = look_up(*names, country=country_code(country))
    assert match.verdict in {"candidate", "none"}
    assert (match.verdict == "none") == (match.ranked == ())


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_in_any_list_a_name_that_tells_something_finds_itself(names):
    among = Matcher([company(name) for name in names])
    for name in names:
        match = look_up(name, among=among)
        if any(character.isalpha() for character in name):
            assert match.verdict == "candidate"
            assert match.ranked[0].reason == "same_name"
