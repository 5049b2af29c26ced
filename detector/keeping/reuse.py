"""Results of an earlier scan of the same input, taken over: files that were only renamed or moved cost nothing.

What is found depends on texts, fields, settings and code. The name of a file only breaks ties between equal texts, and
is quoted. So the results in the RUN folder hold again if the documents, in the order in which they were analysed, are
equal one by one but for id and path; then each new id stands in the place of an old one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from detector.documents import Document, Role, SkippedFile
from detector.matches import Cluster, Pair, Passage
from detector.records import make_report
from detector.report import Finding, Report, Submission
from detector.settings import Settings
from detector.storage.code import code_key
from detector.storage.runfile import load_found_under
from detector.text.columns import corpus_order
from detector.text.segmenter import model_version

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "datasketch")
_ID_FACTS = ("other_id", "source_id")

Notes = Sequence[tuple[str, str]]
_Names = Mapping[str, str]


def fingerprint(documents: Sequence[Document], settings: Settings, notes: Notes) -> str:
    """32 hex digits that stand for everything that the results of one unit depend on; about 30 µs a document.

    `notes` are what reading had to tell, which the report repeats.
    """
    digest = blake2b(digest_size=16)
    for part in (*_program(), settings.to_toml(), json.dumps(notes)):
        digest.update(part.encode() + b"\0")
    for document in sorted(documents, key=corpus_order):
        digest.update(json.dumps(_identity(document)).encode() + b"\0")
    return digest.hexdigest()


def take_over(
    run: Path, found_under: str, documents: Sequence[Document], skipped: Sequence[SkippedFile]
) -> Report | None:
    """The report of the RUN folder as a scan of these documents would give it; None if it is of another input.

    What was asked for beside it, such as the history of files, is not in it. A run file that is missing, damaged or
    changed since is no report.
    """
    earlier = load_found_under(run, found_under)
    if earlier is None:
        return None
    before = [*(row.document for row in earlier.submissions), *earlier.others]
    now = sorted(documents, key=corpus_order)
    renamed = {old.id: new.with_fields(sections=old.sections) for old, new in zip(before, now, strict=True)}
    return _about(earlier, renamed, sorted(skipped, key=lambda file: file.path), found_under)


def _program() -> Iterator[str]:
    yield from (sys.version, code_key(), model_version())
    yield from (f"{name} {version(name)}" for name in _LIBRARIES)


def _identity(document: Document) -> list[object]:
    """All of a document but its names. A form keeps its id: it may tie with one that ships with the package."""
    return [
        *(document.key, str(document.role), document.author, document.unit, document.year, document.post),
        *(document.self_rating, document.period, document.person),
        [[block.start, block.end, str(block.kind), block.place] for block in document.blocks],
        [[note.code, note.detail] for note in document.notes],
        document.id if document.role is Role.FORM else "",
    ]


def _about(
    earlier: Report, renamed: Mapping[str, Document], skipped: Sequence[SkippedFile], found_under: str
) -> Report:
    names = {id: document.id for id, document in renamed.items()}
    report = make_report(
        settings=earlier.settings,
        submissions=[_submission(row, renamed[row.id], names) for row in earlier.submissions],
        pairs=[_pair(one, names) for one in earlier.pairs],
        passages=[_passage(one, names) for one in earlier.passages],
        clusters=[_cluster(one, names) for one in earlier.clusters],
        skipped=skipped,
        others=[renamed[document.id] for document in earlier.others],
        learnt_form=earlier.learnt_form,
        scan_notes=earlier.scan_notes,
    )
    return replace(report, found_under=found_under, taken_over=True)


def _submission(row: Submission, document: Document, names: _Names) -> Submission:
    return replace(row, document=document, findings=tuple(_finding(one, names) for one in row.findings))


def _finding(finding: Finding, names: _Names) -> Finding:
    ids = {fact: names[str(finding.facts[fact])] for fact in _ID_FACTS if fact in finding.facts}
    return replace(finding, facts={**finding.facts, **ids}, evidence=tuple(names[id] for id in finding.evidence))


def _pair(pair: Pair, names: _Names) -> Pair:
    return replace(pair, left_id=names[pair.left_id], right_id=names[pair.right_id])


def _passage(passage: Passage, names: _Names) -> Passage:
    left, right = passage.left, passage.right
    return replace(passage, left=replace(left, id=names[left.id]), right=replace(right, id=names[right.id]))


def _cluster(cluster: Cluster, names: _Names) -> Cluster:
    return replace(cluster, members=tuple(sorted(names[id] for id in cluster.members)))
