"""The control words of rich text that matter to its visible text. After Microsoft's RTF Specification 1.9.1."""

from __future__ import annotations

from dataclasses import dataclass

from detector.documents import BlockKind
from detector.readers.cells import End

# Destinations: groups that begin with one of them hold no visible text
SKIPPED = frozenset(
    b"""fonttbl colortbl stylesheet info pict object fldinst listtable listoverridetable revtbl rsidtbl generator
    themedata colorschememapping datastore latentstyles xmlnstbl mmathPr filetbl nonshppict bkmkstart bkmkend
    annotation atnid atnauthor atrfstart atrfend atnref atndate pnseclvl shpinst sp sn sv tc xe
    upr ftnsep ftnsepc aftnsep aftnsepc do""".split()
)
# Automatic numbers as text, for programs that know no lists
NUMBERS = frozenset({b"listtext", b"pntext"})
# Destinations that hold text of another kind
KINDS = {
    b"header": BlockKind.HEADER,
    b"headerl": BlockKind.HEADER,
    b"headerr": BlockKind.HEADER,
    b"headerf": BlockKind.HEADER,
    b"footer": BlockKind.FOOTER,
    b"footerl": BlockKind.FOOTER,
    b"footerr": BlockKind.FOOTER,
    b"footerf": BlockKind.FOOTER,
    b"footnote": BlockKind.FOOTNOTE,
    b"shptxt": BlockKind.TEXTBOX,
}
SIGNS = {
    b"tab": "\t",
    b"line": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
}
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"{": "{", b"}": "}", b"\\": "\\"}


@dataclass(frozen=True, slots=True)
class Mark:
    """`least_depth`: how many tables there are around it, whatever the paragraph's own properties say."""

    end: End
    least_depth: int = 0


PARAGRAPH = "\x1eparagraph"
CELL, _INNER_CELL, ROW, _INNER_ROW = "\x1ecell", "\x1einner cell", "\x1erow", "\x1einner row"
# What ends a paragraph, a cell or a row
ENDS = {
    b"par": PARAGRAPH,
    b"sect": PARAGRAPH,
    b"page": PARAGRAPH,
    b"cell": CELL,
    b"nestcell": _INNER_CELL,
    b"row": ROW,
    b"nestrow": _INNER_ROW,
}
MARKS = {
    PARAGRAPH: Mark(End.PARAGRAPH),
    CELL: Mark(End.CELL, 1),
    _INNER_CELL: Mark(End.CELL, 2),
    ROW: Mark(End.ROW, 1),
    _INNER_ROW: Mark(End.ROW, 2),
}
