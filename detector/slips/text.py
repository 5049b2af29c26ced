"""A slip as plain lines, for the terminal."""

from __future__ import annotations

from detector.language import number as number_words
from detector.language import translator
from detector.slips.content import KINDS, MORE, Slip, unread_lines


def slip_text(slip: Slip, lang: str) -> str:
    """What the page of a slip says."""
    t = translator(lang).gettext
    lines = []
    for number, part in enumerate(slip.parts, 1):
        lines.append(t("Part {number}").format(number=number))
        if part.asked:
            lines.append(f"  {t('The form asks here:')} {' '.join(part.asked.split())}")
        if not part.is_concrete:
            lines.append(f"  {t('There is no figure, no date and no name of a task in this part.')}")
        lines += [f"  - “{' '.join(quote.text.split())}” – {t(KINDS[quote.kind])}" for quote in part.quotes]
        if part.more:
            lines.append(f"  {t(MORE).format(count=number_words(part.more, 0, lang))}")
    if not lines:
        lines.append(t("Nothing to suggest: no part lacks a figure, a date or the name of a task."))
    unread = [f"{t('Not everything was read:')} {line}" for line in unread_lines(slip, lang)]
    return "\n".join([*unread, *lines])
