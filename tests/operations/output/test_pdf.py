"""PDFs: the Chinese font in the file, the same bytes for the same input, and nothing fetched."""

import json
import logging
import re
import shutil
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from supplier_portal.output import charts
from supplier_portal.output.pdf import render_pdf
from tests.operations.output import figures
from tests.operations.output.drawing import drawn

AT = datetime(2024, 3, 31, 15, 59, tzinfo=UTC)
PAGE = "<!doctype html><html lang='zh'><head><title>{title}</title></head><body>{body}</body></html>"

WITNESS = """
import json, sys, tempfile
from datetime import UTC, datetime
from supplier_portal.output.pdf import render_pdf

tempfile.gettempdir()  # whose first call tries the folder out with a file of its own

seen = []
def witness(event, facts):
    if event == "open" and isinstance(facts[0], str) and "r" in str(facts[1] or "r"):
        seen.append(["open", facts[0]])
    elif event.startswith(("socket.", "urllib.", "subprocess.", "os.system")):
        seen.append([event, str(facts)])

html = sys.stdin.read()
sys.addaudithook(witness)
pdf = render_pdf(html, resources={}, language="zh", at=datetime(2024, 3, 31, tzinfo=UTC))
print(json.dumps({"seen": seen, "pdf": len(pdf)}))
"""


def page(body: str, title: str = "Report") -> str:
    return PAGE.format(title=title, body=body)


def rendered(body: str, resources: dict[str, bytes] | None = None, **more: str) -> bytes:
    return render_pdf(page(body, **more), resources=resources or {}, language="zh", at=AT)


