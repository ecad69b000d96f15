"""The texts a finding is proposed with, in the auditor's language."""

from collections.abc import Iterable, Mapping

from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.findings.proposing import Proposed

MOST_REFERENCES = 3


def requirement_of(checkpoint: Checkpoint, language: str) -> str:
    """What the checklist asks, and the clauses that ask for the same."""
    cited = [
        f"{one.document}, {one.clause}" if one.clause else one.document
        for one in checkpoint.references[:MOST_REFERENCES]
    ]
    return "\n".join(part for part in (checkpoint.question.in_language(language), "; ".join(cited)) if part)


def texts_of(proposed: Proposed, notes: Mapping[str, str], language: str) -> dict[str, str]:
    """Title, requirement and what was seen; the notes of what follows from it stand below, under their codes."""
    return {
        "title": proposed.checkpoint.title.in_language(language),
        "requirement": requirement_of(proposed.checkpoint, language),
        "seen": seen_of(proposed.checkpoint.code, proposed.follows, notes),
    }


def seen_of(code: str, follows: Iterable[Checkpoint], notes: Mapping[str, str]) -> str:
    """The note of the answer, and those of the answers that follow from it."""
    others = (f"{one.code}: {notes[one.code].strip()}" for one in follows if notes.get(one.code, "").strip())
    return "\n".join(part for part in (notes.get(code, "").strip(), *others) if part)
