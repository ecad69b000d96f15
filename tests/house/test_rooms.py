"""Tables point left, pages read through `visible`, and web processes stay light."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from supplier_portal.db.base import Base
from supplier_portal.db.schema import metadata
from supplier_portal.shipped import PACKAGE

ROOT = PACKAGE.parent
HEAVY = ("weasyprint", "pandas", "xlsxwriter", "python_calamine", "numpy")


def row() -> list[str]:
    """The rooms from left to right, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [layer.strip("()") for layer in reversed(contracts[0]["layers"])]


def test_tables_point_to_the_left():
    metadata()
    rank = {room: place for place, room in enumerate(row())}
    place = {mapper.local_table: rank[mapper.class_.__module__.split(".")[1]] for mapper in Base.registry.mappers}
    for mapper in Base.registry.mappers:
        keys = [key.column.table for key in mapper.local_table.foreign_keys]
        for target in keys + [link.mapper.local_table for link in mapper.relationships]:
            assert place[target] <= place[mapper.local_table], f"{mapper.local_table} -> {target}"


def reads_past_visible(source: str) -> list[str]:
    """Places where a page makes a query of its own: `select(…)`, `session.get(…)`, `session.query(…)`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
        if called == "select" or (called in {"get", "get_one", "query"} and owner in {"reading()", "session", "unit"}):
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
    return found


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("rows = reading().scalars(select(Audit))", 1),
        ("audit = reading().get(Audit, 3)", 1),
        ("audit = session.get_one(Audit, 3)", 1),
        ("audit = reading().scalar(visible(actor()).where(Audit.id == 3))", 0),
        ("text = request.args.get('q')", 0),
    ],
)
def test_a_page_that_reads_past_visible_is_found(source, faults):
    assert len(reads_past_visible(source)) == faults


def pages() -> list[Path]:
    return sorted(
        path
        for path in PACKAGE.rglob("*.py")
        if {"views", "views.py", "api.py", "forms.py"} & set(path.relative_to(PACKAGE).parts)
    )


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pages_read_through_the_room_s_visible(path):
    assert reads_past_visible(path.read_text()) == [], "put the query into the room's queries, from visible(actor)"


def test_web_processes_never_load_what_only_the_worker_needs(tmp_path):
    program = (
        "import sys; from pathlib import Path;"
        "from supplier_portal import create_app; from supplier_portal.config import Config;"
        f"create_app(Config(data_folder=Path({str(tmp_path)!r}), secret_key='k' * 40));"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"


def test_the_rules_load_no_framework():
    program = (
        "import sys, pkgutil, importlib, supplier_portal.domain as d, supplier_portal.access as a;"
        "[importlib.import_module(m.name)"
        " for p in (d, a) for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.')];"
        "print(sorted({'flask', 'sqlalchemy', 'wtforms', 'pydantic', 'ruamel'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.strip() == "[]"
