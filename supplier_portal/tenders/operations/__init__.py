"""A tender from its draft to its award."""

from supplier_portal.tenders.operations.awarding import AwardTender, award_tender
from supplier_portal.tenders.operations.bidding import (
    ConfirmOpening,
    EnterBid,
    EnteredBid,
    confirm_opening,
    enter_bid,
)
from supplier_portal.tenders.operations.drafting import (
    AddBidder,
    RemoveBidder,
    Terms,
    add_bidder,
    create_tender,
    edit_tender,
    remove_bidder,
)
from supplier_portal.tenders.operations.evaluating import evaluate_tender
from supplier_portal.tenders.operations.moving import cancel_tender, close_tender, lock_tender, publish_tender

__all__ = [
    "AddBidder",
    "AwardTender",
    "ConfirmOpening",
    "EnterBid",
    "EnteredBid",
    "RemoveBidder",
    "Terms",
    "add_bidder",
    "award_tender",
    "cancel_tender",
    "close_tender",
    "confirm_opening",
    "create_tender",
    "edit_tender",
    "enter_bid",
    "evaluate_tender",
    "lock_tender",
    "publish_tender",
    "remove_bidder",
]
