"""Identifiers: form and check digits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supplier_portal.domain.identifiers import as_registered, is_duns, is_isin, is_lei, is_uscc, without_marks
from supplier_portal.domain.identifiers.uscc import ALPHABET, check_character
from tests.sbti_list import isin, lei

RIGHT_LEIS = ["506700GE1G29325QX363", "529900T8BM49AURSDO55"]  # the register's own and a documentation example
# The example of the standard's descriptions, and two worked by hand: place i of the first 17 weighs 3**i modulo 31,
# so 1 and 1 in the first two places weigh 1 + 3, and 31 - 4 is 27, the place of U; 1 and 5 weigh 1 + 15, and 15 is F.
RIGHT_USCCS = ["91350100M000100Y43", "11000000000000000U", "15000000000000000F"]
RIGHT_DUNS = ["150483782", "804735132", "000000018"]  # examples of the algorithm's descriptions, and 2 * 1 + 8 = 10
RIGHT_ISINS = ["US0378331005", "GB0002634946", "AU0000XVGZA3"]  # examples of the standard's descriptions

CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
middles = st.text(CHARACTERS, min_size=1, max_size=9)


@pytest.mark.parametrize("code", RIGHT_LEIS)
def test_a_right_lei_is_known(code):
    assert is_lei(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "506700GE1G29325QX364",  # another check digit
        "506700GE1G29325QX36",  # too short
        "506700GE1G29325QX3633",  # too long
        "506700EG1G29325QX363",  # neighbours changed places
        "506700ge1g29325qx363",  # as typed, not as registered
        "506700GE1G29325QXA63"[:18] + "6E",  # check characters that are no digits
        "5067\u0660\u0660GE1G29325QX363",  # digits of another script
        "506700GE1G29325QX363\n",
    ],
)
def test_a_wrong_lei_is_refused(code):
    assert not is_lei(code)


@pytest.mark.parametrize("code", RIGHT_ISINS)
def test_a_right_isin_is_known(code):
    assert is_isin(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "US0378331006",  # another check digit
        "US037833100",  # too short
        "US03783310055",  # too long
        "US0373831005",  # neighbours changed places
        "us0378331005",
        "120378331005",  # no country
        "US037833100A",
        "US0378331005\n",
    ],
)
def test_a_wrong_isin_is_refused(code):
    assert not is_isin(code)


@pytest.mark.parametrize(
    ("typed", "registered"),
    [
        (" us0378331005 ", "US0378331005"),
        ("\u00a0US0378331005\t", "US0378331005"),
        ("ＵＳ０３７８３３１００５", "US0378331005"),  # noqa: RUF001 a Chinese keyboard's wide characters
        ("", ""),
    ],
)
def test_what_is_typed_is_written_as_registered(typed, registered):
    assert as_registered(typed) == registered


@given(middles)
def test_one_check_digit_fits_an_isin_and_no_other(middle):
    right = isin(middle)
    assert [digit for digit in "0123456789" if is_isin(right[:-1] + digit)] == [right[-1]]


@given(middles, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_a_digit_or_letter_mistyped_for_another_is_found_in_a_lei(middle, at, character):
    right = lei(middle)
    assume(right[at].isdigit() == character.isdigit())
    mistyped = right[:at] + character + right[at + 1 :]
    assert is_lei(mistyped) == (mistyped == right)


@pytest.mark.parametrize("code", RIGHT_USCCS)
def test_a_right_uscc_is_known(code):
    assert is_uscc(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91350100M000100Y44",  # another check character
        "91350100M000100Y4",  # too short
        "91350100M000100Y433",  # too long
        "93150100M000100Y43",  # neighbours changed places
        "91350100m000100y43",  # as typed, not as registered
        "9135010OM000100Y43",  # the letter O for a zero
        "91350100I000100Y43",  # a letter the standard leaves out
        "000000000000000000",  # what is written where nobody knows it
        "91350100M000100Y43\n",
    ],
)
def test_a_wrong_uscc_is_refused(code):
    assert not is_uscc(code)


def test_the_alphabet_of_the_uscc_leaves_out_what_is_easily_taken_for_another():
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(ALPHABET) == set("IOSVZ")
    assert len(ALPHABET) == 31


usccs = st.from_regex(f"[{ALPHABET[1:]}]{{2}}[0-9]{{6}}[{ALPHABET}]{{9}}", fullmatch=True)


@given(usccs, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_a_mistyped_character_is_found_in_a_uscc(body, at, character):
    right = body + check_character(body)
    assert is_uscc(right)
    mistyped = right[:at] + character + right[at + 1 :]
    assert is_uscc(mistyped) == (mistyped == right)


@given(usccs, st.integers(0, 15))
def test_neighbours_that_changed_places_are_found_in_a_uscc(body, at):
    right = body + check_character(body)
    swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert is_uscc(swapped) == (swapped == right)


@pytest.mark.parametrize("code", RIGHT_DUNS)
def test_a_right_duns_is_known(code):
    assert is_duns(code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "150483783",  # another check digit
        "15048378",  # too short: a leading zero was lost
        "0150483782",  # too long
        "105483782",  # neighbours changed places
        "15-048-3782",  # as typed, not as registered
        "15048378A",
        "000000000",
        "\u0661\u0665\u0660\u0664\u0668\u0663\u0667\u0668\u0662",  # digits of another script
        "150483782\n",
    ],
)
def test_a_wrong_duns_is_refused(code):
    assert not is_duns(code)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("15-048-3782", "150483782"),
        (" 15 048 3782 ", "150483782"),
        ("15\u2011048\u20133782", "150483782"),
        ("9135 0100 m000 100y 43", "91350100M000100Y43"),
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),  # noqa: RUF001 a Chinese keyboard's wide characters
    ],
)
def test_marks_that_people_set_into_long_codes_are_taken_out(typed, written):
    assert without_marks(typed) == written
