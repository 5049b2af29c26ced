"""The labels of `header_fields.toml`, and where they stand in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain, islice, pairwise, permutations, product
from typing import Any

from detector.outside import remembered, remembered_lines
from detector.text.fold import canonical, folded_text
from detector.text.heads.slots import BREAK, Slot
from detector.text.lexicon import resource

FILE = "header_fields.toml"
NAME_FIELDS = frozenset({"name", "named", "assessed"})
OTHER_PERSON = "other_person"
OTHER_FACT = "other_fact"  # of another person
_OF_SOMEBODY = frozenset({"name", "post", "position", "unit", "sub_unit"})
_PEOPLE = frozenset({"named", "name", OTHER_PERSON})
_PARTS_OF_UNITS = frozenset({"sub_unit", "team"})
_WORD = re.compile(r"[^\W_]+")
_CHARACTERS_OF_A_WORD = 12  # with what parts it from the next; more than nearly any has
_LINKS = frozenset({"va"})  # left out of labels and lines: "Họ và tên" is "Họ tên"
_INSIDE = re.compile(r"(?: ?(?:[,/.&()–-] ?){0,2}| {1,2})(?:va )?")
_ENUMERATOR = re.compile(
    r"[\W_]*(?:cau (?:hoi )?(?:so )?)?"
    r"(?:\d{1,2}(?:\.\d{1,2})*\s*[.)/:–-]*\s+|(?:\d{1,2}|[a-eđ]|[ivx]{1,4})\s*[.)/–-][\W_]*)?"
)
_HINTS = re.compile(r" ?(?:\([^()]{0,120}\) ?)*[*\d]?(?=\W|$)")
# The same in English: "Bộ phận/Department:"
_IN_ENGLISH = re.compile(r" ?[/–-] ?[A-Za-z][A-Za-z .]{1,30}(?=\s*(?:[:：]|$))")
_COLON = re.compile(r"\s*(?:[:：]|\?\s?\*?|[.…_]{2,}|…)[\s:.…_]*")
_GAP = re.compile(r"\t|\s{3,}|\s*$")
# A label before the same one in another language: "Full name / Họ và tên"
_SAID_AGAIN = re.compile(r"\s?[/|]\s?(?=[^\W\d_])")
_SEMICOLON = re.compile(r"\s?;\s*(?=[^\W\d_][^:]*$)")  # typed in the place of the colon
_MORE_WORDS = re.compile(r"(?P<words>(?:[ ,/]{1,2}[^\W\d_][\w.]*){1,4})\s?:\s*")
_BORN = ("sinh",)
_OF_BIRTH = re.compile(r"sinh (?:\d|ngay|nam|thang|tai)")
_NOTE = re.compile(r"(?<=[^\W\d_])\d$")  # "Họ và tên¹:"
_BEFORE_COLON = re.compile(r"\s?[:：(]")
_DASH = re.compile(r"\s*[-–—=]\s")
_SOFT = re.compile(r"[,(/–—-]|\.\s")
# Without one of these before or behind it no label stands inside a line: what parts it from the words before it, or
# what stands for a colon
_SIGN = re.compile(r"[\t:：?…_;|•●]|\s{3}|\.\.")
# The same of somebody else: "Chức vụ quản lý: ..."
_OF_ANOTHER = re.compile(r"(?P<words>(?: [^\W\d_]+){1,6})\s?(?:[:：]\s*|\t\s*|$)")
_OWNER = re.compile(r"^(?:của )?(?:người |cán bộ )?")
_SOMEBODY = " người "  # who the writer may be called is among the labels
_NEXT_NUMBER = re.compile(r"\d{1,2}\s*[.)/-]\s*$")


class Boundary(IntEnum):
    """What stands before a label, from the start of the line to a single blank."""

    START = 0
    BREAK = 1
    SOFT = 2
    BLANK = 3


@dataclass(frozen=True, slots=True)
class Label:
    """One label as words; see the file for `bare`, `running` and `colon`."""

    field: str
    words: tuple[str, ...]
    bare: bool
    running: bool
    colon: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A label in a slot: its characters, and where its value begins. `bare` where nothing but a blank parts them."""

    field: str
    start: int
    value_start: int
    bare: bool


@remembered_lines
def marks_in(line: str) -> tuple[Mark, ...]:
    """The labels of a line (composed, without invisible characters), from left to right."""
    return _marks(line, max((sign.end() for sign in _SIGN.finditer(Slot(line).folded)), default=0))


