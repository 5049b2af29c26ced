"""What one line says of ratings: whose it asks for or gives, and the levels and boxes in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise

from detector.outside import remembered_lines
from detector.text.fold import folded_text
from detector.text.heads.boxes import boxes_in, without_boxes
from detector.text.heads.labels import FILE, end_of_english
from detector.text.heads.slots import between_breaks, folded_line, may_break
from detector.text.lexicon import resource

LEVELS = ("not_completed", "excellent", "good", "completed")  # the longer names first
_MAX_REMEMBERED = 4000  # lines: two of three were seen before
_LONGEST_BOXES = 100  # characters of a line with boxes alone
_LONGEST_LINE = 400  # characters; of longer paragraphs none is a rating
_CLAIM_WORDS = 8  # between the words for a rating and the level: "chất lượng viên chức năm 2025"
_TAIL_WORDS = 4  # behind the level: "trong năm 2025"
_OPTION_WORDS = 3
_HEAD_OF_COLUMN = 8  # words
_SHORT_CLAIM = 8  # words: a cell, a heading
_BRACKETS = re.compile(r"\((?![\sxX]?\))[^()]*\)?")
_SCALE = re.compile(r"(?:\btu|\bduoi|\btren|\bden|[<>≥≤]=?)\s*\d{1,3}\b|\d{1,3}\s*(?:diem|%)?\s*tro len")
_OTHER_SCALE = re.compile(r"\b(?:trung binh|kem|kha|chua dat|yeu)\b")
_WORD = re.compile(r"[^\W_]+")
# What begins the words that give the reason for a level: "Hoàn thành nhiệm vụ, vì nghỉ ốm 47 ngày"
_REASON = re.compile(r"\s?(?:[,.;(]|[-–]\s)\s?|\s(?:vi|do)\s")
_BEFORE_ANSWER = re.compile(r":\s*(?:loai|muc)?\s*$")
_LETTER = re.compile(r"\s*(?:loai )?[a-d]\b")
_LETTER_BEHIND_COLON = re.compile(f":{_LETTER.pattern}")
_NO_OFFICES = frozenset({"ban", "bao", "thue", "quy", "khu", "ga", "doan", "co so"})
_CIRCLED = str.maketrans("ⒶⒷⒸⒹ🅐🅑🅒🅓", "ABCDABCD")
_ANY_CIRCLED = re.compile("[ⒶⒷⒸⒹ🅐🅑🅒🅓]")
_CAPITAL = re.compile(r"[A-DⒶⒷⒸⒹ🅐🅑🅒🅓](?![^\W_])")
# What may stand between two ratings of one line: "Cá nhân tự xếp loại: A; tổ trưởng xếp loại: B"
_BETWEEN = re.compile(r"[\t;,|/.]|\s{2,}|\s[-–—]\s")
_LETTER_AND_REASON = re.compile(r"[\s:]*(?:[Ll]oại|[Mm]ức)?\s*[A-D](?=\s?[,.;]\s(?![A-D]\b)|\s(?:vì|do)\s)")
_SHORT_GOOD = re.compile(r"(?:^|[^\w\s]|\s)\s*(?P<level>tot)(?=\s*(?:$|[^\w\s]|\s{2}|x\b))")


class Kind(Enum):
    """Whose rating a block is, by the words before it."""

    OWN = "own"
    ANY = "any"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Line:
    """Whose rating a line asks for or gives, and its levels and boxes as (level or None, ticked, start, end)."""

    claim: tuple[Kind, int] | None
    tokens: tuple[tuple[str | None, bool, int, int], ...]


_NO_LINE = Line(None, ())


@lru_cache(maxsize=_MAX_REMEMBERED)
def line_of(text: str) -> Line:
    """A line as it is written; of long paragraphs nothing."""
    if len(text) > _LONGEST_LINE:
        return _NO_LINE
    folded = folded_line(text)
    claim = _claim(folded) if _may_claim(folded) else None
    if claim:
        claim = claim[0], end_of_english(text, claim[1])
    elif len(text) > _LONGEST_BOXES and not _has_words_of_level(folded):
        return _NO_LINE
    return Line(claim, tuple(_options(text, folded, claim[1] if claim else 0)))


def ratings_apart(text: str) -> tuple[str, ...]:
    """A line cut where a second rating begins behind the level of the first; it alone for all others."""
    return (text,) if line_of(text).claim is None else _claims_apart(text)


@lru_cache(maxsize=_MAX_REMEMBERED)
def _claims_apart(text: str) -> tuple[str, ...]:
    folded = folded_line(text)
    claims = [match for match in _pattern("rating").finditer(folded) if _is_claim(folded, match)]
    if not claims:
        return (text,)
    claims += [match for match in _others_agree(folded) if match.start() > claims[-1].end()]
    cuts = [0]
    for claim, following in pairwise(claims):
        start, end = claim.end(), following.start()
        levels = levels_in(folded[start:end]) or letters_in(text[:end], start)
        signs = list(_BETWEEN.finditer(folded, start, end)) if levels else []
        cuts += [signs[-1].end()] if signs else []
    return tuple(text[start:end] for start, end in pairwise([*cuts, len(text)]))


@lru_cache(maxsize=_MAX_REMEMBERED)
def may_rate(text: str) -> bool:
    """Whether a line, or what stands side by side on it, names a level; where none does, no rating is found."""
    if not _may_name_level(text):
        return False
    pieces = (text, *(piece.strip() for piece in between_breaks(text)))
    return any(_names_level(part) for piece in pieces for part in ratings_apart(piece))


def _may_name_level(text: str) -> bool:
    """Whether a line has the words of a level, *tốt* or a letter that may be one: few do, and that is soon seen."""
    folded = folded_line(text)
    return _has_words_of_level(folded) or "tot" in folded or _CAPITAL.search(text) is not None


def _names_level(text: str) -> bool:
    tokens = line_of(text).tokens
    return bool(levels_in(folded_line(text)) or letters_in(text, 0)) or any(level for level, *_ in tokens)


@lru_cache(maxsize=_MAX_REMEMBERED)
def kind_of_column(text: str) -> Kind | None:
    """Whose ratings stand below the head of a column; None where it is about something else."""
    line = line_of(text)
    if line.tokens or len(text.split()) > _HEAD_OF_COLUMN:
        return None
    if line.claim:
        return line.claim[0]
    folded = folded_line(text)
    if _pattern("own").search(folded):
        return Kind.OWN
    return Kind.OTHERS if _pattern("others").search(folded) else None


def _options(text: str, folded: str, claimed: int) -> list[tuple[str | None, bool, int, int]]:
    """Levels and boxes of a line that holds little else; behind `claimed` where the line says that it rates."""
    folded = _without_brackets(folded)
    levels = [(level, start, end) for level, start, end in levels_in(folded) if start >= claimed]
    if not levels and not claimed and len(text) > _LONGEST_BOXES:
        return []
    boxes = boxes_in(text, claimed) + [(True, *match.span()) for match in _ANY_CIRCLED.finditer(text, claimed)]
    if not (levels or boxes or claimed):
        return []
    levels += _short_levels(folded, levels, boxes, claimed)
    if not levels and (claimed or not _only_boxes(text)):
        levels = list(letters_in(text, claimed)) if claimed or boxes else []
    if not levels and not (boxes and _only_boxes(text[claimed:])):
        return []
    if _is_other_text(folded, levels, boxes, claimed):
        return []
    tokens: list[tuple[str | None, bool, int, int]] = [(level, False, start, end) for level, start, end in levels]
    tokens += [(None, ticked, start, end) for ticked, start, end in boxes]
    return sorted(tokens, key=lambda token: token[2])


def _without_brackets(text: str) -> str:
    """With blanks in the place of remarks in brackets."""
    return _BRACKETS.sub(lambda match: " " * len(match.group()), text) if "(" in text else text


def _short_levels(
    folded: str, levels: list[tuple[str, int, int]], boxes: list[tuple[bool, int, int]], claimed: int
) -> list[tuple[str, int, int]]:
    """*Tốt* among options of one line, or as all that stands behind the words that rate or a box."""
    found = [(match.start("level"), match.end()) for match in _SHORT_GOOD.finditer(folded, claimed)]
    found = [span for span in found if not any(start < span[1] and span[0] < end for _, start, end in levels)]
    if not boxes and not (claimed and len(found) == 1 and not levels and not folded[found[0][1] :].strip(" .;,)")):
        return []
    before = without_boxes(folded[claimed : found[0][0]]) if found else ""
    alone = not _WORD.search(before) or (before.rstrip().endswith(":") and len(before.split()) <= _CLAIM_WORDS)
    return [("good", *span) for span in found] if levels or (alone and len(found) == 1) else []


def _is_other_text(
    folded: str, levels: list[tuple[str, int, int]], boxes: list[tuple[bool, int, int]], claimed: int
) -> bool:
    """A scale with its points, the boxes of another scale, or prose that names a level."""
    if _SCALE.search(folded[claimed:]) and not boxes:
        return True
    if _OTHER_SCALE.search(folded[claimed:]):
        return True
    if not levels:
        return False
    first, last = min(start for _, start, _ in levels), max(end for _, _, end in levels)
    covered = [(start, end) for _, start, end in [*levels, *boxes]]
    before = _words_outside(folded[:first], claimed, covered)
    behind = _words_outside(folded, last, covered)
    inside = _words_outside(folded[:last], first, covered)
    if claimed:
        is_answer = len(levels) == 1 and bool(_BEFORE_ANSWER.search(folded[claimed:first]))
        has_reason = is_answer and bool(_REASON.match(folded, last))
        behind = 0 if has_reason else behind
        return before > _CLAIM_WORDS or behind > _TAIL_WORDS or inside > _OPTION_WORDS * len(levels)
    return before + behind > _OPTION_WORDS or inside > _OPTION_WORDS * len(levels)


def _words_outside(folded: str, start: int, covered: list[tuple[int, int]]) -> int:
    words = (match.span() for match in _WORD.finditer(folded, start))
    return sum(not any(first <= at < last for first, last in covered) for at, _ in words)


def _may_claim(folded: str) -> bool:
    """Whether a line has words that rate, or a level behind the colon of others; few do, and that is soon seen.

    Words that may mean something else rate only before a sign or in a short line.
    """
    if _has_all_of_one(folded, _words_that_rate()):
        return True
    if _has_all_of_one(folded, _words_that_may_rate()):
        is_short = len(folded.split()) <= _SHORT_CLAIM
        return is_short or ":" in folded or "(" in folded or may_break(folded)
    return ":" in folded and (_has_words_of_level(folded) or _LETTER_BEHIND_COLON.search(folded) is not None)


def _claim(folded: str) -> tuple[Kind, int] | None:
    """Whose rating the line asks for or gives, and where the words for it end."""
    found = [match for match in _pattern("rating").finditer(folded) if _is_claim(folded, match)]
    if not found:
        agree = next(_others_agree(folded), None)
        return (Kind.OTHERS, agree.end()) if agree else None
    end = found[-1].end()
    answered = [one.end() for one, other in pairwise(found) if levels_in(folded[one.end() : other.start()])]
    colon = folded.find(":", end)
    start = answered[-1] if answered else 0
    before = folded[start : colon if colon > 0 and len(folded[end:colon].split()) <= _CLAIM_WORDS else end]
    if _pattern("before").search(folded):
        return Kind.OTHERS, end
    others = _pattern("others").search(before)
    own = _pattern("own").search(before)
    if not own and _office_rates().match(before):
        return Kind.OTHERS, end
    by_themselves = own and others and own.group().startswith("tu ") and own.start() == others.end() + 1
    if others and not by_themselves and not (own and own.start() < others.start()):
        return Kind.OTHERS, end
    return (Kind.OWN if own else Kind.ANY), end


def _others_agree(folded: str) -> Iterator[re.Match[str]]:
    """Words for others up to a colon with a level behind it, without a word for a rating: "Chi bộ nhất trí: ..."."""
    for match in _others_before_colon().finditer(folded, 0, folded.rfind(":") + 1):
        if levels_in(folded[match.end() :]) or _LETTER.match(folded, match.end()):
            yield match


def _is_claim(folded: str, match: re.Match[str]) -> bool:
    """Words that may mean something else rate where a colon follows, or nothing in a line that is short."""
    end = match.end()
    if match.lastgroup != "weak" or _pattern_before_colon().match(folded, end):
        return True
    return not folded[end_of_english(folded, end) :].strip(" .") and len(folded.split()) <= _SHORT_CLAIM


@remembered_lines
def levels_in(folded: str) -> tuple[tuple[str, int, int], ...]:
    """(level, start, end) of each level that a folded text names."""
    if not _has_words_of_level(folded):
        return ()
    return tuple((str(match.lastgroup), *match.span()) for match in _level_pattern().finditer(folded))


def is_other_scale(text: str) -> bool:
    """Whether a text names a level of another scale, such as *Khá*."""
    return _OTHER_SCALE.search(folded_line(text)) is not None


@lru_cache(maxsize=_MAX_REMEMBERED)
def letters_in(text: str, start: int) -> tuple[tuple[str, int, int], ...]:
    """Single capitals that stand for levels; none where the line has letters of a longer scale."""
    if not _CAPITAL.search(text):
        return ()
    if len(text[start:].split()) <= _HEAD_OF_COLUMN:
        start = max(start, text.find(":", start) + 1)
    text = _without_brackets(text.translate(_CIRCLED))
    names = {letter: level for level in LEVELS for letter in resource("ratings.toml")["letters"][level]}
    found = [
        (names[match.group()], *match.span())
        for match in re.finditer(r"(?<![\w.])[A-D](?![\w+.]*\w|\+|-)", text[start:])
    ]
    if not found:
        return ()
    if start and (reason := _LETTER_AND_REASON.match(text, start)):
        text = text[: reason.end()]
    words = [word for word in _WORD.findall(text[start:]) if folded_text(word) not in ("loai", "muc", "x")]
    if len(words) != len(found):
        return ()
    return tuple((level, first + start, last + start) for level, first, last in found)


def _only_boxes(text: str) -> bool:
    return not _WORD.search(without_boxes(text))


@cache
def _pattern_before_colon() -> re.Pattern[str]:
    """Who or what is rated, and the colon: "phân loại đảng viên năm 2025:"."""
    rated = _any_of(resource("ratings.toml")["claims"]["rated"])
    return re.compile(rf"(?:\s+(?:{rated}|nam \d{{4}}))*(?:\s*[:(]|\s*\t|\s{{3,}})")


@cache
def _others_before_colon() -> re.Pattern[str]:
    others = _any_of(resource("ratings.toml")["claims"]["others"])
    parts = rf"(?<!\w)(?:{others})|(?<=[;.] )(?:{_offices()})"
    return re.compile(rf"(?:{parts})(?: \w+){{0,{_OPTION_WORDS}}} ?:")


@cache
def _office_rates() -> re.Pattern[str]:
    """An office before the word for what it does: "Chi cục xếp loại". Some of their words begin others or titles."""
    return re.compile(
        rf"[\W\d]*(?:{_offices()})(?! vien)(?:,? \w+){{0,{_TAIL_WORDS}}} (?:xep|danh gia|cham|phan loai)\b"
    )


def _offices() -> str:
    units = resource(FILE)["words"]["units"]
    return _any_of([unit for unit in units if folded_text(unit) not in _NO_OFFICES])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    claims: dict[str, list[str]] = resource("ratings.toml")["claims"]
    weak = f"|(?P<weak>{_any_of(claims['rating_before_a_colon'])})" if name == "rating" else ""
    return re.compile(rf"(?<!\w)(?:{_any_of(claims[name])}{weak})(?!\w)")


def _any_of(words: list[str]) -> str:
    folded = sorted((r"\s+".join(folded_text(word).split()) for word in words), key=len, reverse=True)
    return "|".join(folded)


def _has_words_of_level(folded: str) -> bool:
    """Whether a folded text has all the words of a level, wherever they stand: most texts have not."""
    return _has_all_of_one(folded, _words_of_levels())


def _has_all_of_one(folded: str, names: tuple[tuple[str, ...], ...]) -> bool:
    for words in names:
        for word in words:
            if word not in folded:
                break
        else:
            return True
    return False


@cache
def _words_of_levels() -> tuple[tuple[str, ...], ...]:
    names = resource("ratings.toml")["levels"]
    return _fewest_words(name for level in LEVELS for name in names[level])


@cache
def _words_that_rate() -> tuple[tuple[str, ...], ...]:
    return _fewest_words(resource("ratings.toml")["claims"]["rating"])


@cache
def _words_that_may_rate() -> tuple[tuple[str, ...], ...]:
    return _fewest_words(resource("ratings.toml")["claims"]["rating_before_a_colon"])


def _fewest_words(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Of each name, folded, without those that hold all the words of another; the longest word first."""
    words = {frozenset(folded_text(name).split()) for name in names}
    fewest = [some for some in words if not any(other < some for other in words)]
    return tuple(tuple(sorted(some, key=len, reverse=True)) for some in sorted(fewest, key=sorted))


@cache
def _level_pattern() -> re.Pattern[str]:
    names: dict[str, list[str]] = resource("ratings.toml")["levels"]
    parts = [f"(?P<{level}>{'|'.join(_spellings(names[level]))})" for level in LEVELS]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


def _spellings(names: list[str]) -> list[str]:
    return [re.escape(folded_text(name)).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True)]
