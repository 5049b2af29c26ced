"""A slip as plain lines, for the terminal."""

from __future__ import annotations

from detector.language import translator
from detector.slips.content import KINDS, Slip


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
    return "\n".join(lines) or t("Nothing to suggest: no part lacks a figure, a date or the name of a task.")
