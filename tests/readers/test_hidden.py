"""Words that a file holds and its pages do not show: out of the text, beside it, with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from detector.documents import BlockKind, HiddenWords, Hiding
from detector.readers.compose import Piece, Run, compose
from tests.readers.fixtures.make_fixtures import NUMBERED_LINES
from tests.readers.hidden_ways import DOCX_WAYS, WAYS, clear_file, fillers, hidden_file
from tests.readers.make import TRUTH, docx, p, r, table

FIXTURES = Path(__file__).parent / "fixtures"


def seen(text: str) -> Run:
    return Run(text)


def unseen(text: str, hiding: Hiding = Hiding.ATTRIBUTE) -> Run:
    return Run(text, hiding=hiding)


def test_hidden_runs_are_not_in_the_text_and_keep_their_place():
    pieces = [
        Piece((unseen("mở "), seen("Tôi "), unseen("không "), seen("làm.")), "page=1"),
        Piece((unseen("cả dòng"),), "page=2"),
        Piece((seen("Hết."), unseen(" đuôi"))),
    ]
    item = compose(pieces)
    assert item.text == "Tôi làm.\nHết."
    assert [(block.start, block.end) for block in item.blocks] == [(0, 8), (9, 13)]
    assert item.hidden == (
        HiddenWords(0, "mở ", Hiding.ATTRIBUTE, "page=1"),
        HiddenWords(4, "không ", Hiding.ATTRIBUTE, "page=1"),
        HiddenWords(9, "cả dòng", Hiding.ATTRIBUTE, "page=2"),
        HiddenWords(13, " đuôi", Hiding.ATTRIBUTE),
    )


def test_a_hidden_line_at_the_end_stands_at_the_end_of_the_text():
    item = compose([Piece((seen("Hết."),)), Piece((unseen("ẩn"),))])
    assert (item.text, item.hidden[0].at) == ("Hết.", 4)


def test_hidden_characters_that_follow_each_other_are_one_stretch():
    item = compose([Piece((seen("a"), *map(unseen, "một hai"), seen("b"), unseen(" ")))])
    assert (item.text, [one.text for one in item.hidden]) == ("ab", ["một hai"])


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ((seen("Tôi"), unseen(" x ", Hiding.COLOUR), seen("làm")), "Tôi làm"),
        ((seen("Tôi "), unseen("x ", Hiding.COLOUR), seen("làm")), "Tôi làm"),
        ((seen("Tôi"), unseen(" x", Hiding.SIZE), seen(" làm")), "Tôi làm"),
        ((seen("Tôi"), unseen("x\ny", Hiding.SIZE), seen("làm")), "Tôi\nlàm"),
        ((seen("l"), unseen("x", Hiding.SIZE), seen("àm")), "làm"),
        ((seen("Tôi"), unseen(" x ", Hiding.ATTRIBUTE), seen("làm")), "Tôilàm"),
        ((unseen("x ", Hiding.COLOUR), seen("làm"), unseen(" y", Hiding.COLOUR)), "làm"),
    ],
)
def test_letters_without_contrast_or_size_leave_a_gap_and_switched_off_ones_none(runs, text):
    assert compose([Piece(runs)]).text == text


def test_hidden_runs_part_no_block():
    item = compose([Piece((Run("a", BlockKind.CELL), unseen("x"), Run("b", BlockKind.CELL)), "table=1")])
    assert [(block.start, block.end, block.kind) for block in item.blocks] == [(0, 2, BlockKind.CELL)]


VISIBLE = "Tôi đã soạn 12 giáo án"
FILLER = "chưa từng "


ALL_WAYS = [(suffix, way) for suffix, ways in WAYS.items() for way in ways]


@pytest.mark.parametrize(("suffix", "way"), ALL_WAYS)
def test_each_way_of_each_format_gives_the_text_without_the_fillers(extract, suffix, way):
    (item,) = extract(f"a.{suffix}", hidden_file(suffix, way, TRUTH))
    assert item.text.split() == TRUTH.split()
    assert [line.split() for line in item.text.split("\n")] == [line.split() for line in TRUTH.split("\n")]
    assert [one.text.strip() for one in item.hidden] == fillers(TRUTH)
    (clear,) = extract(f"a.{suffix}", clear_file(suffix, TRUTH))
    assert (clear.text.split(), clear.hidden) == (TRUTH.split(), ())


def test_a_doc_hides_words_in_the_same_ways(extract):
    (item,) = extract("a.doc", (FIXTURES / "hidden_ways.doc").read_bytes())
    lines = [line.strip() for line in item.text.split("\n")]
    assert lines == [line for way in DOCX_WAYS for line in (f"Cách: {way}", VISIBLE)] + list(NUMBERED_LINES)
    assert [one.text.strip() for one in item.hidden] == [word for _ in DOCX_WAYS for word in fillers(VISIBLE)]
    assert {str(one.hiding) for one in item.hidden} == {"attribute", "colour", "size"}


def sentence(hidden: str, properties: str = "") -> str:
    """The visible words of a paragraph with a filler in the middle, as XML of a run of its own."""
    return p(r("Tôi đã "), hidden, r("soạn 12 giáo án"), properties=properties)


def filler(properties: str) -> str:
    return sentence(r(FILLER, properties))


def shaded_cell(fill: str, inner: str) -> str:
    shade = f'<w:tcPr><w:shd w:val="clear" w:fill="{fill}"/></w:tcPr>'
    return f"<w:tbl><w:tr><w:tc>{shade}{inner}</w:tc></w:tr></w:tbl>"


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Thuong"/>'
    '<w:style w:type="character" w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Trang"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="TrangCon"><w:basedOn w:val="Trang"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="NenDen"><w:pPr><w:shd w:val="clear" w:fill="101010"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="Bang"><w:tblStylePr w:type="firstRow">'
    '<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>'
    "</w:tblStylePr></w:style>"
)
WHITE_LETTERS = '<w:color w:val="FFFFFF"/>'
BLACK_LETTERS = '<w:color w:val="000000"/>'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
HIDDEN_IN_WORD = {
    "attribute": (filler("<w:vanish/>"), "attribute"),
    "attribute of a style": (filler('<w:rStyle w:val="An"/>'), "attribute"),
    "white": (filler(WHITE_LETTERS), "colour"),
    "nearly white": (filler('<w:color w:val="F8F8F8"/>'), "colour"),
    "white by an inherited style": (filler('<w:rStyle w:val="TrangCon"/>'), "colour"),
    "one point": (filler('<w:sz w:val="2"/>'), "size"),
    "squeezed to one per cent": (filler('<w:w w:val="1"/>'), "size"),
    "black on a black highlight": (filler(f'{BLACK_LETTERS}<w:highlight w:val="black"/>'), "colour"),
    "dark on a dark cell": (sentence("") + shaded_cell("000000", p(r(FILLER, BLACK_LETTERS))), "colour"),
    "no fill at all": (filler(f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"), "colour"),
    "a line of one point": (
        sentence("") + p(r(FILLER), properties='<w:spacing w:line="20" w:lineRule="exact"/>'),
        "size",
    ),
    "a hidden row": (
        sentence("") + f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{p(FILLER)}</w:tc></w:tr></w:tbl>",
        "attribute",
    ),
    "white in the first row of a table whose style is not asked for it": (
        sentence("")
        + '<w:tbl><w:tblPr><w:tblStyle w:val="Bang"/><w:tblLook w:firstRow="0"/></w:tblPr>'
        + f"<w:tr><w:tc>{p(r(FILLER, WHITE_LETTERS))}</w:tc></w:tr></w:tbl>",
        "colour",
    ),
    "a text box beside the page": (
        sentence("")
        + p(
            '<w:r><w:drawing><wp:anchor xmlns:wp="x"><wp:positionH><wp:posOffset>-9000000</wp:posOffset>'
            '</wp:positionH><wp:extent cx="2000000" cy="900000"/><wps:wsp><wps:txbx><w:txbxContent>'
            f"{p(FILLER)}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r>"
        ),
        "outside",
    ),
    "a text box that is switched off": (
        sentence("")
        + p(
            '<w:r><w:pict><v:shape style="position:absolute;visibility:hidden"><v:textbox><w:txbxContent>'
            f"{p(FILLER)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
        "attribute",
    ),
}


@pytest.mark.parametrize("way", HIDDEN_IN_WORD)
def test_each_way_to_hide_words_in_word_is_seen_through(extract, way):
    body, hiding = HIDDEN_IN_WORD[way]
    (item,) = extract("a.docx", docx(body, styles=STYLES))
    assert item.text == VISIBLE
    assert [(one.text.strip(), str(one.hiding)) for one in item.hidden] == [(FILLER.strip(), hiding)]


def white_box(properties: str) -> str:
    text = f"<wps:txbx><w:txbxContent>{p(r(VISIBLE, WHITE_LETTERS))}</w:txbxContent></wps:txbx>"
    return p(f"<w:r><w:drawing><wps:wsp>{properties}{text}</wps:wsp></w:drawing></w:r>")


SEEN_IN_WORD = {
    "white on a dark cell": shaded_cell("1F3864", p(r(VISIBLE, WHITE_LETTERS))),
    "white on a dark paragraph": p(r(VISIBLE, WHITE_LETTERS), properties='<w:shd w:val="clear" w:fill="404040"/>'),
    "white on a paragraph whose style is dark": p(r(VISIBLE, WHITE_LETTERS), properties='<w:pStyle w:val="NenDen"/>'),
    "white on a highlight": p(r(VISIBLE, f'{WHITE_LETTERS}<w:highlight w:val="darkBlue"/>')),
    "white on a dark pattern": p(r(VISIBLE, f'{WHITE_LETTERS}<w:shd w:val="pct75" w:fill="auto" w:color="auto"/>')),
    "white in the first row of a table style": (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Bang"/><w:tblLook w:firstRow="1"/></w:tblPr>'
        f"<w:tr><w:tc>{p(VISIBLE)}</w:tc></w:tr></w:tbl>"
    ),
    "automatic colour on black": shaded_cell("000000", p(r(VISIBLE, '<w:color w:val="auto"/>'))),
    "light grey": p(r(VISIBLE, '<w:color w:val="BFBFBF"/>')),
    "white with a shadow": p(r(VISIBLE, f"{WHITE_LETTERS}<w:shadow/>")),
    "small print": p(r(VISIBLE, '<w:sz w:val="8"/>')),
    "attribute switched off": p(r(VISIBLE, '<w:rStyle w:val="An"/><w:vanish w:val="0"/>')),
    "white in a box that is filled": white_box(
        '<wps:spPr><a:solidFill xmlns:a="a"><a:srgbClr val="C00000"/></a:solidFill></wps:spPr>'
    ),
    "white in a box with a fill of the theme": white_box('<wps:style><a:fillRef xmlns:a="a" idx="1"/></wps:style>'),
    "white over a picture behind the text": p(
        '<w:r><w:drawing><wp:anchor xmlns:wp="x" behindDoc="1"><wp:extent cx="7000000" cy="2000000"/></wp:anchor>'
        "</w:drawing></w:r>"
    )
    + p(r(VISIBLE, WHITE_LETTERS)),
}


@pytest.mark.parametrize("way", SEEN_IN_WORD)
def test_letters_that_stand_out_from_their_background_are_not_hidden(extract, way):
    (item,) = extract("a.docx", docx(SEEN_IN_WORD[way], styles=STYLES))
    assert (item.text, item.hidden) == (VISIBLE, ())


def test_a_page_of_dark_colour_shows_white_letters_if_it_is_shown_itself(extract):
    body = p(r(VISIBLE, WHITE_LETTERS))
    dark = docx(body, settings="<w:displayBackgroundShape/>", background="202020")
    (item,) = extract("a.docx", dark)
    assert (item.text, item.hidden) == (VISIBLE, ())
    (item,) = extract("a.docx", docx(body + p("Dòng thấy."), settings="", background="202020"))
    assert (item.text, [one.text for one in item.hidden]) == ("Dòng thấy.", [VISIBLE])


def test_a_file_of_hidden_words_alone_says_so(extract):
    (item,) = extract("a.docx", docx(p(r("ẩn", "<w:vanish/>"))))
    assert (item.reason, item.detail) == ("empty", "All words in it are hidden. Ask for it again.")


def test_a_hidden_paragraph_end_joins_two_lines(text_of):
    body = p("Tôi đã ", properties="<w:rPr><w:vanish/></w:rPr>") + p("soạn giáo án")
    assert text_of("a.docx", docx(body)) == "Tôi đã soạn giáo án"


def test_a_hidden_paragraph_end_loses_no_text_box_and_moves_nothing_behind_a_table(text_of):
    gone = "<w:rPr><w:vanish/></w:rPr>"
    inner = f"<v:textbox><w:txbxContent>{p('hộp')}</w:txbxContent></v:textbox>"
    box = f"<w:r><w:pict><v:shape>{inner}</v:shape></w:pict></w:r>"
    body = p("trước", box, properties=gone) + table(["ô"]) + p("sau", properties=gone) + p(" cùng")
    assert text_of("a.docx", docx(body)) == "trước\nhộp\nô\nsau cùng"


def test_a_copy_with_a_filler_after_each_word_is_read_as_its_source(extract):
    source, hidden = (
        extract("a.docx", (FIXTURES / "hidden_words" / name).read_bytes())[0] for name in ("a.docx", "b_hidden.docx")
    )
    words = source.text[source.text.index("Tôi chủ trì") :].split()
    assert hidden.text[hidden.text.index("Tôi chủ trì") :].split() == words
    assert (len(hidden.hidden), source.hidden) == (101, ())


def test_white_letters_above_a_picture_of_the_page_head_are_text(extract) -> None:
    art = '<w:r><w:drawing><wp:anchor xmlns:wp="x" behindDoc="1"><wp:extent cx="7000000" cy="9000000"/></wp:anchor>'
    art += "</w:drawing></w:r>"
    body = p("Thấy ") + p(r("trên nền ảnh", '<w:color w:val="FFFFFF"/>'))
    assert "trên nền ảnh" in extract("a.docx", docx(body, header=p(art)))[0].text
    assert "trên nền ảnh" not in extract("a.docx", docx(body, header=p("Đầu trang")))[0].text
