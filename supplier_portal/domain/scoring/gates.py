"""Which gates hold, where, and which of them act (scoring.md 3)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from supplier_portal.domain.scoring.policy import COUNTED, SUSTAINABILITY, Gate, Policy
from supplier_portal.domain.scoring.rating_input import Nonconformity, RatingInput
from supplier_portal.domain.scoring.rounding import Number


@dataclass(frozen=True, slots=True)
class Standing:
    """What the gates look at: the supplier's conditions, and counted findings by site.

    `by_site` has the sites that findings name, each with the findings that name none added: those count everywhere,
    so they are also the count of every other site, and of a supplier without any.
    """

    conditions: frozenset[str]
    without_site: Counter[str]
    by_site: dict[str, Counter[str]]

    def holds_at(self, gate: Gate, site: str) -> bool:
        """Tell whether the gate holds for this site; a condition of the supplier holds for all of them."""
        if gate.when in COUNTED:
            return self.by_site.get(site, self.without_site)[gate.when] >= gate.at_least
        return gate.when in self.conditions

    def holds(self, gate: Gate) -> bool:
        """Tell whether the gate holds at any site, audited or not, or for the supplier."""
        if gate.when in COUNTED:
            counts = (self.without_site, *self.by_site.values())
            return any(count[gate.when] >= gate.at_least for count in counts)
        return gate.when in self.conditions


def standing_of(rating_input: RatingInput, policy: Policy, *, valid_audit: bool) -> Standing:
    """Gather what the gates look at; `valid_audit` tells whether any site has an unexpired audit."""
    conditions = set()
    if not valid_audit:
        conditions.add("no_valid_audit")
    if any(rating_input.modules.get(name) is None for name in policy.module_weights if name != SUSTAINABILITY):
        conditions.add("missing_module")
    if rating_input.audit_refused:
        conditions.add("audit_refused")
    without_site: Counter[str] = Counter()
    by_site: dict[str, Counter[str]] = {}
    for finding in rating_input.nonconformities:
        count = without_site if finding.site is None else by_site.setdefault(finding.site, Counter())
        count.update(counted(finding))
    return Standing(frozenset(conditions), without_site, {site: own + without_site for site, own in by_site.items()})


def counted(finding: Nonconformity) -> Iterator[str]:
    """Name the conditions that this finding counts towards; one that is no longer open counts towards none."""
    if finding.open and finding.severity in ("critical", "major"):
        yield f"open_{finding.severity}"
        if finding.overdue and finding.severity == "major":
            yield "overdue_major"


def acting(standing: Standing, policy: Policy, waived: frozenset[str]) -> tuple[Gate, ...]:
    """Give the gates that hold anywhere and are not waived, in the policy's order."""
    return tuple(gate for gate in policy.gates if gate.code not in waived and standing.holds(gate))


def lowest_cap(figure: Number, gates: Iterable[Gate]) -> Number:
    """Give the figure, or the lowest `cap_audit` of the gates when that is lower."""
    return min([figure, *(gate.cap_audit for gate in gates if gate.cap_audit is not None)])