def marks_from_start(line: str) -> tuple[Mark, ...]:
    """The same of a line that begins with a label; of all others nothing, and only their first words are read."""
    marks = _marks(line, 0)
    return marks if marks and marks[0].start <= starts_behind(Slot(line).folded) else ()


def _marks(line: str, last: int) -> tuple[Mark, ...]:
    """The labels of a line of which the first begins it or stands at a sign that ends at `last` or before."""
    slot = Slot(line)
    folded = slot.folded
    first = starts_behind(folded)
    words, keys = _words(folded, max(first, last))
    labels, longest_from = _labels()
    first_words = _first_words()
    found: list[Mark] = []
    at = 0
    while at < len(words):
        if keys[at] not in first_words:  # nearly all words of a sentence
            at += 1
            continue
        if not found and at > 1 and words[at - 2][2] >= last and words[at][1] > first:
            break
        if tuple(keys[at : at + 2]) not in longest_from and (keys[at],) not in labels:
            at += 1
            continue
        label = longest_label = _label_at(folded, words, keys, at)
        mark = None
        while label and not mark:
            start, end = words[at][1], words[at + len(label.words) - 1][2]
            mark = _accepted(slot, label, _boundary(slot, words, at, first), start, end, found)
            if not mark:
                label = _label_at(folded, words, keys, at, shorter_than=len(label.words))
        if label and mark:
            if not found:  # behind the value of a label others need no sign
                words, keys = _words(folded, len(folded))
            found.append(mark)
        elif longest_label and words[at][1] <= first:
            said_again = _SAID_AGAIN.match(folded, words[at + len(longest_label.words) - 1][2])
            if said_again:
                first = said_again.end()
                words, keys = _words(folded, max(first, last))
        at += len(label.words) if label else 1
    return tuple(found)


def label_texts() -> dict[str, tuple[str, ...]]:
    """The labels of each field as they are written, also with whose it is behind them."""
    return {name: tuple(_texts(entry)) for name, entry in _fields()}


@remembered
def label_words() -> frozenset[tuple[str, ...]]:
    """Every label as folded words, links included, for a comparison word by word."""
    words = (known_keys(text) for _, entry in _fields() for text in _texts(entry))
    return frozenset(key for some in words if (key := tuple(word for word in some if not word[0].isdigit())))


@cache
def phrases(name: str) -> frozenset[tuple[str, ...]]:
    """A list of ``[words]`` or ``[printed]`` as folded words."""
    data = resource(FILE)
    lines: list[str] = data["words"].get(name) or data["printed"][name]
    return frozenset(word_keys(line) for line in lines)


def word_keys(text: str, most: int | None = None) -> tuple[str, ...]:
    """The words of a text as they are compared, at most so many of them; of a paragraph no more is folded for these."""
    if most is not None and len(text) > (enough := _CHARACTERS_OF_A_WORD * (most + 1)):
        begin = word_keys(text[:enough], most + 1)  # the last of them may be cut
        if len(begin) > most:
            return begin[:most]
    return tuple(canonical(word.group()) for word in islice(_WORD.finditer(folded_text(text)), most))


def first_key(text: str) -> str:
    """The first of `word_keys`; "" where there is none."""
    return next(filter(None, map(_first_key_of, text.split())), "")


@lru_cache(maxsize=20_000)
def _first_key_of(piece: str) -> str:
    """Of what stands between two blanks: few thousand pieces begin nearly all lines."""
    return next(iter(word_keys(piece, 1)), "")


@cache
def longest(name: str) -> int:
    """Words of the longest phrase of a list."""
    return max(map(len, phrases(name)))


def begins_with(text: str, name: str) -> int:
    """Words of the longest phrase of a list that a text begins with; 0 for none."""
    keys = word_keys(text, longest(name))
    return next((size for size in range(len(keys), 0, -1) if keys[:size] in phrases(name)), 0)


@remembered
def instead_of(field: str) -> tuple[str, ...]:
    """The fields whose labels stand for one, itself first."""
    return (field, *(name for name, entry in _fields() if entry.get("instead") == field))


@remembered
def list_fields() -> frozenset[str]:
    """Fields whose labels begin a list of others."""
    return frozenset(name for name, entry in _fields() if entry.get("begins_a_list"))


