"""Files for the tests, made from scratch so that every byte of a case can be read here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from detector.readers.old_letters import letters_of

TRUTH = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
BẢN TỰ KIỂM ĐIỂM CÁ NHÂN
Họ và tên: Nguyễn Thị Hương Giang
1. Về phẩm chất chính trị:
Bản thân luôn chấp hành nghiêm chủ trương của Đảng, chính sách, pháp luật của Nhà nước; dự đủ 12 buổi sinh hoạt chi bộ.
2. Về kết quả công tác:
Tôi đã soạn 24 phiếu đọc hiểu, dạy thay 16 tiết cho đồng nghiệp nghỉ ốm và hướng dẫn 3 học sinh dự thi, đạt 1 giải Nhì.
- Hạn chế: ứng dụng công nghệ thông tin còn chậm, có lúc nóng vội khi giải quyết công việc.
- Nguyên nhân: chưa dành đủ thời gian tự học; ngại hỏi những điều mình chưa rõ."""

W_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}document.main+xml"/></Types>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_REL = (
    '<Relationship Id="r{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
)


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def zip_with(data: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """The zip with some members in the place of others, or beside them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    return zip_of({**old, **members})


def docx(body: str, *, background: str = "", **parts: str) -> bytes:
    """A Word file of this body; `parts` are other parts' content by kind, `background` is the colour of its pages."""
    page = f'<w:background w:color="{background}"/>' if background else ""
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(_REL.format(1, "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {W_NS}>{page}<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELS.format(
            "".join(_REL.format(i, kind, f"{kind}.xml") for i, kind in enumerate(parts))
        ),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, content in parts.items():
        root = roots.get(kind, kind)
        members[f"word/{kind}.xml"] = f"<w:{root} {W_NS}>{content}</w:{root}>"
    return zip_of(members)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph; plain strings become runs, XML stays."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>" if properties else f"<w:p>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: Iterable[str]) -> str:
    """A table of cells given as paragraphs (or cell XML that begins with ``<w:tc>``)."""
    cells = [
        [c if c.startswith("<w:tc") else f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row]
        for row in rows
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells) + "</w:tbl>"


def docx_of_lines(text: str, font: str = "") -> bytes:
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    return docx("".join(p(r(line, fonts)) for line in text.split("\n")))


def odt_of_lines(text: str) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    lines = text if text.startswith("<") else "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    body = f"<office:body><office:text>{lines}</office:text></office:body>"
    content = f"<office:document-content {spaces}>{body}</office:document-content>"
    return zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf_of_lines(text: str) -> bytes:
    lines = "\\par\n".join("".join(rtf_char(c) for c in line) for line in text.split("\n"))
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times New Roman;}}\\f0\n" + lines + "\\par}").encode("ascii")


def rtf_char(char: str) -> str:
    return char if char.isascii() else "".join(f"\\u{unit if unit < 32768 else unit - 65536}?" for unit in _units(char))


def _units(char: str) -> list[int]:
    raw = char.encode("utf-16-le")
    return [int.from_bytes(raw[i : i + 2], "little") for i in range(0, len(raw), 2)]


def pdf(pages: Iterable[str], *, encrypted: bool = False, fields: Iterable[tuple[str, str]] = ()) -> bytes:
    """A PDF of these content streams (see `show`), with one font that maps every character to itself.

    `fields` are the form fields of the first page: box as ``left bottom right top``, and value.
    """
    pages = list(pages)
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /FontDescriptor 5 0 R /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: "<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>",
        6: _stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            "2 beginbfrange <0000> <00FF> <0000> <0100> <FFFF> <0100> endbfrange\nendcmap end end"
        ),
        7: "<< /Filter /Standard /V 1 /R 2 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> /P -4 >>",
    }
    widgets = [
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /Rect [{box}] /V <FEFF{value.encode('utf-16-be').hex()}> >>"
        for box, value in fields
    ]
    for i, content in enumerate(pages):
        annotations = f"/Annots [{' '.join(widgets)}] " if widgets and not i else ""
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * i} 0 R {annotations}"
            "/Resources << /Font << /F 3 0 R >> /XObject << /I 8 0 R >> >> >>"
        )
        objects[11 + 2 * i] = _stream(content)
    picture = "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1"
    objects[8] = f"<< /Type /XObject {picture} >>\nstream\n0\nendstream"
    return _assemble(objects, "/Encrypt 7 0 R /ID [<41> <41>]" if encrypted else "")


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _assemble(objects: Mapping[int, str], trailer: str) -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("latin-1")
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode("ascii")
    return out + f"trailer << /Size {max(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode(
        "ascii"
    )


def show(text: str, x: float, y: float, size: float = 12) -> str:
    """Draws one line; every character is half of `size` wide, `y` counts from the foot of a page of 595 x 842."""
    codes = "".join(f"{unit:04X}" for char in text for unit in _units(char))
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n"


def pdf_of_lines(text: str, width: int = 80) -> bytes:
    """Paragraphs wrapped at `width` characters with a first-line indent, as Word writes them."""
    pages, content, y = [], "", 780
    for line in text.split("\n"):
        for number, part in enumerate(_wrapped(line, width)):
            if y < 80:
                pages.append(content)
                content, y = "", 780
            content += show(part, 60 if number else 84, y)
            y -= 16
    return pdf([*pages, content])


def _wrapped(line: str, width: int) -> list[str]:
    parts, current = [], ""
    for word in line.split(" "):
        if current and len(current) + 1 + len(word) > width - (0 if parts else 4):
            parts.append(current)
            current = word
        else:
            current = f"{current} {word}".strip()
    return [*parts, current]


def tcvn3(text: str) -> str:
    """As text typed in a .Vn font arrives: small marked letters only, as the encoding has no capital ones."""
    return _mapped(text, letters_of("tcvn3").items())


def vni(text: str) -> str:
    return _mapped(text, letters_of("vni").items())


def _mapped(text: str, entries: Iterable[tuple[str, str]]) -> str:
    table: dict[str, str] = {}
    for old, new in entries:
        table.setdefault(new, old)
    return "".join(table.get(char, table.get(char.lower(), char)) for char in text)
