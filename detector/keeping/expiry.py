"""How long a run may be kept, and which runs of a folder are past that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from detector.errors import RunFileError
from detector.run_folder import RUN_FILE
from detector.storage.connection import read_run
from detector.storage.decode import settings_of
from detector.storage.runfile import told_damage


@dataclass(frozen=True, slots=True)
class Kept:
    """A run, the day of its last scan, and how many days it may be kept from then."""

    run: Path
    scanned: date
    days: int

    @property
    def until(self) -> date:
        """The last day."""
        return self.scanned + timedelta(days=self.days)

    def is_overdue(self, today: date) -> bool:
        """A scan dated later than today (a clock that was wrong) is not overdue."""
        return self.until < today


def kept(run: Path) -> Kept:
    """By the last scan, not the first: a new scan is a new purpose. Raises `RunFileError`."""
    with read_run(run, check=False) as connection, told_damage(run):
        (scanned,) = connection.execute("SELECT value FROM meta WHERE key = 'scanned'").fetchone()
        return Kept(run, datetime.fromisoformat(scanned).astimezone(UTC).date(), settings_of(connection).retention_days)


def overdue_runs(folder: Path, today: date) -> Iterator[Kept]:
    """The overdue runs among the folder and the folders in it; a run that cannot be read is not among them."""
    for path in (folder, *sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())):
        if not (path / RUN_FILE).is_file():
            continue
        try:
            found = kept(path)
        except RunFileError:
            continue
        if found.is_overdue(today):
            yield found
