"""Cells and tables that importers must survive, made in code."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from supplier_portal.intake.importing import ImportColumn, Importer
from tests.operations.output.workbooks import rows, workbook

TYPED = (
    *("1e308", "-1e308", "1e-308", "1" + "0" * 400, "-" + "9" * 400, "0." + "0" * 400 + "1"),
    *("9223372036854775807", "2147483648", "-2147483649", "-1", "999999999999999", "100000000000000.999999"),
    *(
        "NaN",
        "-nan",
        "inf",
        "-Infinity",
        "1e999",
        "0x7f",
        "1_000",
        "٣٤٥",
        "\uff11\uff12\uff13",
        "½",
        "10²",
        "∞",
        "--5",
        "+-5",
    ),
    *("9999-12-31", "0000-00-00", "0001-01-01", "31.12.9999", "99999-01-01", "1900-02-29", "2958466", "-1.5"),
    *("9999", "0", "-2024", "20240230", "2024-02-30T25:61:61", "9999-12-31T23:59:59.999999+14:00"),
    *("=1+1", "@SUM(1)", "+1", "\t=cmd|' /C calc'!A0", "\uff1d1", "'=1", "<r>x</r>"),
    *("x" * 32_767, "名" * 5_000, "e\u0301" * 5_000, "\u202egpj.exe", "\ud83d", "\ufffe", "😀" * 300),
    *("a\nb\rc\x85e\u2028f", "{{ 7*7 }}", "%(x)s {y}", "'; DROP TABLE supplier; --", "../../etc/passwd", "$(id)"),
    *("true", "FALSE", "#REF!", "#N/A", "null", "None", "-", "\u3000", "\u200b"),
)
"""What may be typed into a cell."""

NUMBERS = (
    *("1e308", "-1e308", "1e-308", "NaN", "INF", "-INF", "1E400", "1" + "0" * 400, "2958465", "2958466", "-1", "0"),
    *("1.7976931348623157e308", "4.9e-324", "0.1", "999999999999999", "9007199254740993", "60", "-2958465"),
)
"""What may stand in a number cell, however it is shown."""
ENDLESS = ("-1e308", "-INF")
"""Shown as a day, these end the reading of the file, with a reason."""


def titles(importer: Importer) -> list[str]:
    return [column.title_en for column in importer.columns]


def examples(importer: Importer) -> list[str]:
    """A row as it should be; what has no example stays empty unless it is needed."""
    return [column.example or ("x" if column.required else "") for column in importer.columns]


def typed_table(importer: Importer, columns: Sequence[ImportColumn], values: Sequence[str]) -> bytes:
    """A CSV in which each value stands once in each of these columns, beside examples, under numbers of its own."""
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(titles(importer))
    first = importer.columns.index(importer.column(importer.key[0]))
    for number, (column, value) in enumerate(((column, value) for column in columns for value in values), 1):
        cells = examples(importer)
        cells[first] = f"{cells[first]}-{number}"
        cells[importer.columns.index(column)] = value
        writer.writerow([cell.encode("utf-8", "replace").decode() for cell in cells])
    return target.getvalue().encode()


def number_table(importer: Importer, column: ImportColumn) -> bytes:
    """A workbook in which one column holds hostile numbers, plain, as a day and as an instant, beside examples."""
    inline = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    head = "".join(inline(_plain(title)) for title in titles(importer))
    beside = [inline(_plain(example)) if example else "<c/>" for example in examples(importer)]
    place = importer.columns.index(column)
    below = [
        "".join([*beside[:place], f'<c s="{form}"><v>{value}</v></c>', *beside[place + 1 :]])
        for value in NUMBERS
        for form in range(1 if value in ENDLESS else 3)
    ]
    return workbook(rows(head, *below))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def shapes(head: str) -> Iterator[tuple[str, bytes]]:
    """Tables of odd shapes below or beside a head, given as a line of CSV."""
    start = head.encode() + b"\n"
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    yield "a million blank lines", start + b"\n" * 1_000_000
    yield "half a million lines of commas", start + b",\n" * 500_000
    yield "16,384 columns", ",".join(f"column {at}" for at in range(16_384)).encode() + b"\n" + b"x," * 16_384
    yield "16,385 columns and the head", start[:-1] + b"," * 16_385 + b"\n" + b"1" + b"," * 16_400 + b"x\n"
    yield "a cell of a million letters", start + b'"' + b"x" * 1_000_000 + b'"\n'
    yield "an open quote", start + b'"' + b"x,\n" * 10_000
    yield "quotes alone", start + b'"' * 100_001
    yield "zero bytes", start + b"\0" * 10_000
    yield "no line end", head.encode()
    yield "the head a thousand times", start * 1_000
    yield "other line ends", start.replace(b"\n", b"\r") + b"x\r" * 1_000
    yield "UTF-7", head.encode("utf-7") + b"\n+ADw-x+AD4-"
    yield "UTF-16 cut in a letter", (head + "\nx").encode("utf-16")[:-1]
    yield "UTF-32", (head + "\nx").encode("utf-32")
    yield (
        "blank rows to the last",
        workbook(rows(cell.format("A1", "x")) + '<row r="1048576"><c r="XFD1048576"/></row>'),
    )
    yield (
        "a row without end",
        workbook('<row r="1">' + "".join(f'<c t="n"><v>{at}</v></c>' for at in range(16_384)) + "</row>"),
    )
    yield "a row too long", workbook('<row r="1">' + "<c><v>1</v></c>" * 16_385 + "</row>")
    yield "a text of 32,768", workbook(rows(cell.format("A1", "x" * 32_768)))
    yield (
        "rows backwards",
        workbook("".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(99, 0, -1))),
    )
    yield "one cell many times", workbook(rows(cell.format("A1", "x") * 9_000))
    yield "a day before all days", workbook(rows('<c r="A1" s="1"><v>-1e308</v></c>'))
    yield "an endless duration", workbook(rows('<c r="A1" s="3"><v>1e308</v></c>'))
    yield "deep markup", workbook("<a>" * 50_000 + "</a>" * 50_000)
    yield "many attributes", workbook("<row " + " ".join(f'a{at}="1"' for at in range(20_000)) + "/>")
