"""The list of a unit's people: whose text a file is, whatever its header says, and what in the list does not fit."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from detector.documents import Document, Role, SkippedFile, content_key
from detector.errors import InputError, ReadError
from detector.language import N_
from detector.people import name_key, same_name, unmarked
from detector.readers.rows import Rows, read_rows
from detector.settings import Settings
from detector.text.fields import period_in
from detector.text.fold import folded_words
from detector.text.heads.names import words_of_file

Problem = tuple[str, str]

_HEADER_SEARCH_ROWS = 15
_LEAST_CODE = 3  # characters of a person's code that may stand in names of files, a figure among them
# Words of a column's header, folded; the first field whose pattern matches gets the column.
_COLUMNS: tuple[tuple[str, str], ...] = (
    ("family", r"^(ho|ho dem|ho lot|ho va (ten )?(dem|lot)|last name|family name)$"),
    ("given", r"^(ten|first name|given name)$"),
    ("file", r"^(ten )?(tep|file)( tin)?\b|^file ?name|^duong dan|^(id|ma) (ban|tep|phieu)|^id$|^path$"),
    (
        "code",
        r"^ma( so)?( (nhan (vien|su)|can bo|(cong|vien) chuc|giao vien|nguoi lao dong|cbcc|cbvc|ccvc|nv|cb|cc|vc|gv))?$"
        r"|^ms(nv|cb|gv)$|^so hieu\b|^(employee |staff )?(code|number)$",
    ),
    ("name", r"ho va ten|ho,? ten|nguoi (viet|khai|tu)|^ten (can bo|cong chuc|vien chuc|dang vien)|full name|^name$"),
    ("post", r"chuc vu|chuc danh|vi tri|position|^post$"),
    ("period", r"^(ky|thang|quy)\b|^period$|^month$|^quarter$"),
    ("year", r"^nam( hoc| danh gia| kiem diem)?$|^year$"),
    ("unit", r"don vi|truong|phong|co quan|chi bo|^to\b|to chuyen mon|khoa|^unit$|department"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a person, and the file of theirs if the row names one (its id, name, or name without suffix).

    `code` is what the office calls the person by, in the names of files too.
    """

    file: str
    name: str
    unit: str
    year: int | None
    post: str
    period: str | None
    code: str = ""

    @property
    def person(self) -> str:
        """Equal for rows of one person; tells nobody the name."""
        return content_key("\0".join((name_key(self.name), folded_words(self.unit), folded_words(self.post))))


def read_roster(path: Path, settings: Settings) -> list[Entry]:
    """The rows with a name or a file. Raises `InputError` if it cannot be read or no column is recognised."""
    try:
        rows = read_rows(path, settings)
    except (ReadError, OSError) as error:
        raise InputError(
            N_("{path}: the roster cannot be read. {error}").format(
                path=path, error=getattr(error, "detail", "") or error
            )
        ) from error
    header, columns = _header(rows, path)
    entries = (_entry(row, columns) for row in rows[header + 1 :])
    return [entry for entry in entries if entry.name or entry.file]


def apply_roster(
    entries: Sequence[Entry], documents: Sequence[Document], skipped: Sequence[SkippedFile]
) -> tuple[list[Document], list[Problem]]:
    """The documents with what the roster says of them, and what does not fit, as (code, detail).

    ``roster_person_without_file``, ``roster_file_not_read``, ``roster_file_without_person``,
    ``roster_two_files_of_one_person``, ``roster_name_fits_several``, ``roster_file_named_twice``,
    ``roster_name_differs``.
    """
    found = _Assignment(documents, skipped)
    for entry in entries:
        if entry.file:
            found.by_file(entry)
    named = [*(one for one in entries if not one.file), *found.without_file]
    by_code = [entry for entry in named if found.by_code(entry)]
    for entry in named:
        found.by_name(entry, required=entry not in by_code)
    known = [_told(document, found.entries.get(document.id)) for document in documents]
    differing = _other_names(documents, found.entries)
    return known, sorted({*found.problems, *differing, *_without_person(known), *_twice(known)})


