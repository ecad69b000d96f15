"""The way to a root cause: five whys, each answering the one above, or the six branches of a fishbone."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.texts import length_faults

FIVE_WHYS, FISHBONE = METHODS = ("five_whys", "fishbone")
LEAST_WHYS, MOST_WHYS = 2, 7
BRANCHES = ("people", "machine", "material", "method", "measurement", "environment")
MOST_OF_BRANCH = 6
LONGEST_LINE = 1000


class CauseLine(NamedTuple):
    """branch: the number of a why ("1" …), or one of BRANCHES; root: whether a fishbone's line is held to be a root."""

    branch: str
    text: str
    root: bool = False


def whys(texts: Sequence[str]) -> tuple[CauseLine, ...]:
    """Lines of five whys; those left empty are passed over, and the last one is the root."""
    told = [text.strip() for text in texts if text.strip()]
    return tuple(CauseLine(str(number), text, number == len(told)) for number, text in enumerate(told, 1))


def cause_faults(method: str, causes: Sequence[CauseLine]) -> list[Fault]:
    """Faults of the lines: "causes-2" is the place of the third one, "method" that of all of them."""
    if method not in METHODS:
        return [Fault("findings.method_needed", "method")]
    lines = [
        fault
        for place, line in enumerate(causes)
        for fault in length_faults(f"causes-{place}", line.text, LONGEST_LINE)
    ]
    return [*lines, *(_whys_faults(causes) if method == FIVE_WHYS else _fishbone_faults(causes))]


def _whys_faults(causes: Sequence[CauseLine]) -> Iterator[Fault]:
    if [line.branch for line in causes] != [str(number) for number in range(1, len(causes) + 1)]:
        yield Fault("findings.causes_of_two_methods", "method")
    elif not LEAST_WHYS <= len(causes) <= MOST_WHYS:
        yield Fault("findings.number_of_whys", "method", facts={"least": LEAST_WHYS, "most": MOST_WHYS})


def _fishbone_faults(causes: Sequence[CauseLine]) -> Iterator[Fault]:
    branches = [line.branch for line in causes]
    if set(branches) - set(BRANCHES):
        yield Fault("findings.causes_of_two_methods", "method")
    elif not any(line.root for line in causes):
        yield Fault("findings.root_needed", "method")
    elif most := [branch for branch in BRANCHES if branches.count(branch) > MOST_OF_BRANCH]:
        facts = {"branch": f"cause_branch.{most[0]}", "most": MOST_OF_BRANCH}
        yield Fault("findings.branch_full", "method", facts=facts)
