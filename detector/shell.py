"""The language of the command line, and click's help in it. Imported by ``--help``: nothing heavy."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from detector.language import LANGUAGES, N_, Translate, translator

CONFIG_VARIABLE = "DETECTOR_CONFIG"


def usual_language() -> str:
    """``--lang`` wherever it stands, ``DETECTOR_LANG``, ``lang`` of the configuration file, else Vietnamese.

    Raises `click.UsageError`.
    """
    said = os.environ.get("DETECTOR_LANG", "").strip()
    said = _argument() or said or str(_configuration().get("lang", "")) or LANGUAGES[0]
    if said not in LANGUAGES:
        raise click.UsageError(
            N_("lang: expected one of {languages}, got {said!r} (DETECTOR_LANG or config.toml).").format(
                languages=", ".join(LANGUAGES), said=said
            )
        )
    return said


def language() -> str:
    """The same for what must be said in any case: Vietnamese where the configuration is wrong."""
    try:
        return usual_language()
    except click.UsageError:  # told by the command already
        return LANGUAGES[0]


def configuration_file() -> Path:
    """The file that ``DETECTOR_CONFIG`` names, else ``config.toml`` in the user's folder for settings."""
    named = os.environ.get(CONFIG_VARIABLE, "").strip()
    return Path(named) if named else Path(click.get_app_dir("detector")) / "config.toml"


def _argument() -> str:
    """The value of ``--lang``, if it is a language; click tells of any other."""
    given = [b for a, b in pairwise(sys.argv) if a == "--lang"]
    given += [a.partition("=")[2] for a in sys.argv if a.startswith("--lang=")]
    return next((one for one in given if one in LANGUAGES), "")


def _configuration() -> dict[str, Any]:
    path = configuration_file()
    try:
        data = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    import tomllib

    try:
        return tomllib.loads(data)
    except ValueError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> click.UsageError:
    return click.UsageError(N_("{path}: not a readable TOML file ({error}).").format(path=path, error=error))


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=usual_language,
    show_default="vi, or DETECTOR_LANG, or lang in config.toml",
    help=N_("Language of help, sentences and headings."),
)


# Of a group: the commands find it among the arguments.
group_lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help=N_("Language of help and messages.")
)


class HelpFormatter(click.HelpFormatter):
    """Help as click writes it, word for word from the catalogue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say = translator(language()).gettext

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """``Usage: ...`` with the names of what is given."""
        super().write_usage(prog, placeholders(args, self._say), prefix or f"{self._say(USAGE)}: ")

    def write_heading(self, heading: str) -> None:
        """``Options`` and ``Commands``."""
        super().write_heading(self._say(heading))

    def write_text(self, text: str) -> None:
        """The description of a command, a message for each paragraph."""
        super().write_text("\n\n".join(self._paragraph(one) for one in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Options and commands; what click adds behind a description stands in brackets."""
        said = [(placeholders(first, self._say), self._description(second)) for first, second in rows]
        super().write_dl(said, *args, **kwargs)

    def _paragraph(self, text: str) -> str:
        message = paragraph(text)
        return f"\b\n{self._say(message)}" if "\b" in text else self._say(message)

    def _description(self, text: str) -> str:
        words, brackets = text, ""
        if text.endswith("]"):
            words, _, brackets = text.removesuffix("]").rpartition("[")
            words = words.rstrip()
        said = self._say(words) if words else ""
        return f"{said}  [{'; '.join(map(self._added, brackets.split('; ')))}]".strip() if brackets else said

    def _added(self, said: str) -> str:
        name, colon, value = said.partition(": ")
        return f"{self._say(name)}{colon}{self._say(value.strip('()'))}" if colon else self._say(name)


def paragraph(text: str) -> str:
    """A paragraph of a description as the message that it is: lines joined, those of examples kept."""
    return text.replace("\b\n", "", 1) if "\b" in text else " ".join(text.split())


def paragraphs(description: str) -> list[str]:
    """All messages of a command's description."""
    return [paragraph(one) for one in inspect.cleandoc(description).split("\n\n")]


def placeholders(text: str, say: Translate) -> str:
    """``-o, --out DIRECTORY`` and ``[OPTIONS] RUN`` with the names of values in the language."""
    return re.sub(r"\b(?:INTEGER RANGE|[A-Z]{2,}(?:=[A-Z]+)?)\b", lambda name: say(_NAMES.get(name[0], name[0])), text)


class Context(click.Context):
    """Of every command: its help is in the language of the user."""

    formatter_class = HelpFormatter


class Group(click.Group):
    """A group whose commands have their help in the language of the user, each with its whole first paragraph."""

    context_class = Context

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Any command of the group, which need not know of languages."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.context_class = Context
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name and summary."""
        with formatter.section(COMMANDS):
            formatter.write_dl(self.summaries(ctx))

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Of every command, without one that help would have to import."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        return [(name, paragraphs(command.help or "")[0]) for name, command in found if command is not None]


USAGE, COMMANDS = N_("Usage"), N_("Commands")
# click's own words
OF_CLICK = (
    N_("Options"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("default"),
    N_("required"),
    N_("vi, or DETECTOR_LANG, or lang in config.toml"),
)
_NAMES = {
    "OPTIONS": N_("OPTIONS"),
    "COMMAND": N_("COMMAND"),
    "ARGS": N_("ARGS"),
    "PATHS": N_("PATHS"),
    "PATH": N_("PATH"),
    "FILE": N_("FILE"),
    "FOLDER": N_("FOLDER"),
    "DIRECTORY": N_("FOLDER"),
    "LEFT": N_("LEFT"),
    "RIGHT": N_("RIGHT"),
    "TEXT": N_("TEXT"),
    "NAME": N_("NAME"),
    "ID": N_("ID"),
    "FIELD=HEADER": N_("FIELD=HEADER"),
    "INTEGER": N_("NUMBER"),
    "INTEGER RANGE": N_("NUMBER"),
}
