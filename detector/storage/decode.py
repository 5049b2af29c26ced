"""Rows of a run file's tables as the report they came from."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from itertools import groupby
from sqlite3 import Connection
from typing import Any

from detector.documents import (
    Block,
    BlockKind,
    Document,
    HiddenWords,
    Hiding,
    ReadingNote,
    Role,
    SkippedFile,
    SkipReason,
)
from detector.matches import (
    Cluster,
    FileHistory,
    Method,
    MethodNull,
    Null,
    Pair,
    Passage,
    SharedHistory,
    SharedText,
    Side,
)
from detector.report import Figures, Finding, LearntLine, Marks, Pairs, Report, Submission, Table, UnitRow
from detector.settings import Settings
from detector.storage.columns import rows_of


def read_report(connection: Connection) -> Report:
    """The report that `insert_report` stored, row for row."""
    hidden = _hidden_words(connection)
    documents = [_document(cells, hidden.get(cells[0], ())) for cells in rows_of(connection, "documents")]
    ids = [document.id for document in documents]
    submissions = _submissions(connection, documents)
    return Report(
        settings=settings_of(connection),
        submissions=Table(submissions),
        pairs=Pairs([Pair(*pair_values(cells, ids)) for cells in rows_of(connection, "pairs")]),
        passages=Table([Passage(*passage_values(cells, ids)) for cells in rows_of(connection, "passages")]),
        clusters=Table(read_clusters(connection, ids)),
        skipped=Table([SkippedFile(text(p), SkipReason(r), text(d)) for _, p, r, d in rows_of(connection, "skipped")]),
        others=tuple(documents[len(submissions) :]),
        learnt_form=tuple(read_learnt_lines(connection)),
        scan_notes=tuple((text(code), text(detail)) for _, code, detail in rows_of(connection, "scan_notes")),
        timings={stage: seconds for _, stage, seconds in rows_of(connection, "timings")},
        file_histories=tuple(_file_history(cells, ids) for cells in rows_of(connection, "file_histories")),
        shared_histories=tuple(_shared_history(cells, ids) for cells in rows_of(connection, "shared_histories")),
        units=tuple(map(_unit, rows_of(connection, "units"))),
        shared_texts=Table(read_shared_texts(connection, ids)),
        nulls=read_nulls(connection),
        crowds=tuple(_listed(connection, "crowd_members", ids).values()),
        common_below=tuple(Side(ids[row], start, end) for _, row, start, end in rows_of(connection, "common_below")),
    )


def read_learnt_lines(connection: Connection) -> list[LearntLine]:
    """The printed lines that were learnt from the batch."""
    return [LearntLine(text(line), n, total) for _, line, n, total in rows_of(connection, "learnt_lines")]


def text(value: Any) -> Any:
    """Undoes `storable`."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def settings_of(connection: Connection) -> Settings:
    """The stored values; a setting that this version no longer has is left out."""
    (toml,) = connection.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone()
    known = {spec.name for spec in fields(Settings)}
    return Settings.from_mapping({name: value for name, value in tomllib.loads(toml).items() if name in known})


def _hidden_words(connection: Connection) -> dict[int, tuple[HiddenWords, ...]]:
    """By document row."""
    return {
        row: tuple(HiddenWords(at, text(words), Hiding(how), text(place)) for _, _, at, words, how, place in group)
        for row, group in groupby(rows_of(connection, "hidden_words"), key=lambda cells: int(cells[0]))
    }


def _document(cells: Sequence[Any], hidden: tuple[HiddenWords, ...]) -> Document:
    _, id, path, body, role, author, unit, year, post, self_rating, key, blocks, notes, period, sections, person = map(
        text, cells
    )
    return Document(
        id=id,
        path=path,
        text=body,
        role=Role(role),
        blocks=tuple(Block(start, end, BlockKind(kind), place) for start, end, kind, place in json.loads(blocks)),
        author=author,
        unit=unit,
        year=year,
        post=post,
        self_rating=self_rating,
        notes=tuple(ReadingNote(code, detail) for code, detail in json.loads(notes)),
        period=period,
        sections=tuple((start, name) for start, name in json.loads(sections)),
        hidden=hidden,
        person=person,
        key=key,
    )


