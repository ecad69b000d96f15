"""What one may choose from in the table's filters."""

from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.language.speech import Speech
from supplier_portal.scores.queries.table import ANY, BLOCKED, NO
from supplier_portal.scores.validity import STATES
from supplier_portal.suppliers.categories import CATEGORIES

TARGETS = ("validated", "committed", "none")
Choices = list[tuple[str, str]]


def filter_choices(rules: PolicyRules, speech: Speech) -> dict[str, Choices]:
    """Give pairs of value and word by the name of the filter, in the order they are shown."""
    gates = [(gate.code, f"{gate.code} {speech.word(f'gate_when.{gate.when}')}") for gate in rules.gates]
    return {
        "category": [(code, speech.word(f"supplier_category.{code}")) for code in CATEGORIES],
        "grade": [(grade, grade) for grade, _ in rules.grades],
        "gate": [(code, speech.word(f"gate_filter.{code}")) for code in (ANY, BLOCKED, NO)] + gates,
        "validity": [(code, speech.word(f"validity.{code}")) for code in STATES],
        "target": [(code, speech.word(f"target.{code}")) for code in TARGETS],
    }
