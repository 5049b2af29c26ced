"""Vietnamese and English words for the screen, through gettext. Message ids are the English sentences."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")

Translate = Callable[[str], str]

_VIETNAMESE = str.maketrans(",.", ".,")


@cache
def translator(lang: str) -> gettext.NullTranslations:
    """The catalogue of `lang`; English is the message ids themselves. Raises ValueError for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}. Got {lang!r} instead.")
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("detector", localedir=Path(__file__).parent / "locale", languages=[lang])


def number(value: float, digits: int, lang: str) -> str:
    """A number in the language's style: decimal comma and full-stop thousands in Vietnamese."""
    text = f"{value:,.{digits}f}"
    return text.translate(_VIETNAMESE) if lang == "vi" else text


def percent(share: float, lang: str, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage: ``33,2 %`` in Vietnamese, ``33.2%`` in English."""
    text = number(100 * share, digits, lang)
    return f"{text} %" if lang == "vi" else f"{text}%"


def date_text(day: date, lang: str) -> str:
    """``24/11/2026`` in Vietnamese, ``2026-11-24`` in English, where the order of day and month is not agreed on."""
    return day.strftime("%d/%m/%Y") if lang == "vi" else day.isoformat()
