"""What ratings are worked out from, gathered for any number of suppliers in a fixed number of statements."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.audits.queries import makes_good
from supplier_portal.carbon.queries import CarbonFacts, months_before, scoring_facts
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring.policy import SUSTAINABILITY
from supplier_portal.domain.workflow.audit import REFUSED
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import scoring_nonconformities_of
from supplier_portal.findings.queries.re_rating import Lift, lifts_of
from supplier_portal.scores.models import AuditResult, ModuleScore, RefusalSetAside, Waiver
from supplier_portal.suppliers.models import Site, Supplier

MODULE_MONTHS = 12


@dataclass(frozen=True)
class Gathered:
    """One supplier's inputs on a day. audits, nonconformities: in the receipt's form (scoring.md 5).

    began: by site the first day of the audit its figure rests on.
    """

    audits: Sequence[dict[str, object]] = ()
    began: Mapping[str, date] = field(default_factory=dict)
    refused: bool = False
    nonconformities: Sequence[dict[str, object]] = ()
    waived: frozenset[str] = frozenset()
    carbon: CarbonFacts = field(default_factory=CarbonFacts)
    modules: Mapping[str, Decimal] = field(default_factory=dict)

    def document(self, number: str, as_of: date, rules: PolicyRules) -> dict[str, object]:
        """Write the receipt without its policy and its published block.

        What the policy does not know is left out: a waiver of a gate it lacks, a module it gives no weight.
        """
        modules = {name: self.modules.get(name) for name in rules.module_weights if name != SUSTAINABILITY}
        return {
            "kind": "rating",
            "as_of": as_of.isoformat(),
            "supplier": number,
            "audits": list(self.audits),
            "audit_refused": self.refused,
            "nonconformities": list(self.nonconformities),
            "waived": [gate.code for gate in rules.gates if gate.code in self.waived],
            "cdp": self.carbon.cdp,
            "sbt": self.carbon.sbt,
            "data": {"primary_share": written(self.carbon.primary_share), "verified": self.carbon.verified},
            "modules": {name: None if value is None else written(value) for name, value in modules.items()},
        }


def written(value: Decimal) -> str:
    """Write a decimal as receipts have it, without the zeros a column's places add: 0.6200 → "0.62"."""
    return format(value.normalize(), "f")


def gather(session: Session, supplier_ids: Collection[int], day: date) -> dict[int, Gathered]:
    """Gather the inputs of each supplier on a day; a few hundred at a time, since a statement names them one by one."""
    audits = _audits(session, supplier_ids, day, lifts_of(session, supplier_ids))
    refused = _refused(session, supplier_ids, day)
    nonconformities = scoring_nonconformities_of(session, supplier_ids, day)
    waived = _waived(session, supplier_ids, day)
    carbon = scoring_facts(session, supplier_ids, day)
    modules = _modules(session, supplier_ids, day)
    return {
        supplier_id: Gathered(
            audits=[document for document, _ in audits.get(supplier_id, ())],
            began={str(document["site"]): began for document, began in audits.get(supplier_id, ())},
            refused=supplier_id in refused,
            nonconformities=nonconformities.get(supplier_id, ()),
            waived=frozenset(waived.get(supplier_id, ())),
            carbon=carbon[supplier_id],
            modules=modules.get(supplier_id, {}),
        )
        for supplier_id in supplier_ids
    }


def hold_inputs(session: Session, supplier_ids: Collection[int]) -> None:
    """Let no audit, finding or waiver of these suppliers change before the transaction ends.

    What is gathered after it is what holds when the transaction is committed. Audits come before findings and suppliers
    last, as in the acts that change them, so that two of these never wait for each other. Rows that only name an audit
    or a finding may still come: an act that holds a finding and writes it twice has its audit looked at again.
    """
    for held in (Audit, Finding):
        asked = select(held.id).where(held.supplier_id.in_(supplier_ids)).order_by(held.id)
        session.execute(asked.with_for_update(key_share=True))
    session.execute(select(Supplier.id).where(Supplier.id.in_(supplier_ids)).order_by(Supplier.id).with_for_update())


