"""What the dashboard counts in SQL, counted by hand over the same rows."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from supplier_portal.access.actor import Actor, Role
from supplier_portal.dashboard.board import board_of
from supplier_portal.dashboard.queries import Scope
from supplier_portal.dashboard.queries.targets import LOWER
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.path import STOPS
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE, FROZEN
from supplier_portal.domain.workflow.finding import STANDING, turn
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import standing_of
from supplier_portal.programme.models import Programme, ProgrammeLine
from tests import programme_world
from tests.cast import ADA, LIN, MO, NOW, PAN, TAN, TODAY, ZHOU

ZONE = ZoneInfo("Asia/Shanghai")
HELD = {"closing_held", "in_review", "draft_sent", *FROZEN}
SCOPES = [(2024, ""), (2023, "optical"), (2025, "")]


@pytest.fixture
def made(session):
    return programme_world.build(session)


def scope_of(year, category) -> Scope:
    return Scope(year, category, NOW, ZONE)


@pytest.fixture(params=SCOPES, ids=str)
def scope(request) -> Scope:
    return scope_of(*request.param)


@pytest.fixture
def board(session, made, scope):
    return board_of(session, PAN.actor, scope)


def counted(made, scope, supplier_id, *, merged=False) -> bool:
    supplier = made.suppliers.get(supplier_id)
    return supplier is not None and (
        (merged or supplier.merged_into_id is None) and scope.category in {"", supplier.category}
    )


def local(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def test_audits_are_counted_by_the_month_of_their_visit(made, scope, board):
    planned, done, missing, slipped = Counter(), Counter(), Counter(), 0
    for audit in made.audits:
        if not counted(made, scope, audit.supplier_id, merged=True) or audit.revision != 1:
            continue
        slipped += audit.state in {"planned", "confirmed"} and audit.starts_on < TODAY
        if audit.starts_on.year == scope.year and audit.state != "cancelled":
            planned[audit.starts_on.month] += 1
            done[audit.starts_on.month] += audit.state in HELD
            missing[audit.starts_on.month] += audit.state in {"planned", "confirmed", "in_progress"}
    year = board.audits
    assert [(one.planned, one.done) for one in year.months] == [(planned[one], done[one]) for one in range(1, 13)]
    over = [month for month in range(1, 13) if date(scope.year, month, 28) <= TODAY]
    due, held, behind = (sum(counts[month] for month in over) for counts in (planned, done, missing))
    assert (year.due, year.held, year.behind, year.slipped) == (due, held, behind, slipped)
    assert not year.by_programme


def test_the_programme_is_the_plan_where_there_is_one(session, made):
    programme = Programme(year=2024, title="2024", made_by=PAN.number, made_at=NOW.at)
    session.add(programme)
    session.flush()
    for month, supplier_id, dropped in ((2, 100, None), (2, 101, None), (3, 102, NOW.at), (5, 103, None)):
        session.add(
            ProgrammeLine(
                programme_id=programme.id, supplier_id=supplier_id, site_id=supplier_id, month=month, type="periodic",
                mode="on_site", added_by=PAN.number, added_at=NOW.at, dropped_at=dropped,
            )
        )  # fmt: skip
    session.flush()
    year = board_of(session, PAN.actor, scope_of(2024, "")).audits
    assert year.by_programme
    assert {one.number: one.planned for one in year.months if one.planned} == {2: 2, 5: 1}
    assert year.due == 2


@pytest.mark.parametrize(
    ("day", "due", "held", "behind"),
    [
        (date(2024, 2, 28), 1, 1, 0),
        (date(2024, 2, 29), 4, 2, 1),
        (date(2024, 3, 30), 4, 2, 1),
        (date(2024, 1, 30), 0, 0, 0),
    ],
)
def test_a_month_is_due_from_its_last_day_and_counts_the_visits_of_its_lines(session, made, day, due, held, behind):
    programme = Programme(year=2024, title="2024", made_by=PAN.number, made_at=NOW.at)
    session.add(programme)
    session.flush()
    first, refused, second = made.audits[:3]
    first.state, refused.state, second.state = "in_review", "refused", "issued"
    session.flush()
    for month, audit in ((1, first), (2, refused), (2, second), (2, None), (3, None)):
        session.add(
            ProgrammeLine(
                programme_id=programme.id, supplier_id=100, site_id=100, month=month, type="periodic", mode="on_site",
                added_by=PAN.number, added_at=NOW.at, audit_id=audit.id if audit else None,
            )
        )  # fmt: skip
    session.flush()
    year = board_of(session, PAN.actor, Scope(2024, "", Moment(NOW.at, day), ZONE)).audits
    assert (year.due, year.held, year.behind) == (due, held, behind)


def test_suppliers_are_reached_in_the_year_of_their_first_scored_audit(made, scope, board):
    first: dict[int, date] = {}
    for audit in made.audits:
        if audit.type != "special" and audit.state in FROZEN and audit.starts_on <= scope.end:
            first[audit.supplier_id] = min(first.get(audit.supplier_id, audit.starts_on), audit.starts_on)
    inside = [one for one in made.suppliers.values() if counted(made, scope, one.id)]
    others = [1, 2] if scope.category == "" else []
    expected = Counter(first[one.id].year for one in inside if one.id in first)
    assert {one.year: one.suppliers for one in board.reach.years} == dict(expected)
    assert board.reach.suppliers == len(inside) + len(others)
    never = [one for one in inside if one.id not in first and one.strategic_core]
    assert board.reach.core_never == len(never) + len(others)
    assert board.reach.audited == expected.total()


def open_ones(made, scope):
    return [
        one
        for one in made.findings
        if one.state in STANDING and one.severity != "none" and counted(made, scope, one.supplier_id, merged=True)
    ]


def late(finding) -> bool:
    return turn(finding.state) == "supplier" and standing_of(finding, "Asia/Shanghai").late(TODAY)


def age_of(finding) -> str:
    days = (TODAY - local(finding.notified_at)).days
    return "young" if days <= 30 else "middle" if days <= 60 else "old"


def test_open_findings_are_counted_by_step_severity_state_and_age(made, scope, board):
    expected = Counter()
    for one in open_ones(made, scope):
        step = int(one.checkpoint[1]) if one.checkpoint.startswith("S") else 0
        expected[step, one.severity, one.state, age_of(one), late(one)] += 1
    assert board.open.by("step", "severity", "state", "band", "late") == dict(expected)


def test_the_buyer_s_own_lateness_is_counted_by_its_own_clock(made, scope, board):
    behind = [one for one in open_ones(made, scope) if standing_of(one, "Asia/Shanghai").buyer_late(TODAY)]
    assert board.open.late_buyer == len(behind)
    assert board.open.oldest_buyer == min((one.turn_since for one in behind), default=None)
    assert board.open.late == sum(late(one) for one in open_ones(made, scope))


def test_the_funnel_says_how_far_a_year_s_nonconformities_came(made, scope, board):
    places = {state: place for place, stop in enumerate(STOPS[1:]) for state in stop}
    several = [
        one
        for one in made.findings
        if one.kind == "nonconformity"
        and one.notified_at
        and local(one.notified_at).year == scope.year
        and counted(made, scope, one.supplier_id, merged=True)
    ]
    standing = [one for one in several if one.state not in {"withdrawn", "waived"}]
    at = Counter(places[one.state] for one in standing)
    assert [stage.standing for stage in board.funnel.stages] == [at[place] for place in range(len(STOPS) - 1)]
    assert [stage.reached for stage in board.funnel.stages] == [
        sum(places[one.state] >= place for one in standing) for place in range(len(STOPS) - 1)
    ]
    assert board.funnel.dropped == len(several) - len(standing)


def grade_on(made, supplier_id, day):
    known = [one for one in made.ratings if one.supplier_id == supplier_id and one.as_of <= day]
    return max(known, key=lambda one: (one.as_of, one.id)).grade if known else None


def test_grades_are_compared_with_the_end_of_the_year_before(made, scope, board):
    moves, fresh = Counter(), 0
    for supplier_id, now in made.now.items():
        if counted(made, scope, supplier_id):
            before = grade_on(made, supplier_id, date(scope.year - 1, 12, 31))
            after = now.grade if scope.now else grade_on(made, supplier_id, scope.end)
            if before and after:
                moves[before, after] += 1
            fresh += bool(after and not before)
    assert (board.moves.counts, board.moves.fresh) == (dict(moves), fresh)
    assert board.moves.up() == sum(count for (was, now), count in moves.items() if now < was)


def test_expiries_ahead_tell_who_has_no_date(made, scope, board):
    dated = {one.supplier_id for one in made.audits if one.state in BEFORE_ISSUE}
    spans: dict[str, list] = {}
    for supplier_id, now in made.now.items():
        if counted(made, scope, supplier_id):
            spans.setdefault(span_of(now.expires_on), []).append((supplier_id, now.expires_on))
    for span in ("expired", "soon", "later"):
        several = spans.get(span, [])
        undated = sum(supplier_id not in dated for supplier_id, _ in several)
        first = min((day for _, day in several), default=None)
        found = board.validity.of(span)
        assert (found.suppliers, found.undated, found.first) == (len(several), undated, first)


def span_of(day):
    if day is None:
        return "never"
    left = (day - TODAY).days
    return "expired" if left < 0 else "soon" if left <= 90 else "later" if left <= 180 else "beyond"


def test_maturity_is_the_mean_of_valid_audits(made, scope, board):
    groups: dict[str, list] = {}
    for supplier_id, now in made.now.items():
        if counted(made, scope, supplier_id) and now.expires_on and now.expires_on >= TODAY:
            groups.setdefault(made.suppliers[supplier_id].category, []).append(now)
    assert [(one.category, one.suppliers) for one in board.maturity] == sorted(
        (category, len(several)) for category, several in groups.items()
    )
    for one in board.maturity:
        assert one.audit == mean([now.effective_audit for now in groups[one.category]])
        for code, value in one.dimensions.items():
            told = [Decimal(now.dimensions[code]) for now in groups[one.category] if code in now.dimensions]
            assert value == mean(told)


def mean(values):
    return figure(sum(map(Fraction, values), Fraction(0)) / len(values))


def test_coverage_counts_targets_as_a_rating_of_the_day_does(made, scope, board):
    for told in board.coverage:
        in_force = [one for one in made.snapshots if one.as_of <= told.day][-1]
        expected = Counter()
        for supplier_id in made.suppliers:
            if counted(made, scope, supplier_id) and (status := status_of(made, supplier_id, in_force, told.day)):
                expected[status] += 1
        assert told.suppliers == dict(expected)
        spend = sum(
            (made.suppliers[one].annual_spend for one in made.suppliers
             if counted(made, scope, one) and status_of(made, one, in_force, told.day) == "validated"), Decimal(0)
        )  # fmt: skip
        assert told.spend.get("validated", Decimal(0)) == spend
    assert board.coverage[-1].day == scope.end
    assert min(told.day for told in board.coverage) >= date(2021, 12, 31)


def status_of(made, supplier_id, snapshot, day):
    applied = [
        one
        for one in made.targets
        if one.supplier_id == supplier_id
        and one.snapshot_id == snapshot.id
        and one.verdict in {"sure", "decided"}
        and one.counts_from <= day
        and (one.counts_until is None or one.counts_until > day)
    ]
    if not applied:
        return None
    chosen = min(applied, key=lambda one: one.verdict)
    return "none" if chosen.target_year is not None and chosen.target_year < day.year else chosen.status


def test_the_nearest_to_a_target_are_the_largest_of_those_that_committed(made, scope, board):
    in_force = [one for one in made.snapshots if one.as_of <= scope.end][-1]
    expected = [
        one
        for one in made.suppliers.values()
        if counted(made, scope, one.id) and status_of(made, one.id, in_force, scope.end) == "committed"
    ]
    expected.sort(key=lambda one: -one.annual_spend)
    assert [one.supplier.id for one in board.committed] == [one.id for one in expected[:3]]


def test_critical_findings_wait_for_their_notice_until_it_is_given(made, scope, board):
    waiting = [
        one
        for one in made.findings
        if (one.state, one.severity) == ("draft", "critical") and counted(made, scope, one.supplier_id, merged=True)
    ]
    assert board.unnoticed.count == len(waiting)


def test_cdp_counts_public_scores_of_the_newest_year(made, scope, board):
    public = [
        one
        for one in made.cdp
        if one.public and one.score != "F" and one.published_on <= scope.end and counted(made, scope, one.supplier_id)
    ]
    if scope.end < date(2024, 2, 6):
        assert board.cdp is None
        return
    newest = max(one.year for one in public)
    assert board.cdp.year == newest
    assert board.cdp.counts == dict(Counter(one.score for one in public if one.year == newest))
    assert board.cdp.count(LOWER) == sum(one.score[0] in "CD" for one in public if one.year == newest)


@pytest.mark.parametrize("person", [ADA, ZHOU, TAN], ids=lambda person: person.name)
def test_the_dashboard_is_for_those_who_plan_decide_and_buy(session, person):
    with pytest.raises(Missing):
        board_of(session, person.actor, scope_of(2024, ""))


@pytest.mark.parametrize("person", [PAN, LIN, MO], ids=lambda person: person.name)
def test_everybody_who_may_read_it_sees_the_same_figures(session, made, person):
    scope = scope_of(2024, "")
    assert board_of(session, person.actor, scope).open.count() == len(open_ones(made, scope))


def test_the_system_reads_no_dashboard(session):
    with pytest.raises(Missing):
        board_of(session, Actor(Role.SYSTEM), scope_of(2024, ""))


def test_nonsense_in_an_address_asks_for_this_year_and_everything():
    for given in ({"year": "x", "category": "y"}, {"year": "19999"}, {"year": "1066"}, {"year": "²⁰²⁴"}, {}):
        scope = Scope.of(given, NOW, ZONE)
        assert (scope.year, scope.category, scope.end) == (2024, "", TODAY)
    assert Scope.of({"year": "2023", "category": "optical"}, NOW, ZONE).end == date(2023, 12, 31)


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def finding_of(session, made, number, **changes):
    """One more finding, on a step nothing else is about."""
    audit = made.audits[0]
    given = {
        "kind": "nonconformity", "severity": "minor", "state": "open", "notified_at": NOW.at, "turn_since": NOW.at,
        "close_due_on": TODAY, **changes,
    }  # fmt: skip
    added = Finding(
        number=number, audit_id=audit.id, supplier_id=audit.supplier_id, site_id=audit.site_id, checkpoint="S6.1",
        title="T", requirement="R", seen="S", raised_by=PAN.number, raised_at=NOW.at, **given,
    )  # fmt: skip
    session.add(added)
    session.flush()
    return added


def on_step_six(session):
    return [one for one in board_of(session, PAN.actor, scope_of(2024, "")).open.groups if one.step == 6]


@pytest.mark.parametrize(
    ("days", "hour", "expected"),
    [(0, 9, "young"), (30, 0, "young"), (31, 23, "middle"), (60, 0, "middle"), (61, 23, "old")],
)
def test_an_age_changes_at_midnight_where_the_buyer_is(session, made, days, hour, expected):
    found = finding_of(session, made, "X-1", notified_at=at_local(TODAY - timedelta(days=days), hour))
    assert [group.band for group in on_step_six(session)] == [expected]
    assert age_of(found) == expected


@pytest.mark.parametrize("hour", [0, 23])
@pytest.mark.parametrize(
    ("state", "since", "due", "late"),
    [
        ("cap_proposed", date(2024, 3, 24), TODAY, False),
        ("cap_proposed", date(2024, 3, 23), TODAY - timedelta(days=1), True),
        ("implemented", date(2024, 3, 16), TODAY, False),
        ("implemented", date(2024, 3, 15), TODAY - timedelta(days=1), True),
        ("disputed", date(2024, 3, 15), date(2024, 3, 29), True),
        ("disputed", date(2024, 3, 18), date(2024, 4, 1), False),
        ("verified", date(2024, 1, 1), None, False),
        ("accepted", date(2024, 1, 1), TODAY - timedelta(days=1), False),
    ],
)
def test_the_buyer_is_late_from_the_day_after_its_last(session, made, *, state, since, due, late, hour):
    found = finding_of(session, made, "X-1", state=state, turn_since=at_local(since, hour), turn_due_on=due)
    assert standing_of(found, "Asia/Shanghai").buyer_late(TODAY) is late
    assert [group.late_buyer for group in on_step_six(session)] == [late]


@pytest.mark.parametrize(("left", "late"), [(0, False), (-1, True)])
def test_a_supplier_is_late_from_the_day_after_the_due_one(session, made, left, late):
    finding_of(session, made, "X-1", state="accepted", turn_due_on=TODAY + timedelta(days=left))
    assert [group.late for group in on_step_six(session)] == [late]
