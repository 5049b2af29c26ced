"""Sheets that say nothing: boxes left empty, "không có", "như tháng trước".

Two people who both write such words have not copied them from each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from detector.corpus import Bools, Corpus
from detector.documents import Role

AS_BEFORE, NOTHING = "as_before", "nothing"

_MOST_SYLLABLES = 14
_TIME = r"(?:thang|qui|ki|phieu|ban|lan|dot|nam)(?: (?:thang|qui|ki))?"
# On folded syllables with a blank between them
_LABEL = r"(?:(?:\d+|noi dung|uu diem|han che|khuyet diem|ton tai|ket qua|va) )*"  # of the box, on the same line
_AS_BEFORE = re.compile(
    rf"{_LABEL}(?:(?:van|cung|co ban|tuong tu|giu nguyen) )*"
    r"(?:nhu|giong(?: nhu)?|tuong tu(?: nhu)?|theo|khong (?:co (?:gi )?)?thay doi(?: gi)?(?: so voi)?|khong doi so voi)"
    rf"(?: (?:o |trong |cua |noi dung |da neu |phan )*{_TIME} (?:truoc|vua roi|\S*\d\S*|[ivx]+|gieng|mot|hai|ba|tu|bon|"
    r"nam|sau|bay|tam|chin|muoi)(?: (?:nam|truoc|do|\d\S*))*| tren)"
)
_NUMBER = re.compile(r"[ivx]{1,4}|\d+")  # of a row of the table, alone in its cell
_SPAN = r"(?:thang|qui|ki)(?: nay| \S*\d\S*)?"
_NOTHING = re.compile(
    rf"{_LABEL}(?:(?:trong|cho) {_SPAN} )?(?:(?:ban than|toi|ca nhan) )?(?:khong|chua)"
    r"(?: (?:co|phat|sinh|thay|bieu|hien|han|che|khuyet|diem|ton|tai|thieu|sot|gi|nao|lon|dang|ke|va|y|kien|noi|bat|"
    rf"neu|them))*(?: (?:trong|o) {_SPAN})?"
)


def mark_silent(corpus: Corpus, printed: Bools) -> tuple[Bools, Mapping[int, str]]:
    """Tokens of sentences that say nothing, and the submissions that say nothing else, as `AS_BEFORE` or `NOTHING`.

    Args:
        printed: bool[sentences], those of the form. Only sheets of a month, quarter or half year are looked at.
    """
    indptr, rows = corpus.sentences.token_indptr, corpus.sentences.document_rows
    periodic = np.array([one.period is not None and one.role in _BY_PERSONS for one in corpus.documents], bool)
    mask = np.zeros(len(corpus.tokens.ids), bool)
    said: dict[int, set[str | None]] = {row: set() for row in np.flatnonzero(periodic).tolist()}
    for sentence in np.flatnonzero(periodic[rows] & ~printed).tolist():
        kind = _kind(corpus, int(indptr[sentence]), int(indptr[sentence + 1]))
        said[int(rows[sentence])].add(kind)
        mask[indptr[sentence] : indptr[sentence + 1]] = kind is not None
    silent = {row: AS_BEFORE if AS_BEFORE in kinds else NOTHING for row, kinds in said.items() if None not in kinds}
    return mask, silent


_BY_PERSONS = frozenset({Role.SUBMISSION, Role.PREVIOUS})


def kind_of(words: str) -> str | None:
    """What folded syllables with blanks between them say, if it is nothing: `AS_BEFORE` or `NOTHING`."""
    if not words or _NUMBER.fullmatch(words) or _NOTHING.fullmatch(words):
        return NOTHING
    return AS_BEFORE if _AS_BEFORE.fullmatch(words) else None


def _kind(corpus: Corpus, start: int, end: int) -> str | None:
    if end - start > _MOST_SYLLABLES:
        return None
    return kind_of(" ".join(corpus.tokens.vocabulary[row] for row in corpus.tokens.ids[start:end].tolist()))