def _header(rows: Rows, path: Path) -> tuple[int, Mapping[str, int]]:
    for number, row in enumerate(rows[:_HEADER_SEARCH_ROWS]):
        columns = _columns(row)
        if columns.keys() & {"name", "file", "given"} and len(columns) > 1:
            return number, columns
    shown = ", ".join(cell for cell in (rows[0] if rows else []) if cell.strip())[:200] or "nothing"
    raise InputError(
        N_(
            "{path}: a roster needs a header row with a column for the name (name, Họ và tên)"
            " or the file (file, Tệp), and one more (unit, Đơn vị; year, Năm; post, Chức vụ)."
            " Got {shown} instead."
        ).format(path=path, shown=shown)
    )


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, cell in enumerate(header):
        words = folded_words(cell).strip(" :*.?")
        field = next((name for name, pattern in _COLUMNS if name not in columns and re.search(pattern, words)), None)
        if field and words:
            columns[field] = column
    return columns


def _entry(row: Sequence[str], columns: Mapping[str, int]) -> Entry:
    values = {name: " ".join(row[column].split()) for name, column in columns.items() if column < len(row)}
    name = values.get("name") or " ".join(filter(None, (values.get("family"), values.get("given"))))
    year = re.search(r"(?:19|20)\d\d", values.get("year", "") or values.get("period", ""))
    return Entry(
        file=values.get("file", ""),
        name=unicodedata.normalize("NFC", name),
        unit=unicodedata.normalize("NFC", values.get("unit", "")),
        year=int(year.group()) if year else None,
        post=unicodedata.normalize("NFC", values.get("post", "")),
        period=period_in(values.get("period", "")),
        code=values.get("code", ""),
    )


class _Assignment:
    """Which entry each document has; `problems` grows with the entries that fit no document, or too many."""

    def __init__(self, documents: Sequence[Document], skipped: Sequence[SkippedFile]) -> None:
        self.entries: dict[str, Entry] = {}
        self.problems: list[Problem] = []
        self.without_file: list[Entry] = []
        self._documents = documents
        self._files = _by_key((key, d) for d in documents for key in _file_keys(d.id))
        self._unread = {key for file in skipped for key in _file_keys(file.path)}
        self._authors = _by_key((name_key(d.author), d) for d in documents if d.author)
        self._unmarked = _by_key((unmarked(d.author), d) for d in documents if d.author)

    def by_file(self, entry: Entry) -> None:
        """An id, a file name, or a file name without its suffix, in this order; a renamed file may tell by its name."""
        fitting = next((self._files[key] for key in _file_keys(entry.file) if key in self._files), [])
        if len(fitting) > 1:
            self._tell("roster_name_fits_several", entry.file, fitting)
        elif fitting:
            self._give(fitting[0], entry)
        elif self._unread.intersection(_file_keys(entry.file)):
            self._tell("roster_file_not_read", f"{entry.name}: {entry.file}")
        elif entry.name:
            self.without_file.append(entry)
        else:
            self._tell("roster_person_without_file", entry.file)

    def by_code(self, entry: Entry) -> bool:
        """By the code in the names of files, all of them, if the sheet names nobody else; whether there is any."""
        fitting = [one for one in self._documents if one.id not in self.entries and _has_code(one, entry.code)]
        for one in fitting:
            if not one.author or same_name(one.author, entry.name):
                self._give(one, entry)
            else:
                self._tell("roster_name_differs", f"{one.id}: {entry.name} / {one.author}")
        return any(one.id in self.entries for one in fitting)

    def by_name(self, entry: Entry, *, required: bool) -> None:
        """By the name in the header, else in the file name; of several the ones of the unit, post, year and period.

        Unless a file is `required` there may be none that no other row has.
        """
        written = [d for d in self._unmarked.get(unmarked(entry.name), ()) if same_name(d.author or "", entry.name)]
        fitting = self._authors.get(name_key(entry.name)) or written
        fitting = fitting or [d for d in self._documents if _named_after(d, folded_words(entry.name))]
        free = [document for document in fitting if document.id not in self.entries]
        chosen = _of_the_unit(entry, free)
        if not required and not chosen:
            return
        if not any(document.role is Role.SUBMISSION for document in chosen):
            self._tell("roster_person_without_file", f"{entry.name}: {entry.file}" if entry.file else entry.name)
        if len({_identity(document) for document in chosen}) == len(chosen):
            for document in chosen:
                self._give(document, entry)
        else:
            self._tell("roster_name_fits_several", entry.name, chosen)

    def _give(self, document: Document, entry: Entry) -> None:
        if document.id in self.entries:
            self._tell("roster_file_named_twice", document.id)
        self.entries.setdefault(document.id, entry)

    def _tell(self, code: str, what: str, documents: Iterable[Document] = ()) -> None:
        ids = ", ".join(sorted(document.id for document in documents))
        self.problems.append((code, f"{what}: {ids}" if ids else what))


