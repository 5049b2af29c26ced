"""Results of an earlier scan of the same input, taken over: files that were only renamed or moved cost nothing.

What is found depends on texts, fields, settings and code. The name of a file only breaks ties between equal texts, and
is quoted. So the results in the RUN folder hold again if the documents, in the order in which they were analysed, are
equal one by one but for id and path; then each new id stands in the place of an old one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from detector.documents import Document
from detector.hashes import digest
from detector.report import Report, Table
from detector.run_folder import READ_FILE
from detector.settings import Settings
from detector.shelf import Shelf
from detector.storage.code import program_key
from detector.storage.renamed import about, identity
from detector.storage.runfile import load_found_under
from detector.text.parts import TABLE, Keep, corpus_order
from detector.text.segmenter import model_version

Notes = Sequence[tuple[str, str]]
_PROGRAM_DIGITS = 12


def fingerprint(documents: Sequence[Document], settings: Settings, notes: Notes) -> str:
    """32 hex digits that stand for everything that the results of one unit depend on; about 30 µs a document.

    `notes` are what reading had to tell, which the report repeats. The first digits stand for the program alone.
    """
    program = program_key(model_version())
    rows = (json.dumps(identity(document)) for document in sorted(documents, key=corpus_order))
    parts = (part.encode() + b"\0" for part in (program, settings.key(), json.dumps(notes), *rows))
    return program[:_PROGRAM_DIGITS] + digest(parts).hex()[_PROGRAM_DIGITS:]


def kept_in(run: str | Path | None) -> Keep | None:
    """Where results about single texts are kept, for an analysis by this program."""
    return Keep(Shelf(Path(run) / READ_FILE, TABLE), program_key(model_version())) if run else None


def is_of_this_program(found_under: str) -> bool:
    """Whether results under this key were found by the very code that runs now."""
    return found_under.startswith(program_key(model_version())[:_PROGRAM_DIGITS])


def take_over(run: Path, found_under: str, documents: Sequence[Document], settings: Settings) -> Report | None:
    """The report of the RUN folder as a scan of these documents would give it; None if it is of another input.

    What was not read, and what was asked for beside it, such as the history of files, is not in it. A run file
    that is missing, damaged or changed since is no report.
    """
    earlier = load_found_under(run, found_under)
    if earlier is None:
        return None
    report = about(earlier, sorted(documents, key=corpus_order))
    return replace(
        report,
        settings=settings,
        skipped=Table(),
        file_histories=(),
        shared_histories=(),
        units=(),
        found_under=found_under,
        taken_over=True,
    )
