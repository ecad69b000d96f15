"""The tender of an address, and what every page of it shows."""

import json
from typing import Any

from flask import Blueprint, Response

from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Bidder, Evaluation, Tender
from supplier_portal.tenders.queries import bidders_of, evaluation_of, found
from supplier_portal.trail.exporting import Holding
from supplier_portal.trail.handing import log_handed_out
from supplier_portal.web.attachments import attachment
from supplier_portal.web.door import actor, reading

blueprint = Blueprint("tenders", __name__, url_prefix="/tenders")


def reach(tender_id: int) -> Tender:
    """Give the tender. Raises Missing for whoever is not in its team."""
    tender = found(reading(), actor(), tender_id)
    if tender is None:
        raise Missing
    return tender


def reach_evaluation(tender: Tender) -> Evaluation:
    """Give the tender's evaluation. Raises Missing where it has none."""
    evaluation = evaluation_of(reading(), tender.id)
    if evaluation is None:
        raise Missing
    return evaluation


def reach_bidder(tender: Tender, bidder_id: int) -> tuple[Bidder, Supplier]:
    """Give the bidder of this tender with its supplier. Raises Missing for another tender's."""
    for bidder, supplier in bidders_of(reading(), tender.id):
        if bidder.id == bidder_id:
            return bidder, supplier
    raise Missing


def json_file(data: bytes, name: str, tender_id: int) -> Response:
    """Answer a JSON document to be kept as a file, logged as an export of the tender: who bids is not in the log."""
    log_handed_out("tenders.receipt", data, name, Holding(tender=tender_id))
    return attachment(data, name.replace("/", "-"), "application/json")


def told(document: Any) -> bytes:
    """Write a document for people and programs alike: its SHA-256 is of the canonical form, not of these bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
