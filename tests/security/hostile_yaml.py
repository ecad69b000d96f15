"""Checklist files that ask much of whoever reads them: up to 1 MB each, made in code."""

from collections.abc import Iterator

MOST = 1_000_000
LONG, LINES = 50_000, 20_000
Made = tuple[str, bytes]


def lines(line: str, most: int = LINES) -> bytes:
    """As many of a line as a file may have."""
    return line.encode() * min(MOST // len(line.encode()), most)


def broken(body: bytes) -> bytes:
    """A large value with an open quote far behind it: the file is read, and its pieces are read again."""
    return b"steps:\n- a\ncheckpoints:\n- b\n- c: " + body[: MOST - 60] + b"\n- d: 'open\n"


def _entries(line: str, count: int) -> bytes:
    return b"steps:\n- a\ncheckpoints:\n" + "".join(line.replace("NO", str(at)) for at in range(count)).encode()


def slow() -> Iterator[Made]:
    """What took longest."""
    words = ",".join(["x y x y x y x y x y x y x y x y x y x"] * 20)
    yield "long words in lists, read twice", _entries(f"- {{code: S4.NO, w: [{words}]}}\n", 640) + b"- 'open"
    yield "tags in a list", broken(b"[\n" + b"  !a%41%41%41%41 b,\n" * 18_000 + b"  ]")
    yield "lines in lists", broken(b"[b\n" + (b"  c d," + b" c d c" * 7 + b"\n") * 19_000 + b"  ]")
    yield "700 pieces, each broken", _entries("- a: [b\n" + "  c d c d c d c d c d c d\n" * 52, 690)


def quick() -> Iterator[Made]:
    """One of each kind of thing a parser can be asked."""
    yield from _depth()
    yield from _scalars()
    yield from _references()
    yield from _many()
    yield from _bytes()


def _depth() -> Iterator[Made]:
    yield "deep lists in one line", b"a: " + b"[" * LONG
    yield "deep lists in lines", lines("[" * 24 + "\n")
    yield "deep mappings", b"a: " + b"{" * LONG
    yield "both in turn", b"[{" * (LONG // 2)
    yield "deep block lists", b"- " * (LONG // 2)
    yield "deep block mappings", b"\n".join(b" " * at + b"a:" for at in range(1_390))
    yield "questions", b"? " * (LONG // 2)
    yield "closing brackets", b"a: " + b"]" * LONG


def _scalars() -> Iterator[Made]:
    yield "one long word", b"a: " + b"x" * LONG
    yield "a line over the limit", b"a: " + b"x" * (MOST - 3)
    yield "one long number", b"a: " + b"9" * LONG
    yield "a number with a huge exponent", b"a: 1e" + b"9" * LONG
    yield "numbers with gaps", b"a: " + b"1_" * (LONG // 2)
    yield "not a number", b"checkpoints:\n" + lines("- .nan\n", 4_000)
    yield "far days", b"checkpoints:\n" + lines("- 9999-12-31T23:59:60Z\n", 4_000)
    yield "quotes", b"a: " + b"'" * LONG
    yield "an open quote", b'a: "' + lines("words and more \\\n")
    yield "escapes", b'a: "' + b"\\u0041" * 16_000 + b'"'
    yield "half characters", b'a: "' + b"\\ud800" * 16_000 + b'"'
    yield "zero characters", b'a: "' + b"\\0" * 40_000 + b'"'
    yield "a literal block", b"a: |\n" + lines("  text text text\n")
    yield "a stair of blanks", b"a: |\n" + b"\n".join(b" " * at for at in range(1_390)) + b"\nx"


def _references() -> Iterator[Made]:
    nine = b",".join([b"x"] * 9)
    laughs = b"".join(b"%c: &%c [%s]\n" % (98 + at, 98 + at, b",".join([b"*%c" % (97 + at)] * 9)) for at in range(20))
    yield "billion laughs", b"a: &a [" + nine + b"]\n" + laughs
    yield "anchors", b"".join(b"a%d: &a%d x\n" % (at, at) for at in range(4_000))
    yield "one long anchor", b"a: &" + b"a" * LONG + b" x"
    yield "merged keys", b"a: &a {x: 1}\n" + b"".join(b"b%d: {<<: *a}\n" % at for at in range(4_000))
    yield "a list that holds itself", b"a: &a [*a]\n"
    yield "a command", b"a: !!python/object/apply:os.system [touch ran]\n"
    yield "a module", b"a: !!python/module:antigravity\n"
    yield "a class of one's own", b"!<tag:yaml.org,2002:python/object/new:subprocess.Popen> [[touch, ran]]\n"
    yield "a long tag", b"a: !" + b"a" * LONG + b" x"


def _many() -> Iterator[Made]:
    yield "colons", b"a" + b":" * LONG
    yield "keys", b"".join(b"k%d:\n" % at for at in range(4_000))
    yield "the same key", lines("a: b\n", 4_000)
    yield "documents", lines("---\n")
    yield "ends of documents", b"a: b\n" + lines("...\n")
    yield "directives", b"".join(b"%%TAG !a%d! tag:x:\n" % at for at in range(9_000)) + b"--- a\n"
    yield "comments", lines("# comment comment\n") + b"a: b\n"
    yield "a long comment", b"# " + b"c" * LONG + b"\na: b\n"
    yield "tabs", lines("\t\t\t\n")
    yield "blank lines", b"\n" * LINES + b"a"
    yield "too many lines", b"a\n" * 500_000
    yield "empty checkpoints", b"checkpoints:\n" + lines("- {}\n", 4_000)
    yield "keys of lists", b"".join(b"k%c%c:\n  - a: [\n" % (97 + at // 26, 97 + at % 26) for at in range(676))


def _bytes() -> Iterator[Made]:
    yield "nothing", b""
    yield "above a megabyte", b"a: b\n" * 300_000
    yield "no UTF-8", lines("\x7f" * 24 + "\n", 9_000).replace(b"\x7f", b"\xff")
    yield "controls", lines("\x01" * 24 + "\n", 9_000)
    yield "zero bytes", b"\0" * LONG
    yield "UTF-16", "name: x\n".encode("utf-16")
    yield "marks", "\ufeff".encode() * 30_000
    yield "turned writing", "name: \u202egpj.exe\n".encode()
    yield "other line ends", b"a: b\r" * 9_000 + "\u2028\u0085".encode() * 900
    yield "a zip", b"PK\x03\x04" + bytes(900)
    yield "a page", b"<!DOCTYPE html><script>alert(1)</script>"
