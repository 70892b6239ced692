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
    from collections.abc import Iterable, Sequence

    from factsheet.editions import Edition, House, Intent
    from factsheet.findings import Finding
    from factsheet.publish import Made

PROJECT = Path(__file__).resolve().parent
COMMANDS = {
    "build": "make every PDF (what happens when no command is given)",
    "check": "check words, templates and geometry; writes nothing",
    "list": "show sheets, languages, layouts and intents",
    "preview": "show pages in a browser while you write; they follow what you save",
    "proof": "make a proof of the language in --lang for who reviews it, to read, correct and sign",
    "test": "set up what the tests need and run them; further arguments go to pytest",
}


def build_edition(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> Made:
    """Take one edition from words to finished files; `out` None checks everything and writes nothing.

    With `proofs`, a proof of the pages goes with them, and a dummy of an imposed layout.

    Raises:
        Refused: with everything wrong with this edition. What stood in its place before is then untouched.
    """
    from factsheet import compose, overset, press, proof, publish, typeset
    from factsheet.findings import Refused
    from factsheet.preflight import finished

    composed = compose.compose(edition)
    pages = typeset.typeset(composed, edition)
    wrong = overset.findings(pages)
    files: dict[str, bytes] = {}
    try:
        drawn = typeset.draw(pages)
        hint = typeset.hint(compose.hint(edition), edition) if edition.layout.impose else None
        for intent in intents:
            files[intent] = press.pdf(pages, drawn, hint, intent)
            wrong += finished.findings(files[intent], edition, intent, pages.count)
        if proofs:
            files |= proof.files(pages, drawn)
    except Refused as refused:
        wrong += refused.findings
    wrong = list(dict.fromkeys(wrong))
    if not all(finding.advice for finding in wrong):
        raise Refused(*wrong)
    return publish.edition(edition, pages.count, files, wrong, out)


def build(arguments: argparse.Namespace, house: House) -> tuple[list[Made], list[Finding], list[str]]:
    """Make what was asked for; whatever can be made is made, and everything wrong and unforeseen is returned."""
    from contextlib import closing
    from tempfile import gettempdir

    from factsheet import fonts, publish
    from factsheet.editions import Intent
    from factsheet.findings import ExitCode, Finding, Refused
    from factsheet.progress import interruptions, progress

    fonts.verify(house.assets)
    chosen, wrong = choose(arguments, house)
    intents = [intent for intent in Intent if not arguments.intents or intent in arguments.intents]
    out = arguments.out if arguments.command == "build" else None
    if out:
        try:
            publish.prepare(out)
        except Refused as refused:
            wrong += refused.findings
            out = None
    made, unforeseen = [], []
    with closing(progress(chosen, lambda edition: edition.name)) as shown, interruptions() as heed:
        for edition in shown:
            try:
                made.append(build_edition(edition, intents, arguments.proof, out))
                wrong += made[-1].advice
            except Refused as refused:
                wrong += refused.findings
            except ImportError:
                raise
            except OSError as error:
                hint = f"see that it can be read, and that the folder {gettempdir()} can be written and has room"
                wrong.append(Finding(ExitCode.ENVIRONMENT, f"{edition.name}: {error}", hint=hint))
            except Exception as error:
                if sys.flags.dev_mode:
                    raise
                unforeseen.append(f"{edition.name}: {type(error).__name__}: {error}")
            heed()
    if out:
        try:
            publish.report(house, out, made, wrong)
        except Refused as refused:
            wrong += refused.findings
    return made, list(dict.fromkeys(wrong)), unforeseen


def choose(arguments: argparse.Namespace, house: House) -> tuple[list[Edition], list[Finding]]:
    """The editions asked for that can be read, and what is wrong with the rest."""
    from factsheet import editions
    from factsheet.findings import ExitCode, Finding, Refused

    wrong = []
    known = editions.known(house)
    for kind, asked in (("sheet", arguments.sheet), ("layout", arguments.layout), ("lang", arguments.lang)):
        for name in sorted(set(asked) - set(known[kind])):
            hint = f"there is {', '.join(known[kind]) or 'none'}"
            wrong.append(Finding(ExitCode.USAGE, f"--{kind} {name}: there is no such {kind}", hint=hint))
    if wrong:
        raise Refused(*wrong)
    chosen, wrong = editions.find(house, arguments.sheet, arguments.layout, arguments.lang)
    if not chosen and not wrong:
        wrong.append(Finding(ExitCode.USAGE, "nothing to build", hint="python3 build.py list shows what there is"))
    if arguments.release:
        wrong += dict.fromkeys(_draft(edition) for edition in chosen if not _reviewed(edition))
        chosen = [edition for edition in chosen if _reviewed(edition)]
    return chosen, wrong


def _reviewed(edition: Edition) -> bool:
    """Whether every string is reviewed: those of the source language are, and no reviewer of others is recorded yet."""
    return edition.sheet.tag == edition.sheet.facts.source


def _draft(edition: Edition) -> Finding:
    from factsheet.findings import ExitCode, Finding, Place

    sheet = edition.sheet
    place = Place(edition.house.content / sheet.name / f"{sheet.tag}.yaml")
    what = f"{sheet.tag} cannot be released: not every string of it has been reviewed"
    hint = "have it reviewed, or choose other languages with --lang"
    return Finding(ExitCode.CONTENT, what, place, hint)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code, as docs/architecture.md lists them."""
    arguments, rest = _arguments(argv)
    bootstrap.enter(PROJECT, "test" if arguments.command == "test" else "run", argv)
    try:
        return _test(rest) if arguments.command == "test" else _run(arguments)
    except KeyboardInterrupt:
        print("Interrupted. What was made before is whole; run again for the rest.", file=sys.stderr)
        return 130
    except ImportError as error:
        print(f"factsheet: {bootstrap.import_trouble(error)}", file=sys.stderr)
        return 7
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return _unforeseen([f"{type(error).__name__}: {error}"])


def _test(arguments: Sequence[str]) -> int:
    import os

    import pytest

    os.chdir(PROJECT)  # pytest looks for tests where it stands
    return int(pytest.main([*arguments]))


def _run(arguments: argparse.Namespace) -> int:
    """Run a command that is about sheets."""
    from factsheet import editions
    from factsheet.findings import ExitCode, Refused

    house = editions.House(PROJECT, arguments.content.absolute())
    made: list[Made] = []
    unforeseen: list[str] = []
    try:
        if arguments.command == "preview":
            return _preview(arguments, house)
        if arguments.command == "list":
            print("\n".join(editions.listing(house)))
            return ExitCode.MADE
        if arguments.command == "proof":
            return _proof(arguments, house)
        made, wrong, unforeseen = build(arguments, house)
    except Refused as refused:
        wrong = list(refused.findings)
    for finding in wrong:
        print(finding, file=sys.stderr)
    problems = [finding for finding in wrong if not finding.advice]
    code = _unforeseen(unforeseen) if unforeseen else min((one.exit_code for one in problems), default=ExitCode.MADE)
    if arguments.command in ("build", "check"):
        print(_summary(arguments, made, len(problems) + len(unforeseen)))
    return code


def _proof(arguments: argparse.Namespace, house: House) -> int:
    """Make the galleys of one or more languages: for each sheet, of the layout that has most of its words."""
    from factsheet import compose, editions, galley, overset, publish, typeset
    from factsheet.findings import ExitCode, Finding, Refused

    if not arguments.lang:
        raise Refused(Finding(ExitCode.USAGE, "proof: of which language?", hint="name it with --lang"))
    out = arguments.out.absolute()
    chosen, wrong = choose(arguments, house)
    publish.prepare(out)
    made = 0
    for sheet, tag in dict.fromkeys((edition.sheet.name, edition.sheet.tag) for edition in chosen):
        try:
            edition = galley.choose(one for one in chosen if (one.sheet.name, one.sheet.tag) == (sheet, tag))
            source = editions.load(house, sheet, edition.layout.name, edition.sheet.facts.source)
            pages = typeset.typeset(compose.compose(edition), edition)
            wrong += overset.findings(pages)
            files = galley.files(pages, source, {}, {})
            publish.put({edition.file(out, "review").with_suffix(f".{kind}"): file for kind, file in files.items()})
            print(f"{edition.name}: {edition.file(out, 'review')}, and the same as a web page beside it")
            made += 1
        except Refused as refused:
            wrong += refused.findings
    for finding in wrong:
        print(finding, file=sys.stderr)
    return min((one.exit_code for one in wrong if not one.advice), default=ExitCode.MADE)


def _preview(arguments: argparse.Namespace, house: House) -> int:
    """Serve the live preview until Ctrl-C; what is asked for on the command line is shown first."""
    from factsheet.findings import ExitCode, Finding, Refused
    from factsheet.preview import server

    def say(address: str) -> None:
        print(f"The preview is at {address} on this computer only. Ctrl-C ends it.", flush=True)

    asked = {"sheet": arguments.sheet, "layout": arguments.layout, "lang": arguments.lang, "for": arguments.intents}
    first = {name: values[0] for name, values in asked.items() if values}
    try:
        server.serve(house, build_edition, first, arguments.port, say)
    except OSError as error:
        hint = "choose another with --port, or leave it out"
        raise Refused(Finding(ExitCode.ENVIRONMENT, f"the preview cannot start: {error}", hint=hint)) from None
    return ExitCode.MADE


def _unforeseen(errors: Iterable[str]) -> int:
    for error in errors:
        print(f"An error nobody foresaw: {error}", file=sys.stderr)
    print("Please report it with what `python3 -X dev build.py …` prints.", file=sys.stderr)
    return 1


def _summary(arguments: argparse.Namespace, made: list[Made], problems: int) -> str:
    from factsheet.findings import Place

    def count(number: int, what: str) -> str:
        return f"{number} {what}{'' if number == 1 else 's'}"

    rest = f"; {count(problems, 'problem')}, see above" if problems else ""
    if arguments.command == "check":
        return f"Ready to print: {count(len(made), 'edition')}{rest}. Nothing was written."
    return f"{count(sum(len(one.files) for one in made), 'PDF')} in {Place(arguments.out.absolute())}{rest}."


def _arguments(argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The command with its options, in any order; what follows `test` is for pytest."""
    parser = argparse.ArgumentParser(
        prog="python3 build.py",
        description="Make print-ready handouts from structured text.",
        epilog="commands:\n" + "\n".join(f"  {name:8} {what}" for name, what in COMMANDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if argv[:1] == ["test"]:
        return argparse.Namespace(command="test"), list(argv[1:])
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
    parser.add_argument("--port", type=_port, metavar="N", help="where the preview is, if not at the usual port")
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", metavar="DIR", help="where PDFs go, if not dist")
    parser.add_argument("--content", type=Path, default=PROJECT / "content", metavar="DIR", help="where sheets are")
    arguments, strange = parser.parse_known_intermixed_args(argv)
    for option in strange:
        parser.error(f"there is no option {option}")
    command, *more = arguments.command or ["build"]
    if more or command not in COMMANDS:
        parser.error(f"there is no command {' '.join([command, *more])}; there is {', '.join(COMMANDS)}")
    if command == "test":
        parser.error("`test` comes first; what follows it goes to pytest")
    arguments.command = command
    return arguments, []


def _port(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= 65535:
        raise ValueError(typed)
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
