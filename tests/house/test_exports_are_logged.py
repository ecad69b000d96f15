"""No file of the portal's data leaves without a row in the log of exports."""

import ast

import pytest

from supplier_portal.cli.house import jobs
from supplier_portal.language import codes
from supplier_portal.shipped import PACKAGE
from tests.house.tree import name, python_files

AS_IT_CAME = {
    "supplier_portal/appeals/views/showing.py",
    "supplier_portal/audits/views/evidence.py",
    "supplier_portal/findings/views/messaging.py",
    "supplier_portal/findings/views/showing.py",
    "supplier_portal/reports/views/commenting.py",
    "supplier_portal/tenders/views/correcting.py",
    "supplier_portal/visits/views/document.py",
}
"""Views that hand out a file somebody sent, beside the row it belongs to: nothing is gathered for it."""
LOGGED_WHEN_MADE = {"supplier_portal/files/views.py"}
"""The file of a job: its row was written with the file."""
WITHOUT_A_FILE = {"carbon.match_again", "findings.remind"}
"""Jobs that nobody asks for on a page."""
HANDS_OUT, LOGS = "Content-Disposition", "log_handed_out"


def hands_out_unlogged(source: str) -> list[str]:
    """Functions that answer with an attachment and log nothing."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            called = {
                one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
            }
            texts = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
            if ("attachment" in called or HANDS_OUT in texts) and LOGS not in called:
                found.append(node.name)
    return found


def made_without_saying(source: str) -> list[int]:
    """Lines where a job's file is made without what it holds: `Made(digest, name, media type, holding)`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Made"
        and len(node.args) + len(node.keywords) != len(("digest", "name", "media_type", "holding"))
    ]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("def download():\n    return attachment(data, name, kind)", ["download"]),
        ("def download():\n    response.headers.set('Content-Disposition', 'attachment')", ["download"]),
        ("def download():\n    log_handed_out(what, data, name, held)\n    return attachment(data, name, kind)", []),
        ("def page():\n    return render_template('page.html')", []),
    ],
)
def test_a_file_that_is_handed_out_without_a_row_is_found(source, faults):
    assert hands_out_unlogged(source) == faults


def test_every_page_that_makes_a_file_logs_it():
    known = AS_IT_CAME | LOGGED_WHEN_MADE | {"supplier_portal/web/attachments.py"}
    files = {name(path): path.read_text() for path in python_files("supplier_portal")}
    assert {place for place in known if not hands_out_unlogged(files[place])} == set()
    wrong = {place: found for place, source in files.items() if (found := hands_out_unlogged(source))}
    assert set(wrong) <= known, "call trail.handing.log_handed_out, or say above why it is no export"


def test_every_job_says_what_its_file_holds():
    files = [path for path in python_files("supplier_portal") if PACKAGE / "demo" not in path.parents]
    wrong = {name(path): lines for path in files if (lines := made_without_saying(path.read_text()))}
    assert wrong == {}


def test_every_file_has_a_word_by_which_the_log_tells_of_it():
    words, told = codes.words(), set()
    for path in python_files("supplier_portal"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == LOGS:
                told.add(node.args[0].value)
    assert told
    assert {code for code in (told | set(jobs())) - WITHOUT_A_FILE if f"job.{code}" not in words} == set()
