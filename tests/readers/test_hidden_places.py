"""Words beside the page, clipped away or in lines without height are hidden; what stands near an edge is not."""

from __future__ import annotations

import pytest

from detector.readers.base import Extract
from detector.readers.extract import extract_file
from detector.settings import Settings
from tests.readers import make

SEEN, FILLER = "Trực mười hai ca đêm tại trạm bơm số ba.", "lấp đầy"


def read(name: str, data: bytes) -> Extract:
    (item,) = (one for one in extract_file(name, data, Settings()) if isinstance(one, Extract))
    return item


def docx(properties: str) -> bytes:
    return make.docx(make.p(SEEN) + make.p(FILLER, properties=properties))


def html(style: str) -> bytes:
    return f'<html><meta charset="utf-8"><body><p>{SEEN}</p><p style="{style}">{FILLER}</p></body></html>'.encode()


def rtf(words: str) -> bytes:
    seen, filler = ("".join(map(make.rtf_char, text)) for text in (SEEN, FILLER))
    return f"{{\\rtf1\\ansi\\f0 {seen}\\par {words} {filler}\\par\\pard {seen}\\par}}".encode()


HIDDEN = {
    "docx indent beyond the page": ("a.docx", docx('<w:ind w:left="31000"/>')),
    "docx frame above the page": ("a.docx", docx('<w:framePr w:x="100" w:y="-30000"/>')),
    "docx lines of a point": ("a.docx", docx('<w:spacing w:line="20" w:lineRule="exact"/>')),
    "html clipped": ("a.html", html("position:absolute;clip:rect(0,0,0,0)")),
    "html clipped by a path": ("a.html", html("clip-path:inset(50%)")),
    "html scaled to nothing": ("a.html", html("transform:scale(0)")),
    "html moved away": ("a.html", html("transform:translateX(-9999px)")),
    "html white in another notation": ("a.html", html("color:hsl(0, 0%, 100%)")),
    "rtf lines of a point": ("a.rtf", rtf("\\sl-20\\slmult0")),
    "rtf indent beyond the page": ("a.rtf", rtf("\\li31000")),
}
SHOWN = {
    "docx indent": ("a.docx", docx('<w:ind w:left="2880"/>')),
    "docx frame": ("a.docx", docx('<w:framePr w:x="1000" w:y="-500"/>')),
    "docx narrow lines": ("a.docx", docx('<w:spacing w:line="200" w:lineRule="exact"/>')),
    "html clipped a little": ("a.html", html("clip-path:inset(5px)")),
    "html scaled": ("a.html", html("transform:scale(0.8)")),
    "html red in another notation": ("a.html", html("color:hsl(0, 100%, 40%)")),
    "rtf narrow lines": ("a.rtf", rtf("\\sl-200\\slmult0")),
    "rtf indent": ("a.rtf", rtf("\\li2880")),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_words_that_no_page_shows_lie_beside_the_text(case: str) -> None:
    item = read(*HIDDEN[case])
    assert FILLER not in item.text
    assert SEEN in item.text
    assert [hidden.text.strip() for hidden in item.hidden] == [FILLER]


@pytest.mark.parametrize("case", SHOWN)
def test_words_that_stand_near_an_edge_are_text(case: str) -> None:
    item = read(*SHOWN[case])
    assert FILLER in item.text
    assert item.hidden == ()
