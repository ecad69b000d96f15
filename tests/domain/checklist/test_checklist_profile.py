from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from supplier_portal.domain.checklist.profile import Profile, applies, is_large
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint


@pytest.mark.parametrize(
    ("staff", "tonnes", "core", "large"),
    [
        (249, "9999.99", False, False),
        (250, "0", False, True),
        (1, "10000", False, True),
        (1, "0", True, True),
        (None, None, False, False),
        (None, "10000", False, True),
        (250, None, False, True),
    ],
)
def test_a_supplier_is_large_by_staff_emissions_or_rank(
    staff: int | None, tonnes: str | None, core: bool, large: bool
) -> None:
    emissions = None if tonnes is None else Decimal(tonnes)
    assert is_large(staff=staff, scope_1_and_2=emissions, core=core) is large


@pytest.mark.parametrize(
    ("manufacturer", "large", "count", "code", "asked"),
    [
        (True, True, 44, "S3.2", True),
        (False, True, 39, "S3.2", False),
        (True, False, 39, "S1.4", False),
        (False, False, 34, "S1.1", True),
    ],
)
def test_a_profile_decides_what_is_asked(
    shipped: ChecklistVersion, manufacturer: bool, large: bool, count: int, code: str, asked: bool
) -> None:
    profile = Profile(manufacturer=manufacturer, large=large, core=False)
    assert sum(applies(entry, profile) for entry in shipped.checkpoints) == count
    assert applies(shipped.by_code[code], profile) is asked


def test_some_are_for_strategic_core_suppliers_alone(checkpoint: Callable[[str], Checkpoint]) -> None:
    for_core = replace(checkpoint("S1.1"), condition="core")
    assert applies(for_core, Profile(manufacturer=False, large=True, core=True))
    assert not applies(for_core, Profile(manufacturer=True, large=True, core=False))
