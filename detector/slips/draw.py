"""A slip as .docx or .html."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from markupsafe import Markup

from detector.language import number as number_words
from detector.language import translator
from detector.result_files import MARK
from detector.slips.content import KINDS, MORE, Slip, unread_lines
from detector.wording import N_
from detector.writers.cells import clean
from detector.writers.html.page import content_policy, environment

FORMATS = ("docx", "html")
INTRODUCTION = N_(
    "This sheet is for the writer alone. It quotes only the own text and compares with nobody. Where a sentence is "
    "quoted, say in your own words what you did: which task, how much, when, with what result."
)
_STYLE = """body { font: 16px/1.5 "Times New Roman", "Noto Serif", serif; color: #111; }
main { max-width: 190mm; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 20px; text-align: center; } h2 { font-size: 17px; margin: 22px 0 4px; } ul { margin: 4px 0; }
.note { color: #444; } .asked { font-style: italic; white-space: pre-wrap; } .why { color: #444; font-size: 14px; }
@page { size: A4; margin: 18mm; } section { break-inside: avoid-page; }"""


def slip_html(slip: Slip, lang: str) -> str:
    """One page without a script; it loads nothing."""
    template = environment(lang).get_template("slip.html")
    return template.render(
        slip=slip,
        kinds=KINDS,
        unread=unread_lines(slip, lang),
        style=Markup(_STYLE),
        policy=content_policy(_STYLE, ""),
    )


def slip_docx(slip: Slip, lang: str) -> bytes:
    """A Word document of the same."""
    from docx import Document
    from docx.shared import Pt

    t = translator(lang).gettext
    document: Any = Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Times New Roman", Pt(12)
    document.core_properties.author, document.core_properties.category = "detector", MARK
    document.core_properties.title = t("SUGGESTIONS FOR THE WRITER")
    document.add_heading(t("SUGGESTIONS FOR THE WRITER"), 1)
    if slip.name:
        document.add_paragraph(clean(", ".join(part for part in (slip.name, slip.unit) if part)))
    document.add_paragraph(t(INTRODUCTION))
    for line in unread_lines(slip, lang):
        document.add_paragraph(f"{t('Not everything was read:')} {clean(line)}")
    if not slip.parts:
        document.add_paragraph(t("Nothing to suggest: no part lacks a figure, a date or the name of a task."))
    for number, part in enumerate(slip.parts, 1):
        document.add_heading(t("Part {number}").format(number=number), 2)
        if part.asked:
            document.add_paragraph(f"{t('The form asks here:')} ").add_run(clean(part.asked)).italic = True
        if not part.is_concrete:
            document.add_paragraph(t("There is no figure, no date and no name of a task in this part."))
        for quote in part.quotes:
            line = document.add_paragraph(style="List Bullet")
            line.add_run(f"“{clean(quote.text)}”")
            line.add_run(f" – {t(KINDS[quote.kind])}").italic = True
        if part.more:
            document.add_paragraph(t(MORE).format(count=number_words(part.more, 0, lang)))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def draw_slip(slip: Slip, lang: str, format: str) -> bytes:
    """The bytes of a file in one of `FORMATS`."""
    return slip_docx(slip, lang) if format == "docx" else slip_html(slip, lang).encode()


def file_name(id: str, number: int, format: str, *, names: bool) -> str:
    """A name that any system takes: the text's own where names are shown, else its number."""
    stem = Path(id).stem if names else f"{number:04}"
    plain = "".join(c if c.isalnum() or c in " .-_" else "-" for c in stem)[:80]
    return f"{number:04}_{plain}.{format}" if names else f"{plain}.{format}"