def _fields() -> Iterator[tuple[str, dict[str, Any]]]:
    data = resource(FILE)
    return ((name, entry) for name, entry in data.items() if isinstance(entry, dict) and "labels" in entry)


def _texts(entry: dict[str, Any]) -> Iterator[str]:
    """The labels of a field, alone and with whose it is, and those inside sentences."""
    for label in dict.fromkeys([*entry["labels"], *entry.get("bare", ()), *entry.get("running", ())]):
        yield label
        yield from (f"{label} {whose}" for whose in entry.get("of", ()))
    yield from map(" ".join, permutations(entry.get("joined", ()), 2))
    if "asked" in entry:
        yield from (" ".join(filter(None, words)) for words in product(*entry["asked"]))


@remembered
def _labels() -> tuple[dict[tuple[str, ...], Label], dict[tuple[str, ...], int]]:
    """By their words (of two fields with the same label the first one of the file), and the most words of those of two
    words and more, by the first two.
    """
    found: dict[tuple[str, ...], Label] = {}
    for name, entry in _fields():
        bare = {_key(text) for text in entry.get("bare", ())}
        running = {_key(text) for text in entry.get("running", ())}
        for text in _texts(entry):
            key = _key(text)
            colon = bool(entry.get("colon")) or len(key) < 2
            is_open = bool(entry.get("open"))
            found.setdefault(key, Label(name, key, key in bare, key in running, colon and key not in bare, is_open))
    longest_from: dict[tuple[str, ...], int] = {}
    for key in found:
        if len(key) > 1:
            longest_from[key[:2]] = max(len(key), longest_from.get(key[:2], 0))
    return found, longest_from


@remembered
def _first_words() -> frozenset[str]:
    """With which labels begin."""
    return frozenset(words[0] for words in _labels()[0])


@remembered
def _most_words() -> int:
    """Words of the longest label."""
    return max(map(len, _labels()[0]))


def _key(text: str) -> tuple[str, ...]:
    return tuple(word for word in known_keys(text) if word not in _LINKS)


@remembered
def known_keys(text: str) -> tuple[str, ...]:
    """As `word_keys`, word by word: thousands of labels are made of a few hundred words."""
    return tuple(chain.from_iterable(map(_keys_of_word, text.split())))


@cache
def _keys_of_word(word: str) -> tuple[str, ...]:
    return word_keys(word)


def _words(folded: str, up_to: int) -> tuple[list[tuple[str, int, int]], list[str]]:
    """(key, start, end) of each word but the links, and the keys alone; of those behind `up_to` as many as a label that
    begins there may have. Without the number of a footnote before a colon.
    """
    words: list[tuple[str, int, int]] = []
    most = _most_words() + 2  # the two after a sign may be a number and the first of a label
    behind = 0
    for match in _WORD.finditer(folded):
        key = match.group()
        if key[-1] == "y" or key[-1].isdigit():
            key = canonical(_key_of(match))
        if key in _LINKS:
            continue
        start, end = match.span()
        behind += start > up_to
        if behind > most:
            break
        words.append((key, start, end))
    return words, [key for key, _, _ in words]


def _key_of(word: re.Match[str]) -> str:
    text = word.group()
    return _NOTE.sub("", text) if text[-1].isdigit() and _BEFORE_COLON.match(word.string, word.end()) else text


def _label_at(
    folded: str, words: list[tuple[str, int, int]], keys: list[str], at: int, *, shorter_than: int = 1000
) -> Label | None:
    """The longest label that begins with a word, with nothing in it but what may part its words."""
    labels, longest_from = _labels()
    for size in range(min(longest_from.get(tuple(keys[at : at + 2]), 1), len(words) - at, shorter_than - 1), 0, -1):
        label = labels.get(tuple(keys[at : at + size]))
        inner = pairwise(words[at : at + size])
        if label and all(_INSIDE.fullmatch(folded, end, start) for (_, _, end), (_, start, _) in inner):
            return label
    return None


def end_of_english(text: str, at: int) -> int:
    """Where a label ends that is said again in English behind `at`."""
    match = _IN_ENGLISH.match(text, at)
    return match.end() if match else at


def starts_behind(folded: str) -> int:
    """Where the words of a line begin behind its bullet or number."""
    match = _ENUMERATOR.match(folded)
    return match.end() if match else 0


