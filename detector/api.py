"""The library's front door: `scan`, `compare`, `evaluate`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detector.analysis import Progress, Stopwatch, analyse, open_encoder
from detector.documents import Document, Role, SkippedFile
from detector.errors import InputError
from detector.matches import Passage
from detector.readers.ingest import read_paths
from detector.report import Report
from detector.roster import apply_roster, read_roster, without_roster
from detector.settings import Settings
from detector.text.fields import with_fields

if TYPE_CHECKING:
    from detector.evaluation.evaluate import Evaluation

Paths = Iterable[str | Path]


def scan(
    paths: Paths,
    *,
    forms: Paths = (),
    references: Paths = (),
    previous: Paths = (),
    roster: str | Path | None = None,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    semantic: bool | str | Path = False,
) -> Report:
    """Reads the submissions below `paths` and tells what of each text is whose.

    Args:
        paths: files and folders of submissions.
        forms: the unit's blank form or filled model, beside the official forms that ship with the package.
        references: known sample texts.
        previous: earlier submissions, matched to persons by name.
        roster: the unit's people (.xlsx, .csv): file or name -> person, unit, year, post; overrides what the texts say.
        jobs: processes for reading and word segmentation.
        progress: told (stage, done, total); total 0 where it is not known.
        semantic: compares the meaning of pairs that words leave open, with the packaged model (extra ``semantic``) or
            the sentence-embedding model in this folder. 14 to 55 sentences a second on two cores.

    Raises:
        InputError: a path does not exist, the roster is none, or nothing at all could be read.
        MissingExtraError: `semantic` without its package.
    """
    settings = settings or Settings()
    watch = Stopwatch(progress)
    encoder = open_encoder(semantic, jobs=jobs)  # first: a missing package should not cost a scan
    people = read_roster(Path(roster), settings) if roster else []  # so should a roster that is none
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    notes: list[tuple[str, str]] = []
    with watch.stage("read"):
        for role, group in _by_role(paths, previous, references, forms):
            reading = read_paths(group, role=role, settings=settings, jobs=jobs, progress=_reading(watch))
            documents.extend(reading.documents)
            skipped.extend(reading.skipped)
        documents = [with_fields(document) for document in _unique_ids(documents)]
        if roster:
            documents, notes = apply_roster(people, without_roster(documents, Path(roster)), skipped)
    if not any(document.role is Role.SUBMISSION for document in documents):
        raise InputError(_nothing_read(skipped))
    return analyse(documents, skipped, settings=settings, jobs=jobs, watch=watch, encoder=encoder, notes=notes)


def compare(left: str, right: str, *, settings: Settings | None = None) -> list[Passage]:
    """Passages that two texts have in common, in any language written with spaces, ordered by the left text.

    Offsets are half-open characters of the arguments. Nothing is known of who else has the text, so `spread` is 2.
    """
    from detector.matching.textalign.passages import compare_texts

    return compare_texts(left, right, min_tokens=(settings or Settings()).min_passage_syllables)


def evaluate(report: Report, labels: Path | str | Mapping[str, Any]) -> Evaluation:
    """Precision and recall of a report against labels; see `detector.evaluation.evaluate`."""
    from detector.evaluation.evaluate import evaluate as measure

    return measure(report, labels)


def _by_role(paths: Paths, previous: Paths, references: Paths, forms: Paths) -> list[tuple[Role, list[Path]]]:
    groups = (
        (Role.SUBMISSION, paths),
        (Role.PREVIOUS, previous),
        (Role.REFERENCE, references),
        (Role.FORM, forms),
    )
    listed = [(role, [Path(path) for path in group]) for role, group in groups]
    missing = [str(path) for _, group in listed for path in group if not path.exists()]
    if missing:
        raise InputError("\n".join(f"{path}: no such file or folder." for path in missing))
    return [(role, group) for role, group in listed if group]


def _unique_ids(documents: Sequence[Document]) -> list[Document]:
    """An id that two roles have is prefixed with the role in all but the submission."""
    taken: set[str] = set()
    result = []
    for document in documents:
        id = document.id if document.id not in taken else f"{document.role}/{document.id}"
        taken.add(id)
        result.append(document if id == document.id else document.with_fields(id=id))
    return result


def _reading(watch: Stopwatch) -> Any:
    return lambda done, total: watch.tell("read", done, total)


def _nothing_read(skipped: Sequence[SkippedFile]) -> str:
    if not skipped:
        return "There is no file to read there. Name a folder with .docx, .pdf or .txt files."
    reasons = "\n".join(f"  {file.path}: {file.reason.value}. {file.detail}" for file in skipped[:10])
    return f"None of {len(skipped)} files could be read:\n{reasons}"
