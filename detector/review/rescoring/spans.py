"""Where an excluded passage stands in all submissions: from the place it was marked, along the stored passages.

The passage table says which characters of two texts answer to each other. From the marked place we go to every text
that answers to it, and on from there, until nothing new is found.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from sqlite3 import Connection

from detector.review.rescoring.stored import StoredText
from detector.review.standing import Standings
from detector.storage.decisions import Subject
from detector.storage.exclusions import Anchor, Exclusion

Read = Callable[[int], StoredText]

# Below this share of common syllables two ranges do not say the same.
MIN_COMMON = 0.5
# Longer ranges are carried over whole: a comparison costs the product of the two lengths.
MAX_COMPARED = 1_500


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Half-open characters of one document."""

    row: int
    start: int
    end: int


def places_of(connection: Connection, seeds: Iterable[Place], read: Read, limit: int | None = None) -> list[Place]:
    """The seeds and all places that answer to them, sorted; overlapping places of one text are joined.

    With a `limit` it stops when that many texts were found.
    """
    waiting = deque(seeds)
    asked = _words(waiting, read)
    found: dict[int, list[Place]] = defaultdict(list)
    while waiting and (limit is None or len(found) < limit):
        place = waiting.popleft()
        if _covered(place, found[place.row]):
            continue
        found[place.row] = _joined([*found[place.row], place])
        waiting.extend(one for one in _answers(connection, place, found, read) if _says_the_same(one, asked, read))
    return sorted(place for places in found.values() for place in places)


def _words(places: Iterable[Place], read: Read) -> Counter[str]:
    words: Counter[str] = Counter()
    for place in places:
        words |= Counter(_words_at(place, read))
    return words


def _words_at(place: Place, read: Read) -> list[str]:
    tokens = read(place.row)
    inside = tokens.inside(place.start, place.end)
    return tokens.words[inside.start : inside.stop]


def _says_the_same(place: Place, asked: Counter[str], read: Read) -> bool:
    """Whether most of its words are those that were marked: a chain of edited copies must not drift to another text."""
    words = Counter(_words_at(place, read))
    return (words & asked).total() >= MIN_COMMON * words.total()


def seeds_of(exclusion: Exclusion, standings: Standings, read: Read) -> list[Place]:
    """Where the marked passage is in the texts of this scan; empty if none of its texts is there any more."""
    return [place for anchor in exclusion.anchors for place in _seed(anchor, exclusion.text, standings, read)]


def _seed(anchor: Anchor, text: str, standings: Standings, read: Read) -> Iterator[Place]:
    found = standings.find(Subject(anchor.person, anchor.key))
    if found is None:
        return
    row, changed = found[0].row, found[1]
    if not changed:
        yield Place(row, anchor.start, anchor.end)
        return
    start = read(row).text.find(text)
    if start >= 0:
        yield Place(row, start, start + len(text))


def _answers(connection: Connection, place: Place, found: Mapping[int, list[Place]], read: Read) -> Iterator[Place]:
    for own, other in touching(connection, place):
        if any(_overlap(known, other) > 0 for known in found.get(other.row, ())):
            continue
        answer = _projected(place, own, other, read)
        if answer:
            yield answer


def touching(connection: Connection, place: Place) -> Iterator[tuple[Place, Place]]:
    """Stored passages with a side that overlaps the place: (that side, the other)."""
    columns = "left_row, left_start, left_end, right_row, right_start, right_end"
    for side, other in (("left", "right"), ("right", "left")):
        rows = connection.execute(
            f"SELECT {columns} FROM passages WHERE {side}_row = ? AND {side}_start < ? AND {side}_end > ? ORDER BY row",
            (place.row, place.end, place.start),
        )
        for cells in rows.fetchall():
            sides = {"left": Place(*cells[:3]), "right": Place(*cells[3:])}
            yield sides[side], sides[other]


def _projected(place: Place, own: Place, other: Place, read: Read) -> Place | None:
    """The part of `other` that says what `place` says inside `own`."""
    if place.start <= own.start and place.end >= own.end:
        return other
    left, right = read(own.row), read(other.row)
    asked = left.inside(max(place.start, own.start), min(place.end, own.end))
    theirs = right.inside(other.start, other.end)
    if not asked or not theirs or max(len(asked), len(theirs)) > MAX_COMPARED:
        return None
    words = [left.words[at] for at in asked], [right.words[at] for at in theirs]
    blocks = [block for block in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < MIN_COMMON * len(asked):
        return None
    first, last = theirs[blocks[0].b], theirs[blocks[-1].b + blocks[-1].size - 1]
    return Place(other.row, *right.span(first, last))


def _covered(place: Place, known: Iterable[Place]) -> bool:
    return any(one.start <= place.start and one.end >= place.end for one in known)


def _overlap(one: Place, other: Place) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _joined(places: list[Place]) -> list[Place]:
    joined: list[Place] = []
    for place in sorted(places):
        if joined and place.start <= joined[-1].end:
            joined[-1] = Place(place.row, joined[-1].start, max(joined[-1].end, place.end))
        else:
            joined.append(place)
    return joined
