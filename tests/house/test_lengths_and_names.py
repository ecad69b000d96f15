"""Files and functions stay short, and no file is named after nothing."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.house.tree import PACKAGE, name, python_files

FILE_MOST, FILE_USUAL = 400, 200
FUNCTION_MOST, FUNCTION_USUAL = 50, 30
USUAL_SHARE = 0.9
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef


def function_lengths(source: str) -> dict[str, int]:
    """Lines of each function with its signature, without its docstring and decorators; "name:line" tells them apart."""
    lengths = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, type_of_function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if ast.get_docstring(node) is not None:
                docstring = node.body[0]
                lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
            lengths[f"{node.name}:{node.lineno}"] = lines
    return lengths


def too_long(lengths: dict[str, int], most: int, usual: int) -> list[str]:
    """The longest, when one is above `most` or when fewer than nine of ten keep to `usual`."""
    above_most = [f"{where}: {lines} lines, at most {most}" for where, lines in lengths.items() if lines > most]
    above_usual = [f"{where}: {lines} lines" for where, lines in lengths.items() if lines > usual]
    if len(above_usual) > (1 - USUAL_SHARE) * len(lengths) + 1e-9:
        above_most.append(f"more than one of ten above {usual}: {', '.join(sorted(above_usual))}")
    return above_most


def says_nothing(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if SAYS_NOTHING & {part.removesuffix(".py") for part in path.split("/")}]


def written_files() -> list[Path]:
    """The package's files that someone writes by hand, the empty ones aside."""
    files = [*python_files("supplier_portal"), *sorted((PACKAGE / "static").rglob("*.js"))]
    return [path for path in files if path.stat().st_size and ".min." not in path.name]


def test_a_function_is_measured_without_its_docstring() -> None:
    source = 'def f(\n    a,\n):\n    """One.\n\n    Two.\n    """\n\n    def g():\n        return a\n\n    return g\n'
    assert function_lengths(source) == {"f:1": 8, "g:9": 2}


def test_a_long_one_is_found() -> None:
    assert too_long({"a": 51, **{str(number): 1 for number in range(50)}}, 50, 30) == ["a: 51 lines, at most 50"]


def test_too_many_longish_ones_are_found() -> None:
    lengths = {"a": 31, "b": 40, **{str(number): 30 for number in range(17)}}
    assert too_long(lengths, 50, 30) == ["more than one of ten above 30: a: 31 lines, b: 40 lines"]


def test_one_longish_of_ten_is_left_alone() -> None:
    assert too_long({"a": 50, **{str(number): 30 for number in range(9)}}, 50, 30) == []


def test_an_empty_name_is_found() -> None:
    assert says_nothing(["audits/helpers.py", "common/dates.py", "web/manager/x.py"]) != []
    assert says_nothing(["audits/common_criteria.py", "files/storage.py"]) == []


def test_files_are_short() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in written_files()}
    assert too_long(lengths, FILE_MOST, FILE_USUAL) == [], "make it a folder of the same name, split by meaning"


def test_functions_are_short() -> None:
    lengths = {
        f"{name(path)}:{function}": lines
        for path in python_files("supplier_portal")
        for function, lines in function_lengths(path.read_text()).items()
    }
    assert too_long(lengths, FUNCTION_MOST, FUNCTION_USUAL) == [], "give a step of it a name of its own"


def test_names_say_something() -> None:
    paths = [path.relative_to(PACKAGE).as_posix() for path in python_files("supplier_portal")]
    assert says_nothing(paths) == [], "name the file after what it holds, or move each part to the room it serves"
