"""The order of the rooms, the light front door, and the size of what is in them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import detector

PACKAGE = Path(detector.__file__).parent

# A room may import what stands in its row, and nothing else of the package. The nouns, which everybody may use, are
# written once; the stages come in the order of a scan.
NOUNS = frozenset(
    {
        "errors",
        "documents",
        "places",
        "result_files",
        "run_folder",
        "hashes",
        "corpus",
        "matches",
        "settings",
        "submissions",
        "people",
        "sheets",
        "lines",
        "findings",
        "records",
        "flat",
        "report",
        "language",
        "lean",
        "memory",
        "interrupts",
        "parallel",
        "scratch",
        "collector",
        "private",
        "shelf",
        "stopwatch",
        "bars",
        "outside",
        "__version__",
    }
)
ALLOWED: dict[str, frozenset[str]] = {
    # nouns: columns and frozen rows, no stage
    "errors": frozenset({"language"}),
    "language": frozenset(),
    "lean": frozenset({"memory"}),
    "memory": frozenset({"errors", "language"}),
    "hashes": frozenset(),
    "documents": frozenset({"errors", "hashes", "language"}),
    "places": frozenset({"documents"}),
    "run_folder": frozenset(),
    "result_files": frozenset({"run_folder"}),
    "scratch": frozenset(),
    "interrupts": frozenset(),
    "parallel": frozenset({"interrupts"}),
    "collector": frozenset(),
    "private": frozenset(),
    "shelf": frozenset({"private", "result_files"}),
    "stopwatch": frozenset(),
    "bars": frozenset({"checks", "errors", "interrupts", "language"}),
    # what other packages and own folders add
    "outside": frozenset({"errors", "hashes", "language"}),
    "settings": frozenset({"errors", "hashes", "language"}),
    "corpus": frozenset({"documents"}),
    "matches": frozenset({"corpus", "documents"}),
    "submissions": frozenset({"documents"}),
    "people": frozenset({"documents"}),
    "lines": frozenset({"corpus", "documents", "matches", "people", "settings"}),
    # what the results are called, and their rows in the export files; a report draws itself with both
    "sheets": frozenset({"documents", "matches", "people", "submissions"}),
    "wording": NOUNS - {"records", "flat", "report", "findings"},
    # what a reviewer should look at, each kind with its rule and its words
    "findings": frozenset(
        {"corpus", "documents", "language", "lines", "matches", "people", "settings", "submissions", "wording"}
    ),
    "records": frozenset({"corpus", "documents", "findings", "matches", "sheets", "submissions", "wording"}),
    "flat": frozenset({"documents", "matches", "records", "sheets", "submissions", "wording"}),
    # what it can do with itself (save, plot) is above it and imported when it is asked for
    "report": frozenset(
        {"checks", "documents", "errors", "flat", "language", "lines", "matches", "records", "settings"}
    )
    | {"submissions", "sheets", "rethreshold"}
    | {"storage", "plots", "features"},
    "plots": frozenset({"checks", "errors", "language", "matches", "records", "report", "wording"}),
    "resources": frozenset(),
    # families at the edge: files in, files out
    "readers": NOUNS,
    "engines": NOUNS,
    "storage": NOUNS | {"wording"},
    # names out of texts
    "privacy": NOUNS | {"text"},
    "writers": NOUNS | {"wording", "text", "privacy", "signals"},
    # stages, in the order of a scan
    "text": NOUNS | {"resources"},
    "matching": NOUNS | {"text"},
    "provenance": NOUNS | {"text", "matching"},
    "signals": NOUNS | {"text", "matching", "provenance", "wording"},
    "judge": NOUNS | {"matching", "provenance", "signals"},
    "pairing": NOUNS | {"text", "matching", "provenance", "signals", "judge"},
    "short_texts": NOUNS | {"matching", "provenance", "judge", "pairing"},
    "assemble": NOUNS | {"matching", "provenance", "signals", "judge", "pairing", "short_texts"},
    "analysis": NOUNS | {"text", "matching", "provenance", "signals", "judge", "pairing", "short_texts", "assemble"},
    # a finished report, judged at other thresholds
    "rethreshold": NOUNS | {"text", "matching", "signals", "judge", "assemble"},
    # what texts were compared by, as matrices
    "features": NOUNS | {"outside", "text", "matching", "provenance"},
    # many units, each by the analysis of one, and what they share
    "units": NOUNS
    | {"text", "matching", "signals", "judge", "assemble", "rethreshold", "analysis", "storage", "engines"},
    # a finished report, with words that people set aside
    "exclusions": NOUNS
    | {"text", "matching", "provenance", "signals", "judge", "assemble", "rethreshold", "analysis", "units"},
    # the front door and what stands before it
    "evaluation": NOUNS | {"text", "wording", "api"},
    "roster": NOUNS | {"readers", "text"},
    # reads the files of all roles, and tells what is none of the unit's texts
    "intake": NOUNS | {"readers", "roster", "text"},
    # what a caller may give as texts
    "frames": frozenset(),
    "inputs": frozenset({"checks", "documents", "errors", "frames", "language", "readers", "settings"}),
    "checks": frozenset({"documents", "errors", "language", "settings"}),
    # what Word files say about their past, only when asked
    "history": NOUNS | {"readers"},
    "api": NOUNS
    | {"inputs", "readers", "roster", "intake", "text", "matching", "analysis", "units", "engines", "evaluation"}
    | {"checks", "history", "keeping", "storage"},
    # writes a run, knows it again, watches over how long it is kept, removes people from it
    "keeping": NOUNS | {"privacy", "text", "wording", "storage", "writers"},
    # what a writer is told about the own text: of a run that was scanned, or of a draft
    "slips": NOUNS | {"readers", "text", "signals", "analysis", "wording", "storage", "writers"},
    # its worker starts a scan for a person who has nothing but the browser
    "review": NOUNS
    | {"privacy", "api", "text", "wording", "storage", "writers", "keeping", "slips"}
    | {"exclusions", "signals"},
    "commands": NOUNS
    | {"api", "analysis", "readers", "intake", "text", "storage", "writers", "evaluation", "review", "wording"}
    | {"checks", "privacy", "shell"}
    | {"keeping", "slips"},
    # the help of the command line and its language, and what puts that help into the catalogue
    "shell": frozenset({"language"}),
    "messages": frozenset({"shell"}),
    "cli": NOUNS | {"commands", "shell"},
    "__main__": frozenset({"cli", "interrupts"}),
    # the log of decisions for programs
    "decision_log": NOUNS | {"checks", "review", "storage"},
    "__init__": NOUNS | {"api", "decision_log"},
}


@cache
def modules() -> dict[str, ast.Module]:
    """Syntax trees by dotted name below the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def room(module: str) -> str:
    return module.split(".")[0]


