"""Loading the roadmap: goals of a version, which never change afterwards."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.dashboard.models import MEASURES, RoadmapGoal
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.shipped import SEED
from supplier_portal.trail.operations import record_event

SHIPPED = SEED / "roadmap.toml"
FIELDS = {"measure", "year", "value", "baseline", "note_en", "note_zh"}
FIRST_YEAR, LAST_YEAR, LONGEST_NOTE, LONGEST_VERSION, MOST_PERCENT = 2000, 2100, 400, 32, 100


def load_roadmap(session: Session, actor: Actor, moment: Moment, data: bytes | None = None) -> list[RoadmapGoal]:
    """Store the goals of a TOML file, of the shipped one where none is given; the same again gives the stored ones.

    Raises Invalid with every fault of the file, Conflict `dashboard.roadmap_taken` where its version was loaded with
    other goals, Missing for who may not.
    """
    reach_of(actor, Permission.CARBON_SNAPSHOT_IMPORT)
    version, goals = read_roadmap(SHIPPED.read_bytes() if data is None else data)
    known = session.scalars(select(RoadmapGoal).where(RoadmapGoal.version == version)).all()
    if known:
        if {_said(goal) for goal in known} != {_said(goal) for goal in goals}:
            raise Conflict("dashboard.roadmap_taken", version=version)
        return list(known)
    for goal in goals:
        goal.loaded_by, goal.loaded_at = actor.account_id, moment.at
    session.add_all(goals)
    session.flush()
    record_event(session, actor, moment, "load_roadmap", version=version)
    return list(goals)


def _said(goal: RoadmapGoal) -> tuple[object, ...]:
    return (goal.measure, goal.year, goal.value, goal.baseline, goal.note_en, goal.note_zh)


def read_roadmap(data: bytes) -> tuple[str, list[RoadmapGoal]]:
    """Read version and goals. Raises Invalid with every fault at its place ("goals.0.year")."""
    try:
        document: Mapping[str, Any] = tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid([Fault("dashboard.roadmap_unreadable", facts={"problem": str(error)[:200]})]) from error
    version, entries = document.get("version"), document.get("goals")
    faults = []
    if not isinstance(version, str) or not 0 < len(version) <= LONGEST_VERSION:
        faults.append(Fault("form.required", "version"))
    if not isinstance(entries, list) or not entries:
        raise Invalid([*faults, Fault("form.required", "goals")])
    for place, entry in enumerate(entries):
        faults += _faults(f"goals.{place}", entry)
    faults = faults or _twice(entries)
    if faults:
        raise Invalid(faults)
    return str(version), [_goal(str(version), entry) for entry in entries]


def _faults(place: str, entry: object) -> list[Fault]:
    if not isinstance(entry, dict):
        return [Fault("form.required", place)]
    faults = [Fault("dashboard.roadmap_key", f"{place}.{name}") for name in sorted(set(entry) - FIELDS)]
    year, value, baseline = entry.get("year"), entry.get("value"), entry.get("baseline")
    if entry.get("measure") not in MEASURES:
        faults.append(Fault("form.unknown_choice", f"{place}.measure"))
    if type(year) is not int or not FIRST_YEAR <= year <= LAST_YEAR:
        faults.append(Fault("dashboard.roadmap_year", f"{place}.year", facts={"first": FIRST_YEAR, "last": LAST_YEAR}))
    if not _fits(value, 2) or abs(Decimal(str(value))) > MOST_PERCENT:
        faults.append(Fault("dashboard.roadmap_percent", f"{place}.value"))
    if baseline is not None and not (_fits(baseline, 4) and baseline > 0):
        faults.append(Fault("dashboard.roadmap_baseline", f"{place}.baseline"))
    notes = [name for name in ("note_en", "note_zh") if not _is_note(entry.get(name, ""))]
    return faults + [Fault("dashboard.roadmap_note", f"{place}.{name}", facts={"most": LONGEST_NOTE}) for name in notes]


def _is_note(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_NOTE


def _fits(value: object, places: int) -> bool:
    """Whether it is a number of at most so many decimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    exact = Decimal(value)
    return exact.is_finite() and abs(exact) < 10**9 and exact == round(exact, places)


def _twice(entries: Sequence[Mapping[str, Any]]) -> list[Fault]:
    seen: set[tuple[object, object]] = set()
    faults = []
    for place, entry in enumerate(entries):
        key = (entry["measure"], entry["year"])
        if key in seen:
            faults.append(Fault("scoring.twice", f"goals.{place}"))
        seen.add(key)
    return faults


def _goal(version: str, entry: Mapping[str, Any]) -> RoadmapGoal:
    baseline = entry.get("baseline")
    return RoadmapGoal(
        version=version,
        measure=entry["measure"],
        year=entry["year"],
        value=Decimal(entry["value"]),
        baseline=None if baseline is None else Decimal(baseline),
        note_en=entry.get("note_en", ""),
        note_zh=entry.get("note_zh", ""),
    )
