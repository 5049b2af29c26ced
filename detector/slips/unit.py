"""Slips of a run, and of one draft that is looked at before it is handed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from detector.analysis import analyse
from detector.documents import NO_SUBMISSION, Document, Role
from detector.errors import InputError
from detector.readers.ingest import read_paths
from detector.report import Report
from detector.settings import Settings
from detector.slips.content import Slip, Unread, make_slips, unread_parts
from detector.text.fields import with_fields
from detector.wording import N_
from detector.writers.base import WriteOptions
from detector.writers.pseudonyms import shown

MANY = N_("{file}: it holds {count} texts. Save your own as a file of its own.")


def slips_of(report: Report, *, salt: str, names: bool, ids: Collection[str] | None = None) -> list[Slip]:
    """Without names the writers are codes, and names in their sentences are blots."""
    if names:
        return make_slips(report, ids)
    visible = shown(report, WriteOptions(salt=salt))
    if ids is None:
        return make_slips(visible)
    codes = dict(zip((row.id for row in report.submissions), _codes(report, salt), strict=True))
    return make_slips(visible, {codes[id] for id in ids if id in codes})


def _codes(report: Report, salt: str) -> list[str]:
    from detector.writers.codes import codes_of

    documents = codes_of(report, salt).documents
    return [documents[row.id] for row in report.submissions]


def slip_of_draft(
    file: Path,
    *,
    forms: Sequence[Path] = (),
    previous: Sequence[Path] = (),
    references: Sequence[Path] = (),
    settings: Settings | None = None,
) -> Slip:
    """For one's own text; earlier texts are one's own too, whoever they say wrote them. Raises `InputError`."""
    settings = settings or Settings()
    draft = _one(file, settings)
    beside, unread = list[Document](), list[Unread]()
    for role, paths in ((Role.FORM, forms), (Role.PREVIOUS, previous), (Role.REFERENCE, references)):
        documents, lost = _texts(paths, role, settings)
        if role is Role.PREVIOUS:
            documents = [replace(document, author=draft.author, unit=draft.unit) for document in documents]
        beside += documents
        unread += lost
        for document in documents:
            unread += unread_parts(document, document.id)
    report = analyse([draft, *beside], settings=settings)
    slip = make_slips(report, {draft.id})[0]
    return replace(slip, unread=(*slip.unread, *unread))


def _one(file: Path, settings: Settings) -> Document:
    found, _ = _texts([file], Role.SUBMISSION, settings)
    if len(found) > 1:
        raise InputError(MANY.format(file=file.name, count=len(found)))
    only = found[0]
    # Earlier texts are matched by who wrote them: a draft without a name has one here.
    return only if only.author else replace(only, author=file.stem)


def _texts(paths: Sequence[Path], role: Role, settings: Settings) -> tuple[list[Document], list[Unread]]:
    """The texts, and the files without one by name. Raises `InputError` where there is no text at all."""
    if not paths:
        return [], []
    reading = read_paths(list(paths), role=role, settings=settings)
    if not reading.documents:
        raise InputError("\n".join(f"{one.path}: {one.detail}" for one in reading.skipped))
    lost: list[Unread] = [
        (Path(one.path).name, one.reason) for one in reading.skipped if one.reason not in NO_SUBMISSION
    ]
    return [with_fields(document) for document in reading.documents], lost
