"""Columns of the frames between the stages, and of the Parquet tables at the end: the records of the export files."""

from __future__ import annotations

import pyarrow as pa

from detector.records import SHARE_KEYS

TEXTS = pa.schema([("unit", pa.string()), ("document", pa.binary())])

# One row for each submission, and one for the unit, which has the report and the head and no number.
UNITS = pa.schema(
    [
        ("unit", pa.string()),
        ("report", pa.binary()),
        ("head", pa.string()),
        ("number", pa.int64()),
        ("id", pa.string()),
        ("key", pa.string()),
        ("shingles", pa.list_(pa.int64())),
        ("common_shingles", pa.list_(pa.int64())),
    ]
)
WANTED = pa.schema([("unit", pa.string()), ("wanted", pa.string())])
PARTS = pa.schema([("unit", pa.string()), ("batch", pa.int64()), ("report", pa.binary())])
ACROSS = pa.schema([("batch", pa.int64()), ("pairs", pa.binary())])

_SHARES = pa.struct([(key, pa.float64()) for key in SHARE_KEYS])
_FINDING = pa.struct(
    [("kind", pa.string()), ("score", pa.float64()), ("threshold", pa.float64()), ("sentence", pa.string())]
)
RECORDS: dict[str, pa.Schema] = {
    "submissions": pa.schema(
        [
            *((name, pa.string()) for name in ("id", "path", "author", "unit")),
            ("year", pa.int64()),
            *((name, pa.string()) for name in ("role", "text")),
            ("syllables", pa.int64()),
            ("shares", _SHARES),
            ("own_shares", _SHARES),
            ("flags", pa.list_(pa.string())),
            ("findings", pa.list_(_FINDING)),
            *((name, pa.string()) for name in ("cluster", "self_rating", "key", "post", "period")),
            ("measures", pa.map_(pa.string(), pa.float64())),
        ]
    ),
    "pairs": pa.schema(
        [
            ("left_id", pa.string()),
            ("right_id", pa.string()),
            ("flagged", pa.bool_()),
            *((name, pa.float64()) for name in ("evidence", "jaccard", "cosine", "left_share", "right_share")),
            ("passages", pa.int64()),
            ("cluster", pa.string()),
            ("method", pa.string()),
            *((name, pa.float64()) for name in ("expected", "threshold")),
        ]
    ),
    "passages": pa.schema(
        [
            ("left_id", pa.string()),
            *((name, pa.int64()) for name in ("left_start", "left_end")),
            ("right_id", pa.string()),
            *((name, pa.int64()) for name in ("right_start", "right_end")),
            ("class", pa.string()),
            ("similarity", pa.float64()),
            ("spread", pa.int64()),
            ("rarity_bits", pa.float64()),
            ("flagged", pa.bool_()),
        ]
    ),
    "clusters": pa.schema(
        [("id", pa.string()), ("members", pa.list_(pa.string())), ("core", pa.string()), ("kind", pa.string())]
    ),
    "skipped": pa.schema([(name, pa.string()) for name in ("path", "reason", "detail")]),
}
# What a unit's task writes: each row is a record of one table. A part for the run file goes beside them.
OUTCOME = pa.schema([("part", pa.binary()), ("unit", pa.string()), *((n, pa.struct(s)) for n, s in RECORDS.items())])
