"""What the settings are called on a page; their reasons stand where they are declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from detector.language import N_, number, translator
from detector.settings import Settings


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting in words, its value and what the value usually is; `why` is the reason of the usual one."""

    label: str
    value: str
    usual: str
    why: str
    is_changed: bool


def setting_rows(settings: Settings, lang: str) -> Iterator[SettingRow]:
    """All settings in the order of their declaration."""
    _, usual = translator(lang).gettext, Settings()
    for spec in fields(Settings):
        value, default = getattr(settings, spec.name), getattr(usual, spec.name)
        label, why = _(SETTING_LABELS[spec.name]), _(spec.metadata["why"])
        yield SettingRow(label, setting_text(value, lang), setting_text(default, lang), why, value != default)


def setting_text(value: Any, lang: str) -> str:
    """A value as people write it; a word that the program knows is said in the language."""
    if isinstance(value, str):
        return translator(lang).gettext(_WORDS[value]) if value in _WORDS else value
    if isinstance(value, int):
        return number(value, 0, lang)
    return f"{value:g}".replace(".", "," if lang == "vi" else ".")


_WORDS = {"auto": N_("automatic"), "none": N_("switched off")}
SETTING_LABELS = {
    "max_file_bytes": N_("largest file, bytes"),
    "max_characters": N_("longest text, characters"),
    "max_file_characters": N_("all texts of one file, characters"),
    "max_archive_bytes": N_("largest archive unpacked, bytes"),
    "max_archive_files": N_("most files in an archive"),
    "max_archive_depth": N_("archives inside archives"),
    "max_pages": N_("most pages of a PDF"),
    "file_timeout_seconds": N_("longest time for one file, seconds"),
    "ocr_engine": N_("text recognition"),
    "columns": N_("columns of the answer list"),
    "previous_columns": N_("columns of the earlier answer list"),
    "min_own_syllables": N_("least text to judge, syllables"),
    "min_readable_share": N_("least share of well-formed syllables"),
    "min_marked_share": N_("least share of syllables with marks"),
    "scaffold_min_documents": N_("fewest submissions to learn the form from"),
    "scaffold_min_share": N_("share of submissions that makes a heading printed"),
    "form_line_similarity": N_("likeness of edited form lines"),
    "rule_coverage": N_("share of a sentence that makes it regulation"),
    "common_rank": N_("most people with a text that counts between two"),
    "shared_text_min_syllables": N_("shortest text of many, syllables"),
    "stock_similarity": N_("share of a sentence that makes it common"),
    "shingle_syllables": N_("length of a word sequence, syllables"),
    "shingle_max_documents": N_("most submissions of a word sequence"),
    "max_partners": N_("most partners looked at, each submission"),
    "minhash_permutations": N_("hash functions of the first search"),
    "minhash_threshold": N_("likeness that the first search aims at"),
    "min_sentence_similarity": N_("least likeness of two sentences"),
    "passage_gap_sentences": N_("sentences that a passage may bridge"),
    "min_passage_syllables": N_("shortest passage, syllables"),
    "crowd_overlap": N_("share in common that makes a crowd"),
    "crowd_strength": N_("further passages that make a crowd"),
    "passage_min_bits": N_("least rarity of a passage, bits"),
    "expected_false_pairs": N_("chance pairs allowed"),
    "pair_min_bits": N_("least rarity of a pair, bits"),
    "cluster_min_members": N_("smallest group"),
    "reference_min_share": N_("share of known samples to look at"),
    "previous_min_share": N_("share of the earlier text to look at"),
    "shared_text_min_share": N_("share of texts of many to look at"),
    "boilerplate_min_share": N_("share of stock wording to look at"),
    "concrete_min_per_100": N_("least concrete details per 100 syllables"),
    "retention_days": N_("days to keep a run"),
}
