"""A report: an audit with what was rated, what it scores and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.audits.models import Answer, Audit, Evidence
from supplier_portal.domain.answering import Proposal
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint
from supplier_portal.domain.findings.rules import STRENGTH
from supplier_portal.domain.scoring import Gate, Policy
from supplier_portal.findings.models import Finding
from supplier_portal.reports.figures import WITHDRAWN, Preview
from supplier_portal.suppliers.models import Site, Supplier


@dataclass(frozen=True)
class Rated:
    """One checkpoint: what the auditor rated beside what the figures propose. asked: whether it applies.

    answer: without its working note for a supplier's person; evidence: what proves it.
    """

    checkpoint: Checkpoint
    asked: bool
    answer: Answer | None
    proposal: Proposal | None
    evidence: Sequence[Evidence] = ()

    @property
    def rating(self) -> str | None:
        return self.answer.rating if self.answer else None

    @property
    def differs(self) -> bool:
        """Whether the auditor chose another level than the one proposed, or that it is not applicable."""
        return self.proposal is not None and self.rating is not None and self.rating != str(self.proposal.level)


@dataclass(frozen=True)
class AddOn:
    """An add-on checklist of the audit: what it would score beside it, 0 to 100, None where nothing is rated."""

    checklist: ChecklistVersion
    rated: Sequence[Rated]
    score: Decimal | None


@dataclass(frozen=True)
class Report:
    """An audit as it would be issued. to_agree: share of "not applicable" by step, where it is more than half.

    rules: the policy of the day; gates: those its findings set going; gated: its figure under them, with the grade.
    """

    audit: Audit
    supplier: Supplier
    site: Site
    version: str
    checklist: ChecklistVersion
    rated: Sequence[Rated]
    add_ons: Sequence[AddOn]
    left: Sequence[str]
    to_agree: dict[int, Fraction]
    preview: Preview
    findings: Sequence[Finding]
    rules: Policy
    gates: Sequence[Gate]
    gated: tuple[Decimal, str] | None

    @property
    def everything(self) -> list[Rated]:
        """Every checkpoint, those of add-ons after the audit's own."""
        return [*self.rated, *(rated for add_on in self.add_ons for rated in add_on.rated)]

    @property
    def by_code(self) -> dict[str, Checkpoint]:
        """Every checkpoint by its code, those of add-ons among them."""
        return {one.checkpoint.code: one.checkpoint for one in self.everything}

    @property
    def weaknesses(self) -> list[Finding]:
        """The findings that stand, strengths aside."""
        return [one for one in self.findings if one.kind != STRENGTH and one.state != WITHDRAWN]

    @property
    def to_notify(self) -> list[Finding]:
        """Those that the supplier gets notice of with the issue; a critical one may have had its own."""
        return [one for one in self.weaknesses if one.state == "draft"]

    @property
    def differing(self) -> list[Rated]:
        """Checkpoints rated otherwise than their figures propose."""
        return [rated for rated in self.everything if rated.differs]

    def of_step(self, number: int) -> list[Rated]:
        return [rated for rated in self.rated if rated.checkpoint.step == number]
