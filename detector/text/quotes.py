"""A quotation begins with the bullet before it and ends with the punctuation behind it."""

from __future__ import annotations

TRAILING = frozenset(".,;:!?…)]}\"'”’»%")
BULLETS = "-–—+*•●○▪■□➢➤·\uf0b7\uf0a7 \t"


def with_trailing(text: str, end: int) -> int:
    """The end of a quotation, moved behind its punctuation."""
    while text[end : end + 1] in TRAILING:
        end += 1
    return end


def with_bullet(text: str, start: int) -> int:
    """The start of a quotation, moved before the bullet if nothing else stands before it in its line."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return start if before.strip(BULLETS) else start - len(before.lstrip())
