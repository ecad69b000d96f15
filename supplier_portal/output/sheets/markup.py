"""One part of a workbook, read as markup: what it holds, without holding it."""

import re

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


class MisplacedError(ValueError):
    """A row or cell names no place on a sheet."""


class PartLook:
    """What one part holds: the corner of its cells, shared texts and their uses, errors, formulas, sheets' names."""

    def __init__(self) -> None:
        self.last_row = self.last_column = 0
        self.shared_lengths: list[int] = []
        self.shared_uses: list[int] = []
        self.errors: dict[tuple[int, int], str] = {}
        self.formulas: set[tuple[int, int]] = set()
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self._row = self._column = 0
        self._in_cell = self._listening = False
        self._kind: str | None = None
        self._words: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "c":
            self._place(attributes.get("r"))
            self._in_cell, self._kind = True, attributes.get("t")
        elif self._in_cell:
            self.last_row = max(self.last_row, self._row)
            self.last_column = max(self.last_column, self._column)
            if name == "f":
                self.formulas.add((self._row - 1, self._column - 1))
        elif name in ("sheet", "Relationship"):
            self._name_sheet(attributes)
        if name == "si" or (name == "v" and self._kind in ("s", "e")):
            self._listening = True
            self._words.clear()

    def text(self, words: str) -> None:
        if self._listening:
            self._words.append(words)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._listening = False
            self.shared_lengths.append(sum(map(len, self._words)))
        elif name == "v" and self._listening:
            self._listening = False
            if self._kind == "s":
                self.shared_uses.append(_number("".join(self._words), least=0))
            else:
                self.errors[self._row - 1, self._column - 1] = "".join(self._words)
        elif name == "c":
            self._in_cell, self._kind = False, None

    def _name_sheet(self, attributes: dict[str, str]) -> None:
        if "Target" in attributes:
            self.targets[attributes.get("Id", "")] = attributes["Target"]
        else:
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets[attributes.get("name", "")] = relation

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise MisplacedError
            self._row = int(match[2])
            self._column = _column_number(match[1])
        if self._row > LAST_ROW or self._column > LAST_COLUMN:
            raise MisplacedError


def _number(text: str, least: int = 1) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and least <= int(text[:10]) <= 10**9):
        raise MisplacedError
    return int(text[:10])


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
