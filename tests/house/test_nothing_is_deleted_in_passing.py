"""No foreign key deletes rows of another table by itself."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import name, python_files

IN_SQL = re.compile(r"on\s+delete\s+cascade", re.IGNORECASE)


def docstrings(tree: ast.AST) -> set[ast.AST]:
    return {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def cascades(source: str) -> list[str]:
    """Places in this source that make a cascading foreign key, as an argument or as SQL."""
    tree = ast.parse(source)
    told = docstrings(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "ondelete" and isinstance(node.value, ast.Constant):
            if str(node.value.value).upper() == "CASCADE":
                found.append(f"line {node.value.lineno}: ondelete")
        elif isinstance(node, ast.Constant) and node not in told and IN_SQL.search(str(node.value)):
            found.append(f"line {node.lineno}: in SQL")
    return found


@pytest.mark.parametrize(
    "source",
    [
        "x = ForeignKey('audit.id', ondelete='CASCADE')",
        "x = ForeignKey('audit.id', ondelete='cascade')",
        "op.execute('ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (d) ON DELETE\\n CASCADE')",
    ],
)
def test_a_cascade_is_found(source: str) -> None:
    assert cascades(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""No ON DELETE CASCADE here."""',
        "x = ForeignKey('audit.id')",
        "x = ForeignKey('audit.id', ondelete='RESTRICT')",
    ],
)
def test_a_plain_key_is_left_alone(source: str) -> None:
    assert cascades(source) == []


@pytest.mark.parametrize("path", python_files("supplier_portal", "migrations"), ids=name)
def test_no_key_deletes_in_passing(path: Path) -> None:
    assert cascades(path.read_text()) == [], "delete by a named operation, row by row, so that the trail tells of it"
