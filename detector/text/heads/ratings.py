"""The level that a person claims: ticked, typed, left over when the others are struck out; never the manager's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from detector.text.heads.labels import first_key, marks_in, word_keys
from detector.text.heads.rating_lines import (
    Kind,
    is_other_scale,
    kind_of_column,
    letters_in,
    levels_in,
    line_of,
    ratings_apart,
)
from detector.text.heads.rating_tables import (
    Block,
    Token,
    column_blocks,
    column_kinds,
    grader_blocks,
    letters_of,
    levels_of_columns,
    rates_in_column,
    token_of,
    with_cells_of_columns,
)
from detector.text.heads.slots import Cell, Slot, between_breaks, folded_line
from detector.text.heads.values import person_name
from detector.text.lexicon import resource

_FOOT_FROM = 0.4  # below this share of the lines the short title of a post is the foot of the form, not a field's value
_LONGEST_FOOT = 200  # characters of two signatures side by side
_MAX_REMEMBERED = 4000  # lines: two of three were seen before
_RATING_LINES = 80  # above the signature; a rating stands in the last ten, or before a table of the year's work
_HINT_LINES = 3  # between the heading of the boxes and the first of them
_WHOLE = "Hoàn thành tốt"
_BRACKETS = re.compile(r"\((?![\sxX]?\))[^()]*\)?")
_NUMBER = re.compile(r"[ivx]{1,4}|\d{1,2}|[a-d]")  # before a title


def rating_of(slots: Sequence[Slot]) -> str | None:
    """``excellent``, ``good``, ``completed``, ``not_completed``; None where nothing, or more than one, is claimed."""
    foot = foot_of(slots)
    near = list(with_cells_of_columns(slots[max(0, foot - _RATING_LINES) : foot]))
    own = list(_apart(_with_whole_levels(near)))
    blocks = [block for block in _blocks(own) if _is_rating(block) and block.kind is not Kind.OTHERS]
    mine = [block for block in blocks if block.kind is Kind.OWN]
    if not mine:
        chosen = [level for block in blocks if (level := _choice(block.tokens))]
        return chosen[-1] if chosen else None
    levels = {level for block in mine if (level := _choice(block.tokens))}
    return levels.pop() if len(levels) == 1 else None


def _apart(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Lines of one rating each."""
    for slot in slots:
        parts = (slot.text,) if slot.struck else ratings_apart(slot.text)
        yield from [slot] if len(parts) == 1 else (slot._replace(text=part) for part in parts)


def _with_whole_levels(slots: Sequence[Slot]) -> list[Slot]:
    """The slots, with *Tốt* in a cell among the other levels of its row or column as the level that it stands for."""
    lines: dict[tuple[str, str, int], list[str]] = {}
    for slot in slots:
        for line in _lines_of(slot.cell):
            lines.setdefault(line, []).append(slot.text)
    whole = {line for line, texts in lines.items() if "Tốt" in map(str.strip, texts) and _are_levels(texts)}
    return [
        slot._replace(text=_WHOLE) if slot.text.strip() == "Tốt" and whole.intersection(_lines_of(slot.cell)) else slot
        for slot in slots
    ]


def _lines_of(cell: Cell | None) -> tuple[tuple[str, str, int], ...]:
    return ((cell.table, "row", cell.row), (cell.table, "column", cell.column)) if cell else ()


def _are_levels(texts: Sequence[str]) -> bool:
    """Whether cells name the highest level and one of the lower two, and no level of another scale."""
    named = {level for text in texts for level, _, _ in levels_in(folded_line(text))}
    return "excellent" in named and bool(named & {"completed", "not_completed"}) and not any(map(is_other_scale, texts))


def _is_rating(block: Block) -> bool:
    """Under words that say so, or a choice of several levels by itself."""
    named = {token.level for token in block.tokens if token.level}
    return bool(named) and (block.claimed or (len(named) > 2 and len(named) < len(block.tokens)))


def foot_of(slots: Sequence[Slot]) -> int:
    """The line of the writer's signature, or the first line of what others write."""
    first = int(_FOOT_FROM * len(slots))
    feet = (at for at in range(first, len(slots)) if is_foot(slots[at].text))
    return next((at for at in feet if not _is_value(slots, at)), len(slots))


