"""Automatic numbers of Word files, which stand in no run, as the page shows them."""

from __future__ import annotations

import io

import docx as python_docx
import pytest

from detector.readers.list_numbers import formatted
from tests.readers.make import docx, p

DECIMAL = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3)"), ("lowerLetter", "%4)")]


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    said = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{said}</w:lvl>'


def numbering(*lists: str, nums: str = "") -> str:
    """Each list is the levels of one; list n has the number n."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{n}">{one}</w:abstractNum>' for n, one in enumerate(lists, 1))
    usual = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return abstract + usual + nums


def item(text: str, depth: int | str = 0, number: int | str = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


LEVELS = "".join(level(depth, kind, text) for depth, (kind, text) in enumerate(DECIMAL))


def test_numbers_count_by_level_and_start_again_below_a_higher_one(text_of):
    body = (
        item("Tư tưởng") + item("Học tập", 1) + item("Lối sống", 1) + p("Xen giữa.") + item("a", 2) + item("b", 2)
        + item("Công tác") + item("Giảng dạy", 1) + item("tiết", 3)
    )  # fmt: skip
    assert text_of("a.docx", docx(body, numbering=numbering(LEVELS))).split("\n") == [
        *("I. Tư tưởng", "1. Học tập", "2. Lối sống", "Xen giữa.", "2.1) a", "2.2) b"),
        *("II. Công tác", "1. Giảng dạy", "a) tiết"),
    ]


def test_two_files_of_one_template_each_begin_to_count(text_of):
    lists = numbering(LEVELS)
    assert text_of("a.docx", docx(item("Tư tưởng") + item("Công tác"), numbering=lists)) == "I. Tư tưởng\nII. Công tác"
    assert text_of("b.docx", docx(item("Đạo đức"), numbering=lists)) == "I. Đạo đức"


def test_an_empty_paragraph_is_counted_and_shows_no_line(text_of):
    assert text_of("a.docx", docx(item("a") + item("") + item("b"), numbering=numbering(LEVELS))) == "I. a\nIII. b"


def test_bullets_are_shown_as_signs(text_of):
    def bullet(text: str, font: str) -> str:
        return level(0, "bullet", text, f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>')

    lists = numbering(bullet("\uf0b7", "Symbol"), bullet("o", "Courier New"), bullet("-", "Times New Roman"))
    body = item("một") + item("hai", 0, 2) + item("ba", 0, 3)
    assert text_of("a.docx", docx(body, numbering=lists)) == "• một\n○ hai\n- ba"


def test_a_list_that_starts_again_and_one_that_goes_on(text_of):
    restarted = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = item("a") + item("b", 0, 7) + item("c", 0, 7) + item("d", 0, 8) + item("không số", 0, 0)
    assert text_of("a.docx", docx(body, numbering=numbering(LEVELS, nums=restarted))) == (
        "I. a\nV. b\nVI. c\nVII. d\nkhông số"
    )


def test_a_style_sets_the_list_and_its_level(text_of):
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2.", '<w:pStyle w:val="Muc2"/>')
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Muc2"><w:basedOn w:val="Muc1"/></w:style>'
    )
    body = p("a", properties='<w:pStyle w:val="Muc1"/>') + p("b", properties='<w:pStyle w:val="Muc2"/>')
    assert text_of("a.docx", docx(body, numbering=numbering(levels), styles=styles)) == "1. a\n1.1. b"


def test_a_level_that_never_starts_again_and_one_in_arabic_figures_throughout(text_of):
    levels = (
        level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>')
        + level(2, "none", "Ghi chú:", '<w:suff w:val="nothing"/>')
    )
    body = item("a") + item("b", 1) + item("c") + item("d", 1) + item(" e", 2)
    assert text_of("a.docx", docx(body, numbering=numbering(levels))) == "I. a\n1.1 b\nII. c\n2.2 d\nGhi chú: e"


def test_lists_of_word_s_own_styles_are_numbered(text_of):
    document = python_docx.Document()
    for text in ("một", "hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("ba", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    assert text_of("a.docx", out.getvalue()) == "1. một\n2. hai\n• ba"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (1990, "upperRoman", "MCMXC"),
        (27, "lowerLetter", "aa"),
        (26, "upperLetter", "Z"),
        (3, "decimalZero", "03"),
        (3, "vietnameseCounting", "3"),
        (0, "lowerLetter", "0"),
        (5000, "upperRoman", "5000"),
        (3, "none", ""),
    ],
)
def test_formats_of_numbers(value, kind, shown):
    assert formatted(value, kind) == shown


def test_equal_rows_of_tables_keep_their_places_and_count_on(extract):
    rows = [f"<w:tr><w:tc>{item('Đạt')}</w:tc><w:tc>{p('5')}</w:tc></w:tr>"] * 2
    tables = f"<w:tbl>{''.join(rows)}</w:tbl>{p('và')}<w:tbl>{rows[0]}</w:tbl>"
    for _ in range(2):
        (one,) = extract("a.docx", docx(tables, numbering=numbering(LEVELS)))
        assert one.text.split("\n") == ["I. Đạt", "5", "II. Đạt", "5", "và", "III. Đạt", "5"]
        assert [block.place for block in one.blocks if one.text[block.start : block.end] == "5"] == [
            *("table=1 row=1 column=2", "table=1 row=2 column=2", "table=2 row=1 column=2"),
        ]