def _audits(
    session: Session, supplier_ids: Collection[int], day: date, lifts: Mapping[int, list[Lift]]
) -> dict[int, list[tuple[dict[str, object], date]]]:
    """Find the latest issued scored audit of each site, of an amended one its newest revision, with its first day."""
    order = (AuditResult.issued_on.desc(), AuditResult.revision.desc(), AuditResult.id.desc())
    place = func.row_number().over(partition_by=AuditResult.site_id, order_by=order)
    ranked = (
        select(AuditResult.id, place.label("place"))
        .join(Audit, Audit.id == AuditResult.audit_id)
        .where(AuditResult.supplier_id.in_(supplier_ids), Audit.type.in_(SCORED), AuditResult.issued_on <= day)
        .subquery()
    )
    latest = (
        select(AuditResult, Site.name_en, Site.spend_share, Audit.starts_on)
        .join(ranked, ranked.c.id == AuditResult.id)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .join(Site, Site.id == AuditResult.site_id)
        .where(ranked.c.place == 1)
        .order_by(Site.id)
    )
    found: dict[int, list[tuple[dict[str, object], date]]] = {}
    for result, site, share, began in session.execute(latest):
        re_rated = _re_rated(result, lifts.get(result.site_id, ()), began)
        document = _audit_document(result, site, share, re_rated)
        found.setdefault(result.supplier_id, []).append((document, began))
    return found


def _re_rated(result: AuditResult, lifts: Iterable[Lift], began: date) -> dict[str, int]:
    """Levels by checkpoint that count with this audit: of its own findings or later ones, where it rated a level.

    A finding of an audit before it was judged anew by this one; what is not applicable is passed over (scoring.md 1).
    """
    rated = {checkpoint["code"] for checkpoint in result.checkpoints if type(checkpoint["rating"]) is int}
    counting = [lift for lift in lifts if lift.audited_on >= began and lift.checkpoint in rated]
    return {lift.checkpoint: lift.level for lift in sorted(counting, key=lambda lift: lift.checkpoint)}


def _audit_document(
    result: AuditResult, site: str, share: Decimal | None, re_rated: dict[str, int]
) -> dict[str, object]:
    return {
        "site": site,
        "weight": "1" if share is None else written(share),
        "issued_on": result.issued_on.isoformat(),
        "mode": result.mode,
        "extension_days": result.extension_days,
        "checkpoints": result.checkpoints,
        "re_rated": re_rated,
    }


def refusals(supplier_ids: Collection[int], day: date) -> Select[Audit]:
    """Select audits refused or broken off, of sites of which no later scored one has been issued since.

    A refusal that was set aside, because an appeal against it was granted, is none.
    """
    later = aliased(Audit)
    made_good = select(later.id).where(makes_good(later, Audit, day)).exists()
    set_aside = select(RefusalSetAside.audit_id)
    standing = (Audit.state.in_(REFUSED), ~made_good, Audit.id.not_in(set_aside))
    return select(Audit).where(Audit.supplier_id.in_(supplier_ids), *standing)


def waiver_counts(day: date) -> ColumnElement[bool]:
    """Tell whether a waiver takes its gate out of action on a day: to its last day, unless it was ended before."""
    return and_(Waiver.until >= day, or_(Waiver.ended_on.is_(None), Waiver.ended_on > day))


def _refused(session: Session, supplier_ids: Collection[int], day: date) -> set[int]:
    return set(session.scalars(refusals(supplier_ids, day).with_only_columns(Audit.supplier_id)))


def _waived(session: Session, supplier_ids: Collection[int], day: date) -> dict[int, set[str]]:
    holding = select(Waiver.supplier_id, Waiver.gate).where(Waiver.supplier_id.in_(supplier_ids), waiver_counts(day))
    waived: dict[int, set[str]] = {}
    for supplier_id, gate in session.execute(holding):
        waived.setdefault(supplier_id, set()).add(gate)
    return waived


def _modules(session: Session, supplier_ids: Collection[int], day: date) -> dict[int, dict[str, Decimal]]:
    """Find the last value of each module, at most twelve months old (scoring.md 2)."""
    since = months_before(day, MODULE_MONTHS)
    recent = (
        select(ModuleScore.supplier_id, ModuleScore.module, ModuleScore.value)
        .where(ModuleScore.supplier_id.in_(supplier_ids), ModuleScore.period_ends_on.between(since, day))
        .order_by(ModuleScore.period_ends_on)
    )
    modules: dict[int, dict[str, Decimal]] = {}
    for supplier_id, module, value in session.execute(recent):
        modules.setdefault(supplier_id, {})[module] = value
    return modules
