"""Acts on many findings at once: each finding its own result, none of them twice, none of a rival's."""

import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditMember
from supplier_portal.desk.exports import Asked, export_findings
from supplier_portal.desk.jobs import JOBS
from supplier_portal.desk.models import DeskAct, DeskActRow
from supplier_portal.desk.operations import MOST_TOGETHER, AskAct, acting, ask_act, do_next
from supplier_portal.desk.queries import counted, rows_told
from supplier_portal.desk.queries.handlers import handlers_for
from supplier_portal.desk.wanted import Wanted
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import propose_plan
from supplier_portal.findings.queries.listing import Filter
from supplier_portal.jobs.models import CANCELLED, DONE, RUNNING, Job
from supplier_portal.jobs.operations import cancel_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.language.speech import Speech
from supplier_portal.notices.models import Notice
from supplier_portal.output.sheets import write_workbook
from supplier_portal.trail.models import Event, ExportEntry
from tests.cast import FANG, HE, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.desk_story import add_many
from tests.findings_story import CANARY, brought_to, later, notified, plan_for

ALL, EVERYTHING = Filter(), Wanted()
ZONE = ZoneInfo("Asia/Shanghai")


def asked(session, person, kind, to=None, chosen=None, moment=NOW):
    command = AskAct(kind, ALL, chosen, to.number if to else None)
    return ask_act(session, person.actor, command, moment)


def done(session, person, act, moment=NOW) -> dict[int, str]:
    while do_next(session, person.actor, act, moment):
        pass
    return {row.finding_id: row.outcome for row in session.query(DeskActRow).filter_by(act_id=act.id)}


def test_findings_are_put_in_somebody_s_charge_with_a_result_each(session):
    mine, closed, rival = brought_to(session, "accepted"), brought_to(session, "closed"), notified(session, MINGYAN)
    held = notified(session)
    held.handler_id = FANG.number
    act = asked(session, ZHOU, "reassign", FANG)
    assert done(session, ZHOU, act) == {mine.id: "done", closed.id: "desk.closed", held.id: "desk.in_charge_already"}
    assert (mine.handler_id, closed.handler_id, rival.handler_id) == (FANG.number, None, None)
    told = counted(session, [act])[act.id]
    assert (told.rows, told.done, told.refused, told.waiting) == (3, 1, 2, 0)
    assert [row.outcome for row in rows_told(session, ZHOU.actor, act)][-1] == "done"


@pytest.mark.parametrize(
    ("to", "outcome"),
    [(PAN, "done"), (FANG, "done"), (LUO, "done"), (ZHOU, "done"), (YAN, "desk.may_not_handle")],
    ids=lambda given: getattr(given, "name", given),
)
def test_auditors_are_put_in_charge_of_their_team_s_findings_alone(session, to, outcome):
    finding = notified(session)
    assert done(session, PAN, asked(session, PAN, "reassign", to)) == {finding.id: outcome}


@pytest.mark.parametrize("to", [MO, LIN, TAN, HE, RIVAL], ids=lambda person: person.name)
def test_who_decides_nothing_is_put_in_charge_of_nothing(session, to):
    notified(session)
    with pytest.raises(Invalid) as refused:
        asked(session, PAN, "reassign", to)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("desk.no_such_handler", "to")]
    assert session.query(DeskAct).count() == session.query(Job).count() == 0


def test_a_lead_chooses_from_the_office_and_the_own_teams(session):
    notified(session), notified(session, MINGYAN)
    assert {one.id for one in handlers_for(session, ZHOU.actor)} == {one.number for one in (PAN, FANG, ZHOU, LUO)}
    assert {one.id for one in handlers_for(session, PAN.actor)} == {one.number for one in (PAN, FANG, ZHOU, LUO, YAN)}


@pytest.mark.parametrize("person", [LUO, MO, LIN, TAN, RIVAL], ids=lambda person: person.name)
def test_others_steer_nothing(session, person):
    notified(session)
    with pytest.raises(Missing):
        asked(session, person, "remind")


def test_nothing_a_thousand_and_nonsense_are_refused_at_their_places(session):
    rival = notified(session, MINGYAN)
    for kind, chosen, expected in (
        ("remind", None, ("desk.nothing_chosen", "which")),
        ("remind", [rival.id], ("desk.nothing_chosen", "which")),
    ):
        with pytest.raises(Invalid) as refused:
            asked(session, ZHOU, kind, chosen=chosen)
        assert (refused.value.faults[0].code, refused.value.faults[0].place) == expected
    notified(session)
    with pytest.raises(Invalid) as refused:
        asked(session, ZHOU, "burn")
    assert refused.value.faults[0].place == "kind"
    add_many(session, 1, MOST_TOGETHER + 1)
    with pytest.raises(Invalid) as refused:
        asked(session, PAN, "remind")
    assert refused.value.faults[0].code == "desk.too_many"


def test_what_moved_since_it_was_chosen_is_left_alone(session):
    moved, stays = notified(session), notified(session)
    act = asked(session, ZHOU, "reassign", FANG)
    propose_plan(session, TAN.actor, plan_for(moved), NOW)
    assert done(session, ZHOU, act) == {moved.id: "desk.moved_meanwhile", stays.id: "done"}
    assert moved.handler_id is None


