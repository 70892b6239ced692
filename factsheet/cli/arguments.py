"""The words of a command line -> the command and its options, or what is wrong with them. Readable by Python 3.8."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

COMMANDS = {
    "build": "make every PDF (what happens when no command is given)",
    "check": "check words, templates and geometry; writes nothing",
    "list": "show sheets, languages, layouts and intents",
    "preview": "show pages in a browser while you write; they follow what you save",
    "proof": "make a proof of the language in --lang for who reviews it, to read, correct and sign",
    "status": "show how far translations are; --update brings their records up to their words",
    "review": "record that --by somebody has read the words in --lang on a day, --on YYYY-MM-DD",
    "new": "new language TAG: begin the files of a language",
    "export": "write the words in --lang for other tools, --as po or csv",
    "import": "import FILE: take in such a file, or what a reviewer saved from a proof; --sheet and --lang say of what",
    "test": "set up what the tests need and run them; further arguments go to pytest",
    "benchmark": "measure what pages cost beside Chromium, Typst and ReportLab; --help explains its own options",
}

WORDS = {"new": ("language", "TAG"), "import": ("FILE",)}
"""What follows the name of a command; what is in capitals is for the user to choose."""
OWN = {
    "update": "status",
    "fail-under": "status",
    "by": "review",
    "on": "review",
    "key": "review",
    "port": "preview",
    "force": "build",
    "like": "new",
    "as": "export",
}
"""The options that go with one command only."""
NEEDED = {"review": ("lang", "by", "on"), "export": ("lang", "as")}

FOR_DEVELOPERS = ("test", "benchmark")
"""The commands that have options of their own, and need what the tests need."""


def parse(argv: Sequence[str], content: Path) -> tuple[argparse.Namespace, list[str]]:
    """The command with its options, in any order; and what follows a command for developers, which is for it alone.

    `content` is where sheets are unless an option says otherwise. Where something is wrong the process ends with 2.
    """
    parser = argparse.ArgumentParser(
        prog="python3 build.py",
        description="Make print-ready handouts from structured text.",
        epilog="commands:\n" + "\n".join(f"  {name:10} {what}" for name, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if argv and argv[0] in FOR_DEVELOPERS:
        return argparse.Namespace(command=argv[0]), list(argv[1:])
    parser.add_argument("command", nargs="*", metavar="|".join(COMMANDS), help="see below; build if none is given")
    for name, what in (("sheet", "only this sheet"), ("layout", "only this layout"), ("lang", "only this language")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=f"{what}; repeatable")
    parser.add_argument(
        "--for",
        dest="intents",
        action="append",
        choices=["screen", "office", "press"],
        help="only this intent; repeatable",
    )
    parser.add_argument("--proof", action="store_true", help="also proofs with trim and safe area, and dummies to fold")
    parser.add_argument("--release", action="store_true", help="only languages whose strings are all reviewed")
    parser.add_argument("--force", action="store_true", help="build: make everything anew, also what has not changed")
    parser.add_argument("--jobs", type=_jobs, metavar="N", help="how many editions at once; one for each processor")
    parser.add_argument("--port", type=_port, metavar="N", help="preview: where it is, if not at the usual port")
    parser.add_argument("--out", type=Path, metavar="PATH", help="where PDFs go, if not dist; the file to export to")
    parser.add_argument("--content", type=Path, default=content, metavar="DIR", help="where sheets are")
    parser.add_argument("--update", action="store_true", help="status: write the records anew")
    parser.add_argument(
        "--fail-under", type=_percent, metavar="PERCENT", help="status: end with 3 where less is done, or a record lags"
    )
    parser.add_argument("--by", metavar="NAME", help="review: who has read the words")
    parser.add_argument("--on", metavar="DAY", help="review: when, as YYYY-MM-DD")
    parser.add_argument("--key", action="append", default=[], help="review: only this, or all below it; repeatable")
    parser.add_argument("--like", metavar="TAG", help="new language: start from what is known of this one")
    parser.add_argument("--as", choices=["po", "csv"], help="export: for translation tools, or spreadsheets")
    arguments, strange = parser.parse_known_intermixed_args(argv)
    for option in strange:
        parser.error(f"there is no option {option}")
    command, *more = arguments.command or ["build"]
    if command not in COMMANDS or (more and command not in WORDS):
        parser.error(f"there is no command {' '.join([command, *more])}; there is {', '.join(COMMANDS)}")
    if command in FOR_DEVELOPERS:
        parser.error(f"`{command}` comes first; what follows it is for it alone")
    problems = _misuse(command, more, arguments)
    if problems:
        parser.error(problems)
    arguments.command, arguments.given = command, more
    return arguments, []


def _port(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= 65535:
        raise ValueError(typed)
    return number


def _percent(typed: str) -> float:
    try:
        number = float(typed)
    except ValueError:
        number = -1
    if not 0 <= number <= 100:  # which "nan" is not, either
        raise argparse.ArgumentTypeError(f"{typed} is not a number from 0 to 100")
    return number


def _jobs(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 256:
        raise ValueError(typed)
    return number


def _misuse(command: str, more: Sequence[str], arguments: argparse.Namespace) -> str:
    """What is wrong with the words and options given to a command; nothing if they are as it wants them."""
    wanted = WORDS.get(command, ())
    fixed = [number for number, word in enumerate(wanted) if word.islower()]
    if len(more) != len(wanted) or any(more[number] != wanted[number] for number in fixed):
        return f"write it as `{' '.join([command, *wanted])}`"
    for option, owner in OWN.items():
        if owner != command and getattr(arguments, option.replace("-", "_")):
            return f"--{option} goes with {owner}"
    lacking = [f"--{option}" for option in NEEDED.get(command, ()) if not getattr(arguments, option)]
    if lacking:
        return f"{command} needs {' and '.join(lacking)}"
    several = [name for name in ("sheet", "lang") if command == "import" and len(getattr(arguments, name)) > 1]
    if several:
        return f"import takes one --{several[0]}"
    return f"{command} takes one --lang" if command in NEEDED and len(arguments.lang) != 1 else ""
