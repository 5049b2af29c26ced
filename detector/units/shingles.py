"""What a unit hands on to the comparison with others: shingles of what its people wrote, without their texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.corpus import Bools, Corpus, Ints, Provenance
from detector.documents import Role
from detector.hashes import text_digest
from detector.judge import Judgement
from detector.matching.grams import Grams
from detector.report import Submission
from detector.settings import Settings

# What a person may have from a colleague elsewhere: form, rule and samples are explained already; what repeats the
# person's own earlier text may still be somebody else's, and so may what is common in the unit.
OPEN = (Provenance.OWN, Provenance.SHARED, Provenance.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Handed:
    """Distinct shingles of the submissions of a unit that have enough text to judge.

    Attributes:
        keys: uint64[n], ascending; the same for the same syllables in every scan.
        rows: int32[n], the submission that has it, as the report counts them; ascending within a key.
        common: bool[n], whether it has a syllable of what is common wording in the unit wherever it stands there.
    """

    keys: NDArray[np.uint64]
    rows: Ints
    common: Bools

    def by_submission(self, submissions: int) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
        """Of each row its keys outside common wording, and those in it."""
        order = np.argsort(self.rows, kind="stable")
        ends = np.cumsum(np.bincount(self.rows, minlength=submissions))
        keys, common = self.keys[order], self.common[order]
        for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=False):
            mine, is_common = keys[start:end], common[start:end]
            yield mine[~is_common], mine[is_common]


NOTHING = Handed(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, bool))


def document_number(key: str, id: str) -> int:
    """63 bits that depend on the content and the id alone, so that no engine has to count documents first.

    Two of ten million submissions have the same number in one of 200,000 scans; then one pair too many is looked at.
    """
    return int.from_bytes(text_digest(f"{key}\0{id}"), "little") >> 1


def number_of(submission: Submission) -> int:
    """The number of a submission."""
    return document_number(submission.document.key, submission.id)


def handed_on(corpus: Corpus, shingles: Grams, judgement: Judgement, settings: Settings) -> Handed:
    """What follows from the judgement of a unit; `shingles` with their keys, none of them with a printed syllable."""
    is_submission = corpus.has_role(Role.SUBMISSION)
    enough = np.array([judgement.measures.personal(row) >= settings.min_own_syllables for row in range(len(corpus))])
    classes, ids = judgement.classes, shingles.ids
    starts = np.flatnonzero(ids >= 0)
    starts = starts[(is_submission & enough)[corpus.token_documents()[starts]]]
    common = np.zeros(len(starts), bool)
    kept = np.ones(len(starts), bool)
    for offset in range(shingles.size):
        of = classes[starts + offset]
        common |= of == Provenance.COMMON
        kept &= np.isin(of, (*OPEN, Provenance.COMMON))
    starts, common = starts[kept], common[kept]
    rows = (np.cumsum(is_submission) - 1)[corpus.token_documents()[starts]]
    places, begins = np.unique((ids[starts].astype(np.int64) * len(corpus) + rows) * 2 + common, return_index=True)
    first = np.flatnonzero(np.diff(places // 2, prepend=-1))  # outside common wording wherever it stands there too
    found = begins[first]
    keys = shingles.keys[ids[starts[found]]]
    order = np.argsort(keys, kind="stable")
    return Handed(keys[order], rows[found][order].astype(np.int32), common[found][order])
