"""A tender from its draft to its award."""

from supplier_portal.tenders.operations.awarding import (
    AwardTender,
    ConfirmAward,
    Decided,
    WithdrawProposal,
    award_tender,
    confirm_award,
    withdraw_proposal,
)
from supplier_portal.tenders.operations.bidding import EnterBid, EnteredBid, enter_bid
from supplier_portal.tenders.operations.correcting import (
    AnswerCorrection,
    AskCorrection,
    answer_correction,
    ask_correction,
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
from supplier_portal.tenders.operations.opening import (
    ConfirmOpening,
    WithdrawOpening,
    confirm_opening,
    withdraw_opening,
)
from supplier_portal.tenders.operations.querying import AnswerLowBid, AskLowBid, answer_low_bid, ask_low_bid
from supplier_portal.tenders.operations.tying import BreakTie, break_tie

__all__ = [
    "AddBidder",
    "AnswerCorrection",
    "AnswerLowBid",
    "AskCorrection",
    "AskLowBid",
    "AwardTender",
    "BreakTie",
    "ConfirmAward",
    "ConfirmOpening",
    "Decided",
    "EnterBid",
    "EnteredBid",
    "RemoveBidder",
    "Terms",
    "WithdrawOpening",
    "WithdrawProposal",
    "add_bidder",
    "answer_correction",
    "answer_low_bid",
    "ask_correction",
    "ask_low_bid",
    "award_tender",
    "break_tie",
    "cancel_tender",
    "close_tender",
    "confirm_award",
    "confirm_opening",
    "create_tender",
    "edit_tender",
    "enter_bid",
    "evaluate_tender",
    "lock_tender",
    "publish_tender",
    "remove_bidder",
    "withdraw_opening",
    "withdraw_proposal",
]
