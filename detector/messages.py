"""An extractor for Babel: the help of commands, which stands in docstrings and in ``help=``, and marked messages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from detector.shell import paragraphs


def extract(stream: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[int, Any, Any, list[str]]]:
    """(line, function, messages, comments) of one file of commands."""
    from babel.messages.extract import extract_python

    yield from extract_python(stream, keywords, comment_tags, options)
    stream.seek(0)
    for node in ast.walk(ast.parse(stream.read())):
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            for message in paragraphs(ast.get_docstring(node) or ""):
                yield node.lineno, None, message, []
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, None, node.value.value, []


def _is_command(function: ast.FunctionDef) -> bool:
    """Whether a decorator of click's makes it a command or a group."""
    made = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Attribute) and one.attr in ("command", "group") for one in made)
