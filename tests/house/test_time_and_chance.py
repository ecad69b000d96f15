"""Rules, writes and reads are told the time and given their random values; they never take either themselves."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, name, python_files

FORBIDDEN = {
    *(f"datetime.datetime.{call}" for call in ("now", "utcnow", "today")),
    "datetime.date.today",
    *(
        f"time.{call}{unit}"
        for call in ("time", "monotonic", "perf_counter", "process_time", "clock_gettime")
        for unit in ("", "_ns")
    ),
    *(f"time.{call}" for call in ("localtime", "gmtime", "ctime", "strftime")),
    *(f"uuid.uuid{version}" for version in (1, 4, 6, 7)),
    "os.urandom",
    "os.getrandom",
    *(f"sqlalchemy.func.{call}" for call in ("now", "random", "current_timestamp", "current_date", "current_time")),
}
FORBIDDEN_MODULES = ("random.", "secrets.", "numpy.random.")
ALLOWED = "random.Random"  # as the type of an argument


def imported_names(tree: ast.AST) -> dict[str, str]:
    """What each imported name of this module stands for, in full."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_name(node: ast.AST, names: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        owner = full_name(node.value, names)
        return f"{owner}.{node.attr}" if owner else ""
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


def taken(source: str) -> list[str]:
    """Each clock and each source of randomness this source uses, called or passed on."""
    tree = ast.parse(source)
    names = imported_names(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr):
            continue
        used = full_name(node, names)
        if used in FORBIDDEN or (used.startswith(FORBIDDEN_MODULES) and used != ALLOWED):
            found.append(f"line {node.lineno}: {used}")
        if isinstance(node, ast.Call) and full_name(node.func, names) == ALLOWED:
            found.append(f"line {node.lineno}: {ALLOWED} is made here")
    return found


def must_be_told(path: Path) -> bool:
    """Whether this file of the package belongs to the rules, the writes or the reads."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0] == "domain" or any(part.startswith(("operations", "queries")) for part in parts[1:])


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, UTC\nx = datetime.now(UTC)",
        "import datetime as clock\nx = clock.datetime.utcnow()",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.time()",
        "from time import monotonic as tick\nx = tick()",
        "def f():\n    import time\n    return time.perf_counter_ns()",
        "import random\nx = random.choice([1, 2])",
        "from random import Random\nx = Random()",
        "from secrets import token_urlsafe\nx = token_urlsafe()",
        "import uuid\nmake = uuid.uuid4",
        "from os import urandom\nx = urandom(8)",
        "from sqlalchemy import func\nx = func.now()",
        "import sqlalchemy as sa\nx = sa.func.random()",
    ],
)
def test_a_clock_or_a_die_is_found(source: str) -> None:
    assert taken(source)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime, timedelta\ndef f(now: datetime):\n    return now + timedelta(days=1)",
        "from random import Random\ndef f(chance: Random):\n    return chance.random()",
        "from uuid import UUID\nx = UUID(int=1)",
        "from sqlalchemy import func\nx = func.count()",
        "def f(time, random):\n    return time.time(), random.choice([1])",
    ],
)
def test_arguments_are_left_alone(source: str) -> None:
    assert taken(source) == []


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("domain/scoring/rating.py", True),
        ("audits/operations.py", True),
        ("audits/operations/issue.py", True),
        ("audits/operations_for_sites.py", True),
        ("audits/queries.py", True),
        ("audits/views.py", False),
        ("jobs/worker.py", False),
        ("__init__.py", False),
    ],
)
def test_rules_writes_and_reads_are_the_files_meant(file: str, told: bool) -> None:
    assert must_be_told(PACKAGE / file) is told


@pytest.mark.parametrize("path", [*filter(must_be_told, python_files("supplier_portal"))], ids=name)
def test_time_and_chance_are_arguments(path: Path) -> None:
    assert taken(path.read_text()) == [], "take `now` or the random value as an argument; the view or the job knows it"
