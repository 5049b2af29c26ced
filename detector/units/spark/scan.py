"""Texts of many units -> Parquet tables of all records, and a Report of what people must look at, on Spark.

The order of `detector.units.scan`: every unit alone, one task each; rare shingles collide in a shuffle; groups of
linked submissions are judged in batches, one task each; then every unit writes its records. The driver holds what
hangs together across units, never the texts of all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detector.documents import Document, SkippedFile
from detector.engines.base import Linked
from detector.engines.spark import collected, collide, described, frame_of, map_groups, map_rows
from detector.records import record
from detector.report import Report, UnitRow
from detector.run_folder import TABLES_FOLDER
from detector.settings import Settings
from detector.stopwatch import Stopwatch
from detector.units.across import AcrossPair, each_once, ids_between
from detector.units.codec import across_of, document_bytes
from detector.units.groups import Naming
from detector.units.judged import units_of_rows
from detector.units.kept import report_of
from detector.units.links import WITNESSES, batches, least_weight
from detector.units.merge import Merged, as_report, merge, naming_of
from detector.units.restrict import Part
from detector.units.scan import Units, across_notes, split_units
from detector.units.spark.stages import (
    WITNESS_BATCH,
    Given,
    Head,
    Patch,
    analyse_unit,
    finish_units,
    judge_batch,
    parts_for_batches,
    texts_of_table,
)
from detector.units.spark.tables import ACROSS, OUTCOME, PARTS, RECORDS, TEXTS, UNITS, WANTED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_COLUMNS = ("id", "text", "author", "unit", "year")


def read_texts(
    session: SparkSession,
    table: Path | None,
    documents: Sequence[Document],
    roots: Sequence[str | Path] | None,
    earlier: Sequence[str | Path],
    settings: Settings,
    lang: str,
) -> tuple[DataFrame, Given]:
    """The texts by unit, and what is given to all tasks.

    Args:
        table: a Parquet table of texts; then `documents` are only what is given beside it.
        roots: the scanned folders, whose folders are units; None: all is one unit.
        earlier: the folders of earlier texts.
    """
    if table:
        return frame_of_table(session, str(table)), Given(settings, tuple(documents), lang)
    units = Units({"": tuple(documents)}, ()) if roots is None else split_units(documents, roots, earlier)
    return frame_of_units(session, units), Given(settings, units.for_all, lang)


def frame_of_units(session: SparkSession, units: Units) -> DataFrame:
    """Texts that were read here."""
    rows = [
        {"unit": unit, "document": document_bytes(document)}
        for unit, documents in units.by_name.items()
        for document in documents
    ]
    return frame_of(session, rows, TEXTS)


def frame_of_table(session: SparkSession, path: str) -> DataFrame:
    """Texts of a Parquet table with the columns ``id, text``, and ``author, unit, year`` where it has them."""
    table = session.read.parquet(path)
    return map_rows(table.select(*(name for name in _COLUMNS if name in table.columns)), texts_of_table, TEXTS)


@dataclass(frozen=True, slots=True)
class _Analysed:
    """The units' frame, which is kept on the workers' disks, and what the driver knows of all units."""

    frame: DataFrame
    heads: Mapping[str, Head]

    def sizes(self) -> dict[str, int]:
        return {unit: head.row.submissions for unit, head in self.heads.items()}

    def total(self) -> int:
        return sum(self.sizes().values())


def scan_texts(
    texts: DataFrame,
    given: Given,
    run: Path,
    *,
    skipped: Sequence[SkippedFile] = (),
    watch: Stopwatch | None = None,
) -> Report:
    """Writes all records to ``tables`` below `run`; the report is of the submissions that share text with another one.

    The records are those of `detector.units.scan.scan_units`, in any order.
    """
    watch, session = watch or Stopwatch(), texts.sparkSession
    with watch.stage("units"), described(session, "units"):
        analysed = _analysed(texts, given)
    with watch.stage("collide"), described(session, "collide"):
        linked = _linked(analysed, given)
    with watch.stage("across"), described(session, "across"):
        across, units = _across(analysed, linked, given)
    with watch.stage("merge"), described(session, "merge"):
        groups = [group for head in analysed.heads.values() for group in head.groups]
        naming = naming_of(groups, across, units, given.settings)
        outcome = _outcome(analysed, given, naming, across, units)
        parts = [
            Part(row["unit"], report_of(row["part"]), analysed.heads[row["unit"]].row.aliases)
            for row in sorted(collected(outcome.where("part IS NOT NULL").select("unit", "part")), key=_unit)
        ]
        merged = merge(parts, across, naming, given.settings, analysed.total())
        _write(outcome, merged, across, naming, given, skipped, run / TABLES_FOLDER)
        rows = _unit_rows(analysed, parts, merged, across)
    for frame in (outcome, analysed.frame):
        frame.unpersist()
    notes = [*across_notes(linked, given.settings), *_selection(analysed, merged)]
    return as_report(merged, parts, settings=given.settings, units=rows, notes=notes, timings=watch.seconds)


def _analysed(texts: DataFrame, given: Given) -> _Analysed:
    from pyspark import StorageLevel

    texts = texts.persist(StorageLevel.DISK_ONLY)
    units = texts.select("unit").distinct().count()
    frame = map_groups(texts, "unit", partial(analyse_unit, given), UNITS, units).persist(StorageLevel.DISK_ONLY)
    rows = collected(frame.where("report IS NOT NULL").select("unit", "head"))
    heads = {row["unit"]: Head.from_json(row["head"]) for row in sorted(rows, key=_unit)}
    texts.unpersist()
    return _Analysed(frame, heads)


def _linked(analysed: _Analysed, given: Given) -> Linked:
    submissions, columns = analysed.frame.where("number IS NOT NULL"), ("number", "xxhash64(unit) AS group")
    postings = submissions.selectExpr("explode(shingles) AS key", *columns, "0L AS common").union(
        submissions.selectExpr("explode(common_shingles) AS key", *columns, "1L AS common")
    )
    total = analysed.total()
    return collide(postings, documents=total, cap=given.settings.shingle_max_documents, least=least_weight(total))


def _across(analysed: _Analysed, linked: Linked, given: Given) -> tuple[list[AcrossPair], dict[str, str]]:
    """Flagged pairs between units, and the unit of everybody in a batch."""
    found = batches(linked, most_partners=given.settings.max_partners)
    if not found:
        return [], {}
    batches_of: dict[int, list[int]] = {}
    for place, batch in enumerate(found):
        for number in batch.numbers:
            batches_of.setdefault(number, []).append(place)
    submissions = analysed.frame.where("number IS NOT NULL").select("number", "unit", "id", "key")
    wanted = _wanted(submissions, batches_of)
    parts = map_rows(_joined(analysed.frame, wanted), parts_for_batches, PARTS).cache()
    witnesses = sorted(
        (
            (row["unit"], one.document)
            for row in collected(parts.where(f"batch = {WITNESS_BATCH}"))
            for one in report_of(row["report"]).submissions
        ),
        key=lambda one: (one[1].key, one[1].id),
    )
    judge = partial(judge_batch, given, witnesses, list(analysed.sizes().values()))
    judged = map_groups(parts.where(f"batch <> {WITNESS_BATCH}"), "batch", judge, ACROSS, len(found))
    across = each_once(one for row in sorted(collected(judged), key=_batch) for one in across_of(row["pairs"]))
    parts.unpersist()
    units = {id: unit for unit, ids in wanted.items() for of_batch in ids.values() for id in of_batch}
    return across, units


def _wanted(submissions: DataFrame, batches_of: Mapping[int, Sequence[int]]) -> dict[str, dict[int, list[str]]]:
    """Ids by unit, then by batch: members of the batches, and the witnesses."""
    import pyarrow as pa

    numbers = frame_of(
        submissions.sparkSession, [{"number": n} for n in batches_of], pa.schema([("number", pa.int64())])
    )
    found: dict[str, dict[int, list[str]]] = {}
    for row in collected(submissions.join(numbers.hint("broadcast"), "number")):
        for batch in batches_of[row["number"]]:
            found.setdefault(row["unit"], {}).setdefault(batch, []).append(row["id"])
    for row in collected(submissions.orderBy("key", "id").limit(WITNESSES)):
        found.setdefault(row["unit"], {}).setdefault(WITNESS_BATCH, []).append(row["id"])
    return found


def _joined(frame: DataFrame, told: Mapping[str, Any]) -> DataFrame:
    """The reports of the units that are told something, with it."""
    rows = [{"unit": unit, "wanted": json.dumps(value)} for unit, value in told.items()]
    wanted = frame_of(frame.sparkSession, rows, WANTED)
    return frame.where("report IS NOT NULL").select("unit", "report").join(wanted.hint("broadcast"), "unit")


def _outcome(
    analysed: _Analysed, given: Given, naming: Naming, across: Sequence[AcrossPair], units: Mapping[str, str]
) -> DataFrame:
    from pyspark import StorageLevel

    joined, between = naming.new_ids(), ids_between(across)
    groups = [group for head in analysed.heads.values() for group in head.groups]
    of_group = {member: group.unit for group in groups for member in group.members}
    touched: dict[str, set[str]] = {}
    for id in (*between, *joined):
        touched.setdefault(units.get(id) or of_group[id], set()).add(id)
    names: dict[str, dict[str, str]] = {}
    for (unit, old), new in naming.names.items():
        names.setdefault(unit, {})[old] = new
    patches = {
        unit: asdict(
            Patch(
                names.get(unit, {}),
                {id: joined[id] for id in touched.get(unit, ()) if id in joined},
                tuple(sorted(touched.get(unit, ()))),
            )
        )
        for unit in analysed.heads
    }
    finished = map_rows(_joined(analysed.frame, patches), partial(finish_units, given), OUTCOME)
    return finished.persist(StorageLevel.DISK_ONLY)


def _write(
    outcome: DataFrame,
    merged: Merged,
    across: Sequence[AcrossPair],
    naming: Naming,
    given: Given,
    skipped: Sequence[SkippedFile],
    tables: Path,
) -> None:
    """Records of the units where they are, those of the driver beside them."""
    pairs = {one.pair.ids for one in across}
    touched = ids_between(across) | naming.new_ids().keys()
    joined = {group.id for group in naming.joined}
    ours: dict[str, list[dict[str, Any]]] = {
        "submissions": [
            *(record(row, given.lang) for row in merged.submissions if row.id in touched),
            *(record(document) for document in given.for_all if document.path),
        ],
        "pairs": [record(pair) for pair in merged.pairs if pair.ids in pairs],
        "passages": [record(one) for one in merged.passages if one.ids in pairs],
        "clusters": [record(one) for one in merged.clusters if one.id in joined],
        "skipped": [record(file) for file in skipped],
    }
    for name, schema in RECORDS.items():
        theirs = outcome.where(f"{name} IS NOT NULL").select(f"{name}.*")
        frame = theirs.unionByName(frame_of(outcome.sparkSession, ours[name], schema))
        frame.write.mode("overwrite").parquet(str(tables / name))


def _unit_rows(
    analysed: _Analysed, parts: Sequence[Part], merged: Merged, across: Sequence[AcrossPair]
) -> list[UnitRow]:
    """The heads' counts, with what pairs between units add."""
    unit_of = units_of_rows(parts)
    beyond = Counter(unit_of[id] for one in across for id in one.pair.ids)
    before = {row.id for part in parts for row in part.report.submissions if row.findings}
    newly = Counter(unit_of[row.id] for row in merged.submissions if row.findings and row.id not in before)
    return [
        replace(head.row, flagged=head.row.flagged + newly[unit], pairs_across=beyond[unit])
        for unit, head in analysed.heads.items()
    ]


def _selection(analysed: _Analysed, merged: Merged) -> Iterator[tuple[str, str]]:
    if len(merged.submissions) < analysed.total():
        yield "selection", f"{len(merged.submissions)} / {analysed.total()}"


def _unit(row: Mapping[str, Any]) -> str:
    return str(row["unit"])


def _batch(row: Mapping[str, Any]) -> int:
    return int(row["batch"])
