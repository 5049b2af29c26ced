"""Labels for tokens: the weights of underthesea's CRF, added up once per token and pair.

An attribute of a token looks at one, two or three tokens in a row, at most two places away. So what a row of tokens
adds to the tokens around it is worked out when the row is first met. Of three tokens hardly any row has a weight of its
own: what most of them add depends on their kinds alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from detector.corpus import Bools, Bytes, Floats, Longs, indptr_of_lengths, ranges
from detector.lean import put_off
from detector.text.segmenter.model import Model, ModelFormatError, Transitions, load_model, model_folder
from detector.text.segmenter.tokens import AFTER, BEFORE, OUTSIDE, Located, Tokens

_REACH = 2
_MAX_REMEMBERED = 300_000  # pieces and rows of tokens each; about 60 MB for the pairs
# Among equal unknown tokens in a row, paths tie but for rounding; then underthesea's own order of additions decides.
_TIE = 1e-9
_NUMBER_BITS = 21  # more than there are remembered tokens, and three numbers make one of 63 bits
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](\.\w+)?")
# A token of each kind that no weight and no dictionary knows: the two outside a sentence, titled, not titled.
_KINDS = (*OUTSIDE, "\ue000", "\u00df\ue000")
_TITLED, _UNTITLED = 2, 3

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
    """What tokens in a row add to their neighbours, and the model's transitions."""

    tokens: Tokens
    sums: _Sums
    transitions: Transitions

    def locate(self, sentences: Sequence[str]) -> Located:
        """The tokens of these sentences; their numbers hold until the next call."""
        if max(len(self.tokens), len(self.sums)) >= _MAX_REMEMBERED:
            self.tokens.clear()
            self.sums.clear()
        return self.tokens.of(sentences)

    def goes_on(self, located: Located) -> Bools:
        """For each token whether it goes on with the word of the token before; the first of a sentence never does.

        All sentences are worked on at once, as columns: 5 times as fast as one by one.
        """
        labels, ties = best_paths(self.sums.leanings(located), located.lengths, self.transitions)
        starts = indptr_of_lengths(located.lengths)
        for row in np.flatnonzero(ties & (located.lengths > 1)).tolist():
            numbers = located.numbers[starts[row] : starts[row + 1]].tolist()
            labels[starts[row] : starts[row + 1]] = _labels_by_underthesea([self.tokens.names[n] for n in numbers])
        labels[starts[:-1][located.lengths > 0]] = False
        return labels


