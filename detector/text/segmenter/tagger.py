"""Labels for tokens: the weights of underthesea's CRF, added up once per token, pair and triple.

An attribute of a token looks at one, two or three tokens in a row, at most two places away. So what a row of tokens
adds to the tokens around it is worked out when the row is first met, and a label costs three look-ups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import add
from typing import Any

from detector.text.segmenter.model import Model, ModelFormatError, Transitions, load_model, model_folder

_BEFORE, _AFTER = "", " "  # stand for the places outside a sentence; no token is empty or has a space
_REACH = 2
_MAX_REMEMBERED = 300_000  # rows of tokens, pairs and triples each; about 60 MB for the triples
# Among equal unknown tokens in a row, paths tie but for rounding; then underthesea's own order of additions decides.
_TIE = 1e-9
_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](\.\w+)?")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Template:
    """``T[-1,0].lower`` looks at `length` tokens from the one `first` places away."""

    name: str
    first: int
    length: int
    function: str


@dataclass(frozen=True, slots=True)
class Tagger:
    """What three tokens in a row add to their neighbours, and the model's transitions."""

    triples: _Triples
    transitions: Transitions

    def goes_on(self, tokens: Sequence[str]) -> list[bool]:
        """For each token whether it goes on with the word of the token before; the first never does."""
        if len(tokens) < 2:
            return [False] * len(tokens)
        labels = _best_path(self._leanings(tokens), self.transitions)
        if labels is None:
            labels = _labels_by_underthesea(tokens)
        return [False, *labels[1:]]

    def _leanings(self, tokens: Sequence[str]) -> list[float]:
        """For each token by how much *goes on* outweighs *begins*, transitions apart."""
        padded = [_BEFORE] * _REACH + [*tokens] + [_AFTER] * _REACH
        triples = [self.triples[row] for row in zip(padded, padded[1:], padded[2:], strict=False)]
        return [
            before[0] + around[1] + after[2]
            for before, around, after in zip(triples, triples[1:], triples[2:], strict=False)
        ]


class _Triples(dict[Row, tuple[float, float, float]]):
    """What a triple adds to the token it ends at, to its middle token, and to the token it begins at.

    Five tokens are seen around a token, as three triples; each single token and pair of them is counted in one.
    """

    def __init__(self, model: Model) -> None:
        self.singles, self.pairs, self.triples = (_Sums(model, length) for length in (1, 2, 3))

    def __missing__(self, row: Row) -> tuple[float, float, float]:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        first, middle, last = row
        a, b, c = self.singles[(first,)], self.singles[(middle,)], self.singles[(last,)]
        ab, bc = self.pairs[(first, middle)], self.pairs[(middle, last)]
        abc = self.triples.sums(row)
        self[row] = sums = (
            abc[0] + ab[0] + a[0],
            abc[1] + ab[1] + bc[2] + a[1] + b[2] + c[3],
            abc[2] + bc[3] + c[4],
        )
        return sums


class _Sums(dict[Row, tuple[float, ...]]):
    """What a row of tokens adds to the token it begins 2 places before, 1 before, at, and so on."""

    def __init__(self, model: Model, length: int) -> None:
        self.templates = [template for template in map(_parsed, model.templates) if template.length == length]
        self.nothing = (0.0,) * (2 * _REACH + 2 - length)
        self.tables = [
            (_value_of(function, model.dictionary), self._table(model, function))
            for function in sorted({template.function for template in self.templates})
        ]

    def __missing__(self, row: Row) -> tuple[float, ...]:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[row] = sums = self.sums(row)
        return sums

    def sums(self, row: Row) -> tuple[float, ...]:
        """One number for each place, worked out anew."""
        outside = "BOS" if _BEFORE in row else "EOS" if _AFTER in row else ""
        text = " ".join(row)
        sums = self.nothing
        for value_of, table in self.tables:
            weights = table.get(outside or value_of(text))
            if weights:
                sums = tuple(map(add, sums, weights))
        return sums

    def _table(self, model: Model, function: str) -> dict[str, tuple[float, ...]]:
        """For each value of a function its weights at all places."""
        places: dict[str, list[float]] = {}
        for template in self.templates:
            if template.function == function:
                for value, weight in model.weights.get(template.name, {}).items():
                    places.setdefault(value, list(self.nothing))[template.first + _REACH] = weight
        return {value: tuple(weights) for value, weights in places.items()}


@cache
def load_tagger() -> Tagger:
    """The tagger of the installed underthesea. Raises `ModelFormatError`."""
    model = load_model()
    return Tagger(_Triples(model), model.transitions)


def _parsed(name: str) -> _Template:
    match = _TEMPLATE.fullmatch(name)
    if not match:
        raise ModelFormatError(f"an attribute of unknown form: {name}")
    first, last = int(match[1]), int(match[2] or match[1])
    if first < -_REACH or last > _REACH or not 0 <= last - first <= 2:
        raise ModelFormatError(f"an attribute of other than 1 to 3 tokens, at most {_REACH} places away: {name}")
    return _Template(name, first, last - first + 1, match[3] or "")


def _value_of(function: str, dictionary: frozenset[str]) -> Callable[[str], str]:
    """The functions of underthesea's featurizer."""
    values: dict[str, Callable[[str], str]] = {
        "": lambda text: text,
        ".lower": str.lower,
        ".isdigit": lambda text: str(text.isascii() and text.isdigit()),
        ".istitle": lambda text: str(all(word[0].upper() == word[0] for word in text.split(" "))),
        ".is_in_dict": lambda text: str(text.lower() in dictionary),
    }
    if function not in values:
        raise ModelFormatError(f"an attribute of unknown kind: {function}")
    return values[function]


def _best_path(leanings: Sequence[float], transitions: Transitions) -> list[bool] | None:
    """The likeliest labels (Viterbi, on the difference of the two scores), True goes on; None where two paths tie."""
    (begin_begin, begin_on), (on_begin, on_on) = transitions
    lead = leanings[0]  # of the best path that ends in *goes on* over the best that ends in *begins*
    margins: list[tuple[float, float]] = []  # above 0: the best path to *begins*, to *goes on*, comes from *goes on*
    for leaning in leanings[1:]:
        to_begin, to_on = lead + on_begin - begin_begin, lead + on_on - begin_on
        margins.append((to_begin, to_on))
        lead = leaning + begin_on - begin_begin + max(to_on, 0.0) - max(to_begin, 0.0)
    if min(map(abs, chain((lead,), *margins))) < _TIE:
        return None
    labels = [lead > 0.0]
    for margin in reversed(margins):
        labels.append(margin[labels[-1]] > 0.0)
    return labels[::-1]


def _labels_by_underthesea(tokens: Sequence[str]) -> list[bool]:
    readable = [token.encode("utf-8", "replace").decode() for token in tokens]
    return [label == "I-W" for label in _underthesea().predict([[token] for token in readable])]


@cache
def _underthesea() -> Any:
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    tagger.load(str(model_folder()))
    return tagger
