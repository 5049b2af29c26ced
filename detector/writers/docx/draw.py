"""A record as a Word document in the layout of an office's minutes: motto, title, tables, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from detector import wording
from detector.language import date_text, number, percent, translator
from detector.result_files import MARK
from detector.wording import N_
from detector.writers.cells import cut
from detector.writers.decided import LogLine
from detector.writers.docx.record import DIFFERS, MOVED, PairRecord, PassageLine, Pieces, Record

FONT = "Times New Roman"
MAX_SET_ASIDE = 1_000
_OF_PAIRS = N_("of self-assessments that have passages in common")
# As on the page, in tints that a printer keeps apart.
_SHADES = {
    "shared": "F8DCCB",
    "previous": "E3DAF1",
    "reference": "F6E7B8",
    "common": "E4E7EB",
    "rule": "D9E6DC",
    "form": "F2F2F2",
}
DOTS = "…" * 30
MARKS_NOTE = N_(
    "Bold and underlined: words that differ. Italic: words that stand in another place on the other side. “words not "
    "compared”: nearly all differ, so none is marked. “in 2”: submissions of the scan that have the passage."
)
_ALLOWED = N_("Whether the sharing was allowed: a text of the unit, a task done together, a model that was handed out.")


def draw_record(record: Record, path: Path) -> None:
    """Writes the file; python-docx is imported here, so that other formats do not wait for it."""
    _Drawing(record).save(path)


class _Drawing:
    def __init__(self, record: Record) -> None:
        from docx import Document
        from docx.shared import Cm

        self.record = record
        self.lang = record.lang
        self.t = translator(record.lang).gettext
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.5), Cm(1.5)
        section.top_margin, section.bottom_margin = Cm(2), Cm(2)
        self._style()

    def save(self, path: Path) -> None:
        self._head()
        self._title()
        self._scope()
        self._own_text()
        for pair in self.record.pairs:
            self._pair(pair)
        self._persons()
        self._set_aside()
        self._limits()
        self._signatures()
        self._appendix()
        self._footer()
        self.document.core_properties.author = "detector"
        self.document.core_properties.category = MARK
        self.document.core_properties.title = self.t("RECORD OF REVIEW")
        self.document.save(str(path))

    def _style(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt

        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(12)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(4)

    def _head(self) -> None:
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        self._widths(table, (6, 11))  # the second line of the state's name must not break
        left, right = table.rows[0].cells
        self._centred(left, self.record.unit or DOTS[:12], bold=True)
        self._centred(left, "_______")
        self._centred(right, self.t("SOCIALIST REPUBLIC OF VIET NAM"), bold=True)
        self._centred(right, self.t("Independence - Freedom - Happiness"), bold=True)
        self._centred(right, "_______________")
        made = self.record.made
        day = date_text(made, self.lang) if made else "…/…/……"
        self._centred(right, self.t("Date: {day}").format(day=day), italic=True)

    def _title(self) -> None:
        self._line(self.t("RECORD OF REVIEW"), bold=True, centred=True, size=15, before=14)
        about = self.t("of one person's self-assessment") if self.record.own else self.t(_OF_PAIRS)
        self._line(about, bold=True, centred=True)
        self._line(self.t("No.: ……… Place: ……………………… Those present: ………………………………………………"), centred=True)
        if self.record.group:
            self._line(self.record.group, centred=True)
        if not self.record.names:
            words = self.t("Persons and units are codes; the office keeps the key apart.")
            self._line(words, italic=True, centred=True)

    def _scope(self) -> None:
        record = self.record
        self._heading(self.t("I. What was compared"))
        rows = [
            (self.t("Submissions of the scan"), number(record.submissions, 0, self.lang)),
            (self.t("Scanned on"), record.scanned or "…"),
            (self.t("Pairs in this record"), number(len(record.pairs), 0, self.lang)),
            (
                self.t("Line from which a pair is looked at"),
                f"{number(record.threshold, 0, self.lang)} {self.t('bits')}",
            ),
            (self.t("Program"), f"detector {record.version}"),
            *([(self.t("State of the logs"), record.log_state)] if record.log_state else []),
        ]
        self._table(rows, widths=(7, 10))
        self._heading(self.t("II. Pairs"))
        if not record.pairs:
            self._line(self.t("No pair stands above the threshold."))
        if record.pairs_left_out:
            words = self.t("Further pairs are left out of this record: {count}.")
            self._line(words.format(count=number(record.pairs_left_out, 0, self.lang)), italic=True)

    def _own_text(self) -> None:
        """The person's text, each run shaded by its class, with the class's letter where one begins."""
        own = self.record.own
        if own is None:
            return
        self._heading(self.t("The text of {name}").format(name=own.name), level=2)
        for sentence in own.findings:
            self._line(f"– {sentence}")
        letters = "; ".join(
            f"{wording.class_letter(kind, self.lang)}: {wording.label(wording.CLASS_LABELS, kind, self.lang)}"
            for kind in wording.CLASS_LABELS
        )
        self._line(
            self.t("Shading and letter say where the words come from. {letters}").format(letters=letters), size=10
        )
        paragraph = self._line("", size=11)
        for text, kind in own.pieces:
            self._shaded(paragraph, text, kind)

    def _shaded(self, paragraph: Any, text: str, kind: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        if kind and text.strip():
            letter = paragraph.add_run(f"[{wording.class_letter(kind, self.lang)}] ")
            letter.font.size, letter.bold = Pt(8), True
        run = paragraph.add_run(text)
        run.font.size = Pt(11)
        if kind in _SHADES:
            shading = OxmlElement("w:shd")
            shading.set(qn("w:val"), "clear")
            shading.set(qn("w:fill"), _SHADES[kind])
            run._r.get_or_add_rPr().append(shading)

    def _pair(self, pair: PairRecord) -> None:
        words = self.t("Pair {number}: {left} – {right}")
        self._heading(words.format(number=pair.number, left=pair.left.name, right=pair.right.name), level=2)
        rows: list[tuple[str, ...]] = [("", self.t("First text"), self.t("Second text"))]
        rows += [
            (self.t("Writer"), pair.left.name, pair.right.name),
            (self.t("File"), pair.left.file, pair.right.file),
            (self.t("Kind"), self._kind(pair.left), self._kind(pair.right)),
            (
                self.t("Matched, of the text outside form and regulation"),
                *(percent(p.share, self.lang) for p in (pair.left, pair.right)),
            ),
        ]
        if self.record.names:
            rows.append((self.t("Content key"), pair.left.key, pair.right.key))
        if pair.left.remark or pair.right.remark:
            rows.append((self.t("Hidden words"), pair.left.remark, pair.right.remark))
        self._table(rows, widths=(4, 6.5, 6.5), header=True)
        self._line(pair.sentence, before=4)
        self._passages(pair.passages)
        if pair.left_out:
            words = self.t("Further passages are left out: {count}.")
            self._line(words.format(count=number(pair.left_out, 0, self.lang)), italic=True)
        self._decision(pair.decision, pair.log, bold=bool(pair.decision), before=6)

    def _kind(self, party: Any) -> str:
        return f"{party.role}, {party.year}" if party.year else str(party.role)

    def _passages(self, passages: Sequence[PassageLine]) -> None:
        if not passages:
            return
        table = self._grid(1, 3)
        for cell, words in zip(
            table.rows[0].cells, (self.t("No."), self.t("First text"), self.t("Second text")), strict=True
        ):
            self._put(cell, words, bold=True)
        self._repeat_header(table)
        for one in passages:
            cells = table.add_row().cells
            self._put(cells[0], str(one.number))
            self._put(cells[0], self.t("in {spread}").format(spread=one.spread), size=9, append=True)
            if not one.is_compared:
                self._put(cells[0], self.t("words not compared"), size=9, append=True)
            self._words(cells[1], one.left)
            self._words(cells[2], one.right)
        self._widths(table, (1.4, 7.8, 7.8))
        self._line(self.t(MARKS_NOTE), italic=True, size=10)

    def _words(self, cell: Any, pieces: Pieces) -> None:
        from docx.shared import Pt

        paragraph = cell.paragraphs[0]
        for text, mark in pieces:
            run = paragraph.add_run(text)
            run.font.size = Pt(11)
            run.bold = run.underline = mark == DIFFERS or None
            run.italic = mark == MOVED or None

    def _decision(self, decision: str, log: Sequence[LogLine], **look: Any) -> None:
        self._line(f"{self.t('Decision')}: {decision or DOTS}", **look)
        said = next((line.explanation for line in reversed(log) if line.explanation), "")
        self._line(f"{self.t('The writers’ explanation')}: {said or DOTS * 2}")
        if log:
            rows = [(self.t("When"), self.t("Reviewer"), self.t("Decision"), self.t("Reason and note"))]
            rows += [(line.when, line.reviewer, line.decision, _reason(line)) for line in log]
            self._table(rows, widths=(3.2, 3.8, 4, 6), header=True, size=10)

    def _persons(self) -> None:
        """Decisions about one person: asked for figures, earlier text handed in again."""
        if not self.record.persons:
            return
        self._heading(self.t("III. Persons"))
        for person in self.record.persons:
            self._line(f"{person.name} ({person.file})", bold=True, before=6)
            self._decision(person.decision, person.log)

    def _set_aside(self) -> None:
        if not self.record.set_aside:
            return
        self._heading(self.t("Excluded passages, which do not count above"))
        rows: list[tuple[str, ...]] = [(self.t("As"), self.t("Who, when"), self.t("Words"))]
        for one in self.record.set_aside:
            who = "\n".join(part for part in (f"{one.reviewer}, {one.when}", one.note) if part)
            rows.append((one.kind, who, cut(one.words, MAX_SET_ASIDE)))
        self._table(rows, widths=(3, 4, 10), header=True, size=10)

    def _limits(self) -> None:
        self._heading(self.t("What this record cannot know"))
        for words in (
            self.t("Who wrote first. Two texts show that they agree, not which of them came from the other."),
            self.t(_ALLOWED),
            self.t("Whether what is written is true."),
        ):
            self._line(f"– {words}")

    def _signatures(self) -> None:
        self._signers()
        table = self.document.add_table(rows=1, cols=2)
        people = (self.t("THE REVIEWER"), self.t("HEAD OF THE UNIT"))
        for cell, words in zip(table.rows[0].cells, people, strict=True):
            self._centred(cell, words, bold=True)
            self._centred(cell, self.t("(signature, full name)"), italic=True)
            for _ in range(4):
                cell.add_paragraph()
        self._keep_together(table)

    def _signers(self) -> None:
        """One row for each writer: what they say, and where they sign."""
        signers = self.record.signers
        if not signers:
            return
        rows: list[tuple[str, ...]] = [(self.t("Writer"), self.t("The writer's explanation"), self.t("Signature"))]
        rows += [(name, "\n\n", "") for name in signers]
        self._table(rows, widths=(5, 7.5, 4.5), header=True)
        self._line("")

    def _appendix(self) -> None:
        self._heading(self.t("Settings of the scan"))
        words = self.t("Settings that differ from the default:") if self.record.changed_settings else ""
        self._line(words or self.t("All settings have their default."), size=10)
        for row in self.record.changed_settings:
            self._line(f"{row.label}: {row.value} ({self.t('default')} {row.usual})", size=10)
        self._line(self.t("Key of the settings: {key}").format(key=self.record.settings_key), size=10)

    def _footer(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def _heading(self, words: str, level: int = 1) -> None:
        paragraph = self._line(words, bold=True, size=13 if level == 1 else 12, before=12)
        paragraph.paragraph_format.keep_with_next = True

    def _line(
        self,
        words: str,
        *,
        bold: bool = False,
        italic: bool = False,
        centred: bool = False,
        size: float = 12,
        before: float = 0,
    ) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(words)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        paragraph.paragraph_format.space_before = Pt(before)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def _centred(self, cell: Any, words: str, *, bold: bool = False, italic: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        first = cell.paragraphs[0]
        paragraph = first if not first.runs else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(words)
        run.bold, run.italic = bold, italic

    def _table(
        self, rows: Sequence[Sequence[str]], *, widths: Sequence[float], header: bool = False, size: float = 11
    ) -> None:
        table = self._grid(len(rows), len(rows[0]))
        for place, (line, row) in enumerate(zip(rows, table.rows, strict=True)):
            for column, (words, cell) in enumerate(zip(line, row.cells, strict=True)):
                self._put(cell, words, bold=(header and place == 0) or (column == 0 and len(line) < 4), size=size)
        if header:
            self._repeat_header(table)
        self._widths(table, widths)

    def _grid(self, rows: int, columns: int) -> Any:
        table = self.document.add_table(rows=rows, cols=columns)
        table.style = "Table Grid"
        table.autofit = False
        return table

    def _put(self, cell: Any, words: str, *, bold: bool = False, size: float = 11, append: bool = False) -> None:
        from docx.shared import Pt

        paragraph = cell.add_paragraph() if append else cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(words)
        run.bold, run.font.size = bold, Pt(size)

    def _widths(self, table: Any, widths: Sequence[float]) -> None:
        from docx.shared import Cm

        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)

    def _repeat_header(self, table: Any) -> None:
        """The head is printed on each page, and never alone at the foot of one."""
        from docx.oxml import OxmlElement

        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(OxmlElement("w:tblHeader"))
        self._keep_together(table)

    def _keep_together(self, table: Any) -> None:
        for cell in table.rows[0].cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _reason(line: LogLine) -> str:
    return "\n".join(part for part in (line.reason, line.note) if part)
