"""What `scan --dry-run` prints: each file on a line, and below it what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detector.documents import Role
from detector.intake.listing import ListedFile
from detector.language import number, translated, translator
from detector.wording import ODD_LABELS, ROLE_LABELS, SKIP_LABELS, label, period_words

_MOST_PARTS = 5  # of one file that are left out


def listing_lines(files: Sequence[ListedFile], lang: str) -> list[str]:
    """Files by role, then how many texts each role has."""
    lines = [line for file in files for line in _file_lines(file, lang)]
    return [*lines, "", *_totals(files, lang)]


def _file_lines(file: ListedFile, lang: str) -> Iterator[str]:
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    if not file.texts:
        reasons = [(label(SKIP_LABELS, row.reason, lang), translated(row.detail, lang)) for row in file.left_out]
        yield " · ".join((file.path, *dict.fromkeys(words for reason in reasons for words in reason if words)))
        return
    assert file.role is not None
    texts = ngettext("{n} text", "{n} texts", file.texts).format(n=number(file.texts, 0, lang))
    period = file.period if file.period and file.period.isdigit() else period_words(file.period, lang)
    facts = (
        label(ROLE_LABELS, file.role, lang),
        translated(file.reader or "", lang),
        texts if file.texts > 1 else "",
        file.person or (_("person not known") if file.texts == 1 and file.role is not Role.FORM else ""),
        file.unit,
        period,
    )
    yield " · ".join((file.path, *(str(fact) for fact in facts if fact)))
    for columns in file.columns:
        yield "    " + _("columns: {columns}").format(columns=columns)
    for row in file.left_out[:_MOST_PARTS]:
        yield f"    {row.path.removeprefix(file.path)} · {label(SKIP_LABELS, row.reason, lang)}"
    if len(file.left_out) > _MOST_PARTS:
        yield "    " + _("and {n} more parts").format(n=number(len(file.left_out) - _MOST_PARTS, 0, lang))
    for code, detail in file.odd:
        yield "    ! " + label(ODD_LABELS, code, lang) + (f" ({detail})" if detail else "")


def _totals(files: Sequence[ListedFile], lang: str) -> Iterator[str]:
    for role in Role:
        if count := sum(file.texts for file in files if file.role is role):
            yield f"{label(ROLE_LABELS, role, lang)}: {number(count, 0, lang)}"
    if odd := sum(bool(file.odd) for file in files):
        yield translator(lang).gettext("Files to look at before the scan: {n}").format(n=number(odd, 0, lang))
