"""Who wrote what: the one place that says which texts are by one person.

Two names are one where they are equal in any case and spacing, with the tone on either vowel (Hoà, Hòa); *Lan* and
*Lân* are two. A name that is written without any mark stands for the marked one that it could be, if there is one.

Two submissions of one name are one person's where the roster, an e-mail address or a number says so. Without these,
within a unit: another birth date, or another post in the same period, makes two people; the same content is one file
twice; posts that follow one another in time are one person, promoted, and sheets that go on in another unit are of one
person who moved; what is left in one period is doubtful, and is taken for one person's, because two texts of one person
are never copies of each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TypeVar

from detector.documents import Document, Role, content_key

Note = tuple[str, str]
DOUBTFUL = "same_name_twice"
Key = TypeVar("Key", bound=Hashable)

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LETTERS = str.maketrans({"\u00f0": "đ", "\u0256": "đ"})  # letters of other languages that look like it
# What stands behind a name on one line of a head, without marks.
_NEIGHBOUR = re.compile(
    r"[\t;|:]|\s[-–—(]|[\s,.]+(?:ngay(?:,? thang,? nam)? sinh\b|sinh (?:ngay|nam)\b|nam sinh\b|gioi tinh\b"
    r"|chuc (?:vu|danh)\b|don vi\b|ma (?:so|ngach)\b|so hieu\b|dien thoai\b|email\b|trinh do\b|dan toc\b|que quan\b"
    r"|ngach\b|to chuyen mon\b|noi cong tac\b)"
)
_LEAST_SHEETS = 3  # of a person who moved: two sheets of one name in two units may be two people's
_LEAST_SYLLABLES = 2  # of a name without marks that may stand for a marked one: *Lan* is a name by itself


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Equal for two spellings of one name."""
    words = unicodedata.normalize("NFD", _alone(name)).split()
    return " ".join(_TONES.sub("", word) + "".join(_TONES.findall(word)) for word in words)


def _alone(name: str) -> str:
    """The name in small letters, without the field that was read with it ("... Ngày sinh: 1/1/1980")."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in plain).replace("đ", "d")
    found = _NEIGHBOUR.search(bare)
    return plain[: found.start()] if found and plain[: found.start()].strip() else plain


@lru_cache(maxsize=100_000)
def unmarked(name: str) -> str:
    """The name as it is written on a keyboard without marks."""
    letters = (one for one in name_key(name).replace("đ", "d") if not unicodedata.combining(one))
    return "".join(letters)


def same_name(one: str, other: str) -> bool:
    """Whether two names can be one person's by their spelling."""
    if name_key(one) == name_key(other):
        return True
    return unmarked(one) == unmarked(other) and (_is_bare(one) or _is_bare(other))


def _is_bare(name: str) -> bool:
    return name_key(name) == unmarked(name) and len(name.split()) >= _LEAST_SYLLABLES


def when(document: Document) -> tuple[int | None, str | None]:
    """Equal for texts about the same time."""
    return document.year, document.period


def is_twice(one: Document, other: Document) -> bool:
    """Whether two submissions of one person are about the same time: one file twice, two versions, or doubtful."""
    both = one.role is Role.SUBMISSION and other.role is Role.SUBMISSION
    return both and one.person is not None and one.person == other.person and when(one) == when(other)


def twice(documents: Iterable[Document]) -> list[list[Document]]:
    """Different submissions of one person about one time, by person and time."""
    known = (one for one in documents if one.role is Role.SUBMISSION and one.person)
    groups = sorted(_grouped(((one.person, when(one)), one) for one in known).items(), key=lambda group: repr(group[0]))
    return [texts for _, texts in groups if len({one.key for one in texts}) > 1]


def in_words(documents: Sequence[Document]) -> str:
    """The name and the ids, for a note."""
    ordered = sorted(documents, key=lambda one: one.id)
    return f"{ordered[0].author}: {', '.join(one.id for one in ordered)}"


