"""`docs/settings.md` from `detector/settings.py`.

python -m tests.docs.settings_page > docs/settings.md
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import Field, fields
from typing import Any

from detector.settings import Settings

HEAD = """# Settings

Every setting of a scan with its default, the range that is allowed, and the reason for the default. This page is made
from `detector/settings.py` (`python -m tests.docs.settings_page > docs/settings.md`) and a test keeps it so.

`detector settings > my.toml` prints them as a file to edit, `detector scan ... --settings my.toml` uses it, in Python
it is `detector.Settings(max_partners=10)`. Unknown names and values out of range are told together, before a scan.
Every figure in these pages was measured with the defaults. The settings of a scan are kept in its run file.
"""


def settings_page() -> str:
    """Markdown: one table for each group of the source."""
    known = {spec.name: spec for spec in fields(Settings)}
    lines = [HEAD]
    for title, names in _groups():
        lines += [f"## {title.capitalize()}\n", "| setting | default | range | why |", "|---|---|---|---|"]
        lines += [_row(known[name]) for name in names]
        lines.append("")
    return "\n".join(lines)


def _groups() -> Iterator[tuple[str, list[str]]]:
    """Titles are the comments that stand alone above the settings."""
    body = inspect.getsource(Settings).split("def __post_init__")[0]
    parts = re.split(r"\n    # (.+)\n", body)[1:]
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        yield title, re.findall(r"^    (\w+): \w+ = _(?:setting|choice)\(", text, re.M)


def _row(spec: Field[Any]) -> str:
    low, high = spec.metadata["low"], spec.metadata["high"]
    choices = ", ".join(spec.metadata.get("choices", ()))
    span = choices or ("text" if low is None else f"{_number(low)} to {_number(high)}")
    default = f"`{spec.default!r}`" if isinstance(spec.default, str) else _number(spec.default)
    return f"| `{spec.name}` | {default} | {span} | {spec.metadata['why'].replace('|', '/')} |"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


if __name__ == "__main__":
    import sys

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(settings_page(), end="")
