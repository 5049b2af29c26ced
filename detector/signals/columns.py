"""All per-submission signals as columns over the documents, by the name under which they are shown."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import numpy as np
from scipy import sparse

from detector import signals as package
from detector.corpus import Bools, Corpus, Floats, Ints
from detector.errors import InputError
from detector.language import N_
from detector.outside import SIGNALS, added
from detector.provenance.groups import SentenceGroups
from detector.signals.base import Signal
from detector.signals.stickiness import stickiness, sticky_tokens, year_before, year_similarity
from detector.signals.weaknesses import measure_weaknesses


def signal_columns(
    corpus: Corpus,
    groups: SentenceGroups,
    printed: Bools,
    rule: Bools,
    details: Bools,
    writers: Ints,
    vectors: sparse.csr_matrix,
) -> Mapping[str, Floats]:
    """float64[documents] by name; NaN where a signal says nothing about a document.

    Args:
        printed: bool[sentences]; rule: bool[tokens]; details: bool[tokens], first token of each concrete detail.
        writers: int32[documents], person numbers; vectors: TF-IDF rows of the documents.
    """
    personal = ~np.repeat(printed, corpus.sentences.lengths()) & ~rule
    before = year_before(corpus, writers)
    sticky = sticky_tokens(corpus, before, personal)
    weaknesses = measure_weaknesses(corpus, groups, printed, details, sticky, before >= 0)
    ours = {
        "stickiness": stickiness(corpus, before, sticky, personal),
        "year_similarity": year_similarity(before, vectors),
        **{one.name: _column(one, corpus, printed) for one in own_signals()},
        "weakness_share": weaknesses.share,
        "weakness_sentences": weaknesses.sentences,
        "weakness_details": weaknesses.details,
        "weakness_repeated": weaknesses.repeated,
    }
    return ours | {one.name: _column(one, corpus, printed) for one in added(SIGNALS, Signal) if one.name not in ours}


@cache
def own_signals() -> tuple[Signal, ...]:
    """The signals of this folder that need the corpus and the print alone, in the order of their modules' names."""
    modules = [import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)]
    return tuple(module.SIGNAL for module in modules if isinstance(getattr(module, "SIGNAL", None), Signal))


def _column(signal: Signal, corpus: Corpus, printed: Bools) -> Floats:
    """What a signal says. Raises `InputError` where it is no column."""
    try:
        column = np.asarray(signal.measure(corpus, printed), dtype=np.float64)
    except Exception as error:
        raise InputError(
            N_("The signal {name!r} failed ({type}: {error}).").format(
                name=signal.name, type=type(error).__name__, error=error
            )
        ) from error
    if column.shape != (len(corpus),):
        raise InputError(
            N_("The signal {name!r}: expected float64[{count}], one value a document, got {shape}.").format(
                name=signal.name, count=len(corpus), shape=column.shape
            )
        )
    return column
