"""Every move that is agreed, written out a second time: a row that is added, widened or relaxed is a decision.

Each line: from where, to where, who may, what it needs.
"""

from collections.abc import Iterator

Move = tuple[str, str, frozenset[str], frozenset[str]]

AUDIT = """
planned > confirmed: lead_auditor planner
confirmed > in_progress: auditor lead_auditor
in_progress > closing_held: lead_auditor; all_answered
closing_held > in_review: lead_auditor
in_review > in_progress: reviewer; outside_team reason
in_review > draft_sent: reviewer; outside_team all_answered
draft_sent > in_review: reviewer; outside_team reason
draft_sent > issued: reviewer; outside_team all_answered comments_over
issued > closed: lead_auditor planner; findings_settled
issued closed > amended: reviewer; outside_team reason
planned confirmed in_progress closing_held in_review draft_sent > cancelled: planner; reason
planned confirmed in_progress closing_held in_review draft_sent > refused: lead_auditor planner; reason witness
planned confirmed in_progress closing_held in_review draft_sent > aborted: lead_auditor; reason witness
"""
FINDING = """
draft > open: reviewer system
open rejected reopened > cap_proposed: supplier_owner supplier_member; plan
open > disputed: supplier_owner supplier_member; reason
disputed > open: reviewer; outside_team reason
disputed > withdrawn: reviewer; outside_team reason
cap_proposed > accepted: lead_auditor auditor reviewer
cap_proposed > rejected: lead_auditor auditor reviewer; reason
accepted insufficient > implemented: supplier_owner supplier_member; evidence
implemented > verified: lead_auditor auditor reviewer
implemented > insufficient: lead_auditor auditor reviewer; reason
verified > closed: lead_auditor auditor reviewer
closed > effective: lead_auditor auditor reviewer; review
closed > reopened: lead_auditor auditor reviewer; reason
open disputed cap_proposed rejected accepted > waived: reviewer planner; reason until
implemented insufficient verified reopened > waived: reviewer planner; reason until
waived > open: system
waived > disputed: system
waived > cap_proposed: system
waived > rejected: system
waived > accepted: system
waived > implemented: system
waived > insufficient: system
waived > verified: system
waived > reopened: system
"""
TENDER = """
draft > published: procurement; rules
published > locked: procurement; figures
locked > closed: procurement; deadline_over
closed > opened: procurement; two_people
opened > evaluated: procurement
evaluated > awarded: procurement; gates_read_again
draft published locked closed opened evaluated > cancelled: procurement; reason
"""
AGREED = {"audit": AUDIT, "finding": FINDING, "tender": TENDER}


def agreed(workflow: str) -> Iterator[Move]:
    """The moves of a table, one for each state they lead out of."""
    for line in AGREED[workflow].strip().splitlines():
        way, _, given = line.partition(":")
        origins, _, target = way.partition(">")
        who, _, needs = given.partition(";")
        for origin in origins.split():
            yield origin, target.strip(), frozenset(who.split()), frozenset(needs.split())
