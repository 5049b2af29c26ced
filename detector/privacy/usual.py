"""Which words in a row are ordinary ones: those of forms, rules and stock clauses, and what many of the run write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from detector.privacy.family import lower_pairs, usual_pairs
from detector.privacy.words import Word, bare, is_plain, words_of
from detector.text.lexicon import background_documents, resource

_LEAST_TEXTS = 4  # that have two words in lower case: a copied mention of one person stands in fewer


class UsualWords:
    """Ordinary neighbours and words; call it with words that follow one another.

    Args:
        texts: of the run, each distinct one once.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        pairs: Counter[tuple[str, str]] = Counter()
        alone: Counter[str] = Counter()
        for text in texts:
            words = words_of(text)
            pairs.update(set(lower_pairs(words)))
            alone.update({word.marked for word in words if word.shown.islower() or word.is_upper})
        self._pairs = usual_pairs() | {pair for pair, count in pairs.items() if count >= _LEAST_TEXTS}
        self._alone = _usual_alone() | {word for word, count in alone.items() if count >= _LEAST_TEXTS}
        self._plain: frozenset[tuple[str, str]] | None = None

    def __call__(self, words: Sequence[Word]) -> bool:
        if len(words) == 1:
            return words[0].marked in self._alone
        neighbours = pairwise(words)
        return all((one.marked, other.marked) in self._pairs for one, other in neighbours) or (
            all(map(is_plain, words)) and self._is_plain_phrase(words)
        )

    def _is_plain_phrase(self, words: Sequence[Word]) -> bool:
        if self._plain is None:
            self._plain = frozenset(tuple(map(bare, pair)) for pair in self._pairs)  # type: ignore[misc]
        return all((one.folded, other.folded) in self._plain for one, other in pairwise(words))


@cache
def _usual_alone() -> frozenset[str]:
    texts = [document.text for document in background_documents()]
    known = resource("abbreviations.toml").values()
    shortened = [short for part in known if isinstance(part, dict) for short in part]
    return frozenset(word.marked for text in (*texts, *shortened) for word in words_of(text))
