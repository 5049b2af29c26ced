"""The fast tests with the oldest and with the newest packages that `pyproject.toml` allows; licences and weights.

    python tests/benchmarks/dependencies.py ends --python python3.11      builds two environments, runs the fast tests
    python tests/benchmarks/dependencies.py ends --quick                  the quick ones, on a slow machine
    python tests/benchmarks/dependencies.py licences                      a Markdown table of what is installed here

`ends` needs a package index; several versions of Python are tried by running it once with each.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
FAST = ("-q", "-m", "not slow and not browser", "-p", "no:cacheprovider", "--ignore", "tests/notebooks")
QUICK = ("-q", "-m", "quick and not slow and not browser", "-p", "no:cacheprovider")
TOOLS = ("pytest>=8.2,<10", "hypothesis>=6.100,<7", "babel>=2.15,<3", "httpx>=0.27,<1")
# Of extras that the tests use; newer ones of pyarrow ask for numpy 2 without saying so
FRAMES = {
    "oldest": ("pandas>=2.2,<2.3", "polars>=1.0,<2", "pyarrow>=16,<19", "python-calamine==0.7.0"),
    "newest": ("pandas>=2.2", "polars>=1.0", "pyarrow>=16", "python-calamine>=0.7,<1"),
}


def oldest(python: str) -> list[str]:
    """The lower bound of every dependency under a Python ("3.13"), as a requirement."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lowest: dict[str, str] = {}
    for wanted in map(Requirement, project["dependencies"]):
        if wanted.marker is None or wanted.marker.evaluate({"python_version": python}):
            lowest[wanted.name] = next(one.version for one in wanted.specifier if one.operator == ">=")
    return [f"{name}=={version}" for name, version in lowest.items()]


def run_ends(python: str, tests: Sequence[str] = FAST) -> int:
    """Prints a line for each end; the number of ends that failed."""
    failed = 0
    code = "import sys; print('{}.{}'.format(*sys.version_info))"
    version = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    for name, wanted in (("oldest", oldest(version)), ("newest", [str(ROOT)])):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([python, "-m", "venv", folder], check=True)
            inside = str(Path(folder) / "bin" / "python")
            subprocess.run([inside, "-m", "pip", "install", "-q", *wanted, *TOOLS, *FRAMES[name]], check=True)
            start = time.perf_counter()
            done = subprocess.run(
                [inside, "-m", "pytest", *tests], cwd=ROOT, capture_output=True, text=True, check=False
            )
            last = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
            print(f"{python} {name}: status {done.returncode}, {time.perf_counter() - start:.0f} s", *last, sep="\n  ")
            failed += done.returncode != 0
    return failed


def runtime_packages(extra: str = "") -> dict[str, Distribution]:
    """What `pip install kiemdiem` brings, with what that brings, as installed here."""
    found: dict[str, Distribution] = {}
    waiting = list(_needs(distribution("kiemdiem"), extra))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # of another system, or of an extra
        waiting += _needs(found[name], "")
    return dict(sorted(found.items()))


def _needs(package: Distribution, extra: str) -> Iterator[str]:
    for line in package.requires or ():
        name, _, marker = line.partition(";")
        if "extra" in marker and not (extra and f'"{extra}"' in marker.replace("'", '"')):
            continue
        match = re.match(r"[\w.-]+", name.strip())
        if match:
            yield re.sub(r"[-_.]+", "-", match[0]).lower()


def licence(package: Distribution) -> str:
    """As the package says it, in a few words."""
    said = package.metadata
    classes = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License")]
    text = said.get("License-Expression") or (classes and ", ".join(classes)) or said.get("License") or "not said"
    return " ".join(text.split())[:60]


def megabytes(package: Distribution) -> float:
    """Of its files on the disk."""
    paths = (Path(str(package.locate_file(one))) for one in package.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def print_licences() -> None:
    """The packages by weight."""
    rows = [(megabytes(one), name, one.version, licence(one)) for name, one in runtime_packages().items()]
    print("| package | version | licence | MB |\n|---|---|---|---|")
    for size, name, version, words in sorted(rows, reverse=True):
        print(f"| {name} | {version} | {words} | {size:.1f} |")
    print(f"| {len(rows)} packages | | | {sum(row[0] for row in rows):.0f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["ends", "licences"])
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.what == "ends":
        return run_ends(options.python, QUICK if options.quick else FAST)
    print_licences()
    return 0


if __name__ == "__main__":
    sys.exit(main())
