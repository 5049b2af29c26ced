"""What readers get back from PDFs that three programs make of one text, and from the cases of torn letters.

    pip install reportlab pdfplumber            # and LibreOffice, Chromium, pdftotext (poppler-utils), DejaVu fonts
    PYTHONPATH=. python tests/benchmarks/pdf_programs.py

`--lacking` names an installed font without ạ, ế, ơ and the like: programs take those from another one. The text has a
head of two columns, labels, justified paragraphs with raised numbers, a table with justified narrow cells, columns
without lines, a table that a page break parts, and two columns at the foot. Words right are those in their place
(difflib); the truth is what the reader of Word files gives.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings

FIXTURES = Path(__file__).parents[1] / "readers" / "fixtures"
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
_CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --no-pdf-header-footer"
)

_STORE = (
    "Tôi chủ trì dựng lại kho lưu trữ hồ sơ đất đai tại xã Nậm Pồ trong ba tháng mùa mưa, phân loại 1.284 tập, đánh số "
    "bìa từ N-001 và phát hiện 37 tập thiếu sơ đồ; diện tích kho 120 m^2^ và thể tích 350 m^3^ giấy."
)
_PLOTS = (
    "Cùng cán bộ địa chính bản Huổi Lóng, tôi đo lại từng thửa bị sạt lở^1^ ^2^, ghép bản vẽ tay với ảnh chụp^3^ và "
    "bàn giao cho văn phòng^4,5^ trước ngày 20 tháng 9. Những thửa ở ven suối ấy ướt sũng, ngập úng."
)
_WEAK = (
    "- Hạn chế: ứng dụng công nghệ thông tin còn chậm, có lúc nóng vội khi giải quyết công việc; ngại hỏi điều chưa rõ."
)
_HEAD = ("TT", "Nội dung công việc", "Kết quả thực hiện", "Ghi chú")
_GIFTED = (
    "Xây dựng kế hoạch bồi dưỡng học sinh giỏi môn Địa lí khối chín theo hướng dẫn liên trường",
    "Hoàn thành chương trình đúng thời hạn, nghiệm thu trước hội đồng ngày mười hai tháng tư",
    "Phối hợp chặt chẽ cùng nhóm chuyên môn",
)
_RESEARCH = (
    "Hướng dẫn nghiên cứu khoa học kĩ thuật dành cho học sinh trung học",
    "Chuyển giao thiết bị quan trắc nước suối đơn giản phục vụ thực hành",
    "Nguyên liệu thường xuyên thiếu",
)
_COLUMNS = (
    "Ưu điểm nổi bật của bản thân trong năm học vừa qua là đã hoàn thành nhiệm vụ được giao, đúng tiến độ",
    "Khuyết điểm cần khắc phục là chưa mạnh dạn tham mưu, đề xuất với lãnh đạo đơn vị những việc khó",
    "Hướng phấn đấu trong thời gian tới là học tập nâng cao trình độ ngoại ngữ, tin học",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph (one row of one cell) or a table; `align` is left, center or justify, `widths` are centimetres."""

    rows: tuple[tuple[str, ...], ...]
    align: str = "left"
    widths: tuple[float, ...] = ()
    ruled: bool = False


def text_parts(widths: tuple[float, ...]) -> list[Part]:
    """The text; `^` begins and ends raised characters, line ends are paragraphs of a cell."""
    halves, thirds = (8.0, 8.0), (5.3, 5.3, 5.3)
    top = ("UBND XÃ NẬM PỒ\nTRƯỜNG THCS SÔNG TRĂNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nĐộc lập - Tự do - Hạnh phúc")
    foot = ("XÁC NHẬN CỦA ĐƠN VỊ\n(Ký, ghi rõ họ tên)", "NGƯỜI TỰ KIỂM ĐIỂM\nLê Thị Hạnh")
    long = tuple((str(n), *(f"{cell}. {cell}." for cell in (_GIFTED, _RESEARCH)[n % 2])) for n in range(1, 5))
    return [
        Part((top,), "center", halves),
        Part((("BẢN TỰ KIỂM ĐIỂM",),), "center"),
        *(Part(((line,),)) for line in ("Họ và tên: Lê Thị Hạnh", "Chức vụ: Giáo viên", "Năm: 2025")),
        *(Part(((line,),), "justify") for line in (_STORE, _PLOTS, _WEAK)),
        Part((_COLUMNS,), "justify", thirds),
        Part(
            (_HEAD, ("1", *_GIFTED), ("2", *_RESEARCH), ("3", "Tự bồi dưỡng", "Đạt", "Không")), "justify", widths, True
        ),
        *(Part(((line,),), "justify") for line in (_PLOTS, _STORE)),
        Part((_HEAD, *long), "justify", widths, True),
        Part(((_STORE,),), "justify"),
        Part((foot,), "center", halves),
    ]


