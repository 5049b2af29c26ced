"""What `scan` takes as texts: files and folders, or texts in memory; each misuse is told before anything is read.

A `str` or `Path` is always a path. Texts in memory come as ``{name: text}``, as dictionaries, as a data frame (pandas,
polars, Arrow) with the columns of `COLUMNS`, or as `Document`s, alone or mixed in a list.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from math import isnan
from pathlib import Path
from typing import Any, SupportsFloat, TypeAlias

from detector.checks import shown
from detector.documents import Block, Document, Role, SkippedFile, SkipReason
from detector.errors import InputError
from detector.frames import ArrowTable, Frame
from detector.language import N_
from detector.readers.base import Extract, Failure
from detector.readers.extract import finished
from detector.settings import Settings

# Of a data frame or dictionary; all but the text may be missing, and others are ignored.
COLUMNS = ("text", "id", "author", "unit", "year", "post", "period", "role")
ROLES = (Role.SUBMISSION, Role.PREVIOUS, Role.REFERENCE, Role.FORM)
ARGUMENTS = {
    Role.SUBMISSION: "paths",
    Role.PREVIOUS: "previous",
    Role.REFERENCE: "references",
    Role.FORM: "forms",
}

_Text: TypeAlias = str | Path | Document | Mapping[str, object]
Texts: TypeAlias = _Text | Iterable[_Text] | Frame | ArrowTable

_EXPECTED = N_("a path or several, {name: text}, a data frame with a column 'text', or Documents")
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Given:
    """What a scan is given: `skipped` are texts in memory without a word, `known` have fields of an earlier scan."""

    paths: dict[Role, list[Path]] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    known: list[Document] = field(default_factory=list)

    def groups(self) -> list[tuple[Role, list[Path]]]:
        """The paths by role, without roles that have none."""
        return [(role, paths) for role, paths in self.paths.items() if paths]


def told_apart(settings: Settings, *, required: bool = True, **arguments: Texts) -> Given:
    """The values of `paths`, `previous`, `references` and `forms`; texts become what they would be in a .txt file.

    Raises `InputError`: expected, got, what to do; all paths that do not exist are told together; with `required` also
    where there is no submission.
    """
    given = Given()
    for role in ROLES:
        must = required and role is Role.SUBMISSION
        _Argument(ARGUMENTS[role], role, must, settings, given).take(arguments[ARGUMENTS[role]])
    missing = [path for paths in given.paths.values() for path in paths if not _exists(path)]
    if missing:
        raise InputError("\n".join(map(_no_such_path, missing)))
    return given


def with_known(given: Given, documents: Iterable[Document], skipped: Iterable[SkippedFile]) -> Given:
    """What is given and what an earlier scan read and skipped, but for files that are given again."""
    again = [path.resolve() for paths in given.paths.values() for path in paths]

    def is_new(path: str) -> bool:
        place = Path(path.split("#", 1)[0].split("!", 1)[0]).resolve()
        return not any(place == one or one in place.parents for one in again)

    unread = [*(file for file in skipped if is_new(file.path)), *given.skipped]
    return Given(given.paths, given.documents, unread, [one for one in documents if is_new(one.path)])


def _exists(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except ValueError:  # a null character in it
        return False


def _no_such_path(path: Path) -> str:
    said = " ".join(str(path).split())
    looks_like_text = "\n" in str(path) or len(said.split(" ")) > 6 or len(said) > 250
    hint = f" {_IF_TEXT}" if looks_like_text else next((f" {words}" for sign, words in _IF_OTHER if sign(said)), "")
    return _NO_SUCH.format(path=f"{said[:120]}{'…' if len(said) > 120 else ''}") + hint


_NO_SUCH = N_("{path}: no such file or folder.")
_IF_TEXT = N_("If it is a text, give {'name': text}: a string is always a path.")
_IF_OTHER = (
    (re.compile(r"^\w{2,}:/").match, N_("Nothing is fetched from an address: save the file first.")),
    (re.compile(r"^~").match, N_("~ is not resolved: write Path(path).expanduser().")),
    (
        re.compile(r"[*?\[]").search,
        N_("A pattern is not resolved: write Path(folder).glob(pattern), or name a folder."),
    ),
)


@dataclass(frozen=True, slots=True)
class _Argument:
    """One argument of `scan`, by name, and the role that its texts have."""

    name: str
    role: Role
    required: bool
    settings: Settings
    given: Given

    def take(self, value: Texts) -> None:
        """Sorts everything in `value` into paths and documents."""
        self.given.paths[self.role] = []
        if isinstance(value, str | os.PathLike | Document):
            self._one(value)
            return
        frame = rows_of(value)
        if frame is not None:
            self._rows(frame, lambda number: f"row-{number:04d}")
        elif isinstance(value, Mapping):
            self._mapping(value)
        else:
            self._several(value)

    def _several(self, value: Any) -> None:
        self._refuse(value)
        if not isinstance(value, Iterable):
            raise self._error(value)
        count = 0
        for count, item in enumerate(value, 1):
            if isinstance(item, Mapping):
                self._row(item, f"row-{count:04d}")
            elif isinstance(item, str | os.PathLike | Document):
                self._one(item)
            else:
                raise self._error(item, N_("item {count} of {name}").format(count=count, name=self.name))
        if not count and self.required:
            raise self._misuse(N_("{name}: expected {what}, got nothing. Name at least one file, folder or text."))

    def _refuse(self, value: Any) -> None:
        for kind, remedy in _NOT_THESE:
            if type(value).__name__ == kind or (kind == "bytes" and isinstance(value, bytes | bytearray)):
                raise self._error(value, remedy=remedy)
        if callable(getattr(value, "read", None)):
            raise self._error(value, remedy=N_("Give its path, or {'name': file.read()}."))

    def _one(self, value: Any) -> None:
        if isinstance(value, Document):
            self._document(value)
        elif not str(value) or str(value).isspace():
            raise self._misuse(N_("{name}: expected {what}, got an empty string. '.' is the current folder."))
        elif isinstance(os.fspath(value), bytes):
            raise self._error(os.fspath(value), remedy=N_("Give it as a str: os.fsdecode(path)."))
        else:
            self.given.paths[self.role].append(Path(value))

    def _mapping(self, value: Mapping[Any, Any]) -> None:
        """``{column: values}``, one record, or ``{name: text or record}``."""
        if not value:
            if self.required:
                raise self._misuse(N_("{name}: expected {what}, got an empty dictionary. Give at least one text."))
            return
        if "text" in value and _is_column(value["text"]):
            self._rows(_table(value, self.name), lambda number: f"row-{number:04d}")
        elif "text" in value and len(value) > 1 and set(value) <= set(COLUMNS):
            self._row(value, "row-0001")
        else:
            for name, content in value.items():
                self._named(name, content)

    def _named(self, name: Any, content: Any) -> None:
        if not isinstance(name, str) or not name.strip():
            words = N_("{name}: expected names that are strings in {{name: text}}, got {given}.")
            raise self._misuse(words, given=repr(name))
        if isinstance(content, os.PathLike):
            words = N_("{name}: expected a text for {id}, got the path {path}. Give paths without names, in a list.")
            raise self._misuse(words, id=repr(name), path=repr(os.fspath(content)))
        self._row(content if isinstance(content, Mapping) else {"text": content}, name)

    def _rows(self, rows: Iterable[Mapping[str, Any]], name: Any) -> None:
        count = 0
        for count, row in enumerate(rows, 1):
            self._row(row, name(count))
        if not count and self.required:
            raise self._misuse(N_("{name}: expected a data frame with texts, got one without rows."))

    def _row(self, row: Mapping[str, Any], name: str) -> None:
        """One dictionary or row of a frame."""
        if "text" not in row:
            near = [key for key in row if isinstance(key, str) and key.strip().lower() == "text"]
            words = N_("{name}: expected a column 'text' (others: {columns}), got {given}. Rename {column} to 'text'.")
            given, column = ", ".join(map(repr, row)) or "-", repr(near[0]) if near else _ITS_COLUMN
            raise self._misuse(words, columns=", ".join(COLUMNS[1:]), given=given, column=column)
        values = {key: None if _is_missing(row.get(key)) else row.get(key) for key in COLUMNS}
        id = _id(values["id"], self.name) or name
        text = values["text"]
        if text is not None and not isinstance(text, str):
            words = N_("{name}: expected a str as the text of {id}, got {given}. Convert the column first.")
            raise self._misuse(words, id=repr(id), given=shown(text))
        said = {key: _word(values[key], key, id, self.name) for key in ("author", "unit", "post", "period")}
        year, role = _year(values["year"], id, self.name), self._role(values["role"], id)
        extract = finished(_lines_of(text or ""), self.settings)
        if isinstance(extract, Failure):
            self.given.skipped.append(SkippedFile(id, extract.reason, _NO_TEXT))
            return
        document = Document(id, id, extract.text, role, extract.blocks, year=year, notes=extract.notes)
        self.given.documents.append(document.with_fields(**said))

    def _document(self, document: Document) -> None:
        for field_name, kinds in _DOCUMENT.items():
            value = getattr(document, field_name)
            if not isinstance(value, kinds) or isinstance(value, bool):
                words = N_("{name}: expected {kinds} as {field} of the Document {id}, got {given}.")
                named = " | ".join(kind.__name__.replace("NoneType", "None") for kind in kinds)
                given = shown(value)
                raise self._misuse(words, kinds=named, field=field_name, id=repr(document.id)[:80], given=given)
        if not document.text.strip():
            self.given.skipped.append(SkippedFile(document.path or document.id, SkipReason.EMPTY, _NO_TEXT))
            return
        role = self._role(document.role if document.role is not Role.SUBMISSION else None, document.id)
        self.given.documents.append(replace(document, role=role, path=document.path or document.id))

    def _role(self, said: Any, id: str) -> Role:
        """That of the argument, or, among `paths`, the one that a row names."""
        if said is None:
            return self.role
        try:
            role = Role(str(said).strip().lower())
        except ValueError:
            role = Role.RULE
        if role not in ROLES:
            words = N_("{name}: expected as role of {id} one of {roles}, got {given}.")
            raise self._misuse(words, id=repr(id), roles=", ".join(map(str, ROLES)), given=repr(said))
        if self.role not in (Role.SUBMISSION, role):
            words = N_(
                "{name}: expected texts with the role {expected}, got {id} with {role}. "
                "Give it as {argument}=, or leave the role out."
            )
            raise self._misuse(words, expected=self.role, id=repr(id), role=role, argument=ARGUMENTS[role])
        return role

    def _error(self, value: Any, where: str = "", remedy: str = "") -> InputError:
        words = N_("{name}: expected {what}, got {given}.").format(
            name=where or self.name, what=_EXPECTED, given=shown(value)
        )
        return InputError(f"{words} {remedy}".rstrip())

    def _misuse(self, words: str, **values: object) -> InputError:
        return InputError(words.format(name=self.name, what=_EXPECTED, **values))


_NO_TEXT = N_("There is no text in it.")
_ITS_COLUMN = N_("the column that holds the texts")


_WORDS = (str, type(None))
_DOCUMENT: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("id", "path", "text", "role"), (str,)),
    **dict.fromkeys(("author", "unit", "post", "period", "self_rating"), _WORDS),
    "year": (int, type(None)),
}

# What is taken for several texts and is none, by the name of its type.
_NOT_THESE = (
    ("bytes", N_("A path is a str or Path; the text of a file is {'name': data.decode()}.")),
    ("LazyFrame", N_("Call .collect() first.")),
    ("Report", N_("This is the result of a scan already: `report.submissions` has its texts.")),
    ("DataFrameGroupBy", N_("Give the frame itself, with a column 'unit', and units=True.")),
    ("Series", N_("Give the whole frame with a column 'text', or dict(series) for {name: text}.")),
    ("ndarray", N_("Give a list of paths, or a data frame with a column 'text'.")),
)


def rows_of(value: Any) -> Iterator[Mapping[str, Any]] | None:
    """The rows of a pandas, polars or Arrow table; None for anything else. None of the three is imported."""
    home = type(value).__module__.partition(".")[0]
    if home == "polars" and hasattr(value, "iter_rows"):
        rows: Iterator[Mapping[str, Any]] = value.iter_rows(named=True)
        return rows
    if home == "pyarrow" and hasattr(value, "to_pylist") and hasattr(value, "column_names"):
        listed: list[Mapping[str, Any]] = value.to_pylist()
        return iter(listed)
    if home == "pandas" and hasattr(value, "columns"):
        names = list(value.columns)
        twice = {name for name in names if names.count(name) > 1 and name in COLUMNS}
        if twice:
            words = N_("The data frame has the column {column} twice. Rename or drop one of them.")
            raise InputError(words.format(column=repr(sorted(twice)[0])))
        columns = (value[name].tolist() for name in names if name in COLUMNS)
        kept = [name for name in names if name in COLUMNS]
        if not kept:
            return iter([dict.fromkeys(names)])
        return (dict(zip(kept, row, strict=True)) for row in zip(*columns, strict=True))
    return None


def _is_column(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _table(columns: Mapping[Any, Any], argument: str) -> Iterator[Mapping[str, Any]]:
    """The rows of ``{"text": [...], "author": [...]}``."""
    lists = {str(name): list(column) if _is_column(column) else None for name, column in columns.items()}
    lengths = {len(column) for column in lists.values() if column is not None}
    if len(lengths) > 1 or None in lists.values():
        found = ", ".join(f"{name}: {shown(columns[name]) if c is None else len(c)}" for name, c in lists.items())
        raise InputError(N_("{name}: expected columns of one length, got {given}.").format(name=argument, given=found))
    return (
        dict(zip(lists, row, strict=True)) for row in zip(*(c for c in lists.values() if c is not None), strict=True)
    )


def _is_missing(value: Any) -> bool:
    """None, NaN, pandas' NA and NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, SupportsFloat) and not isinstance(value, int | str) and isnan(float(value))


