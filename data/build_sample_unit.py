"""Turn a folder of plain-text self-assessments into the office files of `data/sample_unit`.

    python data/build_sample_unit.py SOURCE_FOLDER data/sample_unit

SOURCE_FOLDER holds `docs/*.txt`, `labels.json` and `template.txt`. The words of every form are kept as they
are; only the layout and the file format change. Two runs give the same bytes with the same library versions.

Needs python-docx, and for the PDF files LibreOffice Writer (`soffice` on the PATH) with the Liberation fonts;
neither LibreOffice nor the fonts are needed to use the project itself.
"""

import argparse
import csv
import io
import json
import random
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

SEED = 2024
AUTHOR = "Trường THCS Phú Lâm"
MOMENT = datetime(2024, 12, 20, 8, 0, 0)
PREVIOUS = "a46_bui_thi_mai_2023"

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY

Place = Document | _Cell

PART = re.compile(r"[IVX]+\. ")
PROMPT = re.compile(r"[1-6]\. (?:Chính trị|Đạo đức|Tác phong|Ý thức|Kết quả|Thái độ)")
LIST_SIGN = re.compile(r"([-+*]) ")

# The layouts of the .docx files and of the .docx files behind the PDFs; the rest are .txt, see TXT.
DOCX = {
    "a01_nguyen_thi_lan": "styled",
    "a02_tran_van_hung": "header",
    "a04_le_minh_tuan": "plain",
    "a05_vu_thi_hong_nhung": "form",
    "a06_do_quang_vinh": "listed",
    "a07_bui_thi_mai": "styled",
    "a08_hoang_thi_thuy": "styled",
    "a10_dang_thi_ngoc_anh": "form_listed",
    "a11_phan_van_khai": "header",
    "a13_luong_thi_thanh": "styled",
    "a15_nguyen_thi_kim_oanh": "plain",
    "a19_le_thi_thanh_huyen": "breaks",
    "a22_nguyen_dinh_cuong": "form",
    "a24_pham_thi_nguyet": "header",
    "a26_kieu_thi_hai_yen": "breaks",
    "a28_la_van_hieu": "form_listed",
    "a31_tran_thi_tuyet": "plain",
    "a35_dao_thi_minh_chau": "form",
    "a37_hoang_thi_le_quyen": "form",
    "a38_doan_thi_hop": "header",
    "a40_vu_thi_quynh": "plain",
    "a43_nguyen_thi_ngan": "form",
    "a45_phung_thi_huong": "listed",
    PREVIOUS: "listed",
}
PDF = {
    "a12_trinh_thi_bich": "header",
    "a18_ha_thi_phuong": "plain",
    "a20_duong_thi_hien": "styled",
    "a30_nguyen_van_loi": "plain",
    "a33_nguyen_huu_phuc": "header",
    "a36_tran_thi_thom": "form",
    "a41_lai_van_thanh": "form",
    "a42_chu_van_kien": "listed",
}
ONE_PAGE = {"a30_nguyen_van_loi"}
# Kept whole by section, because the number of the page would otherwise fall into a labelled passage.
WHOLE_SECTIONS = {"a18_ha_thi_phuong", "a33_nguyen_huu_phuc", "a36_tran_thi_thom", "a41_lai_van_thanh"}
TXT: dict[str, Callable[[str], bytes]] = {
    "a09_ngo_duc_thang": lambda text: text.encode("utf-8-sig"),
    "a16_dinh_van_long": lambda text: text.replace("\n", "\r\n").encode(),
    "a34_ngo_thi_duyen": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "a44_phan_thi_ly": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@dataclass(frozen=True)
class Section:
    """A heading or prompt of the form and the lines written below or behind it."""

    heading: str
    answers: list[str]


@dataclass(frozen=True)
class Form:
    """The parts of one form, every line as in the source."""

    motto: list[str]
    title: list[str]
    fields: list[str]
    sections: list[Section]
    closing: list[str]


@dataclass(frozen=True)
class Layout:
    """How a form is laid out; the default is centred and plain paragraphs with typed list signs."""

    header_table: bool = False
    form_table: bool = False
    heading_styles: bool = False
    word_lists: bool = False
    soft_breaks: bool = False


LAYOUTS = {
    "plain": Layout(),
    "header": Layout(header_table=True),
    "styled": Layout(header_table=True, heading_styles=True, word_lists=True),
    "listed": Layout(word_lists=True),
    "form": Layout(form_table=True),
    "form_listed": Layout(header_table=True, form_table=True, word_lists=True),
    "breaks": Layout(soft_breaks=True),
}


@dataclass(frozen=True)
class Look:
    """The measures in which files of one layout differ from each other."""

    font: str
    size: int
    line_spacing: float
    space_after: int
    indent: float
    bullet: str
    page_numbers: bool
    whole_sections: bool


# ---------------------------------------------------------------- the source


def split_heading(line: str) -> tuple[str, str] | None:
    """Heading and the answer begun on its line ("" if none), or None for a line of an answer."""
    if not (PART.match(line) or PROMPT.match(line)):
        return None
    heading, colon, rest = line.partition(": ")
    return (heading + colon.strip(), rest) if colon else (line, "")


def parse_sections(lines: Iterable[str]) -> list[Section]:
    """Group the lines between the personal fields and the signature; the first must be a heading."""
    sections: list[Section] = []
    for line in lines:
        split = split_heading(line)
        if split is None:
            sections[-1].answers.append(line)
        else:
            sections.append(Section(split[0], [split[1]] if split[1] else []))
    return sections


def parse_form(text: str) -> Form:
    """Read a form whose parts are set apart by blank lines: three, then the sections, then the signature."""
    blocks = [[line.strip() for line in block.split("\n")] for block in re.split(r"\n{2,}", text.strip())]
    motto, title, fields, *body, closing = blocks
    sections = parse_sections(line for block in body for line in block)
    return Form(motto, title, fields, sections, closing)


def field_values(form: Form) -> list[str]:
    """Name, post and unit as filled in, in that order."""
    return [line.partition(": ")[2] for line in form.fields]


# ---------------------------------------------------------------- .docx


def choose_look(stem: str, as_pdf: bool) -> Look:
    """Draw the measures for a file from the seed and its name, so that adding a file changes no other."""
    rng = random.Random(f"{SEED}:{stem}")
    tight = stem in ONE_PAGE
    return Look(
        font="Liberation Serif" if as_pdf else "Times New Roman",
        size=rng.choice([13, 13, 14]) if not as_pdf else 13,
        line_spacing=rng.choice([1.0, 1.1, 1.15]) if not as_pdf else 1.0 if tight else 1.1,
        space_after=rng.choice([3, 4, 6]) if not tight else 2,
        indent=rng.choice([0.0, 1.0, 1.27]),
        bullet=rng.choice("--•"),
        page_numbers=as_pdf and not tight,
        whole_sections=stem in WHOLE_SECTIONS,
    )


class FormWriter:
    """Writes one form into a new Word document."""

    def __init__(self, layout: Layout, look: Look) -> None:
        """Start an empty document with the page and styles of the look."""
        self.layout = layout
        self.look = look
        self.document: Document = docx.Document()
        self.list_numbers: dict[str, int] = {}
        self.set_page()
        self.set_styles()

    def write(self, form: Form) -> Document:
        """Write all parts in reading order."""
        self.write_motto(form.motto)
        self.write_title(form.title)
        self.write_fields(form.fields)
        self.write_sections(form.sections)
        self.write_closing(form.closing)
        return self.document

    def set_page(self) -> None:
        """A4 with the wide left margin for binding that office papers have."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        section.header_distance = section.footer_distance = Cm(1)
        if self.look.page_numbers:
            add_page_number(section.footer.paragraphs[0], self.look.size - 2)

    def set_styles(self) -> None:
        """Give text and headings one font; the headings of the default template are blue and sans serif."""
        for name in ["Normal", "Heading 1", "Heading 2", "List Bullet"]:
            style = cast(ParagraphStyle, self.document.styles[name])
            set_font(style, self.look.font, self.look.size)
            style.paragraph_format.space_before = Pt(0)
            style.paragraph_format.space_after = Pt(self.look.space_after)
            style.paragraph_format.line_spacing = self.look.line_spacing
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), "vi-VN")

    def write_motto(self, lines: list[str]) -> None:
        """Two centred lines, at the right of a table without borders or across the page."""
        place: Place = self.document
        if self.layout.header_table:
            place = self.add_table([5.5, 11.0], bordered=False).cell(0, 1)
        for number, line in enumerate(lines):
            paragraph = self.add_line(place, line, bold=True)
            paragraph.alignment = CENTRE
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.runs[0].underline = number == 1 or None

    def write_title(self, lines: list[str]) -> None:
        """Centred in bold, with air around it."""
        for number, line in enumerate(lines):
            paragraph = self.add_line(self.document, line, bold=True)
            paragraph.alignment = CENTRE
            paragraph.paragraph_format.space_before = Pt(0 if number else 16)
            paragraph.paragraph_format.space_after = Pt(10 if number else 2)

    def write_fields(self, lines: list[str]) -> None:
        """Label and value are runs of their own, the name in bold."""
        for number, line in enumerate(lines):
            label, colon, value = line.partition(": ")
            paragraph = self.add_line(self.document, label + colon)
            paragraph.add_run(value).bold = (number == 0 and bool(value.strip("."))) or None

    def write_sections(self, sections: list[Section]) -> None:
        """As rows of a table or as paragraphs."""
        if self.layout.form_table:
            self.write_rows(sections)
        else:
            for section in sections:
                self.write_heading(self.document, section.heading, keep=bool(section.answers))
                self.write_answers(self.document, section.answers)

    def write_rows(self, sections: list[Section]) -> None:
        """Heading at the left, answer at the right; a heading without an answer spans both columns."""
        table = self.add_table([5.0, 11.5], rows=len(sections), bordered=True)
        for row, section in zip(table.rows, sections, strict=True):
            left, right = row.cells
            if section.answers:
                self.write_answers(right, section.answers)
            else:
                left = left.merge(right)
            self.write_heading(left, section.heading)
            if self.look.whole_sections:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def write_heading(self, place: Place, heading: str, keep: bool = False) -> None:
        """Bold, or a heading style of Word with the same look."""
        paragraph = self.add_line(place, heading, bold=True)
        if self.layout.heading_styles:
            paragraph.style = self.document.styles["Heading 1" if PART.match(heading) else "Heading 2"]
        paragraph.paragraph_format.keep_with_next = keep or None
        if PART.match(heading) and place is self.document:
            paragraph.paragraph_format.space_before = Pt(6)

    def write_answers(self, place: Place, answers: list[str]) -> None:
        """One paragraph for each line, or a single paragraph with line breaks."""
        if self.layout.soft_breaks:
            answers = ["\n".join(answers)] if answers else []
        for number, answer in enumerate(answers, start=1):
            paragraph = self.write_answer(place, answer)
            if self.look.whole_sections:
                paragraph.paragraph_format.keep_together = True
                paragraph.paragraph_format.keep_with_next = number < len(answers) or None

    def write_answer(self, place: Place, answer: str) -> Paragraph:
        """A list item of Word if the line begins with a list sign and the layout has lists, else as typed."""
        sign = LIST_SIGN.match(answer)
        if sign and self.layout.word_lists:
            return self.add_item(place, sign[1], answer[sign.end() :])
        paragraph = self.add_line(place, answer, italic=answer.startswith("("))
        if place is self.document and not self.layout.soft_breaks and answer.strip("."):
            paragraph.alignment = JUSTIFY
            paragraph.paragraph_format.first_line_indent = Cm(self.look.indent)
        return paragraph

    def write_closing(self, lines: list[str]) -> None:
        """Date and signature in the right half, with room to sign above the name."""
        place: Place = self.document
        if self.layout.header_table:
            place = self.add_table([7.5, 9.0], bordered=False).cell(0, 1)
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            paragraph = self.add_line(place, line, bold=number > 0, italic=number == 0 or line.startswith("("))
            paragraph.alignment = CENTRE
            paragraph.paragraph_format.left_indent = None if self.layout.header_table else Cm(7.5)
            paragraph.paragraph_format.space_before = Pt(self.closing_space(number, last, line))
            paragraph.paragraph_format.keep_with_next = not last or None

    def closing_space(self, number: int, last: bool, line: str) -> int:
        """Points above a line of the signature block."""
        if number == 0:
            return 12
        return 48 if last and not line.startswith("(") else 0

    def add_line(self, place: Place, text: str, bold: bool = False, italic: bool = False) -> Paragraph:
        """Add a paragraph, or fill the empty one that a new table cell comes with."""
        fresh = isinstance(place, _Cell) and not place.text
        paragraph: Paragraph = place.paragraphs[0] if fresh else place.add_paragraph()
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None
        return paragraph

    def add_item(self, place: Place, sign: str, text: str) -> Paragraph:
        """Add a list item whose sign comes from the numbering and is no part of the text."""
        paragraph = self.add_line(place, text)
        paragraph.style = self.document.styles["List Bullet"]
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_ilvl().val = 0
        numbering.get_or_add_numId().val = self.list_number(self.look.bullet if sign == "-" else sign)
        return paragraph

    def list_number(self, sign: str) -> int:
        """Number of the list definition for a sign, made when first asked for."""
        if sign not in self.list_numbers:
            self.list_numbers[sign] = define_list(self.document, sign)
        return self.list_numbers[sign]

    def add_table(self, widths: list[float], bordered: bool, rows: int = 1) -> Table:
        """Add a table with columns of fixed widths in centimetres."""
        table: Table = self.document.add_table(rows=rows, cols=len(widths))
        table.style = self.document.styles["Table Grid" if bordered else "Normal Table"]
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table


def set_font(style: ParagraphStyle, name: str, size: int) -> None:
    """Set the font for all scripts; the theme's font would win over a plain name."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ["ascii", "hAnsi", "eastAsia", "cs"]:
        fonts.set(qn(f"w:{script}"), name)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)


