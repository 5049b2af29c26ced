"""Whose a sheet is that names nobody, where the code in its file's name stands in those of one person alone.

An office that names files by code ("TK04.docx", "TK04 DVT thang 3.xlsx") knows whose they are where a name was left
out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from detector.documents import Document, ReadingNote, Role
from detector.people import name_key, when
from detector.text.heads.names import name_times, words_of_file

_CODE = re.compile(r"[a-z]{2,6}\d{2,6}")
_LEAST_SHEETS = 2  # with the name and the code: one may be a slip
_LEAST_PEOPLE = 3  # with a code of their own: below that numbers in names of files are no custom
_ROLES = (Role.SUBMISSION, Role.PREVIOUS)


def named_by_code(documents: Sequence[Document]) -> list[Document]:
    """The documents, with the name of the only person whose other sheets have the code of a file that names nobody.

    Not where the sheet prints a unit or post that the person has nowhere, or is of a time of which there is one. Noted
    as ``named_by_code``.
    """
    known = _people_by_code(documents)
    return [_named(one, known) if one.author is None and one.role in _ROLES else one for one in documents]


def _people_by_code(documents: Sequence[Document]) -> Mapping[str, Sequence[Document]]:
    """The sheets of each person who alone has a code, and no other one; empty where few people have any."""
    sheets: dict[str, list[Document]] = defaultdict(list)
    codes: dict[str, set[str]] = defaultdict(set)
    for one in documents:
        if one.author and one.role in _ROLES and not one.is_row_of_list:
            for code in _codes(one):
                sheets[code].append(one)
                codes[_writer(one)].add(code)
    known = {
        code: mine
        for code, mine in sheets.items()
        if len(mine) >= _LEAST_SHEETS and len({_writer(one) for one in mine}) == 1 and codes[_writer(mine[0])] == {code}
    }
    return known if len(known) >= _LEAST_PEOPLE else {}


def _writer(document: Document) -> str:
    return name_key(document.author or "")


def _codes(document: Document) -> set[str]:
    """Words of letters and figures in the name of the file that are no month or quarter."""
    words = {word for word in words_of_file(document.id) if _CODE.fullmatch(word)}
    return {word for word in words if not name_times([word])[0].part}


def _named(document: Document, known: Mapping[str, Sequence[Document]]) -> Document:
    codes = [code for code in _codes(document) if code in known]
    if len(codes) != 1 or document.is_row_of_list:
        return document
    mine = known[codes[0]]
    if any(when(one) == when(document) for one in mine) or not all(
        _fits(document, mine, name) for name in ("unit", "post")
    ):
        return document
    note = ReadingNote("named_by_code", f"code={codes[0].upper()} sheets={len(mine)}")
    return document.with_fields(author=mine[0].author, notes=(*document.notes, note))


def _fits(document: Document, others: Sequence[Document], field: str) -> bool:
    """Whether a field is not printed, or is that of another sheet of the person."""
    value = getattr(document, field)
    return not value or name_key(value) in {name_key(getattr(one, field) or "") for one in others}
