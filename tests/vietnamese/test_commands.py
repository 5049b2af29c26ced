"""What the command line says of its mistakes, with ``--lang vi``: no English but names, paths, options."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

import detector
from detector.cli import _COMMANDS, main
from detector.documents import Role, SkipReason
from detector.language import translated
from detector.readers.ingest import read_paths
from detector.settings import Settings
from tests.vietnamese.words import foreign

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit status of a command, and what it wrote to both streams."""

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["detector", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return call


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what goes wrong in it, which is the current one; paths are short then."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETECTOR_CONFIG", str(tmp_path / "none.toml"))
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "rong.txt").write_bytes(b"")
    (tmp_path / "u" / "hong.docx").write_bytes(b"PK\3\4 no zip")
    (tmp_path / "hu").mkdir()
    (tmp_path / "hu" / "run.sqlite").write_bytes(b"no database " * 300)
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "report.html").write_text("x")
    (tmp_path / "s.toml").write_text('min_own_syllables = "x"\nma = 1\nocr_engine = "y"\npair_min_bits = -1\n')
    (tmp_path / "sai.toml").write_text("x = = 1")
    (tmp_path / "ds.csv").write_text("a,b\n1,2\n")
    (tmp_path / "a.txt").write_text("Họ và tên: An\nTôi dạy mười hai tiết.\n")
    with ZipFile(tmp_path / "nhieu.zip", "w") as archive:
        for name in ("m.txt", "n.txt"):
            archive.writestr(name, f"Tôi dạy nhiều tiết và trực nhiều ca ở {name}.")
    return tmp_path


MISTAKES = [
    ("scan",),
    ("scan", "khong-co", "-o", "r"),
    ("scan", "u"),
    ("scan", "u", "-o", "r"),
    ("scan", "u", "-o", "khac"),
    ("scan", "a.txt", "-o", "r", "--settings", "s.toml"),
    ("scan", "a.txt", "-o", "r", "--settings", "sai.toml"),
    ("scan", "a.txt", "-o", "r", "--roster", "ds.csv"),
    ("scan", "a.txt", "-o", "r", "--columns", "ma"),
    ("scan", "a.txt", "-o", "r", "--columns", "ma=b"),
    ("scan", "a.txt", "-o", "r", "--jobs", "0"),
    ("scan", "a.txt", "-o", "r", "--jobs", "x"),
    ("scan", "a.txt", "-o", "r", "--engine", "x"),
    ("scan", "a.txt", "-o", "r", "--la"),
    ("scan", "a.txt", "-o", "r", "--resources", "khac/khong"),
    ("scan", "a.txt", "-o"),
    ("scan", "a.txt", "-o", "khac", "--add"),
    ("scan", "a.txt", "-o", "a.txt"),
    ("export", "r", "--format", "docx"),
    ("export", "hu", "--format", "docx", "-o", "x.docx"),
    ("export", "khac", "--format", "docx", "-o", "x.docx"),
    ("export", "hu", "--format", "la", "-o", "x"),
    ("export", "hu", "--format", "docx", "-o", "x.html"),
    ("export", "hu", "--format", "html", "--onto", "nhieu.zip", "-o", "x.html"),
    ("review", "khac"),
    ("review", "hu", "--port", "999999"),
    ("verify", "khac"),
    ("verify", "hu"),
    ("purge", "khac"),
    ("compare", "a.txt", "nhieu.zip"),
    ("compare", "-", "-"),
    ("compare", "a.txt", "u/hong.docx"),
    ("compare", "a.txt", "a.txt", "-o", "x.txt"),
    ("draft", "u/hong.docx"),
    ("draft", "nhieu.zip"),
    ("draft", "a.txt", "-o", "x.txt"),
    ("evaluate", "khac"),
    ("evaluate", "khac", "--truth", "a.txt"),
    ("slips", "khac", "-o", "x"),
    ("serve", "a.txt"),
]


