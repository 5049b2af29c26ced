"""All settings of a scan, each declared once: default, allowed range, reason. TOML in and out.

`Settings()` is what every figure in the documentation was measured with.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from detector.errors import SettingsError
from detector.hashes import text_digest
from detector.language import N_, Translate, translator

COLUMN_FIELDS = ("text", "name", "unit", "year", "post", "period", "rating", "duty", "email", "time", "id", "birth")
_OF_NO_RESULT = frozenset({"retention_days"})
_NO_TOML = N_("{path}: not a readable TOML file ({error})")
_USUAL_UNIT = 200  # people
# A sentence in a third of the sheets was handed out (twelve people, 72 sheets: data/units/months); three people who
# have one text are a group of copies in every unit.
_FEW_OF, _FEWEST = 4, 3
# A header may hold semicolons of its own: only one that a word and "=" follow ends it.
_COLUMN = re.compile(r"([A-Za-z_]+)\s*=(.*?)(?=;\s*[A-Za-z_]+\s*=|;?\s*$)", re.S)


def _setting(default: Any, low: float | None, high: float | None, why: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "why": why})


def _choice(default: str, choices: tuple[str, ...], why: str) -> Any:
    return field(default=default, metadata={"low": None, "high": None, "why": why, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Frozen; `replace` gives a changed copy. Raises `SettingsError` naming every value out of range."""

    # reading
    max_file_bytes: int = _setting(50_000_000, 1_000, 2**31, N_("a larger file is not a self-assessment"))
    max_characters: int = _setting(
        2_000_000, 1_000, 50_000_000, N_("longer texts are cut here, and the report says so")
    )
    max_file_characters: int = _setting(
        2_000_000,
        1_000,
        2**31,
        N_("of all texts of one file, or 8 a byte if that is more: stops workbooks that repeat one text"),
    )
    max_archive_bytes: int = _setting(500_000_000, 10_000, 2**33, N_("unpacked size of one archive: stops zip bombs"))
    max_archive_files: int = _setting(20_000, 1, 1_000_000, N_("members of one archive"))
    max_archive_depth: int = _setting(3, 0, 10, N_("archives inside archives"))
    max_pages: int = _setting(500, 1, 100_000, N_("pages read of one PDF"))
    file_timeout_seconds: float = _setting(
        60.0, 1.0, 3600.0, N_("a reader that hangs takes down one file, not the scan")
    )
    ocr_engine: str = _choice(
        "auto",
        ("auto", "tesseract", "trueocr", "none"),
        N_("reads scans; auto takes tesseract (.999 of the letters right, 6 s a page) before trueocr (.98, 0.5 s)"),
    )
    columns: str = _setting(
        "",
        None,
        None,
        N_('of a list of answers, as "text=Ưu điểm; text=Hạn chế; name=Họ và tên"; else chosen by content'),
    )
    previous_columns: str = _setting(
        "", None, None, N_("the same for the lists of earlier answers, whose headers may differ")
    )

    # judging whether there is enough text
    min_own_syllables: int = _setting(40, 0, 1000, N_("below it no share is meaningful: outcome 'not enough text'"))
    min_readable_share: float = _setting(
        0.97, 0.0, 1.0, N_("share of well-formed Vietnamese syllables in good texts: .983 up")
    )
    min_marked_share: float = _setting(0.6, 0.0, 1.0, N_("share of syllables with marks: .86-.93 in normal prose"))

    # form
    scaffold_min_documents: int = _setting(8, 2, 1000, N_("fewer distinct submissions cannot tell form from copying"))
    scaffold_min_share: float = _setting(0.5, 0.2, 1.0, N_("a heading in half of the distinct submissions is printed"))
    form_line_similarity: float = _setting(0.8, 0.5, 1.0, N_("edited form lines: common syllables by the longer line"))
    rule_coverage: float = _setting(
        0.7, 0.3, 1.0, N_("share of a sentence inside rule text from which all of it is rule")
    )

    # common wording
    common_rank: int = _setting(
        5, 1, 100, N_("what more than this many people have is a matter of the unit: common or a crowd")
    )
    shared_text_min_syllables: int = _setting(
        24, 8, 1000, N_("shorter texts of more than a few people are stock phrases")
    )
    stock_similarity: float = _setting(0.7, 0.3, 1.0, N_("share of a sentence in common runs from which it is common"))

    # matching
    shingle_syllables: int = _setting(4, 2, 12, N_("shorter runs are set phrases; longer ones miss light edits"))
    shingle_max_documents: int = _setting(40, 2, 10_000, N_("a shingle in more submissions only links neighbours"))
    max_partners: int = _setting(20, 1, 10_000, N_("strongest partners of a submission that are looked at"))
    minhash_permutations: int = _setting(128, 16, 1024, N_("standard error of the Jaccard estimate about .09"))
    minhash_threshold: float = _setting(0.5, 0.1, 0.95, N_("LSH target for near-duplicate submissions"))
    min_sentence_similarity: float = _setting(0.4, 0.1, 1.0, N_("cosine from which two sentences are a seed"))
    passage_gap_sentences: int = _setting(2, 0, 10, N_("sentences without a match that a passage may bridge, per side"))
    min_passage_syllables: int = _setting(12, 3, 100, N_("shorter passages are set phrases"))
    crowd_overlap: float = _setting(
        0.6, 0.3, 1.0, N_("who shares this much of what a pair shares belongs to its crowd")
    )
    crowd_strength: float = _setting(
        1000.0, 1.0, 1e6, N_("square of a crowd's further passages times their shingles: 5 with 40, 3 with 112")
    )

    # flags
    passage_min_bits: float = _setting(15.0, 0.0, 1000.0, N_("rarer than this or not worth showing"))
    expected_false_pairs: float = _setting(
        0.01, 1e-9, 100.0, N_("chance pairs allowed above the threshold: 1 in 100 units of 200 submissions")
    )
    pair_min_bits: float = _setting(
        60.0, 0.0, 10_000.0, N_("evidence that every flagged pair has, however small the unit")
    )
    cluster_min_members: int = _setting(3, 2, 1000, N_("a group of two is a pair"))
    reference_min_share: float = _setting(0.2, 0.0, 1.0, N_("share of the text from known samples"))
    previous_min_share: float = _setting(0.3, 0.0, 1.0, N_("share of the text from the person's earlier text"))
    shared_text_min_share: float = _setting(
        0.5, 0.0, 1.0, N_("share of the person's part in texts that more than a few people have")
    )
    boilerplate_min_share: float = _setting(
        0.3, 0.0, 1.0, N_("rule and common wording if nothing is concrete; unit A: .41 up")
    )
    concrete_min_per_100: float = _setting(1.0, 0.0, 100.0, N_("concrete details per 100 syllables of a concrete text"))

    # keeping
    retention_days: int = _setting(
        180, 1, 3650, N_("then the run is overdue and 'detector' says so: keep no longer than needed")
    )

    def __post_init__(self) -> None:
        for spec in fields(self):
            if spec.type == "float" and type(getattr(self, spec.name)) is int:
                object.__setattr__(self, spec.name, float(getattr(self, spec.name)))
        mistakes = [message for spec in fields(self) if (message := _mistake(spec, getattr(self, spec.name)))]
        if mistakes:
            raise SettingsError("\n".join(mistakes))

    def replace(self, **changes: float | str) -> Settings:
        """A copy with some settings changed; unknown names are a `SettingsError`."""
        return Settings.from_mapping(asdict(self) | changes)

    @classmethod
    def from_mapping(cls, values: Mapping[str, object]) -> Settings:
        """Defaults with `values` on top; all unknown names and bad values are told in one error."""
        if not isinstance(values, Mapping):
            raise SettingsError(
                N_("settings: expected a dictionary of names and values, got {type}").format(type=_kind(values))
            )
        unknown = sorted(set(values) - {spec.name for spec in fields(cls)})
        mistakes = [
            N_("{name}: no such setting. 'detector settings' lists them.").format(name=name) for name in unknown
        ]
        mistakes += [
            message for spec in fields(cls) if spec.name in values and (message := _mistake(spec, values[spec.name]))
        ]
        if mistakes:
            raise SettingsError("\n".join(mistakes))
        checked: Mapping[str, Any] = values
        return cls(**checked)

    @classmethod
    def from_toml(cls, path: str | Path) -> Settings:
        """Reads a file as `to_toml` writes it; raises `SettingsError` with the file's name."""
        if not isinstance(path, str | Path):
            raise SettingsError(N_("settings: expected the path of a TOML file, got {type}").format(type=_kind(path)))
        try:
            text = _decoded(Path(path).read_bytes())
        except (OSError, UnicodeError) as error:
            raise SettingsError(_NO_TOML.format(path=path, error=error)) from error
        return cls.from_text(text, str(path))

    @classmethod
    def from_text(cls, text: str, name: str = "settings") -> Settings:
        """The same for the content of a file; `name` stands before every mistake."""
        if not isinstance(text, str):
            raise SettingsError(N_("settings: expected TOML as str, got {type}").format(type=_kind(text)))
        try:
            return cls.from_mapping(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            if place := re.search(r"line (\d+), column (\d+)", str(error)):
                words = N_("{name}: not readable as TOML from line {line}, column {column} on ({error})")
                said = words.format(name=name, line=place[1], column=place[2], error=error)
            else:
                said = _NO_TOML.format(path=name, error=error)
            raise SettingsError(said) from error
        except SettingsError as error:
            raise SettingsError("\n".join(f"{name}: {line}" for line in str(error).splitlines())) from error

    def to_toml(self, lang: str = "en") -> str:
        """Every setting with its reason and range as a comment in `lang`."""
        return "\n".join(_toml_lines(self, translator(lang).gettext)) + "\n"

    def chance_pairs_allowed(self, people: int) -> float:
        """Chance pairs above the threshold of a unit of this size: above 200, everybody in it runs the same risk."""
        return self.expected_false_pairs * max(1.0, people / _USUAL_UNIT)

    def few(self, people: int) -> int:
        """How many of so many people are a few: in an office of twelve, what four have was handed out, not passed on.

        Only for short texts, whose one sentence is half of them.
        """
        return min(self.common_rank, max(_FEWEST, people // _FEW_OF))

    def at_default_lines(self) -> Settings:
        """With the default evidence of a flag: for what must not depend on where a user draws the line."""
        return _at_default_lines(self)

    def named_columns(self) -> tuple[tuple[str, str], ...]:
        """(field, header) of each column that `columns` names, in its order; the field is one of `COLUMN_FIELDS`."""
        return column_pairs(self.columns)

    def key(self) -> str:
        """Content key of the values that a result depends on; how long it may be kept is no part of it."""
        values = {name: value for name, value in asdict(self).items() if name not in _OF_NO_RESULT}
        return text_digest(repr(sorted(values.items()))).hex()


@lru_cache(maxsize=8)
def _at_default_lines(settings: Settings) -> Settings:
    """Asked for every pair that is judged."""
    usual = Settings()
    return settings.replace(pair_min_bits=usual.pair_min_bits, expected_false_pairs=usual.expected_false_pairs)


def column_pairs(said: str) -> tuple[tuple[str, str], ...]:
    """(field, header) of ``field=header`` pairs with semicolons between them."""
    return tuple((field.strip(), header.strip()) for field, header in _COLUMN.findall(said))


def _kind(value: object) -> str:
    return type(value).__name__


def _decoded(data: bytes) -> str:
    """Text of a settings file: UTF-8, or what Windows editors and shells make of it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _mistake(spec: Any, value: Any) -> str | None:
    if choices := spec.metadata.get("choices"):
        if value in choices:
            return None
        words = N_("{name}: expected one of {choices}, got {value!r}")
        return words.format(name=spec.name, choices=", ".join(choices), value=value)
    if spec.type == "str":
        return _column_mistake(spec.name, value)
    kind = float if spec.type == "float" else int
    if isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else int):
        words = N_("{name}: expected a number, got {value!r}")
        whole = N_("{name}: expected a whole number, got {value!r}")
        return (words if kind is float else whole).format(name=spec.name, value=value)
    low, high = spec.metadata["low"], spec.metadata["high"]
    if not low <= value <= high:
        return N_("{name}: expected {low} to {high}, got {value}").format(
            name=spec.name, low=low, high=high, value=value
        )
    return None


def _column_mistake(name: str, value: Any) -> str | None:
    """Anything but ``field=header`` pairs, a field other than text named twice, or an empty header."""
    expected = N_("{name}: expected field=header pairs with ';' between them (fields: {known}), got {value!r}").format(
        name=name, known=", ".join(COLUMN_FIELDS), value=value
    )
    if not isinstance(value, str):
        return expected
    pairs = _COLUMN.findall(value)
    rest = _COLUMN.sub("", value).replace(";", "").strip()
    once = [field for field, _ in pairs if field != "text"]
    unknown = sorted({field for field, _ in pairs} - {*COLUMN_FIELDS})
    if unknown:
        return N_("{name}: no such field: {unknown}. The fields are {known}; got {value!r}").format(
            name=name, unknown=", ".join(unknown), known=", ".join(COLUMN_FIELDS), value=value
        )
    if rest or (value.strip() and not pairs) or not all(header.strip() for _, header in pairs):
        return expected
    if len(set(once)) < len(once):
        return N_("{name}: only text may be named more than once, got {value!r}").format(name=name, value=value)
    return None


def _toml_lines(settings: Settings, say: Translate) -> list[str]:
    between, lines = say(N_("{low} to {high}")), []
    for spec in fields(settings):
        value, low, high = getattr(settings, spec.name), spec.metadata["low"], spec.metadata["high"]
        allowed = ", ".join(spec.metadata.get("choices", ())) or (
            between.format(low=low, high=high) if low is not None else ""
        )
        lines.append(f"# {say(spec.metadata['why'])}" + (f" ({allowed})" if allowed else ""))
        lines.append(f"{spec.name} = {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value}")
    return lines
