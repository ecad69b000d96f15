"""Identifiers: form and check digits."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supplier_portal.domain.identifiers import as_registered, is_isin, is_lei
from tests.sbti_list import isin, lei

RIGHT_LEIS = ["506700GE1G29325QX363", "529900T8BM49AURSDO55"]  # the register's own and a documentation example
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