# What is typed as it stands: names of arguments, columns, formats.
TYPED = (
    "PATHS RUN FOLDER FILE OPTIONS COMMAND ARGS text name unit year post period rating duty birth time local parquet",
    "tables",
    "auto none truth labels.json min_own_syllables pair_min_bits ocr_engine rong hong nhieu khong ma",
)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_in_vietnamese(run: Run, arguments: tuple[str, ...]) -> None:
    status, said = run(*arguments, "--lang", "vi")
    assert status in (1, 2)
    lines = [line for line in said.splitlines() if not line.startswith("Cách dùng:")]
    assert foreign("\n".join(lines), [*arguments, *TYPED]) == [], said
    assert len(said) > 20


@pytest.mark.usefixtures("place")
def test_an_unknown_command_is_told_in_vietnamese(run: Run) -> None:
    status, said = run("quet")
    assert status == 2
    assert foreign(said, ["quet pytest python", *TYPED]) == []


@pytest.mark.usefixtures("place")
def test_a_scan_tells_everything_in_vietnamese(run: Run) -> None:
    status, said = run("scan", "a.txt", "u", "-o", "r", "-v", "--jobs", 1, "--lang", "vi")
    assert status == 0
    assert foreign(said, ["rong hong"]) == []
    assert "Tệp bị hỏng" in said


@pytest.mark.usefixtures("place")
def test_the_same_in_english(run: Run) -> None:
    status, said = run("scan", "khong-co", "-o", "r", "--lang", "en")
    assert status == 2
    assert "Error: Invalid value" in said


def test_what_readers_say_of_damaged_files_is_in_the_catalogue(place: Path) -> None:
    made = {
        "a.docx": b"PK\3\4 no zip",
        "b.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
        "c.pdf": b"%PDF-1.7\n%%EOF",
        "d.xlsx": b"PK\3\4" + b"y" * 50,
        "e.rar": b"Rar!\x1a\x07\x00",
        "f.rtf": b"{\\rtf1 " + b"{" * 3_000,
        "g.txt": b"",
        "h.exe": b"MZ\x90\x00" + b"\0" * 200,
        "i.gif": b"GIF89a\1\0\1\0",
        "k.odt": b"PK\3\4 no zip",
        "l.xyz": bytes(range(256)) * 4,
        "m.txt": b"   \n",
    }
    for name, data in made.items():
        (place / "u" / name).write_bytes(data)
    with ZipFile(place / "u" / "n.zip", "w"):
        pass
    with ZipFile(place / "u" / "o.docx", "w") as package:
        package.writestr("word/styles.xml", "<x/>")
    found = read_paths([place / "u"], role=Role.SUBMISSION, settings=Settings()).skipped
    assert len(found) >= 12
    for one in found:
        assert foreign(translated(one.detail, "vi"), [one.path]) == [], one
        assert translated(one.detail, "vi") != one.detail
    assert {SkipReason.DAMAGED, SkipReason.EMPTY, SkipReason.UNSUPPORTED} <= {one.reason for one in found}


RAISED = frozenset({"InputError", "SettingsError", "RunFileError", "DetectorError", "UsageError", "ReadError"})


def test_every_error_of_the_library_is_a_message_of_the_catalogue() -> None:
    package = Path(detector.__file__).parent
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISED:
                found += [f"{name}:{node.lineno}" for one in node.args if _is_plain(one)]
    assert found == []


def _is_plain(node: ast.expr) -> bool:
    """A sentence that no extractor of messages sees."""
    if isinstance(node, ast.JoinedStr):
        said = "".join(str(one.value) for one in node.values if isinstance(one, ast.Constant))
    else:
        said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return len(said.split()) > 2


# Names of values, options and fields, which are typed as they stand.
OF_HELP = (
    "pdftotext RUN report sqlite local spark cache info clear scan export review serve slips draft compare",
    "evaluate verify purge",
    "settings formats doctor python py pytest run key pseudonym retention days DETECTOR_LANG DETECTOR_CACHE_DIR off",
    "underthesea datasketch scikit learn numpy trueocr tesseract OpenDocument Jupyter apt install vie ocr",
)


