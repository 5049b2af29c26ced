"""A report without names, for handing on. Offsets stay valid: names inside a text become blocks of the same length.

Replaced: persons, units, file names, and inside every text the full names of all persons and units of the report (in
any letter case, with or without marks), phone and identity numbers. Not found: a given name alone, a nickname, a name
that the report does not know. A reader of the texts may still recognise a person by what is told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePath

from detector.documents import Document, SkippedFile
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedText, Side
from detector.report import Finding, Pairs, Report, Submission, Table
from detector.writers.base import WriteOptions, replacing
from detector.writers.cells import clean, quoted
from detector.writers.decided import Recorded
from detector.writers.masking import Mask

KEY_FILE = "pseudonym_key.csv"


@dataclass(frozen=True, slots=True)
class Codes:
    """What stands for what: names to ``N-3f2a91``, units to ``U-...``, ids and paths to ``doc-<content key>``."""

    persons: Mapping[str, str]
    units: Mapping[str, str]
    documents: Mapping[str, str]
    paths: Mapping[str, str]


def shown(report: Report, options: WriteOptions) -> Report:
    """The report as the options ask: as it is with names, else pseudonymised."""
    return report if options.names else pseudonymised(report, options.salt)


def shown_recorded(report: Report, options: WriteOptions) -> Recorded:
    """What people recorded about this report, by the ids that `shown` gives its texts."""
    recorded = options.recorded or Recorded()
    if options.names:
        return recorded.said(str, str)
    codes = codes_of(report, options.salt)
    return recorded.said(codes.documents.__getitem__, Mask([*codes.persons, *codes.units]))


def pseudonymised(report: Report, salt: str = "") -> Report:
    """The same report with codes for names. Equal salt and names give equal codes.

    Without a salt the codes hang on all texts together: who does not have them cannot try names out.
    """
    return _Redaction(report, codes_of(report, salt)).report()


def codes_of(report: Report, salt: str = "") -> Codes:
    """The codes of every name of the report."""
    documents = report.documents()
    salt = salt or _salt_of(documents)
    ids = _document_codes(documents)
    paths = {document.path: ids[document.id] for document in reversed(documents)}
    lost = _codes("file-", salt, (row.path for row in report.skipped))
    return Codes(
        persons=_codes("N-", salt, (d.author for d in documents if d.author)),
        units=_codes("U-", salt, filter(None, (*(d.unit for d in documents), *_unit_names(report)))),
        documents=ids,
        paths={path: code + PurePath(path).suffix for path, code in lost.items()} | paths,
    )


def write_key_file(report: Report, folder: Path, salt: str = "") -> Path:
    """`pseudonym_key.csv`: ``code, kind, name``, one line per code, for the office alone."""
    codes = codes_of(report, salt)
    kinds = {"person": codes.persons, "unit": codes.units, "document": codes.documents, "path": codes.paths}
    path = folder / KEY_FILE
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["code", "kind", "name"])
        for kind, names in kinds.items():
            lines.writerows((code, kind, quoted(clean(name))) for name, code in sorted(names.items()))
    return path


def _unit_names(report: Report) -> list[str]:
    return [name for unit in report.units for name in (unit.name, *unit.aliases)]


def _salt_of(documents: Iterable[Document]) -> str:
    digest = blake2b(digest_size=16)
    for text in sorted(document.text for document in documents):
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _codes(prefix: str, salt: str, names: Iterable[str]) -> dict[str, str]:
    """Six hex digits after the prefix, two more for all while two names have the same."""
    distinct = sorted(set(names))
    digests = {name: blake2b(f"{salt}\0{name}".encode("utf-8", "surrogatepass")).hexdigest() for name in distinct}
    digits = next(n for n in range(6, 130, 2) if len({digest[:n] for digest in digests.values()}) == len(distinct))
    return {name: prefix + digest[:digits] for name, digest in digests.items()}


def _document_codes(documents: Iterable[Document]) -> dict[str, str]:
    """``doc-`` and the start of the content key; the same text again gets ``-2``, ``-3`` in order of the ids."""
    codes: dict[str, str] = {}
    seen: dict[str, int] = {}
    for document in sorted(documents, key=lambda document: document.id):
        code = f"doc-{document.key[:8]}"
        seen[code] = seen.get(code, 0) + 1
        codes[document.id] = code if seen[code] == 1 else f"{code}-{seen[code]}"
    return codes


class _Redaction:
    """The codes of one report, applied row by row."""

    def __init__(self, report: Report, codes: Codes) -> None:
        self._source = report
        self._codes = codes
        self._mask = Mask([*codes.persons, *codes.units])
        self._file_names = _file_names(codes)
        self._whole = {**codes.units, **codes.paths, **codes.documents, **codes.persons}

    def report(self) -> Report:
        source = self._source
        return replace(
            source,
            submissions=Table([self._submission(row) for row in source.submissions]),
            pairs=Pairs([self._pair(row) for row in source.pairs]),
            passages=Table([self._passage(row) for row in source.passages]),
            clusters=Table([self._cluster(row) for row in source.clusters]),
            skipped=Table([self._skipped(row) for row in source.skipped]),
            others=tuple(map(self._document, source.others)),
            learnt_form=tuple(replace(line, text=self._mask(line.text)) for line in source.learnt_form),
            scan_notes=tuple((code, self._sentence(detail)) for code, detail in source.scan_notes),
            shared_texts=Table([self._shared_text(one) for one in source.shared_texts]),
            nulls=tuple(replace(one, unit=one.unit and self._codes.units.get(one.unit, "")) for one in source.nulls),
            file_histories=tuple(map(self._file_history, source.file_histories)),
            shared_histories=tuple(
                replace(one, left_id=self._id(one.left_id), right_id=self._id(one.right_id))
                for one in source.shared_histories
            ),
            units=tuple(replace(one, name=self._codes.units.get(one.name, ""), aliases=()) for one in source.units),
        )

    def _file_history(self, one: FileHistory) -> FileHistory:
        """Without accounts and moments, which name a computer and its hours."""
        return replace(one, id=self._id(one.id), author=None, last_modified_by=None, created=None, modified=None)

    def _document(self, document: Document) -> Document:
        """The key stays that of the original text."""
        return replace(
            document,
            id=self._id(document.id),
            path=self._codes.paths[document.path],
            text=self._mask(document.text),
            author=self._codes.persons.get(document.author or ""),
            unit=self._codes.units.get(document.unit or ""),
            notes=tuple(replace(note, detail=self._sentence(note.detail)) for note in document.notes),
            sections=tuple((start, self._mask(name)) for start, name in document.sections),
            blocks=tuple(replace(b, place=self._mask(b.place)) if "sheet=" in b.place else b for b in document.blocks),
            hidden=tuple(replace(h, text=self._mask(h.text), place=self._mask(h.place)) for h in document.hidden),
        )

    def _submission(self, row: Submission) -> Submission:
        return replace(
            row, document=self._document(row.document), findings=tuple(self._finding(one) for one in row.findings)
        )

    def _finding(self, finding: Finding) -> Finding:
        facts = {name: self._fact(value) for name, value in finding.facts.items()}
        return replace(finding, facts=facts, evidence=tuple(map(self._id, finding.evidence)))

    def _fact(self, value: int | float | str) -> int | float | str:
        return self._whole.get(value, self._mask(value)) if isinstance(value, str) else value

    def _pair(self, row: Pair) -> Pair:
        return replace(row, left_id=self._id(row.left_id), right_id=self._id(row.right_id))

    def _passage(self, row: Passage) -> Passage:
        left, right = row.left, row.right
        return replace(
            row,
            left=Side(self._id(left.id), left.start, left.end),
            right=Side(self._id(right.id), right.start, right.end),
        )

    def _cluster(self, row: Cluster) -> Cluster:
        return replace(row, members=tuple(map(self._id, row.members)), core=self._mask(row.core))

    def _shared_text(self, one: SharedText) -> SharedText:
        places = tuple(replace(place, id=self._id(place.id)) for place in one.places)
        return replace(one, text=self._mask(one.text), people=tuple(map(self._id, one.people)), places=places)

    def _skipped(self, row: SkippedFile) -> SkippedFile:
        return replace(row, path=self._codes.paths[row.path], detail=self._sentence(row.detail))

    def _id(self, id: str) -> str:
        return self._codes.documents[id]

    def _sentence(self, text: str) -> str:
        """The tool's own words, in which file names become codes, the longest first."""
        for name, code in self._file_names if text else ():
            if name in text:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", code, text)
        return self._mask(text)


def _file_names(codes: Codes) -> list[tuple[str, str]]:
    """Ids, paths and the last part of paths, the longest first."""
    names = {PurePath(path).name: code for path, code in codes.paths.items()} | {**codes.paths, **codes.documents}
    return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))