def identified(documents: Sequence[Document]) -> tuple[list[Document], list[Note]]:
    """Every submission and earlier text that has a name, with its `person`; and what is doubtful, as scan notes.

    Those of a person that is given already keep it. The order of the documents does not matter.
    """
    named = [one for one in documents if one.role in (Role.SUBMISSION, Role.PREVIOUS) and (one.author or one.person)]
    persons: dict[str, str] = {one.id: one.person for one in named if one.person}
    given = frozenset(persons)
    keys = _name_keys(named)
    notes: list[Note] = []
    for name, texts in sorted(_grouped((keys[one.id], one) for one in named if one.author).items()):
        submissions = [one for one in texts if one.role is Role.SUBMISSION]
        cells = _with_moves(_by_unit(submissions))
        for unit, of_unit in sorted(cells.items()):
            for marker, mine in _people(of_unit):
                person = _given(mine) or content_key(f"{name}\0{unit}\0{marker}")
                persons |= {one.id: person for one in mine if not one.person}
        known = [replace(one, person=persons[one.id]) for one in submissions]
        notes += [(DOUBTFUL, in_words(one)) for one in twice(known) if not all(by.id in given for by in one)]
        for one in texts:
            if one.role is Role.PREVIOUS and not one.person:
                owner = _owner(one, known)
                persons[one.id] = owner or content_key(f"{name}\0{_unit_key(one)}\0")
    return [replace(one, person=persons[one.id]) if one.id in persons else one for one in documents], sorted(notes)


def _name_keys(documents: Iterable[Document]) -> dict[str, str]:
    """The key of each name, by id; a name without marks has that of the only marked one it can be."""
    names = {one.id: name_key(one.author) for one in documents if one.author}
    marked: dict[str, set[str]] = defaultdict(set)
    for key in names.values():
        if key != unmarked(key):
            marked[unmarked(key)].add(key)
    could_be = {key: marked[key] if _is_bare(key) else set[str]() for key in names.values()}
    return {id: next(iter(could_be[key])) if len(could_be[key]) == 1 else key for id, key in names.items()}


def _unit_key(document: Document) -> str:
    return unmarked(document.unit or "")


def _by_unit(documents: Iterable[Document]) -> dict[str, list[Document]]:
    """By unit; a unit that is named with fewer words is the same, and so is the only one for who names none."""
    units = {_unit_key(one) for one in documents}
    same = {unit: [other for other in units if _is_shorter(unit, other)] for unit in units}
    whole = {unit: max(others, key=lambda other: (len(other), other)) for unit, others in same.items()}
    ends = {unit: {other for other in others if len(same[other]) == 1} for unit, others in same.items()}
    cells: dict[str, list[Document]] = defaultdict(list)
    for one in documents:
        unit = _unit_key(one)
        # several that it could be: a unit of its own
        cells[whole[unit] if len(ends[unit]) == 1 else f"{unit}\0{one.key}"].append(one)
    return cells


def _is_shorter(unit: str, other: str) -> bool:
    """Whether one name of a unit has words of the other in their order: "van phong" is no "phong van hoa"."""
    words = iter(other.split())
    return all(word in words for word in unit.split())


def _with_moves(cells: Mapping[str, list[Document]]) -> dict[str, list[Document]]:
    """The same with one cell for sheets that go on in another unit where those of the first end: who moved is one.

    Only sheets of months and quarters show it. Where two units could be the one before or behind, none is taken.
    """
    spans = {
        unit: (min(orders), max(orders))
        for unit, texts in cells.items()
        if (orders := [period_order(one.period) for one in texts]) and all(orders)
    }
    found: dict[str, list[Document]] = {unit: list(texts) for unit, texts in cells.items()}
    for unit, (first, _) in sorted(spans.items(), key=lambda one: (one[1], one[0]), reverse=True):
        earlier = [span for span in spans.values() if span[1] < first]
        later = [span for span in spans.values() if earlier and span[0] > max(span[1] for span in earlier)]
        if earlier and _in_turn(earlier) and _in_turn(later) and min(later) == spans[unit]:
            before = max((other for other in spans if spans[other] in earlier), key=lambda other: spans[other])
            if len({when(one) for one in (*found[before], *found[unit])}) >= _LEAST_SHEETS:
                found[before] += found.pop(unit)
    return found


def _in_turn(spans: Iterable[tuple[str, str]]) -> bool:
    """Whether each of them begins when the one before has ended."""
    return all(ends < begins for (_, ends), (begins, _) in pairwise(sorted(spans)))


