"""What the program puts into a RUN folder, by name: what no scan reads, and what goes when a person is removed."""

from __future__ import annotations

RUN_FILE = "run.sqlite"
LOCK_FILE = "run.lock"
REPORT_PAGE = "report.html"
DOOR_FILE = "open_review.html"  # opens the review page in the browser; there only while the server starts
READ_FILE = "read.sqlite"  # texts that were read, so that the next scan is quicker
UNITS_FOLDER = "units"  # results of single units, for the same
TABLES_FOLDER = "tables"  # of the Spark engine: all texts, in files that one text cannot be taken out of
UPLOADS_FOLDER = "uploads"
KEY_FOLDER = "key"  # which code of its exports is who
KEY_FILE = "pseudonym_key.csv"
