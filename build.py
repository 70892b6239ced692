#!/usr/bin/env python3
"""Start here: the pipeline and the command line.

    content + layout + locale -> edition -> compose -> HTML -> typeset -> pages -> press -> PDF -> preflight -> dist

`build_edition` below is that line as code, one call per stage; docs/architecture.md is the map. The first run sets
itself up: see factsheet/bootstrap.py.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factsheet import bootstrap

if False:  # names for type checkers only; nothing outside the standard library is imported before set-up is done
    from collections.abc import Iterable, Iterator, Sequence

    from factsheet.editions import Edition, House, Intent
    from factsheet.findings import Finding
    from factsheet.publish import Made

PROJECT = Path(__file__).resolve().parent
COMMANDS = {
    "build": "make every PDF (what happens when no command is given)",
    "check": "check words, templates and geometry; writes nothing",
    "list": "show sheets, languages, layouts and intents",
    "test": "set up what the tests need and run them; further arguments go to pytest",
}


def build_edition(edition: Edition, intents: Iterable[Intent], out: Path | None) -> Made:
    """Take one edition from words to finished files; `out` None checks everything and writes nothing.

    Raises:
        Refused: with everything wrong with this edition. What stood in its place before is then untouched.
    """
    from factsheet import compose, press, publish, typeset, words
    from factsheet.preflight import finished
    from factsheet.findings import Refused

    composed = compose.compose(edition)
    pages = typeset.typeset(composed, edition)
    files = {}
    wrong = words.findings(pages)
    for intent in intents:
        files[intent] = press.pdf(pages, intent)
        wrong += finished.findings(files[intent], edition, intent)
    if wrong:
        raise Refused(*dict.fromkeys(wrong))
    return publish.edition(edition, pages.count, files, out)


def build(arguments: argparse.Namespace, house: House) -> tuple[list[Made], list[Finding]]:
    """Make what was asked for; whatever can be made is made, and everything wrong is returned."""
    from factsheet import publish
    from factsheet.editions import Intent
    from factsheet.findings import Refused
    from factsheet.progress import progress

    writes = arguments.command == "build"
    chosen, wrong = choose(arguments, house)
    intents = [Intent(name) for name in arguments.intents or list(Intent)]
    made = []
    if writes:
        publish.sweep(arguments.out)
    for edition in progress(chosen, lambda edition: edition.name):
        try:
            made.append(build_edition(edition, intents, arguments.out if writes else None))
        except Refused as refused:
            wrong += refused.findings
    if writes:
        try:
            publish.report(house, arguments.out, made, wrong)
        except Refused as refused:
            wrong += refused.findings
    return made, list(dict.fromkeys(wrong))


def choose(arguments: argparse.Namespace, house: House) -> tuple[list[Edition], list[Finding]]:
    """The editions asked for that can be read, and what is wrong with the rest."""
    from factsheet import editions
    from factsheet.findings import ExitCode, Finding, Refused

    wrong = []
    known = editions.known(house)
    for kind, asked in (("sheet", arguments.sheet), ("layout", arguments.layout), ("lang", arguments.lang)):
        for name in sorted(set(asked) - set(known[kind])):
            hint = f"there is {', '.join(known[kind]) or 'none'}"
            wrong.append(Finding(ExitCode.USAGE, f'--{kind} {name}: there is no such {kind}', hint=hint))
    if wrong:
        raise Refused(*wrong)
    chosen, wrong = editions.find(house, arguments.sheet, arguments.layout, arguments.lang)
    if not chosen and not wrong:
        wrong.append(Finding(ExitCode.USAGE, "nothing to build", hint="python3 build.py list shows what there is"))
    return chosen, wrong


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code, as docs/architecture.md lists them."""
    arguments, rest = _arguments(argv)
    bootstrap.enter(PROJECT, "test" if arguments.command == "test" else "run", argv)
    if arguments.command == "test":
        import pytest

        return int(pytest.main([f"--rootdir={PROJECT}", f"-c={PROJECT / 'pyproject.toml'}", *rest]))
    from factsheet import editions
    from factsheet.findings import ExitCode, Refused

    house = editions.House(PROJECT, arguments.content)
    try:
        if arguments.command == "list":
            print("\n".join(editions.listing(house)))
            return ExitCode.MADE
        made, wrong = build(arguments, house)
    except Refused as refused:
        made, wrong = [], list(refused.findings)
    except KeyboardInterrupt:
        print("Interrupted. What was made before is whole; run again for the rest.", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        print(f"An error nobody foresaw: {type(error).__name__}: {error}", file=sys.stderr)
        print("Please report it with what `python3 -X dev build.py …` prints.", file=sys.stderr)
        return 1
    for finding in wrong:
        print(finding, file=sys.stderr)
    print(_summary(arguments, made, wrong))
    return min((finding.exit_code for finding in wrong), default=ExitCode.MADE)


def _summary(arguments: argparse.Namespace, made: list[Made], wrong: list[Finding]) -> str:
    files = sum(len(one.files) for one in made)
    problems = f"; {len(wrong)} problem{'s' if len(wrong) != 1 else ''}, see above" if wrong else ""
    if arguments.command == "check":
        return f"{len(made)} editions are ready to print{problems}. Nothing was written."
    return f"{files} PDFs in {arguments.out}{problems}."


def _arguments(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="build.py",
        usage="python3 build.py [build|check|list|test] [options]",
        description="Make print-ready handouts from structured text.",
        epilog="commands:\n" + "\n".join(f"  {name:7} {what}" for name, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command = argv[0] if argv and argv[0] in COMMANDS else "build"
    options = list(argv[1:] if argv and argv[0] in COMMANDS else argv)
    if command == "test":
        return argparse.Namespace(command=command), options
    for name, what in (("sheet", "only this sheet"), ("layout", "only this layout"), ("lang", "only this language")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=f"{what}; repeatable")
    parser.add_argument("--for", dest="intents", action="append", choices=["screen", "office"], help="only this intent; repeatable")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", metavar="DIR", help="where PDFs go (default: dist)")
    parser.add_argument("--content", type=Path, default=PROJECT / "content", metavar="DIR", help="where sheets are")
    arguments = parser.parse_args(options)
    arguments.command = command
    return arguments, []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
