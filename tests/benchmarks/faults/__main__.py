"""Faults on purpose, through the program as people run it: what is expected, what is seen, is anything lost?

    python -m tests.benchmarks.faults                 prints the table
    python -m tests.benchmarks.faults --write         and puts it into docs/benchmarks/faults.md

Small disks are mounted and rights taken away where this user may; a row that cannot be made says why. Exit status 1 if
something was lost or a message does not say what to do. With --kept FILE rows that stand there are not done again. The
mutations of a run file take twenty minutes of computing, the others ten; FAULT_MUTATIONS names a file with those that
`python -m tests.benchmarks.faults.mutations --kept FILE` has done.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
from pathlib import Path

from tests.benchmarks.faults import disks, kills, processes, reading, run_files
from tests.benchmarks.faults.table import rows, table

PAGE = Path(__file__).parents[3] / "docs" / "benchmarks" / "faults.md"
ROOMS = (disks, kills, run_files, reading, processes)  # imported for their rows


HEAD = f"""# Faults

What happens to a run when something breaks, seen through the program as people run it. Made by
`python -m tests.benchmarks.faults --write` (Linux, Python {platform.python_version()},
SQLite {sqlite3.sqlite_version}); rows that need rights the user does not have say so.

"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only faults with one of these words")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    found = list(rows(options.names, options.kept))
    print(table(found))
    if options.write:
        PAGE.write_text(HEAD + table(found) + "\n", encoding="utf-8")
    return int(any(one.kept is False for one in found))


if __name__ == "__main__":
    sys.exit(main())
