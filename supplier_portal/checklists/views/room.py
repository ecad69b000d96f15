"""The room's blueprint, and what its pages share: a draft with its content, its file name, the weights at the side."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.checklists.draft_document import of_checkpoint
from supplier_portal.checklists.models import EDITING
from supplier_portal.checklists.queries import Content, Standing, content_of, draft_of, faults_to_publish, standing_of
from supplier_portal.domain.errors import Fault
from supplier_portal.trail.exporting import Holding
from supplier_portal.trail.handing import log_handed_out
from supplier_portal.web.attachments import attachment
from supplier_portal.web.door import actor, reading
from supplier_portal.web.reader import language

blueprint = Blueprint("checklists", __name__)


@dataclass(frozen=True)
class Opened:
    """A draft as a page shows it. faults: all that stands between it and its publishing."""

    content: Content
    standing: Standing | None
    faults: list[Fault]

    @property
    def draft(self) -> Any:
        return self.content.draft

    @property
    def editable(self) -> bool:
        return self.draft.state == EDITING and may_write()

    @property
    def faults_of_head(self) -> list[Fault]:
        return [fault for fault in self.faults if of_checkpoint(fault) is None]

    @property
    def title(self) -> str:
        """What the draft is called: its title in the reader's language, else in the other, else its name."""
        said = self.draft.head["title"]
        other = said["en"] or said["zh"] or self.draft.head["name"]
        return f"{said[language()] or other} {self.draft.head['version']}"


def may_write() -> bool:
    return decide(actor(), Permission.CHECKLISTS_VERSION_WRITE).allowed


def opened(draft_id: int) -> Opened:
    """Raises Missing."""
    content = content_of(reading(), draft_of(reading(), actor(), draft_id))
    standing = standing_of(reading(), content)
    return Opened(content, standing, faults_to_publish(content, standing))


def draft_address(draft_id: int) -> str:
    return url_for("checklists.show_draft", draft_id=draft_id)


def checklist_file(data: bytes, name: str, version: str) -> Response:
    """Hand out a checklist as a file, and log it as an export: it tells auditors how evidence is faked."""
    called = f"{name}-{version}.yaml"
    log_handed_out("checklists.file", data, called, Holding())
    return attachment(data, called, "application/yaml")
