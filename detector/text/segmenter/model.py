"""underthesea's word model, read from its own files without loading its library.

The model is a linear-chain CRF with two labels: a token begins a word (``B-W``) or goes on with it (``I-W``). Only the
difference of the two matters, so each attribute has one number here: how much it speaks for going on.

Why not through `underthesea_core`: it writes 43 strings for every token, which takes 21 of a token's 36 us.
Weights looked up once per token, pair and triple give the same labels (tests/text/test_segmenter.py).

File format: CRFsuite's ``lCRF`` (Okazaki 2007): a header, a table of weights, and a hash table of attribute names.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

MODEL_NAME = "ws_crf_vlsp2013_20230727"

_HEADER = struct.Struct("<4sI4s9I")
_WEIGHT = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1
_CHUNK_HEAD = 12  # bytes before the first weight
_NAMES_HEAD = struct.Struct("<4s5I")  # magic, size, flag, byte order, number of names, offset of the list of offsets
_LABELS = 2

Weights = dict[str, dict[str, float]]
Transitions = tuple[tuple[float, float], tuple[float, float]]


class ModelFormatError(Exception):
    """The installed underthesea keeps its model in another form than this module reads."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the word model.

    Attributes:
        weights: by template (``T[0].lower``) and value (``học``) the weight for *goes on* less that for *begins*.
        transitions: weight of ``transitions[before][now]``, 0 begins, 1 goes on.
        templates: names of the attributes of a token, such as ``T[-1,0].lower``.
        dictionary: words of one or more syllables, in lower case.
    """

    weights: Weights
    transitions: Transitions
    templates: tuple[str, ...]
    dictionary: frozenset[str]


@cache
def model_version() -> str:
    """What word boundaries depend on besides the text: underthesea's version and its model."""
    return f"underthesea {version('underthesea')} {MODEL_NAME}"


def model_folder() -> Path:
    """Where underthesea keeps its word model; does not import it."""
    spec = find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        raise ModelFormatError("underthesea is not a package on disk")
    return Path(spec.submodule_search_locations[0], "pipeline", "word_tokenize", "models", MODEL_NAME)


@cache
def load_model() -> Model:
    """The model of the installed underthesea; 0.1 s, 20 MB. Raises `ModelFormatError`."""
    folder = model_folder()
    try:
        weights, transitions = _read_weights((folder / "models.bin").read_bytes())
        templates = pickle.loads((folder / "features.bin").read_bytes())  # joblib writes plain pickles of plain objects
        dictionary = pickle.loads((folder / "dictionary.bin").read_bytes())
    except (OSError, EOFError, struct.error, ValueError, LookupError, pickle.UnpicklingError) as error:
        raise ModelFormatError(f"{folder.name}: {error}") from error
    return Model(weights, transitions, tuple(templates), frozenset(dictionary))


def _read_weights(data: bytes) -> tuple[Weights, Transitions]:
    magic, _, kind, _, _, labels, names, weights_at, _, names_at, *_ = _HEADER.unpack_from(data)
    if (magic, kind, labels) != (b"lCRF", b"FOMC", _LABELS):
        raise ModelFormatError(f"expected an lCRF file with {_LABELS} labels, got {magic!r} {kind!r} with {labels}")
    count = struct.unpack_from("<I", data, weights_at + _CHUNK_HEAD - 4)[0]
    table = np.frombuffer(data, _WEIGHT, count, weights_at + _CHUNK_HEAD)
    states, steps = table[table["kind"] == _STATE], table[table["kind"] == _TRANSITION]
    sign = np.where(states["label"] == 1, 1.0, -1.0)
    by_name = np.bincount(states["source"], sign * states["weight"], minlength=names)
    between = np.zeros((_LABELS, _LABELS))
    between[steps["source"], steps["label"]] = steps["weight"]
    (a, b), (c, d) = between.tolist()
    return _by_template(_read_names(data, names_at), by_name.tolist()), ((a, b), (c, d))


def _by_template(names: list[str], weights: list[float]) -> Weights:
    found: Weights = {}
    for name, weight in zip(names, weights, strict=True):
        template, _, value = name.partition("=")
        found.setdefault(template, {})[value] = weight
    return found


def _read_names(data: bytes, at: int) -> list[str]:
    """Attribute names in order of their numbers; each record is number, length with the closing NUL, bytes."""
    magic, _, _, _, count, offsets_at = _NAMES_HEAD.unpack_from(data, at)
    if magic != b"CQDB":
        raise ModelFormatError(f"expected a table of names, got {magic!r}")
    offsets = np.frombuffer(data, "<u4", count, at + offsets_at) + at
    ends = offsets + 8 + np.array([struct.unpack_from("<I", data, o + 4)[0] for o in offsets.tolist()]) - 1
    return [data[o + 8 : e].decode() for o, e in zip(offsets.tolist(), ends.tolist(), strict=True)]