def _is_value(slots: Sequence[Slot], at: int) -> bool:
    """Whether a line is the cell beside a label, "Trưởng phòng" beside "Chức vụ", or a label or head beside others."""
    following = slots[at + 1] if at + 1 < len(slots) else None
    if following and _is_beside(slots[at].cell, following.cell):
        is_head = bool(kind_of_column(following.text)) and not is_foot(following.text)
        if is_head or person_name(following.text, sure=False):
            return True
    if _heads_ratings(slots, at):
        return True
    if at == 0 or not _is_beside(slots[at - 1].cell, slots[at].cell):
        return False
    label = slots[at - 1].text
    return label.rstrip().endswith(":") or bool(marks_in(label))


def _heads_ratings(slots: Sequence[Slot], at: int) -> bool:
    """Whether the row below a cell gives ratings: "Xếp loại | B | A" below "Nhân viên tự đánh giá | Trưởng bộ phận"."""
    cell = slots[at].cell
    below = [slot.text for slot in slots[at:] if cell and slot.cell and _is_row_below(slot.cell, cell)]
    if len(below) < 2 or not line_of(below[0]).claim:
        return False
    return all(line_of(text).tokens or letters_in(text, 0) for text in below[1:])


def _is_row_below(cell: Cell, other: Cell) -> bool:
    return (cell.table, cell.row) == (other.table, other.row + 1)


@lru_cache(maxsize=_MAX_REMEMBERED)
def is_foot(line: str) -> bool:
    """A line that is nothing but the title of a signature or of a part that others write."""
    if len(line) > _LONGEST_FOOT:
        return False
    return any(map(_is_signature, between_breaks(_BRACKETS.sub(" ", line) if "(" in line else line)))


def _is_signature(piece: str) -> bool:
    if not _begins_signature(first_key(piece)):
        return False
    keys = word_keys(piece, _most_words() + 2)  # a number before a title, and one word more than any title has
    return (keys[1:] if _NUMBER.fullmatch(keys[0]) else keys) in _signatures()


def _begins_signature(first: str) -> bool:
    """Whether a first word, if there is one, begins a title or is the number of one: that of most lines is neither."""
    return first in _first_words() or _NUMBER.fullmatch(first) is not None


@cache
def _signatures() -> frozenset[tuple[str, ...]]:
    lines = resource("signature_lines.toml")
    return frozenset(word_keys(line) for line in (*lines["own"], *lines["others"]))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(keys[0] for keys in _signatures())


@cache
def _most_words() -> int:
    return max(map(len, _signatures()))


def _blocks(slots: Sequence[Slot]) -> Iterator[Block]:
    """Runs of lines with levels and boxes, each under the words that say whose they are."""
    block: Block | None = None
    headers = column_kinds(slots)
    of_graders = grader_blocks(slots)
    tables: set[str] = set()
    for at, slot in enumerate(slots):
        line = line_of(slot.text)
        claim = line.claim
        tokens = [token_of(slot, at, *one) for one in line.tokens]
        if slot.cell and slot.cell.table in of_graders:
            yield from [] if slot.cell.table in tables else of_graders[slot.cell.table]
            tables.add(slot.cell.table)
            continue
        if slot.cell and (first := headers.get(slot.cell.table)) and rates_in_column(slot, first):
            if slot.cell.table not in tables:
                yield from column_blocks(slots, slot.cell.table, first)
            tables.add(slot.cell.table)
            continue
        if not (tokens or claim) and block and _is_beside(block.cell, slot.cell):
            tokens = letters_of(slot, at)
        if claim:
            if block:
                yield block
            inherits = claim[0] is Kind.ANY and block is not None and block.kind is Kind.OWN
            heads = levels_of_columns(slots, slot.cell, at) if not tokens else []
            block = Block(Kind.OWN if inherits else claim[0], cell=slot.cell, tokens=heads)
        if tokens and block is None:
            block = Block(Kind.ANY, claimed=False)
        if block and tokens:
            block.tokens += tokens
        elif block and not claim and (_is_next_row(slot, block) or not _is_inside(slot, block)):
            block.hints += 1
            if block.tokens or block.hints > _HINT_LINES:
                yield block
                block = None
    if block:
        yield block


def _is_inside(slot: Slot, block: Block) -> bool:
    """Whether a line without a level is a cell among those of a block, or a bare number."""
    last = block.tokens[-1].cell if block.tokens else None
    return bool(last and slot.cell and last.table == slot.cell.table) or not any(map(str.isalpha, slot.text))


