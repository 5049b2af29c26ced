"""Spark in local mode gives the records of the local engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detector import storage
from detector.analysis import analyse
from detector.commands.summary import summary_lines, summary_record
from detector.documents import Document
from detector.engines import local
from detector.engines.base import Postings
from detector.matches import Cluster
from detector.records import SHARE_KEYS, record
from detector.settings import Settings
from detector.storage.verify import verify
from detector.text.fields import with_fields
from detector.units.codec import across_bytes, across_of, document_bytes, document_of
from detector.units.scan import Units, scan_units
from detector.writers.html.page import render_page
from tests.engines.failing import MASTER, STAGES, failing_twice
from tests.engines.parquet import expected, written
from tests.units.conftest import UNITS, Province, make_province


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="the spark extra is not installed")
    pytest.importorskip("pyarrow", reason="the spark extra is not installed")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs Java, and there is none")
    from detector.engines.spark import spark_session

    with spark_session(MASTER.format(cores=2)) as session:
        session.conf.set("spark.sql.shuffle.partitions", "2")
        yield session


@pytest.fixture(scope="module")
def table_province() -> Province:
    """Units of different sizes, as a table has them: the unit of a text is a column, and ids are no paths."""
    whole = make_province()
    rows = [d for d in whole.documents if not (d.id.startswith("trung_tam") and d.id[-6] in "12")]
    documents = [
        with_fields(Document(d.id, d.id, d.text, author=d.author, unit=d.id.split("/")[0], year=d.year)) for d in rows
    ]
    return Province(tuple(documents), whole.between)


@pytest.mark.slow
def test_records_of_a_table_of_units_are_those_of_the_local_engine(
    session: Any, table_province: Province, tmp_path: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    from detector.units.spark.scan import read_texts, scan_texts

    columns = [
        {"id": d.id, "text": d.text, "author": d.author, "unit": d.unit, "year": d.year}
        for d in table_province.documents
    ]
    pyarrow.parquet.write_table(pa.Table.from_pylist(columns), tmp_path / "texts.parquet")
    texts, given = read_texts(session, tmp_path / "texts.parquet", (), None, (), Settings(), "vi")
    report = scan_texts(texts, given, tmp_path / "run")
    by_name = {unit: tuple(d for d in table_province.documents if d.unit == unit) for unit in UNITS}
    on_one_machine = scan_units(Units(by_name, ()), Settings())
    assert written(tmp_path / "run") == expected(on_one_machine)
    assert report.units == on_one_machine.units
    assert any(unit.pairs_across for unit in report.units)
    storage.save(report, tmp_path / "run")
    assert [one for one in verify(tmp_path / "run") if one.problems] == []
    flagged = {(pair.left_id, pair.right_id) for pair in on_one_machine.pairs.flagged()}
    assert {(pair.left_id, pair.right_id) for pair in storage.load(tmp_path / "run").pairs.flagged()} == flagged
    for row in report.submissions:
        assert row == on_one_machine.submission(row.id)
    assert len(report.submissions) < report.submissions_read == len(table_province.documents)
    told = summary_record(storage.load(tmp_path / "run"), tmp_path / "run")
    assert (told["submissions"], told["submissions_kept"]) == (len(table_province.documents), len(report.submissions))
    line, *_ = summary_lines(report, tmp_path / "run", "en")
    assert line.startswith(f"Read: {len(table_province.documents)} submissions")
    assert f"<span>Submissions: {len(table_province.documents)}</span>" in render_page(report, lang="en")


@pytest.mark.slow
def test_a_task_that_fails_twice_changes_nothing(session: Any, table_province: Province, tmp_path: Path) -> None:
    from detector.units.spark.scan import read_texts, scan_texts

    failed = tmp_path / "failed"
    failed.mkdir()
    documents = [d for d in table_province.documents if d.unit != UNITS[2]]
    with failing_twice(failed):
        texts, given = read_texts(session, None, documents, [Path()], (), Settings(), "vi")
        scan_texts(texts, given, tmp_path)
    by_name = {unit: tuple(d for d in documents if d.unit == unit) for unit in UNITS[:2]}
    assert written(tmp_path) == expected(scan_units(Units(by_name, ()), Settings()))
    assert {path.name for path in failed.iterdir()} == {f"{stage}{attempt}" for stage in STAGES for attempt in range(3)}


@pytest.mark.slow
def test_records_of_one_unit_are_those_of_a_plain_scan(session: Any, province: Province, tmp_path: Path) -> None:
    from detector.units.spark.scan import read_texts, scan_texts

    documents = province.documents[:14]
    texts, given = read_texts(session, None, documents, None, (), Settings(), "vi")
    report = scan_texts(texts, given, tmp_path)
    assert written(tmp_path) == expected(analyse(documents, settings=Settings()))
    assert report.units == ()


def test_keys_collide_in_a_shuffle_as_they_do_by_sorting(session: Any) -> None:
    import pyarrow as pa

    from detector.engines.spark import collide

    random = np.random.default_rng(3)
    keys, numbers = random.integers(0, 2**64 - 1, 50, dtype=np.uint64), np.arange(60)
    rows = [(key, number) for key in keys for number in random.permutation(numbers)[: random.integers(1, 20)]]
    rows += [(np.uint64(7), number) for number in numbers]  # one that everybody has
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    numbers_of_keys, common = columns[1].astype(np.int64), random.random(len(rows)) < 0.2
    postings = Postings(columns[0].astype(np.uint64), numbers_of_keys, numbers_of_keys % 5, common)
    values = (postings.keys.view(np.int64), postings.numbers, postings.groups, postings.common.astype(np.int64))
    frame = session.createDataFrame(pa.table([*map(pa.array, values)], names=["key", "number", "group", "common"]))
    by_shuffle = collide(frame, documents=60, cap=12, least=2000)
    by_sorting = local.collide(postings, documents=60, cap=12, least=2000)
    for name in ("left", "right", "weights"):
        assert np.array_equal(getattr(by_shuffle, name), getattr(by_sorting, name))
    assert by_shuffle.capped_keys == by_sorting.capped_keys > 0


def test_the_tables_have_the_columns_of_the_export_files(province: Province) -> None:
    pytest.importorskip("pyarrow", reason="the spark extra is not installed")
    from detector.units.spark.tables import RECORDS

    report = analyse(province.documents, settings=Settings())
    samples = {
        "submissions": record(report.submissions[0], "vi"),
        "pairs": record(report.pairs[0]),
        "passages": record(report.passages[0]),
        "clusters": record(Cluster("c1", ("a", "b", "c"), "text", "colleagues")),
    }
    for name, line in samples.items():
        assert RECORDS[name].names == list(line)
    assert [field.name for field in RECORDS["submissions"].field("shares").type] == list(SHARE_KEYS)


def test_documents_and_pairs_come_back_from_bytes(province: Province) -> None:
    text = province.documents[0].with_fields(sections=((3, "Ưu điểm"),), person="p")
    again = document_of(document_bytes(text))
    assert (again, again.person, again.key) == (text, "p", text.key)
    assert across_of(across_bytes([])) == []


def test_without_the_extra_one_message_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tôi dạy 12 tiết.", encoding="utf-8")
    code = (
        "import sys; sys.modules['pyspark'] = None\n"
        "sys.argv = ['detector', 'scan', '.', '--engine', 'spark', '-o', 'run']\n"
        "from detector.__main__ import main; main()"
    )
    path = os.pathsep.join([str(Path(storage.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert done.returncode == 1
    assert "pip install 'kiemdiem[spark]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_options_of_the_local_engine_are_refused(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from detector.cli import cli

    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    told = CliRunner().invoke(
        cli, ["scan", str(tmp_path), "--engine", "spark", "--semantic", "-o", str(tmp_path / "r")]
    )
    assert told.exit_code == 2
    assert "--semantic works with --engine local only" in told.output
