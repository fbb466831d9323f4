"""The page of commands and options, from the command line's own definitions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import typer
from docs.generate.markdown import blocks, code, opening, sentence, table

from tidewaiter.cli.app import app
from tidewaiter.screening.model import score_model

_NAME = "tidewaiter"
#: What stands in for an option that is left out, where the program decides it as it runs.
_LEFT_OUT = {
    "--as-of": "the date of each order, else today",
    "--format": "`table` on a terminal, else `jsonl`",
    "--threshold": code(f"{score_model().threshold:g}"),
    "--workspace": "the user's data folder",
}


def commands_page() -> tuple[str, str]:
    """Return title and text of the page of commands."""
    found = list(walk(typer.main.get_command(app), _NAME))
    overview = table(
        ("command", "what it does"),
        ((_link(path), sentence(command.help or "")) for path, command in found[1:]),
    )
    return "Commands", blocks(opening("cli"), overview, *(_section(path, command) for path, command in found))


def walk(command: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  typer's own command classes are private
    """Return a command and all below it with the words a user types, in the order of the program's help."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk(below, f"{path} {name}")


def options(command: Any) -> list[Any]:  # noqa: ANN401
    """Return the options of a command that its help shows."""
    return [p for p in command.params if p.param_type_name == "option" and not p.hidden]


def arguments(command: Any) -> list[Any]:  # noqa: ANN401
    """Return the positional arguments of a command."""
    return [p for p in command.params if p.param_type_name == "argument" and not p.hidden]


def _link(path: str) -> str:
    return f"[`{path}`](#{path.replace(' ', '-')})"


def _section(path: str, command: Any) -> str:  # noqa: ANN401
    below = list(getattr(command, "commands", {}))
    taken = arguments(command)
    usage = " ".join([path, *("[OPTIONS]" for _ in [0] if options(command)), *(_metavar(a) for a in taken)])
    usage += " COMMAND" if below else ""
    return blocks(
        f"## {path}",
        sentence(command.help or ""),
        f"```\n{usage}\n```",
        f"Commands: {', '.join(_link(f'{path} {name}') for name in below)}." if below else "",
        table(("argument", "meaning"), ((code(_metavar(a)), sentence(a.help or "")) for a in taken)) if taken else "",
        table(("option", "default", "meaning"), map(_option, options(command))) if options(command) else "",
    )


def _option(option: Any) -> tuple[str, str, str]:  # noqa: ANN401
    names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {_metavar(option)}"
    environment = f" Environment: `{option.envvar}`." if option.envvar else ""
    return names + value, _default(option), sentence(option.help or "") + _choices(option) + environment


def _metavar(parameter: Any) -> str:  # noqa: ANN401
    if parameter.metavar:
        return str(parameter.metavar)
    kind = parameter.type_descriptor.annotation
    return {str: "TEXT", int: "INTEGER", float: "NUMBER"}.get(kind, str(kind.__name__).upper())


def _choices(option: Any) -> str:  # noqa: ANN401
    kind = option.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f" One of {', '.join(code(choice.value) for choice in kind)}."
    if option.min is not None or option.max is not None:
        bounds = [f"at least {option.min:g}" if option.min is not None else ""]
        bounds += [f"at most {option.max:g}" if option.max is not None else ""]
        return f" {', '.join(filter(None, bounds)).capitalize()}."
    return ""


def _default(option: Any) -> str:  # noqa: ANN401
    if option.required:
        return "required"
    if option.is_flag and option.secondary_opts:
        return code(option.opts[0] if option.default else option.secondary_opts[0])
    if option.is_flag or option.default is None:
        return _LEFT_OUT.get(option.opts[0], "")
    return code(str(option.default))
