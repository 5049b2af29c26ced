"""Codes for persons, units and files, keyed with the salt of the run, and the file that says which is who."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from detector.documents import Document
from detector.errors import InputError
from detector.hashes import text_digest
from detector.language import N_, translator
from detector.people import name_key
from detector.private import private_folder
from detector.report import Report
from detector.run_folder import KEY_FILE
from detector.writers.base import WriteOptions, replacing
from detector.writers.cells import clean, quoted

_KEY_COLUMNS = (N_("code"), N_("kind"), N_("name"))
_KEY_KINDS = {"person": N_("person"), "unit": N_("unit"), "document": N_("document"), "path": N_("file path")}


@dataclass(frozen=True, slots=True)
class Codes:
    """What stands for what: names to ``N-3f2a91``, units to ``U-...``, ids and paths to ``doc-...``.

    Attributes:
        authors: the code of whoever wrote a text, by its id; two people of one name have two.
        persons: by name, where one person has it.
    """

    authors: Mapping[str, str]
    persons: Mapping[str, str]
    units: Mapping[str, str]
    documents: Mapping[str, str]
    paths: Mapping[str, str]


def codes_of(report: Report, salt: str = "") -> Codes:
    """The codes of every name of the report."""
    salt = salt or process_salt()
    documents = report.documents()
    ids = _codes("doc-", salt, (document.id for document in documents))
    paths = {document.path: ids[document.id] for document in sorted(documents, key=lambda one: one.id, reverse=True)}
    lost = _codes("file-", salt, (row.path for row in report.skipped))
    authors = _author_codes(salt, [document for document in documents if document.author])
    return Codes(
        authors=authors,
        persons=_of_one(authors, documents),
        units=_codes("U-", salt, filter(None, (*(d.unit for d in documents), *unit_names(report)))),
        documents=ids,
        paths={path: code + PurePath(path).suffix for path, code in lost.items()} | paths,
    )


def write_key_file(report: Report, folder: Path, salt: str = "", lang: str = "en") -> Path:
    """`pseudonym_key.csv`: ``code, kind, name`` in the language, one line per code, for the office alone."""
    _ = translator(lang).gettext
    codes = codes_of(report, salt)
    writers = {(str(one.author), codes.authors[one.id]) for one in report.documents() if one.author}
    kinds = {
        "person": writers,
        "unit": codes.units.items(),
        "document": codes.documents.items(),
        "path": codes.paths.items(),
    }
    path = folder / KEY_FILE
    private_folder(folder)
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow([_(title) for title in _KEY_COLUMNS])
        for kind, names in kinds.items():
            lines.writerows((code, _(_KEY_KINDS[kind]), quoted(clean(name))) for name, code in sorted(names))
    return path


def key_files(report: Report, options: WriteOptions, written: Path) -> list[Path]:
    """The key file if it is asked for. `InputError` where it would lie in what is handed on."""
    if options.key_folder is None:
        return []
    given, key = written.resolve(), options.key_folder.resolve()
    if key.is_relative_to(given) if given.is_dir() else key == given.parent:
        raise InputError(
            N_(
                "{key_folder}: the key of the codes would lie beside what is handed on "
                "({written}). Choose another place with -o, outside of RUN."
            ).format(key_folder=options.key_folder, written=written)
        )
    return [write_key_file(report, options.key_folder, options.salt, options.lang)]


def unit_names(report: Report) -> list[str]:
    return [name for unit in report.units for name in (unit.name, *unit.aliases)]


@cache
def process_salt() -> str:
    """Where nobody gives one: nothing that anybody could work out."""
    return secrets.token_hex(16)


def keyed(salt: str, words: str) -> str:
    return text_digest(words, 64, text_digest(salt, 64)).hex()


def _author_codes(salt: str, documents: Iterable[Document]) -> dict[str, str]:
    """By id: one code for all spellings of a name, and where several people have it one for each of them."""
    names = {one.id: (name_key(one.author or ""), one.person or "") for one in documents}
    people: dict[str, set[str]] = {}
    for name, person in names.values():
        people.setdefault(name, set()).update({person} - {""})
    keys = {id: f"{name}\0{person}" if len(people[name]) > 1 else name for id, (name, person) in names.items()}
    codes = _codes("N-", salt, keys.values())
    return {id: codes[key] for id, key in keys.items()}


def _of_one(authors: Mapping[str, str], documents: Iterable[Document]) -> dict[str, str]:
    """Name -> code, of the names that one person has."""
    codes: dict[str, set[str]] = {}
    for one in documents:
        if one.author:
            codes.setdefault(one.author, set()).add(authors[one.id])
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


def _codes(prefix: str, salt: str, names: Iterable[str]) -> dict[str, str]:
    """Six hex digits after the prefix, two more for all while two names have the same."""
    distinct = sorted(set(names))
    digests = {name: keyed(f"{salt}\0{prefix}", name) for name in distinct}
    digits = next(n for n in range(6, 130, 2) if len({digest[:n] for digest in digests.values()}) == len(distinct))
    return {name: prefix + digest[:digits] for name, digest in digests.items()}
