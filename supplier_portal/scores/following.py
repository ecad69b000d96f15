"""A rating is published when an input changes: the trail tells of which supplier."""

from collections.abc import Callable, Iterable
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import SupplierTarget
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import TURN_OF_SUPPLIER
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import RatingNow, Waiver
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.scores.queries import policy_holding
from supplier_portal.trail.following import Happened, take_events

NAME = "scores"
REFUSALS = frozenset({"refused", "aborted"})


def follow_inputs(session: Session, moment: Moment) -> list[int]:
    """Publish the ratings whose inputs changed since the last time, or on which a waiver or a due day has told since.

    Returns the suppliers' ids, in order.
    """
    happened = take_events(session, NAME)
    ended = _of_ended_waivers(session, moment.day) | _of_passed_days(session, moment.day)
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


def _of_passed_days(session: Session, day: date) -> set[int]:
    """Find the suppliers whose last rating is of a day by which a finding was not overdue yet that is so by now.

    A disputed critical, too, counts from the day on which the time to decide it is over no longer.
    """
    due_on = func.coalesce(Finding.stage_due_on, Finding.close_due_on)
    passed = or_(
        and_(Finding.state.in_(TURN_OF_SUPPLIER), RatingNow.as_of <= due_on, due_on < day),
        and_(
            *(Finding.state == "disputed", Finding.severity == "critical"),
            *(RatingNow.as_of <= Finding.turn_due_on, Finding.turn_due_on < day),
        ),
    )
    rated = select(Finding.supplier_id).join(RatingNow, RatingNow.supplier_id == Finding.supplier_id)
    return set(session.scalars(rated.where(Finding.kind == NONCONFORMITY, passed)))


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
    "decide_extension": _of_finding,
    "clocks_recomputed": _all_named,
    "move_audit": _of_refused_audit,
    "sbti_list_imported": _of_any_list,
    "sbti_match_decided": _named,
    "sbti_decision_undone": _named,
    "supplier_target_matched": _named,
}
