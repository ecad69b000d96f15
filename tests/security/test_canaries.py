"""What is confidential reaches nobody else: every page, file and export is read for marks left in every free text.

Each person walks every route with the own and the other's rows, follows the links found there, and asks for every file
the worker makes. What each may read is written out, by column: all else is a leak, a column added later too.
"""

import gzip
import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from sqlalchemy import delete, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.models import ChecklistDraft
from supplier_portal.cli.house import jobs
from supplier_portal.db.schema import metadata
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declared import declare_rooms
from supplier_portal.jobs.models import DONE, Job, JobFile
from supplier_portal.jobs.worker import Worker
from supplier_portal.notices.composing import compose
from supplier_portal.notices.kinds import TRIAL, declared_kinds, webhook_topics
from supplier_portal.notices.messages import message_of
from supplier_portal.notices.models import Mail, Notice, Webhook, WebhookCall
from supplier_portal.notices.queries.mails import letter_of
from supplier_portal.suppliers.models import SupplierContact
from supplier_portal.web.authorize import OPEN, guard_of
from tests.cast import ADA, FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.conftest import settle
from tests.security.canaries import HOUSE, NO_WAY, PRICE, figures, mark, texts
from tests.security.confided import FORMER_PRICE, confide
from tests.security.told_everything import tell_everything, tell_of_draft
from tests.security.world import CAMERA

pytestmark = [pytest.mark.safety(3), pytest.mark.safety(21), pytest.mark.one_engine]
PEOPLE = (TAN, LIN, ZHOU, MO, PAN, FANG, ADA)
MARK = re.compile(r"@([a-z_]+\.[a-z_0-9]+)of([a-z0-9]+)@")
CHECKPOINT = re.compile(r"(?<=/)[A-Z]+\d+\.\d+$")
NOT_FOLLOWED = ("/static/", "/checklists/")  # a checklist's own pages are walked once, not for each checkpoint
LINK = re.compile(r'href="(/[^"#]*)"')
DRAWN = re.compile(r'\b(?:d|points|x|y|[xy][12]|c[xy]|r|width|height|viewBox|transform)="[^"]*"')
PDF, ZIPPED, GZIPPED = b"%PDF", b"PK\x03\x04", b"\x1f\x8b"
PRICES = {
    text for price in (f"{PRICE}", FORMER_PRICE) for text in (price, f"{float(price):,.2f}", price.replace(".", ""))
}
FAILED, NOT_FOUND, FEWEST, FEWEST_FIGURES = 500, 404, 30, 10


def of(*rooms):
    """Columns of these tables, or these columns themselves."""
    every = {f"{table.name}.{column.name}" for table in metadata().sorted_tables for column in table.columns}
    return frozenset(column for column in every if column in rooms or column.split(".")[0] in rooms)


