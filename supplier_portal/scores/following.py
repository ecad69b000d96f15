"""A rating is published when an input changes: the trail tells of which supplier."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import SupplierTarget
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import RatingNow, Waiver
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.scores.queries import policy_holding
from supplier_portal.trail.following import Happened, take_events

NAME = "scores"
REFUSALS = frozenset({"refused", "aborted"})


def follow_inputs(session: Session, moment: Moment) -> list[int]:
    """Publish the ratings whose inputs changed since the last time, or whose waiver has run out since.

    Returns the suppliers' ids, in order.
    """
    happened = take_events(session, NAME)
    ended = _of_ended_waivers(session, moment.day)
    if not (happened or ended) or policy_holding(session, moment.day) is None:
        return []
    changed = sorted(ended.union(*(_suppliers_of(session, event) for event in happened)))
    publish_ratings(session, SYSTEM, changed, moment, "input")
    return changed


def _of_ended_waivers(session: Session, day: date) -> set[int]:
    """Find the suppliers whose last rating is of a day on which a waiver still counted that has run out by now."""
    rated = select(Waiver.supplier_id).join(RatingNow, RatingNow.supplier_id == Waiver.supplier_id)
    over = (Waiver.until < day, Waiver.ended_on.is_(None), RatingNow.as_of <= Waiver.until)
    return set(session.scalars(rated.where(*over)))


def _suppliers_of(session: Session, event: Happened) -> Iterable[int]:
    find = FOLLOWED.get(event.act)
    return find(session, event) if find else ()


def _named(_: Session, event: Happened) -> Iterable[int]:
    return [event.facts["supplier"]]


def _all_named(_: Session, event: Happened) -> Iterable[int]:
    return [int(number) for number in event.facts["suppliers"]]


def _of_finding(session: Session, event: Happened) -> Iterable[int]:
    return session.scalars(select(Finding.supplier_id).where(Finding.id == event.facts["finding"]))


def _of_refused_audit(session: Session, event: Happened) -> Iterable[int]:
    if event.facts["target"] not in REFUSALS:
        return ()
    return session.scalars(select(Audit.supplier_id).where(Audit.id == event.facts["audit"]))


def _of_any_list(session: Session, _: Happened) -> Iterable[int]:
    """Give whoever stands in any list: leaving the newest one changes a rating too."""
    return session.scalars(select(SupplierTarget.supplier_id).distinct())


FOLLOWED: dict[str, Callable[[Session, Happened], Iterable[int]]] = {
    "site_changed": _named,
    "suppliers_merged": _named,
    "sites_imported": _all_named,
    "sites_import_undone": _all_named,
    "module_score_recorded": _named,
    "cdp_score_recorded": _named,
    "data_quality_recorded": _named,
    "module_scores_taken_in": _all_named,
    "module_scores_taken_back": _all_named,
    "cdp_scores_taken_in": _all_named,
    "cdp_scores_taken_back": _all_named,
    "data_quality_taken_in": _all_named,
    "data_quality_taken_back": _all_named,
    "move_finding": _of_finding,
    "move_audit": _of_refused_audit,
    "sbti_list_imported": _of_any_list,
    "sbti_match_decided": _named,
    "sbti_decision_undone": _named,
    "supplier_target_matched": _named,
}
