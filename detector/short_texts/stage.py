"""Short texts -> findings that name clauses, people and periods: reuse of one's own, shared with few, handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detector.corpus import Bools, Corpus
from detector.documents import Document, Role
from detector.judge import MatchedPair
from detector.matches import MethodNull
from detector.matching.grams import Grams
from detector.matching.rarity import Grams123, Sources, build_rarity_model
from detector.matching.shared_texts import TextOfMany
from detector.pairing import Matches
from detector.provenance.coverage import covered, known_to
from detector.provenance.people import writer_numbers
from detector.settings import Settings
from detector.short_texts.clauses import find_clauses
from detector.short_texts.handed_out import find_handed_out
from detector.short_texts.links import Linker
from detector.short_texts.words import Findings, findings_of


@dataclass(frozen=True, slots=True)
class ShortTexts:
    """What the clauses of short texts say.

    Attributes:
        of_many: texts that more than a few people have, most people first.
        pairs: texts that share unusual clauses, and texts with the same person's earlier clauses; how often chance
            makes such a pair is not known.
        findings: by document row.
    """

    of_many: tuple[TextOfMany, ...] = ()
    pairs: tuple[MatchedPair, ...] = ()
    findings: Findings = field(default_factory=dict)

    def added_to(self, matches: Matches, documents: Sequence[Document], settings: Settings) -> Matches:
        """With the pairs of short texts beside the pairs that are clear without them."""
        clear = matches.clear(documents, settings)
        nulls = {one.method: MethodNull(one.method, 0.0) for one in self.pairs}
        return matches.with_pairs((one for one in self.pairs if one.rows not in clear), nulls.values())


def compare_short_texts(
    corpus: Corpus, shingles: Grams, rarity_grams: Grams123, written: Bools, settings: Settings
) -> ShortTexts:
    """Costs next to nothing where no text is short.

    Args:
        shingles: of all texts, the stock clauses included.
        rarity_grams: of the same.
        written: bool[tokens], neither form nor rule.
    """
    writers = writer_numbers(corpus)
    clauses = find_clauses(corpus, written, writers, settings)
    if not len(clauses):
        return ShortTexts()
    handed_out = find_handed_out(corpus, clauses, settings)
    stock = covered(shingles, known_to(shingles, corpus, Role.STOCK))
    linker = Linker(
        corpus,
        clauses,
        build_rarity_model(corpus, rarity_grams, Sources(writers, writers), settings.common_rank),
        settings,
    )
    shared = linker.shared(~handed_out.clauses & (clauses.means(stock) < settings.stock_similarity))
    repeated = linker.repeated(~handed_out.clauses)
    return ShortTexts(
        handed_out.texts,
        tuple(linker.matched(link) for link in (*shared, *repeated)),
        findings_of(corpus, clauses, shared, repeated, settings),
    )
