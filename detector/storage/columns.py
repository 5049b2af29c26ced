"""The columns of the result tables by name, in the order in which rows are written and read."""

from __future__ import annotations

from collections.abc import Sequence
from sqlite3 import Connection, Cursor
from typing import Any

# One for each table but `overlay_cache`, which belongs to the review page.
COLUMNS = {
    "documents": "row, id, path, text, role, author, unit, year, post, self_rating, key, blocks, notes, period, "
    "sections, person",
    "hidden_words": "document_row, position, at, text, hiding, place",
    "submissions": "document_row, syllables, shares, own_shares, cluster, marks, measures",
    "findings": "document_row, position, kind, score, threshold, facts, evidence",
    "pairs": "row, left_row, right_row, flagged, evidence, jaccard, cosine, left_share, right_share, passages, "
    "cluster, expected, method, threshold",
    "passages": "row, left_row, left_start, left_end, right_row, right_start, right_end, kind, similarity, spread, "
    "rarity_bits, flagged",
    "clusters": "row, id, core, kind",
    "cluster_members": "cluster_row, position, document_row",
    "skipped": "row, path, reason, detail",
    "learnt_lines": "row, text, documents, total",
    "scan_notes": "row, code, detail",
    "timings": "row, stage, seconds",
    "file_histories": "document_row, author, last_modified_by, created, modified, identifiers, left_out",
    "shared_histories": "row, left_row, right_row, identifiers, files, same_created, expected",
    "units": "row, name, submissions, flagged, ratings, pairs_inside, pairs_across, aliases",
    "nulls": "row, method, unit, threshold, level, exceedances, scale",
    "crowd_members": "crowd, position, document_row",
    "common_below": 'row, document_row, start, "end"',
    "shared_texts": "row, id, text, syllables",
    "shared_text_people": "shared_row, position, document_row",
    "shared_text_places": 'shared_row, position, document_row, start, "end"',
}


def rows_of(
    connection: Connection, table: str, condition: str = "1 ORDER BY 1, 2", values: Sequence[Any] = ()
) -> Cursor:
    """The rows of a result table for which an SQL condition of this package's own holds."""
    return connection.execute(f"SELECT {COLUMNS[table]} FROM {table} WHERE {condition}", values)
