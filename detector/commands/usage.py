"""What is wrong with the arguments of a command, in both languages; click's own words are English only."""

from __future__ import annotations

import re
from typing import Any

import click

from detector.language import N_, translated, translator


def show(error: click.ClickException, lang: str) -> None:
    """On stderr: how the command is used, where its help is, and what is wrong."""
    if lang == "en":
        error.show()
        return
    _ = translator(lang).gettext
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(_(_HELP).format(command=context.command_path) + "\n", err=True)
    click.echo(f"{_(_ERROR)}: {error_words(error, lang)}", err=True)


def error_words(error: click.ClickException, lang: str) -> str:
    """By what click knows of the mistake, as its sentences differ from version to version."""
    _ = translator(lang).gettext
    known = translated(error.message, lang)
    match error:
        case click.NoSuchOption():
            nearest = _(_NEAREST).format(names=", ".join(error.possibilities)) if error.possibilities else ""
            return f"{_(_NO_OPTION).format(name=error.option_name)} {nearest}".rstrip()
        case click.MissingParameter(param=param) if param is not None:
            return _(_MISSING).format(name=_name(param))
        case click.BadParameter(param=param) if param is not None and known == error.message:
            return f"{_name(param)}: {_expected(param.type, error.message, lang)}"
        case click.BadParameter():
            return f"{_name(error.param)}: {known}" if error.param else f"{error.param_hint or ''}: {known}"
        case click.BadOptionUsage():
            return _(_NEEDS_VALUE).format(name=error.option_name)
        case click.UsageError(ctx=context) if known == error.message and isinstance(context, click.Context):
            return _(_UNKNOWN).format(said=", ".join(_quoted(error.message)) or error.message)
    return known


def _expected(kind: Any, message: str, lang: str) -> str:
    _ = translator(lang).gettext
    said = ", ".join(_quoted(message)[:1])
    if isinstance(kind, click.Choice):
        return _(_ONE_OF).format(choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return _(_RANGE).format(low=kind.min, high=kind.max)
    if isinstance(kind, click.Path):
        return _(_NO_PATH).format(path=said)
    return _(_NOT_FITTING).format(said=said)


def _name(param: click.Parameter) -> str:
    return " / ".join(param.opts) if isinstance(param, click.Option) else param.human_readable_name


def _quoted(message: str) -> list[str]:
    return re.findall(r"'([^']*)'", message) or re.findall(r"\((.*)\)", message)


_ERROR = N_("Error")
_HELP = N_("'{command} --help' shows what there is.")
_NO_OPTION, _NEAREST = N_("{name}: no such option."), N_("Meant was perhaps {names}.")
_MISSING = N_("{name} is missing.")
_NEEDS_VALUE = N_("{name}: a value is missing behind it.")
_UNKNOWN = N_("not understood: {said}")
_ONE_OF = N_("expected one of {choices}.")
_RANGE = N_("expected a whole number from {low} to {high}.")
_NO_PATH = N_("{path}: there is no such file or folder, or it is of the other kind.")
_NOT_FITTING = N_("{said}: not a value for this.")
