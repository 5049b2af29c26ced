"""Text that is safe in a spreadsheet cell, whoever wrote it."""

from __future__ import annotations

import re

# Control characters but tab and line feed; marks that turn the direction of writing; what XML has no form for.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What a spreadsheet takes for the start of a formula, in both widths.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def clean(text: str) -> str:
    """Without characters that cannot be written, or that make a reader see something else than is there."""
    return _UNWRITABLE.sub("", _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def cut(text: str, length: int) -> str:
    """At most `length` characters, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def looks_like_formula(text: str) -> bool:
    """True where a spreadsheet might calculate instead of show."""
    return text.startswith(_FORMULA_STARTS)


def quoted(text: str) -> str:
    """For files without cell types: an apostrophe before what looks like a formula."""
    return f"'{text}" if looks_like_formula(text) else text
