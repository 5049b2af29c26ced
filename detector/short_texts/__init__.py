"""Texts too short for shares, such as the two boxes of a monthly sheet, compared clause by clause.

A percentage of thirty syllables says nothing; that six months have the same two sentences, that two people share a
clause which nobody else has, or that twenty people left the default text in, can be said in so many words.
"""

from __future__ import annotations

from detector.short_texts.stage import ShortTexts, compare_short_texts

__all__ = ["ShortTexts", "compare_short_texts"]
