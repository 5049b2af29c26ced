"""Which words of two matching passages differ, and which stand elsewhere: one answer for page, record and report.

Clauses are aligned first and compared inside, so that a sentence that changed its place is moved text, not other text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

Span = tuple[int, int]

# Two clauses are versions of one another from this share of common words on (Dice); below it, chance words meet.
CLAUSE_ALIKE = 0.5
# Shortest run of words that counts as text that stands elsewhere: shorter ones are set phrases.
MIN_MOVED_WORDS = 3
# Below this share of common words nearly all would be framed, which says nothing.
MIN_KEPT = 0.3
# A passage of 3,000 words takes about half a second.
MAX_WORDS = 3_000

_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_WORD = re.compile(rf"(?:[^\W_]+|[\u0300-\u036f{_INVISIBLE}]+)+(?:[.,/:]\d+)*")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_CLAUSE_END = re.compile(r"[.;:!?,\n]")


@dataclass(frozen=True, slots=True)
class Differences:
    """Half-open characters of either side, in order, neighbours joined.

    Attributes:
        left, right: words that the other side does not have.
        moved_left, moved_right: words that the other side has in another place.
        is_compared: False where nearly all words differ, or there are too many; then there are no spans.
    """

    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()
    moved_left: tuple[Span, ...] = ()
    moved_right: tuple[Span, ...] = ()
    is_compared: bool = True


class _Word(NamedTuple):
    start: int
    end: int
    key: str


def differences(left: str, right: str) -> Differences:
    """What distinguishes two passages, whatever the case of their letters and the form of their marks."""
    if left == right:  # most passages of copies
        return Differences()
    a, b = _words(left), _words(right)
    if [word.key for word in a] == [word.key for word in b]:
        return Differences()
    if max(len(a), len(b)) > MAX_WORDS:
        return Differences(is_compared=False)
    kept = _kept_words(left, a, right, b)
    if 2 * len(kept) < MIN_KEPT * (len(a) + len(b)):
        return Differences(is_compared=not a and not b)
    moved = {i for run in _moved_runs(kept) for i in run}
    taken = set(kept.values())
    return Differences(
        left=_joined(left, (a[i] for i in range(len(a)) if i not in kept)),
        right=_joined(right, (b[j] for j in range(len(b)) if j not in taken)),
        moved_left=_joined(left, (a[i] for i in sorted(moved))),
        moved_right=_joined(right, (b[j] for j in sorted(kept[i] for i in moved))),
    )


def _words(text: str) -> list[_Word]:
    return [_Word(*found.span(), _key(found[0])) for found in _WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", word)).casefold()


def _kept_words(left: str, a: Sequence[_Word], right: str, b: Sequence[_Word]) -> dict[int, int]:
    """Words of the left side to the same words of the right side, one to one.

    Clauses first, so that a moved one is known; straight through instead where that keeps more words, as where a comma
    cuts one clause otherwise.
    """
    by_clauses = _kept_in(a, b, _clause_pairs(a, _clauses(left, a), b, _clauses(right, b)))
    in_common = Counter(word.key for word in a) & Counter(word.key for word in b)
    if len(by_clauses) == in_common.total():  # no other way keeps more
        return by_clauses
    return max(by_clauses, _kept_in(a, b, [(range(len(a)), range(len(b)))]), key=len)


def _kept_in(
    a: Sequence[_Word], b: Sequence[_Word], parts: Iterable[tuple[Sequence[int], Sequence[int]]]
) -> dict[int, int]:
    """By parts that belong together, then by runs that stand elsewhere, then between what is kept already."""
    kept: dict[int, int] = {}
    for one, other in parts:
        _match(a, one, b, other, kept)
    _keep_runs(a, b, kept)
    for one, other in _gaps(len(a), len(b), kept):
        _match(a, one, b, other, kept)
    return kept


def _match(
    a: Sequence[_Word], one: Sequence[int], b: Sequence[_Word], other: Sequence[int], kept: dict[int, int]
) -> None:
    """Adds the words that two parts have in common in the same order."""
    ours, theirs = [a[i].key for i in one], [b[j].key for j in other]
    if ours == theirs:  # most clauses
        kept.update(zip(one, other, strict=True))
        return
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            kept[one[block.a + step]] = other[block.b + step]


def _clauses(text: str, words: Sequence[_Word]) -> list[list[int]]:
    """Places of the words of each clause."""
    clauses: list[list[int]] = []
    for place, word in enumerate(words):
        if not place or _CLAUSE_END.search(text, words[place - 1].end, word.start):
            clauses.append([])
        clauses[-1].append(place)
    return clauses


def _clause_pairs(
    a: Sequence[_Word], ours: Sequence[list[int]], b: Sequence[_Word], theirs: Sequence[list[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """The most alike first, each clause once; of equals those that stand at nearly the same place."""
    bags = (
        [sorted(a[i].key for i in clause) for clause in ours],
        [sorted(b[j].key for j in clause) for clause in theirs],
    )
    used: tuple[set[int], set[int]] = set(), set()
    for find in (_equal_clauses, _alike_clauses):  # of most clauses an equal one is found
        free = [_free(*side) for side in zip(bags, used, strict=True)]
        scored = sorted((-alike, -len(ours[one]), abs(one - other), one, other) for one, other, alike in find(*free))
        for *_, one, other in scored:
            if one not in used[0] and other not in used[1]:
                used[0].add(one)
                used[1].add(other)
                yield ours[one], theirs[other]


def _free(bags: Sequence[list[str]], used: set[int]) -> dict[int, list[str]]:
    return {place: bag for place, bag in enumerate(bags) if place not in used}


def _equal_clauses(ours: Mapping[int, list[str]], theirs: Mapping[int, list[str]]) -> Iterator[tuple[int, int, float]]:
    """Those with the same words, in any order."""
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for other, words in theirs.items():
        having[tuple(words)].append(other)
    for one, words in ours.items():
        for other in having.get(tuple(words), ()):
            yield one, other, 1.0


def _alike_clauses(ours: Mapping[int, list[str]], theirs: Mapping[int, list[str]]) -> Iterator[tuple[int, int, float]]:
    """Those with at least `CLAUSE_ALIKE` words in common, and their share."""
    having: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for other, words in theirs.items():
        for key, count in Counter(words).items():
            having[key].append((other, count))
    for one, words in ours.items():
        common = defaultdict[int, int](int)
        for key, count in Counter(words).items():
            for other, theirs_of_it in having.get(key, ()):
                common[other] += min(count, theirs_of_it)
        for other, shared in common.items():
            alike = 2 * shared / (len(words) + len(theirs[other]))
            if alike >= CLAUSE_ALIKE:
                yield one, other, alike


def _keep_runs(a: Sequence[_Word], b: Sequence[_Word], kept: dict[int, int]) -> None:
    """Runs that clauses cut otherwise hide: a clause split in two, two made one, a part that moved."""
    free_left = [i for i in range(len(a)) if i not in kept]
    taken = set(kept.values())
    free_right = [j for j in range(len(b)) if j not in taken]
    while free_left and free_right:
        keys = [_split_keys(a, free_left, "a"), _split_keys(b, free_right, "b")]
        # The places between runs are keys that no other place has, so that no run passes over them.
        matcher = SequenceMatcher(None, [key for key, _ in keys[0]], [key for key, _ in keys[1]], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size >= MIN_MOVED_WORDS]
        if not blocks:
            return
        for block in blocks:
            for step in range(block.size):
                kept[keys[0][block.a + step][1]] = keys[1][block.b + step][1]
        free_left = [i for i in free_left if i not in kept]
        taken = set(kept.values())
        free_right = [j for j in free_right if j not in taken]


def _split_keys(words: Sequence[_Word], places: Sequence[int], side: str) -> list[tuple[str, int]]:
    keys: list[tuple[str, int]] = []
    for at, place in enumerate(places):
        if at and place != places[at - 1] + 1:
            keys.append((f"|{side}{place}", -1))
        keys.append((words[place].key, place))
    return keys


def _gaps(left: int, right: int, kept: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Words that are not kept, between neighbours of the text's common order."""
    order = sorted(set(kept) - {i for run in _moved_runs(kept) for i in run})
    taken = set(kept.values())
    before = (-1, -1)
    for here in [*((i, kept[i]) for i in order), (left, right)]:
        if here[0] == before[0] + 1 or here[1] == before[1] + 1:
            before = here
            continue
        one = [i for i in range(before[0] + 1, here[0]) if i not in kept]
        other = [j for j in range(before[1] + 1, here[1]) if j not in taken]
        if one and other:
            yield one, other
        before = here


