"""`--semantic`: models of what sentences mean, and the vectors of sentences seen before."""

from __future__ import annotations

from detector.matching.semantic.encoders import Encoder, load_encoder
from detector.matching.semantic.vectors import vectors_of

__all__ = ["Encoder", "load_encoder", "vectors_of"]
