"""A slip for one writer: what to look at in the own text. Nothing of anybody else, no score, no verdict."""

from __future__ import annotations

from detector.slips.content import Part, Quote, Slip, make_slips

__all__ = ["Part", "Quote", "Slip", "make_slips"]
