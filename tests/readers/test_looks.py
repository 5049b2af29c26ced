"""What each format says of its letters: seen against their own background, hidden only where nobody can see them."""

from __future__ import annotations

import pytest

from detector.readers.looks import BLACK, CLEAR, UNKNOWN, WHITE, contrast, hiding_of, mixed, of_hex
from tests.readers.make import zip_of


def test_contrast_is_that_of_the_guidelines():
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast((119, 119, 119), WHITE) == pytest.approx(4.48, abs=0.01)  # the grey of WCAG's own examples
    assert contrast(WHITE, WHITE) == 1


@pytest.mark.parametrize(
    ("letters", "background", "points", "hiding"),
    [
        (WHITE, WHITE, 12, "colour"),
        (WHITE, (31, 56, 100), 12, None),
        (BLACK, (10, 10, 10), 12, "colour"),
        (of_hex("BFBFBF"), WHITE, 12, None),
        (UNKNOWN, WHITE, 12, None),
        (WHITE, UNKNOWN, None, None),
        (CLEAR, UNKNOWN, None, "colour"),
        (BLACK, WHITE, 1, "size"),
        (BLACK, WHITE, 3, None),
    ],
)
def test_letters_are_hidden_without_contrast_or_size_and_never_on_a_guess(letters, background, points, hiding):
    assert hiding_of(letters, background, points) == hiding


def test_colours_are_read_and_mixed():
    assert [of_hex(text) for text in ("#fff", "1F3864", "auto", "12345", "")] == [
        WHITE,
        (31, 56, 100),
        None,
        None,
        None,
    ]
    assert mixed(0.75, BLACK, WHITE) == (64, 64, 64)


def html(body: str, sheet: str = "") -> bytes:
    return f'<html><head><meta charset="utf-8"><style>{sheet}</style></head><body>{body}</body></html>'.encode()