@pytest.mark.parametrize("name", ["", *_COMMANDS, "cache clear", "cache info"])
def test_all_help_is_in_vietnamese_and_in_english_when_asked(
    run: Run, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETECTOR_CONFIG", "none.toml")
    status, said = run(*name.split(), "--help")
    assert status == 0
    prose = "\n".join(line for line in said.splitlines() if not line.startswith("  detector "))
    assert foreign(prose.replace("\n  ", " "), [*OF_HELP, *TYPED]) == [], said
    assert "Cách dùng: " in said
    assert "Tùy chọn:" in said
    for asked in (("--lang", "en"), ("--lang=en",)):
        _, english = run(*asked, *name.split(), "--help")
        assert english.startswith("Usage: ")
        assert "Show this message and exit." in english
    monkeypatch.setenv("DETECTOR_LANG", "en")
    assert run(*name.split(), "--help")[1] == english


@pytest.mark.parametrize("arguments", [("formats",), ("doctor",), ("settings",), ("cache",)], ids=" ".join)
def test_what_a_command_lists_is_in_vietnamese(run: Run, arguments: tuple[str, ...], place: Path) -> None:
    status, said = run(*arguments, "--lang", "vi")
    assert status == 0
    lines = [line for line in said.splitlines() if " = " not in line]
    installs = re.compile(r"\bpip install \S+|\(Debian, Ubuntu: [^)]*\)|\w+://\S+|\.[a-z0-9]+\b")
    assert foreign(installs.sub(" ", "\n".join(lines)), [*OF_HELP, *TYPED, str(place), "jsonl MB Linux web"]) == []


MISUSES: list[Callable[[], object]] = [
    lambda: detector.scan([]),
    lambda: detector.scan(""),
    lambda: detector.scan({}),
    lambda: detector.scan(b"don_vi"),
    lambda: detector.scan(7),
    lambda: detector.scan([7]),
    lambda: detector.scan({"a": 1}),
    lambda: detector.scan({"a": Path("b.txt")}),
    lambda: detector.scan({1: "Tôi dạy"}),
    lambda: detector.scan([{"Text": "Tôi dạy"}]),
    lambda: detector.scan({"text": ["Tôi dạy"], "author": ["An", "Bình"]}),
    lambda: detector.scan([{"text": "Tôi dạy", "year": "x"}]),
    lambda: detector.scan([{"text": "Tôi dạy", "author": 1.5}]),
    lambda: detector.scan([{"text": "Tôi dạy", "role": "x"}]),
    lambda: detector.scan({"a": "Tôi dạy"}, forms=[{"text": "Họ tên", "role": "previous"}]),
    lambda: detector.scan("khong/co"),
    lambda: detector.scan("Tôi dạy hai lớp sáu và trực ba ca mỗi tuần tại trường"),
    lambda: detector.scan({"a": "Tôi dạy"}, jobs=0),
    lambda: detector.scan({"a": "Tôi dạy"}, settings="s.toml"),
    lambda: detector.scan({"a": "Tôi dạy"}, settings={}),
    lambda: detector.scan({"a": "Tôi dạy"}, settings=1),
    lambda: detector.scan({"a": "Tôi dạy"}, roster=1),
    lambda: detector.scan({"a": "Tôi dạy"}, run=1),
    lambda: detector.scan({"a": "Tôi dạy"}, resources=1),
    lambda: detector.scan({"a": "Tôi dạy"}, semantic=1),
    lambda: detector.scan({"a": "Tôi dạy"}, progress="x"),
    lambda: detector.scan({"a": "Tôi dạy"}, add=True),
    lambda: detector.compare("a", 1),
    lambda: detector.evaluate("ket_qua", {}),
    lambda: detector.open(""),
    lambda: detector.open("khong/co"),
    lambda: detector.open("ket_qua.xlsx"),
]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("number", range(len(MISUSES)))
def test_a_misuse_of_the_library_is_told_in_vietnamese(number: int) -> None:
    with pytest.raises(detector.DetectorError) as raised:
        MISUSES[number]()
    said = raised.value.in_language("vi")
    arguments = "paths previous references forms roster run resources settings jobs semantic units progress add report"
    arguments += " submission reference form left right detector Settings"
    values = "int float list dict str bytes True False done total stage author unit year post period role None data"
    values += " decode"
    assert foreign(said, [*TYPED, arguments, values]) == [], said
    assert said != str(raised.value) == raised.value.in_language("en")