def test_what_is_no_longer_the_lead_s_is_refused_and_not_told(session):
    gone, stays = notified(session), notified(session)
    act = asked(session, ZHOU, "reassign", FANG)
    session.query(AuditMember).filter_by(audit_id=gone.audit_id, account_id=ZHOU.number).delete()
    assert done(session, ZHOU, act) == {gone.id: "desk.not_yours", stays.id: "done"}
    assert [row.finding for row in rows_told(session, ZHOU.actor, act)] == [None, stays]


def readers(session, finding):
    told = session.query(Notice).filter(Notice.kind.startswith("desk."), Notice.path == f"/findings/{finding.id}")
    return {(one.kind.removeprefix("desk.reminded_"), one.account_id) for one in told}


def test_a_reminder_goes_to_who_holds_the_ball_and_nobody_else(session):
    supplier, team = notified(session), brought_to(session, "cap_proposed")
    disputed, owned = brought_to(session, "disputed"), notified(session)
    handed, rival, closed = (
        brought_to(session, "implemented"),
        notified(session, MINGYAN),
        brought_to(session, "closed"),
    )
    owned.owner_id, handed.handler_id = HE.number, PAN.number
    outcomes = done(session, ZHOU, asked(session, ZHOU, "remind"))
    assert outcomes.pop(closed.id) == "desk.closed"
    assert set(outcomes.values()) == {"done"}
    assert rival.id not in outcomes
    assert readers(session, supplier) == {("supplier", TAN.number)}
    assert readers(session, owned) == {("supplier", HE.number)}
    assert readers(session, team) == {("buyer", ZHOU.number)}
    assert readers(session, disputed) == {("buyer", FANG.number)}
    assert readers(session, handed) == {("buyer", PAN.number)}
    assert readers(session, rival) == readers(session, closed) == set()
    assert CANARY not in str([one.facts for one in session.query(Notice).filter(Notice.kind.startswith("desk."))])


def test_a_finding_is_reminded_of_once_a_day_whoever_asks(session):
    finding, waived = notified(session), brought_to(session, "waived")
    expected = {finding.id: "done", waived.id: "desk.nobodys_turn"}
    assert done(session, ZHOU, asked(session, ZHOU, "remind")) == expected
    assert done(session, FANG, asked(session, FANG, "remind"))[finding.id] == "desk.reminded_today"
    tomorrow = later(1)
    again = asked(session, ZHOU, "remind", moment=tomorrow)
    assert done(session, ZHOU, again, tomorrow)[finding.id] == "done"
    assert session.query(Notice).filter(Notice.kind == "desk.reminded_supplier").count() == 2


def test_where_nobody_can_sign_in_nobody_is_reminded(session):
    finding = notified(session)
    for number in (TAN.number, HE.number):
        session.get_one(Account, number).active = False
    session.flush()
    assert done(session, ZHOU, asked(session, ZHOU, "remind")) == {finding.id: "desk.nobody_to_tell"}


# The job: in the worker, on rows that are committed.


@pytest.fixture
def worker(database, config):
    return Worker(database, config, dict(JOBS))


def ask_committed(database, kind, to=None, person=ZHOU):
    with database.unit_of_work(person.actor) as session:
        act = asked(session, person, kind, to)
        return act.id, act.job_id


def make(database, count):
    with database.unit_of_work(SYSTEM) as session:
        model, rival = notified(session), notified(session, MINGYAN)
        columns = {column.name: getattr(model, column.name) for column in Finding.__table__.columns}
        rows = [columns | {"id": 9000 + place, "number": f"F-J{place:04}"} for place in range(count - 1)]
        if rows:
            session.execute(Finding.__table__.insert(), rows)
        return model.id, rival.id


def outcomes(database, act_id):
    with database.reading(SYSTEM) as session:
        rows = session.query(DeskActRow).filter_by(act_id=act_id).order_by(DeskActRow.finding_id)
        return [row.outcome for row in rows]


def events(database, act):
    with database.reading(SYSTEM) as session:
        return [one.body for one in session.query(Event) if f'"{act}"' in one.body]


@pytest.mark.safety(35)
def test_a_job_that_was_killed_goes_on_where_it_stood(database, worker, monkeypatch):
    make(database, 60)
    act_id, job_id = ask_committed(database, "reassign", FANG)
    whole, turns = acting.do_next, iter(range(99))

    def dies(*given):
        if next(turns) == 1:
            raise KeyboardInterrupt  # as the process ends: nothing of this transaction stays
        return whole(*given)

    monkeypatch.setattr("supplier_portal.desk.jobs.do_next", dies)
    with pytest.raises(KeyboardInterrupt):
        worker.run_one()
    assert outcomes(database, act_id).count("done") == acting.AT_ONCE
    with database.unit_of_work(SYSTEM) as session:
        job = session.get_one(Job, job_id)
        assert (job.state, job.progress_done, job.progress_total) == (RUNNING, acting.AT_ONCE, 60)
        job.due = datetime(2000, 1, 1, tzinfo=UTC)  # its lease is over
    worker.run_one()
    assert outcomes(database, act_id) == ["done"] * 60
    assert len(events(database, "reassign_finding")) == 60
    with database.reading(SYSTEM) as session:
        assert session.get_one(Job, job_id).state == DONE
        assert session.query(Notice).filter_by(account_id=FANG.number, kind="desk.handed_over").count() == 1


