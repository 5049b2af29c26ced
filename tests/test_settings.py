from __future__ import annotations

import tomllib
from dataclasses import FrozenInstanceError, asdict, fields
from pathlib import Path

import pytest

from detector.errors import DetectorError, SettingsError
from detector.language import translator
from detector.settings import Settings
from detector.wording import SETTING_LABELS


def mistakes(values: dict[str, object]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(values)
    return str(caught.value).splitlines()


def test_all_mistakes_are_told_at_once() -> None:
    assert mistakes({"shingle_syllable": 3, "max_pages": 0, "min_marked_share": "much", "max_partners": 20}) == [
        "shingle_syllable: no such setting. 'detector settings' lists them.",
        "max_pages: expected 1 to 100000, got 0",
        "min_marked_share: expected a number, got 'much'",
    ]


def test_the_constructor_tells_all_mistakes_too() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(max_pages=0, minhash_threshold=2.0)
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == ["max_pages", "minhash_threshold"]


@pytest.mark.parametrize("value", [1.5, "3", True, None, [3]])
def test_a_count_is_a_whole_number(value: object) -> None:
    assert mistakes({"max_partners": value}) == [f"max_partners: expected a whole number, got {value!r}"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_share_is_a_finite_number(value: float) -> None:
    assert len(mistakes({"min_marked_share": value})) == 1


def test_a_whole_number_is_a_number() -> None:
    assert Settings.from_mapping({"min_marked_share": 1}).min_marked_share == 1


NUMBERS = [spec for spec in fields(Settings) if spec.type != "str"]


@pytest.mark.parametrize("spec", NUMBERS, ids=lambda spec: spec.name)
def test_every_setting_has_a_reason_and_takes_the_ends_of_its_range_and_no_more(spec) -> None:  # type: ignore[no-untyped-def]
    low, high = spec.metadata["low"], spec.metadata["high"]
    assert low <= spec.default <= high
    assert len(spec.metadata["why"]) > 10
    for end in (low, high):
        assert getattr(Settings.from_mapping({spec.name: end}), spec.name) == end
    assert len(mistakes({spec.name: low - 1})) == len(mistakes({spec.name: high + 1})) == 1


def test_what_is_written_as_toml_is_read_back(tmp_path: Path) -> None:
    changed = Settings(max_partners=7, minhash_threshold=0.25, file_timeout_seconds=2, columns='text=Ưu "điểm"')
    path = tmp_path / "my.toml"
    path.write_text(changed.to_toml(), encoding="utf-8")
    assert Settings.from_toml(path) == changed
    assert Settings.from_toml(path) != Settings()


def test_the_toml_gives_every_setting_with_its_reason_and_range() -> None:
    text = Settings().to_toml()
    assert tomllib.loads(text) == asdict(Settings())
    lines = text.splitlines()
    for spec in NUMBERS:
        at = next(i for i, line in enumerate(lines) if line.startswith(f"{spec.name} = "))
        assert lines[at - 1] == f"# {spec.metadata['why']} ({spec.metadata['low']} to {spec.metadata['high']})"


def test_columns_are_named_by_field_and_header_whatever_signs_the_header_has() -> None:
    named = Settings(columns="name=Họ và tên;text=Ưu điểm; kết quả = đạt được; text = Hạn chế;").named_columns()
    assert named == (("name", "Họ và tên"), ("text", "Ưu điểm; kết quả = đạt được"), ("text", "Hạn chế"))
    assert Settings().named_columns() == ()


@pytest.mark.parametrize(
    "value", ["Ưu điểm", "text=", "title=Tên", "Tên; text=Ưu điểm", "name=A; name=B", 3, ["text=A"]]
)
def test_columns_that_cannot_be_understood_are_a_mistake(value: object) -> None:
    (mistake,) = mistakes({"columns": value})
    assert mistake.startswith("columns: ")
    assert repr(value) in mistake


def test_a_file_with_some_settings_keeps_the_defaults_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text("max_partners = 7\n", encoding="utf-8")
    assert Settings.from_toml(path) == Settings(max_partners=7)


@pytest.mark.parametrize("content", [b"max_partners = ", b"\xff\xfe\x00", b"[matching]\nmax_partners = 7\n"])
def test_a_file_that_is_no_settings_file_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"my\.toml: "):
        Settings.from_toml(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        Settings.from_toml(tmp_path / "none.toml")


def test_a_file_as_windows_editors_save_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(b"\xef\xbb\xbfmax_partners = 7\r\n")
    assert Settings.from_toml(path).max_partners == 7


def test_a_changed_copy_leaves_the_first_as_it_is() -> None:
    first = Settings()
    assert first.replace(max_partners=7).max_partners == 7
    assert first == Settings()
    with pytest.raises(SettingsError, match="partners: no such setting"):
        first.replace(partners=7)
    with pytest.raises(FrozenInstanceError):
        first.max_partners = 7  # type: ignore[misc]


def test_the_key_changes_with_a_value_and_with_nothing_else() -> None:
    keys = {Settings().key(), Settings(max_partners=7).key(), Settings(max_pages=7).key()}
    assert len(keys) == 3
    assert (
        Settings().key() == Settings.from_mapping({}).key() == Settings(max_partners=7).replace(max_partners=20).key()
    )


def test_a_whole_number_for_a_number_has_the_same_key() -> None:
    assert Settings(file_timeout_seconds=60).key() == Settings(file_timeout_seconds=60.0).key()


def test_a_mistake_is_one_of_the_family_of_errors() -> None:
    assert issubclass(SettingsError, DetectorError)


def test_everybody_runs_the_same_risk_of_a_chance_pair_in_units_of_200_and_more() -> None:
    settings = Settings(expected_false_pairs=0.02)
    assert settings.chance_pairs_allowed(10) == settings.chance_pairs_allowed(200) == 0.02
    assert settings.chance_pairs_allowed(2000) == pytest.approx(0.2)


def test_every_setting_has_a_name_and_a_reason_in_vietnamese() -> None:
    catalogue = translator("vi")
    for spec in fields(Settings):
        for words in (SETTING_LABELS[spec.name], spec.metadata["why"]):
            assert catalogue.gettext(words) != words
