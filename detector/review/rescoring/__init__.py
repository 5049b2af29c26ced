"""What the figures are once people have set passages aside, worked out from the stored passages and marks alone."""

from __future__ import annotations

from detector.review.rescoring.overlay import Overlay, build_overlay

__all__ = ["Overlay", "build_overlay"]
