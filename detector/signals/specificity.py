"""Concrete details: figures with a unit, dates, document numbers, named works and people.

`specificity` after Hope, Hu and Lu (2016), who count named entities and quantities per hundred words of a risk
disclosure. Adapted: Vietnamese named-entity models are unreliable on office text, so names are runs of capitalised
syllables inside a sentence; and what the rules and the form themselves print (years, numbers of regulations, list
numbers, rating words) does not count.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Floats, Ints, Longs, counts_in_runs, ranges
from detector.language import N_
from detector.provenance.coverage import sentence_shares
from detector.signals.base import Shown, Signal
from detector.text.characters import characters_of
from detector.text.fold import fold_syllable, folded_syllables
from detector.text.lexicon import resource
from detector.text.numbers import number_words

_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")
_SPACE = ord(" ")
_OPENING = np.array([ord(c) for c in "\"'“‘«(["], dtype=np.uint32)
# In a hundred syllables. Texts labelled as boilerplate in units A, C to I have 0.26 at most, concrete ones 0.68.
_FEW_DETAILS = 0.5
_MOST_OWN = 0.8  # of a text that tells nothing: whoever writes in words of their own does tell something
_UNKNOWN = 255
_CASES = np.full(sys.maxunicode + 1, _UNKNOWN, dtype=np.uint8)  # 1 for a capital; worked out when first met
_SHOUTED_SHARE = 0.6  # a sentence with more capitals is written in capitals
_NOT_OWN_NUMBER = re.compile(r"100")  # "hoàn thành 100 % nhiệm vụ" names no task


def concrete_tokens(corpus: Corpus) -> Bools:
    """Tokens of figures and names, without numbers of general rules, bool[tokens]; details are made of them."""
    return (_figures(corpus) | numbers_in_words(corpus) | _names(corpus)) & ~_rule_numbers(corpus)


def detail_starts(corpus: Corpus, counted: Bools, concrete: Bools | None = None) -> Bools:
    """The first token of each detail in the `counted` tokens, bool[tokens]; details beside each other are one.

    What a text says again is counted where it stands first. Figures and names of what everybody has, the title of a
    resolution say, are nobody's own: the caller leaves common and rule wording out of `counted`. `concrete` is what
    `concrete_tokens` gives, where the caller has it already.
    """
    detail = (concrete_tokens(corpus) if concrete is None else concrete) & counted
    begins: Bools = detail & ~np.append(False, detail[:-1])
    starts = np.flatnonzero(begins)
    ends = np.flatnonzero(detail & ~np.append(detail[1:], False)) + 1
    begins[starts] = _first_of_document(corpus, starts, ends[np.searchsorted(ends, starts, "right")])
    return begins


def _first_of_document(corpus: Corpus, starts: Longs, ends: Longs) -> Bools:
    """Which token ranges say what no earlier one of their document says, bool[len(starts)]."""
    documents = np.searchsorted(corpus.tokens.document_indptr, starts, "right") - 1
    seen: set[tuple[int, bytes]] = set()
    first = np.zeros(len(starts), bool)
    for at, (document, start, end) in enumerate(zip(documents.tolist(), starts.tolist(), ends.tolist(), strict=True)):
        key = (document, corpus.tokens.ids[start:end].tobytes())
        first[at] = key not in seen
        seen.add(key)
    return first


def numbers_in_words(corpus: Corpus) -> Bools:
    """Tokens of figures in words, bool[tokens]: "hai mươi mốt", "gần hai vạn", "mấy chục"; a lone "một" is none."""
    known = number_words()
    all_words, about, large = known.all, known.about, known.powers.keys()
    ids, vocabulary = corpus.tokens.ids, corpus.tokens.vocabulary
    folded = {fold_syllable(word) for word in all_words}
    approximate = {fold_syllable(word) for word in about}
    is_number, is_about = (np.array([s in known for s in vocabulary], bool) for known in (folded, approximate))
    number = is_number[ids] if len(vocabulary) else np.zeros(0, bool)
    begins = number | is_about[ids] if len(vocabulary) else number
    found = np.zeros(len(ids), bool)
    pairs = np.flatnonzero(begins[:-1] & number[1:])
    owners = np.searchsorted(corpus.tokens.document_indptr, pairs, "right") - 1
    for first, document in zip(pairs.tolist(), owners.tolist(), strict=True):
        left, right = (_word(corpus, document, token) for token in (first, first + 1))
        if (left in all_words and right in all_words) or (left in about and right in large):
            found[first : first + 2] = True
    return found


def _word(corpus: Corpus, document: int, token: int) -> str:
    text = corpus.documents[document].text[corpus.tokens.starts[token] : corpus.tokens.ends[token]]
    return unicodedata.normalize("NFC", text).lower()


def per_document(corpus: Corpus, tokens: Bools) -> Floats:
    """How many of the `tokens` (bool[tokens]) stand in each document, float64[documents]."""
    return counts_in_runs(tokens, corpus.tokens.document_indptr).astype(np.float64)


def tell_nothing(corpus: Corpus, own: Bools, counted: Bools, concrete: Bools) -> Bools:
    """Texts with next to no detail that consist to a good part of set phrases, bool[documents].

    Args:
        own: bool[tokens], what a person may have written, without rule and set phrases.
        counted: bool[tokens], the same with these.
        concrete: of `concrete_tokens`.
    """
    details = per_document(corpus, detail_starts(corpus, own, concrete))
    lengths, own_lengths = (counts_in_runs(some, corpus.tokens.document_indptr) for some in (counted, own))
    few: Bools = (details <= _FEW_DETAILS / 100 * lengths) & (own_lengths <= _MOST_OWN * lengths)
    return few


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
    tokens = corpus.tokens
    capital, inside = np.zeros((2, len(tokens.ids)), bool)
    for characters in characters_of(corpus.documents):
        mine = characters.elements(tokens.document_indptr)
        at = tokens.starts[mine] + characters.begins_of(tokens.document_indptr)
        capital[mine] = _is_capital(characters.codes[at])
        before = characters.codes[at - 1]
        inside[mine] = (_gaps(tokens.starts[mine], tokens.ends[mine]) == 1) & (before == _SPACE)
        inside[mine] |= np.isin(before, _OPENING)
    inside[corpus.sentences.token_indptr[:-1]] = False
    shouted = np.repeat(sentence_shares(corpus, capital) >= _SHOUTED_SHARE, corpus.sentences.lengths())
    generic = _generic_names()
    is_generic = np.array([s in generic for s in corpus.tokens.vocabulary], dtype=bool)
    names: Bools = capital & inside & ~shouted & ~is_generic[corpus.tokens.ids]
    return names


def _gaps(starts: Ints, ends: Ints) -> Ints:
    """Characters between each token and the one before it, 0 for the first; nonsense where a text begins."""
    return np.append(np.int32(0), starts[1:] - ends[:-1])[: len(starts)]


def _is_capital(codes: NDArray[np.uint32]) -> Bools:
    cases = _CASES[codes]
    if (cases == _UNKNOWN).any():
        for code in np.unique(codes[cases == _UNKNOWN]).tolist():
            _CASES[code] = chr(code).isupper()
        cases = _CASES[codes]
    return cases.view(np.bool_)


def _rule_numbers(corpus: Corpus) -> Bools:
    """Figures that belong to the name of a general rule: 'Quy định 366', 'Chỉ thị số 05'."""
    row_of = {syllable: row for row, syllable in enumerate(corpus.tokens.vocabulary)}
    ids = corpus.tokens.ids
    mask = np.zeros(len(ids), bool)
    named = [tuple(row_of.get(s, -1) for s in name) for name in _rule_names()]
    wanted = [rows for rows in named if -1 not in rows]
    begins = _begins(ids, wanted, len(row_of))
    for rows in wanted:
        found = _occurrences(ids, begins[begins + len(rows) <= len(ids)], rows)
        mask[ranges(found, found + len(rows))] = True
    return mask


def _begins(ids: Ints, wanted: list[tuple[int, ...]], size: int) -> Longs:
    """Tokens where the first two syllables of a name may stand."""
    firsts, seconds = np.zeros((2, size), bool)
    firsts[[rows[0] for rows in wanted]] = True
    seconds[[rows[1] for rows in wanted]] = True
    return np.flatnonzero(firsts[ids[:-1]] & seconds[ids[1:]])


def _occurrences(ids: Ints, begins: Longs, wanted: tuple[int, ...]) -> Longs:
    for offset, row in enumerate(wanted):
        begins = begins[ids[begins + offset] == row]
    return begins


@cache
def _rule_names() -> frozenset[tuple[str, ...]]:
    names = (folded_syllables(n) for n in resource("generic_rules.toml")["rules"])
    return frozenset(name for name in names if len(name) > 1)


@cache
def _generic_names() -> frozenset[str]:
    """Syllables of capitalised institutions and offices, folded."""
    names = resource("generic_rules.toml")["institutions"]
    return frozenset(s for name in names for s in folded_syllables(name))


SIGNALS = (
    Signal("specificity", None, N_("concrete details per 100 syllables, without the form")),
    Signal("details", None, N_("concrete details, without the form"), Shown.COUNT),
    Signal("boilerplate", None, N_("regulation wording and stock clauses, of the text without the form"), Shown.SHARE),
)