NAMES = of("supplier.name_en", "supplier.name_zh", "site.name_en", "site.name_zh")
PROFILE = NAMES | of("supplier", "site", "supplier_name", "supplier_contact")
BUYERS = of("supplier_spend", "data_quality", "module_score", "sbti_decision", "waiver")
PLAN = of("audit", "audit_move", "date_change", "agenda_item")
VISIT = of(
    "document_request", "document_file", "meeting", "meeting_attendee", "acknowledgement", "self_assessment",
    "self_assessment_entry",
)  # fmt: skip
FINDING = of(
    "finding", "finding_evidence", "finding_move", "corrective_action", "corrective_action_plan", "cause",
    "finding_message", "finding_message_file", "extension", "containment", "milestone_met", "effectiveness_review",
    "action_effect", "re_rating",
)  # fmt: skip
ANSWERED, WEBHOOK = of("shutdown", "appeal", "appeal_file", "declaration"), of("webhook.name", "webhook_call")
"""What a supplier asks for besides, and the answer."""
FILLED_IN, APPEALED = of("plan_workbook"), of("appeal", "appeal_file")
TEAM_OF_8D = of("supplier_contact.name", "supplier_contact.role")
"""Whom an 8D report names as the company's people."""
REPORT = of("factual_comment", "evidence", "amendment", "interview.function")
PLANNING = of("team_change", "programme_line", "line_change")
WORKING = of(
    "answer", "answer_revision", "review_comment", "dropped_finding", "checklist_change", "finding_note",
    "interview.person",
)  # fmt: skip
"""Notes of the team and the review, and who was asked by name: for those who audit, review and plan."""
COVERED_OF_FINDING = of("finding_redaction")
COVERED, EXPORTED = of("evidence_redaction") | COVERED_OF_FINDING, of("export_entry")
"""Why areas of a photo are covered, for those who cover them; the log of exports."""
AMENDMENT, CORRECTION = of("amendment"), of("correction")
TENDER = CORRECTION | of(
    "tender", "tender_move", "low_bid_query", "opening_withdrawal", "tie_break", "award", "award_proposal",
    "evaluation", "former_bid", "bid",
)  # fmt: skip
INTAKE, PROGRAMME, TRAINING = of("intake_batch", "intake_row"), of("programme"), of("training_session")
TARGETS, PARTICIPANTS = of("sbti_company"), of("training_participant")
GIVEN = {
    TAN: {
        "own": PROFILE | PLAN | VISIT | FINDING | REPORT | ANSWERED | WEBHOOK | FILLED_IN,
        "ourtender": CORRECTION | of("tender.title"),
    },
    LIN: {
        **dict.fromkeys(("own", "rival"), PROFILE | BUYERS | PARTICIPANTS),
        "ourtender": TENDER,
        HOUSE: INTAKE | TARGETS | TRAINING,
    },
    ZHOU: {
        "own": NAMES | PLAN | VISIT | FINDING | REPORT | PLANNING | WORKING | COVERED | APPEALED | TEAM_OF_8D,
        "rival": of("supplier.name_en", "supplier.name_zh", "conflict_of_interest.reason"),  # what Zhou has declared
        HOUSE: PROGRAMME | of("auditor_qualification"),
    },
    MO: {
        **dict.fromkeys(
            ("own", "rival"), PROFILE | BUYERS | PLAN | FINDING | ANSWERED | PLANNING | PARTICIPANTS | AMENDMENT
        ),
        HOUSE: PROGRAMME | TARGETS | TRAINING,
    },
    PAN: {
        **dict.fromkeys(
            ("own", "rival"),
            PROFILE | BUYERS | PLAN | VISIT | FINDING | REPORT | ANSWERED | PLANNING | WORKING | PARTICIPANTS
            | COVERED_OF_FINDING | of("conflict_of_interest"),
        ),
        HOUSE: PROGRAMME | TARGETS | INTAKE | TRAINING | EXPORTED | of("auditor_qualification", "checklist_draft_edit"),
    },
    FANG: {
        **dict.fromkeys(
            ("own", "rival"),
            PROFILE | BUYERS | PLAN | VISIT | FINDING | REPORT | ANSWERED | PLANNING | WORKING | PARTICIPANTS | COVERED,
        ),
        HOUSE: PROGRAMME | TARGETS | TRAINING | of("checklist_draft_edit"),
    },
    ADA: {
        **dict.fromkeys(("own", "rival"), PROFILE | WEBHOOK | BUYERS - of("waiver", "module_score")),
        HOUSE: TARGETS | INTAKE | EXPORTED | of("checklist_draft_edit"),
    },
}  # fmt: skip
"""Person → whose rows → the columns they may read. Besides these, each reads the views they saved themselves."""
SCOPED = (TAN, ZHOU)
"""Who reaches some rows only, and guesses at the others in filters."""
SCORES = ("rating", "rating_now", "module_score", "audit_result")
UNREAD_SCORES = {TAN: ("rival",), ZHOU: ("rival",), ADA: ("own", "rival")}
"""Whose scores a person never reads; everybody else of the buyer's reads both."""
FILES = {
    "reports.report_pdf": ("reports.ask_report", {"languages": "both"}),
    "scores.scorecard_pdf": ("scores.ask_pdf", {"language": "en"}),
    "scores.scorecards_archive": ("scores.ask_archive", {"supplier": [HUILING, MINGYAN], "language": "zh"}),
    "scores.scorecards_workbook": ("scores.ask_workbook", {}),
    "suppliers.workbook": ("suppliers.ask_workbook", {}),
    "tenders.evaluation_pdf": ("tenders.make_file", {}),
    "tenders.evaluation_workbook": ("tenders.make_file", {}),
    "visits.meeting_pdf": ("visits.make_pdf", {}),
    "intake.blank": ("intake.make_blank", {}),
    "findings.eight_d_workbook": ("findings.ask_one", {"what": "workbook"}),
    "findings.eight_d_pdf": ("findings.ask_one", {"what": "pdf"}),
    "desk.findings_workbook": ("desk.choose", {"kind": "workbook", "which": "all"}),
}
"""Job → where its file is asked for, with what is posted."""
RECORDS = {"tenders.evaluation_pdf": {"what": "pdf"}, "tenders.evaluation_workbook": {"what": "workbook"}}
MADE = {
    TAN: {"reports.report_pdf", "visits.meeting_pdf", "findings.eight_d_workbook", "findings.eight_d_pdf"},
    ZHOU: {"reports.report_pdf", "visits.meeting_pdf", "findings.eight_d_pdf", "desk.findings_workbook"},
    FANG: {"reports.report_pdf"},
    MO: {"scores.scorecard_pdf", "scores.scorecards_workbook", "desk.findings_workbook"},
    LIN: {
        "scores.scorecard_pdf", "scores.scorecards_archive", "scores.scorecards_workbook", "intake.blank",
        "tenders.evaluation_pdf", "tenders.evaluation_workbook",
    },
    PAN: {"scores.scorecards_workbook", "suppliers.workbook"},
    ADA: {"suppliers.workbook"},
}  # fmt: skip
"""The files each asks for: every kind by somebody who may read least of what could be in it."""
NO_FILES = {
    "carbon.import_list", "carbon.match_again", "intake.read", "intake.undo", "intake.write", "findings.remind",
    "findings.read_eight_d", "desk.act",
}  # fmt: skip
OF_OWN_FILE = {"intake.refused"}  # the rows of a file that the same people have sent


