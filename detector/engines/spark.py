"""Spark: the same functions, on Arrow batches, wherever the master says. Imported only when it is asked for.

Rows are plain dictionaries here and columns in between; what is in them is the caller's business.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detector.engines import local
from detector.engines.base import Linked, Postings
from detector.errors import InputError, MissingExtraError
from detector.language import N_

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Row = dict[str, Any]
Rows = Callable[[list[Row]], Iterable[Row]]

_NO_JAVA = N_("Spark needs Java 17 or later, and there is none here. Install a Java runtime, or set JAVA_HOME.")
_BATCH_BYTES = 32 << 20  # texts and reports are long rows: a worker holds no more of them at a time
_CHUNK_ROWS = 500  # of what a function makes of a batch
_TASKS_PER_CORE = 4  # groups differ in size, so a core that is done early takes another


def require_spark() -> None:
    """Raises `MissingExtraError` where PySpark, or the Arrow that it needs here, is not installed."""
    if find_spec("pyarrow") is None or sys.modules.get("pyspark", True) is None or find_spec("pyspark") is None:
        raise MissingExtraError(N_("The Spark engine"), "spark")


@contextmanager
def spark_session(master: str) -> Iterator[SparkSession]:
    """A session that ends with the block, unless one was there before.

    Settings of the user's own (spark-defaults.conf, PYSPARK_SUBMIT_ARGS) stay; a local master listens on loopback
    alone. Raises `MissingExtraError` without PySpark, `InputError` without Java.
    """
    # PySpark warns of a pandas that is too new for it; no frame here goes through pandas.
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\b.*")
    try:
        import pyarrow  # noqa: F401
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtraError(N_("The Spark engine"), "spark") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise InputError(_NO_JAVA)
    existing = SparkSession.getActiveSession()
    if existing is not None:
        yield existing
        return
    builder = SparkSession.builder.master(master).appName("detector")
    for name, value in _settings(master).items():
        builder = builder.config(name, value)
    if _is_local(master):
        _let_workers_import()
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _is_local(master: str) -> bool:
    return master.startswith("local")


def _settings(master: str) -> dict[str, str]:
    always = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxBytesPerBatch": str(_BATCH_BYTES),
    }
    if not _is_local(master):
        return always
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return always | {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


def _let_workers_import() -> None:
    """Local workers are new interpreters: this one again, with this package found where it was, installed or not."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    home = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if home not in known:
        os.environ["PYTHONPATH"] = os.pathsep.join([home, *filter(None, known)])


@contextmanager
def described(session: SparkSession, what: str) -> Iterator[None]:
    """Names the jobs of the block in Spark's own pages and logs."""
    session.sparkContext.setJobDescription(what)
    try:
        yield
    finally:
        session.sparkContext.setJobDescription("")


def frame_of(session: SparkSession, rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> DataFrame:
    """Rows of this process as a frame."""
    import pyarrow as pa

    frame: DataFrame = session.createDataFrame(pa.Table.from_pylist([*rows], schema=schema))
    return frame


def map_groups(frame: DataFrame, key: str, function: Rows, schema: pa.Schema, groups: int) -> DataFrame:
    """``function`` of all rows of a group, as one task; a group must fit into the memory of a worker."""
    tasks = max(1, min(groups, _TASKS_PER_CORE * frame.sparkSession.sparkContext.defaultParallelism))
    spread = frame.repartition(tasks, key)
    # Spark reads type hints to learn the form of a function; one without hints is a function of tables.
    return spread.groupBy(key).applyInArrow(lambda table: _table(function, schema, table), _spark_schema(schema))


def map_rows(frame: DataFrame, function: Rows, schema: pa.Schema) -> DataFrame:
    """``function`` of batches of rows, where they are."""
    return frame.mapInArrow(partial(_batches, function, schema), _spark_schema(schema))


def collected(frame: DataFrame) -> Iterator[Row]:
    """All rows, in this process."""
    for batch in frame.toArrow().to_batches():
        yield from batch.to_pylist()


def collide(postings: DataFrame, *, documents: int, cap: int, least: int) -> Linked:
    """As `detector.engines.local.collide`; `postings` has ``key, number, group`` (long) and
    ``common`` (0 or 1).

    One shuffle brings equal keys together, a second one equal pairs. A key that very many documents have is a long list
    in one task and costs its length, not the square of it.
    """
    from pyspark.sql import functions

    session = postings.sparkSession
    partitions = int(session.conf.get("spark.sql.shuffle.partitions") or 200)
    tasks = min(partitions, _TASKS_PER_CORE * session.sparkContext.defaultParallelism)
    links = postings.repartition(tasks, "key").mapInArrow(
        partial(_links, documents, cap), "left long, right long, weight long"
    )
    summed = links.groupBy("left", "right").agg(functions.sum("weight").alias("weight"))
    table = summed.where((functions.col("weight") >= least) | (functions.col("left") < 0)).toArrow()
    left, right, weight = (table[name].to_numpy().astype(np.int64) for name in ("left", "right", "weight"))
    pairs = left >= 0
    order = np.lexsort((right[pairs], left[pairs]))
    left_sorted, right_sorted, weight_sorted = (column[pairs][order] for column in (left, right, weight))
    return Linked(left_sorted, right_sorted, weight_sorted, int(weight[~pairs].sum()))


_NONE = (np.zeros(0, np.int64),) * 4
# The row that tells of keys above the cap among those that tell of pairs.
_CAPPED = -1


def _links(documents: int, cap: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    held = [[column.to_numpy(zero_copy_only=False) for column in batch.columns] for batch in batches]
    key, number, group, common = (np.concatenate(column) for column in zip(_NONE, *held, strict=True))
    postings = Postings(key.view(np.uint64), number, group, common.astype(bool))
    found = local.collide(postings, documents=documents, cap=cap, least=0)
    columns = zip((_CAPPED, _CAPPED, found.capped_keys), (found.left, found.right, found.weights), strict=True)
    arrays = [pa.array(np.append(values, last), pa.int64()) for last, values in columns]
    yield pa.RecordBatch.from_arrays(arrays, names=["left", "right", "weight"])


def _table(function: Rows, schema: pa.Schema, table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist([*function(table.to_pylist())], schema=schema)


def _batches(function: Rows, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        made = iter(function(batch.to_pylist()))
        while rows := list(islice(made, _CHUNK_ROWS)):
            yield from pa.Table.from_pylist(rows, schema=schema).to_batches()


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
