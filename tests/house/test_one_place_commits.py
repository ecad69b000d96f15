"""Only the unit of work ends a transaction."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, name, python_files

UNIT_OF_WORK = PACKAGE / "db" / "unit_of_work.py"
ENDS_A_TRANSACTION = {
    "commit": "commits",
    "begin": "opens a block that commits by itself",
}


def commits(source: str) -> list[str]:
    """Places in this source that commit: calls of commit and begin, and COMMIT as SQL."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ENDS_A_TRANSACTION:
            found.append(f"line {node.lineno}: .{node.attr} {ENDS_A_TRANSACTION[node.attr]}")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            statement = node.value.strip().rstrip(";").upper()
            if statement in {"COMMIT", "COMMIT TRANSACTION", "END TRANSACTION"}:
                found.append(f"line {node.lineno}: {statement} as SQL")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "def save(session):\n    session.add(1)\n    session.commit()",
        "def save(session):\n    finish = session.commit\n    finish()",
        "def save(engine):\n    with engine.begin() as connection:\n        connection.execute(1)",
        "def save(connection):\n    connection.exec_driver_sql('commit;')",
    ],
)
def test_a_commit_is_found(source: str) -> None:
    assert commits(source)


@pytest.mark.parametrize(
    "source",
    [
        "def save(session):\n    session.flush()",
        "def save(session):\n    with session.begin_nested():\n        session.flush()",
        "# the caller's unit of work does session.commit()",
    ],
)
def test_what_does_not_commit_is_left_alone(source: str) -> None:
    assert commits(source) == []


@pytest.mark.parametrize("path", [path for path in python_files("supplier_portal") if path != UNIT_OF_WORK], ids=name)
def test_only_the_unit_of_work_commits(path: Path) -> None:
    assert commits(path.read_text()) == [], "leave committing to `with database.unit_of_work(actor) as session:`"
