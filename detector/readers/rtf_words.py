"""The control words of rich text that matter to its visible text. After Microsoft's RTF Specification 1.9.1."""

from __future__ import annotations

from detector.documents import BlockKind

# Destinations: groups that begin with one of them hold no visible text
SKIPPED = frozenset(
    b"""fonttbl colortbl stylesheet info pict object fldinst listtable listoverridetable revtbl rsidtbl generator
    themedata colorschememapping datastore latentstyles xmlnstbl mmathPr filetbl nonshppict bkmkstart bkmkend
    annotation atnid atnauthor atrfstart atrfend atnref atndate listtext pntext pnseclvl shpinst sp sn sv tc xe
    upr ftnsep ftnsepc aftnsep aftnsepc do""".split()
)
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
# What ends a paragraph or a cell
ENDS = {b"par": "", b"sect": "", b"page": "", b"row": "", b"nestrow": "", b"cell": "cell", b"nestcell": "cell"}
