"""Rows of a report as the export files give them: every key always there, None where not known.

Floats keep six digits, so that the files of two equal scans are equal byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from detector.corpus import Provenance
from detector.documents import Document, SkippedFile
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedHistory
from detector.report import Finding, LearntLine, Pairs, Report, Submission, Table, UnitRow
from detector.settings import Settings

Record = dict[str, Any]

SHARE_KEYS = tuple(kind.key for kind in (*list(Provenance)[1:], Provenance.OWN))


def make_report(
    settings: Settings,
    submissions: Sequence[Submission],
    pairs: Sequence[Pair],
    passages: Sequence[Passage],
    clusters: Sequence[Cluster],
    skipped: Sequence[SkippedFile],
    others: Sequence[Document] = (),
    learnt_form: Sequence[LearntLine] = (),
    scan_notes: Sequence[tuple[str, str]] = (),
    timings: Mapping[str, float] | None = None,
    file_histories: Sequence[FileHistory] = (),
    shared_histories: Sequence[SharedHistory] = (),
    units: Sequence[UnitRow] = (),
) -> Report:
    """A report whose tables know how to turn their rows into records."""
    return Report(
        settings=settings,
        submissions=Table(submissions, submission_record),
        pairs=Pairs(pairs, pair_record),
        passages=Table(passages, passage_record),
        clusters=Table(clusters, cluster_record),
        skipped=Table(skipped, skipped_record),
        others=tuple(others),
        learnt_form=tuple(learnt_form),
        scan_notes=tuple(scan_notes),
        file_histories=tuple(file_histories),
        shared_histories=tuple(shared_histories),
        units=tuple(units),
        timings=dict(timings or {}),
    )


def submission_record(row: Submission, lang: str) -> Record:
    """A line of submissions.jsonl; `own_shares` is None where there is not enough text to judge."""
    return _document_head(row.document) | {
        "syllables": int(row.syllables),
        "shares": _shares(row.shares),
        "own_shares": None if row.own_shares is None else _shares(row.own_shares),
        "flags": list(row.flags),
        "findings": [finding_record(finding, lang) for finding in row.findings],
        "cluster": row.cluster,
        "self_rating": row.document.self_rating,
        "key": row.document.key,
    }


def document_record(document: Document) -> Record:
    """A reference, earlier text or form in submissions.jsonl: the same keys, nothing measured."""
    return _document_head(document) | {
        "syllables": None,
        "shares": None,
        "own_shares": None,
        "flags": [],
        "findings": [],
        "cluster": None,
        "self_rating": document.self_rating,
        "key": document.key,
    }


def finding_record(finding: Finding, lang: str) -> Record:
    """One flag with its sentence in words."""
    from detector.wording import finding_sentence

    return {
        "kind": finding.kind,
        "score": _rounded(finding.score),
        "threshold": _rounded(finding.threshold),
        "sentence": finding_sentence(finding, lang),
    }


def passage_record(row: Passage, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of passages.jsonl."""
    return {
        "left_id": row.left.id,
        "left_start": int(row.left.start),
        "left_end": int(row.left.end),
        "right_id": row.right.id,
        "right_start": int(row.right.start),
        "right_end": int(row.right.end),
        "class": row.kind,
        "similarity": _rounded(row.similarity),
        "spread": int(row.spread),
        "rarity_bits": _rounded(row.rarity_bits),
    }


def pair_record(row: Pair, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of pairs.jsonl."""
    return {
        "left_id": row.left_id,
        "right_id": row.right_id,
        "flagged": bool(row.flagged),
        "evidence": _rounded(row.evidence),
        "jaccard": _rounded(row.jaccard),
        "cosine": _rounded(row.cosine),
        "left_share": _rounded(row.left_share),
        "right_share": _rounded(row.right_share),
        "passages": int(row.passages),
        "cluster": row.cluster,
    }


def cluster_record(row: Cluster, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of clusters.jsonl."""
    return {"id": row.id, "members": list(row.members), "core": row.core, "kind": row.kind}


def skipped_record(row: SkippedFile, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of skipped.jsonl."""
    return {"path": row.path, "reason": str(row.reason), "detail": row.detail}


def _document_head(document: Document) -> Record:
    return {
        "id": document.id,
        "path": document.path,
        "author": document.author,
        "unit": document.unit,
        "year": document.year,
        "role": str(document.role),
        "text": document.text,
    }


def _shares(shares: Mapping[str, float]) -> Record:
    return {key: _rounded(shares.get(key, 0.0)) for key in SHARE_KEYS}


def _rounded(value: float) -> float | None:
    """Six digits, never ``-0.0``; None for what JSON has no number for."""
    return round(float(value), 6) + 0.0 if isfinite(value) else None
