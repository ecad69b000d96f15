"""What the answers of a running audit propose, beside what was raised already."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.checklists import AuditChecklists, checklists_of
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import answers_of, profile_of
from supplier_portal.domain.checklist.suggestion import Rating
from supplier_portal.domain.findings.proposing import Proposals, proposals_for
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.covering import Earlier, earlier_findings, findings_covering


@dataclass(frozen=True)
class ProposedFindings:
    """covering: the finding of each checkpoint that has one; repeated: settled earlier findings, by checkpoint."""

    checklists: AuditChecklists
    answers: Mapping[str, Answer]
    covering: Mapping[str, Finding]
    proposals: Proposals
    repeated: Mapping[str, Earlier]

    @property
    def notes(self) -> dict[str, str]:
        return {code: answer.note for code, answer in self.answers.items()}

    @property
    def open_codes(self) -> list[str]:
        """Checkpoints with a weak answer and no finding."""
        raised = [code for one in self.proposals.raised for code in (one.checkpoint, *one.follows)]
        carried = [one for follows in self.proposals.carried.values() for one in follows]
        return [one.code for one in (*raised, *carried)]

    @property
    def count(self) -> int:
        return len(self.open_codes)


def proposed_findings(session: Session, actor: Actor, audit: Audit) -> ProposedFindings:
    """Every weak answer of the audit without a finding, in a fixed number of statements. The caller reads the audit."""
    checklists, answers = checklists_of(session, audit), answers_of(session, audit.id)
    covering = findings_covering(session, audit.id)
    ratings = {code: level_or_word(answer.rating) for code, answer in answers.items()}
    proposals = proposals_for(checklists.by_code.values(), ratings, profile_of(audit), covering.keys())
    codes = [one.checkpoint.code for one in proposals.raised]
    earlier = earlier_findings(session, actor, audit, codes)
    repeated = {one.checkpoint: one for one in reversed(earlier) if one.repeated}
    return ProposedFindings(checklists, answers, covering, proposals, repeated)


def level_or_word(rating: str | None) -> Rating:
    """A stored rating as the rules of proposals take it."""
    return int(rating) if rating is not None and rating.isdecimal() else rating
