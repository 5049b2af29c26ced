"""The library's front door: `scan`, `compare`, `evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from detector.bars import drawn
from detector.checks import check_options, check_report, check_texts, checked_settings, no_submission, run_folder
from detector.documents import Document, Role, SkippedFile
from detector.errors import InputError
from detector.inputs import Given, Texts, told_apart, unique_ids, with_known
from detector.intake.codes import named_by_code
from detector.intake.listing import ListedFile, listed_files
from detector.intake.read import Intake, read_all
from detector.keeping.reuse import fingerprint, kept_in, take_over
from detector.language import N_
from detector.lean import import_early
from detector.matches import Passage
from detector.outside import check_outside, resources_in_use
from detector.parallel import Workers
from detector.report import Report, Table
from detector.roster import Entry, apply_roster, read_roster
from detector.run_folder import RUN_FILE
from detector.scratch import Scratch
from detector.settings import Settings
from detector.stopwatch import Progress, Stopwatch
from detector.storage.runfile import require_room
from detector.text.fields import with_fields
from detector.text.heads.among import agreed, with_years_said

if TYPE_CHECKING:
    from detector.evaluation.evaluate import Evaluation
    from detector.matching.semantic import Encoder


def scan(
    paths: Texts,
    *,
    forms: Texts = (),
    references: Texts = (),
    previous: Texts = (),
    roster: str | Path | None = None,
    settings: Settings | None = None,
    jobs: int = 1,
    progress: Progress | bool | None = None,
    semantic: bool | str | Path = False,
    units: bool = False,
    run: str | Path | None = None,
    document_history: bool = False,
    resources: str | Path | None = None,
    add: bool = False,
    save_results: bool = True,
    told: Callable[[Sequence[tuple[str, str]]], None] | None = None,
) -> Report:
    """Reads the submissions below `paths` and tells what of each text is whose.

    Args:
        paths: the submissions: one file or folder or several, ``{name: text}``, dictionaries or a data frame (pandas,
            polars, Arrow) with the columns text, id, author, unit, year, post, period, role, or `Document`s; see
            `detector.inputs`. The three below likewise.
        forms: the unit's blank form or filled model, beside the official forms that ship with the package.
        references: known sample texts.
        previous: earlier submissions, matched to persons by name.
        roster: the unit's people (.xlsx, .csv): file or name -> person, unit, year, post; overrides what the texts say.
        jobs: processes for reading and word segmentation.
        progress: called with (stage, done, total), total 0 where it is not known; True draws bars.
        semantic: compares the meaning of pairs that words leave open, with the packaged model (extra ``semantic``) or
            the sentence-embedding model in this folder. 14 to 55 sentences a second on two cores.
        units: each folder right below `paths` is a unit of its own, analysed alone; then copying between units is
            looked for. A text outside such a folder is of the unit that the roster, its list or its header names.
        run: a RUN folder for the results (`detector.open(run)`) and for what was read, and with `units` each finished
            unit, so that a scan that was broken off goes on and a later one does only what changed. Results of the
            same texts, files renamed or not, are taken over. Holds texts: confidential.
        document_history: also reads who saved the Word files and when, and tells which have a common past.
        resources: a folder with own forms, rules, stock clauses and header labels; see ``docs/extending.md``.
        add: adds the texts to those of `run`, whose settings hold and whose files are not read again: the next month.
        save_results: False where the caller saves them, holding the lock of `run`.
        told: called with what there is to tell about the reading, as (code, detail), before anything is compared.

    Raises:
        InputError: an argument is not what it should be, a path does not exist, or nothing at all could be read.
        MissingExtraError: `semantic` without its package.
    """
    switches = {"units": units, "document_history": document_history, "add": add, "save_results": save_results}
    check_options(jobs, {"roster": roster, "run": run, "resources": resources}, semantic, switches, told)
    earlier = _run_to_grow(run, units=units) if add else None
    settings = earlier.settings if earlier and settings is None else checked_settings(settings)
    given = told_apart(settings, paths=paths, previous=previous, references=references, forms=forms)
    given = with_known(given, earlier.documents(), earlier.skipped) if earlier else given
    how = _How(roster, jobs, run, semantic, units, document_history, told)
    with drawn(progress) as tell, resources_in_use(resources):
        check_outside()
        if run and save_results:
            return _scan_and_save(given, settings, how, Stopwatch(tell), Path(run))
        return _scan_given(given, settings, how, Stopwatch(tell))


def _run_to_grow(run: str | Path | None, *, units: bool) -> Report:
    """The report of the run that texts are added to. Raises `InputError`."""
    if run is None:
        raise InputError(
            N_("add: expected the RUN folder that the texts are added to, got none. Give run=..., or --out.")
        )
    earlier = open(run)
    if units or earlier.units:
        raise InputError(N_("add: texts are added to a scan of one unit. Scan the folder of all units again."))
    return earlier


def list_files(
    paths: Texts,
    *,
    forms: Texts = (),
    references: Texts = (),
    previous: Texts = (),
    roster: str | Path | None = None,
    settings: Settings | None = None,
    jobs: int = 1,
    run: str | Path | None = None,
    resources: str | Path | None = None,
    progress: Progress | None = None,
    keep: bool = False,
) -> list[ListedFile]:
    """What `scan` would read of the same arguments, file by file, with what looks odd; raises `InputError` too.

    With `keep`, what was read is kept in `run`: the scan that follows reads no file again.
    """
    settings = checked_settings(settings)
    check_options(jobs, {"roster": roster, "run": run, "resources": resources}, False, {})
    given = told_apart(settings, paths=paths, previous=previous, references=references, forms=forms)
    people = read_roster(Path(roster), settings) if roster else []
    with Workers(jobs) as workers, resources_in_use(resources):
        intake = _read(given, settings, _How(roster, jobs, run), workers, Stopwatch(progress), keep=keep)
    documents, _ = _with_roster(intake, people, roster, required=False)
    return listed_files(replace(intake, documents=documents))


@dataclass(frozen=True, slots=True)
class _How:
    """The options of `scan` that are no texts."""

    roster: str | Path | None = None
    jobs: int = 1
    run: str | Path | None = None
    semantic: bool | str | Path = False
    units: bool = False
    document_history: bool = False
    told: Callable[[Sequence[tuple[str, str]]], None] | None = None


def _scan_and_save(given: Given, settings: Settings, how: _How, watch: Stopwatch, run: Path) -> Report:
    from detector.storage import run_lock, save

    with run_lock(run):
        report = _scan_given(given, settings, how, watch)
        save(report, run)
    return report


def _scan_given(given: Given, settings: Settings, how: _How, watch: Stopwatch) -> Report:
    if not (how.run and (Path(how.run) / RUN_FILE).exists()):  # else there may be nothing to analyse
        import_early("detector.analysis")  # a second, while files are read
    encoder = _encoder(how.semantic, how.jobs) if how.semantic else None  # first: a missing package should cost no scan
    people = read_roster(Path(how.roster), settings) if how.roster else []  # so should a roster that is none
    require_room(how.run)  # and a place where nothing can be saved
    run = how.run
    with Workers(how.jobs) as workers:
        with watch.stage("read"):
            intake = _read(given, settings, how, workers, watch)
            documents, notes = _with_roster(intake, people, how.roster)
        if how.told:
            how.told(notes)
        if how.units:
            from detector.units.scan import scan_units, split_units

            paths, previous = given.paths[Role.SUBMISSION], given.paths[Role.PREVIOUS]
            found = split_units(documents, [*paths], [*previous])
            report = scan_units(found, settings, workers, watch, kept_in(run), semantic=how.semantic, run=run)
        else:
            report = _scan_one(documents, notes, settings, workers, watch, encoder, run)
    report = _with_reading(report, intake.skipped, () if report.taken_over else notes)
    return _with_histories(report, given, settings, how.jobs) if how.document_history else report


def scan_on_spark(
    paths: Iterable[str | Path],
    run: str | Path,
    *,
    forms: Texts = (),
    references: Texts = (),
    previous: Texts = (),
    roster: str | Path | None = None,
    settings: Settings | None = None,
    units: bool = False,
    master: str = "local[*]",
    lang: str = "vi",
    progress: Progress | None = None,
) -> Report:
    """The same scan on Spark: writes Parquet tables of all records below `run`; see ``docs/spark.md``.

    Args:
        paths: as for `scan`, or one Parquet table of texts (``id, text, author, unit, year``) whose units stay apart.
        master: where Spark runs; the same records come out everywhere.

    Returns:
        The submissions that share text with another one, and all that hangs on them.

    Raises:
        MissingExtraError: PySpark is not installed. InputError: as `scan`, and without Java.
    """
    from detector.engines.spark import require_spark, spark_session

    require_spark()  # before what cannot even be imported without it
    from detector.units.spark.scan import read_texts, scan_texts

    settings, watch = checked_settings(settings), Stopwatch(progress)
    people = read_roster(Path(roster), settings) if roster else []
    with spark_session(master) as session, Workers(1) as workers:
        table = parquet_table(places := [Path(paths)] if isinstance(paths, str | Path) else [*map(Path, paths)])
        with watch.stage("read"):
            submissions = () if table else places
            given_texts = told_apart(
                settings, paths=submissions, previous=previous, references=references, forms=forms, required=not table
            )
            intake = _read(given_texts, settings, _How(roster), workers, watch)
            documents, notes = _with_roster(intake, people, roster, required=not table)
            roots = places if units else None
            texts, given = read_texts(
                session, table, documents, roots, given_texts.paths[Role.PREVIOUS], settings, lang
            )
        report = scan_texts(texts, given, Path(run), skipped=intake.skipped, watch=watch)
    return _with_reading(report, intake.skipped, notes)


def parquet_table(paths: Sequence[Path]) -> Path | None:
    """The Parquet table that is scanned: a file, or a folder of parts; None where texts are to be read from files."""
    if len(paths) != 1:
        return None
    (path,) = paths
    is_table = path.suffix == ".parquet" or (path.is_dir() and any(path.glob("*.parquet")))
    return path if is_table else None


def open(run: str | Path) -> Report:
    """The report of a RUN folder, equal to the one that was saved there. Raises `RunFileError`, `InputError`."""
    from detector.storage import load

    return load(run_folder(run))


def compare(left: str, right: str, *, settings: Settings | None = None) -> list[Passage]:
    """Passages that two texts have in common, in any language written with spaces, ordered by the left text.

    Offsets are half-open characters of the arguments. Nothing is known of who else has the text, so `spread` is 2.
    A passage of `kind` ``digest`` takes its words from all over the other text.

    Raises:
        InputError: an argument is no str.
    """
    from detector.matching.textalign.passages import compare_texts

    check_texts(left=left, right=right)
    return compare_texts(left, right, min_tokens=checked_settings(settings).min_passage_syllables)


def evaluate(report: Report, labels: Path | str | Mapping[str, object]) -> Evaluation:
    """Precision and recall of a report against labels; see `detector.evaluation.evaluate`."""
    from detector.evaluation.evaluate import evaluate as measure

    check_report(report, Report)
    return measure(report, labels)


def _encoder(semantic: bool | str | Path, jobs: int) -> Encoder | None:
    from detector.analysis import open_encoder

    return open_encoder(semantic, jobs=jobs)


def _read(
    given: Given, settings: Settings, how: _How, workers: Workers, watch: Stopwatch, *, keep: bool = True
) -> Intake:
    """What was read from files, and the texts that were given in memory; no two documents have one id.

    Their periods and years are weighed against their names and each other, files and texts alike, also of texts that
    are known from an earlier scan: their other fields stay what they are.
    """
    intake = read_all(
        given.groups(),
        settings=settings,
        workers=workers,
        progress=partial(watch.tell, "read"),
        roster=Path(how.roster) if how.roster else None,
        run=Path(how.run) if how.run else None,
        keep=keep,
    )
    texts = [*map(with_years_said, given.known), *map(with_fields, given.documents)]
    documents = named_by_code(agreed(unique_ids([*intake.documents, *texts])))
    return replace(intake, documents=documents, skipped=[*intake.skipped, *given.skipped])


def _with_roster(
    intake: Intake, people: Sequence[Entry], roster: str | Path | None, *, required: bool = True
) -> tuple[list[Document], list[tuple[str, str]]]:
    """The documents with what the roster says, and what there is to tell. `InputError` if a submission is `required`
    and there is none."""
    documents, notes = intake.documents, intake.notes
    if roster:
        documents, misfits = apply_roster(people, documents, intake.skipped)
        notes = [*notes, *misfits]
    if required and not any(document.role is Role.SUBMISSION for document in documents):
        raise no_submission({str(document.role) for document in documents}, intake.skipped)
    return documents, notes


def _with_reading(report: Report, skipped: Sequence[SkippedFile], notes: Sequence[tuple[str, str]]) -> Report:
    """With what was not read, and what there is to tell about the reading."""
    unread = Table(sorted(skipped, key=lambda file: file.path))
    return replace(report, skipped=unread, scan_notes=(*notes, *report.scan_notes))


def _scan_one(
    documents: Sequence[Document],
    notes: Sequence[tuple[str, str]],
    settings: Settings,
    workers: Workers,
    watch: Stopwatch,
    encoder: Encoder | None,
    run: str | Path | None,
) -> Report:
    """The report of one unit: that of the RUN folder where it is of the same texts, else a new one."""
    found_under = ""
    if run and encoder is None:
        with watch.stage("reuse"):
            found_under = fingerprint(documents, settings, notes)
            earlier = take_over(Path(run), found_under, documents, settings)
        if earlier:
            return replace(earlier, timings=dict(watch.seconds))
    from detector.analysis import analyse

    with Scratch(Path(run) if run else None) as scratch:

        def at_end(stage: str) -> None:
            if stage == "segment":
                workers.release()  # nothing else needs them, and they hold much that they remember
            scratch.release()

        watch.at_end = at_end
        report = analyse(
            documents,
            settings=settings,
            workers=workers,
            watch=watch,
            encoder=encoder,
            scratch=scratch,
            keep=kept_in(run),
        )
    return replace(report, found_under=found_under)


def _with_histories(report: Report, given: Given, settings: Settings, jobs: int) -> Report:
    from detector.history.compare import compare_histories
    from detector.history.read import read_histories

    paths = [path for role, group in given.groups() if role is not Role.PREVIOUS for path in group]
    histories, shared = compare_histories(report.documents(), read_histories(paths, settings, jobs=jobs))
    return replace(report, file_histories=tuple(histories), shared_histories=tuple(shared))
