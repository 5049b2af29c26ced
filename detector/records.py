"""Rows of a report as the export files give them: every key always there, None where not known.

Floats keep six digits, so that the files of two equal scans are equal byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import singledispatch
from math import isfinite
from typing import Any

from detector.corpus import Provenance
from detector.documents import Document, SkippedFile
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedHistory, SharedText
from detector.sheets import Sheet
from detector.submissions import Finding, Submission

Record = dict[str, Any]

SHARE_KEYS = tuple(kind.key for kind in (*list(Provenance)[1:], Provenance.OWN))


@singledispatch
def record(row: object, lang: str = "en") -> Record:  # noqa: ARG001
    """A row of a report as a line of its export file; sentences in `lang`. TypeError for what is no row."""
    raise TypeError(f"{type(row).__name__} is no row of a report")


@record.register
def _submission(row: Submission, lang: str = "en") -> Record:
    """A line of submissions.jsonl; `own_shares` is None where there is not enough text to judge."""
    found: Record = {
        "syllables": int(row.syllables),
        "shares": _shares(row.shares),
        "own_shares": None if row.own_shares is None else _shares(row.own_shares),
        "flags": list(row.flags),
        "findings": [_finding(finding, lang) for finding in row.findings],
        "cluster": row.cluster,
    }
    measures = {name: _rounded(value) for name, value in row.measures.items()}
    return _document_head(row.document) | found | _document_tail(row.document) | {"measures": measures}


@record.register
def _document(document: Document, lang: str = "en") -> Record:  # noqa: ARG001
    """A reference, earlier text or form in submissions.jsonl: the same keys, nothing measured."""
    found: Record = {
        "syllables": None,
        "shares": None,
        "own_shares": None,
        "flags": [],
        "findings": [],
        "cluster": None,
    }
    return _document_head(document) | found | _document_tail(document) | {"measures": None}


@record.register
def _finding(finding: Finding, lang: str = "en") -> Record:
    """One flag with its sentence in words."""
    from detector.findings import finding_sentence

    return {
        "kind": finding.kind,
        "score": _rounded(finding.score),
        "threshold": _rounded(finding.threshold),
        "sentence": finding_sentence(finding, lang),
    }


@record.register
def _passage(row: Passage, lang: str = "en") -> Record:  # noqa: ARG001
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
        "flagged": bool(row.flagged),
    }


@record.register
def _pair(row: Pair, lang: str = "en") -> Record:  # noqa: ARG001
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
        "method": str(row.method),
        "expected": None if row.expected is None else _significant(row.expected),
        "threshold": None if row.threshold is None else _rounded(row.threshold),
    }


@record.register
def _cluster(row: Cluster, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of clusters.jsonl."""
    return {"id": row.id, "members": list(row.members), "core": row.core, "kind": row.kind}


@record.register
def _shared_text(row: SharedText, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of shared_texts.jsonl; offsets are characters of the texts in submissions.jsonl."""
    places = [{"id": one.id, "start": int(one.start), "end": int(one.end)} for one in row.places]
    return {
        "id": row.id,
        "text": row.text,
        "syllables": int(row.syllables),
        "people": list(row.people),
        "places": places,
    }


@record.register
def _sheet(row: Sheet, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of sheets.jsonl; two people of one name have two numbers."""
    return {
        "person": int(row.person),
        "author": row.author,
        "unit": row.unit,
        "period": row.period,
        "state": str(row.state),
        "ids": list(row.ids),
        "different": bool(row.different),
        "share": None if row.share is None else _rounded(row.share),
        "source_id": row.source_id,
        "source_period": row.source_period,
        "in_a_row": int(row.in_a_row),
    }


@record.register
def _skipped(row: SkippedFile, lang: str = "en") -> Record:  # noqa: ARG001
    """A line of skipped.jsonl."""
    return {"path": row.path, "reason": str(row.reason), "detail": row.detail}


@record.register
def _file_history(row: FileHistory, lang: str = "en") -> Record:  # noqa: ARG001
    """Where the scan was asked for histories."""
    return asdict(row)


@record.register
def _shared_history(row: SharedHistory, lang: str = "en") -> Record:  # noqa: ARG001
    return asdict(row)


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


def _document_tail(document: Document) -> Record:
    return {
        "self_rating": document.self_rating,
        "key": document.key,
        "post": document.post,
        "period": document.period,
    }


def _shares(shares: Mapping[str, float]) -> Record:
    return {key: _rounded(shares.get(key, 0.0)) for key in SHARE_KEYS}


def _significant(value: float) -> float | None:
    """Six significant digits: a number of chance pairs may be small beyond all places behind the point."""
    return float(f"{float(value):.6g}") if isfinite(value) else None


def _rounded(value: float) -> float | None:
    """Six digits, never ``-0.0``; None for what JSON has no number for."""
    return round(float(value), 6) + 0.0 if isfinite(value) else None