def _moved_runs(kept: dict[int, int]) -> list[list[int]]:
    """Runs of kept words outside the heaviest chain that goes forward on both sides."""
    runs = _runs(kept)
    best: list[tuple[int, int]] = []  # words of the heaviest chain that ends here, and the run before
    for at, run in enumerate(runs):
        before = max(((best[k][0], k) for k in range(at) if kept[runs[k][-1]] < kept[run[0]]), default=(0, -1))
        best.append((before[0] + len(run), before[1]))
    at = max(range(len(runs)), key=lambda place: best[place][0], default=-1)
    chain = set()
    while at >= 0:
        chain.add(at)
        at = best[at][1]
    return [run for place, run in enumerate(runs) if place not in chain]


def _runs(kept: dict[int, int]) -> list[list[int]]:
    """Left places that go on together on both sides, but for words that differ."""
    places = sorted(kept)
    rank = {j: place for place, j in enumerate(sorted(kept.values()))}
    runs: list[list[int]] = []
    for at, place in enumerate(places):
        if at and rank[kept[place]] == rank[kept[places[at - 1]]] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _joined(text: str, words: Iterable[_Word]) -> tuple[Span, ...]:
    """One span for words with nothing but space and signs between them, within one line."""
    spans: list[Span] = []
    for word in words:
        if spans and "\n" not in (between := text[spans[-1][1] : word.start]) and not _WORD.search(between):
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return tuple(spans)