def _boundary(slot: Slot, words: list[tuple[str, int, int]], at: int, first: int) -> Boundary:
    start = words[at][1]
    if at == 0 or start <= first:
        return Boundary.START
    folded = slot.folded
    between = folded[words[at - 1][2] : start]
    if at > 1 and (number := _NEXT_NUMBER.search(folded[words[at - 2][2] : start])):  # "... 2. Ngày sinh: ..."
        between = folded[words[at - 2][2] : start][: number.start()] + ","
    if BREAK.search(between) or any(sign in between for sign in ";|•●"):
        return Boundary.BREAK
    return Boundary.SOFT if _SOFT.search(between) else Boundary.BLANK


def _accepted(slot: Slot, label: Label, boundary: Boundary, start: int, end: int, before: list[Mark]) -> Mark | None:
    """The label if what stands before and behind it says that it is one."""
    folded = slot.folded
    if folded[end : end + 1] == ")" and "(" in folded[start:end]:
        end += 1
    rest = folded[end:]
    hints = _HINTS.match(rest)
    behind = rest[hints.end() :] if hints else rest
    behind = folded[end_of_english(slot.text, len(slot.text) - len(behind)) :]
    upper = not slot.text[start].islower()
    colon = _COLON.match(behind)
    if colon and (":" in colon.group() or boundary <= Boundary.BREAK or (len(label.words) > 1 and not label.colon)):
        is_label = boundary <= Boundary.BREAK or upper or (boundary is Boundary.SOFT and label.running)
        return Mark(label.field, start, len(folded) - len(behind) + colon.end(), bare=False) if is_label else None
    alone = _GAP.match(behind)
    if alone and boundary <= Boundary.BREAK and (not label.colon or _is_no_value(label)):
        return Mark(label.field, start, len(folded) - len(behind) + alone.end(), bare=False)
    if boundary is Boundary.START and label.bare and (dash := _DASH.match(behind)):
        return Mark(label.field, start, len(folded) - len(behind) + dash.end(), bare=True)
    if boundary is Boundary.START and (semicolon := _SEMICOLON.match(behind)):
        return Mark(label.field, start, len(folded) - len(behind) + semicolon.end(), bare=True)
    if label.open and boundary <= Boundary.BREAK and (more := _MORE_WORDS.match(folded, end)):
        words = f" {slot.text[end : more.end('words')].lower().strip()} "
        is_other = words.startswith(_SOMEBODY) or any(
            f" {one} " in words for one in resource(FILE)["words"]["not_the_writer"]
        )
        return Mark(OTHER_PERSON if is_other else label.field, start, more.end(), bare=False)
    if label.field in _OF_SOMEBODY and boundary <= Boundary.BREAK and (another := _of_another(slot.text, end)):
        return Mark(OTHER_PERSON if label.field == "name" else OTHER_FACT, start, another, bare=False)
    if re.match(r"\s\w", behind) and _may_be_bare(label, boundary, slot, start, before, upper=upper):
        return Mark(label.field, start, len(folded) - len(behind) + 1, bare=True)
    return None


def _of_another(text: str, end: int) -> int | None:
    """Where a label ends whose further words say that it is about somebody else: "Chức vụ của người đánh giá"."""
    match = _OF_ANOTHER.match(text, end)
    if not match or not (text[end + 1].islower() or ":" in match.group()):  # "Chức vụ Giám đốc" holds its value
        return None
    named = _OWNER.sub("", f"{match['words'].lower().strip()} ")
    is_other = any(named.startswith(f"{one} ") for one in resource(FILE)["words"]["not_the_writer"])
    return match.end() if is_other else None


def _is_no_value(label: Label) -> bool:
    """Whether words that are labels with a colon are no value where they stand alone, as "Giáo viên" is."""
    return label.field in _PARTS_OF_UNITS or (len(label.words) > 1 and label.field not in _PEOPLE)


def _may_be_bare(label: Label, boundary: Boundary, slot: Slot, start: int, before: list[Mark], *, upper: bool) -> bool:
    """Whether a label with nothing but a blank behind it is one: at the start, or behind another one's value."""
    if boundary is Boundary.START:
        return label.bare
    if not before or not slot.folded[before[-1].value_start : start].strip(" .,…_\t-"):
        return False
    in_sentence = before[0].field in NAME_FIELDS and label.running
    if label.words == _BORN and not _OF_BIRTH.match(slot.folded, start):  # "Hộ sinh hạng III"
        return False
    return (label.bare and upper) or (in_sentence and boundary is not Boundary.BREAK)