def imported(tree: ast.Module) -> Iterator[str]:
    """Rooms of the package that a module imports anywhere in it, type checking included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [
                f"{node.module}.{alias.name}" if node.module == "detector" else str(node.module) for alias in node.names
            ]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("detector."))


def test_every_room_has_its_row_in_the_table() -> None:
    assert {room(module) for module in modules()} <= set(ALLOWED)
    assert {"readers", "text", "matching", "api"} <= {room(module) for module in modules()}


def test_imports_go_one_way() -> None:
    broken = [
        f"{module} imports {other}"
        for module, tree in modules().items()
        for other in sorted(set(imported(tree)) - {room(module)} - ALLOWED[room(module)])
    ]
    assert broken == []


def test_the_table_itself_has_no_circle() -> None:
    rest = {name: set(allowed) & set(ALLOWED) for name, allowed in ALLOWED.items()}
    rest["evaluation"] -= {"api"}  # `api.evaluate` imports evaluation when it is called
    rest["report"] -= {"storage", "plots", "features", "rethreshold"}  # so do methods of a report
    while free := [name for name, needs in rest.items() if not needs]:
        for name in free:
            del rest[name]
        for needs in rest.values():
            needs -= set(free)
    assert rest == {}


def modules_after(code: str) -> set[str]:
    """Names in `sys.modules` of a new interpreter after this code."""
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=PACKAGE.parent, capture_output=True, text=True, timeout=60, check=True
    )
    return set(run.stdout.split())


HEAVY = frozenset(
    (
        *("numpy", "scipy", "sklearn", "underthesea", "datasketch", "lxml"),
        *("openpyxl", "pypdfium2", "jinja2", "tqdm", "pandas", "matplotlib"),
    )
)


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert HEAVY.isdisjoint(modules_after("import detector"))
    assert "numpy" in modules_after("import detector; detector.scan")  # the names are there when asked for


def test_help_imports_no_command_and_nothing_heavy() -> None:
    code = "from detector.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass"
    loaded = modules_after(code)
    assert "detector.cli" in loaded
    assert HEAVY.isdisjoint(loaded)
    assert not [name for name in loaded if name.startswith("detector.commands")]


def test_the_help_of_a_command_imports_nothing_heavy() -> None:
    names = ("scan", "export", "compare", "settings")
    call = "try: cli(['{}', '--help'])\nexcept SystemExit: pass"
    loaded = modules_after("\n".join(["from detector.cli import cli", *map(call.format, names)]))
    assert {f"detector.commands.{name}" for name in names} <= loaded
    assert HEAVY.isdisjoint(loaded)


def test_every_public_name_is_there_and_an_unknown_one_is_told() -> None:
    for name in detector.__all__:
        assert getattr(detector, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = detector.nonsense


def test_no_module_has_the_name_of_a_public_function() -> None:
    """Importing a module puts it on the package under its name, in the place of what was there."""
    assert {room(module) for module in modules()} & set(detector.__all__) == set()


def test_every_module_says_what_it_is() -> None:
    """A member of a family needs no words: it is a file that ends in one declared constant."""
    silent = [name for name, tree in modules().items() if not ast.get_docstring(tree) and not _is_member(tree)]
    assert silent == []
    assert not _is_member(modules()["api"])


def _is_member(tree: ast.Module) -> bool:
    last = tree.body[-1] if tree.body else None
    return (
        isinstance(last, ast.Assign)
        and isinstance(last.value, ast.Call)
        and isinstance(last.targets[0], ast.Name)
        and last.targets[0].id.isupper()
    )


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        str(p.relative_to(PACKAGE)): len(p.read_text(encoding="utf-8").splitlines()) for p in PACKAGE.rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{module}.{node.name}": node.end_lineno - node.lineno + 1
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > 60
    }
    assert long == {}


def test_hashes_are_made_in_one_module() -> None:
    """So that none depends on a process, and two of one thing are one."""
    making = {path.name for path in PACKAGE.rglob("*.py") if "hashlib" in path.read_text(encoding="utf-8")}
    assert making == {"hashes.py"}
