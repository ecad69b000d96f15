"""What people decided, asked and took back beside the ranking, as lines in the order it happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from supplier_portal.tenders.record.decisions import Decisions


@dataclass(frozen=True)
class Line:
    """what: a word's code. code: the bidder's, empty where it concerns all."""

    at: datetime
    what: str
    who: str
    code: str
    text: str


def lines_of(decisions: Decisions, codes: Mapping[int, str]) -> list[Line]:
    """Give everything that was decided beside the moves, the earliest first. codes: by bidder's id."""
    return sorted(_lines(decisions, codes), key=lambda line: line.at)


def _lines(decisions: Decisions, codes: Mapping[int, str]) -> Iterator[Line]:
    names = decisions.names
    for one in decisions.corrections:
        code = codes[one.bidder_id]
        yield Line(one.asked_at, "tender_decided.correction", names[one.asked_by], code, one.text)
        if one.answered_at is not None:
            verdict = "granted" if one.granted else "declined"
            yield Line(
                one.answered_at, f"tender_decided.{verdict}", names.get(one.answered_by or 0, ""), code, one.answer
            )
    for former, name in decisions.former_bids:
        yield Line(former.replaced_at, f"tender_decided.{former.why}", name, codes[former.bidder_id], "")
    for withdrawal, name in decisions.withdrawals:
        yield Line(withdrawal.at, "tender_decided.withdrawn", name, "", withdrawal.reason)
    for bidder_id, query in decisions.queries.items():
        yield Line(query.asked_at, "tender_decided.question", names[query.asked_by], codes[bidder_id], query.question)
        if query.answered_at is not None:
            who = names.get(query.answered_by or 0, "")
            yield Line(query.answered_at, "tender_decided.answer", who, codes[bidder_id], query.answer)
    yield from _of_award(decisions, codes)


def _of_award(decisions: Decisions, codes: Mapping[int, str]) -> Iterator[Line]:
    names, tie_break = decisions.names, decisions.tie_break
    if tie_break is not None:
        first = codes[tie_break.bidder_id]
        yield Line(tie_break.decided_at, "tender_decided.tie", names[tie_break.decided_by], first, tie_break.reason)
    for one in decisions.proposals:
        first = one.codes[0]
        yield Line(one.proposed_at, "tender_decided.proposed", names[one.proposed_by], first, one.reason)
        if one.withdrawn_at is not None:
            who = names.get(one.withdrawn_by or 0, "")
            yield Line(one.withdrawn_at, "tender_decided.proposal_withdrawn", who, first, one.withdrawn_reason)
    if (award := decisions.award) is not None:
        who = " + ".join(names[number] for number in (award.decided_by, award.seconded_by) if number is not None)
        shares = " / ".join(f"{codes[share.bidder_id]} {share.share.normalize():f}" for share in decisions.shares)
        yield Line(award.decided_at, "tender_decided.award", who, shares, award.reason)