def _submissions(connection: Connection, documents: Sequence[Document]) -> list[Submission]:
    findings = read_findings(connection)
    return [
        Submission(documents[row], *submission_values(cells, findings.get(row, ())))
        for row, *cells in rows_of(connection, "submissions")
    ]


def read_findings(connection: Connection) -> dict[int, tuple[Finding, ...]]:
    """By document row."""
    return {
        row: tuple(
            Finding(kind, score, threshold, json.loads(facts), tuple(json.loads(evidence)))
            for _, _, kind, score, threshold, facts, evidence in group
        )
        for row, group in groupby(rows_of(connection, "findings"), key=lambda cells: int(cells[0]))
    }


def submission_values(cells: Sequence[Any], findings: tuple[Finding, ...]) -> tuple[Any, ...]:
    """The fields of a `Submission` but its document, from a row of its table without the first column."""
    syllables, shares, own_shares, cluster, marks, measures = cells
    figures = (None if cell is None else Figures.of(json.loads(cell)) for cell in (shares, own_shares))
    return (syllables, *figures, findings, cluster, Marks.of(json.loads(marks)), Figures.of(json.loads(measures)))


def pair_values(cells: Sequence[Any], ids: Sequence[str]) -> tuple[Any, ...]:
    """The fields of a `Pair`, from a row of its table."""
    _, left, right, flagged, *figures, method, threshold = cells
    return (ids[left], ids[right], bool(flagged), *figures, Method(method), threshold)


def passage_values(cells: Sequence[Any], ids: Sequence[str]) -> tuple[Any, ...]:
    """The fields of a `Passage`, from a row of its table."""
    _, left, left_start, left_end, right, right_start, right_end, *figures, flagged = cells
    sides = Side(ids[left], left_start, left_end), Side(ids[right], right_start, right_end)
    return (*sides, *figures, bool(flagged))


def _listed(connection: Connection, table: str, ids: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """The documents of each list of a table, by the number of the list."""
    groups = groupby(rows_of(connection, table), key=lambda cells: int(cells[0]))
    return {number: tuple(ids[row] for _, _, row in group) for number, group in groups}


def read_clusters(connection: Connection, ids: Sequence[str]) -> list[Cluster]:
    """In the order of the report."""
    members = _listed(connection, "cluster_members", ids)
    return [
        Cluster(id, members.get(row, ()), text(core), kind) for row, id, core, kind in rows_of(connection, "clusters")
    ]


def read_nulls(connection: Connection) -> tuple[MethodNull, ...]:
    """What the scan knew of chance, by method."""
    return tuple(
        MethodNull(Method(method), threshold, None if level is None else Null(level, exceedances, scale), text(unit))
        for _, method, unit, threshold, level, exceedances, scale in rows_of(connection, "nulls")
    )


def read_shared_texts(connection: Connection, ids: Sequence[str]) -> list[SharedText]:
    """In the order of the report."""
    people = _listed(connection, "shared_text_people", ids)
    places: dict[int, list[Side]] = {}
    for shared_row, _, document_row, start, end in rows_of(connection, "shared_text_places"):
        places.setdefault(shared_row, []).append(Side(ids[document_row], start, end))
    return [
        SharedText(id, text(words), syllables, people.get(row, ()), tuple(places.get(row, ())))
        for row, id, words, syllables in rows_of(connection, "shared_texts")
    ]


def _file_history(cells: Sequence[Any], ids: Sequence[str]) -> FileHistory:
    row, *said, identifiers, left_out = cells
    author, editor, created, modified = map(text, said)
    return FileHistory(ids[row], author, editor, created, modified, identifiers, left_out)


def _shared_history(cells: Sequence[Any], ids: Sequence[str]) -> SharedHistory:
    _, left, right, identifiers, files, same_created, expected = cells
    return SharedHistory(ids[left], ids[right], identifiers, files, bool(same_created), expected)


def _unit(cells: Sequence[Any]) -> UnitRow:
    _, name, submissions, flagged, ratings, inside, across, aliases = cells
    return UnitRow(text(name), submissions, flagged, json.loads(ratings), inside, across, tuple(json.loads(aliases)))
