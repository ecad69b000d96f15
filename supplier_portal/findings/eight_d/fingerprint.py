"""What a printed plan is known by: the same in every language and on every day, another one with any change of it."""

import hashlib
import json
from collections.abc import Iterator

from supplier_portal.findings.eight_d.cells import PLAN_TEXTS, figure
from supplier_portal.findings.queries.story import Story

SHORT = 16
"""Signs of it that people compare."""


def fingerprint(story: Story) -> str:
    """SHA-256 of the finding's number, cycle and words, of its containment and of its newest plan."""
    return hashlib.sha256(json.dumps(list(_told(story)), ensure_ascii=False).encode()).hexdigest()


def _told(story: Story) -> Iterator[object]:
    finding = story.finding
    yield [finding.number, finding.cycle, finding.title, finding.requirement, finding.seen]
    if story.contained:
        yield [story.contained.text, story.contained.done_on.isoformat()]
    if story.plans:
        newest = story.plans[0]
        yield [getattr(newest.plan, name) for name in PLAN_TEXTS]
        yield [[cause.branch, cause.text, cause.root] for cause in newest.causes]
        yield [
            [
                one.action, one.owner, one.due_on.isoformat(), figure(one.planned_kwh), figure(one.planned_tonnes),
                one.same_as_id,
            ]
            for one in newest.actions
        ]  # fmt: skip
