"""A report without names, for handing on: codes for persons, units and files, blots inside every text.

Codes and keys are keyed with the salt of the run, so that who has a list of the staff cannot try names out. A blot has
one length for a kind; marks, passages, blocks, sections and hidden words move with the text. Rows stand in the order of
their codes, and the sides of a pair too: the order of files is often that of names. Figures are those of the scan, not
so exact that the syllables of a name could be counted from them. A reader may still know a person by what is told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from math import floor, log10
from pathlib import Path, PurePath

from detector.documents import Document, Role, SkippedFile
from detector.matches import Cluster, FileHistory, Pair, Passage, SharedHistory, SharedText, Side
from detector.privacy.known import Known, known_of
from detector.privacy.look import Seen, to_look_at
from detector.privacy.moved import Moved
from detector.privacy.spans import Kind
from detector.report import Pairs, Report, Table
from detector.submissions import Finding, Mark, Marks, Submission, UnitRow
from detector.text.syllables import syllables_of
from detector.writers.base import WriteOptions, replacing
from detector.writers.cells import clean, quoted
from detector.writers.codes import Codes, codes_of, keyed, process_salt, unit_names
from detector.writers.decided import Recorded

# Facts of a finding that are a name, however it is spelled there.
_NAME_FACTS = {
    **dict.fromkeys(("other_author", "other_name", "name_there", "source_author"), Kind.PERSON),
    **dict.fromkeys(("other_unit", "unit_there"), Kind.UNIT),
}


def handed_on(report: Report, options: WriteOptions, quoted: Collection[str] | None = None) -> tuple[Report, Recorded]:
    """The report, and what people recorded about it, as the options ask: with names, else with codes.

    `quoted`: ids of the only texts whose words are told; the others keep their rows, and cost nothing to blot.
    """
    recorded = options.recorded or Recorded()
    if options.names:
        return report, recorded.said(str, str)
    known, codes = options.known or known_in(report), codes_of(report, options.salt)
    told = report if quoted is None else _quoting(report, frozenset(quoted))
    redaction = _Redaction(told, codes, options.salt, known)
    return redaction.report(), recorded.said(redaction.id, redaction.mask)


def _quoting(report: Report, ids: frozenset[str]) -> Report:
    """The report without the words of other texts, and without what is said of many texts."""

    def row_of(row: Submission) -> Submission:
        if row.id in ids:
            return row
        return replace(row, document=_without_words(row.document), findings=(), marks=Marks.of(()))

    return replace(
        report,
        submissions=Table([row_of(row) for row in report.submissions]),
        others=tuple(one if one.id in ids else _without_words(one) for one in report.others),
        passages=Table([one for one in report.passages if one.left.id in ids and one.right.id in ids]),
        clusters=Table([]),
        shared_texts=Table([]),
        common_below=(),
        learnt_form=(),
    )


def _without_words(document: Document) -> Document:
    return replace(document, text="", sections=(), blocks=(), hidden=(), notes=())


def shown(report: Report, options: WriteOptions) -> Report:
    """The report alone."""
    return handed_on(report, options)[0]


def pseudonymised(report: Report, salt: str = "", known: Known | None = None) -> Report:
    """The same report with codes for names. Equal salt and names give equal codes; without a salt in this process.

    `known`: names of texts that the report does not hold.
    """
    return _Redaction(report, codes_of(report, salt), salt, known).report()


def known_in(report: Report) -> Known:
    """Every name that the report knows: of heads, signatures, the roster, files, units."""
    return known_of(
        report.documents(),
        paths=[row.path for row in report.skipped],
        notes=report.scan_notes,
        units=unit_names(report),
    )


def left_to_look_at(report: Report, options: WriteOptions) -> list[Seen]:
    """Words of the texts as they are handed on that may still tell who somebody is."""
    known = options.known or known_in(report)
    hidden = pseudonymised(report, options.salt, known)
    return to_look_at(((one.id, one.text) for one in hidden.documents() if one.role is not Role.FORM), known)


def write_look(seen: Iterable[Seen], path: Path) -> Path:
    """``words, texts, given_name, where``: one line per word or number, for the office alone."""
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["words", "texts", "given_name", "where"])
        for one in seen:
            words = quoted(clean(one.words))
            lines.writerow((words, len(one.texts), str(one.is_given).lower(), "; ".join(one.texts[:_PLACES])))
    return path


_PLACES = 20


class _Redaction:
    """The codes of one report, applied row by row."""

    def __init__(self, report: Report, codes: Codes, salt: str, known: Known | None) -> None:
        self._source = report
        self._codes = codes
        self._salt = salt or process_salt()
        self._known = known or known_in(report)
        self.mask = self._known.mask()
        self._file_names = _file_names(codes)
        self._whole = {**codes.units, **codes.paths, **codes.documents, **codes.persons}
        self._roles = {document.id: document.role for document in report.documents()}
        self._moved: dict[str, Moved] = {}

    def report(self) -> Report:
        source = self._source
        pairs = sorted(map(self._pair, source.pairs), key=lambda row: (-row.evidence, row.left_id, row.right_id))
        shared = sorted(map(self._shared_history, source.shared_histories), key=lambda one: (one.left_id, one.right_id))
        return replace(
            source,
            submissions=Table(sorted((self._submission(row) for row in source.submissions), key=lambda row: row.id)),
            pairs=Pairs(pairs),
            passages=Table(sorted(map(self._passage, source.passages), key=_place)),
            clusters=Table([self._cluster(row) for row in source.clusters]),
            skipped=Table(sorted((self._skipped(row) for row in source.skipped), key=lambda row: row.path)),
            others=tuple(sorted(map(self._document, source.others), key=lambda one: (str(one.role), one.id))),
            learnt_form=tuple(replace(line, text=self.mask(line.text)) for line in source.learnt_form),
            scan_notes=tuple((code, self._sentence(detail)) for code, detail in source.scan_notes),
            shared_texts=Table([self._shared_text(one) for one in source.shared_texts]),
            nulls=tuple(replace(one, unit=one.unit and self._codes.units.get(one.unit, "")) for one in source.nulls),
            crowds=tuple(tuple(map(self.id, members)) for members in source.crowds),
            common_below=tuple(sorted(map(self._side, source.common_below))),
            file_histories=tuple(sorted(map(self._file_history, source.file_histories), key=lambda one: one.id)),
            shared_histories=tuple(shared),
            units=tuple(sorted(map(self._unit, source.units), key=lambda one: one.name)),
            found_under="",
        )

    def id(self, id: str) -> str:
        """The code of a text."""
        return self._codes.documents[id]

    def _text(self, document: Document) -> Moved:
        if document.id not in self._moved:
            posts = self._known.posts.get(document.id, ())
            self._moved[document.id] = self.mask.moved(document.text, posts)
        return self._moved[document.id]

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self._source.documents()}

    def _document(self, document: Document) -> Document:
        """The key is keyed too: it says which texts of the report are equal, and nothing to anybody else."""
        moved = self._text(document)
        return replace(
            document,
            id=self.id(document.id),
            path=self._codes.paths[document.path],
            text=moved.text,
            author=self._codes.authors.get(document.id),
            unit=self._codes.units.get(document.unit or ""),
            post=None,
            born=None,
            notes=tuple(replace(note, detail=self._sentence(note.detail)) for note in document.notes),
            sections=tuple((moved.edge(start), self.mask(name)) for start, name in document.sections),
            blocks=tuple(
                replace(one, start=moved.edge(one.start), end=moved.edge(one.end), place=self._place(one.place))
                for one in document.blocks
            ),
            hidden=tuple(
                replace(one, at=moved.edge(one.at), text=self.mask(one.text), place=self._place(one.place))
                for one in document.hidden
            ),
            person=None if document.person is None else keyed(f"{self._salt}\0person", document.person)[:16],
            key=keyed(f"{self._salt}\0text", document.key)[:16],
        )

    def _place(self, place: str) -> str:
        """Only a sheet and a header have a name."""
        return self.mask(place) if "sheet=" in place or "header=" in place else place

    def _submission(self, row: Submission) -> Submission:
        moved = self._text(row.document)
        return replace(
            row,
            document=self._document(row.document),
            syllables=max(0, row.syllables - _blotted_syllables(row.document.text, moved)),
            shares=_coarse_all(row.shares),
            own_shares=None if row.own_shares is None else _coarse_all(row.own_shares),
            findings=tuple(self._finding(one) for one in row.findings),
            marks=_moved_marks(row.marks, moved),
            measures=_coarse_all(row.measures),
        )

    def _finding(self, finding: Finding) -> Finding:
        facts = {name: self._fact(name, value) for name, value in finding.facts.items()}
        other = self._codes.authors.get(str(finding.facts.get("other_id")))
        if finding.facts.get("other_author") and other:
            facts["other_author"] = other
        return replace(
            finding,
            score=_coarse(finding.score),
            threshold=_coarse(finding.threshold),
            facts=facts,
            evidence=tuple(map(self.id, finding.evidence)),
        )

    def _fact(self, name: str, value: int | float | str) -> int | float | str:
        if isinstance(value, float):
            return _coarse(value)
        if not isinstance(value, str):
            return value
        if value in self._whole:
            return self._whole[value]
        return _NAME_FACTS[name].blot if name in _NAME_FACTS and value else self.mask(value)

    def _turns(self, left: str, right: str) -> bool:
        """Whether two submissions change sides: by their codes, where the scan has the order of their files."""
        both = self._roles[left] is Role.SUBMISSION and self._roles[right] is Role.SUBMISSION
        return both and self.id(left) > self.id(right) and self._by_id[left].year == self._by_id[right].year

    def _pair(self, row: Pair) -> Pair:
        coarse = replace(
            row,
            left_id=self.id(row.left_id),
            right_id=self.id(row.right_id),
            jaccard=_coarse(row.jaccard),
            cosine=_coarse(row.cosine),
            left_share=_coarse(row.left_share),
            right_share=_coarse(row.right_share),
        )
        if not self._turns(row.left_id, row.right_id):
            return coarse
        return replace(
            coarse,
            left_id=coarse.right_id,
            right_id=coarse.left_id,
            left_share=coarse.right_share,
            right_share=coarse.left_share,
        )

    def _passage(self, row: Passage) -> Passage:
        left, right = self._side(row.left), self._side(row.right)
        if self._turns(row.left.id, row.right.id):
            left, right = right, left
        return replace(row, left=left, right=right, similarity=_coarse(row.similarity))

    def _side(self, side: Side) -> Side:
        span = self._text(self._by_id[side.id]).span(side.start, side.end)
        return Side(self.id(side.id), span.start, span.end)

    def _shared_text(self, row: SharedText) -> SharedText:
        """The text as the first of the places has it now."""
        places = tuple(sorted(map(self._side, row.places)))
        whole = {self.id(side.id): self._text(self._by_id[side.id]).text for side in row.places}
        text = whole[places[0].id][places[0].start : places[0].end] if places else ""
        syllables = max(0, row.syllables - len(syllables_of(row.text)) + len(syllables_of(text)))
        return replace(
            row, text=text, syllables=syllables, people=tuple(sorted(map(self.id, row.people))), places=places
        )

    def _cluster(self, row: Cluster) -> Cluster:
        return replace(row, members=tuple(sorted(map(self.id, row.members))), core=self.mask(row.core))

    def _skipped(self, row: SkippedFile) -> SkippedFile:
        return replace(row, path=self._codes.paths[row.path], detail=self._sentence(row.detail))

    def _file_history(self, one: FileHistory) -> FileHistory:
        """Without accounts and moments, which name a computer and its hours."""
        return replace(one, id=self.id(one.id), author=None, last_modified_by=None, created=None, modified=None)

    def _shared_history(self, one: SharedHistory) -> SharedHistory:
        left, right = self.id(one.left_id), self.id(one.right_id)
        return replace(one, left_id=min(left, right), right_id=max(left, right))

    def _unit(self, one: UnitRow) -> UnitRow:
        return replace(one, name=self._codes.units.get(one.name, ""), aliases=())

    def _sentence(self, text: str) -> str:
        """The tool's own words, in which file names become codes, the longest first."""
        for name, code in self._file_names if text else ():
            if name in text:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", code, text)
        return self.mask(text)


def _file_names(codes: Codes) -> list[tuple[str, str]]:
    """Ids, paths and the last part of paths, the longest first."""
    names = {PurePath(path).name: code for path, code in codes.paths.items()} | {**codes.paths, **codes.documents}
    return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))


def _place(row: Passage) -> tuple[str, str, int, int]:
    return row.left.id, row.right.id, row.left.start, row.right.start


def _moved_marks(marks: Iterable[Mark], moved: Moved) -> Marks:
    """Without those that lay inside one blot."""
    rows = ((moved.edge(one.start), moved.edge(one.end), one.kind) for one in marks)
    return Marks.of(row for row in rows if row[0] < row[1])


def _blotted_syllables(text: str, moved: Moved) -> int:
    return len(syllables_of(text)) - len(syllables_of(moved.text))


def _coarse_all(values: Mapping[str, float]) -> dict[str, float]:
    return {name: _coarse(value) for name, value in values.items()}


def _coarse(value: float) -> float:
    """Two digits, the whole number before the point always: a share of exact syllables tells how many there are."""
    if not value or not abs(value) < float("inf"):
        return value
    return round(value, max(0, 1 - floor(log10(abs(value)))))
