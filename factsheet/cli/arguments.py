"""Read the words of a command line. Readable by Python 3.8: questions are answered before anything is set up."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from factsheet.cli import (
    benchmark,
    build,
    check,
    export,
    import_,
    list_,
    new,
    preview,
    proof,
    review,
    status,
    test,
)

_MODULES = (build, check, list_, preview, proof, status, review, new, export, import_, test, benchmark)
COMMANDS: dict[str, Any] = {module.NAME: module for module in _MODULES}
"""The module of each command, by the word that calls it.

Each has NAME, HELP, and `run(arguments, folder)`, which returns the exit code; `folder` is the project's. Those that
take options have `add_arguments(parser)`; what follows the others is for them alone, as a list of words.
"""
DEFAULT = "build"
_FLAGS = {"--proof", "--release", "--force", "--update", "--help", "-h"}
"""The options that no value follows."""


class _Parser(argparse.ArgumentParser):
    """A parser whose messages say how a command is written."""

    written = ""

    def error(self, message: str) -> NoReturn:
        """Print how the command is written and what is wrong, and end with 2."""
        start, _, names = message.partition("the following arguments are required: ")
        if names and not start:
            options = [name for name in names.split(", ") if name.startswith("--")]
            needs = f"{self.prog.rpartition(' ')[2]} needs {' and '.join(options)}"
            message = needs if options else f"write it as `{self.written}`"
        elif message.startswith("takes one "):
            message = f"{self.prog.rpartition(' ')[2]} {message}"
        super().error(message)


def parse(argv: Sequence[str], folder: Path) -> tuple[Any, Any]:
    """Return the module of the command, and its options or, where it has none, the words that follow it.

    Ends the process with 2 where something is wrong, and with 0 after `--help`.
    """
    argv = list(argv)
    at = _command_at(argv)
    name = DEFAULT if at is None else argv.pop(at)
    top, parsers = _parsers(folder)
    if at is None and argv and argv[0] in ("-h", "--help"):
        top.parse_args(argv)
    if name not in COMMANDS:
        top.error(_no_command(name))
    module = COMMANDS[name]
    if name not in parsers:
        if at:
            top.error(f"`{name}` comes first; what follows it is for it alone")
        return module, argv
    arguments, strange = parsers[name].parse_known_args(argv)
    for word in strange:
        parsers[name].error(_strange(name, word, parsers))
    return module, arguments


def _command_at(argv: Sequence[str]) -> int | None:
    """Return where the name of the command stands: the first word that is neither an option nor its value."""
    is_value = False
    for at, word in enumerate(argv):
        if not is_value and not word.startswith("-"):
            return at
        is_value = not is_value and word.startswith("--") and "=" not in word and word not in _FLAGS
    return None


def _parsers(folder: Path) -> tuple[_Parser, dict[str, _Parser]]:
    """Return the parser of the program, and one for each command that takes options."""
    top = _Parser(
        prog="python3 build.py",
        usage="python3 build.py [COMMAND] [OPTION ...]",
        description="Make print-ready handouts from structured text.",
        epilog="`python3 build.py COMMAND --help` explains the options of a command.",
        formatter_class=partial(argparse.HelpFormatter, max_help_position=20, width=110),
        allow_abbrev=False,
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    parsers = {}
    for name, module in COMMANDS.items():
        parser = commands.add_parser(
            name, help=module.HELP, description=_sentence(module.HELP), allow_abbrev=False, prog=f"{top.prog} {name}"
        )
        if hasattr(module, "add_arguments"):
            module.add_arguments(parser)
            parser.written = getattr(module, "WRITTEN", name)
            help = "where sheets are, if not in content/"
            parser.add_argument("--content", type=Path, default=folder / "content", metavar="DIR", help=help)
            parsers[name] = parser
    return top, parsers


def _sentence(help: str) -> str:
    return f"{help[0].upper()}{help[1:]}."


def _no_command(name: str) -> str:
    return f"there is no command {name}; there is {', '.join(COMMANDS)}"


def _strange(name: str, word: str, parsers: dict[str, _Parser]) -> str:
    """Say what is wrong with a word that a command does not know."""
    option = word.partition("=")[0]
    owners = [owner for owner, parser in parsers.items() if option in parser._option_string_actions]
    if owners:
        return f"{option} goes with {' and '.join(owners)}"
    if option.startswith("-"):
        return f"there is no option {option}"
    if getattr(COMMANDS[name], "WRITTEN", ""):
        return f"write it as `{COMMANDS[name].WRITTEN}`"
    return _no_command(f"{name} {word}")