def raised_parts(text: str) -> Iterator[tuple[str, bool]]:
    yield from ((part, bool(index % 2)) for index, part in enumerate(text.split("^")) if part)


def write_docx(parts: Sequence[Part], font: str, path: Path) -> None:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = font, Pt(12)
    sides = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }

    def fill(paragraph: Any, text: str, align: str) -> None:
        paragraph.alignment = sides[align]
        for piece, raised in raised_parts(text):
            paragraph.add_run(piece).font.superscript = raised or None

    for part in parts:
        if not part.widths:
            fill(document.add_paragraph(), part.rows[0][0], part.align)
            continue
        table = document.add_table(len(part.rows), len(part.widths), "Table Grid" if part.ruled else None)
        table.autofit = False
        for column, width in enumerate(part.widths):
            table.columns[column].width = Cm(width)
            for row, cells in enumerate(part.rows):
                table.cell(row, column).width = Cm(width)
                first, *others = cells[column].split("\n")
                fill(table.cell(row, column).paragraphs[0], first, part.align)
                for line in others:
                    fill(table.cell(row, column).add_paragraph(), line, part.align)
        document.add_paragraph()
    document.save(str(path))


def write_html(parts: Sequence[Part], font: str, path: Path) -> None:
    def shown(text: str) -> str:
        pieces = (f"<sup>{html.escape(p)}</sup>" if raised else html.escape(p) for p, raised in raised_parts(text))
        return "".join(pieces).replace("\n", "<br>")

    lines = [
        f"<meta charset=utf-8><style>@page{{size:A4;margin:25mm}}body{{font:12pt '{font}'}}td{{padding:0 2mm;"
        "vertical-align:top}table{border-collapse:collapse;margin-bottom:1em}.ruled td{border:1px solid}</style>"
    ]
    for part in parts:
        if not part.widths:
            lines.append(f"<p style='text-align:{part.align}'>{shown(part.rows[0][0])}</p>")
            continue
        lines.append("<table class=ruled>" if part.ruled else "<table>")
        for row in part.rows:
            style = [f"text-align:{part.align};width:{width}cm" for width in part.widths]
            lines.append("<tr>" + "".join(f"<td style='{s}'>{shown(c)}" for s, c in zip(style, row, strict=True)))
        lines.append("</table>")
    path.write_text("\n".join(lines), encoding="utf-8")


