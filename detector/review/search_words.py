"""How the conditions of the search box are written in each language; codes are understood in both."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from detector.findings import FLAG_LABELS
from detector.review.words import DECISION_LABELS, STATE_LABELS
from detector.wording import N_, RATING_LABELS, label

_NAMES = {
    "shared": N_("search: shared"),
    "strongest": N_("search: strongest"),
    "own": N_("search: own"),
    "previous": N_("search: previous"),
    "reference": N_("search: reference"),
    "common": N_("search: common"),
    "rule": N_("search: rule"),
    "form": N_("search: form"),
    "bits": N_("search: bits"),
    "year": N_("search: year"),
    "status": N_("search: status"),
    "flag": N_("search: flag"),
    "group": N_("search: group"),
    "decision": N_("search: decision"),
    "rating": N_("search: rating"),
}
CHANGED = {"changed": N_("the text changed")}
_VALUES: Mapping[str, str] = STATE_LABELS | CHANGED | DECISION_LABELS | FLAG_LABELS | RATING_LABELS
_LANG = "vi"


def folded(text: str) -> str:
    """*Nguyễn Đức* is found by *nguyen duc*."""
    decomposed = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def condition(name: str, value: str, lang: str) -> str:
    """Such as ``flag:previous``, in Vietnamese ``điểm:trùng-bản-kỳ-trước``."""
    if lang == "en":
        return f"{name}:{value}"
    return f"{_named(name)}:{_slug(label(_VALUES, value, lang)) if value in _VALUES else value}"


def code_of(word: str) -> str:
    """What a name or value of a condition means, with or without marks; the word itself where it is none of ours."""
    plain = folded(word)
    return _codes().get(plain, plain)


@cache
def _codes() -> dict[str, str]:
    values = {folded(_slug(label(_VALUES, code, _LANG))): code for code in _VALUES if code != "unseen"}
    return values | {folded(_named(code)): code for code in _NAMES}


def _named(name: str) -> str:
    return label(_NAMES, name, _LANG)


def _slug(words: str) -> str:
    return "-".join(words.replace(",", "").split())
