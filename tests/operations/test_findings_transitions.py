"""Every move of the table, by every role, at every severity: allowed as it says, refused otherwise."""

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import FindingMove
from supplier_portal.findings.operations import MoveFinding, end_waivers, move_finding, notify_findings
from tests.cast import FANG, NOW, RIVAL, YAN
from tests.findings_story import brought_to, later, notified
from tests.transitions import BY_PEOPLE, KIND_OF, PEOPLE, SYSTEM_ONLY, UNTIL, at_origin, attempt, make_ready, named


def refused(session, person, finding, target):
    """Whether the attempt fails and leaves no trace."""
    state, moves = finding.state, session.scalar(select(func.count(FindingMove.id)))
    with session.begin_nested() as tried, pytest.raises((Conflict, Missing)):
        attempt(session, person, finding, target)
    if tried.is_active:
        tried.rollback()
    session.expire_all()
    return (finding.state, session.scalar(select(func.count(FindingMove.id)))) == (state, moves)


def may(row, role, severity):
    """A critical finding alone has a notice of its own; the others go out with the report."""
    return role in row.who and (row.origin != "draft" or severity == "critical")


@pytest.mark.parametrize("severity", KIND_OF)
@pytest.mark.parametrize("row", BY_PEOPLE, ids=named)
def test_a_move_is_open_to_the_roles_of_its_row_and_to_nobody_else(session, row, severity):
    finding = at_origin(session, row.origin, severity)
    make_ready(session, finding, row.target)
    for role, person in PEOPLE.items():
        if not may(row, role, severity):
            assert refused(session, person, finding, row.target), role
    for stranger in (RIVAL, YAN):
        assert refused(session, stranger, finding, row.target), stranger.name
    for role in (role for role in PEOPLE if may(row, role, severity)):
        tried = session.begin_nested()
        attempt(session, PEOPLE[role], finding, row.target)
        assert finding.state == row.target, role
        tried.rollback()
        session.expire_all()


@pytest.mark.parametrize("row", SYSTEM_ONLY, ids=named)
def test_what_only_the_platform_does_nobody_else_does(session, row):
    finding = at_origin(session, row.target)
    move_finding(session, FANG.actor, MoveFinding(finding.id, "waived", "because", UNTIL), NOW)
    for person in PEOPLE.values():
        assert refused(session, person, finding, row.target), person.name
    assert end_waivers(session, later(92)) == [finding]
    assert finding.state == row.target


def test_the_platform_itself_gives_the_notice_of_a_report(session):
    finding = at_origin(session, "draft")
    assert notify_findings(session, SYSTEM, finding.audit_id, NOW) == [finding]


@pytest.mark.parametrize("origin", FINDING.states)
def test_no_move_that_is_not_in_the_table_is_made_by_anybody(session, origin):
    finding = at_origin(session, origin)
    targets = set(FINDING.states) - {row.target for row in FINDING.possible(origin)}
    for person in PEOPLE.values():
        for target in sorted(targets):
            assert refused(session, person, finding, target), (person.name, target)


def test_nobody_moves_a_strength_once_it_is_notified(session):
    strength = notified(session, kind="strength", severity="none")
    for person in PEOPLE.values():
        for target in FINDING.states:
            assert refused(session, person, strength, target), (person.name, target)


def test_a_finding_rejected_twice_keeps_both_plans_with_their_reasons(session):
    finding = brought_to(session, "rejected")
    attempt(session, PEOPLE["supplier_member"], finding, "cap_proposed", later(2))
    attempt(session, PEOPLE["auditor"], finding, "rejected", later(4))
    attempt(session, PEOPLE["supplier_owner"], finding, "cap_proposed", later(6))
    assert (finding.state, finding.cycle) == ("cap_proposed", 3)


def test_a_finding_disputed_and_maintained_may_be_disputed_again_and_withdrawn(session):
    finding = brought_to(session, "disputed")
    for target, role in (("open", "reviewer"), ("disputed", "supplier_member"), ("withdrawn", "reviewer")):
        attempt(session, PEOPLE[role], finding, target)
    assert finding.state == "withdrawn"
    assert refused(session, PEOPLE["supplier_owner"], finding, "cap_proposed")
