"""Finds a labelled passage in a text that a reader may have laid out otherwise."""

from __future__ import annotations

import re
import unicodedata

from detector.documents import Span

# A character with the marks that follow it in decomposed (NFD) text.
_CLUSTER = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+", re.DOTALL)

# Signs that a word processor prints before a list item and a reader may leave out or replace.
_BULLETS = frozenset("-–—−•·*+‣⁃∙○●◦◆◇■□▪▫►▶➢➤✓✔\uf0b7\uf0a7\uf02d\uf0d8\uf0fc")


class Locator:
    """Searches one text; white space, bullet signs, invisible characters, Unicode form and letter case do not count."""

    def __init__(self, text: str) -> None:
        parts = [(match.span(), _folded(match[0])) for match in _CLUSTER.finditer(text)]
        self._haystack = "".join(folded for _, folded in parts)
        self._spans = [span for span, folded in parts for _ in folded]

    def find(self, passage: str) -> list[Span]:
        """All places of `passage`, as characters of the text; [] for a passage without a letter."""
        needle = "".join(_folded(match[0]) for match in _CLUSTER.finditer(passage))
        found = []
        at = self._haystack.find(needle) if needle else -1
        while at >= 0:
            found.append(Span(self._spans[at][0], self._spans[at + len(needle) - 1][1]))
            at = self._haystack.find(needle, at + 1)
        return found


def _folded(cluster: str) -> str:
    """`cluster` in lower case and canonical decomposition; "" for what does not count."""
    decomposed = unicodedata.normalize("NFD", cluster.casefold())
    return "".join(c for c in decomposed if not c.isspace() and c not in _BULLETS and unicodedata.category(c) != "Cf")
