"""The schema of a run file, as numbered steps. A step that was released is never changed: add the next one.

Results are replaced by each scan. `decision_log`, `exclusion_log` and `access_log` are append-only and outlive them:
their rows name persons and content keys, no document row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial

from detector.result_files import RUN_ID
from detector.storage.old_nulls import name_methods

APPLICATION_ID = RUN_ID  # tells a run file from any other SQLite database

# Emptied and filled again by each scan, children before parents.
RESULT_TABLES = (
    "overlay_cache",
    "common_below",
    "crowd_members",
    "shared_text_places",
    "shared_text_people",
    "shared_texts",
    "nulls",
    "hidden_words",
    "units",
    "shared_histories",
    "file_histories",
    "timings",
    "scan_notes",
    "learnt_lines",
    "skipped",
    "cluster_members",
    "clusters",
    "passages",
    "pairs",
    "findings",
    "submissions",
    "documents",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Runs the steps that the file has not had yet; the caller holds the transaction."""
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    for step in MIGRATIONS[done:]:
        step(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _run(statements: Sequence[str], connection: sqlite3.Connection) -> None:
    for statement in statements:
        connection.execute(statement)


_RESULTS = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Submissions first, in the order of the report, then the references, earlier texts and forms.
    """CREATE TABLE documents (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, text TEXT NOT NULL, role TEXT NOT NULL,
        author TEXT, unit TEXT, year INTEGER, post TEXT, self_rating TEXT, key TEXT NOT NULL,
        blocks TEXT NOT NULL, notes TEXT NOT NULL, period TEXT, sections TEXT NOT NULL)""",
    "CREATE INDEX documents_key ON documents (key)",
    """CREATE TABLE submissions (
        document_row INTEGER PRIMARY KEY REFERENCES documents, syllables INTEGER NOT NULL, shares TEXT NOT NULL,
        own_shares TEXT, cluster TEXT, marks TEXT NOT NULL, measures TEXT NOT NULL)""",
    """CREATE TABLE findings (
        document_row INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL, kind TEXT NOT NULL,
        score REAL NOT NULL, threshold REAL NOT NULL, facts TEXT NOT NULL, evidence TEXT NOT NULL,
        PRIMARY KEY (document_row, position)) WITHOUT ROWID""",
    "CREATE INDEX findings_kind ON findings (kind, score)",
    """CREATE TABLE pairs (
        row INTEGER PRIMARY KEY, left_row INTEGER NOT NULL REFERENCES documents,
        right_row INTEGER NOT NULL REFERENCES documents, flagged INTEGER NOT NULL, evidence REAL NOT NULL,
        jaccard REAL NOT NULL, cosine REAL NOT NULL, left_share REAL NOT NULL, right_share REAL NOT NULL,
        passages INTEGER NOT NULL, cluster TEXT, expected REAL, rewritten INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX pairs_left ON pairs (left_row, right_row)",
    "CREATE INDEX pairs_right ON pairs (right_row)",
    "CREATE INDEX pairs_flagged ON pairs (flagged, evidence)",
    """CREATE TABLE passages (
        row INTEGER PRIMARY KEY, left_row INTEGER NOT NULL REFERENCES documents, left_start INTEGER NOT NULL,
        left_end INTEGER NOT NULL, right_row INTEGER NOT NULL REFERENCES documents, right_start INTEGER NOT NULL,
        right_end INTEGER NOT NULL, kind TEXT NOT NULL, similarity REAL NOT NULL, spread INTEGER NOT NULL,
        rarity_bits REAL NOT NULL)""",
    "CREATE INDEX passages_pair ON passages (left_row, right_row)",
    "CREATE INDEX passages_right ON passages (right_row)",
    "CREATE TABLE clusters (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, core TEXT NOT NULL, kind TEXT NOT NULL)",
    """CREATE TABLE cluster_members (
        cluster_row INTEGER NOT NULL REFERENCES clusters, position INTEGER NOT NULL,
        document_row INTEGER NOT NULL REFERENCES documents,
        PRIMARY KEY (cluster_row, position)) WITHOUT ROWID""",
    "CREATE INDEX cluster_members_document ON cluster_members (document_row)",
    "CREATE TABLE skipped (row INTEGER PRIMARY KEY, path TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL)",
    """CREATE TABLE learnt_lines (
        row INTEGER PRIMARY KEY, text TEXT NOT NULL, documents INTEGER NOT NULL, total INTEGER NOT NULL)""",
    "CREATE TABLE scan_notes (row INTEGER PRIMARY KEY, code TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE TABLE timings (row INTEGER PRIMARY KEY, stage TEXT NOT NULL, seconds REAL NOT NULL)",
)

_DECISIONS = (
    # A decision on one person has no right side. `detail` is JSON for what later kinds of decision need.
    """CREATE TABLE decision_log (
        row INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL,
        left_person TEXT NOT NULL, right_person TEXT, left_key TEXT NOT NULL, right_key TEXT,
        decision TEXT NOT NULL, reason TEXT, note TEXT, detail TEXT NOT NULL DEFAULT '{}')""",
    "CREATE INDEX decision_log_persons ON decision_log (left_person, right_person)",
    "CREATE INDEX decision_log_keys ON decision_log (left_key, right_key)",
    """CREATE TRIGGER decision_log_keeps_rows BEFORE DELETE ON decision_log
        BEGIN SELECT RAISE(ABORT, 'decisions are never deleted: append the one that takes it back'); END""",
    """CREATE TRIGGER decision_log_keeps_values BEFORE UPDATE ON decision_log
        BEGIN SELECT RAISE(ABORT, 'decisions are never changed: append the one that corrects it'); END""",
)

_EXCLUSIONS = (
    # A form that is sent twice (a reload, a server that died after it wrote) is one decision: `once` names the form.
    """CREATE UNIQUE INDEX decision_log_once ON decision_log (json_extract(detail, '$.once'))
        WHERE json_extract(detail, '$.once') IS NOT NULL""",
    # `action` is exclude or undo; an undo names the row it takes back. `anchors` is JSON: [[person, key, start, end]].
    """CREATE TABLE exclusion_log (
        row INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, action TEXT NOT NULL,
        undoes INTEGER REFERENCES exclusion_log, kind TEXT, text TEXT, anchors TEXT NOT NULL DEFAULT '[]',
        note TEXT, once TEXT UNIQUE)""",
    """CREATE TRIGGER exclusion_log_keeps_rows BEFORE DELETE ON exclusion_log
        BEGIN SELECT RAISE(ABORT, 'exclusions are never deleted: append the row that takes it back'); END""",
    """CREATE TRIGGER exclusion_log_keeps_values BEFORE UPDATE ON exclusion_log
        BEGIN SELECT RAISE(ABORT, 'exclusions are never changed: append the row that takes it back'); END""",
)

_ACCESSES = (
    # `subjects` is JSON: [[person, key], ...]; `visit` names a browser's session where no reviewer was named.
    """CREATE TABLE access_log (
        row INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, visit TEXT NOT NULL,
        page TEXT NOT NULL, subjects TEXT NOT NULL DEFAULT '[]', detail TEXT NOT NULL DEFAULT '{}')""",
    "CREATE INDEX access_log_visit ON access_log (visit, reviewer)",
    """CREATE TRIGGER access_log_keeps_rows BEFORE DELETE ON access_log
        BEGIN SELECT RAISE(ABORT, 'the log of what was opened is never cut'); END""",
    """CREATE TRIGGER access_log_keeps_values BEFORE UPDATE ON access_log
        BEGIN SELECT RAISE(ABORT, 'the log of what was opened is never changed'); END""",
)

_EXPORTS = (
    # Where results went, so that whoever removes a person knows what else to look at. `path` is absolute.
    """CREATE TABLE export_log (
        row INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, format TEXT NOT NULL, path TEXT NOT NULL,
        names INTEGER NOT NULL)""",
)

_HISTORIES = (
    # Only where the scan was asked for it. The identifiers themselves are not kept, only how many there were.
    """CREATE TABLE file_histories (
        document_row INTEGER PRIMARY KEY REFERENCES documents, author TEXT, last_modified_by TEXT, created TEXT,
        modified TEXT, identifiers INTEGER NOT NULL, left_out INTEGER NOT NULL)""",
    """CREATE TABLE shared_histories (
        row INTEGER PRIMARY KEY, left_row INTEGER NOT NULL REFERENCES documents,
        right_row INTEGER NOT NULL REFERENCES documents, identifiers INTEGER NOT NULL, files INTEGER NOT NULL,
        same_created INTEGER NOT NULL, expected REAL NOT NULL)""",
    "CREATE UNIQUE INDEX shared_histories_pair ON shared_histories (left_row, right_row)",
)

_UNITS = (
    # Only where several units were scanned side by side. `ratings` (submissions by self-rating) and `aliases` are JSON.
    """CREATE TABLE units (
        row INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, submissions INTEGER NOT NULL, flagged INTEGER NOT NULL,
        ratings TEXT NOT NULL, pairs_inside INTEGER NOT NULL, pairs_across INTEGER NOT NULL, aliases TEXT NOT NULL)""",
)

_LOG_CHAIN = (
    # A link for each row of the logs, in the order in which they were written; see `detector.storage.chain`.
    """CREATE TABLE log_chain (
        row INTEGER PRIMARY KEY AUTOINCREMENT, log TEXT NOT NULL, log_row INTEGER, nonce TEXT,
        detail TEXT NOT NULL DEFAULT '', hash TEXT NOT NULL)""",
    """CREATE TRIGGER log_chain_keeps_rows BEFORE DELETE ON log_chain
        BEGIN SELECT RAISE(ABORT, 'the links of the logs are never deleted'); END""",
    """CREATE TRIGGER log_chain_keeps_values BEFORE UPDATE ON log_chain
        BEGIN SELECT RAISE(ABORT, 'the links of the logs are never changed'); END""",
)

_OVERLAY_CACHE = (
    # What the review page worked out after passages were set aside: numbers and rows, by the state they belong to.
    "CREATE TABLE overlay_cache (stamp TEXT PRIMARY KEY, value TEXT NOT NULL)",
)

_HIDDEN_WORDS = (
    # What files hold and do not show. `at` is the character of the text before which the words stood.
    """CREATE TABLE hidden_words (
        document_row INTEGER NOT NULL REFERENCES documents, position INTEGER NOT NULL, at INTEGER NOT NULL,
        text TEXT NOT NULL, hiding TEXT NOT NULL, place TEXT NOT NULL,
        PRIMARY KEY (document_row, position)) WITHOUT ROWID""",
)

_PERSONS = (
    # Equal for all texts of one person, as the scan found it; NULL in what was scanned before, and without a name.
    "ALTER TABLE documents ADD COLUMN person TEXT",
)

_UNJUDGED = (
    # What judging at another threshold needs besides; empty in what was scanned before.
    """CREATE TABLE crowd_members (
        crowd INTEGER NOT NULL, position INTEGER NOT NULL, document_row INTEGER NOT NULL REFERENCES documents,
        PRIMARY KEY (crowd, position)) WITHOUT ROWID""",
    """CREATE TABLE common_below (
        row INTEGER PRIMARY KEY, document_row INTEGER NOT NULL REFERENCES documents, "start" INTEGER NOT NULL,
        "end" INTEGER NOT NULL)""",
)

_DIGESTS = (
    # Digest of a file as it was written, so that only such a file is ever removed; NULL in what was written before.
    "ALTER TABLE export_log ADD COLUMN digest TEXT",
)

MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    partial(_run, _RESULTS),
    partial(_run, _DECISIONS),
    partial(_run, _EXCLUSIONS),
    partial(_run, _ACCESSES),
    partial(_run, _EXPORTS),
    partial(_run, _HISTORIES),
    partial(_run, _UNITS),
    partial(_run, _OVERLAY_CACHE),
    partial(_run, _HIDDEN_WORDS),
    name_methods,
    partial(_run, _PERSONS),
    partial(_run, _LOG_CHAIN),
    partial(_run, _UNJUDGED),
    partial(_run, _DIGESTS),
)
