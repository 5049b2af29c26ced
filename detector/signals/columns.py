"""All per-submission signals as columns over the documents, by the name under which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from detector.corpus import Bools, Corpus, Floats
from detector.errors import InputError
from detector.language import N_
from detector.provenance.groups import SentenceGroups
from detector.provenance.people import writer_numbers
from detector.signals.base import Signal
from detector.signals.family import own_signals, signals_of_packages
from detector.signals.stickiness import stickiness, sticky_tokens, year_before, year_similarity
from detector.signals.weaknesses import measure_weaknesses

if TYPE_CHECKING:
    from scipy import sparse


def signal_columns(
    corpus: Corpus,
    groups: SentenceGroups,
    printed: Bools,
    rule: Bools,
    details: Bools,
    vectors: sparse.csr_matrix,
) -> Mapping[str, Floats]:
    """float64[documents] by name; NaN where a signal says nothing about a document.

    Args:
        printed: bool[sentences]; rule: bool[tokens]; details: bool[tokens], first token of each concrete detail.
        vectors: TF-IDF rows of the documents.
    """
    personal = ~np.repeat(printed, corpus.sentences.lengths()) & ~rule
    before = year_before(corpus, writer_numbers(corpus))
    sticky = sticky_tokens(corpus, before, personal)
    weaknesses = measure_weaknesses(corpus, groups, printed, details, sticky, before >= 0)
    return {
        "stickiness": stickiness(corpus, before, sticky, personal),
        "year_similarity": year_similarity(before, vectors),
        **_measured(own_signals(), corpus, printed),
        "weakness_share": weaknesses.share,
        "weakness_sentences": weaknesses.sentences,
        "weakness_details": weaknesses.details,
        "weakness_repeated": weaknesses.repeated,
        **_measured(signals_of_packages(), corpus, printed),
    }


def _measured(signals: Iterable[Signal], corpus: Corpus, printed: Bools) -> dict[str, Floats]:
    return {one.name: _column(one.name, one.measure, corpus, printed) for one in signals if one.measure}


def _column(name: str, measure: Callable[[Corpus, Bools], Floats], corpus: Corpus, printed: Bools) -> Floats:
    """What a signal says. Raises `InputError` where it is no column."""
    try:
        column = np.asarray(measure(corpus, printed), dtype=np.float64)
    except Exception as error:
        raise InputError(
            N_("The signal {name!r} failed ({type}: {error}).").format(
                name=name, type=type(error).__name__, error=error
            )
        ) from error
    if column.shape != (len(corpus),):
        raise InputError(
            N_("The signal {name!r}: expected float64[{count}], one value a document, got {shape}.").format(
                name=name, count=len(corpus), shape=column.shape
            )
        )
    return column
