"""Which files have a common past, after what the forms and most files have is taken out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import exp, fsum, lgamma, log

from detector.documents import Document, Role
from detector.history.read import Told
from detector.matches import FileHistory, SharedHistory

# Identifiers in the blank document of python-docx, which offices' programs fill in: no past at all. Google's and
# LibreOffice's files have none.
PROGRAM_DEFAULTS = frozenset(
    (
        *("00000000", "00034616", "0006063C", "0015074B", "0029639D"),
        *("00326F90", "00AA1D8D", "00B47730", "00CB0664", "00FC693F"),
    )
)
PROGRAM_MOMENTS = frozenset({"2013-12-23T23:15:00Z", "1601-01-01T00:00:00Z", "1970-01-01T00:00:00Z"})
COMMON_SHARE = (
    0.3  # of the files: what more of them have came from a form that nobody gave; a unit may use two or three
)
MAX_EXPECTED = 0.01  # pairs of the unit that chance alone makes, as for passages
# Word draws the numbers from 1 to 2^24 - 1, so two files of 60 sessions share one in one pair of 4,700.
_NUMBERS = 2**24
MAX_HOLDERS = 200  # of one identifier: more is a file passed round, and pairs cost their square


def compare_histories(
    documents: Sequence[Document], told: Mapping[str, Told]
) -> tuple[list[FileHistory], list[SharedHistory]]:
    """What each submission's file says, and the pairs with a common past, the least likely by chance first.

    `told` is by `Document.path`. Files of forms and known samples only take out; earlier texts of the persons are
    left aside, because a file that was written on from last year's is what everybody does.
    """
    files = {one.id: told[one.path] for one in documents if one.role is Role.SUBMISSION and one.path in told}
    limit = _most(len(files))
    printed = [told[one.path] for one in documents if one.role in (Role.FORM, Role.REFERENCE) and one.path in told]
    holders = _by_identifier(files)
    common = {name for name, ids in holders.items() if len(ids) > limit}
    out = PROGRAM_DEFAULTS | common | {name for one in printed for name in one.identifiers}
    own = {id: one.identifiers - out for id, one in files.items()}
    moments = _moments(files, printed, limit)
    histories = [
        FileHistory(
            id,
            one.author,
            one.last_modified_by,
            one.created,
            one.modified,
            len(own[id]),
            len(one.identifiers - own[id]),
        )
        for id, one in files.items()
    ]
    return histories, _pairs(own, {name: ids for name, ids in holders.items() if name not in out}, moments)


def _most(files: int) -> float:
    """More files than this have it: a form. In a small unit half of it, so that three who share are still told."""
    return max(2.0, min(max(5.0, COMMON_SHARE * files), files / 2))


def _by_identifier(files: Mapping[str, Told]) -> dict[str, list[str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for id, one in sorted(files.items()):
        for name in one.identifiers:
            holders[name].append(id)
    return holders


def _moments(files: Mapping[str, Told], printed: Iterable[Told], limit: float) -> dict[str, str]:
    """The moment of creation of each file, where it is not a form's, a program's, or that of most files."""
    counts = Counter(one.created for one in files.values())
    out = PROGRAM_MOMENTS | {one.created for one in printed}
    return {
        id: one.created
        for id, one in files.items()
        if one.created and one.created not in out and counts[one.created] <= limit
    }


def _pairs(
    own: Mapping[str, frozenset[str]], holders: Mapping[str, Sequence[str]], moments: Mapping[str, str]
) -> list[SharedHistory]:
    by_moment: dict[str, list[str]] = defaultdict(list)
    for id, moment in sorted(moments.items()):
        by_moment[moment].append(id)
    shared: Counter[tuple[str, str]] = Counter()
    rarest: dict[tuple[str, str], int] = {}
    for ids in holders.values():
        for pair in combinations(ids, 2) if len(ids) <= MAX_HOLDERS else ():
            shared[pair] += 1
            rarest[pair] = min(rarest.get(pair, len(ids)), len(ids))
    together = {pair for ids in by_moment.values() if len(ids) <= MAX_HOLDERS for pair in combinations(ids, 2)}
    tried = len(own) * (len(own) - 1) / 2
    found = []
    for pair in sorted(shared.keys() | together):
        left, right = pair
        expected = tried * _chance(shared[pair], len(own[left]) * len(own[right]) / _NUMBERS)
        if expected <= MAX_EXPECTED or pair in together:
            files = rarest.get(pair) or len(by_moment[moments[left]])
            found.append(SharedHistory(left, right, shared[pair], files, pair in together, expected))
    return sorted(found, key=lambda one: (one.expected, -one.identifiers, one.left_id, one.right_id))


def _chance(count: int, mean: float) -> float:
    """That a Poisson variable of this mean is at least `count`."""
    if count == 0 or mean <= 0:
        return float(count == 0)
    return min(1.0, fsum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count, count + 40)))
