"""Names hidden on the screen, for a meeting: people have numbers, and their names are blots wherever a page says them.

A blot is as long as the name, so that the places of the painted texts stay right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from html import escape

from detector.language import translator
from detector.review.index import DocumentRow, Index
from detector.review.search_words import folded
from detector.review.state import View
from detector.wording import N_

PERSON = N_("Person {number}")
BLOT = "█"


def without_names(view: View, lang: str) -> View:
    """The same view; each text is called by a number, one for all texts of a person."""
    numbers: dict[str, int] = {}
    for one in view.index.texts:
        numbers.setdefault(one.who, len(numbers) + 1)
    words = translator(lang).gettext(PERSON)
    texts = tuple(_hidden(one, words.format(number=numbers[one.who])) for one in view.index.texts)
    return replace(view, index=replace(view.index, texts=texts), queue={})


def _hidden(text: DocumentRow, name: str) -> DocumentRow:
    return replace(text, name=name, shown_id=name)


def blotted(page: str, index: Index) -> str:
    """A page without the names of the people of the run, whatever their case, with or without marks."""
    pattern = _pattern(tuple(sorted({one.author for one in index.texts if one.author})))
    return pattern.sub(lambda found: re.sub(r"\w", BLOT, found[0]), page) if pattern else page


@lru_cache(maxsize=4)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = {form for name in names for form in _forms(name)}
    if not forms:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def _forms(name: str) -> Iterable[str]:
    words = [word for word in re.findall(r"\w+", unicodedata.normalize("NFC", name)) if word]
    if len(words) < 2:  # one syllable is a word of the language
        return
    for form in ("NFC", "NFD"):
        yield r"\s+".join(re.escape(escape(unicodedata.normalize(form, word))) for word in words)
    yield r"[\s_.\-]*".join(map(re.escape, map(folded, words)))
