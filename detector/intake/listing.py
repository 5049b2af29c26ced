"""What a scan would read, file by file, and what about it looks odd: nothing is compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from detector.documents import Document, Role, SkippedFile, file_of
from detector.intake.read import Intake
from detector.readers.extract import READ_AS

_COLUMNS = "answers_columns"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One file.

    Attributes:
        role: what its texts are to the scan; None where it gave none.
        reader: the name of the format it was read as; "" where nothing reads it.
        texts: how many it holds.
        person, unit, period: where all its texts agree; the period is a code or a year.
        columns: of each list of answers, as --columns would name them.
        left_out: why it, or parts of it, are no texts.
        odd: (code, detail) of what a person should look at before the scan.
    """

    path: str
    role: Role | None
    reader: str
    texts: int
    person: str | None = None
    unit: str | None = None
    period: str | None = None
    columns: tuple[str, ...] = ()
    left_out: tuple[SkippedFile, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _File:
    documents: list[Document] = field(default_factory=list)
    left_out: list[SkippedFile] = field(default_factory=list)


def listed_files(intake: Intake) -> list[ListedFile]:
    """By path, those of each role together; `intake` with what the roster says."""
    files: dict[tuple[str, Role | None], _File] = {}
    for document in intake.documents:
        files.setdefault((file_of(document.path), document.role), _File()).documents.append(document)
    for row in intake.skipped:
        path = file_of(row.path)
        role = next((role for one, role in files if one == path), None)
        files.setdefault((path, role), _File()).left_out.append(row)
    readers = {remark.part: remark.detail for remark in intake.remarks if remark.code == READ_AS}
    columns: dict[str, list[str]] = {}
    for remark in intake.remarks:
        if remark.code == _COLUMNS:
            columns.setdefault(file_of(remark.part), []).append(remark.detail)
    odd = _Odd(intake.documents)
    order = [None, *Role]
    return [
        _listed(path, role, files[path, role], readers.get(path, ""), columns.get(path, ()), odd)
        for path, role in sorted(files, key=lambda one: (order.index(one[1]), one[0]))
    ]


def _listed(path: str, role: Role | None, file: _File, reader: str, columns: Sequence[str], odd: _Odd) -> ListedFile:
    texts = file.documents
    return ListedFile(
        path,
        role,
        reader,
        len(texts),
        person=_agreed(texts, lambda one: one.author),
        unit=_agreed(texts, lambda one: one.unit),
        period=_agreed(texts, _time),
        columns=tuple(columns),
        left_out=tuple(file.left_out),
        odd=tuple(dict.fromkeys(odd.of(texts))),
    )


def _agreed(documents: Sequence[Document], value: Callable[[Document], str | None]) -> str | None:
    values = {value(document) for document in documents}
    return values.pop() if len(values) == 1 else None


def _time(document: Document) -> str | None:
    return document.period or (str(document.year) if document.year else None)


class _Odd:
    """What does not fit the other files: ``form_filled_in``, ``previous_is_now``, ``reference_of_staff``,
    ``same_text``, ``no_person``, ``two_of_one_person``, ``other_period``."""

    def __init__(self, documents: Sequence[Document]) -> None:
        submissions = [one for one in documents if one.role is Role.SUBMISSION]
        self._times = Counter(time for one in submissions if (time := _time(one)))
        self._keys: dict[str, list[str]] = {}
        for one in submissions:
            self._keys.setdefault(one.key, []).append(one.id)
        self._people = Counter((one.author, one.unit, one.post, _time(one)) for one in submissions if one.author)
        self._names = {one.author for one in submissions if one.author}

    def of(self, documents: Sequence[Document]) -> list[tuple[str, str]]:
        """Of one file."""
        found = [odd for document in documents for odd in _BY_ROLE[document.role](self, document)]
        unknown = sum(code == "no_person" for code, _ in found)
        kept = [odd for odd in found if odd[0] != "no_person"]
        return [*kept, ("no_person", str(unknown))] if unknown else kept

    def _of_form(self, form: Document) -> list[tuple[str, str]]:
        return [("form_filled_in", form.author)] if form.author else []

    def _of_reference(self, reference: Document) -> list[tuple[str, str]]:
        return [("reference_of_staff", reference.author or "")] if reference.author in self._names else []

    def _of_previous(self, previous: Document) -> list[tuple[str, str]]:
        time = _time(previous)
        if time and time in self._times:
            return [("previous_is_now", time)]
        return [("previous_is_now", ids[0]) for ids in [self._keys.get(previous.key, [])] if ids]

    def _of_submission(self, submission: Document) -> list[tuple[str, str]]:
        found = [("same_text", id) for id in self._keys[submission.key] if id != submission.id]
        time = _time(submission)
        usual = self._times.most_common(1)
        if time and usual and time != usual[0][0] and self._times[time] * 4 < usual[0][1]:
            found.append(("other_period", f"{time} / {usual[0][0]}"))
        if not submission.author:
            return [*found, ("no_person", "")]
        same = self._people[submission.author, submission.unit, submission.post, time]
        return [*found, ("two_of_one_person", submission.author)] if same > 1 else found


_BY_ROLE: dict[Role, Callable[[_Odd, Document], list[tuple[str, str]]]] = {
    Role.SUBMISSION: _Odd._of_submission,
    Role.PREVIOUS: _Odd._of_previous,
    Role.REFERENCE: _Odd._of_reference,
    Role.FORM: _Odd._of_form,
}
