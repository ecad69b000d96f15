"""Names of companies: what counts in them, and which are plainly of two companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.domain.company_names import NameIndex, name_key, plainly_another, words_of
from supplier_portal.domain.company_names.index import Spellings
from supplier_portal.domain.company_names.spelling import near


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Flex Ltd.", ("flex",)),
        ("FLEX", ("flex",)),
        ("Ｆｌｅｘ　Ｌｔｄ", ("flex",)),  # noqa: RUF001 wide characters
        ("Cascine Verdi S.p.A.", ("cascine", "verdi")),
        ("Cascine Verdi S. p. A.", ("cascine", "verdi")),
        ("Fjordlys Energi A/S", ("fjordlys", "energi")),
        ("Aldermoor Paper GmbH & Co. KG", ("aldermoor", "paper")),
        ("Müller AG", ("muller",)),
        ("Mueller AG", ("muller",)),
        ("L'Éclair SARL", ("leclair",)),
        ("Łódź Ørsted", ("lodz", "orsted")),
        ("Huiling Precision Electronics Co., Ltd.", ("huiling",)),
        ("General Electronics Company", ("general",)),
        ("Precision Electronics Co., Ltd.", ("precision", "electronics")),
        ("Limited", ("limited",)),
    ],
)
def test_the_telling_words_are_left(name, words):
    assert words_of(name).telling == {"LATIN": words}


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("深圳市惠岭精密电子股份有限公司", "惠岭"),
        ("广东省深圳市惠岭科技有限公司", "惠岭"),
        ("惠岭（中国）有限责任公司", "惠岭"),
        ("惠岭电子集团", "惠岭"),
        ("电子科技有限公司", "电子科技"),
    ],
)
def test_what_tells_a_chinese_name_is_left(name, core):
    assert words_of(name).telling == {"CJK": (core,)}


def test_a_name_in_two_scripts_is_read_in_both():
    assert words_of("惠岭Huiling 3").telling == {"CJK": ("惠岭",), "LATIN": ("huiling", "3")}


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ("Flex Ltd.", ["Flexport"]),
        ("Flexport, Inc.", ["Flex Ltd."]),
        ("Northmere Shipping Lines plc", ["Shuofang Cable", "朔访线缆"]),
        ("Mingyan Precision Electronics Co., Ltd.", ["Huiling Precision Electronics Co., Ltd."]),
        ("深圳市明砚电子科技有限公司", ["深圳市惠岭电子科技有限公司"]),
        ("深圳市明砚电子科技有限公司", ["Huiling Electronics", "惠岭电子"]),
        ("First Logistic Express", ["Flexport"]),
    ],
)
def test_names_of_two_companies_are_told_apart(listed, known):
    assert plainly_another(listed, known)


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ("FLEX LTD", ["Flex Ltd."]),
        ("Huiling Precision Electronics Co., Ltd.", ["Huiling", "惠岭精密电子"]),
        ("Huiling Group (formerly Suiling)", ["Huiling Precision Electronics", ""]),
        ("深圳市惠岭精密电子股份有限公司", ["Quite Another Name", "惠岭精密电子"]),
        ("Huiling", ["惠岭精密电子"]),  # no script in common: nothing is plain
        ("Пример", ["Huiling"]),
        ("LG Display", ["LGDisplay Co., Ltd."]),
        ("TSMC", ["Taiwan Semiconductor Manufacturing Company Limited"]),
        ("Huiling", []),
        ("", ["Huiling"]),
    ],
)
def test_what_may_be_one_company_is_not_told_apart(listed, known):
    assert not plainly_another(listed, known)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_are_compared_the_same_both_ways_round(one, other):
    assert plainly_another(one, [other]) == plainly_another(other, [one])
    assert not plainly_another(one, [one])


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ("Shenzhen Mingyan Electronics", ["Shenzhen Huiling Electronics"]),  # a place in common is nothing
        ("Green Energy Ltd", ["Green Foods Inc"]),
        ("General Electric", ["General Motors"]),
        ("上海明砚电子有限公司", ["上海惠岭电子有限公司"]),
    ],
)
def test_what_many_share_does_not_make_one_company_of_two(listed, known):
    assert plainly_another(listed, known)


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        ("Huilng Precision", ["Huiling Electronics"]),
        ("Shanghai Electric", ["Shanghai Electric Power Equipment Co., Ltd."]),
        ("HuilingElectronics Co.,Ltd", ["Huiling Electronics"]),
        ("深圳惠岭包装有限公司", ["惠岭（昆山）塑胶制品有限公司"]),
    ],
)
def test_a_typing_error_or_a_further_word_tells_no_two_companies_apart(listed, known):
    assert not plainly_another(listed, known)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Huiling Co., Ltd.", "HUILING GROUP", True),
        ("Müller & Söhne", "Mueller und Soehne", False),  # "and" and "und" are words
        ("LG Display", "LGDisplay", True),
        ("惠岭电子有限公司", "惠岭电子", True),
        ("惠岭电子", "惠岭科技", False),
        ("Huiling", "Huiling Foods", False),
        ("", "Ltd", False),
    ],
)
def test_names_are_equal_after_normalising_by_their_key(one, other, same):
    assert (name_key(one) == name_key(other)) == same


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        *(("huiling", "huilng", True), ("huiling", "hulling", True), ("huiling", "huiilng", True)),
        *(("huiling", "hailong", False), ("abc", "abd", False), ("bosch", "basch", True), ("abc", "abcd", True)),
        *(("vermogensverwaltung", "vermogenverwaltng", True), ("3com4", "3com5", False), ("flex", "flexport", False)),
    ],
)
def test_a_word_may_be_mistyped_by_so_much(one, other, is_near):
    assert near(one, other) == near(other, one) == is_near


@given(st.text(min_size=4, max_size=10, alphabet="abcdefgh"), st.data())
def test_every_single_typing_error_is_found_by_the_index(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    mistyped = data.draw(
        st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "z" + word[at:], word[:at] + "z" + word[at + 1 :]])
    )
    assert word in [*Spellings([word, "unlike"]).near(mistyped), mistyped]


def test_an_index_gives_the_entries_in_the_order_of_the_list():
    index = NameIndex(["Okumari Foods", "Aldermoor", "Okumari", "Okumari K.K."])
    found = [(one.entry, one.likeness.kind) for one in index.like("OKUMARI")]
    assert found == [(0, "part_of_name"), (2, "same_name"), (3, "same_name")]
    assert index.like("Nobody") == index.like("") == []
