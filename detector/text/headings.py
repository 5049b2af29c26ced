"""Headings: numbered lines, and lines made of nothing but the names of parts that the forms know."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from detector.outside import remembered_lines
from detector.text.fold import folded_text
from detector.text.lexicon import resource

ENUMERATED = re.compile(r"\s*(?:[IVX]{1,5}|[A-C]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/]\s*\S")
_NUMBER = re.compile(r"\s*(?:[IVX]{1,5}|[A-C]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/–-]\s*")
_BULLETS = " \t-–—+*•●○▪■□➢❖"
_FIRST_WORD = re.compile(r"\s*\S+")
_LEADS = ("ve", "viec", "nhung", "cac", "mat", "noi dung", "cong tac", "thuc hien")
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


@remembered_lines
def is_part(line: str) -> bool:
    """Whether the line, its number aside, is made of names of parts that the forms know."""
    name = _name(_NUMBER.sub("", line[: _LONGEST_KNOWN + 1], count=1)).lstrip(_BULLETS)
    return len(name) <= _LONGEST_KNOWN and _is_known(name)


def _name(line: str) -> str:
    return line.split(":", 1)[0].split("(", 1)[0].strip(" .\t\n")


def _is_known(name: str) -> bool:
    core = _LETTER.sub("", name, count=1) if "." in name or ")" in name else name
    first = _FIRST_WORD.match(core)
    if not first or not _may_begin(first.group()):  # most lines, before they are folded
        return False
    return _known_pattern().fullmatch(" ".join(folded_text(core).split())) is not None


@lru_cache(maxsize=20_000)
def _may_begin(word: str) -> bool:
    """Whether a name that the forms know, or what may stand before one, begins with the word or, joined to it, more."""
    folded = folded_text(word)
    return any(folded.startswith(first) for first in _first_words())


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in (*_known_names(), *_LEADS))


@cache
def _known_names() -> tuple[str, ...]:
    """Folded, the longest first."""
    names = {" ".join(folded_text(name).split()) for name in resource("headings.toml")["names"]}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _known_pattern() -> re.Pattern[str]:
    name = f"(?:{'|'.join(map(re.escape, _known_names()))})"
    lead = rf"(?:(?:{'|'.join(_LEADS)}) )*"
    link = rf"(?: ?[,;/–-] ?| va | )(?:va )?{lead}"
    state = r"(?: (?:da )?(?:dat duoc|chu yeu|chinh))?(?: cua (?:ban than|ca nhan|toi))?"
    when = r"(?: (?:trong )?(?:nam|ky|thang|quy)\b[\w /–-]{0,30})?"
    return re.compile(rf"{lead}{name}(?:{link}{name})*{state}{when}")
