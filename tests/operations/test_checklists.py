"""Publishing checklist versions."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.checklists.queries import checklist_of, checklist_with, newest, visible
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from tests.audit_story import published
from tests.cast import ADA, LIN, NOW, PAN, TAN
from tests.shipped import MAIN

FILE = MAIN.read_bytes()


def test_the_shipped_checklist_is_published_with_its_hash(session):
    version = published(session)
    assert (version.code, version.version, version.published_at) == ("supplier-dual-carbon", "1.0.0", NOW.at)
    assert len(checklist_of(version).checkpoints) == 44
    assert checklist_with(session, version.sha256) == checklist_of(version)


def test_the_same_file_again_gives_the_stored_version(session):
    assert published(session).id == published(session).id
    assert session.scalar(select(func.count()).select_from(ChecklistVersion)) == 1


def test_a_version_number_with_another_content_is_refused(session):
    published(session)
    with pytest.raises(Conflict, match="version_taken"):
        publish_checklist(session, SYSTEM, FILE.replace(b"Climate strategy approved", b"Strategy approved"), NOW)


def test_a_wrong_file_tells_every_fault_and_writes_nothing(session):
    wrong = FILE.replace(b'weight: "3"', b'weight: "minus"').replace(b"type: yes_no", b"type: maybe")
    with pytest.raises(Invalid) as caught:
        publish_checklist(session, SYSTEM, wrong, NOW)
    assert len(caught.value.faults) > 2
    assert all(fault.line for fault in caught.value.faults)
    assert newest(session) is None


def test_only_administrators_and_the_platform_publish(session):
    publish_checklist(session, ADA.actor, FILE, NOW)
    with pytest.raises(Missing):
        publish_checklist(session, PAN.actor, FILE, NOW)


@pytest.mark.parametrize("number", ["1.10.0", "1.0.1"])
def test_the_newest_is_the_highest_number_not_the_last_text(session, number):
    published(session)
    later = publish_checklist(session, SYSTEM, FILE.replace(b'version: "1.0.0"', f'version: "{number}"'.encode()), NOW)
    assert newest(session).id == later.id


def test_a_published_version_is_frozen_in_the_database(session):
    version = published(session)
    with pytest.raises(IntegrityError):
        session.execute(update(ChecklistVersion).where(ChecklistVersion.id == version.id).values(version="9.9.9"))


def test_who_reads_no_checklists_finds_none(session):
    published(session)
    assert session.scalars(visible(TAN.actor)).all()
    assert not session.scalars(visible(LIN.actor)).all()
