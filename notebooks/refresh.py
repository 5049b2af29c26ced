"""Runs every notebook from a clean state and keeps its outputs, without times and places.

python notebooks/refresh.py            # all of this folder
python notebooks/refresh.py quickstart
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    import nbformat

    for path in sorted(HERE.glob("*.ipynb")):
        if not names or path.stem in names:
            notebook = executed(path)
            nbformat.write(notebook, path)
            print(path.name)


def executed(path: Path) -> Any:
    """The notebook after a run in its own folder, with this checkout's package."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    paths = [str(HERE.parent), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}).execute()
    return _tidied(notebook)


def _tidied(notebook: Any) -> Any:
    """What would differ on another machine goes."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {}
        cell.id = f"cell-{number}"
        cell.get("outputs", [])[:] = [one for one in cell.get("outputs", []) if one.get("name") != "stderr"]
    return notebook


if __name__ == "__main__":
    main(sys.argv[1:])
