"""The import contracts of pyproject.toml, tried on a small package of the same shape: each wrong import is found."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

# A house in which all is well: file → source, "our" being the package.
HOUSE = {
    "config.py": "",
    "shipped.py": "",
    "domain/scoring.py": "from decimal import Decimal\n",
    "access/actor.py": "from our.domain import scoring\n",
    "db/base.py": "import sqlalchemy\n",
    "language/words.py": "import babel\n",
    "output/pdf.py": "import weasyprint\n",
    "output/sheets.py": "import pandas\nimport xlsxwriter\n",
    "web/pages.py": "import flask\n",
    "trail/operations.py": "from our.db import base\n",
    "suppliers/models.py": "from our.db import base\n",
    "suppliers/queries.py": "from our.suppliers import models\n",
    "suppliers/views.py": "from our.web import pages\n",
    "calendars/published.py": "import holidays\n",
    "audits/models.py": "from our.suppliers import models\n",
    "audits/queries.py": "from our.audits import models\n",
    "audits/operations.py": "from our.audits import queries\nfrom our.trail import operations\n",
    "audits/forms.py": "import wtforms\nfrom our.audits import operations\n",
    "audits/views.py": "import flask\nfrom our.audits import forms\nfrom our.output import pdf\n",
    "audits/jobs.py": "from our.output import sheets\n",
    "findings/models.py": "from our.audits import models\n",
    "findings/views.py": "",
    "cli.py": "from our.audits import operations\n",
}

# file, what is added to it, the contract that must name it, the arrow it must show
WRONG = [
    ("audits/models.py", "import our.findings.models", "The row", "audits.models -> findings.models"),
    ("suppliers/queries.py", "def f():\n    import our.audits.models", "The row", "suppliers.queries -> audits.models"),
    ("domain/scoring.py", "import our.db.base", "The row", "domain.scoring -> db.base"),
    ("trail/operations.py", "import our.suppliers.models", "The row", "trail.operations -> suppliers.models"),
    ("helpers/dates.py", "", "The row", "helpers"),
    ("findings/models.py", "import our.audits.queries", "The stairs: models", "findings.models -> audits.queries"),
    ("audits/queries.py", "import our.trail.operations", "The stairs: queries", "audits.queries -> trail.operations"),
    ("audits/forms.py", "import our.audits.views", "The stairs: forms", "audits.forms -> audits.views"),
    ("findings/views.py", "import our.audits.views", "Pages do not import", "findings.views -> audits.views"),
    ("access/actor.py", "import sqlalchemy", "No framework", "access.actor -> sqlalchemy"),
    ("domain/scoring.py", "import flask", "No framework", "domain.scoring -> flask"),
    ("domain/scoring.py", "import our.config", "No framework", "domain.scoring -> config"),
    ("audits/operations.py", "from flask import g", "No Flask below", "audits.operations -> flask"),
    ("db/base.py", "import flask_login", "No Flask below", "db.base -> flask_login"),
    ("findings/models.py", "import our.web.pages", "No Flask below", "findings.models -> web.pages"),
    ("findings/views.py", "import weasyprint", "Only output renders", "findings.views -> weasyprint"),
    ("suppliers/queries.py", "def f():\n    import pandas", "Only output renders", "suppliers.queries -> pandas"),
    ("findings/models.py", "import holidays", "Holidays come as data", "findings.models -> holidays"),
]  # fmt: skip


def build(place: Path, house: dict[str, str]) -> None:
    """Write the package with the project's own contracts beside it."""
    shutil.copy(ROOT / "pyproject.toml", place)
    for file, source in house.items():
        path = place / "supplier_portal" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.replace("our.", "supplier_portal."))
    package = place / "supplier_portal"
    for folder in (package, *(path for path in package.iterdir() if path.is_dir())):
        (folder / "__init__.py").touch()


def lint(place: Path) -> tuple[int, dict[str, str]]:
    """(exit code, {contract: what it found}) of import-linter in this place."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = done.stdout.partition("Broken contracts")[2]
    sections = re.split(r"^(.+)\n-{3,}$", report, flags=re.MULTILINE)[1:]
    found = {
        title.strip(): body.replace("supplier_portal.", "")
        for title, body in zip(sections[::2], sections[1::2], strict=True)
    }
    assert done.returncode == 0 or found, done.stdout + done.stderr
    return done.returncode, found


@pytest.fixture(scope="module")
def crooked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is found in a house with all the wrong imports."""
    house = dict(HOUSE)
    for file, line, _, _ in WRONG:
        house[file] = f"{house.get(file, '')}{line}\n"
    place = tmp_path_factory.mktemp("crooked")
    build(place, house)
    return lint(place)[1]


def test_a_house_in_order_passes(tmp_path: Path) -> None:
    build(tmp_path, HOUSE)
    assert lint(tmp_path) == (0, {})


@pytest.mark.parametrize(("file", "line", "contract", "arrow"), WRONG)
def test_a_wrong_import_is_found(crooked: dict[str, str], file: str, line: str, contract: str, arrow: str) -> None:
    reports = [report for title, report in crooked.items() if title.startswith(contract)]
    assert [arrow in report for report in reports] == [True], f"{file}: {line}\n" + "\n".join(reports)


def test_each_contract_was_seen_broken(crooked: dict[str, str]) -> None:
    contracts = re.findall(r'name = "([^"]+)", type', (ROOT / "pyproject.toml").read_text())
    assert sorted(crooked) == sorted(contracts)