class _Sums:
    """What a row of one, two or three tokens adds to the tokens around it."""

    def __init__(self, model: Model, tokens: Tokens) -> None:
        self._tokens = tokens
        self._weighted = {length: _Weighted(model, length) for length in (1, 2, 3)}
        self._beginnings, self._endings = _halves_of_triples(model)
        self._by_kinds = self._weighted[3].sums([*product(_KINDS, repeat=3)])
        self._pairs = _Remembered(6, self._of_pairs)
        self._triples = _Remembered(3, lambda keys: self._weighted[3].sums(self._rows(keys, 3)))
        self.clear()

    def __len__(self) -> int:
        return len(self._pairs) + len(self._triples)

    def clear(self) -> None:
        """Starts anew, so that memory stays bounded."""
        self._pairs.clear()
        self._triples.clear()
        self._singles = np.zeros((0, 5))
        self._kinds = np.zeros(0, np.uint8)

    def leanings(self, located: Located) -> Floats:
        """For each token by how much *goes on* outweighs *begins*, transitions apart.

        The sentences stand in one column with the places outside between them; where a row runs into the next
        sentence, what it adds goes to no token.
        """
        first = indptr_of_lengths(located.lengths + 2 * _REACH)
        at = ranges(first[:-1], first[1:] - 2 * _REACH)
        numbers = np.full(first[-1], BEFORE, np.int64)
        numbers[(first[1:, None] - [2, 1]).ravel()] = AFTER
        numbers[at + _REACH] = located.numbers
        singles, kinds = self._of_singles()
        pairs = self._pairs.each(_joined(numbers[:-1], numbers[1:])) if len(at) else np.zeros((0, 6))
        triples = self._of_triples(numbers, kinds[numbers], pairs)
        count = max(len(numbers) - 2 * _REACH, 0)
        leanings = np.zeros(count)
        for rows, places in ((singles[numbers], 5), (pairs, 4), (triples, 3)):
            for place in range(places):
                leanings += rows[place : place + count, place]
        return leanings[at]

    def _of_singles(self) -> tuple[Floats, Bytes]:
        """Of every token that has a number: what it adds, float64[tokens, 5], and its kind."""
        new = self._tokens.names[len(self._kinds) :]
        if new:
            kinds = [OUTSIDE.index(name) if name in OUTSIDE else _kind(name) for name in new]
            self._kinds = np.append(self._kinds, np.array(kinds, np.uint8))
            self._singles = np.concatenate((self._singles, self._weighted[1].sums([(name,) for name in new])))
        return self._singles, self._kinds

    def _of_pairs(self, keys: Longs) -> Floats:
        """float64[pairs, 6]: what each adds, and whether a triple that is known begins, ends with it."""
        rows = self._rows(keys, 2)
        lower = [" ".join(row).lower() for row in rows]
        begins = np.array([text in self._beginnings for text in lower])
        ends = np.array([text in self._endings for text in lower])
        return np.column_stack((self._weighted[2].sums(rows), begins, ends))

    def _of_triples(self, numbers: Longs, kinds: Bytes, pairs: Floats) -> Floats:
        """float64[numbers - 2, 3] of each number and the two that follow."""
        sums: Floats = self._by_kinds[kinds[:-2].astype(np.int64) * 16 + kinds[1:-1] * 4 + kinds[2:]]
        known = np.flatnonzero((pairs[:-1, 4] > 0) & (pairs[1:, 5] > 0))
        if len(known):
            sums[known] = self._triples.each(_joined(_joined(numbers[known], numbers[known + 1]), numbers[known + 2]))
        return sums

    def _rows(self, keys: Longs, length: int) -> list[Row]:
        """The tokens of joined numbers."""
        shifts = [_NUMBER_BITS * place for place in range(length - 1, -1, -1)]
        columns = ((keys >> shift & _NUMBER_MASK).tolist() for shift in shifts)
        names = self._tokens.names
        return list(zip(*([names[number] for number in column] for column in columns), strict=True))


def _kind(token: str) -> int:
    return _TITLED if token[0].upper() == token[0] else _UNTITLED


def _halves_of_triples(model: Model) -> tuple[frozenset[str], frozenset[str]]:
    """The first two and the last two tokens, in lower case, of all triples that the dictionary or a weight knows."""
    values = (model.weights.get(name, {}) for name in model.templates if _parsed(name).length == 3)
    texts = {text.lower() for text in model.dictionary if text.count(" ") == 2}
    triples = [text.split(" ") for text in texts.union(*({value.lower() for value in some} for some in values))]
    known = [triple for triple in triples if len(triple) == 3]
    return frozenset(" ".join(triple[:2]) for triple in known), frozenset(" ".join(triple[1:]) for triple in known)


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
    """Weights of token n-grams by their offset (-2..2) from the token whose label they score."""

    def __init__(self, model: Model, length: int) -> None:
        self.places = 2 * _REACH + 2 - length
        self.templates = [template for template in map(_parsed, model.templates) if template.length == length]
        self.tables = [
            (_value_of(function, model.dictionary), *self._table(model, function))
            for function in sorted({template.function for template in self.templates})
        ]

    def sums(self, rows: Sequence[Row]) -> Floats:
        """float64[rows, places]."""
        before, after = OUTSIDE
        texts = [("BOS" if before in row else "EOS" if after in row else "", " ".join(row)) for row in rows]
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
    model, tokens = load_model(), Tokens()
    return Tagger(tokens, _Sums(model, tokens), model.transitions)


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
