"""What the reader did or noticed, with its numbers, in both languages.

The detail of a note is ``name=value`` pairs, so that the same note can be said in any language.
"""

from __future__ import annotations

import re

from detector.documents import ReadingNote
from detector.language import N_, number, percent, translator
from detector.wording.labels import NOTE_LABELS, label

_PARTS = re.compile(r"(\w+)=(.*?)(?=\s\w+=|$)")
_DETAILS = {
    "doubtful": N_("{damaged} of the words look damaged: {words}"),
    "unmarked": N_("{readable} of the syllables are well formed, {marked} have marks"),
    "unspaced_script": N_("{script}"),
    "torn": N_("{share} of the words"),
    "repaired": N_("{lines} lines in {encodings}"),
    "encoding": N_("read as {encoding}"),
    "truncated": N_("{read} of {total} {unit} were read"),
    "replaced": N_("{count} characters"),
    "damaged_characters": N_("{count} characters"),
    "renamed": N_("named {name}, is {kind}"),
    "period_differs": N_("{said} in the text, {named} by the names of file and folder, which was taken"),
    "year_unlikely": N_("{said}, while the others are of {others}; left out"),
    "named_by_code": N_("{code} in {sheets} others"),
    "scan_pages": N_("pages {pages}"),
    "ocr": N_("pages {pages}"),
    "damaged_part": N_("{part} cannot be read"),
    "hidden_sheet": "{sheets}",
    "unread_sheet": "{sheets}",
}
# Of notes on a whole scan whose detail is "count > limit"
_CAPPED = {
    "capped_shingles": N_("{count} sequences, each in more than {limit} submissions"),
    "across_capped_shingles": N_("{count} sequences, each in more than {limit} submissions"),
}
_UNITS = {"characters": N_("characters"), "pages": N_("pages"), "bytes": N_("bytes")}
_PAGES = "pages "  # as readers name them
_SHARES = frozenset({"readable", "marked", "share", "damaged"})
_COUNTS = frozenset({"lines", "read", "total", "count"})


def note_words(note: ReadingNote, lang: str = "vi", *, raw: bool = True) -> str:
    """The label of a note, and its numbers in brackets; without `raw` only what can be said in the language."""
    said = label(NOTE_LABELS, note.code, lang)
    detail = note_detail(note, lang)
    if not raw and detail == note.detail:
        return said
    return f"{said} ({detail})" if detail else said


def note_detail(note: ReadingNote, lang: str = "vi") -> str:
    """The numbers of a note in words; the detail as it is where it has no such form."""
    values = {name: _shown(name, value, lang) for name, value in _PARTS.findall(note.detail)}
    if note.code not in _DETAILS or not values:
        return note.detail
    try:
        return translator(lang).gettext(_DETAILS[note.code]).format(**values)
    except KeyError:
        return note.detail


def scan_note_detail(code: str, detail: str, lang: str = "vi") -> str:
    """The detail of a note on a whole scan, in words where it is two numbers; else as it is."""
    count, over, limit = detail.partition(" > ")
    if code not in _CAPPED or not (over and count.isdecimal() and limit.isdecimal()):
        return detail
    return translator(lang).gettext(_CAPPED[code]).format(count=number(int(count), 0, lang), limit=limit)


def _shown(name: str, value: str, lang: str) -> str:
    if name == "unit":
        return label(_UNITS, value, lang)
    if name == "script":
        return translator(lang).gettext(value)
    if name == "part" and value.startswith(_PAGES):
        return translator(lang).gettext(_DETAILS["ocr"]).format(pages=value.removeprefix(_PAGES))
    try:
        if name in _SHARES:
            return percent(float(value), lang, 1)
        return number(int(value), 0, lang) if name in _COUNTS else value
    except ValueError:
        return value
