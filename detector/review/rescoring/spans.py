"""Where an excluded passage stands in all submissions: from the place it was marked, along the stored passages.

The passage table says which characters of two texts answer to each other. From the marked place we go to every text
that answers to it, and on from there, until nothing new is found.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from sqlite3 import Connection

from detector.matches import Side
from detector.review.index import Index, passages_where
from detector.review.rescoring.stored import Read
from detector.review.standing import Standings
from detector.storage.decisions import Subject
from detector.storage.exclusions import Anchor, Exclusion

# Below this share of common syllables two ranges do not say the same.
MIN_COMMON = 0.5
# Longer ranges are carried over whole: a comparison costs the product of the two lengths.
MAX_COMPARED = 1_500


def places_of(
    connection: Connection, index: Index, seeds: Iterable[Side], read: Read, limit: int | None = None
) -> list[Side]:
    """The seeds and all places that answer to them, in order of the documents; overlapping ones are joined.

    With a `limit` it stops when that many texts were found.
    """
    waiting = deque(seeds)
    asked = _words(waiting, read)
    found: dict[str, list[Side]] = defaultdict(list)
    while waiting and (limit is None or len(found) < limit):
        place = waiting.popleft()
        if _covered(place, found[place.id]):
            continue
        found[place.id] = _joined([*found[place.id], place])
        answers = _answers(connection, index, place, found, read)
        waiting.extend(one for one in answers if _says_the_same(one, asked, read))
    return [place for id in sorted(found, key=index.rows.__getitem__) for place in found[id]]


def _words(places: Iterable[Side], read: Read) -> Counter[str]:
    words: Counter[str] = Counter()
    for place in places:
        words |= Counter(_words_at(place, read))
    return words


def _words_at(place: Side, read: Read) -> list[str]:
    tokens = read(place.id)
    inside = tokens.inside(place.start, place.end)
    return tokens.words[inside.start : inside.stop]


def _says_the_same(place: Side, asked: Counter[str], read: Read) -> bool:
    """Whether most of its words are those that were marked: a chain of edited copies must not drift to another text."""
    words = Counter(_words_at(place, read))
    return (words & asked).total() >= MIN_COMMON * words.total()


def seeds_of(exclusion: Exclusion, standings: Standings, read: Read) -> list[Side]:
    """Where the marked passage is in the texts of this scan; empty if none of its texts is there any more."""
    return [place for anchor in exclusion.anchors for place in _seed(anchor, exclusion.text, standings, read)]


def _seed(anchor: Anchor, text: str, standings: Standings, read: Read) -> Iterator[Side]:
    found = standings.find(Subject(anchor.person, anchor.key))
    if found is None:
        return
    id, changed = found[0].id, found[1]
    if not changed:
        yield Side(id, anchor.start, anchor.end)
        return
    start = read(id).text.find(text)
    if start >= 0:
        yield Side(id, start, start + len(text))


def _answers(
    connection: Connection, index: Index, place: Side, found: Mapping[str, list[Side]], read: Read
) -> Iterator[Side]:
    for own, other in _touching(connection, index, place):
        if any(_overlap(known, other) > 0 for known in found.get(other.id, ())):
            continue
        answer = _projected(place, own, other, read)
        if answer:
            yield answer


def _touching(connection: Connection, index: Index, place: Side) -> Iterator[tuple[Side, Side]]:
    """Stored passages with a side that overlaps the place: (that side, the other)."""
    asked = (index.rows[place.id], place.end, place.start)
    for side in ("left", "right"):
        condition = f"{side}_row = ? AND {side}_start < ? AND {side}_end > ? ORDER BY row"
        for one in passages_where(connection, index.ids, condition, asked):
            yield (one.left, one.right) if side == "left" else (one.right, one.left)


def _projected(place: Side, own: Side, other: Side, read: Read) -> Side | None:
    """The part of `other` that says what `place` says inside `own`."""
    if place.start <= own.start and place.end >= own.end:
        return other
    left, right = read(own.id), read(other.id)
    asked = left.inside(max(place.start, own.start), min(place.end, own.end))
    theirs = right.inside(other.start, other.end)
    if not asked or not theirs or max(len(asked), len(theirs)) > MAX_COMPARED:
        return None
    words = [left.words[at] for at in asked], [right.words[at] for at in theirs]
    blocks = [block for block in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < MIN_COMMON * len(asked):
        return None
    first, last = theirs[blocks[0].b], theirs[blocks[-1].b + blocks[-1].size - 1]
    return Side(other.id, *right.span(first, last))


def _covered(place: Side, known: Iterable[Side]) -> bool:
    return any(one.start <= place.start and one.end >= place.end for one in known)


def _overlap(one: Side, other: Side) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _joined(places: list[Side]) -> list[Side]:
    joined: list[Side] = []
    for place in sorted(places):
        if joined and place.start <= joined[-1].end:
            joined[-1] = Side(place.id, joined[-1].start, max(joined[-1].end, place.end))
        else:
            joined.append(place)
    return joined
