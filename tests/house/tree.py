"""The repository's own files, as the house rules read them."""

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "supplier_portal"


def python_files(*folders: str) -> list[Path]:
    """All Python files below these folders of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def pages() -> list[Path]:
    """Templates, and pages kept as plain files."""
    return sorted([*(ROOT / "templates").rglob("*.*"), *(PACKAGE / "static").rglob("*.html")])


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """(name, text) of every text file that git keeps or would keep; works where there is no git."""
    ignored = [line.strip().rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line.strip()]
    ignored.append(".git")

    def is_kept(entry: str) -> bool:
        return not any(fnmatch.fnmatch(entry, pattern) for pattern in ignored)

    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(filter(is_kept, folders))
        for file in sorted(filter(is_kept, files)):
            path = Path(folder, file)
            data = path.read_bytes()
            if b"\0" not in data:
                yield name(path), data.decode()
