"""What is put off is loaded when somebody needs it, and nobody notices."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from detector.lean import put_off
from tests.test_architecture import modules_after


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A package that counts how often it is loaded, with a module below it."""
    folder = tmp_path / "costly"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "import builtins\nbuiltins.costly_loads = True\nVALUE = 3\n__version__ = '1.2'\n", encoding="utf-8"
    )
    (folder / "part.py").write_text("HALF = 1.5\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "costly"
    for name in [name for name in sys.modules if name.split(".")[0] == "costly"]:
        del sys.modules[name]
    if hasattr(sys.modules["builtins"], "costly_loads"):
        del sys.modules["builtins"].costly_loads


def is_loaded() -> bool:
    return hasattr(sys.modules["builtins"], "costly_loads")


def test_a_module_that_is_put_off_is_loaded_when_it_is_asked_for_something(library):
    with put_off(library):
        stand_in = import_module(library)
    assert not is_loaded()
    assert library not in sys.modules
    assert stand_in.VALUE == 3
    assert is_loaded()
    with pytest.raises(AttributeError):
        _ = stand_in.nothing


def test_asked_for_its_version_it_is_loaded(library):
    """scikit-learn 1.6 asks pandas for it while it is imported."""
    with put_off(library):
        import costly

        assert costly.__version__ == "1.2"


def test_asked_inside_it_stays_loaded(library):
    with put_off(library):
        from costly import VALUE
    assert VALUE == 3
    assert sys.modules[library].VALUE == 3


def test_a_module_below_is_loaded_without_what_stands_above(library):
    with put_off(library):
        from costly.part import HALF
    assert HALF == 1.5
    assert not is_loaded()
    assert [name for name in sys.modules if name.startswith(library)] == []
    import costly.part

    assert (costly.VALUE, costly.part.HALF) == (3, 1.5)


def test_what_is_loaded_or_missing_is_left_alone(library):
    before = import_module(library)
    with put_off(library, "no_such_library"):
        assert import_module(library) is before
        with pytest.raises(ImportError):
            import_module("no_such_library")
    assert sys.modules[library] is before


def test_a_scan_of_plain_texts_loads_no_library_that_only_others_need(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, words in {"an": "Tôi đã soạn mười hai giáo án môn toán.", "binh": "Tôi trực ba mươi ca đêm."}.items():
        (texts / f"{name}.txt").write_text(words, encoding="utf-8")
    loaded = modules_after_scan(texts, tmp_path)
    assert {"detector.analysis", "sklearn.feature_extraction.text", "datasketch", "jinja2"} <= loaded
    assert loaded.isdisjoint({"pandas", "scipy.stats", "underthesea", "underthesea_core", "requests"})
    assert loaded.isdisjoint({"openpyxl", "pypdfium2", "lxml.etree", "docx"})
    (texts / "an.txt").rename(texts / "anh.txt")
    loaded = modules_after_scan(texts, tmp_path)
    assert "jinja2" in loaded  # the page is written again
    assert loaded.isdisjoint({"detector.analysis", "detector.matching.evidence", "scipy", "sklearn", "datasketch"})


def modules_after_scan(texts: Path, place: Path) -> set[str]:
    call = ["scan", str(texts), "-o", str(place / "run")]
    return modules_after(
        "import os, sys\n"
        f"os.environ['DETECTOR_CACHE_DIR'] = {str(place / 'cache')!r}\n"
        "from detector.cli import cli\n"
        f"sys.stdout = sys.stderr\ncli({call!r}, standalone_mode=False)\nsys.stdout = sys.__stdout__"
    )


def test_scikit_learn_still_has_what_was_put_off():
    """Its other transformers need `scipy.stats`, and its data frames pandas."""
    code = (
        "import detector.matching.tfidf, sys\n"
        "assert 'scipy.stats' not in sys.modules\n"
        "import numpy\n"
        "from sklearn.preprocessing import QuantileTransformer\n"
        "QuantileTransformer(n_quantiles=3, output_distribution='normal').fit_transform(numpy.arange(6.0)[:, None])\n"
        "import pandas\n"
        "pandas.DataFrame({'a': [1]})"
    )
    assert {"scipy.stats", "pandas.core.frame"} <= modules_after(code)
