"""Workbooks whose styles openpyxl refuses: the same workbook with nothing left of them but the formats of numbers."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from detector.readers.docx_looks import local_name
from detector.readers.limits import open_zip, parse_xml, unpack
from detector.settings import Settings

_STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLAIN = (
    '<styleSheet xmlns="{main}">{formats}<fonts><font/></fonts><fills><fill><patternFill/></fill></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>"
)


def with_plain_styles(data: bytes, settings: Settings) -> bytes:
    """Dates stay dates; colours, fonts and borders are gone. Raises `ReadError`."""
    out = io.BytesIO()
    with open_zip(data, settings) as package, zipfile.ZipFile(out, "w") as plain:
        for info in package.infolist():
            content = unpack(package, info, settings)
            plain.writestr(info.filename, _plain(content) if info.filename == _STYLES else content)
    return out.getvalue()


def _plain(content: bytes) -> bytes:
    from lxml import etree

    root = parse_xml(content)
    formats = b"".join(etree.tostring(node) for node in root if local_name(node.tag) == "numFmts")
    cells = [item for node in root if local_name(node.tag) == "cellXfs" for item in node]
    kept = "".join(f'<xf numFmtId="{_number(one)}" applyNumberFormat="1"/>' for one in cells) or "<xf/>"
    return _PLAIN.format(main=_MAIN, formats=formats.decode(), cells=kept).encode()


def _number(node: Any) -> int:
    value = node.get("numFmtId", "0")
    return int(value) if value.isascii() and value.isdigit() else 0
