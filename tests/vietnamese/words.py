"""Words that are not Vietnamese in what a person sees: of a page, a message, a workbook or a document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser

from detector.readers.readability import is_syllable

# Names of programs, formats, commands and methods, which have no Vietnamese; and units.
PROPER = frozenset(
    re.findall(
        r"[\w-]+",
        """
        word excel libreoffice tesseract trueocr windows unicode detector kiemdiem java spark html docx doc xlsx csv png
        jsonl pdf txt zip xml rtf odt toml json url utf bit byte log kappa jaccard cosin cohen email sha id
        ctrl enter tab shift sqlite apt pip debian ubuntu ocr javascript google docs
        """,
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:_[^\W_]+)*")
# What is said by its place: options, paths, addresses, commands in quotation marks, roman numerals, class names.
_BY_PLACE = re.compile(
    r"\{\w+\}|\b(?:[NU]|doc)-[0-9a-f]+\b|\b(?=\w*\d)[0-9a-f]{8,}\b|--[\w-]+|'[^']*'|\bhttps?://\S+|\S*[/\\]\S*|\b\S+\.(?:txt|docx?|pdf|xlsx?|csv|zip|sqlite|html|toml|json|exe|xyz)\b"
    r"|\b[IVX]+\b|\b\d+\w*|\b\w*\d\b"
)


def foreign(text: str, known: Iterable[str] = ()) -> list[str]:
    """Words that no Vietnamese text has, in order; `known` are those of the unit: its names and its texts."""
    own = {word.casefold() for piece in known for word in _WORD.findall(piece)}
    plain = _BY_PLACE.sub(" ", text)
    words = [word for word in _WORD.findall(plain) if len(word) > 1]
    return [word for word in words if not _is_ours(word, own)]


def _is_ours(word: str, known: set[str]) -> bool:
    lower = word.casefold()
    return lower in PROPER or lower in known or (is_syllable(lower) and lower not in _ENGLISH_TOO)


# Well-formed as syllables, and English on a page of ours.
_ENGLISH_TOO = frozenset({"pair", "them", "then", "than", "there", "yes", "they", "this", "that", "not", "his", "open"})


class _Seen(HTMLParser):
    """Text and the attributes that are read out, without scripts and without what is marked as another language."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.append(tag)
        if not self._hidden and (tag in ("script", "style") or values.get("lang") == "en"):
            self._hidden.append(tag)
        if not self._hidden:
            self.pieces += [value for name, value in values.items() if name in _READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


_READ_OUT = frozenset(
    {"title", "aria-label", "alt", "placeholder", "data-none", "data-some", "data-words", "data-above"}
)


def seen_in(page: str) -> str:
    """What is read on a page or by a screen reader."""
    reader = _Seen()
    reader.feed(page)
    return "\n".join(reader.pieces)
