"""What two texts have in common, as the report shows it: passages, pairs, groups."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a passage: half-open characters of a document's text."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two documents have in common.

    Attributes:
        kind: ``shared``, ``previous`` or ``reference`` (the provenance class it gives the left text).
        similarity: 0 to 1, share of the longer side's syllables that are matched in the other.
        spread: submissions of the scan that have this passage, both sides included.
        rarity_bits: how improbable it is that an unrelated writer of this unit has it; 0 is certain.
    """

    left: Side
    right: Side
    kind: str = "shared"
    similarity: float = 1.0
    spread: int = 2
    rarity_bits: float = 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents with something in common.

    Attributes:
        evidence: bits; the rarity of the passages, summed.
        jaccard: 0 to 1, of the shingle sets without form, estimated by MinHash.
        cosine: 0 to 1, TF-IDF over underthesea words, without form.
        left_share, right_share: 0 to 1, share of the side's text (form and rule left out) inside the passages.
        passages: how many.
        cluster: id of the group both belong to, or None.
        expected: pairs of this unit with at least this evidence that chance alone makes (an E-value); None: not known.
        rewritten: found by rare details in the same order, not by passages in common.
    """

    left_id: str
    right_id: str
    flagged: bool
    evidence: float
    jaccard: float
    cosine: float
    left_share: float
    right_share: float
    passages: int
    cluster: str | None
    expected: float | None = None
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Submissions that share text.

    Attributes:
        id: ``c1``, ``c2`` ... by size, then by first member.
        members: document ids, sorted.
        core: the text shared by all (quoted from the first member), "" where a chain shares none.
        kind: ``colleagues``, ``organiser`` (most of the unit has it: a known sample, form or software default).
    """

    id: str
    members: tuple[str, ...]
    core: str
    kind: str


@dataclass(frozen=True, slots=True)
class FileHistory:
    """What a Word file says about itself: read only when asked, context and never evidence.

    Attributes:
        author, last_modified_by: of the file's properties: often the computer's owner, or who made the form.
        created, modified: ISO 8601, as the file says.
        identifiers: revision identifiers that are its own.
        left_out: those that the unit's forms, most of its files, or a program's defaults have too.
    """

    id: str
    author: str | None
    last_modified_by: str | None
    created: str | None
    modified: str | None
    identifiers: int
    left_out: int


@dataclass(frozen=True, slots=True)
class SharedHistory:
    """Two files with one past: one came from the other, or both from a third.

    Attributes:
        identifiers: revision identifiers that both have, forms and common ones left out.
        files: how many files have the rarest of them; 2 is this pair alone.
        same_created: both give one moment of creation, to the second, that neither a form nor most files have.
        expected: pairs of the unit that would share as many identifiers by chance.
    """

    left_id: str
    right_id: str
    identifiers: int
    files: int
    same_created: bool
    expected: float
