"""What one may choose from in the table's filters, and what is set in the reader's words."""

from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.language.speech import Speech
from supplier_portal.scores.table_state import (
    ANY,
    BLOCKED,
    DOWN,
    LEADERSHIP,
    LOWER,
    MANAGEMENT,
    NO,
    UP,
    YES,
    TableFilter,
)
from supplier_portal.scores.validity import EXPIRING, STATES
from supplier_portal.suppliers.categories import CATEGORIES

TARGETS = ("validated", "committed", "none")
CDP_SCORES = ("A", "A-", "B", "B-", "C", "C-", "D", "D-", "F")
Choices = list[tuple[str, str]]


def filter_choices(rules: PolicyRules, speech: Speech) -> dict[str, Choices]:
    """Give pairs of value and word by the name of the filter, in the order they are shown."""
    gates = [(gate.code, f"{gate.code} {speech.word(f'gate_when.{gate.when}')}") for gate in rules.gates]
    bands = [(band, speech.word(f"cdp_band.{band}")) for band in (LEADERSHIP, MANAGEMENT, LOWER)]
    scores = [(score, score.replace("-", "−")) for score in CDP_SCORES] + [("none", speech.word("cdp_band.none"))]
    yes = [(YES, speech.gettext("Yes"))]
    return {
        "category": [(code, speech.word(f"supplier_category.{code}")) for code in CATEGORIES],
        "grade": [(grade, grade) for grade, _ in rules.grades],
        "gate": [(code, speech.word(f"gate_filter.{code}")) for code in (ANY, BLOCKED, NO)] + gates,
        "validity": [(code, speech.word(f"validity.{code}")) for code in (EXPIRING, *STATES)],
        "target": [(code, speech.word(f"target.{code}")) for code in TARGETS],
        "cdp": bands + scores,
        "moved": [(code, speech.word(f"moved.{code}")) for code in (ANY, UP, DOWN)],
        "core": yes,
        "provisional": yes,
    }  # fmt: skip


def filters_said(wanted: TableFilter, choices: dict[str, Choices], speech: Speech) -> dict[str, str]:
    """Say each field that is asked for, "Grade: B", by its name."""
    said = {}
    for name, value in wanted.filled().items():
        chosen = dict(choices.get(name, [])).get(value, value)
        title = speech.word(f"score_filter.{name}")
        said[name] = title if name in {"core", "provisional"} and value == YES else f"{title}: {chosen}"
    return said
