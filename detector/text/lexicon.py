"""The data files that ship with the package: official forms, rule sentences, stock clauses, labels, ratings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Any

from detector.documents import Document, Role
from detector.errors import InputError
from detector.language import N_
from detector.outside import remembered, resource_folders

_RESOURCES = "detector.resources"
_HEADER_FIELDS = "header_fields.toml"
_LISTS = {"forms": ("lines",), "rules": ("sentences", "titles"), "stock": ("clauses",)}


@remembered
def resource(name: str) -> dict[str, Any]:
    """One TOML file of `detector/resources`, parsed; header labels of own folders stand behind ours."""
    found = tomllib.loads(files(_RESOURCES).joinpath(name).read_text(encoding="utf-8"))
    return _with_labels(found) if name == _HEADER_FIELDS else found


@remembered
def background_documents() -> tuple[Document, ...]:
    """Official forms, rule texts and stock clauses as documents, one line each sentence.

    A form or rule of an own folder takes the place of ours with the same id. Raises `InputError` for a broken file.
    """
    forms = {data["id"]: _printed(f"form:{data['id']}", data["lines"], Role.FORM) for data in _folder("forms")}
    rules = {
        data["id"]: _printed(f"rule:{data['id']}", [*data.get("sentences", []), *data.get("titles", [])], Role.RULE)
        for data in _folder("rules")
    }
    stock: dict[str, Document] = {}
    for data in _folder("stock"):
        for family in data["family"]:
            id = next(one for one in _ids(f"stock:{family['name']}") if one not in stock)
            stock[id] = _printed(id, family["clauses"], Role.STOCK)
    return (*forms.values(), *rules.values(), *stock.values())


def _ids(id: str) -> Iterator[str]:
    yield id
    yield from (f"{id}#{number}" for number in count(2))


def _folder(name: str) -> Iterator[dict[str, Any]]:
    ours: list[Traversable] = sorted(files(_RESOURCES).joinpath(name).iterdir(), key=lambda member: member.name)
    yield from (resource(f"{name}/{member.name}") for member in ours if member.name.endswith(".toml"))
    for folder in resource_folders():
        yield from (_own(path, name) for path in sorted(folder.joinpath(name).glob("*.toml")))


def _own(path: Path, kind: str) -> dict[str, Any]:
    """A file of an own folder, in the form that ours have."""
    data = _toml(path)
    parts = data.get("family", []) if kind == "stock" else [data]
    keys = _LISTS[kind]
    is_whole = bool(parts) and all(
        isinstance(part, dict)
        and isinstance(part.get("name" if kind == "stock" else "id"), str)
        and any(_are_words(part.get(key)) for key in keys)
        and all(key not in part or _are_words(part[key]) for key in keys)
        for part in (parts if isinstance(parts, list) else [None])
    )
    if not is_whole:
        named = "[[family]] with name and clauses" if kind == "stock" else f"id and {' or '.join(keys)}"
        raise InputError(
            N_("{path}: expected {named}, lists of words. detector/resources/README.md shows the form.").format(
                path=path, named=named
            )
        )
    return data


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputError(N_("{path}: not a readable TOML file ({error}).").format(path=path, error=error)) from error


def _with_labels(ours: dict[str, Any]) -> dict[str, Any]:
    fields = [name for name, entry in ours.items() if isinstance(entry, dict) and "labels" in entry]
    for folder in resource_folders():
        path = folder / _HEADER_FIELDS
        tables = _toml(path) if path.is_file() else {}
        for name, table in tables.items():
            if name == "version":
                continue
            if name not in fields or not isinstance(table, dict) or not _are_words(table.get("labels")):
                known = ", ".join(fields)
                raise InputError(
                    N_("{path}: expected [field] with a list of labels, for one of {known}; got {name!r}.").format(
                        path=path, known=known, name=name
                    )
                )
            ours[name]["labels"] = [*ours[name]["labels"], *table["labels"]]
    return ours


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)


def _printed(id: str, lines: list[str], role: Role) -> Document:
    return Document(id=id, path="", text="\n".join(lines), role=role)
