"""Which decision stands for which pair and person of the present scan, whatever was renamed or rewritten since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detector.matches import SharedText
from detector.review.index import DocumentRow, words_digest
from detector.storage.decisions import UNSEEN, Decision, Subject

# What is recorded without a conclusion: look later; the writer was asked, until a day.
LATER, AWAITING = "later", "awaiting"

# How a decision names the other side where that is a text of many: this and its digest.
SHARED_TEXT = "text:"
# A shared text is the one that was decided on if half of its runs of five words are.
MIN_SAME_RUNS = 0.5
RUN_WORDS = 5

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The last decision on a pair or person.

    Attributes:
        changed: one of the texts is not the one that was decided on.
    """

    decision: Decision
    changed: bool

    @property
    def is_open(self) -> bool:
        """Whether there is no conclusion, or one on another text."""
        return self.state != "done"

    @property
    def state(self) -> str:
        """``open``, ``later``, ``awaiting`` or ``done``."""
        code = self.decision.decision
        if code in (LATER, AWAITING):
            return code
        return "open" if code == UNSEEN or self.changed else "done"

    def waits(self, today: date) -> bool:
        """Whether nobody has to look today: put off to the end, or an explanation is not yet due."""
        due = self.decision.due
        return self.state == LATER or (self.state == AWAITING and (not due or due >= today.isoformat()))


@dataclass
class Standings:
    """Decisions by rows of documents: two for a pair, one for a person; `shared_key` for a person's shared text.

    Filled by `learn`, in order of the log.
    """

    texts: Sequence[DocumentRow]
    shared: Sequence[SharedText] = ()
    last_row: int = 0
    _last: dict[Key, Standing] = field(default_factory=dict)
    _history: dict[Key, list[Decision]] = field(default_factory=lambda: defaultdict(list))
    _changed: dict[int, bool] = field(default_factory=dict)
    _visible: frozenset[int] | None = None
    _found: dict[str, int | None] = field(default_factory=dict)
    _by_key: dict[str, list[DocumentRow]] = field(default_factory=lambda: defaultdict(list))
    _by_person: dict[str, list[DocumentRow]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        if not self._by_key:
            for one in self.texts:
                self._by_key[one.key].append(one)
                self._by_person[one.subject].append(one)

    def learn(self, log: Iterable[Decision]) -> None:
        """Takes in further rows of the log. What speaks of persons and texts that this scan has not is left aside."""
        for decision in log:
            self.last_row = decision.row
            found = self._rows(decision)
            if found:
                key, changed = found
                self._last[key] = Standing(decision, changed)
                self._history[key].append(decision)
                self._changed[decision.row] = changed

    def of(self, *rows: int) -> Standing | None:
        """The decision on a pair or person that stands; None where nobody decided, or it was taken back."""
        standing = self._last.get(tuple(sorted(rows)))
        return standing if standing and standing.decision.decision != UNSEEN else None

    def history(self, *rows: int) -> Sequence[Decision]:
        """All rows of the log about it, in order."""
        return self._history.get(tuple(sorted(rows)), ())

    def all_standing(self) -> Iterable[tuple[Key, Standing]]:
        """Every pair and person with a decision that stands."""
        return ((key, one) for key, one in self._last.items() if one.decision.decision != UNSEEN)

    def all_own(self) -> Iterable[tuple[Key, Mapping[str, Standing]]]:
        """Of every pair and person of the log, what each reviewer decided last and did not take back."""
        return ((key, _own(history, self._changed)) for key, history in self._history.items())

    def read_by(self, reviewer: str) -> Standings:
        """As an independent reader sees it: nothing of others before this reviewer has decided."""
        own = {key: said[reviewer] for key, said in self.all_own() if reviewer in said}
        history = {
            key: rows if key in own else [one for one in rows if one.reviewer == reviewer]
            for key, rows in self._history.items()
        }
        visible = frozenset(one.row for rows in history.values() for one in rows)
        return Standings(
            self.texts,
            self.shared,
            self.last_row,
            own,
            history,
            self._changed,
            visible,
            self._found,
            self._by_key,
            self._by_person,
        )

    def sees(self, decision: Decision) -> bool:
        """Whether this reader may see a row of the log; see `read_by`."""
        return self._visible is None or decision.row in self._visible

    def rows_of(self, decision: Decision) -> Key | None:
        """The documents that a row of the log is about now; None where they are not in this scan."""
        found = self._rows(decision)
        return found[0] if found else None

    def find(self, subject: Subject) -> tuple[DocumentRow, bool] | None:
        """The text that a subject of the log is now, and whether it was changed since.

        A person goes before a text: who copied it may hold the very text that was decided on.
        """
        same_text = self._by_key.get(subject.key, [])
        same_person = self._by_person.get(subject.person, [])
        both = [one for one in same_text if one.subject == subject.person]
        if both:
            return both[0], False
        if len(same_person) == 1:
            return same_person[0], True
        if not same_person and len(same_text) == 1:
            return same_text[0], False
        return None

    def _rows(self, decision: Decision) -> tuple[Key, bool] | None:
        if decision.right is not None and decision.right.person.startswith(SHARED_TEXT):
            return self._rows_of_shared(decision, decision.right.key)
        subjects = [decision.left] if decision.right is None else [decision.left, decision.right]
        found = [self.find(subject) for subject in subjects]
        kept = [one for one in found if one is not None]
        rows = tuple(sorted({text.row for text, _ in kept}))
        if len(rows) != len(subjects):
            return None
        return rows, any(changed for _, changed in kept)

    def _rows_of_shared(self, decision: Decision, digest: str) -> tuple[Key, bool] | None:
        """The person and the shared text; a scan with further texts may cut it a little otherwise."""
        person = self.find(decision.left)
        if digest not in self._found:
            self._found[digest] = _same_shared(self.shared, digest, str(decision.detail.get("words", "")))
        number = self._found[digest]
        if person is None or number is None or person[0].id not in self.shared[number].people:
            return None
        return shared_key(number, person[0].row), person[1]


def shared_key(number: int, row: int) -> Key:
    """A person's part in a shared text, beside the keys of pairs and persons."""
    return (-1 - number, row)


def _same_shared(shared: Sequence[SharedText], digest: str, words: str) -> int | None:
    exact = next((number for number, one in enumerate(shared) if words_digest(one.text) == digest), None)
    if exact is not None:
        return exact
    runs = _runs(words)
    alike = [(len(runs & _runs(one.text)) / max(len(runs), 1), -number) for number, one in enumerate(shared)]
    best = max(alike, default=(0.0, 0))
    return -best[1] if best[0] >= MIN_SAME_RUNS else None


def _runs(words: str) -> set[tuple[str, ...]]:
    plain = words.casefold().split()
    return set(zip(*(plain[place:] for place in range(RUN_WORDS)), strict=False))


def _own(history: Sequence[Decision], changed: Mapping[int, bool]) -> dict[str, Standing]:
    undoing = {one.row: one.undoes for one in history if one.undoes is not None}
    undone: set[int] = set()
    for target in undoing.values():
        if target in undoing:  # an undo that was undone
            undone.discard(undoing[target])
        else:
            undone.add(target)
    return {
        one.reviewer: Standing(one, changed[one.row])
        for one in history
        if one.undoes is None and one.row not in undone and one.decision != UNSEEN
    }
