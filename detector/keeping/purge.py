"""Removing a person from a run, or a run from the disk, and saying what could not be reached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detector.documents import Document
from detector.errors import DetectorError, DiskFullError, InputError, RunFileError
from detector.keeping.erase import erase
from detector.keeping.persons import Person, find_person, mentions
from detector.keeping.traces import files_with, packed_files, pieces_of
from detector.keeping.wipe import blank, wipe, wipe_tree
from detector.language import N_
from detector.report import Report
from detector.run_folder import (
    DOOR_FILE,
    KEY_FOLDER,
    LOCK_FILE,
    READ_FILE,
    REPORT_PAGE,
    RUN_FILE,
    TABLES_FOLDER,
    UNITS_FOLDER,
    UPLOADS_FOLDER,
)
from detector.storage import load, run_lock
from detector.storage.exports import Exported, exports_of
from detector.text.cache import cache_folder, open_cache
from detector.text.columns import cache_keys

_SIDE_FILES = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Purged:
    """What was done, and what somebody still has to look at.

    Attributes:
        texts: how many texts went.
        mentioned: ids of other people's texts in which the name was blotted.
        log_rows: rows of the logs that went.
        forgotten: entries of the word cache.
        files: files of the run folder that were removed.
        exports: files that were exported from this run and are left: changed since, not there any more, saved by a
            browser, or kept on request. What was still as it was written went and stands in `files`.
        originals: source files outside the run folder, which are not touched.
        shared_sources: uploaded files that hold other people's texts too and so were left.
        traces: files of the run folder in which the name or a sentence still stands, and packed ones that others
            put there, into which no search sees.
        disk_was_full: so the report page went, to make room.
    """

    texts: int
    mentioned: tuple[str, ...] = ()
    log_rows: int = 0
    forgotten: int = 0
    files: tuple[Path, ...] = ()
    exports: tuple[Exported, ...] = ()
    originals: tuple[str, ...] = ()
    shared_sources: tuple[Path, ...] = ()
    traces: tuple[Path, ...] = ()
    disk_was_full: bool = False


def purge_person(run: Path, wanted: str, *, keep_exports: bool = False) -> Purged:
    """Removes every text by this name, or the text with this id, all that hangs on it, and exported files.

    Raises `InputError` where nobody is meant, `RunFileError` where the run cannot be written; then it is unchanged.
    """
    with run_lock(run):
        before = load(run)
        person = find_person(before, wanted)
        mentioned = mentions(before, person)
        exported = exports_of(run)
        quicker = _forget_quicker(run)  # first: it makes room on a disk that is full
        after, log_rows, is_full, removed = _erase(run, person)
        forgotten = _forget(person.documents)
        uploaded, shared = _uploads(run, person, after)
        removed += uploaded
        gone, exported = _exports(exported, keep_exports)
        removed += gone
        removed += [*quicker, *_renew_page(run, after)]
    known = [run / name for name in (RUN_FILE, UPLOADS_FOLDER)]
    words = [*person.names, *pieces_of((one.text for one in person.documents), after)]
    return Purged(
        texts=len(person.documents),
        mentioned=tuple(mentioned),
        log_rows=log_rows,
        forgotten=forgotten,
        files=tuple(removed),
        exports=tuple(exported),
        originals=tuple(dict.fromkeys(one.path for one in person.documents if not _inside(run, one.path))),
        shared_sources=tuple(shared),
        traces=tuple(sorted({*files_with(run, words), *packed_files(run, known=known)})),
        disk_was_full=is_full,
    )


def require_run(run: Path) -> None:
    """Raises `RunFileError` for a folder that is no run."""
    if not (run / RUN_FILE).is_file():
        raise RunFileError(
            N_("{run}: not a run, it has no {run_file}. Nothing was removed.").format(run=run, run_file=RUN_FILE)
        )


def _erase(run: Path, person: Person) -> tuple[Report, int, bool, list[Path]]:
    """The report afterwards, rows of the logs that went, whether the disk was full, and files that made room.

    On a full disk the report page goes, which can be written again, and the run file is changed in place.
    """
    day, page = datetime.now(UTC).date().isoformat(), run / REPORT_PAGE
    try:
        return *erase(run, person, day), False, []
    except DiskFullError:
        with _told(run):
            removed = [page] if wipe(page) else []
    try:
        return *erase(run, person, day), True, removed
    except DiskFullError:
        return *erase(run, person, day, in_place=True), True, removed


def purge_run(run: Path, *, keep_exports: bool = False) -> Purged:
    """Removes all that this program put into the folder, exported files, and the folder if nothing else is there.

    A damaged run goes too; its word cache then stays, and exports are not known. Raises `RunFileError`.
    """
    require_run(run)
    report, exported = _last_look(run)
    documents = report.documents() if report else ()
    with run_lock(run):
        forgotten = _forget(documents)
        removed = [*_forget_quicker(run), *_own_files(run)]
        with _told(run):
            count = wipe_tree(run / UPLOADS_FOLDER) if (run / UPLOADS_FOLDER).is_dir() else 0
            for path in removed:
                wipe(path)
        gone, exported = _exports(exported, keep_exports)
        removed += gone
    with suppress(OSError):  # on Windows the lock can go only now
        (run / LOCK_FILE).unlink(missing_ok=True)
    with suppress(OSError):
        run.rmdir()
    return Purged(
        texts=len(documents),
        forgotten=forgotten,
        files=(*removed, *([run / UPLOADS_FOLDER] if count else [])),
        exports=tuple(exported),
        originals=tuple(dict.fromkeys(one.path for one in documents if not _inside(run, one.path))),
        traces=tuple(path for path in sorted(run.rglob("*")) if path.is_file()) if run.is_dir() else (),
    )


def _exports(exported: Sequence[Exported], keep: bool) -> tuple[list[Path], list[Exported]]:
    """Files that went, and exports that are left. Only what is byte for byte as it was written goes."""
    gone: list[Path] = []
    left: list[Exported] = []
    for one in exported:
        is_gone = False
        if not keep and one.is_as_written:
            with suppress(OSError):  # in a folder that may only be read: told as left
                is_gone = wipe(Path(one.path))
        if is_gone:
            gone.append(Path(one.path))
        else:
            left.append(one)
    return gone, left


def _forget(documents: Sequence[Document]) -> int:
    """Out of the caches of this user: word boundaries by text; vectors of sentences cannot be told apart, so all."""
    folder = cache_folder()
    for path in folder.glob("meanings-*.sqlite*") if documents and folder else ():
        with suppress(OSError):
            wipe(path)
    return open_cache().forget(cache_keys(documents)) if documents else 0


def _forget_quicker(run: Path) -> list[Path]:
    """All of it: it holds many people's texts, packed, and only saves time."""
    with _told(run):
        removed = [path for path in sorted(run.glob(f"{READ_FILE}*")) if wipe(path)]
        for folder in (run / UNITS_FOLDER, run / TABLES_FOLDER, run / KEY_FOLDER):
            if folder.is_dir():
                wipe_tree(folder)
                removed.append(folder)
    return removed


