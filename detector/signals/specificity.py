"""Concrete details: figures with a unit, dates, document numbers, named works and people.

`specificity` after Hope, Hu and Lu (2016), who count named entities and quantities per hundred words of a risk
disclosure. Adapted: Vietnamese named-entity models are unreliable on office text, so names are runs of capitalised
syllables inside a sentence; and what the rules and the form themselves print (years, numbers of regulations, list
numbers, rating words) does not count.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from detector.corpus import Bools, Corpus, Floats, Ints
from detector.text.fold import SYLLABLE, canonical, fold
from detector.text.lexicon import resource

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_NOT_OWN_NUMBER = re.compile(r"100")  # "hoàn thành 100 % nhiệm vụ" names no task


def concrete_details(corpus: Corpus, counted: Bools) -> Floats:
    """Details in the `counted` tokens (bool[tokens]) of each document, float64[documents]."""
    detail = (_figures(corpus) | _names(corpus)) & counted
    detail &= ~_rule_numbers(corpus)
    begins = detail & ~np.append(False, detail[:-1])
    return np.bincount(corpus.token_documents(), begins, minlength=len(corpus)).astype(np.float64)


def _figures(corpus: Corpus) -> Bools:
    """Tokens with a digit that are neither a year nor a list number."""
    vocabulary = corpus.tokens.vocabulary
    is_figure = np.array(
        [
            any(c.isdigit() for c in s) and not _YEAR.fullmatch(s) and not _NOT_OWN_NUMBER.fullmatch(s)
            for s in vocabulary
        ],
        dtype=bool,
    )
    figures: Bools = is_figure[corpus.tokens.ids]
    figures[corpus.sentences.token_indptr[:-1]] = False  # "1.", "5.4." before a heading or item
    return figures


def _names(corpus: Corpus) -> Bools:
    """Capitalised syllables inside a sentence, apart from those of institutions everybody names."""
    capital = np.zeros(len(corpus.tokens.ids), bool)
    for row, document in enumerate(corpus.documents):
        start, end = corpus.tokens.document_indptr[row : row + 2]
        codes = np.frombuffer(document.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        capital[start:end] = _is_capital(codes[corpus.tokens.starts[start:end]])
    first = corpus.sentences.token_indptr[:-1]
    capital[first] = False
    generic = _generic_names()
    is_generic = np.array([s in generic for s in corpus.tokens.vocabulary], dtype=bool)
    names: Bools = capital & ~is_generic[corpus.tokens.ids]
    return names


def _is_capital(codes: np.ndarray) -> Bools:
    distinct, inverse = np.unique(codes, return_inverse=True)
    return np.array([chr(code).isupper() for code in distinct.tolist()], dtype=bool)[inverse]


def _rule_numbers(corpus: Corpus) -> Bools:
    """Figures that belong to the name of a general rule: 'Quy định 366', 'Chỉ thị số 05'."""
    row_of = {syllable: row for row, syllable in enumerate(corpus.tokens.vocabulary)}
    mask = np.zeros(len(corpus.tokens.ids), bool)
    ids = corpus.tokens.ids
    for name in _rule_names():
        rows = [row_of.get(s, -1) for s in name]
        if -1 in rows or len(ids) < len(rows):
            continue
        for at in _occurrences(ids, rows).tolist():
            mask[at : at + len(rows)] = True
    return mask


def _occurrences(ids: Ints, wanted: list[int]) -> np.ndarray:
    last = len(ids) - len(wanted) + 1
    hit = np.ones(last, bool)
    for offset, row in enumerate(wanted):
        hit &= ids[offset : offset + last] == row
    return np.flatnonzero(hit)


@cache
def _rule_names() -> frozenset[tuple[str, ...]]:
    names = (
        tuple(canonical(s) for s in SYLLABLE.findall(fold(n).text)) for n in resource("generic_rules.toml")["rules"]
    )
    return frozenset(name for name in names if len(name) > 1)


@cache
def _generic_names() -> frozenset[str]:
    """Syllables of capitalised institutions and offices, folded."""
    names = resource("generic_rules.toml")["institutions"]
    return frozenset(canonical(s) for name in names for s in SYLLABLE.findall(fold(name).text))