@pytest.mark.safety(35)
def test_a_row_that_fails_leaves_nothing_half_done(database, worker, monkeypatch):
    make(database, 3)
    act_id, _ = ask_committed(database, "remind")

    def fails(*_given):
        raise RuntimeError

    monkeypatch.setattr(acting, "give_all", fails)
    worker.run_one()
    assert outcomes(database, act_id) == [None] * 3
    assert events(database, "remind_finding") == []


def test_an_act_that_was_stopped_leaves_the_rest_as_it_is(database, worker, monkeypatch):
    make(database, 60)
    act_id, job_id = ask_committed(database, "reassign", FANG)
    whole = acting.do_next

    def stopped(session, actor, act, moment):
        did = whole(session, actor, act, moment)
        cancel_job(session, ZHOU.actor, job_id, NOW)
        return did

    monkeypatch.setattr("supplier_portal.desk.jobs.do_next", stopped)
    worker.run_one()
    assert outcomes(database, act_id) == ["done"] * acting.AT_ONCE + [None] * (60 - acting.AT_ONCE)
    with database.reading(SYSTEM) as session:
        assert session.get_one(Job, job_id).state == CANCELLED


def test_who_was_let_go_meanwhile_steers_nothing(database, worker):
    finding_id, _ = make(database, 1)
    act_id, _ = ask_committed(database, "reassign", FANG)
    with database.unit_of_work(SYSTEM) as session:
        session.get_one(Account, ZHOU.number).active = False
    worker.run_one()
    assert outcomes(database, act_id) == ["desk.not_yours"]
    with database.reading(SYSTEM) as session:
        assert session.get_one(Finding, finding_id).handler_id is None


# The workbook.


def cells(session, person, wanted=EVERYTHING, chosen=None, language="en"):
    speech, seen = Speech(language, ZONE), []
    told = Asked(wanted, chosen, NOW, ZONE, {})
    made = export_findings(session, person.actor, told, speech, lambda done, total: seen.append((done, total)))
    return sheets_of(write_workbook(made.sheets, at=NOW.at))


def sheets_of(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_index(place).to_python() for place in (0, 1)]


@pytest.mark.parametrize("person", [ZHOU, LUO, YAN, PAN, MO], ids=lambda person: person.name)
def test_the_workbook_holds_the_rows_one_sees_and_no_other(session, person):
    found = add_many(session, 7)
    (_, *rows), _ = cells(session, person)
    own = {ZHOU: {1}, LUO: {1}, YAN: {2}}.get(person, {1, 2})
    expected = [
        one.number for one in found if one.supplier_id in own and (person is not MO or one.notified_at is not None)
    ]
    assert sorted(row[0] for row in rows) == sorted(expected)
    assert (CANARY in str(rows)) == (2 in own)


def test_the_workbook_is_typed_narrowed_and_sorted_as_the_page(session):
    add_many(session, 8)
    wanted = Wanted.of({"severity": "major", "open": "yes", "sort": "age"})
    (heads, *rows), about = cells(session, PAN, wanted)
    column = {head: place for place, head in enumerate(heads)}
    assert rows
    assert {row[column["Severity"]] for row in rows} == {"Major"}
    ages = [row[column["Age, days"]] for row in rows]
    assert ages == sorted(ages, reverse=True)  # the longest noticed first
    assert all(isinstance(one, float) for one in ages)
    assert any(isinstance(row[column["Due"]], date) for row in rows)
    told = dict(about)
    assert (told["Rows"], told["Severity"], told["Order"]) == (str(len(rows)), "Major", "age")


def test_a_chosen_rival_s_finding_is_not_among_the_rows(session):
    mine, rival = notified(session), notified(session, MINGYAN)
    (_, *rows), _ = cells(session, LUO, chosen=[mine.id, rival.id])
    assert [row[0] for row in rows] == [mine.number]


@pytest.mark.parametrize("person", [LIN, TAN], ids=lambda person: person.name)
def test_others_export_nothing(session, person):
    with pytest.raises(Missing):
        cells(session, person)


def test_the_job_writes_the_workbook_and_the_export_is_logged(database, config, worker):
    finding_id, _ = make(database, 5)
    with database.unit_of_work(LUO.actor) as session:
        arguments = {"severity": "major", "chosen": [finding_id]}
        job = Job(
            name="desk.findings_workbook", arguments=arguments, account_id=LUO.number, due=NOW.at, asked_at=NOW.at
        )
        session.add(job)
    worker.run_one()
    with database.reading(SYSTEM) as session:
        entry = session.query(ExportEntry).one()
        assert (entry.account_id, entry.rows, entry.whole) == (LUO.number, 1, False)
        data = FileStore.of(config).read(entry.digest)
    assert len(sheets_of(data)[0]) == 2