def _is_next_row(slot: Slot, block: Block) -> bool:
    """Whether a line begins the next row of a table in which a block is one row: whose it is, and a level."""
    if not (slot.cell and block.cell and block.tokens) or slot.cell.table != block.cell.table:
        return False
    in_row = all(token.level and token.cell and token.cell.row == block.cell.row for token in block.tokens)
    return in_row and slot.cell.row > block.cell.row and any(map(str.isalpha, slot.text))


def _is_beside(cell: Cell | None, other: Cell | None) -> bool:
    """Whether the other cell stands right of a cell in the same row."""
    if cell is None or other is None:
        return False
    return (cell.table, cell.row) == (other.table, other.row) and cell.column < other.column


def _choice(tokens: list[Token]) -> str | None:
    """The one level that a block chooses."""
    tokens = _without_bullets(tokens)
    levels = [token for token in tokens if token.level]
    boxes = [token for token in tokens if not token.level]
    named = {token.level for token in levels}
    if any(token.struck for token in levels):
        left = {token.level for token in levels if not token.struck}
        return left.pop() if len(left) == 1 else None
    if not boxes:
        return named.pop() if len(named) == 1 and not _is_list(levels) else None
    chosen = {_owner(box, tokens, levels, boxes) for box in boxes if box.ticked}
    return chosen.pop() if len(chosen) == 1 else None


def _is_list(levels: Sequence[Token]) -> bool:
    """Whether several rows of a column give a level each: those of tasks, not of a person."""
    cells = {one.cell for one in levels if one.cell}
    columns = [(cell.table, cell.column) for cell in cells]
    return len(columns) > len(set(columns))


def _without_bullets(tokens: list[Token]) -> list[Token]:
    """Without ticks that stand before every one of several levels while other signs tell them apart."""
    ticks = [token for token in tokens if not token.level and token.ticked]
    levels = [token for token in tokens if token.level]
    leading = [tick for tick in ticks if any(tick.slot == one.slot and tick.end <= one.start for one in levels)]
    if len(levels) > 1 and len(leading) == len(levels):
        return [token for token in tokens if token not in leading]
    return tokens


def _owner(box: Token, tokens: list[Token], levels: list[Token], boxes: list[Token]) -> str | None:
    """The level that a ticked box belongs to: of its line, its row, its column, its place among the others."""
    beside = [token for token in levels if token.slot == box.slot]
    if len(beside) == 1:
        return beside[0].level
    if not beside and box.cell:
        return _owner_in_table(box.cell, levels)
    order = "".join("L" if token.level else "B" for token in tokens)
    number = [token for token in tokens if not token.level].index(box)
    if re.fullmatch(r"(?:LB)+|(?:BL)+|L+B+|B+L+", order) and len(boxes) == len(levels):
        return levels[number].level
    return _nearest(box, beside) if len(boxes) <= len(levels) else None  # more boxes: a level that is not known


def _owner_in_table(cell: Cell, levels: list[Token]) -> str | None:
    """The only level of the row, else the nearest one above or below in the column."""
    same = [token for token in levels if token.cell and token.cell.table == cell.table]
    row = [token for token in same if token.cell and token.cell.row == cell.row]
    if len(row) == 1:
        return row[0].level
    if row:
        columns = {token.cell.column: token.level for token in row if token.cell}
        after = sorted(column for column in columns)
        leads = min(columns) > cell.column or (cell.column - 1 not in columns and cell.column + 1 in columns)
        beside = cell.column + 1 if leads else cell.column - 1
        return columns.get(beside) if after else None
    column = [token for token in same if token.cell and token.cell.column == cell.column]
    nearest = sorted(column, key=lambda token: abs(token.cell.row - cell.row) if token.cell else 0)
    return nearest[0].level if nearest else None


def _nearest(box: Token, beside: list[Token]) -> str | None:
    """Of several levels on a line with ticks alone, the one that the tick clearly stands at."""
    gaps = sorted((box.start - one.end if one.end <= box.start else one.start - box.end, one.level) for one in beside)
    clear = len(gaps) > 1 and gaps[1][0] - gaps[0][0] >= 2
    return gaps[0][1] if clear else None
