"""A small world with a bit of everything the dashboard counts, drawn by lot but the same each time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import CdpScore, SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Site, Supplier
from tests import audit_story
from tests.cast import NOW, PAN, TODAY
from tests.scored import add_policy

CATEGORIES = ("electronics", "optical", "thermal")
GRADES = "ABCD"
PROFILE = {"manufacturer": True, "large": True, "core": True}
SCORES = ("A", "A-", "B", "B-", "C", "D", "F")
FIRST = 100
"""Ids of suppliers and sites begin here: the cast's stay what they are."""


@dataclass
class Made:
    """Rows as they were written, for counting them by hand."""

    suppliers: dict[int, Supplier] = field(default_factory=dict)
    audits: list[Audit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    now: dict[int, RatingNow] = field(default_factory=dict)
    cdp: list[CdpScore] = field(default_factory=list)
    targets: list[SupplierTarget] = field(default_factory=list)
    snapshots: list[SbtiSnapshot] = field(default_factory=list)


def build(session, suppliers=40) -> Made:
    lot, made = Random(7), Made()  # noqa: S311 invented data is to be the same each time
    policy = add_policy(session)
    version_id = audit_story.published(session).id
    for number in range(FIRST, FIRST + suppliers):
        _supplier(session, lot, made, number)
    for number in list(made.suppliers):
        for _ in range(lot.randrange(4)):
            _audit(session, lot, made, number, version_id)
        _ratings(session, lot, made, number, policy.sha256)
        if lot.random() < 0.6:
            score = CdpScore(
                supplier_id=number, year=lot.choice((2022, 2023)), score=lot.choice(SCORES),
                published_on=date(2024, 2, 6), public=lot.random() < 0.8,
            )  # fmt: skip
            made.cdp.append(score)
            session.add(score)
    for audit in list(made.audits):
        for _ in range(lot.randrange(4)):
            _finding(session, lot, made, audit)
    _targets(session, lot, made)
    session.flush()
    return made


def _supplier(session, lot, made, number):
    supplier = Supplier(
        id=number, number=f"D-{number}", name_en=f"Supplier {number}", country="CN", category=lot.choice(CATEGORIES),
        strategic_core=lot.random() < 0.5, makes_goods=True, annual_spend=Decimal(lot.randrange(1, 10**7)),
    )  # fmt: skip
    if lot.random() < 0.1:
        supplier.merged_into_id = 1
    session.add(supplier)
    session.flush()
    session.add(Site(id=number, supplier_id=number, name_en=f"Site {number}"))
    session.flush()
    made.suppliers[number] = supplier


def _audit(session, lot, made, number, version_id):
    day = date(2022, 1, 1) + timedelta(days=lot.randrange(1000))
    again = lot.random() < 0.1
    audit = Audit(
        number=f"DA-{len(made.audits)}", supplier_id=number, site_id=number, checklist_version_id=version_id,
        type=lot.choice(("initial", "periodic", "special")), mode="on_site", state=lot.choice(AUDIT.states),
        profile=PROFILE, starts_on=day, ends_on=day, revision=2 if again else 1, planned_by=PAN.number,
        planned_at=NOW.at,
    )  # fmt: skip
    session.add(audit)
    session.flush()
    made.audits.append(audit)


def _finding(session, lot, made, audit):
    kind, severity = lot.choice(
        (("nonconformity", "critical"), ("nonconformity", "major"), ("nonconformity", "minor"),
         ("observation", "observation"), ("strength", "none"))
    )  # fmt: skip
    notified = datetime(2023, 6, 1, tzinfo=UTC) + timedelta(hours=lot.randrange(300 * 24))
    state = lot.choice(FINDING.states)
    finding = Finding(
        number=f"DF-{len(made.findings)}", audit_id=audit.id, supplier_id=audit.supplier_id, site_id=audit.site_id,
        checkpoint=lot.choice(("S1.1", "S4.3", "S4.7", "S8.2", "B2.1")), kind=kind, severity=severity, state=state,
        title="T", requirement="R", seen="S", raised_by=PAN.number, raised_at=notified,
        notified_at=None if state == "draft" else notified,
        plan_due_on=lot.choice((None, TODAY + timedelta(days=lot.randrange(-40, 40)))),
        close_due_on=TODAY + timedelta(days=lot.randrange(-60, 60)),
        turn_since=NOW.at - timedelta(hours=lot.randrange(30 * 24)),
        turn_due_on=lot.choice((None, TODAY + timedelta(days=lot.randrange(-20, 20)))),
    )  # fmt: skip
    session.add(finding)
    made.findings.append(finding)


def _ratings(session, lot, made, number, policy_sha256):
    days = sorted(lot.sample([date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31), TODAY], lot.randrange(4)))
    last = None
    for day in days:
        grade = lot.choice(GRADES)
        last = Rating(
            supplier_id=number, as_of=day, cause="input", policy_sha256=policy_sha256, inputs={}, grade=grade,
            published={"rating": "50.00", "sustainability": "50.00", "grade": grade},
            receipt_sha256=f"{number:032}{day.toordinal():032}", published_at=NOW.at,
        )  # fmt: skip
        session.add(last)
        session.flush()
        made.ratings.append(last)
    if last is not None:
        expires_on = lot.choice((None, TODAY + timedelta(days=lot.randrange(-50, 300))))
        made.now[number] = RatingNow(
            supplier_id=number, rating_id=last.id, as_of=last.as_of, rating=Decimal(50), grade=last.grade,
            sustainability=Decimal(50), effective_audit=Decimal(lot.randrange(10000)).scaleb(-2),
            dimensions={code: f"{Decimal(lot.randrange(10000)).scaleb(-2)}" for code in lot.sample("SMART", 4)},
            issued_on=None if expires_on is None else TODAY, expires_on=expires_on, cdp="none", sbt="none",
            open_critical=0, open_major=0, open_minor=0, gates=[], provisional=False, bid_blocked=False,
        )  # fmt: skip
        session.add(made.now[number])


def _targets(session, lot, made):
    for place, day in enumerate((date(2021, 6, 1), date(2023, 3, 1))):
        snapshot = SbtiSnapshot(as_of=day, file_digest=f"{place:064}", companies=1, report={}, imported_at=NOW.at)
        session.add(snapshot)
        session.flush()
        made.snapshots.append(snapshot)
        for number in made.suppliers:
            for verdict in lot.sample(("sure", "decided", "conflict"), lot.randrange(3)):
                company = SbtiCompany(
                    snapshot_id=snapshot.id, sbti_id="", name="C", country="CN", near_term_status="", at_parent=False
                )
                session.add(company)
                session.flush()
                target = SupplierTarget(
                    snapshot_id=snapshot.id, supplier_id=number, company_id=company.id, verdict=verdict,
                    matched_by="lei", status=lot.choice(("validated", "committed", "none")),
                    target_year=lot.choice((None, 2022, 2030)), counts_from=day,
                    counts_until=lot.choice((None, None, date(2024, 1, 15))),
                )  # fmt: skip
                session.add(target)
                session.flush()
                made.targets.append(target)
