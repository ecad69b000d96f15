"""Pages of a long list; the address holds where one is."""

from dataclasses import dataclass

from flask import request

SIZES = (20, 50, 100)


@dataclass(frozen=True)
class Page:
    """number from 1; size rows a page; total rows of the whole list."""

    number: int
    size: int
    total: int = 0

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size

    @property
    def last_number(self) -> int:
        return max(1, -(-self.total // self.size))


def asked_page() -> Page:
    """Page and size of the address; nonsense there means the first page."""
    number, size = request.args.get("page", 1, int), request.args.get("size", SIZES[0], int)
    return Page(min(max(number, 1), 100_000), size if size in SIZES else SIZES[0])
