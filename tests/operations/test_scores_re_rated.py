"""Verified findings lift their checkpoints in the score, and what takes a lift back (scoring.md 1)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.domain.findings.lifting import Lifted
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding, FindingCheckpoint, FindingMove, ReRating
from supplier_portal.findings.operations import MoveFinding, move_finding
from supplier_portal.findings.operations.reviewing_effect import ReviewEffect, review_effect
from supplier_portal.findings.queries import standing_of
from supplier_portal.scores.changes import Change
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.inputs import gather
from supplier_portal.scores.models import AuditResult, Rating
from supplier_portal.scores.operations import publish_rating
from supplier_portal.scores.queries import receipt_of
from supplier_portal.scores.queries.of_finding import score_effect
from supplier_portal.scores.queries.scorecard import scorecard_of
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.trail.operations import seal_new
from tests import scored
from tests.cast import FANG, HUILING, HUIZHOU_SITE, KUNSHAN_SITE, LIN, MINGYAN, NOW, TAN, TODAY, ZHOU
from tests.findings_story import add_audit, answer_all

RATED = {"S3.4": 0, "S3.1": 1, "S1.1": 0, "S4.3": "NA", "S6.2": 2}
WHY = "Meters M-03 and M-07 carry new labels"


def later(days):
    return Moment(NOW.at + timedelta(days=days), NOW.day + timedelta(days=days))


def issued(session, supplier=HUILING, **given):
    """An issued audit with its team, its answers and its scoring inputs."""
    audit = add_audit(session, supplier=supplier, **given)
    answer_all(session, audit, "3", **{code.replace(".", "_"): str(level) for code, level in RATED.items()})
    audit.state, audit.issued_on = "issued", given.get("issued_on", TODAY)
    session.flush()
    version = scored.add_checklist(session)
    scored.store_audit_result(session, audit, scored.checkpoints(version, 3, RATED), NOW)
    return audit


def implemented(session, audit, checkpoint="S3.4", **given):
    """A finding whose actions are told as done: it waits to be verified."""
    finding = scored.add_finding(
        session, audit.id, "major", **({"checkpoint": checkpoint, "state": "implemented", "clock_from": NOW.at} | given)
    )
    went(session, finding, "draft", "open", "cap_proposed", "accepted", "implemented")
    return finding


def went(session, finding, *states):
    """Its way so far, by which its clocks are worked out."""
    for origin, target in pairwise(states):
        told = {"origin": origin, "target": target, "account_id": ZHOU.number, "at": NOW.at}
        session.add(FindingMove(finding_id=finding.id, **told))
    session.flush()


def verify(session, finding, level=3, *codes, moment=NOW):
    lifts = tuple(Lifted(code, level, WHY) for code in codes or (finding.checkpoint,))
    move_finding(session, ZHOU.actor, MoveFinding(finding.id, "verified", lifts=lifts), moment)


def move(session, finding, target, reason="It works", moment=NOW, who=ZHOU):
    if target == "effective" or (target == "reopened" and finding.state == "closed"):
        review_effect(session, who.actor, ReviewEffect(finding.id, target == "effective", reason), moment)
    else:
        move_finding(session, who.actor, MoveFinding(finding.id, target, reason), moment)


def re_rated(session, supplier_id=HUILING):
    return {str(one["site"]): one["re_rated"] for one in gather(session, [supplier_id], TODAY)[supplier_id].audits}


@pytest.fixture
def audit(session):
    scored.add_policy(session)
    scored.add_modules(session, HUILING, scored.MODULES)
    rival = issued(session, MINGYAN)
    session.add(
        ReRating(
            finding_id=scored.add_finding(session, rival.id, "major", state="verified").id, checkpoint="S3.1", level=3,
            reason="rival canary", judged_by=ZHOU.number, judged_at=NOW.at,
        )
    )  # fmt: skip
    return issued(session)


def test_a_verified_finding_lifts_its_checkpoint_and_audit_raw_stays(session, audit):
    finding = implemented(session, audit)
    before = publish_rating(session, SYSTEM, HUILING, NOW, "input").published
    assert re_rated(session) == {"Huizhou": {}}
    verify(session, finding)
    assert re_rated(session) == {"Huizhou": {"S3.4": 3}}
    after = publish_rating(session, SYSTEM, HUILING, NOW, "input").published
    assert after["sites"][0]["audit_raw"] == before["sites"][0]["audit_raw"] == before["sites"][0]["audit_current"]
    assert Decimal(after["sites"][0]["audit_current"]) > Decimal(before["sites"][0]["audit_current"])
    assert Decimal(after["rating"]) > Decimal(before["rating"])
    stored = session.scalars(select(AuditResult).where(AuditResult.audit_id == audit.id)).one()
    assert next(one["rating"] for one in stored.checkpoints if one["code"] == "S3.4") == 0
    assert session.scalar(select(Answer.rating).where(Answer.audit_id == audit.id, Answer.checkpoint == "S3.4")) == "0"


def test_every_finding_of_a_checkpoint_must_be_verified_first(session, audit):
    first, second = implemented(session, audit), implemented(session, audit)
    covering = implemented(session, audit, "S3.1", state="draft")
    covering.further.append(FindingCheckpoint(checkpoint="S6.2"))
    session.flush()
    covering.state = "implemented"
    third = implemented(session, audit, "S6.2")
    verify(session, first, 2)
    verify(session, third)
    assert re_rated(session) == {"Huizhou": {}}
    verify(session, second, 3)
    assert re_rated(session) == {"Huizhou": {"S3.4": 3}}
    verify(session, covering, 3, "S3.1", "S6.2")
    assert re_rated(session) == {"Huizhou": {"S3.1": 3, "S3.4": 3, "S6.2": 3}}


@pytest.mark.parametrize(("state", "holds_back"), [("draft", False), ("withdrawn", False), ("waived", True)])
def test_of_findings_not_verified_drafts_and_withdrawn_ones_hold_nothing_back(session, audit, state, holds_back):
    finding, other = implemented(session, audit), implemented(session, audit)
    other.state = state
    verify(session, finding)
    assert re_rated(session) == {"Huizhou": {} if holds_back else {"S3.4": 3}}


def test_the_lift_stays_through_closing_and_reopening_takes_it_back(session, audit):
    finding = implemented(session, audit)
    verify(session, finding, 2)
    move(session, finding, "closed")
    assert re_rated(session) == {"Huizhou": {"S3.4": 2}}
    move(session, finding, "reopened", "The labels are gone")
    assert re_rated(session) == {"Huizhou": {}}


def test_a_later_scored_audit_ends_the_lift_and_an_audit_that_scores_nothing_does_not(session, audit):
    finding = implemented(session, audit)
    verify(session, finding)
    issued(session, type="follow_up", starts_on=audit.starts_on + timedelta(days=5))
    assert re_rated(session) == {"Huizhou": {"S3.4": 3}}
    issued(session, starts_on=audit.starts_on + timedelta(days=9))
    assert re_rated(session) == {"Huizhou": {}}


def test_a_finding_of_a_follow_up_after_the_scored_audit_counts(session, audit):
    follow_up = issued(session, type="follow_up", starts_on=audit.starts_on + timedelta(days=5))
    finding = implemented(session, follow_up)
    session.add(
        ReRating(finding_id=finding.id, checkpoint="S3.4", level=2, reason=WHY, judged_by=ZHOU.number, judged_at=NOW.at)
    )
    finding.state = "verified"
    session.flush()
    assert re_rated(session) == {"Huizhou": {"S3.4": 2}}


def test_only_codes_the_audit_rated_with_a_level_are_lifted(session, audit):
    for code in ("S4.3", "Z9.9", "S3.1"):
        finding = implemented(session, audit, code)
        finding.state = "verified"
        by = {"judged_by": ZHOU.number, "judged_at": NOW.at}
        session.add(ReRating(finding_id=finding.id, checkpoint=code, level=3, reason=WHY, **by))
    session.flush()
    assert re_rated(session) == {"Huizhou": {"S3.1": 3}}


def test_a_yes_no_checkpoint_is_lifted_to_3_at_most(session, audit):
    """Its 4 is for the next audit to see."""
    verify(session, implemented(session, audit, "S1.1"))
    rating = publish_rating(session, SYSTEM, HUILING, NOW, "input")
    session.flush()
    card = scorecard_of(session, LIN.actor, session.get_one(Supplier, HUILING))
    checkpoint = next(one for one in parts(card.account) if one.code == "S1.1" and one.kind == "checkpoint")
    assert (checkpoint.answer, checkpoint.lifted, checkpoint.points) == (0, 3, Decimal("75.00"))
    assert rating.inputs["audits"][0]["re_rated"] == {"S1.1": 3}


def parts(account):
    for part in account:
        yield part
        yield from parts(part.parts)


def test_another_site_and_another_supplier_are_not_lifted(session, audit):
    session.add(Site(id=77, supplier_id=HUILING, name_en="Dongguan", spend_share=Decimal("0.25")))
    session.flush()
    issued(session, site_id=77)
    verify(session, implemented(session, audit))
    assert re_rated(session) == {"Huizhou": {"S3.4": 3}, "Dongguan": {}}
    assert re_rated(session, MINGYAN) == {"Kunshan": {"S3.1": 3}}


def test_a_receipt_with_lifts_recomputes_to_the_same_figures(session, audit):
    verify(session, implemented(session, audit))
    rating = publish_rating(session, SYSTEM, HUILING, NOW, "input")
    receipt = receipt_of(session, rating)
    assert receipt["audits"][0]["re_rated"] == {"S3.4": 3}
    assert recompute(receipt).differences == ()
    receipt["audits"] = [receipt["audits"][0] | {"re_rated": {}}]
    assert "published.rating" in {one.place for one in recompute(receipt).differences}


def test_each_move_that_changes_a_lift_publishes_the_rating_once(session, audit):
    finding = implemented(session, audit)
    disputed = scored.add_finding(session, audit.id, "major", checkpoint="S3.1", state="disputed", clock_from=NOW.at)
    went(session, disputed, "draft", "open", "disputed")
    session.flush()

    def followed(day):
        seal_new(session)
        before = session.scalar(select(func.count(Rating.id)))
        suppliers = follow_inputs(session, later(day))
        return suppliers, session.scalar(select(func.count(Rating.id))) - before

    followed(0)
    moves = (
        lambda: verify(session, finding, moment=later(1)),
        lambda: move(session, finding, "closed", moment=later(2)),
        lambda: move(session, finding, "reopened", moment=later(3)),
        lambda: move(session, disputed, "withdrawn", "They were right", later(4), FANG),
    )
    for day, act in enumerate(moves, 1):
        act()
        assert followed(day) == ([HUILING], 1), day
    assert followed(5) == ([], 0)
    other = implemented(session, audit, "S6.2")
    verify(session, other, moment=later(6))
    move(session, other, "closed", moment=later(6))
    move(session, other, "effective", moment=later(6))
    assert followed(6) == ([HUILING], 1)


def test_the_history_names_the_finding_that_lifted_and_the_reopening_that_took_it_back(session, audit):
    finding = implemented(session, audit)
    publish_rating(session, SYSTEM, HUILING, NOW, "input")
    verify(session, finding, moment=later(1))
    move(session, finding, "closed", moment=later(1))
    publish_rating(session, SYSTEM, HUILING, later(1), "input")
    move(session, finding, "reopened", moment=later(2))
    publish_rating(session, SYSTEM, HUILING, later(2), "input")
    history = scorecard_of(session, LIN.actor, session.get_one(Supplier, HUILING)).history
    told = [[one for one in entry.changes if one.code.startswith("lift")] for entry in history]
    assert told == [
        [],
        [Change("lifted", {"checkpoint": "S3.4", "number": finding.number, "level": 3})],
        [Change("lift_back", {"checkpoint": "S3.4", "number": finding.number, "reopened": True})],
    ]


def test_why_names_the_finding_behind_a_level_and_its_shares_still_add_up(session, audit):
    finding = implemented(session, audit)
    verify(session, finding)
    publish_rating(session, SYSTEM, HUILING, NOW, "input")
    card = scorecard_of(session, TAN.actor, session.get_one(Supplier, HUILING))
    lift = card.lifted["Huizhou", "S3.4"]
    assert (lift.number, lift.reason, lift.level) == (finding.number, WHY, 3)
    for part in parts(card.account):
        if part.parts:
            below = sum((one.share for one in part.parts if one.share is not None), Decimal(0))
            assert abs(below - part.share) <= Decimal("0.05"), part.code


def effect(session, finding, day=TODAY):
    supplier, site = session.get_one(Supplier, finding.supplier_id), session.get_one(Site, finding.site_id)
    began = session.get_one(Audit, finding.audit_id).starts_on
    standing = standing_of(finding, supplier.time_zone)
    return score_effect(session, finding, standing, (supplier, site, began), day)


def test_before_verification_a_finding_tells_what_it_may_bring(session, audit):
    finding = implemented(session, audit, turn_due_on=None, close_due_on=TODAY + timedelta(days=20))
    scored.add_finding(session, audit.id, "major", checkpoint="S3.1")
    scored.add_finding(session, audit.id, "minor", checkpoint="S3.1")
    before = publish_rating(session, SYSTEM, HUILING, NOW, "input").published
    told = effect(session, finding)
    assert (told.open_gate.gate.code, told.open_gate.count, told.open_gate.gate.at_least) == ("G2", 2, 3)
    assert (told.overdue_gate.gate.code, told.overdue_from) == ("G3", TODAY + timedelta(days=21))
    assert (told.blocking, told.others, told.lifted) == ([], [], [])
    assert dict(told.rise.checkpoints) == {"S3.4": 0}
    verify(session, finding)
    after = publish_rating(session, SYSTEM, HUILING, NOW, "input").published
    assert told.rise.rating == Decimal(after["rating"]) - Decimal(before["rating"]) > 0
    assert told.rise.sustainability == Decimal(after["sustainability"]) - Decimal(before["sustainability"])


def test_after_verification_it_tells_the_rating_with_and_without_the_lift(session, audit):
    finding = implemented(session, audit)
    without = publish_rating(session, SYSTEM, HUILING, NOW, "input").published["rating"]
    verify(session, finding)
    told = effect(session, finding)
    (lifted,) = told.lifted
    assert told.rise is None
    assert (lifted.fate, lifted.before, lifted.level, lifted.reason) == ("counts", 0, 3, WHY)
    assert lifted.rating_before == Decimal(without) < lifted.rating


def test_a_lift_that_waits_ended_or_was_taken_back_says_so(session, audit):
    finding, other = implemented(session, audit), implemented(session, audit)
    verify(session, finding)
    (waiting,) = effect(session, finding).lifted
    assert (waiting.fate, waiting.others) == ("waits", (other.number,))
    assert effect(session, other).others == []
    other.state = "withdrawn"
    session.flush()
    move(session, finding, "closed")
    issued(session, starts_on=audit.starts_on + timedelta(days=9))
    assert effect(session, finding).lifted[0].fate == "judged"
    move(session, finding, "reopened", moment=later(1))
    assert replace(effect(session, finding).lifted[0], undone_at=None).fate == "reopened"


@pytest.mark.parametrize("given", [{"kind": "observation", "severity": "observation"}, {"notified_at": None}], ids=str)
def test_what_no_gate_counts_has_no_effect_to_tell(session, audit, given):
    finding = scored.add_finding(session, audit.id, **({"severity": "major"} | given))
    assert effect(session, finding) is None


def test_a_finding_of_the_rival_is_never_named(session, audit):
    finding = implemented(session, audit)
    rival = session.scalars(select(Finding).where(Finding.supplier_id == MINGYAN)).one()
    rival.state, rival.checkpoint = "open", "S3.4"
    session.flush()
    assert effect(session, finding).others == []
    assert rival.site_id == KUNSHAN_SITE != HUIZHOU_SITE
