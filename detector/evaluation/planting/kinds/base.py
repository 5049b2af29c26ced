"""The contract of a kind of copy, and what several kinds do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from detector.documents import Span
from detector.evaluation.planting.draft import Draft, Taken
from detector.evaluation.planting.outline import Item, Outline, syllables

MIN_LABELLED_SYLLABLES = 8  # "Hoàn thành tốt nhiệm vụ" below a heading is an answer, not a passage

Rewrite = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to copy.

    Attributes:
        sources: how many other persons' texts one copy draws on.
        copiers: how many persons copy the same sources.
        make: (the copier's own form, the sources' forms, randomness) -> the new text of the copier's form.
        role: what the label file calls the copier.
    """

    name: str
    sources: int
    make: Callable[[Outline, Sequence[Outline], Random], Draft]
    copiers: int = 1
    role: str = "copy"


def whole_copy(target: Outline, source: Outline, rng: Random, rewrite: Rewrite | None = None) -> Draft:
    """The source's items between the copier's header and signature; each body, rewritten or not, is a passage."""
    header, tail = target.text[: target.middle.start], target.text[target.middle.end :]
    parts, passages, at = [header], [], len(header)
    for item in source.items:
        body = source.body(item)
        new = rewrite(body, rng) if rewrite and is_passage(body) else body
        heading = source.text[item.heading.start : item.heading.end]
        start = at + len(heading)
        if is_passage(new):
            passages.append(Taken(Span(start, start + len(new)), source.document.id, item.body))
        between = source.text[item.body.end : _next_start(source, item)]
        parts += [heading, new, between]
        at = start + len(new) + len(between)
    return Draft("".join([*parts, tail]), tuple(passages))


def with_bodies(target: Outline, taken: Sequence[tuple[Item, Outline, Item]]) -> Draft:
    """The copier's own text with some bodies replaced: (own item, whose, which of theirs)."""
    replaced = {item: (source, theirs) for item, source, theirs in taken}
    parts: list[str] = []
    passages, at = [], 0
    for item in target.items:
        if item in replaced:
            source, theirs = replaced[item]
            parts += [target.text[at : item.body.start], source.body(theirs)]
            end = sum(map(len, parts))
            passages.append(Taken(Span(end - len(theirs.body), end), source.document.id, theirs.body))
            at = item.body.end
    return Draft("".join([*parts, target.text[at:]]), tuple(passages))


def copyable(target: Outline, source: Outline) -> Iterator[tuple[Item, Item]]:
    """(own item, theirs) with the same heading and enough text to be worth copying, longest first."""
    theirs = {item.key: item for item in source.items if len(syllables(source.body(item))) >= _WORTH_COPYING}
    pairs = [(item, theirs[item.key]) for item in target.items if item.key in theirs]
    return iter(sorted(pairs, key=lambda pair: (-len(pair[1].body), pair[0].body)))


def is_passage(text: str) -> bool:
    """Long enough to be labelled."""
    return len(syllables(text)) >= MIN_LABELLED_SYLLABLES


_WORTH_COPYING = 45  # below it an item holds one set phrase and one sentence of one's own


def _next_start(source: Outline, item: Item) -> int:
    following = [other.heading.start for other in source.items if other.heading.start >= item.body.end]
    return min(following, default=item.body.end)
