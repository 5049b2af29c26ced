"""Whether what stands behind a label is what the label asks for: a name, a unit, a post. In doubt it is not known."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from detector.outside import remembered_lines
from detector.text.fold import folded_text
from detector.text.headings import ENUMERATED, heading_name
from detector.text.heads.labels import FILE, begins_with, longest, phrases, word_keys
from detector.text.heads.slots import between_breaks
from detector.text.lexicon import resource

_LONGEST = 200  # characters of any value
_NAME_WORDS = 7  # "Công Tằng Tôn Nữ Thị Ngọc Lan"
_SIGNED_WORDS = 5  # where no label asks for one: more are two names side by side
_FOREIGN_WORDS = 5
_UNIT_WORDS, _BARE_UNIT_WORDS = 24, 10
_POST_WORDS, _BARE_POST_WORDS = 16, 12
_POST_OF_WORDS = 4
_PROSE_WORDS = 15
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?]\s+(?=\S)|[!?]$")
_NAME_END = re.compile(r"[;|,\[/]|\s[-–—]\s|\((?!\w{1,2}\))|\t|\s{3,}")
# Before a name, with a stroke that would end it: "đ/c Lò Văn Chựa"
_COMRADE = re.compile(r"^\W*(?:đ\s?[/.]\s?c|đc|đồng chí)\b[\s.:]*(?=[^\W\d_])", re.IGNORECASE)
_UNIT_END = re.compile(r"[;|]|\s[-–]\s*$")
# An unknown label: a capitalised word, and small ones up to a colon
_OTHER_LABEL = re.compile(r"\s[^\W\d_a-z]\w*(?:\s(?=[^\W\d_])\w+)*\s?:")
_APOSTROPHE = re.compile(r"['’ʼ]")
_SEPARATED = re.compile(r"\s*[,;]\s+|\s+[-–]\s+")
_SMALL_WORD = re.compile(r"\s(?=[^\W\d_])(\w+)")
_EDGES = " \t.…_:;,*–-=|/'\"“”"
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`.-][^\W\d_]+)*\.?")
_NONE = frozenset({"khong", "khong co", "ko", "chua co", "chua", "khong giu chuc vu", "x", "nt", "nhu tren"})
_LEADERS = frozenset({"trưởng", "phó", "viên"})
_ROMAN = re.compile(r"[ivx]{1,4}")
_TITLE_DOTS = re.compile(r"(?:\b[^\W\d_]{1,6}\.\s?)+(?=[^\W\d_])")


def piece_of(between: str) -> str:
    """What of the characters behind a label is its value: up to a tab, a wide gap, dots to write on, another label."""
    pieces = (piece.strip(_EDGES) for piece in between_breaks(between))
    value = next((piece for piece in pieces if piece), "")
    if ":" in value:
        value = _before_other_label(value)
    return value[:_LONGEST]


@remembered_lines
def is_prose(text: str, *, facts: bool = False) -> bool:
    """A full stop inside, or more words than any value has: what a person wrote.

    With `facts` the label asks for names of offices and places, which may be twice as long.
    """
    return len(text.split()) > _PROSE_WORDS * (2 if facts else 1) or bool(_SENTENCE_END.search(text.strip()))


@remembered_lines
def person_name(value: str, *, sure: bool) -> str | None:
    """The name as names are written; without `sure` (of its place) it must begin with a family name."""
    value = " ".join(_without_titles(_NAME_END.split(_COMRADE.sub("", value))[0].strip(_EDGES)).split())
    words = value.split()
    letters = [word for word in words if not word.startswith("(")]
    most = _NAME_WORDS if sure else _SIGNED_WORDS
    if not letters or len(letters) > most or not all(map(_NAME_WORD.fullmatch, letters)):
        return None
    if _has_phrase(value, "not_names") or heading_name(value) or any(map(_is_glued, letters)):
        return None
    if not (_is_family_name(letters) or (sure and _is_foreign_name(letters))):
        return None
    return value.title() if value.isupper() or value.islower() else value


def _is_glued(word: str) -> bool:
    """A capital behind a small letter: the next word begins without a gap, as in PDFs whose tabs leave none."""
    return any(one.islower() and other.isupper() for one, other in pairwise(word))


@remembered_lines
def unit_name(value: str, *, sure: bool) -> str | None:
    """The name of an office; without `sure` (of its place) it must begin with a word that names one."""
    value = _UNIT_END.split(value)[0].strip(_EDGES)
    value = value if sure else _without_clause(value)
    value = value if value.count("(") == value.count(")") else value.strip("()").strip(_EDGES)
    words = value.split()
    if _is_no_value(value) or value[:1].isdigit() or value.startswith("("):
        return None
    if _is_post_of_unit(value):
        return None
    size = begins_with(value, "units")
    if size:
        return value if size < len(word_keys(value)) and len(words) <= _UNIT_WORDS else None
    if not sure or value[:1].islower() or len(words) > _BARE_UNIT_WORDS or _names_a_post(value):
        return None
    return value


@remembered_lines
def post_name(value: str, *, sure: bool) -> str | None:
    """A post; without `sure` (of its place) it must begin with a word that names one."""
    value = re.split(r"[;|]", value)[0].strip(_EDGES)
    if _is_no_value(value) or value[:1].isdigit() or value.startswith("(") or _ROMAN.fullmatch(folded_text(value)):
        return None
    if not sure and value[:1].islower() and word_keys(value) in phrases("not_the_writer"):  # "Chức vụ quản lý"
        return None
    if _names_a_post(value):
        return value if len(value.split()) <= _POST_WORDS else None
    if not sure or (begins_with(value, "units") and len(value.split()) > 3) or person_name(value, sure=False):
        return None
    return value if len(value.split()) <= _BARE_POST_WORDS else None


def _names_a_post(value: str) -> bool:
    """Begins with a word for a post, or with two to four of which the last is *viên*: *phát thanh viên*."""
    words = value.lower().split()[:_POST_OF_WORDS]
    return (
        bool(begins_with(value, "posts"))
        or _is_post_of_unit(value)
        or "viên" in words[words[:2] == ["công", "viên"] :][1:]
    )


def _is_post_of_unit(value: str) -> bool:
    """Who leads or belongs to an office, in the order of everyday speech: *đội phó*, *trạm trưởng*."""
    words = re.findall(r"[^\W_]+", value)
    size = begins_with(value, "units")
    return 0 < size < len(words) and words[size] in _LEADERS


def is_value(field: str, value: str) -> bool:
    """Whether words that follow a label without a colon are its value, and not the rest of a sentence."""
    if field in ("name", "named"):
        return person_name(value, sure=False) is not None
    if field in ("unit", "post", "position"):
        return (unit_name if field == "unit" else post_name)(value, sure=False) is not None
    return value[:1].isdigit()


def name_and_post(value: str) -> tuple[str | None, str | None, str | None]:
    """Name, post and unit, where a dash or comma stands behind the name."""
    pieces = [piece for piece in _SEPARATED.split(value) if not _is_aside(piece)]
    name, rest = (pieces[0], value[value.index(pieces[1]) :]) if len(pieces) > 1 else ("".join(pieces), "")
    return person_name(name, sure=True), *(post_and_unit(rest) if rest else (None, None))


def _is_aside(piece: str) -> bool:
    """A rank, a title or a date between a name and a post."""
    keys = word_keys(piece)
    return begins_with(piece, "titles") == len(keys) or any(word.isdigit() and len(word) == 4 for word in keys)


def post_and_unit(value: str) -> tuple[str | None, str | None]:
    """Both, where a comma or dash stands before the first word of a unit."""
    for match in _SEPARATED.finditer(value):
        if unit := unit_name(value[match.end() :], sure=False):
            return post_name(value[: match.start()], sure=True), unit
    return post_name(value, sure=True), None


def _without_clause(value: str) -> str:
    """Of a value inside a sentence, what stands before a comma behind which the sentence goes on."""
    for comma in re.finditer(r",\s+(?=[^\W\d_])", value):
        if value[comma.end()].islower() and not begins_with(value[comma.end() :], "units"):
            return value[: comma.start()]
    return value


def _before_other_label(value: str) -> str:
    """Up to the last capitalised word before a colon, if small words alone stand between: ``... Số thẻ: 12``."""
    head = value[: value.index(":")]
    words = list(re.finditer(r"\S+", head))
    for word in reversed(words[1:]):
        if not word.group()[:1].islower():
            return head[: word.start()].rstrip(_EDGES)
    return value


def _without_titles(value: str) -> str:
    """Without *đồng chí*, *ông*, *ThS.* and the like in front of a name."""
    while dots := _TITLE_DOTS.match(value):
        if not begins_with(dots.group(), "titles"):
            break
        value = value[dots.end() :]
    while size := begins_with(value, "titles"):
        rest = list(re.finditer(r"[^\W_]+", value))[size:]
        if len(rest) < 2 or not (_is_known_family(rest[0].group()) or size > 1):
            break
        value = value[rest[0].start() :]
    return value


def _is_family_name(words: list[str]) -> bool:
    """Begins with a family name (or a prefix of the Central Highlands), all in capitals, all small or capitalised."""
    joined = " ".join(words)
    shaped = joined.isupper() or joined.islower() or (words[0][:1].isupper() and words[-1][:1].isupper())
    return shaped and (len(words) > 1 or bool(_APOSTROPHE.search(joined))) and _is_known_family(words[0])


def _is_known_family(word: str) -> bool:
    lower = word.lower()
    known, plain = _families()
    return lower in known or lower[:2] in ("h'", "k'", "h’", "k’", "r'") or (word.isascii() and lower in plain)


@cache
def _families() -> tuple[frozenset[str], frozenset[str]]:
    names: list[str] = resource(FILE)["words"]["surnames"]
    return frozenset(name.lower() for name in names), frozenset(folded_text(name) for name in names)


def _is_foreign_name(words: list[str]) -> bool:
    """Capitalised words throughout; of one word alone only such as "K'Brêu": others head the next column."""
    if len(words) == 1 and not _APOSTROPHE.search(words[0]):
        return False
    return len(words) <= _FOREIGN_WORDS and all(word[:1].isupper() for word in words) and not _is_titled(words)


def _is_titled(words: list[str]) -> bool:
    """Begins, with its marks, with a word for a unit or post ("Làng", not "Lăng"), or is a printed line."""
    text = " ".join(words).lower()
    known: dict[str, list[str]] = resource(FILE)["words"]
    is_title = any(text == word or text.startswith(f"{word} ") for word in _lower(*known["units"], *known["posts"]))
    return is_title or bool(begins_with(text, "lines"))


@cache
def _lower(*words: str) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def _has_phrase(value: str, name: str) -> bool:
    keys = word_keys(value)
    return any(
        keys[at : at + size] in phrases(name) for at in range(len(keys)) for size in range(1, min(longest(name), 4) + 1)
    )


def _is_no_value(value: str) -> bool:
    """Empty, a printed line, a heading, a sentence, or the word for none."""
    keys = " ".join(word_keys(value))
    printed = begins_with(value, "lines")
    return (
        not keys
        or keys in _NONE
        or bool(printed and (printed > 1 or printed == len(keys.split())))
        or bool(ENUMERATED.match(value) and heading_name(value))
        or bool(_SENTENCE_END.search(value))
        or ":" in value
    )
