"""Labels for tokens: the weights of underthesea's CRF, added up once per token, pair and triple.

An attribute of a token looks at one, two or three tokens in a row, at most two places away. So what a row of tokens
adds to the tokens around it is worked out when the row is first met, and a label costs twelve additions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from detector.text.segmenter.model import Model, ModelFormatError, Transitions, load_model

_BEFORE, _AFTER = "", " "  # stand for the places outside a sentence; no token is empty or has a space
_REACH = 2
_MAX_REMEMBERED = 300_000  # rows of tokens of each length; about 50 MB
_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](\.\w+)?")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tagger:
    """Remembered sums by length of the row, and the model's transitions."""

    singles: _Sums
    pairs: _Sums
    triples: _Sums
    transitions: Transitions

    def goes_on(self, tokens: Sequence[str]) -> list[bool]:
        """For each token whether it goes on with the word of the token before; the first never does."""
        labels = _best_path(self._leanings(tokens), self.transitions)
        labels[:1] = [False] * len(labels[:1])
        return labels

    def _leanings(self, tokens: Sequence[str]) -> list[float]:
        """For each token by how much *goes on* outweighs *begins*, transitions apart."""
        padded = [_BEFORE] * _REACH + [*tokens] + [_AFTER] * _REACH
        one = [self.singles[row] for row in zip(padded, strict=True)]
        two = [self.pairs[row] for row in zip(padded, padded[1:], strict=False)]
        three = [self.triples[row] for row in zip(padded, padded[1:], padded[2:], strict=False)]
        return [
            a[0] + b[1] + c[2] + d[3] + e[4] + ab[0] + bc[1] + cd[2] + de[3] + abc[0] + bcd[1] + cde[2]
            for a, b, c, d, e, ab, bc, cd, de, abc, bcd, cde in zip(
                one, one[1:], one[2:], one[3:], one[4:],
                two, two[1:], two[2:], two[3:],
                three, three[1:], three[2:],
                strict=False,
            )
        ]  # fmt: skip


class _Sums(dict[Row, tuple[float, ...]]):
    """What a row of tokens adds to the token it begins 2 places before, 1 before, at, and so on."""

    def __init__(self, model: Model, length: int) -> None:
        names = sorted({function for _, n, function in map(_parsed, model.templates) if n == length})
        self.functions = [_value_of(name, model.dictionary) for name in names]
        self.places = [
            [
                (names.index(function), model.weights.get(template, {}))
                for template in model.templates
                for start, n, function in [_parsed(template)]
                if (start, n) == (first, length)
            ]
            for first in range(-_REACH, _REACH - length + 2)
        ]

    def __missing__(self, row: Row) -> tuple[float, ...]:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[row] = sums = tuple(self._sums(self._values(row)))
        return sums

    def _values(self, row: Row) -> list[str]:
        if _BEFORE in row or _AFTER in row:
            return ["BOS" if _BEFORE in row else "EOS"] * len(self.functions)
        text = " ".join(row)
        return [value_of(text) for value_of in self.functions]

    def _sums(self, values: list[str]) -> Iterator[float]:
        for place in self.places:
            total = 0.0
            for function, weights in place:
                total += weights.get(values[function], 0.0)
            yield total


@cache
def load_tagger() -> Tagger:
    """The tagger of the installed underthesea. Raises `ModelFormatError`."""
    model = load_model()
    sums = [_Sums(model, length) for length in (1, 2, 3)]
    if sum(len(place) for s in sums for place in s.places) != len(model.templates):
        raise ModelFormatError(f"attributes other than of 1 to 3 tokens in a row: {model.templates}")
    return Tagger(*sums, model.transitions)


def _parsed(template: str) -> tuple[int, int, str]:
    """First place, number of tokens and function of ``T[-1,0].lower``."""
    match = _TEMPLATE.fullmatch(template)
    if not match:
        raise ModelFormatError(f"an attribute of unknown form: {template}")
    first, last = int(match[1]), int(match[2] or match[1])
    return first, last - first + 1, match[3] or ""


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


def _best_path(leanings: Sequence[float], transitions: Transitions) -> list[bool]:
    """The likeliest labels (Viterbi, on the difference of the two scores); True goes on."""
    (begin_begin, begin_on), (on_begin, on_on) = transitions
    lead = 0.0  # of the best path that ends in *goes on* over the best that ends in *begins*
    came_from: list[tuple[bool, bool]] = []  # whether the token before goes on, if this one begins, if it goes on
    for leaning in leanings:
        from_on = (lead + on_begin > begin_begin, lead + on_on > begin_on)
        came_from.append(from_on)
        best_on = lead + on_on if from_on[1] else begin_on
        best_begin = lead + on_begin if from_on[0] else begin_begin
        lead = leaning + best_on - best_begin if len(came_from) > 1 else leaning
    label = lead > 0.0
    labels = []
    for from_on in reversed(came_from):
        labels.append(label)
        label = from_on[label]
    return labels[::-1]
