from collections.abc import Callable

import pytest

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint
from supplier_portal.shipped import CHECKLISTS


@pytest.fixture(scope="session")
def shipped() -> ChecklistVersion:
    return read_checklist((CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes())[0]


@pytest.fixture(scope="session")
def checkpoint(shipped: ChecklistVersion) -> Callable[[str], Checkpoint]:
    return shipped.by_code.__getitem__
