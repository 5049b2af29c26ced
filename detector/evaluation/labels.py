"""What a person labelled about a unit, told in the ids and offsets of a report."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from detector.documents import Document
from detector.errors import InputError
from detector.evaluation.locate import Locator
from detector.evaluation.plagdet import Case
from detector.language import N_
from detector.report import Report


@dataclass(frozen=True, slots=True)
class LabelledCopy:
    """A text that was copied from another.

    Attributes:
        kind: how: ``verbatim``, ``light``, ``heavy``, ``partial``, ``mosaic``, ``self`` ...
        passages: the copied passages that were found in both texts.
    """

    copy: str
    source: str
    kind: str
    passages: tuple[Case, ...]


@dataclass(frozen=True)
class Labels:
    """The labels of a unit, by document id of the report.

    Attributes:
        roles: ``original``, ``copy``, ``boilerplate``, ``hard_negative``, ``previous_year`` ...
        hard_negatives: pairs that look alike and are independent.
        related: pairs whose common text follows from copying through a third; they count neither for nor against.
        doubtful: labelled passages that are not exactly once in the text, in words. One that is missing in a text is
            left out of the measures; of one that is there several times the first place counts.
    """

    roles: Mapping[str, str]
    copies: tuple[LabelledCopy, ...]
    hard_negatives: tuple[tuple[str, str], ...]
    doubtful: tuple[str, ...]
    related: tuple[tuple[str, str], ...] = ()

    @cached_property
    def documents(self) -> frozenset[str]:
        """All that a label names, known samples that somebody copied from among them."""
        return frozenset(self.roles) | {end for pair in self.kinds for end in pair}

    @cached_property
    def kinds(self) -> dict[tuple[str, str], str]:
        """The kind of each labelled (copy, source)."""
        return {(copy.copy, copy.source): copy.kind for copy in self.copies}


def read_labels(labels: Path | str | Mapping[str, Any], report: Report) -> Labels:
    """Labels from a JSON file (or its content) with ``docs``, ``copies`` and ``hard_negative_pairs``.

    Also, where they are there, ``own_reuse`` (copies from a person's own sheets, kind ``self``) and ``cluster_pairs``.
    Documents are named by id, file name or file name without suffix. Raises `InputError` for another form of file and
    for names that fit no document, or several.
    """
    if not isinstance(labels, Mapping | str | Path):
        raise InputError(
            N_("labels: expected a JSON file or its content, got {type}.").format(type=type(labels).__name__)
        )
    content = labels if isinstance(labels, Mapping) else _read(Path(labels))
    try:
        return _Reading(report).labels(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            N_(
                "labels: not the expected form ({what}). Expected 'docs' (name -> role), "
                "'copies' (copy, source, kind, passages with copy_text and source_text) and "
                "'hard_negative_pairs'."
            ).format(what=_MISSING.format(key=error) if isinstance(error, KeyError) else _OTHER_KIND)
        ) from error


_MISSING = N_("{key} is missing somewhere")
_OTHER_KIND = N_("a list, a dictionary or a text stands where one of the others is expected")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(N_("{path}: cannot be read ({reason}).").format(path=path, reason=error.strerror)) from error
    except ValueError as error:
        raise InputError(N_("{path}: not a JSON file ({error}).").format(path=path, error=error)) from error


class _Reading:
    """The documents of a report, looked up by the names and passages of one label file."""

    def __init__(self, report: Report) -> None:
        self._documents = {document.id: document for document in report.documents()}
        self._locators: dict[str, Locator] = {}
        self._doubtful: list[str] = []

    def labels(self, content: Mapping[str, Any]) -> Labels:
        own = ({**one, "kind": "self"} for one in content.get("own_reuse", ()))
        copies, pairs = [*content["copies"], *own], [tuple(pair) for pair in content.get("hard_negative_pairs", [])]
        related = [(one["copy"], one["source"]) for one in content.get("cluster_pairs", ())]
        ends = (copy[end] for copy in copies for end in ("copy", "source"))
        named = [*content["docs"], *ends, *sum((*pairs, *related), ())]
        ids = match_names(named, self._documents)
        return Labels(
            roles={ids[name]: facts["role"] for name, facts in content["docs"].items()},
            copies=tuple(self._copy(copy, ids) for copy in copies),
            hard_negatives=tuple((ids[left], ids[right]) for left, right in pairs),
            doubtful=tuple(self._doubtful),
            related=tuple((ids[left], ids[right]) for left, right in related),
        )

    def _copy(self, copy: Mapping[str, Any], ids: Mapping[str, str]) -> LabelledCopy:
        left, right = ids[copy["copy"]], ids[copy["source"]]
        return LabelledCopy(left, right, copy["kind"], tuple(self._cases(left, right, copy["passages"])))

    def _cases(self, copy: str, source: str, passages: Iterable[Mapping[str, str]]) -> Iterator[Case]:
        for passage in passages:
            here = self._place(copy, passage["copy_text"])
            there = self._place(source, passage["source_text"])
            if here and there:
                yield Case(copy, *here, source, *there)

    def _place(self, id: str, passage: str) -> tuple[int, int] | None:
        if id not in self._locators:
            self._locators[id] = Locator(self._documents[id].text)
        found = self._locators[id].find(passage)
        if len(found) != 1:
            self._doubtful.append(f"{id}: found {len(found)} times: {' '.join(passage.split())[:60]}")
        return (found[0].start, found[0].end) if found else None


def match_names(names: Iterable[str], documents: Mapping[str, Document]) -> dict[str, str]:
    """The document id of each name. Raises one `InputError` about all names that fit none or several."""
    by_name, by_stem = defaultdict(list), defaultdict(list)
    for id in documents:
        by_name[_file_name(id)].append(id)
        by_stem[_stem(id)].append(id)
    fitting = {
        name: [name] if name in documents else by_name.get(_file_name(name)) or by_stem.get(_stem(name)) or []
        for name in dict.fromkeys(names)
    }
    _require_one_each(fitting)
    return {name: ids[0] for name, ids in fitting.items()}


def _require_one_each(fitting: Mapping[str, list[str]]) -> None:
    missing = [name for name, ids in fitting.items() if not ids]
    several = [f"{name} ({', '.join(sorted(ids))})" for name, ids in fitting.items() if len(ids) > 1]
    messages = []
    if missing:
        messages.append(
            f"labels: no document of the run fits {', '.join(missing)}. "
            "Scan these files too (earlier texts with --previous)."
        )
    if several:
        messages.append(f"labels: more than one document fits {'; '.join(several)}. Give the whole id.")
    if messages:
        raise InputError("\n".join(messages))


def _file_name(id: str) -> str:
    """The last part of a path, also inside an archive, in one Unicode form and letter case."""
    return unicodedata.normalize("NFC", id.replace("\\", "/").replace("!", "/")).rsplit("/", 1)[-1].casefold()


def _stem(id: str) -> str:
    return PurePosixPath(_file_name(id)).stem
