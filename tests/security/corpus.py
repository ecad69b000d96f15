"""Hostile files, made in code: what they pretend, what they are, and whether evidence may keep them."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!DOCTYPE html><html><meta http-equiv='refresh' content='0;url=https://evil.example'>" + SCRIPT + b"</html>"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(9))
    + b"]><l>&j;</l>"
)
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 48 + b"PE\0\0" + b"\0" * 64


@dataclass(frozen=True)
class Hostile:
    """kept: evidence takes it in, to be handed out as an attachment; else it is refused with a reason."""

    what: str
    name: str
    data: bytes
    kept: bool = False


def picture(form: str = "JPEG", size: tuple[int, int] = (24, 16), mode: str = "RGB", **given: object) -> bytes:
    data = BytesIO()
    Image.new(mode, size).save(data, form, **given)
    return data.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The same parts give the same bytes; names are written as they are given."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo("x", (2024, 3, 31, 0, 0, 0))
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def office(main: str = "xl/workbook.xml", kind: str = SHEET_TYPE, **parts: bytes) -> bytes:
    """A workbook or document; `parts` by path replace or add."""
    types = f'<Types><Override PartName="/{main}" ContentType="{kind}"/></Types>'.encode()
    return zipped({"[Content_Types].xml": types, "_rels/.rels": b"<Relationships/>", main: b"<a/>"} | parts)


def word(**parts: bytes) -> bytes:
    return office("word/document.xml", WORD_TYPE, **parts)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *between: bytes, rows: bytes = b"\0" * 100) -> bytes:
    """A PNG that claims this size, whatever its rows hold."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = b"".join(between) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


def with_exif(exif: bytes) -> bytes:
    """A JPEG whose first segment after its mark is this EXIF."""
    plain, content = picture(), b"Exif\0\0" + exif
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + plain[2:]


