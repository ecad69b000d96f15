"""What differs between two versions, in kind, and what it does to comparability."""

from dataclasses import replace
from decimal import Decimal

import pytest

from supplier_portal.domain.checklist.difference import differences, least_version
from supplier_portal.domain.checklist.version import ChecklistVersion, LevelText, Text


def with_checkpoint(version: ChecklistVersion, which: str, **values: object) -> ChecklistVersion:
    changed = tuple(
        replace(entry, **values) if entry.code == which else entry  # type: ignore[arg-type]
        for entry in version.checkpoints
    )
    return replace(version, checkpoints=changed)


def test_the_same_version_differs_in_nothing(shipped: ChecklistVersion) -> None:
    found = differences(shipped, replace(shipped, version="2.0.0"))
    assert (found.changes, found.comparability) == ((), "same")


@pytest.mark.parametrize(
    ("values", "kind", "comparability"),
    [
        ({"title": Text("Other", "其他")}, "reworded", "patch"),
        ({"question": Text("Other?", "其他")}, "reworded", "patch"),
        ({"levels": (LevelText(0, Text("None", "无")),)}, "reworded", "patch"),
        ({"look_at": (Text("The pay rolls", "查阅工资单"),)}, "guided", "minor"),
        ({"close_days": 45}, "staged", "minor"),
        ({"weight": Decimal("2.5")}, "reweighted", "major"),
        ({"type": "yes_no"}, "rescaled", "major"),
        ({"condition": "core"}, "reconditioned", "major"),
        ({"severity_at_zero": "critical"}, "reconditioned", "major"),
        ({"step": 2}, "moved", "major"),
    ],
)
def test_a_change_has_its_kind(
    shipped: ChecklistVersion, values: dict[str, object], kind: str, comparability: str
) -> None:
    found = differences(shipped, with_checkpoint(shipped, "S1.1", **values))
    assert {(change.kind, change.code) for change in found.changes} == {(kind, "S1.1")}
    assert found.comparability == comparability


def test_bands_are_the_scale_and_their_name_is_wording(shipped: ChecklistVersion) -> None:
    metric = shipped.by_code["S4.2"].metric
    assert metric is not None
    steeper = replace(metric, bands=(*metric.bands[:3], replace(metric.bands[3], threshold=Decimal("0.5"))))
    (change,) = differences(shipped, with_checkpoint(shipped, "S4.2", metric=steeper)).changes
    assert (change.kind, change.comparability) == ("rescaled", "major")
    assert [str(side).split("; ")[-1] for side in (change.before, change.after)] == ["4: ≤ 1", "4: ≤ 0.5"]


def test_what_comes_or_goes_without_weight_keeps_results_comparable(shipped: ChecklistVersion) -> None:
    first = shipped.checkpoints[0]
    weightless = replace(first, code="S1.9", weight=Decimal(0))
    longer = replace(shipped, checkpoints=(*shipped.checkpoints, weightless))
    assert [(one.kind, one.code) for one in differences(shipped, longer).changes] == [("added", "S1.9")]
    assert differences(shipped, longer).comparability == differences(longer, shipped).comparability == "minor"
    heavier = replace(shipped, checkpoints=(*shipped.checkpoints, replace(first, code="S1.9")))
    assert differences(shipped, heavier).comparability == differences(heavier, shipped).comparability == "major"


def test_another_order_within_the_list_is_wording(shipped: ChecklistVersion) -> None:
    first, second, *others = shipped.checkpoints
    swapped = replace(shipped, checkpoints=(second, first, *others))
    assert [one.kind for one in differences(shipped, swapped).changes] == ["reordered"]
    assert differences(shipped, swapped).comparability == "patch"


@pytest.mark.parametrize(
    ("comparability", "least"), [("same", "1.2.3"), ("patch", "1.2.4"), ("minor", "1.3.0"), ("major", "2.0.0")]
)
def test_the_least_version_follows_from_the_gravest_change(comparability: str, least: str) -> None:
    assert least_version("1.2.3", comparability) == least


def test_a_checkpoint_in_another_step_under_a_new_code_is_moved(shipped: ChecklistVersion) -> None:
    moved = with_checkpoint(shipped, "S1.3", code="S2.9", step=2, weight=Decimal(1))
    found = differences(shipped, moved)
    assert [(one.kind, one.code, one.field, one.before, one.after) for one in found.changes] == [
        ("moved", "S2.9", "code", "S1.3", "S2.9"),
        ("moved", "S2.9", "step", "1", "2"),
        ("reweighted", "S2.9", "weight", "2", "1"),
    ]
    assert found.comparability == "major"


def test_the_name_and_unit_of_a_figure_are_wording(shipped: ChecklistVersion) -> None:
    metric = shipped.by_code["S4.2"].metric
    assert metric is not None
    for words in ({"name": Text("Deviation", "偏差率")}, {"unit": Text("%", "百分比")}):
        (change,) = differences(shipped, with_checkpoint(shipped, "S4.2", metric=replace(metric, **words))).changes
        assert (change.kind, change.field, change.comparability) == ("reworded", "metric_name", "patch")
