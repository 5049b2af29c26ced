"""The office's own form and stock clauses, as TOML files."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "resources"