SHEET = "p.x td, .an { display: none } #nen { background: #123 } div > .so { font-size: 1px }"
PAGES = {
    "<p>Tôi <span class='an'>không</span> làm</p>": ("Tôi làm", ["không"]),
    "<p id=nen style='color:#fff'>Tôi làm</p>": ("Tôi làm", []),
    "<table><tr bgcolor=#000><td><font color=white>Tôi làm</font></td></tr></table>": ("Tôi làm", []),
    "<p style='color:white;background:url(a.png)'>Tôi làm</p>": ("Tôi làm", []),
    "<p style='background:#000'>Đen</p><p>Tôi</p>": ("Tôi", ["Đen"]),
    "<p style='background:#000;color:windowtext'>Tôi</p>": ("Tôi", []),
    "<div>Tôi <b class=so>không</b> làm</div>": ("Tôi làm", ["không"]),
    "<p>Tôi <b class=so>có</b> làm</p>": ("Tôi có làm", []),
    "<p>Tôi <span style='color:rgba(0,0,0,0)'>không </span>làm</p>": ("Tôi làm", ["không"]),
    "<div style='visibility:hidden'>ẩn <p style='visibility:visible'>Tôi</p></div>": ("Tôi", ["ẩn"]),
    "<div style='width:1px;height:1px;overflow:hidden'>ẩn</div><p>Tôi</p>": ("Tôi", ["ẩn"]),
    "<p>Tôi<span style='display:none'> không<br>hề </span> làm</p>": ("Tôi làm", ["không\nhề"]),
    "<ol type=a start=3><li><p>một</p><li><li>hai<ul><li>ba</ul></ol>": ("c. một\ne. hai\n• ba", []),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_styles_let_be_seen(extract, page):
    (item,) = extract("a.html", html(page, SHEET))
    assert (item.text, [one.text.strip() for one in item.hidden]) == PAGES[page]


def rtf(body: str) -> bytes:
    colours = r"{\colortbl ;\red255\green255\blue255;\red0\green0\blue64;}"
    return rf"{{\rtf1\ansi{{\fonttbl{{\f0 Times;}}{{\f1 Wingdings;}}}}{colours}{body}}}".encode("ascii")


RICH_TEXTS = {
    r"\trowd\clcbpat2\cellx900\cellx1800 \pard\intbl{\cf1 seen}\cell {\cf1 gone}one\cell\row\pard{\cf1 out}two\par": (
        *("seen\none\ntwo", ["gone", "out"]),
    ),
    r"{\pard\cbpat2\cf1 seen\par}{\pard\cf1 gone\par}x": ("seen\nx", ["gone"]),
    r"{\cf1\shad seen}{\plain\cf1 gone}\par": ("seen", ["gone"]),
    r"\viewbksp1{\cf1 seen}\par": ("seen", []),
    r"\trowd\clshdng5000\cellx900\pard\intbl{\cf1 seen}\cell\row": ("seen", []),
    r"{\listtext\pard\plain  1.\tab}one\par{\listtext\pard\plain 2.\tab}\par{\pntext\f1\'a7\tab}two\par": (
        *("1. one\n▪ two", []),
    ),
    r"{\f1\'fe} good\par": ("☑ good", []),
}


@pytest.mark.parametrize("body", RICH_TEXTS)
def test_rich_text_shows_what_its_control_words_let_be_seen(extract, body):
    (item,) = extract("a.rtf", rtf(body))
    assert (item.text, [one.text for one in item.hidden]) == RICH_TEXTS[body]


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0" '
    f'xmlns:table="{_ODF}:table:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:draw="{_ODF}:drawing:1.0" '
    f'xmlns:svg="{_ODF}:svg-compatible:1.0" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
ODT_STYLES = """
<office:font-face-decls><style:font-face style:name="F1" svg:font-family="'VNI-Times'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:use-window-font-color="true"
 loext:opacity="0%"/></style:default-style>
<style:style style:name="Trang" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="Con" style:family="text" style:parent-style-name="Trang"/>
<style:style style:name="Vni" style:family="text"><style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="Toi" style:family="table-cell"><style:table-cell-properties fo:background-color="#002060"/>
</style:style>
<style:style style:name="An" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Hop" style:family="graphic"><style:graphic-properties draw:fill="gradient"/></style:style>
<text:list-style style:name="L1">
 <text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix=")" text:display-levels="2"/>
 <text:list-level-style-bullet text:level="3" text:bullet-char="-"/>
</text:list-style>
<text:outline-style style:name="Outline">
 <text:outline-level-style text:level="1" style:num-format="A" style:num-suffix="/"/>
</text:outline-style>
</office:styles>
"""


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


WHITE_SPAN = span("Con", "trắng")
LISTS = (
    '<text:list text:style-name="L1"><text:list-item><text:p>một</text:p><text:p>tiếp</text:p>'
    "<text:list><text:list-item><text:p>nhỏ</text:p></text:list-item></text:list></text:list-item></text:list>"
    '<text:p>xen</text:p><text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>'
    "<text:p>hai</text:p><text:list><text:list-item><text:p>con</text:p><text:list><text:list-item><text:p>gạch</text:p>"
    "</text:list-item></text:list></text:list-item></text:list></text:list-item></text:list>"
    '<text:list text:style-name="L1"><text:list-header><text:p>đầu</text:p></text:list-header><text:list-item>'
    "<text:p>lại</text:p></text:list-item></text:list>"
)
ODT_TEXTS = {
    f"<text:p>Tôi {WHITE_SPAN} làm</text:p>": ("Tôi  làm", ["trắng"]),
    f'<table:table><table:table-row><table:table-cell table:style-name="Toi"><text:p>{WHITE_SPAN}</text:p>'
    "</table:table-cell></table:table-row></table:table>": ("trắng", []),
    '<text:p>a</text:p><text:p text:style-name="An">ẩn</text:p>': ("a", ["ẩn"]),
    '<text:section text:display="none"><text:p>ẩn</text:p></text:section><text:p>a</text:p>': ("a", ["ẩn"]),
    '<text:p>a<text:hidden-text text:is-hidden="true" text:string-value="ẩn"/></text:p>': ("a", ["ẩn"]),
    f'<text:p>a<draw:frame draw:style-name="Hop"><draw:text-box><text:p>{WHITE_SPAN}</text:p></draw:text-box>'
    "</draw:frame></text:p>": ("a\ntrắng", []),
    LISTS: ("I. một\ntiếp\nI.1) nhỏ\nxen\nII. hai\nII.1) con\n- gạch\nđầu\nI. lại", []),
    '<text:h text:outline-level="1">Mục</text:h><text:h text:outline-level="2">nhỏ</text:h>'
    '<text:h text:outline-level="1">Sau</text:h>': ("A/ Mục\nnhỏ\nB/ Sau", []),
    f"<text:p>{span('Vni', 'Toâi hoaøn thaønh toát nhieäm vuï ñöôïc giao')}</text:p>": (
        *("Tôi hoàn thành tốt nhiệm vụ được giao", []),
    ),
}


@pytest.mark.parametrize("body", ODT_TEXTS)
def test_an_open_document_shows_what_its_styles_let_be_seen(extract, body):
    content = f"<office:document-content {SPACES}><office:body><office:text>{body}</office:text></office:body>"
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"{content}</office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}>{ODT_STYLES}</office:document-styles>",
    }
    (item,) = extract("a.odt", zip_of(members))
    assert (item.text, [one.text for one in item.hidden]) == ODT_TEXTS[body]
