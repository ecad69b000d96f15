"""The repository names no machine it was written on and no registry it was fed from."""

import re

import pytest

from tests.house.tree import texts

HOMES = ("work", "home", "root", "Users", "farm")
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "pkg" + ".dev", "jfrog" + ".io")
PIP_OPTIONS = ("index" + "-url", "extra-index" + "-url", "find" + "-links", "trusted" + "-host")

ADDRESSES = {
    "a folder of one machine": re.compile(rf"(?<![\w.}}>-])/(?:{'|'.join(HOMES)})/"),
    "a package registry": re.compile("|".join(map(re.escape, REGISTRIES))),
    "an option that names a registry": re.compile(rf"--(?:{'|'.join(PIP_OPTIONS)})\b"),
}


def addresses(text: str) -> list[str]:
    """Machine paths and registries this text names, with their lines."""
    return [
        f"line {text.count(chr(10), 0, match.start()) + 1}: {kind}"
        for kind, pattern in ADDRESSES.items()
        for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize("home", HOMES)
def test_a_machine_path_is_found(home: str) -> None:
    assert addresses(f"\nopen('/{home}/someone/file')") == ["line 2: a folder of one machine"]


@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_registry_is_found(registry: str) -> None:
    assert addresses(f"https://files.{registry}/simple") == ["line 1: a package registry"]


@pytest.mark.parametrize("option", PIP_OPTIONS)
def test_an_option_that_names_a_registry_is_found(option: str) -> None:
    assert addresses(f"--{option} file:somewhere") == ["line 1: an option that names a registry"]


@pytest.mark.parametrize(
    "text", ["templates/fieldwork/page.html", "https://localhost/home/", "../elsewhere/file", "/usr/lib"]
)
def test_other_addresses_are_left_alone(text: str) -> None:
    assert addresses(text) == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert {file: found for file, text in texts() if (found := addresses(text))} == {}
