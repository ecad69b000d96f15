"""Every setting, command and error code stands in the docs as the program has it."""

import pytest

from tests.house.reference import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_program_says(name):
    assert (FOLDER / name).read_text() == PAGES[name](), "write it anew: ./run docs"
