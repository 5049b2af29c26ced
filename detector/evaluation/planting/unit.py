"""A unit with planted copies and its labels, in the form that `detector.evaluation.labels` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.documents import Document, Role
from detector.evaluation.planting.draft import Draft, Taken


@dataclass(frozen=True, slots=True)
class PlantedCopy:
    """Who copied from whom, how, and which words; `disguise` is "" or names joined with "+"."""

    copy: str
    source: str
    kind: str
    disguise: str
    passages: tuple[Taken, ...]


@dataclass(frozen=True)
class PlantedUnit:
    """All texts of the unit, the labelled copies among them.

    Attributes:
        roles: what the label file calls each document: ``original``, ``copy``, ``boilerplate``, ``previous_year``.
    """

    documents: tuple[Document, ...]
    copies: tuple[PlantedCopy, ...]
    roles: Mapping[str, str]

    def labels(self) -> dict[str, Any]:
        """The content of a label file; passages as exact strings and as half-open characters."""
        text_of = {document.id: document.text for document in self.documents}
        return {
            "docs": {id: {"role": role} for id, role in self.roles.items()},
            "copies": [
                {"copy": c.copy, "source": c.source, "kind": c.kind, "disguise": c.disguise}
                | {"passages": [_passage(taken, text_of[c.copy], text_of[c.source]) for taken in c.passages]}
                for c in self.copies
            ],
            "hard_negative_pairs": [],
        }

    def write(self, folder: Path) -> None:
        """`submissions/*.txt`, `previous/*.txt` and `labels.json` below `folder`."""
        for document in self.documents:
            path = folder / _file_of(document)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8", newline="")
        labels = json.dumps(self.labels(), ensure_ascii=False, indent=1)
        (folder / "labels.json").write_text(labels + "\n", encoding="utf-8", newline="\n")


def copies_of(draft: Draft, copier: str, kind: str, disguise: str) -> Iterator[PlantedCopy]:
    """One labelled copy for each source of a draft."""
    for source in dict.fromkeys(taken.source_id for taken in draft.passages):
        passages = tuple(taken for taken in draft.passages if taken.source_id == source)
        yield PlantedCopy(copier, source, kind, disguise, passages)


def _passage(taken: Taken, copy: str, source: str) -> dict[str, str | int]:
    return {
        "copy_text": copy[taken.copy.start : taken.copy.end],
        "source_text": source[taken.source.start : taken.source.end],
        "copy_start": taken.copy.start,
        "copy_end": taken.copy.end,
        "source_start": taken.source.start,
        "source_end": taken.source.end,
    }


def _file_of(document: Document) -> Path:
    name = Path(document.id).name
    stem = name if document.id.lower().endswith(".txt") else f"{name}.txt"
    return Path("previous" if document.role is Role.PREVIOUS else "submissions") / stem