def _renew_page(run: Path, report: Report) -> list[Path]:
    """The report page again, in its language, where there is one; gone where there is no room to write it."""
    from detector.writers.base import replacing
    from detector.writers.html.page import render_page

    page = run / REPORT_PAGE
    if not page.is_file():
        return []
    with page.open("rb") as stream:
        found = re.search(rb'<html lang="(vi|en)"', stream.read(4096))
    renewed = render_page(report, lang=found[1].decode() if found else "vi")
    try:
        with replacing(page) as draft:
            draft.write_text(renewed, encoding="utf-8", newline="\n")
            blank(page)
    except InputError:
        return [page] if wipe(page) else []
    return []


def _uploads(run: Path, person: Person, after: Report) -> tuple[list[Path], list[Path]]:
    """Uploaded files of the person: removed, and those that hold other people's texts too and so were left."""
    kept = {source for one in after.documents() if (source := _source(run, one.path))}
    sources = dict.fromkeys(source for one in person.documents if (source := _source(run, one.path)))
    with _told(run):
        removed = [source for source in sources if source not in kept and wipe(source)]
    return removed, [source for source in sources if source in kept]


def _source(run: Path, shown: str) -> Path | None:
    """The file below the uploads that a text was read from: its path, or that of the archive or table it is in."""
    if not _inside(run, shown):
        return None
    ends = [len(shown), *(match.start() for match in re.finditer(r"[!#]", shown))]
    paths = (Path(shown[:end]) for end in sorted(ends, reverse=True))
    return next((path for path in paths if path.is_file()), None)


def _inside(run: Path, shown: str) -> bool:
    folder = unicodedata.normalize("NFC", str((run / UPLOADS_FOLDER).resolve()))
    return unicodedata.normalize("NFC", str(Path(shown).resolve())).startswith(folder)


def _last_look(run: Path) -> tuple[Report | None, list[Exported]]:
    """What the run holds, as far as it can be read."""
    try:
        return load(run), exports_of(run)
    except DetectorError:
        return None, []


def _own_files(run: Path) -> Iterator[Path]:
    """What scans and this program's other commands write into a run folder."""
    names = [
        REPORT_PAGE,
        DOOR_FILE,
        *(RUN_FILE + end for end in _SIDE_FILES),
        RUN_FILE,
    ]  # the run file last: it says what this is
    return (path for name in names if (path := run / name).is_file())


@contextmanager
def _told(run: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunFileError(
            N_(
                "{filename}: cannot be removed ({reason}). Close the programs that use it and run"
                " the same command again; what was removed stays removed."
            ).format(filename=error.filename or run, reason=error.strerror)
        ) from error
