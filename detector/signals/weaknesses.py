"""What a text says about its writer's weaknesses: how much, how concrete, and whether it says the same every year.

No earlier source measures this; the rules ask for it (weaknesses named, with cause and remedy), and provincial reports
complain of its absence. One to three general clauses are the rule, so the measures stand beside the others and are no
flag.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from detector.corpus import Bools, Corpus, Floats
from detector.language import N_
from detector.provenance.groups import SentenceGroups
from detector.signals.base import Shown, Signal
from detector.signals.specificity import per_document

_WEAKNESS = "han che|khuyet diem|ton tai|nhuoc diem|thieu sot|diem yeu|van de can cai thien"
# A heading is about weaknesses if it begins with one of them: "Kết quả khắc phục hạn chế" and "Nguyên nhân của hạn
# chế" are not, nor is "ưu, khuyết điểm", below which strengths stand too.
_HEADING = re.compile(rf"(?:tu nhan xet |nhung |cac |mat |ve |mot so |phan )*(?:{_WEAKNESS})\b")
_SHORT_LABELS = ("han che", "khuyet diem", "ton tai", "nhuoc diem", "thieu sot", "diem yeu")
_LABEL_SYLLABLES = 8  # a label that is not known as print, such as "Khuyết điểm:", is no longer


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """Columns over all documents; NaN where the text has no part for weaknesses.

    Attributes:
        share: of the syllables that are not printed, 0 to 1.
        sentences: how many.
        details: concrete details in them.
        repeated: share of their syllables that the writer's earlier text has too; NaN also without an earlier text.
    """

    share: Floats
    sentences: Floats
    details: Floats
    repeated: Floats


def weakness_sentences(corpus: Corpus, groups: SentenceGroups, printed: Bools) -> tuple[Bools, Bools]:
    """Sentences in a part about weaknesses, bool[sentences]; and documents that have such a part, bool[documents]."""
    inline, weak_inline = _inline_labels(corpus, printed)
    heading = printed | inline | _labels(corpus, groups)
    about = _about_weaknesses(corpus, groups, heading & ~inline) | weak_inline
    last = np.maximum.accumulate(np.where(heading, np.arange(len(printed)), -1))
    same_text = corpus.sentences.document_rows[last] == corpus.sentences.document_rows
    below: Bools = (~heading | weak_inline) & (last >= 0) & same_text & about[last]
    return below, np.bincount(corpus.sentences.document_rows, about, minlength=len(corpus)) > 0


def measure_weaknesses(
    corpus: Corpus, groups: SentenceGroups, printed: Bools, details: Bools, sticky: Bools, known_before: Bools
) -> Weaknesses:
    """Columns of the part about weaknesses.

    Args:
        details: bool[tokens], first token of each concrete detail.
        sticky: bool[tokens], in the writer's earlier text too; `known_before` (bool[documents]): who has one.
    """
    below, asked = weakness_sentences(corpus, groups, printed)
    tokens = np.repeat(below, corpus.sentences.lengths())
    unprinted = np.repeat(~printed, corpus.sentences.lengths())
    size, all_size = per_document(corpus, tokens), per_document(corpus, unprinted)
    again = per_document(corpus, tokens & sticky) / np.maximum(size, 1)
    count = np.bincount(corpus.sentences.document_rows, below, minlength=len(corpus)).astype(np.float64)
    return Weaknesses(
        np.where(asked, size / np.maximum(all_size, 1), np.nan),
        np.where(asked, count, np.nan),
        np.where(asked, per_document(corpus, tokens & details), np.nan),
        np.where(asked & known_before & (size > 0), again, np.nan),
    )


def _inline_labels(corpus: Corpus, printed: Bools) -> tuple[Bools, Bools]:
    """Sentences that begin with a label and a colon ("Khuyết điểm: ..."), and those about weaknesses among them."""
    starts, ids = corpus.sentences.token_indptr[:-1], corpus.tokens.ids
    labels = {name: tuple(name.split()) for name in (*_SHORT_LABELS, "uu diem")}
    rows = {syllable: row for row, syllable in enumerate(corpus.tokens.vocabulary)}
    found, weak = np.zeros(len(starts), bool), np.zeros(len(starts), bool)
    long = ~printed & (corpus.sentences.lengths() > 2)
    for name, (first, second) in labels.items():
        pair = rows.get(first, -1), rows.get(second, -1)
        possible = np.flatnonzero(long)
        possible = possible[(ids[starts[possible]] == pair[0]) & (ids[starts[possible] + 1] == pair[1])]
        hits = [row for row in possible.tolist() if _colon_follows(corpus, row)]
        found[hits] = True
        weak[hits] = name != "uu diem"
    return found, weak


def _colon_follows(corpus: Corpus, sentence: int) -> bool:
    token = int(corpus.sentences.token_indptr[sentence]) + 1
    text = corpus.documents[corpus.sentences.document_rows[sentence]].text
    end = int(corpus.tokens.ends[token])
    return bool(re.match(r" ?:", text[end : end + 2]))


def _labels(corpus: Corpus, groups: SentenceGroups) -> Bools:
    """Short sentences that are nothing but a heading about weaknesses or strengths, bool[sentences]."""
    lengths = groups.lengths()
    first = np.array([s in _first_syllables() for s in corpus.tokens.vocabulary], dtype=bool)
    possible = np.flatnonzero((lengths > 0) & (lengths <= _LABEL_SYLLABLES))
    possible = possible[first[groups.tokens[groups.indptr[possible]]]]
    labels = np.zeros(len(groups) + 1, bool)
    labels[[row for row in possible.tolist() if _is_label(_words(corpus, groups, row))]] = True
    result: Bools = labels[groups.group_rows]
    return result


def _about_weaknesses(corpus: Corpus, groups: SentenceGroups, heading: Bools) -> Bools:
    """Which of the headings are about weaknesses, bool[sentences]; equal lines are looked at once."""
    about = np.zeros(len(groups) + 1, bool)
    rows = np.unique(groups.group_rows[heading & (groups.group_rows >= 0)])
    about[[row for row in rows.tolist() if _HEADING.match(_words(corpus, groups, row))]] = True
    result: Bools = about[groups.group_rows] & heading
    return result


def _words(corpus: Corpus, groups: SentenceGroups, row: int) -> str:
    ids = groups.tokens[groups.indptr[row] : groups.indptr[row + 1]]
    return " ".join(corpus.tokens.vocabulary[id] for id in ids.tolist())


def _is_label(words: str) -> bool:
    return bool(_label_pattern().fullmatch(words))


@cache
def _label_pattern() -> re.Pattern[str]:
    weakness = rf"(?:nhung |mat |ve )*(?:{_WEAKNESS})(?: va| {_WEAKNESS.replace('|', '| ')}| nguyen nhan)*"
    return re.compile(rf"{weakness}|(?:mat |ve )*uu diem(?: ket qua dat duoc)?")


@cache
def _first_syllables() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _WEAKNESS.split("|")) | {"nhung", "mat", "ve", "uu"}


SIGNALS = (
    Signal("weakness_share", None, N_("part about weaknesses, of the text without the form"), Shown.SHARE),
    Signal("weakness_sentences", None, N_("sentences about weaknesses"), Shown.COUNT),
    Signal("weakness_details", None, N_("concrete details in the part about weaknesses"), Shown.COUNT),
    Signal("weakness_repeated", None, N_("of the part about weaknesses, the same as in the earlier text"), Shown.SHARE),
)
