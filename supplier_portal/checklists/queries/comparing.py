"""A draft beside the version before it: what differs, and which version number that needs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.checklists.draft_document import version_numbers
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries.drafts import Content
from supplier_portal.checklists.queries.versions import checklist_of, newest
from supplier_portal.domain.checklist.difference import PATCH, SAME, Differences, differences, least_version
from supplier_portal.domain.errors import Fault


@dataclass(frozen=True)
class Standing:
    """before: the newest published version of the checklist; least: the lowest number the draft may have."""

    before: ChecklistVersion
    differences: Differences
    least: str


def standing_of(session: Session, content: Content) -> Standing | None:
    """Compare a draft with the newest version of its checklist; None where none is published."""
    before = newest(session, str(content.draft.head["name"]))
    if before is None:
        return None
    found = differences(checklist_of(before), content.checklist)
    gravity = PATCH if found.comparability == SAME else found.comparability
    return Standing(before, found, least_version(before.version, gravity))


def faults_to_publish(content: Content, standing: Standing | None) -> list[Fault]:
    """All that stands between a draft and its publishing, a number too low for its changes included."""
    version = str(content.draft.head["version"])
    numbers = version_numbers(version)
    if standing is None or not numbers or numbers >= version_numbers(standing.least):
        return content.faults
    facts = {"version": version, "before": standing.before.version, "least": standing.least}
    return [*content.faults, Fault("checklists.version_too_low", "version", facts=facts)]