@pytest.fixture(scope="module")
def full_world(full_world, own_engines):
    """The world with every free text marked with its column and whose row it is."""
    address = own_engines.copy(full_world.address, "marked")
    opened, rows = Database(address), full_world.rows
    names = {
        ("supplier", HUILING): "own",
        ("supplier", MINGYAN): "rival",
        ("tender", rows.own["tender_id"]): "ourtender",
        ("tender", rows.other["tender_id"]): "theirtender",
    } | {("account", person.number): f"person{person.number}" for person in PEOPLE}
    with opened.unit_of_work(SYSTEM) as session:
        confide(session, rows)
    with opened.engine.begin() as connection:
        columns = mark(connection, names)
    settle(opened)
    missing = {f"{table.name}.{column.name}" for table in metadata().sorted_tables for column in texts(table)} - columns
    assert {column for column in missing if column.split(".")[0] not in NO_WAY} <= EMPTY
    return replace(full_world, address=address)


@pytest.fixture
def scores(database):
    """The figures that only one of both suppliers has."""
    with database.engine.connect() as connection:
        own, rival = (figures(connection, ("supplier", one), SCORES) for one in (HUILING, MINGYAN))
    assert min(len(own - rival), len(rival - own)) >= FEWEST_FIGURES
    return {"own": own - rival, "rival": rival - own}


EMPTY = of(
    "emission_factor", "gwp", "roadmap_goal", "intake_row",
)  # fmt: skip
"""Tables without a row in this world: published figures, goals, and files that wait to be taken in."""


def test_every_file_the_worker_makes_is_read_by_somebody():
    assert set().union(*MADE.values()) == set(FILES)
    assert set(FILES) | NO_FILES | OF_OWN_FILE == set(jobs())


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person.role}-{person.number}")
def test_nobody_reads_what_is_another_s(app, as_person, full_rows, scores, person):
    browser = as_person(person)
    browser.page("/profile")  # its token is good for all that is asked for
    read = walked(app, browser, full_rows, person)
    assert len(read) > FEWEST
    read |= linked(browser, read)
    assert leading_nowhere(read) == []
    read |= guessed(browser, read, full_rows) if person in SCOPED else {}
    asked(app, browser, full_rows, person)
    read |= made(browser, person, full_rows.jobs[person.number])
    wrong = [fault for address, answer in read.items() for fault in leaks(person, address, answer, scores)]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_a_stranger_reads_no_mark_at_all(app, stranger, full_rows):
    found = {}
    for rule in app.url_map.iter_rules():
        with app.app_context():
            is_open = guard_of(rule.endpoint) == OPEN
        if is_open and "GET" in rule.methods and "filename" not in rule.arguments:
            arguments = {name: full_rows.own.get(name, "0" * 32) for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, arguments, method="GET")
            found[address] = read_whole(stranger.client.get(address))
    assert found
    assert [address for address, answer in found.items() if MARK.search(answer.packed)] == []


