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
from detector.provenance.coverage import sentence_shares
from detector.text.fold import SYLLABLE, canonical, fold
from detector.text.lexicon import resource

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_SPACE = ord(" ")
_OPENING = np.array([ord(c) for c in "\"'“‘«(["], dtype=np.uint32)
_SHOUTED_SHARE = 0.6  # a sentence with more capitals is written in capitals
_NOT_OWN_NUMBER = re.compile(r"100")  # "hoàn thành 100 % nhiệm vụ" names no task


def detail_starts(corpus: Corpus, counted: Bools) -> Bools:
    """The first token of each detail in the `counted` tokens, bool[tokens]; details beside each other are one."""
    detail = (_figures(corpus) | _names(corpus)) & counted
    detail &= ~_rule_numbers(corpus)
    begins: Bools = detail & ~np.append(False, detail[:-1])
    return begins


def details_per_document(corpus: Corpus, starts: Bools) -> Floats:
    """How many of the `starts` (bool[tokens]) stand in each document, float64[documents]."""
    return np.bincount(corpus.token_documents(), starts, minlength=len(corpus)).astype(np.float64)


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
    """Capitalised syllables inside a sentence, apart from those of institutions everybody names.

    A capital after a list number, a label or a full stop is no name, nor is one among capitals.
    """
    capital, inside = np.zeros((2, len(corpus.tokens.ids)), bool)
    for row, document in enumerate(corpus.documents):
        span = slice(*corpus.tokens.document_indptr[row : row + 2].tolist())
        codes = np.frombuffer(document.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        starts, ends = corpus.tokens.starts[span], corpus.tokens.ends[span]
        capital[span] = _is_capital(codes[starts])
        before = codes[np.maximum(starts - 1, 0)]
        inside[span] = (_gaps(starts, ends) == 1) & (before == _SPACE)
        inside[span] |= np.isin(before, _OPENING)
    inside[corpus.sentences.token_indptr[:-1]] = False
    shouted = np.repeat(sentence_shares(corpus, capital) >= _SHOUTED_SHARE, corpus.sentences.lengths())
    generic = _generic_names()
    is_generic = np.array([s in generic for s in corpus.tokens.vocabulary], dtype=bool)
    names: Bools = capital & inside & ~shouted & ~is_generic[corpus.tokens.ids]
    return names


def _gaps(starts: Ints, ends: Ints) -> Ints:
    """Characters between each token and the one before it, 0 for the first."""
    return np.append(np.int32(0), starts[1:] - ends[:-1])[: len(starts)]


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
    found = np.flatnonzero(ids[: len(ids) - len(wanted) + 1] == wanted[0])
    for offset, row in enumerate(wanted[1:], 1):
        found = found[ids[found + offset] == row]
    return found


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
