"""Blank forms among the submissions: the unit's own printed sheet, which often lies in the folder that it fills."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from detector.documents import Document, Role, SkippedFile, SkipReason
from detector.intake.rows import is_answer
from detector.language import N_
from detector.text.fold import fold, folded_text
from detector.text.headings import heading_name
from detector.text.lexicon import background_documents

# Syllables that a blank form may have beside what looks printed, and their share of all: instructions of its own
_MOST_OTHERS = 40
_MOST_OTHERS_SHARE = 0.2
_MOST_OTHERS_NAMELESS = 10  # where it has no label for a name
_LEAST_BLANKS = 3  # dotted lines, empty boxes and labels with nothing behind them
_COMMON_SHARE = 0.2  # of the submissions that have a line, from which it is printed
_LEAST_COMMON = 2
_DOTS = re.compile(r"[.…_·]{3,}|…|(?<!\w)_{2,}")
_BOX = re.compile(r"[□☐▢¨]|\[\s*\]")
_SIGN = re.compile(r"[…_·□☐▢¨\[]")  # dots and boxes have one of these, or two full stops
_COLONS = re.compile(r":[^\S\n]*$", re.M)  # at the end of a line
_BETWEEN_WORDS = re.compile(r"[^\w\n]+")
_NAME_LABEL = re.compile(
    r"ho(?<=\bho)(?: va|,)? ?(?:(?:chu |ten )?dem(?: va)? )?,? ?ten\b[^:.…_\n]{0,40}(?P<value>[:.…_][^\n]*|)$", re.M
)
# Behind a label: blanks and dots, then nothing or the next label of the line
_NOTHING = re.compile(r"[:\s.…_]*(?:$|[.…_]{3}.*|(?:\d+[.)]\s*)?\w+(?: \w+){0,4}\s*[:.…_].*)")
_DETAIL = N_("A blank form. Give it as --form, so that its lines are taken for printed form.")


def without_blank_forms(documents: Sequence[Document]) -> tuple[list[Document], list[SkippedFile]]:
    """The documents but for submissions that nobody filled in, and a row for each of these."""
    submissions = [one for one in documents if one.role is Role.SUBMISSION and not is_answer(one)]
    suspects = [one for one in submissions if _blanks(one.text) >= _LEAST_BLANKS and _is_nobodys(one)]
    suspects = [one for one in suspects if _is_nameless(one.text)]
    if not suspects:
        return list(documents), []
    lines: Counter[str] = Counter()
    for one in submissions:
        lines.update({*_cores(one.text)})
    least = max(_LEAST_COMMON, _COMMON_SHARE * len(submissions)) + 1  # its own copy of the line is one
    printed = _official_lines().union(line for line, count in lines.items() if count >= least)
    blank = {one.id for one in suspects if _is_blank(one.text, printed)}
    rows = [SkippedFile(one.path, SkipReason.BLANK_FORM, _DETAIL) for one in submissions if one.id in blank]
    return [one for one in documents if one.id not in blank or one.role is not Role.SUBMISSION], rows


def _is_nobodys(document: Document) -> bool:
    """Whether no name is known, or what was taken for one stands behind dots; a name in the next cell is one."""
    name = folded_text(document.author or "").strip()
    return not name or any(
        _NOTHING.fullmatch(value) and " ".join(name.split()) not in " ".join(below.split())
        for value, below in _names(document.text)
    )


def _names(text: str) -> list[tuple[str, str]]:
    """What stands on the line behind each label of a name, and on the next line with a word."""
    folded = fold(text).text
    return [
        (match["value"], folded[match.end() :].lstrip().split("\n", 1)[0]) for match in _NAME_LABEL.finditer(folded)
    ]


def _is_nameless(text: str) -> bool:
    """Whether nothing stands behind any label of a name."""
    return all(_NOTHING.fullmatch(value) for value, _ in _names(text))


def _is_blank(text: str, printed: frozenset[str]) -> bool:
    """Whether a nameless text has next to nothing that is not printed."""
    most = _MOST_OTHERS if _names(text) else _MOST_OTHERS_NAMELESS
    most = min(most, int(_MOST_OTHERS_SHARE * len(text.split())))
    others = 0
    for line, core in zip(text.split("\n"), _cores(text), strict=True):
        if line.strip() and not _looks_printed(line, core, printed):
            others += len(line.split())
            if others > most:  # after a few lines of what somebody filled in
                return False
    return True


def _looks_printed(line: str, core: str, printed: frozenset[str]) -> bool:
    """A line with room to write in, a label, a heading, a remark in brackets, or one that forms or many others have."""
    plain = line.strip()
    return (
        bool(_DOTS.search(plain) or _BOX.search(plain))
        or plain.endswith(":")
        or (plain.startswith("(") and plain.endswith(")"))
        or len(plain.split()) <= 3
        or plain.isupper()
        or core in printed
        or heading_name(line) is not None
    )


def _blanks(text: str) -> int:
    """Lines with room to write in, dots or a box, and those that end in a colon."""
    if not _has_sign(text):  # most texts have no such line
        return len(_COLONS.findall(text))
    return sum(map(_has_room, text.split("\n")))


@lru_cache(maxsize=4000)
def _has_room(line: str) -> bool:
    plain = line.strip()
    return plain.endswith(":") or (_has_sign(plain) and bool(_DOTS.search(plain) or _BOX.search(plain)))


def _has_sign(text: str) -> bool:
    """Whether dots or boxes may be in a text."""
    return ".." in text or _SIGN.search(text) is not None


def _cores(text: str) -> list[str]:
    """Each line as folded words without dots and signs: the same filled in by nobody or printed elsewhere."""
    undotted = _DOTS.sub(" ", text) if "_" in text else text  # other dots are no words anyway
    plain = _BETWEEN_WORDS.sub(" ", fold(undotted).text)
    return [line.strip(" ") for line in plain.split("\n")]


@cache
def _official_lines() -> frozenset[str]:
    forms = (one.text for one in background_documents() if one.role in (Role.FORM, Role.RULE))
    return frozenset(line for text in forms for line in _cores(text)) - {""}
