"""A scan in a process of its own: `python -m detector.review.worker`, its task as JSON on stdin, progress on stdout.

A process of its own, so that a page answers while all cores are busy, and a scan that dies takes no page with it.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
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
        if task["only_read"]:
            _say(files=_read(task), finished=True)
        else:
            _scan(task)
            _say(finished=True)
    except DetectorError as error:
        _say(error=str(error))


def _read(task: dict[str, Any]) -> list[dict[str, Any]]:
    """What a scan would read, by its place among the uploaded files, and all of it kept for the scan."""
    from detector.api import list_files

    uploads = Path(task["submissions"]).parent
    found = list_files([Path(task["submissions"])], **_arguments(task), keep=True)
    return [asdict(one) | {"path": one.path.removeprefix(f"{uploads}{os.sep}")} for one in found]


def _arguments(task: dict[str, Any]) -> dict[str, Any]:
    from detector.settings import Settings

    return {
        "forms": [Path(path) for path in task["forms"]],
        "previous": [Path(path) for path in task["previous"]],
        "references": [Path(path) for path in task["references"]],
        "roster": task["roster"],
        "settings": Settings.from_mapping(task["settings"]),
        "jobs": min(os.cpu_count() or 1, 8),
        "progress": _Progress(),
        "run": Path(task["run"]),
    }


def _scan(task: dict[str, Any]) -> None:
    from detector.api import scan
    from detector.keeping.publish import publish
    from detector.storage import run_lock

    run, arguments = Path(task["run"]), _arguments(task)
    with run_lock(run):
        report = scan([Path(task["submissions"])], **arguments, save_results=False)
        arguments["progress"]("write", 0, 0)
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
