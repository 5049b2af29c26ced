"""A scan in a process of its own: `python -m detector.review.worker`, its task as JSON on stdin, progress on stdout.

A process of its own, so that a page answers while all cores are busy, and a scan that dies takes no page with it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import monotonic
from typing import Any

_SECONDS_BETWEEN = 0.2


def main() -> None:
    """Ends with a line that says ``finished`` or ``error``."""
    from detector.errors import DetectorError
    from detector.private import only_for_owner

    only_for_owner()
    task = json.load(sys.stdin)
    try:
        _scan(task)
    except DetectorError as error:
        _say(error=str(error))
    else:
        _say(finished=True)


def _scan(task: dict[str, Any]) -> None:
    from detector.api import scan
    from detector.keeping.publish import publish
    from detector.settings import Settings
    from detector.storage import run_lock

    run = Path(task["run"])
    progress = _Progress()
    with run_lock(run):
        report = scan(
            [Path(task["submissions"])],
            forms=[Path(path) for path in task["forms"]],
            previous=[Path(path) for path in task["previous"]],
            references=[Path(path) for path in task["references"]],
            roster=task["roster"],
            settings=Settings.from_mapping(task["settings"]),
            jobs=min(os.cpu_count() or 1, 8),
            progress=progress,
        )
        progress("write", 0, 0)
        publish(report, run, lang=task["lang"])


class _Progress:
    """Tells a new stage at once, and the count within one a few times a second."""

    def __init__(self) -> None:
        self._stage = ""
        self._told = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage or done == total or monotonic() - self._told > _SECONDS_BETWEEN:
            self._stage, self._told = stage, monotonic()
            _say(stage=stage, done=done, total=total)


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    main()
