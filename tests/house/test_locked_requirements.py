"""The lists that `./run` installs: complete, in step with pyproject.toml, every file of them known by its hash."""

import re
import tomllib
from itertools import groupby

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

RUNTIME, DEVELOP = "requirements.txt", "requirements-dev.txt"
HASHED = re.compile(r"(?:\s+--hash=sha256:[0-9a-f]{64})+")


def entries(text: str) -> list[str]:
    """The list's entries, each on one line again."""
    return text.replace("\\\n", "").splitlines()


def faults(text: str) -> list[str]:
    """Entries that are not exactly one version, or that pip would take without knowing a hash."""
    found = []
    for entry in entries(text):
        requirement, _, hashes = entry.partition(" --hash")
        if not re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ; .+?)?\s*", requirement):
            found.append(f"not one version: {entry[:60]}")
        elif not HASHED.fullmatch(f" --hash{hashes}"):
            found.append(f"no hash: {requirement}")
    return found


def pins(text: str) -> dict[str, set[str]]:
    """The versions of each package; more than one where they differ by platform."""
    pinned = [Requirement(entry.partition(" --hash")[0].strip()) for entry in entries(text)]
    return {
        package: {specifier.version for requirement in same for specifier in requirement.specifier}
        for package, same in groupby(pinned, lambda requirement: canonicalize_name(requirement.name))
    }


def missing(wanted: list[str], text: str) -> list[str]:
    """What of `wanted` is not in the list, or in a version it does not allow."""
    have = pins(text)
    return [
        line
        for line, requirement in ((line, Requirement(line)) for line in wanted)
        if not (versions := have.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]


def listed(name: str) -> str:
    return (ROOT / name).read_text()


PROJECT = tomllib.loads(listed("pyproject.toml"))
GOOD = "flask==3.1.0 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("flask==3.1.0\n", "no hash: flask==3.1.0"),
        (GOOD.replace("==", ">="), "not one version: flask>=3.1.0"),
        (GOOD.replace("sha256", "md5"), "no hash: flask==3.1.0"),
        ("--option address\n", "not one version: --option address"),
        ("git+ssh://host/flask.git\n", "not one version: git+ssh"),
    ],
)
def test_an_entry_pip_would_trust_blindly_is_found(text: str, fault: str) -> None:
    assert faults(text)[0].startswith(fault)


def test_a_hashed_entry_is_left_alone() -> None:
    assert faults(GOOD) == []


def test_a_package_that_is_not_listed_or_too_old_is_found() -> None:
    assert missing(["flask>=3.1", "Flask>=3.2", "werkzeug>=3"], GOOD) == ["Flask>=3.2", "werkzeug>=3"]


@pytest.mark.safety(43)
@pytest.mark.parametrize("name", [RUNTIME, DEVELOP])
def test_every_entry_is_one_version_with_its_hashes(name: str) -> None:
    assert faults(listed(name)) == [], "write the lists with `./run lock`"


def test_the_lists_hold_what_the_project_asks_for() -> None:
    runtime = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    develop = [*runtime, *PROJECT["project"]["optional-dependencies"]["develop"]]
    assert missing(runtime, listed(RUNTIME)) == [], "write the lists with `./run lock`"
    assert missing(develop, listed(DEVELOP)) == [], "write the lists with `./run lock`"


def test_what_is_tested_is_what_runs() -> None:
    developed = pins(listed(DEVELOP))
    assert {
        package: versions for package, versions in pins(listed(RUNTIME)).items() if developed.get(package) != versions
    } == {}
