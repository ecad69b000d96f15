"""8D workbooks as the stories need them: written for a finding, filled in, and tampered with."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

from supplier_portal.findings.eight_d.facts import eight_d_of
from supplier_portal.findings.eight_d.layout import Layout
from supplier_portal.findings.eight_d.workbook import eight_d_workbook
from supplier_portal.language.speech import Speech
from supplier_portal.output.read_cells import address
from tests.cast import NOW, TAN

ZONE = ZoneInfo("Asia/Shanghai")
FILLED = {
    "containment": "Read by hand every week",
    "method": "five_whys",
    "whys-1": "Feeder F2 has no meter",
    "whys-2": "Extensions were built without one",
    "root_cause": "No meters behind feeder F2",
    "actions-1-action": "Calibrate all meters",
    "actions-1-owner": TAN.name,
    "actions-1-due_on": "2024-05-20",
    "actions-1-kwh": "12500.5",
    "actions-1-tonnes": "7.125",
    "expected_effect": "The monthly reading covers 95 per cent",
    "preventive_measure": "No extension without a meter",
}
"""What Tan fills in."""


def workbook(session, *findings, cells=None, language="en", person=TAN, moment=NOW):
    """The workbook of these findings, with `cells` filled in by key."""
    reports = [eight_d_of(session, person.actor, finding.id, moment) for finding in findings]
    filled = reports if cells is None else [replace(one, cells=one.cells | cells) for one in reports]
    return written(filled, language)


def written(reports, language="en"):
    return eight_d_workbook(reports, Speech(language, ZONE), at=NOW.at)


def cell(key, lines=3):
    """Where a key stands, such as C20."""
    return address(*Layout(lines).cell(key))


def patched(data, change, part="xl/worksheets/sheet1.xml"):
    """The workbook with one part changed: `change` takes and gives its markup."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename == part:
                text = content.decode()
                changed = change(text)
                assert changed != text
                content = changed.encode()
            after.writestr(info.filename, content)
    return target.getvalue()


def with_cell(data, place, inside, kind=""):
    """The workbook with `inside` in a cell of its first sheet. kind: the type of the cell."""
    typed = f' t="{kind}"' if kind else ""
    pattern = re.compile(f'<c r="{place}"( s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)')

    def change(text):
        return pattern.sub(lambda found: f'<c r="{place}"{found[1] or ""}{typed}>{inside}</c>', text, count=1)

    return patched(data, change)


def typed(text):
    """What stands in a cell that a text was typed into, with the kind of the cell."""
    return f"<is><t>{text}</t></is>", "inlineStr"
