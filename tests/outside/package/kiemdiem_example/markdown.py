"""A list of the pairs in Markdown; codes for names unless names are asked for."""

from __future__ import annotations

from pathlib import Path

from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.pseudonyms import shown


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    visible = shown(report, options)
    lines = [f"- {pair.left_id} · {pair.right_id}: {pair.evidence:.0f} bits" for pair in visible.pairs.flagged()]
    with replacing(path) as draft:
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [path]


WRITER = Writer("md", ".md", "a list of the flagged pairs", write)
