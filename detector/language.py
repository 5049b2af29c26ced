"""Vietnamese and English words for the screen, through gettext. Message ids are the English sentences."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from string import Formatter

LANGUAGES = ("vi", "en")

Translate = Callable[[str], str]

_VIETNAMESE = str.maketrans(",.", ".,")


def N_(message: str) -> str:  # noqa: N802 - the name that message extractors know
    """Marks a message for the catalogue where it is declared; it is translated where it is shown."""
    return message


@cache
def translator(lang: str) -> gettext.NullTranslations:
    """The catalogue of `lang`; English is the message ids themselves. Raises ValueError for another language."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}. Got {lang!r} instead.")
    if lang == "en":
        return gettext.NullTranslations()
    return gettext.translation("detector", localedir=Path(__file__).parent / "locale", languages=[lang])


def translated(message: str, lang: str) -> str:
    """What the library said in English, an error or the detail of a file, in `lang`.

    Errors and details are stored and raised in English, with their names and numbers filled in. They are known again by
    the message of the catalogue that they were made of: line by line, else behind ``file: ``, else sentence by
    sentence. What is made of none stays as it is.
    """
    if lang == "en":
        return message
    return "\n".join(_line_in(line, lang) or line for line in message.split("\n"))


def _line_in(line: str, lang: str) -> str | None:
    return _with_remedy(line, lang) or _filled(line, lang) or _behind_name(line, lang) or _by_sentence(line, lang)


def _with_remedy(line: str, lang: str) -> str | None:
    """A sentence and what to do: else the last blank of the first takes in the second."""
    whole, _ = _messages(lang)
    for found in re.finditer(r"(?<=[.:]) ", line):
        if (remedy := line[found.end() :]) in whole and (said := _filled(line[: found.start()], lang)) is not None:
            return f"{said} {whole[remedy]}"
    return None


def _filled(line: str, lang: str) -> str | None:
    """The whole of a line by one message, its longest words first; what stands in the blanks likewise."""
    whole, blanks = _messages(lang)
    plain = line.strip()
    if plain in whole:
        return line.replace(plain, whole[plain])
    for message in blanks:
        if message.landmark in plain and (found := message.pattern.fullmatch(plain)):
            values = {
                name: value if name in _AS_GIVEN or " " not in value else _line_in(value, lang) or value
                for name, value in found.groupdict().items()
            }
            return line.replace(plain, message.fill(values))
    return None


def _behind_name(line: str, lang: str) -> str | None:
    name, colon, rest = line.partition(": ")
    said = _line_in(rest, lang) if colon else None
    return f"{name}: {said}" if said else None


def _by_sentence(line: str, lang: str) -> str | None:
    """The longest first sentences that are a message, then the rest likewise."""
    for end in reversed([found.start() for found in re.finditer(r"(?<=[.:]) ", line)]):
        if (said := _filled(line[:end], lang)) is not None:
            rest = line[end + 1 :]
            return f"{said} {_line_in(rest, lang) or rest}"
    return None


@dataclass(frozen=True)
class _Message:
    """A message with blanks: how to find it in a text, and how to say it."""

    landmark: str
    source: str
    words: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        known: set[str] = set()
        parts = []
        for literal, name, _, _ in Formatter().parse(self.source):
            parts.append(re.escape(literal))
            if name:
                parts.append(f"(?P={name})" if name in known else f"(?P<{name}>.*?)")
                known.add(name)
        return re.compile("".join(parts), re.DOTALL)

    def fill(self, values: Mapping[str, str]) -> str:
        """Values that were written with ``!r`` or thousands are taken as they stand."""
        parts = (literal + (values[name] if name else "") for literal, name, _, _ in Formatter().parse(self.words))
        return "".join(parts)


# Blanks that hold a user's own word: a folder that is called "empty" is no empty file.
_AS_GIVEN = frozenset({"path", "run", "folder", "file", "answers", "id", "given", "value"})

# What systems say of files and addresses, as part of an error
_OF_THE_SYSTEM = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("File exists"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Directory not empty"),
    N_("File name too long"),
    N_("Too many open files"),
    N_("Input/output error"),
    N_("Address already in use"),
    N_("Cannot assign requested address"),
)


@cache
def _messages(lang: str) -> tuple[Mapping[str, str], Sequence[_Message]]:
    """Messages without blanks, and those with blanks that say at least two words, the most telling ones first."""
    whole, blanks = {}, []
    for source, words in _catalogue(lang):
        literals = [literal for literal, *_ in Formatter().parse(source)] if "{" in source else []
        names = {name for _, name, _, _ in Formatter().parse(source) if name} if literals else set()
        if not names or not all(map(str.isidentifier, names)):  # none, or braces of Python
            whole[source.strip()] = words.strip()
        elif len(re.findall(r"[^\W\d_]+", " ".join(literals))) > 1:
            blanks.append(_Message(max(literals, key=len).strip(), source, words))
    return whole, sorted(blanks, key=lambda one: (-len(re.sub(r"{.*?}", "", one.source)), one.source))


def _catalogue(lang: str) -> Iterator[tuple[str, str]]:
    """All messages and their translations; those with a plural are never errors."""
    messages: Mapping[object, str] = vars(translator(lang))["_catalog"]
    return ((source, words) for source, words in messages.items() if isinstance(source, str) and source)


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
