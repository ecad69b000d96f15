"""Files that a page makes and hands out at once: logged as exports before they leave."""

import hashlib

from supplier_portal.trail.exporting import Export, Holding, log_export
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal


def log_handed_out(what: str, data: bytes, name: str, holding: Holding) -> None:
    """Log that whoever asks gets this file. what: code of the download, with its word under `job.<what>`."""
    export = Export(what, name, hashlib.sha256(data).hexdigest(), holding)
    with writing() as session:
        log_export(session, actor().account_id, export, portal().moment().at)
