"""Small mistakes that a programmer could have made in a module, each as one changed node of its syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_SWAPPED = [
    ("min", "max"),
    ("any", "all"),
    ("minimum", "maximum"),
    ("argmin", "argmax"),
    ("floor", "ceil"),
    ("zeros", "ones"),
    ("left", "right"),  # sides of a pair, and of searchsorted
    ("startswith", "endswith"),
    ("lstrip", "rstrip"),
    ("find", "rfind"),
    ("union", "intersection"),
]
_NAMES = dict([*_SWAPPED, *((second, first) for first, second in _SWAPPED)])
# A type, a decorator's option and `strict=` of zip say nothing about the result of a sound call.
_LEFT_ALONE = {"annotation", "returns", "decorator_list", "type_params"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One changed node: `owner.field` (`[index]` of it, for a list) becomes `node`."""

    owner: ast.AST
    field: str
    index: int | None
    node: ast.AST
    line: int
    label: str

    def make(self) -> None:
        """Changes the tree that it was found in."""
        if self.index is None:
            setattr(self.owner, self.field, self.node)
        else:
            getattr(self.owner, self.field)[self.index] = self.node


def edits(tree: ast.AST) -> list[Edit]:
    """All of them, in the order of the text."""
    found = [
        Edit(owner, field, index, ast.copy_location(node, child), getattr(child, "lineno", 0), _label(child, node))
        for owner, field, index, child in _places(tree)
        for node in _mistakes(child, owner)
    ]
    return sorted(found, key=lambda edit: edit.line)


def mutated(source: str, number: int) -> ast.Module:
    """The tree of a module with its edit of that number made."""
    tree = ast.parse(source)
    edits(tree)[number].make()
    return ast.fix_missing_locations(tree)


def _places(owner: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(owner):
        if field in _LEFT_ALONE or (isinstance(owner, ast.keyword) and owner.arg == "strict"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield owner, field, index, child
                yield from _places(child)


def _mistakes(node: ast.AST, owner: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for place, kind in enumerate(node.ops):
            for other in _COMPARED[type(kind)]:
                yield _changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        yield _changed(node, op=_COMPUTED[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield copy.copy(node.operand)
    elif isinstance(node, ast.Constant):
        yield from _other_values(node)
    elif isinstance(node, ast.Name) and node.id in _NAMES and isinstance(owner, ast.Call) and node is owner.func:
        yield _changed(node, id=_NAMES[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield _changed(node, attr=_NAMES[node.attr])
    elif isinstance(node, ast.Break | ast.Continue):
        yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()
    if isinstance(owner, ast.If | ast.IfExp | ast.While) and node is owner.test and not isinstance(node, ast.Compare):
        yield ast.UnaryOp(ast.Not(), copy.copy(node))


def _other_values(node: ast.Constant) -> Iterator[ast.Constant]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (ast.Constant(node.value + step) for step in (1, -1))
    elif isinstance(node.value, float):
        yield from (ast.Constant(node.value + step) for step in (1.0, -1.0))
    elif node.value in ("left", "right"):
        yield ast.Constant(_NAMES[str(node.value)])


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _label(before: ast.AST, after: ast.AST) -> str:
    first, second = (" ".join(ast.unparse(ast.fix_missing_locations(node)).split()) for node in (before, after))
    return f"{first[:70]} => {second[:70]}"