def _people(documents: Sequence[Document]) -> Iterator[tuple[str, list[Document]]]:
    """Texts of one name and unit, parted by who wrote them, each part with what tells its person apart."""
    if len({one.person for one in documents if one.person}) > 1:
        yield from _parted(documents, lambda one: one.person or _only_fitting(one, documents))
    elif len({_value(one.born) for one in documents if one.born}) > 1:
        yield from _parted(documents, lambda one: _value(one.born))
    elif _are_posts_apart(documents):
        yield from _parted(documents, lambda one: _value(one.post))
    else:
        yield "", list(documents)


def _parted(
    documents: Iterable[Document], marker: Callable[[Document], str | None]
) -> Iterator[tuple[str, list[Document]]]:
    """By what marks a person; a text without a mark is nobody else's."""
    yield from sorted(_grouped((marker(one) or f"\0{one.key}", one) for one in documents).items())


def _only_fitting(document: Document, documents: Iterable[Document]) -> str | None:
    """The only one of the given persons who has this birth date, else this post."""
    for field in ("born", "post"):
        value = _value(getattr(document, field))
        fitting = {one.person for one in documents if value and one.person and _value(getattr(one, field)) == value}
        if len(fitting) == 1:
            return fitting.pop()
    return None


def _are_posts_apart(documents: Iterable[Document]) -> bool:
    """Two posts in one period with two contents, or posts that do not follow one another in time.

    In one month of twelve a post is often written with fewer words.
    """
    with_post = sorted((one for one in documents if one.post), key=lambda one: (time_order(one), one.key))
    for texts in _grouped((when(one), one) for one in with_post).values():
        if len({_value(one.post) for one in texts}) > 1 and len({one.key for one in texts}) > 1:
            return True
    fuller = _fuller({post for one in with_post if (post := _value(one.post))})
    changes = [post for post, _ in groupby(fuller[_value(one.post) or ""] for one in with_post)]
    return len(changes) > len(set(changes))


def _fuller(posts: Iterable[str]) -> dict[str, str]:
    """Each post with the only one that says the same with more words: "Chuyên viên", "Chuyên viên văn thư"."""
    found = {}
    for post in (known := [*posts]):
        longer = [other for other in known if set(post.split()) < set(other.split())]
        found[post] = longer[0] if len(longer) == 1 else post
    return found


def _value(text: str | None) -> str | None:
    return name_key(text) if text and text.strip() else None


def _given(documents: Iterable[Document]) -> str | None:
    return min((one.person for one in documents if one.person), default=None)


def _owner(document: Document, submissions: Iterable[Document]) -> str | None:
    """Whose earlier text it is: of several people of that name the one of its unit, then of its birth date and post."""
    marks: tuple[Callable[[Document], str | None], ...] = (
        lambda one: _unit_key(one) or None,
        lambda one: _value(one.born),
        lambda one: _value(one.post),
    )
    left = list(submissions)
    for mark in marks:
        if len({one.person for one in left}) > 1:
            left = [one for one in left if mark(one) == mark(document) is not None] or left
    persons = {one.person for one in left}
    return persons.pop() if len(persons) == 1 else None


def time_order(document: Document) -> tuple[bool, int, str]:
    """Sorts texts by what they are about; what was given as earlier is earlier than every submission."""
    return document.role is Role.SUBMISSION, document.year or 0, period_order(document.period)


def period_order(period: str | None) -> str:
    """Sorts periods of any length by their end: ``2026-03`` before ``2026-Q1`` before ``2026-04``."""
    if not period:
        return ""
    year, part = period.split("-")
    months = {"Q": 3, "H": 6}
    return f"{year}-{int(part[1:]) * months[part[0]]:02d}~" if part[0] in months else period


def is_next(earlier: str, later: str) -> bool:
    """Whether one month, quarter or half year follows the other."""
    (year, part), (next_year, next_part) = earlier.split("-"), later.split("-")
    kinds = {"Q": 4, "H": 2}
    a_year = kinds.get(part[0], 12)
    if a_year != kinds.get(next_part[0], 12):
        return False
    return a_year * int(next_year) + int(next_part.lstrip("QH")) == a_year * int(year) + int(part.lstrip("QH")) + 1


def _grouped(keyed: Iterable[tuple[Key, Document]]) -> dict[Key, list[Document]]:
    groups: dict[Key, list[Document]] = {}
    for key, one in keyed:
        groups.setdefault(key, []).append(one)
    return groups
