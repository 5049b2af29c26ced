"""Headings: numbered lines, and lines made of nothing but the names of parts that the forms know."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from detector.text.fold import fold
from detector.text.lexicon import resource

ENUMERATED = re.compile(r"\s*(?:[IVX]{1,5}|[A-C]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]\s*\S")
_BULLETS = " \t-–—+*•●○▪■□➢❖"
_LETTER = re.compile(r"\(?[a-eđ][.)]\s*")
_LONGEST_NAME = 200  # characters
_LONGEST_KNOWN = 120  # of a name without a number; most lines that long are prose and not worth a look
_MOST_WORDS = 30


def heading_name(line: str) -> str | None:
    """The name of a section if the line is, or begins with, its heading: all up to a colon or a remark in brackets."""
    if ENUMERATED.match(line):
        name = _name(line)
        words = name.split()
        is_short = len(words) <= _MOST_WORDS and len(name) <= _LONGEST_NAME
        return " ".join(words) if is_short and (":" in line or len(words) >= 2) else None
    name = _name(line[: _LONGEST_KNOWN + 1]).lstrip(_BULLETS)
    return " ".join(name.split()) if len(name) <= _LONGEST_KNOWN and _is_known(name) else None


def _name(line: str) -> str:
    return line.split(":", 1)[0].split("(", 1)[0].strip(" .\t\n")


@lru_cache(maxsize=20_000)
def _is_known(name: str) -> bool:
    words = " ".join(fold(_LETTER.sub("", name, count=1)).text.split())
    return _known_names().fullmatch(words) is not None


@cache
def _known_names() -> re.Pattern[str]:
    names = sorted({" ".join(fold(name).text.split()) for name in resource("headings.toml")["names"]}, key=len)
    name = f"(?:{'|'.join(map(re.escape, reversed(names)))})"
    lead = r"(?:(?:ve|viec|nhung|cac|mat|noi dung|cong tac|thuc hien) )*"
    link = rf"(?: ?[,;/–-] ?| va | )(?:va )?{lead}"
    state = r"(?: (?:da )?(?:dat duoc|chu yeu|chinh))?(?: cua (?:ban than|ca nhan|toi))?"
    when = r"(?: (?:trong )?(?:nam|ky|thang|quy)\b[\w /–-]{0,30})?"
    return re.compile(rf"{lead}{name}(?:{link}{name})*{state}{when}")
