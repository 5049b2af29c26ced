"""Several printings of one form: who is handed the long one, the short one, or another form of the same office.

What is printed in one of them stands in too few texts to be told by its share alone. Two things tell it from what a
few people copied: it is the heading of another line, with an instruction in brackets behind it; and everybody has
written something else below it.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from detector.corpus import Bools, Corpus, Ints, Longs
from detector.provenance.groups import SentenceGroups

_FOLLOWING_SYLLABLES = 30  # below a line, printed ones left out
_LOOKED_AT = 200  # texts that have a line: enough to tell, few enough for 20,000
_ALIKE = 0.3  # of the word pairs of an answer, those that half of the others have too: more are one text
_LEAST_PAIRS = 5
_BULLET = re.compile(r"\s*[-–—+*•●○▪■□➢➤·\uf0b7\uf0a7]")
_LEAST_HEAD = 3  # words of a heading


def headed_by(corpus: Corpus, groups: SentenceGroups, some: Ints) -> tuple[Longs, Longs]:
    """Places in `some` groups of lines with a bracket, and of the lines that are their words before it."""
    place = {groups.tokens[slice(*groups.indptr[g : g + 2])].tobytes(): at for at, g in enumerate(some.tolist())}
    starts, ends = corpus.sentence_spans()
    rows, heads = [], []
    for at, group in enumerate(some.tolist()):
        sentence = int(groups.first_sentences[group])
        text = corpus.documents[corpus.sentences.document_rows[sentence]].text
        opened = text.find("(", int(starts[sentence]), int(ends[sentence]))
        if opened < 0:
            continue
        tokens = np.arange(*corpus.sentences.token_indptr[sentence : sentence + 2])
        after = int((corpus.tokens.starts[tokens] >= opened).sum())
        words = groups.tokens[slice(*groups.indptr[group : group + 2])]
        before = words[: max(len(words) - after, 0)]
        head = place.get(before.tobytes()) if len(before) >= _LEAST_HEAD else None
        if head is not None:
            rows.append(at)
            heads.append(head)
    return np.array(rows, np.int64), np.array(heads, np.int64)


def answered_differently(corpus: Corpus, groups: SentenceGroups, lines: Ints, printed: Ints, distinct: Bools) -> Bools:
    """Whether what follows each of these `lines` (groups) is not the same text with most who have it, bool[lines].

    An item of a list never is: what follows the last one that a crowd copied is different too.

    Args:
        printed: groups that are printed, and are passed over.
        distinct: bool[documents], those that are looked at.
    """
    passed = np.zeros(len(groups) + 1, bool)
    passed[printed] = True
    passed[-1] = True  # figures alone
    is_line = np.zeros(len(groups) + 1, bool)
    is_line[lines] = True
    rows = np.flatnonzero(is_line[groups.group_rows] & distinct[corpus.sentences.document_rows])
    order = rows[np.argsort(groups.group_rows[rows], kind="stable")]
    of_line = groups.group_rows[order]
    return np.array(
        [
            not _is_item(corpus, int(groups.first_sentences[line]))
            and _are_different(
                [_following(corpus, groups, passed, row) for row in order[of_line == line].tolist()[:_LOOKED_AT]]
            )
            for line in lines.tolist()
        ],
        bool,
    )


def _is_item(corpus: Corpus, sentence: int) -> bool:
    """Whether a bullet stands before a sentence."""
    text = corpus.documents[corpus.sentences.document_rows[sentence]].text
    start = int(corpus.tokens.starts[corpus.sentences.token_indptr[sentence]])
    return bool(_BULLET.match(text, text.rfind("\n", 0, start) + 1, start))


def _following(corpus: Corpus, groups: SentenceGroups, passed: Bools, sentence: int) -> frozenset[tuple[int, int]]:
    """Word pairs of the first syllables that a text has after this sentence, without what may be printed."""
    table = corpus.sentences
    ids: list[int] = []
    at = sentence + 1
    while at < len(table) and table.document_rows[at] == table.document_rows[sentence]:
        if not passed[groups.group_rows[at]]:
            ids += corpus.tokens.ids[slice(*table.token_indptr[at : at + 2])].tolist()
        if len(ids) >= _FOLLOWING_SYLLABLES:
            break
        at += 1
    ids = ids[:_FOLLOWING_SYLLABLES]
    return frozenset(pairwise(ids))


def _are_different(answers: list[frozenset[tuple[int, int]]]) -> bool:
    """Whether less of these answers than `_ALIKE` is what half of them have."""
    told = [answer for answer in answers if len(answer) >= _LEAST_PAIRS]
    if len(told) < 3:
        return False
    counts: dict[tuple[int, int], int] = {}
    for answer in told:
        for pair in answer:
            counts[pair] = counts.get(pair, 0) + 1
    half = len(told) / 2
    alike = sum(sum(counts[pair] >= half for pair in answer) / len(answer) for answer in told)
    return alike < _ALIKE * len(told)
