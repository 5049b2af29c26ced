"""What a unit hands on to the comparison with others: shingles of what its people wrote, without their texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Provenance
from detector.engines.base import Postings
from detector.matching.grams import shingle_keys, syllable_keys
from detector.report import Submission
from detector.settings import Settings
from detector.text.syllables import classes_of, syllables_of

# What a person may have from a colleague elsewhere: form, rule and samples are explained already; what repeats the
# person's own earlier text may still be somebody else's, and so may what is common in the unit.
OPEN = (Provenance.OWN, Provenance.SHARED, Provenance.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Handed:
    """Distinct shingles of one submission.

    Attributes:
        number: stands for the submission in every engine; see `document_number`.
        keys: uint64[n], ascending; the same for the same syllables in every scan.
        common_keys: uint64[n], the same for shingles with a syllable of what is common wording in the unit.
    """

    number: int
    keys: NDArray[np.uint64]
    common_keys: NDArray[np.uint64]


def document_number(key: str, id: str) -> int:
    """63 bits that depend on the content and the id alone, so that no engine has to count documents first.

    Two of ten million submissions have the same number in one of 200,000 scans; then one pair too many is looked at.
    """
    digest = blake2b(f"{key}\0{id}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def number_of(submission: Submission) -> int:
    """The number of a submission."""
    return document_number(submission.document.key, submission.id)


def handed_on(submissions: Iterable[Submission], settings: Settings) -> list[Handed]:
    """Of the submissions with enough text to judge, in their order; about 1 ms each."""
    return [_handed(row, settings.shingle_syllables) for row in submissions if row.own_shares is not None]


def renumbered(handed: Sequence[Handed], submissions: Iterable[Submission]) -> list[Handed]:
    """What these submissions hand on, if it was worked out when their files had other names."""
    numbers = [number_of(row) for row in submissions if row.own_shares is not None]
    return [replace(one, number=number) for one, number in zip(handed, numbers, strict=True)]


def postings_of(groups: Iterable[Sequence[Handed]]) -> Postings:
    """All that the submissions of some units hand on; the units are numbered in their order."""
    keys, numbers, of, common = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [_NONE]
    for group, handed in enumerate(groups):
        for one in handed:
            for mine, is_common in ((one.keys, False), (one.common_keys, True)):
                keys.append(mine)
                numbers.append(np.full(len(mine), one.number, np.int64))
                of.append(np.full(len(mine), group, np.int64))
                common.append(np.full(len(mine), is_common))
    return Postings(*(np.concatenate(column) for column in (keys, numbers, of, common)))


_NONE = np.zeros(0, bool)


def _handed(row: Submission, size: int) -> Handed:
    syllables = syllables_of(row.document.text)
    classes, vocabulary = classes_of(syllables, row.marks), tuple(dict.fromkeys(syllables.words))
    hash_of = dict(zip(vocabulary, syllable_keys(vocabulary).tolist(), strict=True))
    hashes = np.array([hash_of[word] for word in syllables.words], np.uint64)
    keys = shingle_keys(hashes, size, np.isin(classes, OPEN))
    with_common = shingle_keys(hashes, size, np.isin(classes, (*OPEN, Provenance.COMMON)))
    return Handed(number_of(row), keys, np.setdiff1d(with_common, keys, assume_unique=True))
