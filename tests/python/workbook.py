"""The sheets of a workbook as JSON, read by their XML and nothing that wrote them: python workbook.py FILE.xlsx"""

import json
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def text_of(cell):
    """The text of an inline string, with the characters that XML cannot hold."""
    text = "".join(part.text or "" for part in cell.iter(MAIN + "t"))
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def sheet(name, root):
    columns, rows = [], []
    for row in root.iter(MAIN + "row"):
        cells = {re.match("[A-Z]+", cell.get("r"))[0]: cell for cell in row.iter(MAIN + "c")}
        cells = {column: cell for column, cell in cells.items() if len(cell)}
        if not columns:
            columns = [(column, text_of(cell)) for column, cell in cells.items()]
            continue
        rows.append({heading: text_of(cells[column]) if column in cells else "" for column, heading in columns})
    types = {cell.get("t") for cell in root.iter(MAIN + "c") if len(cell)}
    pane = root.find(f".//{MAIN}pane")
    return {
        "name": name,
        "columns": [heading for _, heading in columns],
        "rows": rows,
        "types": sorted(types, key=str),
        "formulas": sum(1 for _ in root.iter(MAIN + "f")),
        "frozen_rows": int(pane.get("ySplit")) if pane is not None else 0,
        "filter": root.find(MAIN + "autoFilter").get("ref"),
        "choices": [found.findtext(MAIN + "formula1") for found in root.iter(MAIN + "dataValidation")],
    }


with zipfile.ZipFile(sys.argv[1]) as workbook:
    read = lambda part: ElementTree.fromstring(workbook.read(part))
    targets = {relation.get("Id"): relation.get("Target") for relation in read("xl/_rels/workbook.xml.rels")}
    sheets = [
        sheet(found.get("name"), read("xl/" + targets[found.get(RELATION)]))
        for found in read("xl/workbook.xml").iter(MAIN + "sheet")
    ]
    created = re.search(r"<dcterms:created[^>]*>([^<]*)", workbook.read("docProps/core.xml").decode())[1]
json.dump({"created": created, "sheets": sheets}, sys.stdout)
