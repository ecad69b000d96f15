"""Web processes take charts and column descriptions without the memory of WeasyPrint, pandas or XlsxWriter."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["supplier_portal.output", "supplier_portal.output.charts"])
def test_it_loads_no_heavy_library(module: str) -> None:
    code = (
        f"import sys, {module}; print([m for m in ('weasyprint', 'pandas', 'xlsxwriter', 'flask') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
