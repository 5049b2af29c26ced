"""Which short texts have clauses in common: with a colleague, or with an earlier text of the same person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

import numpy as np

from detector.corpus import Bools, Corpus, Longs, Provenance, indptr_of_lengths, ranges
from detector.documents import Role
from detector.judge import MatchedPair
from detector.matches import Method
from detector.matching.evidence import FoundPair, FoundPassage
from detector.matching.rarity import RarityModel
from detector.provenance.people import time_of
from detector.provenance.reuse import is_routine
from detector.settings import Settings
from detector.short_texts.clauses import Clauses

Time = tuple[bool, int, str]  # of `time_of`


@dataclass(frozen=True, slots=True)
class Link:
    """Two texts and the rows of the clauses that they have in common.

    Attributes:
        bits: of each clause.
        periods: texts of the person, these two included, that have most of the clauses; 0 between colleagues.
        sources: for a person's own clauses, the earlier texts that have them, latest first.
    """

    left: int
    right: int
    rows: tuple[tuple[int, int], ...]
    bits: tuple[float, ...] = ()
    periods: int = 0
    sources: tuple[int, ...] = ()

    @property
    def total_bits(self) -> float:
        """Evidence of the pair."""
        return sum(self.bits)


@dataclass(frozen=True, slots=True)
class Linker:
    """Looks clauses up by family; nothing here costs the square of how many people have one."""

    corpus: Corpus
    clauses: Clauses
    model: RarityModel
    settings: Settings

    def shared(self, allowed: Bools) -> list[Link]:
        """Links between colleagues over clauses that few people have (bool[clauses]), heavy enough to be flagged."""
        people = self.clauses.people[self.clauses.families]
        few = np.flatnonzero(allowed & (people >= 2) & (people <= self.settings.common_rank))
        rows: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for family in _by_value(self.clauses.families, few).values():
            for left, right in self._partners(family):
                rows[self._documents(left, right)].append((left, right))
        links = self._weighed(
            Link(left, right, tuple(sorted({*pairs}))) for (left, right), pairs in sorted(rows.items())
        )
        return [link for link in links if link.total_bits >= self.settings.pair_min_bits]

    def repeated(self, allowed: Bools) -> list[Link]:
        """For each submission whose writer has an earlier text with the same clauses, the link to the latest."""
        by_document = {
            document: self._first_of_family(rows)
            for document, rows in _by_value(self.clauses.documents, np.flatnonzero(allowed)).items()
        }
        by_writer: dict[int, list[tuple[Time, int]]] = defaultdict(list)
        for document, clauses in by_document.items():
            writer = int(self.clauses.writers[next(iter(clauses.values()))])
            by_writer[writer].append((time_of(self.corpus, document), document))
        lengths = self.clauses.lengths().tolist()
        links = (
            link
            for documents in by_writer.values()
            for link in self._repeated_by(sorted(documents, key=itemgetter(0)), by_document, lengths)
        )
        # less is a stock phrase that somebody uses
        return [link for link in self._weighed(links) if link.total_bits >= self.settings.passage_min_bits]

    def matched(self, link: Link) -> MatchedPair:
        """The link as a pair with a passage for each clause, the smaller document row on the left."""
        turned = link.left > link.right
        passages = tuple(
            self._passage(right, left, bits) if turned else self._passage(left, right, bits)
            for (left, right), bits in zip(link.rows, link.bits, strict=True)
        )
        ordered = tuple(sorted(passages, key=lambda passage: passage.left))
        pair = FoundPair(min(link.left, link.right), max(link.left, link.right), ordered)
        kind = Provenance.PREVIOUS if link.periods else Provenance.SHARED
        return MatchedPair(pair, kind, Method.CLAUSES)

    def _partners(self, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        """For each clause one of every other writer, of the same period if there is one, in a short text on a side."""
        by_writer = {
            writer: self._first_of_document(mine) for writer, mine in _by_value(self.clauses.writers, rows).items()
        }
        for writer, mine in by_writer.items():
            for other, theirs in by_writer.items():
                if writer != other:
                    yield from self._nearest(mine, theirs)

    def _nearest(self, mine: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
        by_period = {self._period(row): row for row in reversed(theirs)}
        short, documents = self.clauses.short, self.clauses.documents
        for row in mine:
            other = by_period.get(self._period(row), theirs[0])
            if short[documents[row]] or short[documents[other]]:
                yield min(row, other), max(row, other)

    def _period(self, row: int) -> str | None:
        return self.corpus.documents[int(self.clauses.documents[row])].period

    def _documents(self, left: int, right: int) -> tuple[int, int]:
        return int(self.clauses.documents[left]), int(self.clauses.documents[right])

    def _first_of_family(self, rows: Iterable[int]) -> dict[int, int]:
        return {int(self.clauses.families[row]): row for row in reversed(list(rows))}

    def _first_of_document(self, rows: Iterable[int]) -> list[int]:
        return sorted({int(self.clauses.documents[row]): row for row in reversed(list(rows))}.values())

    def _repeated_by(
        self,
        documents: Sequence[tuple[Time, int]],
        by_document: Mapping[int, Mapping[int, int]],
        lengths: Sequence[int],
    ) -> Iterator[Link]:
        """`documents` of one writer with their times, in the order of these; `lengths` of all clauses."""
        for at, (now, document) in enumerate(documents):
            if self.corpus.documents[document].role is not Role.SUBMISSION:
                continue
            mine = by_document[document]
            before = [earlier for time, earlier in documents[:at] if time < now]
            known = self._told_again(mine, [by_document[earlier] for earlier in before])
            if known and self._share(mine, known, lengths) >= self.settings.previous_min_share:
                sources = [e for e in reversed(before) if 2 * len(known & by_document[e].keys()) >= len(known)]
                yield self._to_source(document, sources or [before[-1]], known, by_document)

    def _told_again(self, mine: Mapping[int, int], before: Sequence[Mapping[int, int]]) -> set[int]:
        """Families that an earlier text has, without what is every month's work."""
        return {
            family
            for family, row in mine.items()
            if any(not self._is_routine(row, one[family]) for one in before if family in one)
        }

    def _is_routine(self, row: int, earlier: int) -> bool:
        one, other = ((int(self.clauses.starts[at]), int(self.clauses.ends[at])) for at in (row, earlier))
        return self._period(row) is not None and is_routine(self.corpus, one, other)

    def _share(self, mine: Mapping[int, int], known: Iterable[int], lengths: Sequence[int]) -> float:
        """Of the syllables of all clauses of a text."""
        return sum(lengths[mine[family]] for family in known) / max(sum(lengths[row] for row in mine.values()), 1)

    def _to_source(
        self, document: int, sources: list[int], known: set[int], by_document: Mapping[int, Mapping[int, int]]
    ) -> Link:
        mine, theirs = by_document[document], by_document[sources[0]]
        rows = tuple(sorted({(mine[family], theirs[family]) for family in known if family in theirs}))
        return Link(document, sources[0], rows, periods=1 + len(sources), sources=tuple(sources))

    def _weighed(self, links: Iterable[Link]) -> list[Link]:
        """The same with the bits of their left clauses."""
        some = list(links)
        rows = np.unique([left for link in some for left, _ in link.rows]).astype(np.int64)
        bits = dict(zip(rows.tolist(), self._bits(rows), strict=True))
        return [replace(link, bits=tuple(bits[left] for left, _ in link.rows)) for link in some]

    def _bits(self, rows: Longs) -> list[float]:
        """Of each of these clauses, as if nobody had it but the people who have it."""
        starts, ends = self.clauses.starts[rows] + 1, self.clauses.ends[rows]
        without = np.repeat(self.clauses.people[self.clauses.families[rows]].astype(np.float64), ends - starts)
        bits = self.model.bits(ranges(starts, ends), without=without)
        cuts = indptr_of_lengths(ends - starts).tolist()
        return [float(bits[start:stop].sum()) for start, stop in pairwise(cuts)]

    def _passage(self, left: int, right: int, bits: float) -> FoundPassage:
        ids = self.corpus.tokens.ids
        ours, theirs = ((int(self.clauses.starts[row]), int(self.clauses.ends[row])) for row in (left, right))
        matched = sum(map({*ids[slice(*theirs)].tolist()}.__contains__, ids[slice(*ours)].tolist()))
        spread = int(self.clauses.spreads[self.clauses.families[left]])
        longer = max(ours[1] - ours[0], theirs[1] - theirs[0])
        return FoundPassage(ours, theirs, matched, min(1.0, matched / longer), bits, max(2, spread))


def _by_value(values: np.ndarray, rows: Sequence[int] | np.ndarray) -> dict[int, list[int]]:
    """`rows` by their value, both in ascending order."""
    groups: dict[int, list[int]] = defaultdict(list)
    for row in rows if isinstance(rows, list) else np.asarray(rows).tolist():
        groups[int(values[row])].append(row)
    return dict(sorted(groups.items()))
