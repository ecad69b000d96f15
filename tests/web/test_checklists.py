"""Pages of checklist versions."""

import pytest

from supplier_portal.access.actor import SYSTEM
from tests.audit_story import published
from tests.cast import ADA, LIN, LUO, TAN


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", [ADA, LUO, TAN])
def test_a_version_is_read_with_its_hash_steps_and_checkpoints(as_person, database, person, language):
    with database.unit_of_work(SYSTEM) as session:
        version = published(session)
    browser = as_person(person).speaking(language)
    assert version.sha256[:6] in browser.page("/checklists")
    page = browser.page(f"/checklists/{version.id}")
    assert version.sha256 in page
    assert all(code in page for code in ("S1.1", "S4.3", "S8.4"))


def test_an_empty_list_says_what_to_do_first(as_person):
    assert "Import the file of one as a draft" in as_person(ADA).page("/checklists")
    assert "An administrator or planner makes a draft" in as_person(TAN).page("/checklists")


def test_a_version_that_is_not_there_and_one_not_for_the_reader_look_alike(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        number = published(session).id
    assert as_person(TAN).get("/checklists/987654").status_code == 404
    assert as_person(LIN).get(f"/checklists/{number}").status_code == 404
    assert as_person(ADA).get(f"/checklists/{10**30}").status_code == 404
