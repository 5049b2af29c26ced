"""The data files that ship with the package: official forms, rule sentences, stock clauses, labels, ratings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from detector.documents import Document, Role

_RESOURCES = "detector.resources"


@cache
def resource(name: str) -> dict[str, Any]:
    """One TOML file of `detector/resources`, parsed."""
    return tomllib.loads(files(_RESOURCES).joinpath(name).read_text(encoding="utf-8"))


@cache
def background_documents() -> tuple[Document, ...]:
    """Official forms, rule texts and stock clauses as documents, one line each sentence."""
    forms = [_printed(f"form:{data['id']}", data["lines"], Role.FORM) for data in _folder("forms")]
    rules = [
        _printed(f"rule:{data['id']}", [*data.get("sentences", []), *data.get("titles", [])], Role.RULE)
        for data in _folder("rules")
    ]
    stock = [
        _printed(f"stock:{family['name']}", family["clauses"], Role.STOCK)
        for data in _folder("stock")
        for family in data["family"]
    ]
    return (*forms, *rules, *stock)


def _folder(name: str) -> Iterator[dict[str, Any]]:
    folder = files(_RESOURCES).joinpath(name)
    members: list[Traversable] = sorted(folder.iterdir(), key=lambda member: member.name)
    return (resource(f"{name}/{member.name}") for member in members if member.name.endswith(".toml"))


def _printed(id: str, lines: list[str], role: Role) -> Document:
    return Document(id=id, path="", text="\n".join(lines), role=role)
