"""`checklist check` ends by itself within 5 seconds of a core and 500 MB, whatever the bytes: held by the system."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.checklists.yaml_reading import MOST_CHARACTERS
from supplier_portal.domain.errors import Invalid
from supplier_portal.language.codes.checklists import ERRORS
from supplier_portal.shipped import CHECKLISTS
from tests.security.hostile_yaml import quick, slow

pytestmark = [pytest.mark.safety(20), pytest.mark.safety(23)]

SECONDS, ADDRESSES = 5, 500_000_000
SHIPPED = (CHECKLISTS / "cbam-goods-1.0.0.yaml").read_bytes()[:9_000]
SLOW, QUICK = dict(slow()), dict(quick())


def hold() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))


def checked(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """The command, ended by the system at the first byte or second too many."""
    command = [sys.executable, "-m", "supplier_portal", "checklist", "check", *names]
    path = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.run(
        command,
        cwd=folder,
        env=path,
        capture_output=True,
        text=True,
        preexec_fn=hold,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str], name: str) -> None:
    told = [line for line in done.stderr.splitlines() if line.startswith((f"{name}:", f"{name}: "))]
    assert told, f"{name}: {done.returncode}, {done.stderr[-300:]}"
    assert done.stdout == ""


@pytest.mark.parametrize("what", SLOW)
def test_the_check_ends_within_its_limits(tmp_path, what):
    (tmp_path / "a.yaml").write_bytes(SLOW[what][:1_000_000])
    done = checked(tmp_path, "a.yaml")
    assert done.returncode == 1
    refused(done, "a.yaml")


@pytest.mark.parametrize("part", range(4))
def test_files_of_each_kind_are_refused_with_a_reason_each(tmp_path, part):
    """Several at once share the limits of one."""
    names = [f"{at}.yaml" for at, _ in enumerate(QUICK)][part::4]
    for at, data in enumerate(QUICK.values()):
        (tmp_path / f"{at}.yaml").write_bytes(data)
    before = {path.name for path in tmp_path.iterdir()}
    done = checked(tmp_path, *names)
    assert done.returncode == 1, done.stderr[-300:]
    assert "Traceback" not in done.stderr
    for name in names:
        refused(done, name)
    assert {path.name for path in tmp_path.iterdir()} == before, "nothing is run or written"


def test_a_large_file_that_is_broken_at_its_end_says_that_more_may_be_wrong():
    entry = f"- code: S4.1\n  weight: '1'\n  notes: {'w ' * 15_000}\n"
    text = "name: x\nsteps:\n- number: 4\ncheckpoints:\n" + entry * 20 + "- 'open\ntitle: a\ndimensions: 'open\n"
    assert MOST_CHARACTERS / 2 < len(text) < MOST_CHARACTERS
    with pytest.raises(Invalid) as told:
        read_checklist(text.encode())
    more = [fault.line for fault in told.value.faults if fault.code == "checklist.more_faults"]
    assert len(more) == 1
    assert {"title", "dimensions"} & {fault.place for fault in told.value.faults} == set(), "they stand behind it"


def test_the_largest_shipped_checklist_is_read_whole_when_broken():
    assert all(2 * len(path.read_text()) < MOST_CHARACTERS for path in CHECKLISTS.glob("*.yaml"))


@settings(max_examples=40)
@given(st.integers(0, len(SHIPPED) - 1), st.binary(min_size=1, max_size=6), st.integers(0, 40))
def test_a_shipped_file_with_any_bytes_changed_ends_in_a_version_or_reasons(at, change, cut):
    read_or_refused(SHIPPED[:at] + change + SHIPPED[at + cut :])


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                *"[]{},:&*!|>'\"%@`#?- \n\t\\",
                "a",
                "<<",
                "---\n",
                "...\n",
                "\n- ",
                "\n  ",
                "steps:\n",
                "checkpoints:\n",
                "1e9",
                "\ufeff",
                "é",
            ]
        ),
        max_size=60,
    )
)
def test_any_marks_end_in_a_version_or_reasons(marks):
    read_or_refused("".join(marks).encode())


def read_or_refused(data: bytes) -> None:
    faults = ()
    try:
        read_checklist(data)
    except Invalid as told:
        faults = told.faults
        wrong = [fault for fault in faults if fault.code not in ERRORS]
    else:
        wrong = []
    assert wrong == []
    assert all(fault.line is not None or fault.code == "checklist.too_large" for fault in faults)
