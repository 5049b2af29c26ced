"""Findings of short texts: how many clauses, of how many people or periods, and which one to read first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from detector.corpus import Corpus
from detector.documents import Role
from detector.settings import Settings
from detector.short_texts.clauses import Clauses
from detector.short_texts.links import Link
from detector.submissions import Fact, Finding

Findings = Mapping[int, tuple[Finding, ...]]
Counted = dict[str, Fact]

_QUOTE_CHARACTERS = 200


def findings_of(
    corpus: Corpus,
    clauses: Clauses,
    shared: Sequence[Link],
    repeated: Sequence[Link],
    settings: Settings,
) -> Findings:
    """``shared``, then ``previous``, by document row. No fact is a percentage."""
    words = _Words(corpus, clauses)
    found: dict[int, list[Finding]] = defaultdict(list)
    for row, links in _by_document(shared).items():
        if corpus.documents[row].role is Role.SUBMISSION:
            found[row].append(words.shared(row, links, settings))
    for link in repeated:
        found[link.left].append(words.previous(link))
    return {row: tuple(findings) for row, findings in found.items() if findings}


def _by_document(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links of each document, strongest first."""
    found: dict[int, list[Link]] = defaultdict(list)
    for link in sorted(links, key=lambda one: (-round(one.total_bits, 6), one.left, one.right)):
        found[link.left].append(link)
        found[link.right].append(link)
    return found


class _Words:
    """Counts and quotes."""

    def __init__(self, corpus: Corpus, clauses: Clauses) -> None:
        self._corpus = corpus
        self._clauses = clauses
        self._totals = np.bincount(clauses.documents, minlength=len(corpus))
        self._people = len(np.unique(clauses.writers))

    def shared(self, row: int, links: Sequence[Link], settings: Settings) -> Finding:
        """Clauses that few colleagues have, told of the strongest link."""
        strongest = links[0]
        mine = [left if strongest.left == row else right for left, right in strongest.rows]
        rarest = mine[int(np.argmax(strongest.bits))]
        others = [link.right if link.left == row else link.left for link in links]
        other = self._corpus.documents[others[0]]
        facts = self._facts(row, mine, rarest) | {
            "other_id": other.id,
            "other_author": other.author or "",
            "people": int(self._clauses.people[self._clauses.families[rarest]]),
            "of_people": self._people,
        }
        ids = tuple(dict.fromkeys(self._corpus.documents[one].id for one in others))
        return Finding("shared", strongest.total_bits, settings.pair_min_bits, facts, ids)

    def previous(self, link: Link) -> Finding:
        """Clauses that the same person handed in before, and for how many periods."""
        mine = [left for left, _ in link.rows]
        source = self._corpus.documents[link.sources[0]]
        facts = self._facts(link.left, mine, mine[int(np.argmax(link.bits))]) | {
            "source_id": source.id,
            "periods": link.periods,
        }
        ids = tuple(self._corpus.documents[row].id for row in link.sources)
        return Finding("previous", float(link.periods), 2.0, facts, ids)

    def _facts(self, row: int, mine: Sequence[int], quoted: int) -> Counted:
        return {"clauses": len(mine), "total_clauses": int(self._totals[row]), "clause": self._quote(quoted)}

    def _quote(self, clause: int) -> str:
        tokens, row = self._corpus.tokens, int(self._clauses.documents[clause])
        first, last = int(self._clauses.starts[clause]), int(self._clauses.ends[clause]) - 1
        text = self._corpus.documents[row].text[tokens.starts[first] : tokens.ends[last]]
        words = " ".join(text.split())
        return words if len(words) <= _QUOTE_CHARACTERS else words[: _QUOTE_CHARACTERS - 1].rstrip() + "…"