def told(tool: str, pdf: bytes, tmp_path: Path, *more: str) -> str:
    path = tmp_path / "told.pdf"
    path.write_bytes(pdf)
    arguments = {"pdftotext": ["-layout", str(path), "-"], "pdfimages": ["-list", str(path)]}.get(tool, [str(path)])
    return subprocess.run([tool, *more, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def unpacked(pdf: bytes) -> bytes:
    """The file with its compressed streams, object streams among them, laid open."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    opened = b"".join(zlib.decompressobj().decompress(one) for one in streams if one.startswith(b"x"))
    return pdf + opened


def picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8), (14, 90, 65)).save(target, "PNG")
    return target.getvalue()


def test_the_chinese_font_is_in_the_file_and_the_text_can_be_copied(tmp_path: Path) -> None:
    pdf = rendered("<h1>惠岭精密电子</h1><p>Scope 2, 9,142 t</p>")
    fonts = told("pdffonts", pdf, tmp_path).splitlines()[2:]
    assert fonts
    assert all("Noto-Sans-SC" in line and re.search(r"yes\s+yes\s+yes", line) for line in fonts), fonts
    text = told("pdftotext", pdf, tmp_path)
    assert "惠岭精密电子" in text
    assert "Scope 2, 9,142 t" in text


def test_it_is_a4_and_carries_title_language_and_the_given_moment(tmp_path: Path) -> None:
    zone = timezone(timedelta(hours=8))
    pdf = render_pdf(page("<p>x</p>", title="审核报告"), resources={}, language="zh", at=AT.astimezone(zone))
    told_of = told("pdfinfo", pdf, tmp_path, "-isodates")
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", told_of)
    assert re.search(r"Title:\s+审核报告", told_of)
    assert re.search(r"CreationDate:\s+2024-03-31T15:59:00Z", told_of)
    assert re.search(r"Tagged:\s+yes", told_of)
    assert b"/Lang (zh)" in unpacked(pdf)


def test_the_documents_own_dates_do_not_count(tmp_path: Path) -> None:
    html = page("<p>x</p>").replace("<title>", "<meta name='dcterms.created' content='1999-01-01'><title>")
    pdf = render_pdf(html, resources={}, language="en", at=AT)
    assert "1999" not in told("pdfinfo", pdf, tmp_path, "-isodates")


def test_the_same_input_gives_the_same_bytes() -> None:
    body = "<h1>惠岭</h1><p><b>bold</b> <i>italic</i></p><img src='portal:seal'>"
    one, other = (rendered(body, {"seal": picture()}) for _ in range(2))
    assert one == other
    assert one != rendered(body)


def test_a_given_picture_is_in_the_file(tmp_path: Path) -> None:
    assert "rgb" in told("pdfimages", rendered("<img src='portal:seal'>", {"seal": picture()}), tmp_path)


def test_charts_are_vectors_in_the_themes_colours_with_text_to_copy(tmp_path: Path) -> None:
    markup = drawn("radar", "radar(chart, 'r', '惠岭', print=True)", chart=charts.radar(figures.DIMENSIONS))
    pdf = rendered(markup)
    text = told("pdftotext", pdf, tmp_path)
    assert "S Strategy" in text
    assert "68.75 (68.80)" in text
    assert told("pdfimages", pdf, tmp_path).count("\n") == 2, "a head of two lines and no image"
    path = tmp_path / "told.pdf"
    subprocess.run(
        [shutil.which("pdftoppm") or "", "-r", "72", "-png", str(path), str(tmp_path / "seen")], check=True, timeout=60
    )
    with Image.open(next(tmp_path.glob("seen*.png"))) as seen:
        colours = {colour for _, colour in seen.convert("RGB").getcolors(1 << 24)}
    assert any(abs(r - 14) + abs(g - 90) + abs(b - 65) < 12 for r, g, b in colours), "the subject's green"


@pytest.mark.safety(18)
def test_hostile_documents_open_no_file_and_no_connection(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    address = secret.as_uri()
    body = f"""
      <link rel="stylesheet" href="{address}"><link rel="attachment" href="{address}">
      <style>@import url("http://127.0.0.1:9/x.css"); @import url("{address}");
        @font-face {{ font-family: stolen; src: url("{address}"), local("DejaVu Sans"), url("https://127.0.0.1:9/f") }}
        p {{ font-family: stolen; background: url("{address}"); list-style-image: url("ftp://127.0.0.1/x") }}
        p::before {{ content: url("{address}") }}</style>
      <base href="{address}">
      <p>text</p><img src="{address}"><img src="secret.png"><img src="//127.0.0.1:9/x"><img src="/etc/hostname">
      <img src="data:image/svg+xml;base64,PHN2Zy8+"><img src="portal:absent"><img src="PORTAL:noto-sans-sc">
      <object data="{address}"></object><embed src="{address}"><iframe src="{address}"></iframe>
      <input type="image" src="{address}"><a rel="attachment" href="{address}">take</a>
      <svg width="9" height="9"><image href="{address}" width="9" height="9"/><use href="{address}#x"/>
        <style>@import url("{address}");</style></svg>
      <script>document.write("<img src='{address}'>")</script>
    """
    done = subprocess.run(
        [sys.executable, "-c", WITNESS], input=page(body), capture_output=True, text=True, check=True, timeout=120
    )
    told_of = json.loads(done.stdout)
    assert told_of["pdf"] > 1000
    assert [event for event in told_of["seen"] if event[0] != "open"] == []
    allowed = re.compile(
        r"/site-packages/(weasyprint|pylopdf_fonts_zh_cn|pyphen|fontTools|PIL|encodings)/|/lib/python3|/weasyprint-\w+/"
    )
    assert [path for _, path in told_of["seen"] if not allowed.search(path)] == []


@pytest.mark.safety(18)
def test_what_was_not_given_is_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    with caplog.at_level(logging.WARNING, "supplier_portal.output.pdf"):
        pdf = rendered(f"<p>before</p><img src='{secret.as_uri()}'><a rel='attachment' href='{secret.as_uri()}'>x</a>")
    assert "before" in told("pdftotext", pdf, tmp_path)
    assert told("pdfimages", pdf, tmp_path).count("\n") == 2
    assert b"EmbeddedFile" not in unpacked(pdf)
    assert any("secret.png" in record.getMessage() for record in caplog.records)


@pytest.mark.safety(18)
def test_a_given_picture_cannot_reach_further(tmp_path: Path) -> None:
    svg = b"""<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
      <svg xmlns="http://www.w3.org/2000/svg" width="99" height="9"><text y="9">seen &x;</text>
      <image href="file:///etc/passwd" width="9" height="9"/></svg>"""
    pdf = rendered("<p>before</p><img src='portal:drawing'>", {"drawing": svg})
    assert "root" not in told("pdftotext", pdf, tmp_path)
