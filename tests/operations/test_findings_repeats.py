"""Findings that come again: worked out from what earlier audits of the site settled, never set."""

from datetime import date

import pytest

from supplier_portal.audits.models import Audit
from supplier_portal.findings.queries.covering import earlier_findings, repeated_among
from supplier_portal.findings.queries.listing import Filter, count_findings, list_findings
from supplier_portal.reports.queries import findings_of
from supplier_portal.suppliers.models import Site
from tests.cast import HUILING, LUO, MINGYAN, NOW, PAN, TAN, YAN
from tests.findings_story import add_audit, brought_to, later, raise_one

BEGAN = date(2024, 3, 25)
USUAL = {"starts_on": date(2023, 3, 1), "ends_on": date(2023, 3, 2)}


def settled(session, state="closed", audit=None, **given):
    """A finding of an audit that lies before, brought to `state`."""
    finding = brought_to(session, state, **given)
    before = session.get_one(Audit, finding.audit_id)
    for name, value in (USUAL | (audit or {})).items():
        setattr(before, name, value)
    session.flush()
    return finding


def is_repeat(session, finding):
    return repeated_among(session, [finding.id]) == {finding.id}


@pytest.mark.parametrize("state", ["closed", "effective", "waived"])
def test_a_settled_non_conformity_that_is_back_is_a_repeat(session, state):
    settled(session, state)
    assert is_repeat(session, raise_one(session, add_audit(session)))


@pytest.mark.parametrize("state", ["withdrawn", "verified", "cap_proposed", "reopened"])
def test_one_that_was_withdrawn_or_never_closed_is_no_repeat(session, state):
    settled(session, state)
    assert not is_repeat(session, raise_one(session, add_audit(session)))


@pytest.mark.parametrize(
    ("ended", "began", "repeat"),
    [
        (date(2022, 3, 25), BEGAN, True),
        (date(2022, 3, 24), BEGAN, False),
        (date(2022, 3, 1), date(2024, 2, 29), True),
        (date(2022, 2, 28), date(2024, 2, 29), False),
        (date(2022, 2, 28), date(2024, 2, 28), True),
    ],
)
def test_24_months_lie_between_the_two_audits_at_most(session, ended, began, repeat):
    settled(session, audit={"starts_on": ended, "ends_on": ended})
    assert is_repeat(session, raise_one(session, add_audit(session, starts_on=began, ends_on=began))) is repeat


@pytest.mark.parametrize(
    ("before", "now", "repeat"),
    [
        ({"checkpoint": "S3.4"}, {"checkpoint": "S3.5"}, False),
        ({"checkpoint": "S5.1", "further": ("S8.1",)}, {"checkpoint": "S8.1"}, True),
        ({"checkpoint": "S8.1"}, {"checkpoint": "S5.1", "further": ("S8.1",)}, True),
        ({"checkpoint": "S5.1", "further": ("S8.1",)}, {"checkpoint": "S1.1", "further": ("S8.1",)}, True),
        ({"checkpoint": "S5.1", "further": ("S8.1",)}, {"checkpoint": "S1.1", "further": ("S8.2",)}, False),
        ({}, {"kind": "strength", "severity": "none"}, False),
        ({}, {"kind": "observation", "severity": "observation"}, False),
    ],
)
def test_it_is_a_repeat_where_both_cover_a_checkpoint(session, before, now, repeat):
    settled(session, **before)
    assert is_repeat(session, raise_one(session, add_audit(session), **now)) is repeat


def test_another_site_or_supplier_or_the_same_audit_makes_no_repeat(session):
    settled(session, supplier=MINGYAN)
    session.add(Site(id=9, supplier_id=HUILING, name_en="Second", name_zh=""))
    session.flush()
    settled(session).site_id = 9
    session.flush()
    audit = add_audit(session)
    first, second = raise_one(session, audit), raise_one(session, audit)
    assert repeated_among(session, [first.id, second.id]) == set()


def test_earlier_findings_tell_number_state_and_day_of_closing_to_the_audits_team(session):
    before = settled(session)
    strength = settled(session, "open", kind="strength", severity="none")
    settled(session, supplier=MINGYAN)
    settled(session, checkpoint="S1.1")
    audit = add_audit(session)
    raise_one(session, audit)
    told = earlier_findings(session, LUO.actor, audit, ["S3.4"])
    assert {one.number for one in told} == {before.number, strength.number}
    closed = next(one for one in told if one.number == before.number)
    assert (closed.state, closed.closed_on, closed.severity, closed.repeated) == ("closed", NOW.day, "major", True)
    assert closed.readable
    assert not next(one for one in told if one.number == strength.number).repeated
    assert not earlier_findings(session, YAN.actor, audit, ["S3.4"])[0].readable
    assert earlier_findings(session, TAN.actor, audit, ["S3.4"])[0].readable


def test_lists_mark_and_filter_repeats(session):
    settled(session)
    again = raise_one(session, add_audit(session))
    raise_one(session, add_audit(session), checkpoint="S1.1")
    raise_one(session, add_audit(session), checkpoint="S1.2", severity="critical", integrity=True)
    entries = list_findings(session, PAN.actor, Filter(), later(1))
    assert [entry.finding.id for entry in entries if entry.repeat] == [again.id]
    marked = list_findings(session, PAN.actor, Filter(marked="repeat"), later(1))
    assert [entry.finding.id for entry in marked] == [again.id]
    assert count_findings(session, PAN.actor, Filter(marked="repeat")) == 1
    assert count_findings(session, PAN.actor, Filter(marked="integrity")) == 1
    assert count_findings(session, PAN.actor, Filter(marked="nonsense")) == 4


def test_a_report_knows_which_of_its_findings_are_repeats_and_what_they_cover(session):
    settled(session)
    audit = add_audit(session)
    again = raise_one(session, audit, further=("S3.5",))
    raise_one(session, audit, checkpoint="S1.1")
    session.flush()
    session.expire_all()
    told = [(one.id == again.id, one.repeat, one.checkpoints) for one in findings_of(session, audit)]
    assert told == [(True, True, ("S3.4", "S3.5")), (False, False, ("S1.1",))]
