"""Workbooks written by hand, so that they can claim what no spreadsheet program writes."""

import zipfile
from io import BytesIO

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = f"""<Relationships xmlns="{PACKAGE}">
  <Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
  <Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet2.xml"/>
  <Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/>
  <Relationship Id="rId4" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
FORMATS = (0, 14, 22, 46)
"""General, a date, a moment, a duration: a cell's `s`."""
STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS)


def rows(*cells: str) -> str:
    return "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, start=1))


def workbook(data: str, *, second: str = "", hidden: bool = False, **parts: str | bytes) -> bytes:
    """A workbook of "Data" with these rows and "More" with the second; `parts` replace or add parts by path."""
    state = ' state="hidden"' if hidden else ""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}">
          <Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
        "xl/workbook.xml": f"""<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/>
          <sheet name="More" sheetId="2"{state} r:id="rId2"/></sheets></workbook>""",
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{data}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet {MAIN}><sheetData>{second}</sheetData></worksheet>",
        "xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>{STYLES}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>shared</t></si></sst>",
        **parts,
    }
    return archive(content)


def archive(content: dict[str, str | bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for path, part in content.items():
            written.writestr(path, part)
    return target.getvalue()
