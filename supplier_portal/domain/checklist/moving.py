"""What becomes of an audit's answers when it moves to a newer version of its checklist: each is kept or set aside."""

from collections.abc import Mapping
from dataclasses import dataclass

from supplier_portal.domain.answering import Content, faults_of
from supplier_portal.domain.checklist.difference import differences
from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.version import ChecklistVersion

REMOVED, NOT_ASKED, OTHER_FORM = "removed", "not_asked", "other_form"
"""Why an answer is set aside: its checkpoint is gone, no longer applies, or no longer takes such an answer."""


@dataclass(frozen=True)
class MovedAnswers:
    """kept: codes of answers that stand; look_again: those of them whose checkpoint reads or counts differently.

    set_aside: by code, why; open: codes that apply to the supplier and have no rating after the move.
    """

    kept: tuple[str, ...]
    look_again: tuple[str, ...]
    set_aside: Mapping[str, str]
    open: tuple[str, ...]


def moved_answers(
    old: ChecklistVersion, new: ChecklistVersion, profile: Profile, answers: Mapping[str, Content]
) -> MovedAnswers:
    """Decide for each answer to a checkpoint of the old version; answers to others (add-ons) are left alone."""
    changed = {change.code for change in differences(old, new).changes if change.part == "checkpoint"}
    own = [code for code in old.by_code if code in answers]
    set_aside = {code: why for code in own if (why := _why_not(new, profile, code, answers[code]))}
    kept = tuple(code for code in own if code not in set_aside)
    rated = {code for code in kept if answers[code].rating is not None}
    asked = (checkpoint.code for checkpoint in new.checkpoints if applies(checkpoint, profile))
    return MovedAnswers(
        kept=kept,
        look_again=tuple(code for code in kept if code in changed),
        set_aside=set_aside,
        open=tuple(code for code in asked if code not in rated),
    )


def _why_not(new: ChecklistVersion, profile: Profile, code: str, content: Content) -> str:
    checkpoint = new.by_code.get(code)
    if checkpoint is None:
        return REMOVED
    if not applies(checkpoint, profile):
        return NOT_ASKED
    return OTHER_FORM if faults_of(checkpoint, content) else ""
