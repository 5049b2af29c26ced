"""Labels for tokens: the weights of underthesea's CRF, added up once per token, pair and triple.

An attribute of a token looks at one, two or three tokens in a row, at most two places away. So what a row of tokens
adds to the tokens around it is worked out when the row is first met, and a label costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from typing import Any

import numpy as np

from detector.corpus import Bools, Floats, Longs, indptr_of_lengths, ranges
from detector.lean import put_off
from detector.text.segmenter.model import Model, ModelFormatError, Transitions, load_model, model_folder

_BEFORE, _AFTER = "", " "  # stand for the places outside a sentence; no token is empty or has a space
_REACH = 2
_MAX_REMEMBERED = 300_000  # rows of tokens, pairs and triples each; about 60 MB for the triples
# Among equal unknown tokens in a row, paths tie but for rounding; then underthesea's own order of additions decides.
_TIE = 1e-9
_PADDING = ((_BEFORE,) * _REACH, (_AFTER,) * _REACH)
_NUMBER_BITS = 21  # more than there are remembered tokens, and three numbers make one of 63 bits
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
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

    def goes_on(self, sentences: Sequence[Sequence[str]]) -> list[Bools]:
        """For each token of each sentence whether it goes on with the word of the token before; the first never does.

        All sentences are worked on at once, as columns: 5 times as fast as one by one.
        """
        lengths = np.array([len(tokens) for tokens in sentences], dtype=np.int64)
        leanings = self.triples.leanings(sentences)
        labels, ties = best_paths(leanings, lengths, self.transitions)
        starts = indptr_of_lengths(lengths)
        for row in np.flatnonzero(ties & (lengths > 1)).tolist():
            labels[starts[row] : starts[row + 1]] = _labels_by_underthesea(sentences[row])
        labels[starts[:-1][lengths > 0]] = False
        return np.split(labels, starts[1:-1]) if len(lengths) else []


class _Triples:
    """What a triple adds to the token it ends at, to its middle token, and to the token it begins at.

    Five tokens are seen around a token, as three triples; each single token and pair of them is counted in one.
    """

    def __init__(self, model: Model) -> None:
        self._tokens = _Tokens()
        self._weighted = {length: _Weighted(model, length) for length in (1, 2, 3)}
        self._singles = _Remembered(5, partial(self._alone, 1))
        self._pairs = _Remembered(4, partial(self._alone, 2))
        self._sums = _Remembered(3, self._added)

    def __len__(self) -> int:
        return len(self._sums)

    def leanings(self, sentences: Sequence[Sequence[str]]) -> Floats:
        """For each token by how much *goes on* outweighs *begins*, transitions apart, one sentence after another."""
        if max(len(self._sums), len(self._tokens)) >= _MAX_REMEMBERED:
            self.forget()
        padded = chain.from_iterable(chain(_PADDING[0], tokens, _PADDING[1]) for tokens in sentences)
        numbers = np.array([self._tokens[token] for token in padded], dtype=np.int64)
        keys = _joined(_joined(numbers[:-2], numbers[1:-1]), numbers[2:])  # two of them run into the next sentence
        distinct, inverse = np.unique(keys, return_inverse=True)
        sums = self._sums.of(distinct)[inverse]
        lengths = np.array([len(tokens) for tokens in sentences], dtype=np.int64)
        first = indptr_of_lengths(lengths + 2 * _REACH)[:-1]
        at = ranges(first, first + lengths)
        leanings: Floats = sums[at, 0] + sums[at + 1, 1] + sums[at + 2, 2]
        return leanings

    def forget(self) -> None:
        """Starts anew, so that memory stays bounded."""
        for remembered in (self._singles, self._pairs, self._sums):
            remembered.clear()
        self._tokens.clear()

    def _alone(self, length: int, keys: Longs) -> Floats:
        return self._weighted[length].sums(self._tokens.rows(keys, length))

    def _added(self, keys: Longs) -> Floats:
        last, middle, first = (keys >> shift & _NUMBER_MASK for shift in (0, _NUMBER_BITS, 2 * _NUMBER_BITS))
        a, b, c = (self._singles.each(numbers) for numbers in (first, middle, last))
        ab, bc = self._pairs.each(_joined(first, middle)), self._pairs.each(_joined(middle, last))
        abc = self._alone(3, keys)
        columns = (
            abc[:, 0] + ab[:, 0] + a[:, 0],
            abc[:, 1] + ab[:, 1] + bc[:, 2] + a[:, 1] + b[:, 2] + c[:, 3],
            abc[:, 2] + bc[:, 3] + c[:, 4],
        )
        return np.stack(columns, axis=1)


class _Tokens(dict[str, int]):
    """Numbers of tokens, given out when first met."""

    def __init__(self) -> None:
        self.clear()

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self._names)
        self._names.append(token)
        return number

    def clear(self) -> None:
        """Only the places outside a sentence have a number."""
        super().clear()
        self._names: list[str] = []
        for token in (_BEFORE, _AFTER):
            self[token]

    def rows(self, keys: Longs, length: int) -> list[Row]:
        """The tokens of joined numbers."""
        shifts = [_NUMBER_BITS * place for place in range(length - 1, -1, -1)]
        columns = ((keys >> shift & _NUMBER_MASK).tolist() for shift in shifts)
        return list(zip(*([self._names[number] for number in column] for column in columns), strict=True))


class _Remembered:
    """Rows of numbers by key; what was not asked for before is worked out, all at once."""

    def __init__(self, width: int, work_out: Callable[[Longs], Floats]) -> None:
        self._work_out = work_out
        self._width = width
        self.clear()

    def __len__(self) -> int:
        return len(self._rows)

    def clear(self) -> None:
        self._rows: dict[int, int] = {}
        self._values = np.zeros((1024, self._width))

    def of(self, keys: Longs) -> Floats:
        """float64[keys, width] of distinct keys."""
        rows = np.array([self._rows.get(key, -1) for key in keys.tolist()], dtype=np.int64)
        new = np.flatnonzero(rows < 0)
        if len(new):
            count = len(self._rows)
            rows[new] = np.arange(count, count + len(new))
            self._rows.update(zip(keys[new].tolist(), rows[new].tolist(), strict=True))
            if count + len(new) > len(self._values):
                grown = np.zeros((2 * (count + len(new)), self._width))
                grown[:count] = self._values[:count]
                self._values = grown
            self._values[rows[new]] = self._work_out(keys[new])
        return self._values[rows]

    def each(self, keys: Longs) -> Floats:
        """The same for keys of which some are equal."""
        distinct, inverse = np.unique(keys, return_inverse=True)
        return self.of(distinct)[inverse]


class _Weighted:
    """What rows of so many tokens add to the token they begin 2 places before, 1 before, at, and so on."""

    def __init__(self, model: Model, length: int) -> None:
        self.places = 2 * _REACH + 2 - length
        self.templates = [template for template in map(_parsed, model.templates) if template.length == length]
        self.tables = [
            (_value_of(function, model.dictionary), *self._table(model, function))
            for function in sorted({template.function for template in self.templates})
        ]

    def sums(self, rows: Sequence[Row]) -> Floats:
        """float64[rows, places]."""
        texts = [("BOS" if _BEFORE in row else "EOS" if _AFTER in row else "", " ".join(row)) for row in rows]
        sums = np.zeros((len(rows), self.places))
        for value_of, numbers, weights in self.tables:
            sums += weights[[numbers.get(outside or value_of(text), -1) for outside, text in texts]]
        return sums

    def _table(self, model: Model, function: str) -> tuple[dict[str, int], Floats]:
        """A number for each value of a function, and its weights at all places; the last row is that of no value."""
        numbers: dict[str, int] = {}
        rows: list[list[float]] = []
        for template in self.templates:
            if template.function == function:
                for value, weight in model.weights.get(template.name, {}).items():
                    number = numbers.setdefault(value, len(rows))
                    if number == len(rows):
                        rows.append([0.0] * self.places)
                    rows[number][template.first + _REACH] = weight
        return numbers, np.array([*rows, [0.0] * self.places])


def _joined(left: Longs, right: Longs) -> Longs:
    return (left << _NUMBER_BITS) | right


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


def best_paths(leanings: Floats, lengths: Longs, transitions: Transitions) -> tuple[Bools, Bools]:
    """The likeliest labels of all sentences (Viterbi, on the difference of the two scores).

    The sentences stand side by side, the longest first, and all of them take a step at once.

    Returns:
        True where a token goes on, bool[tokens]; and the sentences in which two paths tie, bool[sentences].
    """
    (begin_begin, begin_on), (on_begin, on_on) = transitions
    order = np.argsort(-lengths, kind="stable")
    starts, sizes = indptr_of_lengths(lengths)[:-1][order], lengths[order]
    filled = int((sizes > 0).sum())
    active = np.searchsorted(-sizes, -np.arange(1, int(sizes.max(initial=0)) + 1), "right")  # longer than each step
    lead = leanings[starts[:filled]]  # of the best path that ends in *goes on* over the best that ends in *begins*
    least = np.full(len(sizes), np.inf)
    margins: list[tuple[Floats, Floats]] = []  # above 0: the best path to *begins*, to *goes on* comes from *goes on*
    for step, count in enumerate(active[1:].tolist(), 1):
        to_begin, to_on = lead[:count] + on_begin - begin_begin, lead[:count] + on_on - begin_on
        margins.append((to_begin, to_on))
        np.minimum(least[:count], np.minimum(np.abs(to_begin), np.abs(to_on)), out=least[:count])
        gain = leanings[starts[:count] + step] + begin_on - begin_begin
        lead[:count] = gain + np.maximum(to_on, 0.0) - np.maximum(to_begin, 0.0)
    least[:filled] = np.minimum(least[:filled], np.abs(lead))
    labels = np.zeros(len(leanings), bool)
    label = lead > 0.0
    for step in range(len(active) - 1, 0, -1):
        count, (to_begin, to_on) = int(active[step]), margins[step - 1]
        labels[starts[:count] + step] = label[:count]
        label[:count] = np.where(label[:count], to_on > 0.0, to_begin > 0.0)
    labels[starts[:filled]] = label
    ties = np.zeros(len(lengths), bool)
    ties[order] = least < _TIE
    return labels, ties


def _labels_by_underthesea(tokens: Sequence[str]) -> list[bool]:
    readable = [token.encode("utf-8", "replace").decode() for token in tokens]
    return [label == "I-W" for label in _underthesea().predict([[token] for token in readable])]


@cache
def _underthesea() -> Any:
    with put_off("underthesea"):
        from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    tagger.load(str(model_folder()))
    return tagger