def _has_code(document: Document, code: str) -> bool:
    """Whether the name of a file has a code in it, as words of its own: "TK04 - DVT.docx"."""
    if len(code) < _LEAST_CODE or not any(map(str.isdigit, code)):
        return False
    return f" {' '.join(words_of_file(code))} " in f" {' '.join(words_of_file(document.id))} "


def _of_the_unit(entry: Entry, documents: Sequence[Document]) -> Sequence[Document]:
    """Those that the entry's unit, post, year and period fit; all, where these tell nothing apart."""
    for field in ("unit", "post", "year", "period"):
        value = folded_words(str(getattr(entry, field) or ""))
        same = [d for d in documents if value and folded_words(str(getattr(d, field) or "")) == value]
        documents = same or documents
    return documents


def _identity(document: Document) -> tuple[Role, int | None, str | None]:
    """What differs between two texts that one person may have in the folder."""
    return document.role, document.year, document.period


def _told(document: Document, entry: Entry | None) -> Document:
    if entry is None:
        return document
    values = {"author": entry.name, "unit": entry.unit, "year": entry.year, "post": entry.post, "period": entry.period}
    said = {name: value for name, value in values.items() if value}
    return document.with_fields(**said, person=entry.person if entry.name else None)


def _without_person(documents: Iterable[Document]) -> list[Problem]:
    missing = (d for d in documents if d.role is Role.SUBMISSION and d.person is None)
    return [("roster_file_without_person", document.id) for document in missing]


def _other_names(documents: Iterable[Document], entries: Mapping[str, Entry]) -> list[Problem]:
    """Files whose own header has a name without the person's given name: rows of a roster slip easily."""
    named = ((document, entries[document.id].name) for document in documents if document.id in entries)
    return [
        ("roster_name_differs", f"{document.id}: {name} / {document.author}")
        for document, name in named
        if name and document.author and not _has_given_name(document.author, name)
    ]


def _has_given_name(author: str, name: str) -> bool:
    """Whether the last word of a name is in another, in any spelling; names that only marks tell apart are two."""
    if unmarked(author) == unmarked(name):
        return same_name(author, name)
    return unmarked(name).split()[-1] in unmarked(author).split()


def _twice(documents: Iterable[Document]) -> list[Problem]:
    """Persons with two submissions that are not about different periods."""
    texts: dict[tuple[str, object], list[Document]] = defaultdict(list)
    for document in documents:
        if document.role is Role.SUBMISSION and document.person:
            texts[document.person, _identity(document)].append(document)
    return [
        ("roster_two_files_of_one_person", f"{of_one[0].author}: {', '.join(sorted(d.id for d in of_one))}")
        for of_one in texts.values()
        if len(of_one) > 1
    ]


def _by_key(keyed: Iterable[tuple[str, Document]]) -> dict[str, list[Document]]:
    """Documents by key; a key that is the whole id of a document is that document's alone."""
    found: dict[str, list[Document]] = defaultdict(list)
    for key, document in keyed:
        if document not in found[key]:
            found[key].append(document)
    return {key: [d for d in of_key if _normal(d.id) == key] or of_key for key, of_key in found.items()}


def _file_keys(name: str) -> list[str]:
    """The id, the last part of the path, and that without its suffix."""
    normal = _normal(name)
    last = re.split(r"[/!]", normal)[-1]
    return list(dict.fromkeys((normal, last, PurePosixPath(last).stem)))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().replace("\\", "/").strip()


def _named_after(document: Document, name: str) -> bool:
    """Whether the file name has the whole name in it: ``a01_nguyen_thi_lan``."""
    stem = " ".join(re.findall(r"[^\W_]+", folded_words(_file_keys(document.id)[-1])))
    return name.count(" ") > 0 and f" {name} " in f" {stem} "
