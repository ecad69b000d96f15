"""Names of companies: what counts in them, and which are plainly of two companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.domain.company_names import plainly_another, words_of


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