def _id(value: Any, argument: str) -> str:
    """A name, or a whole number (also as 1.0, as pandas has it beside missing ones); "" where there is none."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if whole is not None and (isinstance(whole, bool) or not isinstance(whole, str | int)):
        words = N_("{name}: expected a str or a whole number as id, got {given}.")
        raise InputError(words.format(name=argument, given=shown(value)))
    return "" if whole is None else str(whole).strip()


def _word(value: Any, column: str, id: str, argument: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        words = N_("{name}: expected a str as {column} of {id}, got {given}.")
        raise InputError(words.format(name=argument, column=column, id=repr(id), given=shown(value)))
    return str(value).strip() or None


def _year(value: Any, id: str, argument: str) -> int | None:
    """A whole number, also as 2025.0 (as pandas has it beside missing ones) or in words: "2025"."""
    if value is None or value == "":
        return None
    try:
        year = int(value) if not isinstance(value, bool) and float(value) == int(value) else 0
    except (TypeError, ValueError, OverflowError):
        year = 0
    if year not in _YEARS:
        words = N_("{name}: expected a year such as 2025 for {id}, got {given}.")
        raise InputError(words.format(name=argument, id=repr(id), given=shown(value)))
    return year


def _lines_of(text: str) -> Extract:
    """The text as it stands, a block for each line that is not blank."""
    verbatim = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = verbatim.split("\n")
    ends = _running_ends(lines)
    blocks = tuple(Block(end - len(line), end) for line, end in zip(lines, ends, strict=True) if line.strip())
    return Extract(verbatim, blocks)


def _running_ends(lines: Iterable[str]) -> Iterator[int]:
    end = -1
    for line in lines:
        end += 1 + len(line)
        yield end


def unique_ids(documents: Iterable[Document]) -> list[Document]:
    """An id that two roles have is prefixed with the role in all but the submission, then numbered."""
    taken: set[str] = set()
    result = []
    for document in documents:
        wanted = chain((document.id, f"{document.role}/{document.id}"), _numbered(f"{document.role}/{document.id}"))
        id = next(one for one in wanted if one not in taken)
        taken.add(id)
        result.append(document if id == document.id else document.with_fields(id=id))
    return result


def _numbered(id: str) -> Iterator[str]:
    number = 1
    while True:
        number += 1
        yield f"{id}#{number}"