def print_chromium(parts: Sequence[Part], font: str, path: Path) -> None:
    source = path.with_suffix(".html")
    write_html(parts, font, source)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "chromium",
            *_CHROMIUM.split(),
            f"--user-data-dir={profile}",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def print_libreoffice(parts: Sequence[Part], font: str, path: Path) -> None:
    source = path.with_suffix(".docx")
    write_docx(parts, font, source)
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def print_reportlab(parts: Sequence[Part], font: str, path: Path) -> None:
    """With DejaVu, which has every letter; under another name its Vietnamese letters come from the sans-serif one."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    for name, file in (("one", "DejaVuSerif.ttf"), ("other", "DejaVuSans.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(_DEJAVU / file)))
    sides = {"left": 0, "center": 1, "justify": 4}

    def paragraph(text: str, align: str) -> Any:
        shown = ""
        for piece, raised in raised_parts(text):
            escaped = html.escape(piece)
            if not font.startswith("DejaVu"):
                escaped = re.sub("([ăđĩũơưẠ-ỹĂĐĨŨƠƯ]+)", r'<font name="other">\1</font>', escaped)
            shown += f"<super>{escaped}</super>" if raised else escaped
        return Paragraph(shown, ParagraphStyle("any", fontName="one", fontSize=11, leading=15, alignment=sides[align]))

    story: list[Any] = []
    for part in parts:
        if not part.widths:
            story += [paragraph(part.rows[0][0], part.align), Spacer(1, 6)]
            continue
        cells = [[[paragraph(line, part.align) for line in cell.split("\n")] for cell in row] for row in part.rows]
        style = [("VALIGN", (0, 0), (-1, -1), "TOP"), *([("GRID", (0, 0), (-1, -1), 0.5, "black")] * part.ruled)]
        story += [Table(cells, [width * cm for width in part.widths], style=TableStyle(style)), Spacer(1, 10)]
    SimpleDocTemplate(str(path)).build(story)


PROGRAMS: dict[str, Callable[[Sequence[Part], str, Path], None]] = {
    "LibreOffice": print_libreoffice,
    "Chromium": print_chromium,
    "reportlab": print_reportlab,
}


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def read_detector(path: Path) -> str:
    events = extract_file(path.name, path.read_bytes(), Settings())
    return "\n".join(event.text for event in events if isinstance(event, Extract))


def read_pdftotext(path: Path) -> str:
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def read_pdfplumber(path: Path) -> str:
    """Its tables cell by cell, then its text outside of them, page by page in the order of their places."""
    import pdfplumber

    pages = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            rest = page
            pieces: list[tuple[float, str]] = []
            for table in page.find_tables():
                cells = (cell or "" for row in table.extract() for cell in row)
                pieces.append((table.bbox[1], "\n".join(cells)))
                rest = rest.outside_bbox(table.bbox)
            pieces += [(line["top"], line["text"]) for line in rest.extract_text_lines()]
            pages.append("\n".join(text for _, text in sorted(pieces)))
    return "\n".join(pages)


READERS: dict[str, Callable[[Path], str]] = {
    "detector": read_detector,
    "pdfplumber": read_pdfplumber,
    "pdftotext": read_pdftotext,
}


def share_right(truth: list[str], read: list[str]) -> float:
    """Of the words of both, those that stand in their place; 1 only if all do."""
    return SequenceMatcher(None, truth, read, autojunk=False).ratio()


def cases() -> Iterator[tuple[str, Path, list[str]]]:
    """Torn letters and justified cells, each with the words of its counterpart that is set plainly."""
    for name, bad, good, names in (
        ("letters of a second font", "fallback_times", "fallback_calibri", ("Sùng A Páo", "Lê Thị Hạnh")),
        ("justified narrow cells", "cells_just", "cells_left", ("Vi Thị Thơm", "Lê Thị Hạnh")),
    ):
        truth = read_detector(FIXTURES / f"{good}.pdf").replace(*names)
        yield name, FIXTURES / f"{bad}.pdf", words(truth)


def printed(folder: Path, lacking: str) -> Iterator[tuple[str, Path, list[str]]]:
    for program, write in PROGRAMS.items():
        for font in ("DejaVu Serif", lacking):
            for widths in ((1.0, 2.6, 2.8, 2.3), (1.2, 3.4, 3.6, 2.8), (1.2, 5.0, 5.5, 3.5)):
                path = folder / f"{program}_{font}_{widths[1]}.pdf".replace(" ", "")
                parts = text_parts(widths)
                write_docx(parts, font, folder / "truth.docx")
                write(parts, font, path)
                label = f"{program}, {font if font != lacking else 'a font that lacks letters'}, {widths[1]} cm"
                yield label, path, words(read_detector(folder / "truth.docx"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--lacking", default="Liberation Serif", help="an installed font without Vietnamese letters")
    parser.add_argument("--keep", type=Path, help="folder in which the files stay")
    options = parser.parse_args()
    print(f"| file | {' | '.join(READERS)} |\n|---|{'---|' * len(READERS)}")
    taken = dict.fromkeys(READERS, 0.0)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        for label, path, truth in (*cases(), *printed(folder, options.lacking)):
            cells = []
            for name, read in READERS.items():
                start = time.perf_counter()
                found = words(read(path))
                taken[name] += time.perf_counter() - start
                cells.append("equal" if found == truth else f"{share_right(truth, found):.3f}")
            print(f"| {label} | {' | '.join(cells)} |", flush=True)
    print(f"| seconds for all | {' | '.join(f'{seconds:.1f}' for seconds in taken.values())} |")


if __name__ == "__main__":
    if not all(map(shutil.which, ("soffice", "chromium", "pdftotext"))):
        raise SystemExit("needs soffice, chromium and pdftotext")
    main()