STRAIGHT, CROSSED = {"own": "own", "rival": "rival"}, {"own": "rival", "rival": "own"}
READERS = {
    **dict.fromkeys((TAN.number, HE.number), (TAN, STRAIGHT)),
    **dict.fromkeys((ZHOU.number, LUO.number), (ZHOU, STRAIGHT)),
    RIVAL.number: (TAN, CROSSED),
    YAN.number: (ZHOU, CROSSED),
    **{person.number: (person, STRAIGHT) for person in (PAN, FANG, MO, ADA, LIN)},
}
"""Account → the person whose reading it has, and whose rows are its own."""
UNTOLD = {TRIAL.name}
"""Kinds of notices that nothing of anybody's is told in."""


def test_no_mail_and_no_webhook_tells_what_is_another_s(database, config, full_rows):
    declare_rooms()
    config = replace(config, mail_from="portal@buyer.example", public_address="https://portal.buyer.example")
    with database.unit_of_work(SYSTEM) as session:
        for table in (WebhookCall, Notice, Mail):
            session.execute(delete(table))
        hooks = {session.get_one(Webhook, rows["webhook_id"]): rows for rows in (full_rows.own, full_rows.other)}
        for hook in hooks:
            hook.topics = list(webhook_topics())
        session.flush()
        for rows in hooks.values():
            tell_everything(session, rows)
        tell_of_draft(session, session.get_one(ChecklistDraft, full_rows.shared["draft_id"]))
        kinds = set(session.scalars(select(Notice.kind)))
        letters = [letter_of(session, mail) for mail in session.scalars(select(Mail))]
        calls = [(session.get_one(Webhook, call.webhook_id), call) for call in session.scalars(select(WebhookCall))]
        wrong, read = set(), set()
        for letter in filter(None, letters):
            reader = READERS[letter.mail.account_id] if letter.mail.account_id else contact(session, letter)
            message = compose(letter, config, NOW.at)
            words = [message["Subject"], *(part.get_content() for part in message.iter_parts())]
            wrong |= set(told_wrongly(reader, words, f"mail to {letter.name}"))
            read |= {column for text in words for column, _ in marks(text)}
        for hook, call in calls:
            reader = TAN, STRAIGHT if hook.supplier_id == HUILING else CROSSED
            body = message_of(hook, call, config, "/", NOW.at).body.decode()
            wrong |= set(told_wrongly(reader, [body], f"webhook of {hook.supplier_id}"))
    assert not wrong, "\n".join(sorted(wrong))
    assert "finding.title" in read
    assert {hook.supplier_id for hook, _ in calls} == {HUILING, MINGYAN}
    assert set(declared_kinds()) - kinds == UNTOLD


def contact(session, letter):
    supplier = session.get_one(SupplierContact, letter.mail.contact_id).supplier_id
    return TAN, STRAIGHT if supplier == HUILING else CROSSED


def marks(text):
    return set(MARK.findall(re.sub(r"\s", "", html.unescape(text))))


def told_wrongly(reader, texts_sent, where):
    person, whose = reader
    for column, owner in set().union(*map(marks, texts_sent)):
        if column not in GIVEN[person].get(whose.get(owner, owner), frozenset()):
            yield f"{person.role} is told {column} of {owner} in a {where}"


@dataclass(frozen=True)
class Answer:
    """An answer: its text and heads without any spacing, its text without drawings, its bytes and its status."""

    packed: str
    words: str
    body: bytes
    status: int


def read_whole(response):
    text = plain(response.data)
    heads = unquote(" ".join(f"{name}: {value}" for name, value in response.headers))
    packed = re.sub(r"\s", "", html.unescape(text + heads))
    return Answer(packed, DRAWN.sub("", html.unescape(text)), response.data, response.status_code)


def got(browser, address):
    response = browser.client.get(address)
    assert response.status_code < FAILED, address
    return read_whole(response)


def walked(app, browser, rows, person):
    """The answers of every route with the own rows and the other's."""
    bound, read = app.url_map.bind("localhost"), {}
    for rule in list(app.url_map.iter_rules()):
        with app.app_context():
            guarded = isinstance(guard_of(rule.endpoint), Permission)
        for whose in ("own", "other") if guarded and "GET" in rule.methods else ():
            ids = rows.of(person, whose)
            arguments = {name: ids[name] for name in rule.arguments}
            address = bound.build(rule.endpoint, arguments, method="GET")
            read[address] = read.get(address) or got(browser, address)
    return read