def ifd(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A TIFF directory as EXIF has it: tag, type, count, value."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + body + struct.pack("<I", following)


def nested_zip(levels: int = 4) -> bytes:
    data = zipped({"zeros": bytes(1_000_000)})
    for _ in range(levels):
        data = zipped({f"{at}.zip": data for at in range(8)})
    return data


def pictures() -> Iterator[Hostile]:
    """What begins like a picture, or is named like one."""
    jpeg, small_png = picture(), picture("PNG")
    comment = b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML
    text = PngImagePlugin.PngInfo()
    text.add_text("note", SCRIPT.decode())
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    yield Hostile("GIF that is a script", "a.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//")
    yield Hostile("GIF named JPEG", "a.jpg", picture("GIF"))
    yield Hostile("animated GIF", "a.gif", picture("GIF", save_all=True, append_images=frames))
    yield Hostile("JPEG with a page in its comment", "a.html", jpeg[:2] + comment + jpeg[2:], kept=True)
    yield Hostile("JPEG with a page behind it", "a.jpg.html", jpeg + HTML, kept=True)
    yield Hostile("JPEG with a zip behind it", "a.jpg", jpeg + zipped({"run.exe": EXE}), kept=True)
    yield Hostile("JPEG cut in half", "a.jpg", picture(size=(200, 200), quality=95)[:400])
    yield Hostile("JPEG of its mark alone", "a.jpg", b"\xff\xd8\xff\xe0" + b"no picture at all" * 9)
    yield Hostile("JPEG that claims 65,500 by 65,500", "a.jpg", _jpeg_claiming(65_500, 65_500))
    yield Hostile("PNG with a zip behind it", "a.png", small_png + zipped({"../run.exe": EXE}), kept=True)
    yield Hostile("PNG with a script in its text", "a.png", picture("PNG", pnginfo=text), kept=True)
    yield Hostile("PNG of 50,000 by 50,000", "a.png", png(50_000, 50_000))
    yield Hostile("PNG of 8,000 by 8,001", "a.png", png(8_000, 8_001))
    yield Hostile("PNG of no size", "a.png", png(0, 0))
    yield Hostile("PNG cut in half", "a.png", picture("PNG", (300, 300), "L")[:90])
    bomb = b"note\0\0" + zlib.compress(bytes(20_000_000))
    yield Hostile("PNG whose text unpacks to 20 MB", "a.png", png(1, 1, chunk(b"zTXt", bomb), rows=b"\0" * 4))
    yield Hostile("PNG whose profile unpacks to 20 MB", "a.png", png(1, 1, chunk(b"iCCP", bomb), rows=b"\0" * 4))
    yield Hostile("PNG with broken rows", "a.png", png(24, 16, rows=b"\t" * 2000), kept=True)
    yield Hostile("EXIF that counts to 4 billion", "a.jpg", with_exif(ifd((0x0112, 3, 2**32 - 1, 26))), kept=True)
    yield Hostile("EXIF that points at itself", "a.jpg", with_exif(ifd((0x8769, 4, 1, 8), following=8)), kept=True)
    many = ifd(*((0x9000 + at, 2, 60_000, 8) for at in range(5_000)))
    yield Hostile("EXIF of 5,000 long texts", "a.jpg", with_exif(many), kept=True)
    yield Hostile("EXIF that is no EXIF", "a.jpg", with_exif(b"II*\0" + b"\xff" * 60), kept=True)
    yield Hostile("WebP that is cut", "a.webp", picture("WEBP")[:20])
    yield Hostile("WebP that is animated", "a.webp", _animated_webp(frames), kept=True)
    yield Hostile("WebP of 16,383 by 16,383", "a.webp", _webp_claiming(16_383))
    yield Hostile("TIFF", "a.tif", picture("TIFF"))
    yield Hostile("TIFF named JPEG", "a.jpg", picture("TIFF"))
    yield Hostile("HEIC", "a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40)
    yield Hostile("ICO", "a.ico", b"\0\0\1\0\1\0" + b"\0" * 40)
    yield Hostile("SVG with a script", "a.svg", SVG)
    yield Hostile("SVG named PNG", "a.png", b'<?xml version="1.0"?>' + SVG)
    yield Hostile("SVG behind a mark", "a.png", b"\xef\xbb\xbf" + SVG)


def _jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(picture())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def _animated_webp(frames: list[Image.Image]) -> bytes:
    return picture("WEBP", (8, 8), save_all=True, append_images=frames)


def _webp_claiming(side: int) -> bytes:
    data = bytearray(_animated_webp([Image.new("RGB", (8, 8), "red")]))
    at = data.index(b"VP8X") + 12
    data[at : at + 6] = (side - 1).to_bytes(3, "little") * 2
    return bytes(data)


def documents() -> Iterator[Hostile]:
    """What is named or begins like a document."""
    action = b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.launchURL('https://evil.example')) >> >>"
    launch = b"<< /Type /Catalog /OpenAction << /S /Launch /F (cmd.exe) >> >>"
    plain = b"<< /Type /Catalog >>"
    yield Hostile("PDF with a script", "a.pdf", PDF.replace(plain, action), kept=True)
    yield Hostile("PDF that starts a program", "a.pdf", PDF.replace(plain, launch), kept=True)
    yield Hostile("PDF that is a page", "a.html", PDF + HTML, kept=True)
    yield Hostile("PDF that is a zip", "a.pdf", PDF + zipped({"run.exe": EXE}), kept=True)
    yield Hostile(
        "PDF that is an HTML application", "a.hta", PDF + b"<hta:application><script>run()</script>", kept=True
    )
    yield Hostile("PDF behind a page", "a.pdf", HTML + PDF)
    yield Hostile("page named PDF", "a.pdf", HTML)
    yield Hostile("page in UTF-7", "a.html", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-")
    yield Hostile("page in UTF-16", "a.jpg", HTML.decode().encode("utf-16"))
    yield Hostile("program named JPEG", "a.jpg", EXE)
    yield Hostile("program for Linux", "a.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 60)
    yield Hostile("shell script", "a.pdf", b"#!/bin/sh\nrm -rf /\n")
    yield Hostile("shortcut", "a.lnk", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 8 + b"\xc0\0\0\0\0\0\0F" + b"\0" * 60)
    yield Hostile("shortcut to an address", "a.url", b"[InternetShortcut]\r\nURL=https://evil.example\r\n")
    yield Hostile("HTML application", "a.hta", b"<hta:application id=x/>" + SCRIPT)
    yield Hostile("mail with a page", "a.eml", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + HTML)
    yield Hostile("archive of mail", "a.mht", b"From: <x>\r\nContent-Type: multipart/related\r\n\r\n" + HTML)
    yield Hostile("XML that laughs", "a.xml", LAUGHS)
    yield Hostile("YAML that runs", "a.yaml", b"!!python/object/apply:os.system ['id']\n")
    yield Hostile("CSV with a formula", "a.csv", b'name,co2\r\n=HYPERLINK("https://evil.example"),@SUM(1)\r\n')
    yield Hostile("RTF with an object", "a.docx", b"{\\rtf1{\\object\\objupdate{\\*\\objdata 01}}}")
    yield Hostile("old Excel", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 700)
    yield Hostile("nothing", "a.pdf", b"")
    yield Hostile("one zero byte", "a.pdf", b"\0")


def packages() -> Iterator[Hostile]:
    """What is packed: archives, workbooks and documents."""
    macros = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(60)}
    enabled = SHEET_TYPE.replace("openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled")
    hidden = enabled.replace("macroEnabled", "macro&#69;nabled")
    yield Hostile("archive", "a.zip", zipped({"run.exe": EXE}))
    yield Hostile("archives in archives", "a.xlsx", nested_zip())
    yield Hostile("Java archive", "a.docx", zipped({"META-INF/MANIFEST.MF": b"Main-Class: Evil\n"}))
    yield Hostile("workbook with macros", "a.xlsx", office(**macros))
    yield Hostile("workbook that says it has macros", "a.xlsx", office(kind=enabled))
    yield Hostile("workbook that hides that it has macros", "a.xlsx", office(kind=hidden))
    yield Hostile("workbook with old macros", "a.xlsx", office(**{"xl/macrosheets/sheet1.xml": b"<a/>"}))
    yield Hostile("workbook with a control", "a.xlsx", office(**{"xl/activeX/activeX1.bin": b"\0" * 40}))
    yield Hostile("document with macros", "a.docx", word(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))
    yield Hostile(
        "workbook with a part above it", "a.xlsx", office(**{"../../../etc/cron.d/x": b"* * * * * root id\n"})
    )
    yield Hostile("workbook with a part at the root", "a.xlsx", office(**{"/etc/passwd": b"x"}))
    yield Hostile("workbook with a part on a drive", "a.xlsx", office(**{"C:\\Windows\\x.dll": EXE}))
    yield Hostile("workbook with zeros", "a.xlsx", office(**{"xl/worksheets/sheet1.xml": bytes(40_000_000)}))
    many = {f"xl/worksheets/sheet{at}.xml": b"<a/>" for at in range(10_001)}
    yield Hostile("workbook of 10,000 parts", "a.xlsx", office(**many))
    yield Hostile("workbook whose list of kinds laughs", "a.xlsx", office(**{"[Content_Types].xml": LAUGHS}))
    yield Hostile("workbook whose list of kinds is broken", "a.xlsx", office(**{"[Content_Types].xml": b"<Types>"}))
    yield Hostile(
        "workbook that laughs in a sheet", "a.xlsx", office(**{"xl/worksheets/sheet1.xml": LAUGHS}), kept=True
    )
    yield Hostile("workbook without a list of kinds", "a.xlsx", zipped({"xl/workbook.xml": b"<a/>"}))
    yield Hostile("workbook that is cut", "a.xlsx", office()[:-30])
    yield Hostile("workbook with a page behind it", "a.html", office() + HTML, kept=True)
    yield Hostile("document named as a program", "report.docx.exe", word(), kept=True)
    yield Hostile("workbook and document in one", "a.xlsx", word(**{"xl/workbook.xml": b"<a/>"}))
    yield Hostile(
        "OpenDocument sheet", "a.xlsx", zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    )


NAMES: tuple[bytes, ...] = (
    b"../../etc/passwd.pdf",
    b"..\\..\\windows\\win.ini",
    b"C:\\Users\\x\\report.pdf",
    b"/etc/passwd",
    b"//server/share/report.pdf",
    b"report.pdf\0.exe",
    "report\u202efdp.exe".encode(),
    "\u200fتقرير.pdf".encode(),
    b"n" * 300 + b".pdf",
    "名".encode() * 300 + b".pdf",
    b"..",
    b"....",
    b".",
    b" ",
    b".htaccess",
    b"CON",
    b"con.pdf",
    b"NUL.txt",
    b"COM1.pdf",
    b"-rf",
    b"--help.pdf",
    "报告😀.pdf".encode(),
    b"report.pdf ",
    b"report.pdf...",
    b"report.pdf.lnk",
    b"report.html",
    b"report.svg",
    b"report.pdf:$DATA",
    b"a;filename=b.html",
    b"a%22; filename=b.html",
    b"=HYPERLINK(1).pdf",
    b"<img src=x onerror=alert(1)>.pdf",
    b"report\xff\xfe.pdf",
    b"a?b*c|d.pdf",
)
"""Names a file may come under, as bytes of a multipart head."""


@cache
def corpus() -> tuple[Hostile, ...]:
    return (*pictures(), *documents(), *packages())


def multipart(fields: Mapping[str, str], name: bytes, data: bytes, field: str = "file") -> tuple[bytes, str]:
    """A body by hand, so that the file's name is sent byte by byte; and its content type."""
    mark = b"----9f2c61"
    lines = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (mark, key.encode(), value.encode())
        for key, value in fields.items()
    ]
    head = b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n' % (mark, field.encode(), name)
    lines.append(head + b"Content-Type: text/html\r\n\r\n" + data + b"\r\n--" + mark + b"--\r\n")
    return b"".join(lines), f"multipart/form-data; boundary={mark.decode()}"
