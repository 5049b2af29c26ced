"""Eight ways to hide a filler after each word, in each of four formats: files as a person could make them.

A .doc is what LibreOffice makes of the Word file of the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from tests.readers.make import docx, p, r, rtf_char, zip_of

FILLERS = ("đang ", "thì ", "chưa ", "của ", "không ")
WHITE, BLACK = '<w:color w:val="FFFFFF"/>', '<w:color w:val="000000"/>'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
STYLES = (
    '<w:style w:type="character" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Mo"><w:name w:val="Mo"/><w:rPr><w:color w:val="FDFDFD"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Mo"/></w:style>'
)

# What a way says of the letters of the filler, in the words of each format
DOCX_WAYS = {
    "attribute": "<w:vanish/>",
    "attribute of a style": '<w:rStyle w:val="An"/>',
    "white": WHITE,
    "nearly white by an inherited style": '<w:rStyle w:val="Con"/>',
    "one point": '<w:sz w:val="2"/>',
    "one per cent wide": '<w:w w:val="1"/>',
    "black on black": f'{BLACK}<w:highlight w:val="black"/>',
    "colour of its shading": '<w:color w:val="C00000"/><w:shd w:val="clear" w:fill="C00000"/>',
}
RTF_WAYS = {
    "attribute": r"\v",
    "attribute beside a colour": r"\cf2\v1",
    "white": r"\cf1",
    "nearly white": r"\cf3",
    "one point": r"\fs2",
    "one per cent wide": r"\charscalex1",
    "black on black": r"\cf2\highlight2",
    "colour of its shading": r"\cf4\chcbpat4",
}
ODT_WAYS = {
    "attribute": 'text:display="none"',
    "white": 'fo:color="#ffffff"',
    "nearly white": 'fo:color="#fcfcfc"',
    "one point": 'fo:font-size="1pt"',
    "one per cent wide": 'style:text-scale="1%"',
    "black on black": 'fo:color="#000000" fo:background-color="#000000"',
    "colour of its shading": 'fo:color="#c00000" fo:background-color="#c00000"',
    "no opacity": 'fo:color="#000000" loext:opacity="0%"',
}
HTML_WAYS = {
    "display": 'style="display:none"',
    "attribute": "hidden",
    "Word's attribute": 'style="mso-hide:all"',
    "visibility": 'style="visibility: hidden"',
    "white": 'style="color:#FFF"',
    "no size": 'style="font-size:0"',
    "no opacity": 'style="opacity:0"',
    "a class beside the page": 'class="xa"',
}
WAYS: Mapping[str, Mapping[str, str]] = {"docx": DOCX_WAYS, "rtf": RTF_WAYS, "odt": ODT_WAYS, "html": HTML_WAYS}


def fillers(lines: str) -> list[str]:
    """The fillers of a file of these lines, in order."""
    return [FILLERS[at % len(FILLERS)].strip() for at in range(len(lines.split()))]


def hidden_file(suffix: str, way: str, lines: str) -> bytes:
    """A file of these lines with a filler behind each word, hidden in this way."""
    return _FILES[suffix](lines, WAYS[suffix][way])


def clear_file(suffix: str, lines: str) -> bytes:
    """The same file without fillers."""
    return _FILES[suffix](lines, None)


def _paragraphs(lines: str, way: str | None, seen: Callable[[str], str], unseen: Callable[[str], str]) -> list[str]:
    """Each line as its words and, if there is a way to hide them, the fillers between them."""
    found, count = [], 0
    for line in lines.split("\n"):
        parts = []
        for word in line.split():
            parts.append(seen(f"{word} "))
            if way is not None:
                parts.append(unseen(FILLERS[count % len(FILLERS)]))
            count += 1
        found.append("".join(parts))
    return found


def hidden_body(way: str, lines: str) -> str:
    """The paragraphs of such a Word file."""
    return _body(lines, DOCX_WAYS[way])


def _docx(lines: str, way: str | None) -> bytes:
    return docx(_body(lines, way), styles=STYLES)


def _body(lines: str, way: str | None) -> str:
    return "".join(map(p, _paragraphs(lines, way, r, lambda text: r(text, way or ""))))


def _rtf(lines: str, way: str | None) -> bytes:
    def plain(text: str) -> str:
        return "".join(map(rtf_char, text))

    colours = r"\red255\green255\blue255;\red0\green0\blue0;\red250\green250\blue252;\red192\green0\blue0;"
    head = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Times New Roman;}}}}{{\colortbl ;{colours}}}\f0\fs28 "
    body = _paragraphs(lines, way, plain, lambda text: f"{{{way} {plain(text)}}}")
    return (head + "\\par\n".join(body) + "\\par}").encode("ascii")


def _odt(lines: str, way: str | None) -> bytes:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"' for name, uri in _SPACES)
    spaces += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    style = f'<style:style style:name="T1" style:family="text"><style:text-properties {way or ""}/></style:style>'
    body = _paragraphs(lines, way, escape, lambda text: f'<text:span text:style-name="T1">{text}</text:span>')
    text = "".join(f"<text:p>{line}</text:p>" for line in body)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{style}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    return zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


_SPACES = (
    *(("office", "office"), ("text", "text"), ("style", "style")),
    ("fo", "xsl-fo-compatible"),
)


def _html(lines: str, way: str | None) -> bytes:
    sheet = "<style>p.x, span.xa { position: absolute; left: -9999px } @media print { span { display: none } }</style>"
    body = _paragraphs(lines, way, escape, lambda text: f"<span {way}>{text}</span>")
    text = "".join(f"<p>{line}</p>" for line in body)
    return f'<html><head><meta charset="utf-8">{sheet}</head><body>{text}</body></html>'.encode()


_FILES: Mapping[str, Callable[[str, str | None], bytes]] = {"docx": _docx, "rtf": _rtf, "odt": _odt, "html": _html}
