"""One appeal, and its files."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.queries import file_found, handed_out
from supplier_portal.appeals.views.room import appeal_page, blueprint
from supplier_portal.files.store import FileStore
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal


@blueprint.get("/<int:appeal_id>")
@guard(Permission.APPEALS_APPEAL_READ)
def show_appeal(appeal_id: int) -> ResponseReturnValue:
    return appeal_page(appeal_id)


@blueprint.get("/<int:appeal_id>/files/<int:appeal_file_id>")
@guard(Permission.APPEALS_APPEAL_READ)
def download(appeal_id: int, appeal_file_id: int) -> ResponseReturnValue:
    """As it came for the company that sent it; the buyer gets a photo without what the camera wrote into it."""
    file = file_found(reading(), actor(), appeal_id, appeal_file_id)
    digest, kind = handed_out(actor(), file)
    return attachment(FileStore.of(portal().config).read(digest), file.name, kind)