def asked(app, browser, rows, person):
    """Ask for each file of this person, of the own rows and of the other's."""
    bound, posted = app.url_map.bind("localhost"), set()
    for job in MADE[person]:
        endpoint, form = FILES[job]
        for whose in ("own", "other"):
            ids = rows.of(person, whose) | RECORDS.get(job, {})
            named = next(app.url_map.iter_rules(endpoint)).arguments
            address = bound.build(endpoint, {name: ids[name] for name in named}, method="POST")
            if (job, address) not in posted:
                browser.client.post(address, data={"csrf_token": browser.csrf, **form})
            posted.add((job, address))


def linked(browser, read):
    """What the links of these pages lead to: each further page, and each way of asking for one."""
    found, shapes = {}, {shape(address) for address in read}
    for answer in list(read.values()):
        for link in LINK.findall(answer.words):
            address = html.unescape(link)
            if shape(address) not in shapes and not address.startswith(NOT_FOLLOWED):
                shapes.add(shape(address))
                found[address] = got(browser, address)
    return found


def leading_nowhere(read):
    """Links of these pages to what is not there for their reader."""
    missing = {shape(address): address for address, answer in read.items() if answer.status == NOT_FOUND}
    found = {
        (shape(html.unescape(link)), address) for address, answer in read.items() for link in LINK.findall(answer.words)
    }
    return [f"{missing[to]} on {address}" for to, address in sorted(found) if to in missing]


def guessed(browser, read, rows):
    """Each page once more, asked for the other's rows in every word that a filter of some page knows."""
    words = {
        name for address in read for name, _, _ in (pair.partition("=") for pair in urlsplit(address).query.split("&"))
    }
    wanted = urlencode(
        {word: rows.other.get(f"{word}_id", rows.other["supplier_id"]) for word in sorted(words) if word}
    )
    plainly = {urlsplit(address).path for address, answer in read.items() if answer.body.startswith(b"<!DOCTYPE")}
    return {f"{path}?{wanted}": got(browser, f"{path}?{wanted}") for path in sorted(plainly)}


def shape(address):
    """What tells addresses apart: the rows and the questions in them, not which checkpoint is shown."""
    parts = urlsplit(address)
    return CHECKPOINT.sub("", parts.path), tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&")))


def made(browser, person, before):
    """The files this person has asked for after that job, made by the worker; none of them fails."""
    portal = browser.app.extensions["portal"]
    database = portal.database
    Worker(database, portal.config, jobs()).run_due()
    with database.reading(SYSTEM) as session:
        done = session.scalars(select(Job).where(Job.account_id == person.number, Job.id > before)).all()
        assert [(job.name, job.error) for job in done if job.state != DONE] == []
        files = set(session.scalars(select(JobFile.job_id)))
        assert {job.name for job in done if job.id in files} == MADE[person]
    return {
        f"/jobs/{job.id}/file of {job.name}": got(browser, f"/jobs/{job.id}/file") for job in done if job.id in files
    }


def leaks(person, address, answer, own_figures):
    given = GIVEN[person]
    for column, owner in set(MARK.findall(answer.packed)):
        personal = owner == f"person{person.number}"
        if not personal and column not in given.get(owner, frozenset()):
            yield f"{person.role} reads {column} of {owner} at {address}"
    if person is not LIN and any(price in answer.packed for price in PRICES):
        yield f"{person.role} reads a price at {address}"
    for owner in UNREAD_SCORES.get(person, ()):
        for figure in own_figures[owner]:
            if re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", answer.words):
                yield f"{person.role} reads {figure}, a score of {owner}, at {address}"
    side = "buyer" if person is TAN else "supplier"
    if CAMERA.format(side).encode() in answer.body:
        yield f"{person.role} reads what the camera of the {side} wrote at {address}"


def plain(body):
    """The text in an answer, in the files of an archive, of a workbook, of a PDF."""
    if body.startswith(GZIPPED):
        return plain(gzip.decompress(body))
    if body.startswith(ZIPPED):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(f"{name}\n{plain(archive.read(name))}" for name in archive.namelist())
    if body.startswith(PDF):
        return "\n".join(told_of(body, tool, *given) for tool, *given in (("pdftotext", "-", "-"), ("pdfinfo", "-")))
    return body.decode("utf-8", "replace")


def told_of(body, tool, *given):
    return subprocess.run(
        [shutil.which(tool) or tool, *given], input=body, capture_output=True, check=True
    ).stdout.decode()