def add_page_number(paragraph: Paragraph, size: int) -> None:
    """Put the field that Word and LibreOffice fill with the number of the page."""
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)
    paragraph.alignment = CENTRE
    style = cast(ParagraphStyle, paragraph.style)
    style.font.size = Pt(size)


def define_list(document: Document, sign: str) -> int:
    """Add a one-level list with this sign; abstract definitions must come before the numbers that use them."""
    root = document.part.numbering_part.element
    number = 100 + len(root.findall(qn("w:abstractNum")))
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum>'
        ),
    )
    return int(root.add_num(number).numId)


def set_properties(document: Document, title: str) -> None:
    """Fixed author and times, so that a second run gives the same file."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = MOMENT
    properties.title, properties.comments, properties.language = title, "", "vi-VN"
    properties.revision = 1


def drop_ballast(document: Document) -> None:
    """Leave out the template's picture and its second copy of the styles, half of the size of a file."""
    for relations in [document.part.rels, document.part.package.rels]:
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del relations[key]


def save_docx(document: Document, path: Path) -> None:
    """Save with a fixed time on every member of the archive."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            new.writestr(member, old.read(name), zipfile.ZIP_DEFLATED, compresslevel=9)


def write_docx(text: str, path: Path, layout: str, as_pdf: bool = False) -> None:
    """Lay out one form."""
    form = parse_form(text)
    document = FormWriter(LAYOUTS[layout], choose_look(path.stem, as_pdf)).write(form)
    set_properties(document, form.title[0])
    drop_ballast(document)
    save_docx(document, path)


# ---------------------------------------------------------------- .pdf


def convert_to_pdf(paths: list[Path], folder: Path) -> None:
    """Convert with a profile of its own, so that an open LibreOffice does not get in the way."""
    with tempfile.TemporaryDirectory() as profile:
        program = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        options = ["--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*program, *options, *map(str, paths)], check=True, capture_output=True)


def freeze_pdf(path: Path) -> None:
    """Overwrite what LibreOffice draws anew on each run; lengths stay, so the offsets in the file stay true."""
    data = path.read_bytes()
    stamp, zero = MOMENT.strftime("D:%Y%m%d%H%M%S").encode(), b"0" * 32
    data = re.sub(rb"(?<=Date\()D:\d{14}", stamp, data)
    data = re.sub(rb"/ID \[ <[0-9A-F]{32}>(\s+)<[0-9A-F]{32}> \]", rb"/ID [ <%b>\1<%b> ]" % (zero, zero), data)
    data = re.sub(rb"(?<=/DocChecksum /)[0-9A-F]{32}", zero, data)
    path.write_bytes(data)


def write_pdfs(texts: dict[str, str], folder: Path) -> None:
    """Lay out each form as .docx in a passing folder and print it to PDF."""
    with tempfile.TemporaryDirectory() as passing:
        paths = [Path(passing) / f"{stem}.docx" for stem in texts]
        for path in paths:
            write_docx(texts[path.stem], path, PDF[path.stem], as_pdf=True)
        convert_to_pdf(paths, folder)
    for stem in texts:
        freeze_pdf(folder / f"{stem}.pdf")


# ---------------------------------------------------------------- the folder


def file_name(stem: str) -> str:
    """Name of a form in the finished unit."""
    return stem + (".docx" if stem in DOCX else ".pdf" if stem in PDF else ".txt")


def folder_of(stem: str, target: Path) -> Path:
    """This year's forms lie apart from last year's."""
    return target / ("previous" if stem == PREVIOUS else "submissions")


def write_forms(texts: dict[str, str], target: Path) -> None:
    """Write every form in its format."""
    for stem, text in texts.items():
        path = folder_of(stem, target) / file_name(stem)
        if stem in DOCX:
            write_docx(text, path, DOCX[stem])
        elif stem not in PDF:
            path.write_bytes(TXT.get(stem, str.encode)(text))
    write_pdfs({stem: texts[stem] for stem in PDF}, target / "submissions")


def write_labels(source: Path, target: Path, stems: Iterable[str]) -> None:
    """Copy the labels with the names of the new files."""
    labels = (source / "labels.json").read_text(encoding="utf-8")
    for stem in stems:
        labels = labels.replace(f'"{stem}.txt"', f'"{file_name(stem)}"')
    (target / "labels.json").write_text(labels.rstrip() + "\n", encoding="utf-8")


def write_roster(source: Path, target: Path, texts: dict[str, str]) -> None:
    """One row for each form; the names are those of the signatures, since some fill in capitals above."""
    docs = json.loads((source / "labels.json").read_text(encoding="utf-8"))["docs"]
    with (target / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "name", "unit", "year", "post"])
        for stem, text in texts.items():
            _, post, unit = field_values(parse_form(text))
            about = docs[f"{stem}.txt"]
            rows.writerow([file_name(stem), about["author"], unit, about["year"], post])


def make_folders(target: Path) -> None:
    """Empty the two folders of forms, so that no file of an earlier plan stays."""
    for name in ["submissions", "previous"]:
        shutil.rmtree(target / name, ignore_errors=True)
        (target / name).mkdir(parents=True)


def build(source: Path, target: Path) -> None:
    """Write the unit; files that are not made from the source, like the README, stay."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((source / "docs").glob("*.txt"))}
    make_folders(target)
    write_forms(texts, target)
    write_docx((source / "template.txt").read_text(encoding="utf-8"), target / "blank_form.docx", "header")
    write_labels(source, target, texts)
    write_roster(source, target, texts)


def main() -> None:
    """Read the two folders from the command line."""
    parser = argparse.ArgumentParser(description="Make the office files of the sample unit.")
    parser.add_argument("source", type=Path, help="folder with docs/*.txt, labels.json and template.txt")
    parser.add_argument("target", type=Path, help="folder to write, for example data/sample_unit")
    arguments = parser.parse_args()
    build(arguments.source, arguments.target)


if __name__ == "__main__":
    main()
