"""What is asked before a conclusion is recorded: somebody concluded after the page was opened, or the day is over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from detector.review.paging import whole
from detector.review.standing import Key, Standings
from detector.review.web import field
from detector.storage.decisions import Decision

# Of the form that asks again: the day that was confirmed, the row of the log up to which it told everything, and the
# form that it asks about.
CONFIRMED, SEEN, SENT = "confirmed", "seen", "sent"
_RENEWED = frozenset({"csrf", "due", CONFIRMED, SEEN})


@dataclass(frozen=True, slots=True)
class Doubts:
    """Nothing to ask about if both are empty.

    Attributes:
        meanwhile: what was recorded last on each subject after the form was shown, by somebody whose conclusions this
            reviewer may see, or in another window of the same reviewer.
        passed: the day until which an explanation is awaited, ISO 8601, if it is over.
    """

    meanwhile: Sequence[tuple[Key, Decision]]
    passed: str

    def __bool__(self) -> bool:
        return bool(self.meanwhile or self.passed)


def doubts(standings: Standings, form: FormData, keys: Iterable[Key], *, once: str, due: str, today: date) -> Doubts:
    """`once`: of this form, which may have been sent twice; `due`: the day that it names."""
    seen = whole(field(form, SEEN, 20), -1)
    passed = due if due and due < today.isoformat() and field(form, CONFIRMED, 10) != due else ""
    return Doubts([] if seen < 0 else list(_since(standings, keys, seen, once)), passed)


def _since(standings: Standings, keys: Iterable[Key], seen: int, once: str) -> Iterator[tuple[Key, Decision]]:
    for key in keys:
        later = [one for one in standings.history(*key) if one.row > seen]
        if later and not any(str(one.detail.get("once", "")).startswith(once) for one in later):
            yield key, later[-1]


def packed(form: FormData) -> str:
    """The fields of a form for the form that asks again, in letters that no hidden name is looked for in."""
    kept = [(name, one) for name, one in form.multi_items() if isinstance(one, str) and name not in _RENEWED]
    return json.dumps(kept).encode().hex()


def unpacked(form: FormData) -> FormData:
    """The form as it was filled in, with what was answered since. Raises ValueError."""
    sent = form.get(SENT)
    if not isinstance(sent, str):
        return form
    answered = [(name, one) for name, one in form.multi_items() if name != SENT]
    return FormData([*((str(name), str(one)) for name, one in json.loads(bytes.fromhex(sent))), *answered])
