"""Boxes and ticks of a line, as `ratings.toml` lists them."""

from __future__ import annotations

import re
from functools import cache

from detector.text.lexicon import resource


def boxes_in(text: str, start: int) -> list[tuple[bool, int, int]]:
    """(ticked, start, end) of each box or tick behind `start`."""
    return [(match.lastgroup == "ticked", *match.span()) for match in _box_pattern().finditer(text, start)]


def without_boxes(text: str) -> str:
    """The text with a blank in the place of each."""
    return _box_pattern().sub(" ", text)


@cache
def _box_pattern() -> re.Pattern[str]:
    """It begins with the class of the first characters, to which the engine skips: a quarter of the time on a line."""
    signs: dict[str, list[str]] = resource("ratings.toml")["ticks"]
    first = "".join(sorted({letter for some in signs.values() for sign in some for letter in _spelt(sign[0])}))
    parts = [f"(?P<{name}>{'|'.join(map(_behind_first, signs[name]))})" for name in ("ticked", "empty")]
    return re.compile(f"[{re.escape(first)}](?:{'|'.join(parts)})")


def _behind_first(sign: str) -> str:
    """A tick behind its first character: the letter x in either case, alone; others with blanks in their brackets."""
    if sign == "x":
        return r"(?<=[xX])(?<!\w[xX])(?!\w)"
    inner = r"\s*[xX]\s*" if "x" in sign else r"\s*"
    return f"(?<={re.escape(sign[0])})" + (inner + re.escape(sign[-1]) if len(sign) > 1 else "")


def _spelt(letter: str) -> str:
    return "xX" if letter == "x" else letter
