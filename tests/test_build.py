"""The command line: what it makes, how it ends, and that whatever goes wrong, yesterday's files are whole."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from conftest import (
    A4,
    HIDDEN,
    LETTER,
    PROJECT,
    SHEET,
    SHEETS,
    SHOWN,
    YESTERDAY,
    Ended,
    Workshop,
    command,
    in_process,
    on_a_terminal,
    subprocess_run,
)

import build
from factsheet import copyfit, editions, publish, typeset
from factsheet.editions import House, Intent
from factsheet.findings import ExitCode, Finding, Place, Refused

OF_A4, OF_LETTER = ({f"{layout}_{intent}" for intent in Intent} for layout in (A4, LETTER))
ALL = OF_A4 | OF_LETTER
COPY = f"content/{SHEET}/en.yaml"
# A place, if there is one; what is wrong; what to do. What the engine says comes without advice.
MESSAGE = re.compile(r"(?:[^\s:]+:(?:\d+:){0,2} )?\S.*(?: Hint: \S.*)|\S+: \S+: the typesetting engine says: .*")


@pytest.fixture
def run(command_line, capsys):
    """Run a command of the project in this process."""
    return lambda *argv: in_process(argv, capsys)


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def failed(ended: Ended, code: ExitCode, workshop: Workshop, yesterdays: set[str]) -> list[str]:
    """The messages of a run that failed as it should, leaving these of yesterday's PDFs and no piece of any other."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    assert ended.problems
    for line in ended.problems:
        assert MESSAGE.fullmatch(line), line
    assert set(workshop.yesterdays) == yesterdays
    assert {"_".join(pdf.stem.split("_")[1::2]) for pdf in workshop.pdfs} == ALL
    for pdf in workshop.pdfs:
        pikepdf.open(pdf).close()
    assert not [*workshop.dist.rglob(".*")]
    return ended.problems


# What is asked for


@pytest.mark.parametrize(
    ("argv", "wanted"),
    [
        ([], ALL),
        (["build", "--layout", A4], OF_A4),
        (["--for", "screen", "build", "--layout", LETTER], {f"{LETTER}_screen"}),
        (
            f"--layout {A4} --layout {LETTER} --for office --for office --lang en --sheet {SHEET}".split(),
            {f"{A4}_office", f"{LETTER}_office"},
        ),
    ],
)
def test_build_makes_what_is_asked_for(workshop, tmp_path, argv, wanted):
    out = tmp_path / "out"
    ended = workshop.run(*argv, "--out", out)
    assert (ended.code, ended.problems) == (0, [])
    assert ended.out == f"{len(wanted)} PDF{'' if len(wanted) == 1 else 's'} in {out}.\n"
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    pdfs = {f"{SHEET}/en/{SHEET}_{name.replace('_', '_en_')}.pdf" for name in wanted}
    pictures = {f"{SHEET}/en/{SHEET}_{name.partition('_')[0]}_en.png" for name in wanted}
    assert files == pdfs | pictures | {"index.html", "report.html", "report.json"}


def test_the_report_tells_what_was_made(short):
    report = json.loads((short / "report.json").read_text(encoding="utf-8"))
    assert report["findings"] == []
    told = {file["file"]: file for edition in report["editions"] for file in edition["files"].values()}
    assert set(told) == {path.relative_to(short).as_posix() for path in short.rglob("*.pdf")}
    assert all((short / name).stat().st_size == file["bytes"] for name, file in told.items())
    for edition in report["editions"]:
        with pikepdf.open(short / edition["files"]["screen"]["file"]) as document:
            assert len(document.pages) == edition["pages"]


def test_the_report_tells_how_copy_was_fitted_and_how_long_it_may_be(short):
    report = json.loads((short / "report.json").read_text(encoding="utf-8"))
    for edition in report["editions"]:
        fit = edition["fit"]
        assert -1 <= fit["copy"] < 0, "a short sheet is opened up"
        assert float(fit["sizes"]["text-size"].removesuffix("pt")) > 9
        assert 1 < fit["layouts"] <= copyfit.MOST_LAYOUTS
        assert 0 < edition["budgets"]["messages.items.open-gate.lead"] <= 2000
        said = r"short copy set larger: lines \d %, spaces and pictures up to \d+ %, text up to \d+ %.*"
        assert re.fullmatch(said, fit["told"])
    assert report["findings"] == []


def test_the_index_leads_to_all_that_was_made(short):
    links = re.findall(r'href="([^"]+pdf)"', (short / "index.html").read_text(encoding="utf-8"))
    assert len(links) == len(ALL)
    assert all((short / link).is_file() for link in links)


def test_somebody_elses_sheets_are_built_with_our_layouts(workshop, tmp_path):
    shutil.copytree(SHEETS / SHEET, tmp_path / "mine" / "my-sheet")
    ended = workshop.run("--content", tmp_path / "mine", "--out", tmp_path / "out")
    assert (ended.code, ended.problems) == (0, [])
    assert len([*tmp_path.glob("out/my-sheet/en/my-sheet_*_en_*.pdf")]) == len(ALL)
    assert set(workshop.yesterdays) == ALL


def test_build_writes_to_dist_in_the_project_wherever_it_is_called(workshop, tmp_path):
    ended = subprocess_run(workshop.folder, "--layout", A4, cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert set(workshop.yesterdays) == OF_LETTER


def test_check_writes_nothing(workshop, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    before = snapshot(workshop.folder)
    ended = workshop.run("check")
    assert ended.code == 0
    assert ended.out == "Ready to print: 2 editions. Nothing was written.\n"
    assert snapshot(workshop.folder) == before
    shutil.rmtree(workshop.dist)
    assert workshop.run("check").code == 0
    assert not workshop.dist.exists()


def test_check_finds_what_build_finds(workshop):
    workshop.append(f"templates/{LETTER}/layout.css", "h1 { colour: red }\n")
    checked = workshop.run("check")
    built = workshop.run("build")
    assert checked.problems == built.problems
    assert checked.code == built.code == ExitCode.LAYOUT
    assert checked.out == "Ready to print: 1 edition; 1 problem, see above. Nothing was written.\n"


def test_list_shows_the_names_that_can_be_asked_for(workshop):
    ended = workshop.run("list")
    assert (ended.code, ended.err) == (0, "")
    names = {tuple(line.split()[:2]) for line in ended.out.splitlines()}
    assert {("sheet", SHEET), ("layout", A4), ("layout", LETTER)} <= names
    assert ended.out.splitlines()[-1] == f"intent    {', '.join(Intent)}"


def test_what_the_command_line_offers_is_what_there_is(run):
    ended = run("--help")
    assert ended.code == 0
    for name in build.COMMANDS:
        assert re.search(rf"^  {name}  ", ended.out, re.MULTILINE)
    assert f"--for {{{','.join(Intent)}}}" in ended.out


@pytest.mark.parametrize("argv", ["list", "--help", "nonsense"])
def test_nothing_heavy_is_loaded_to_answer_a_question(argv):
    code = (
        "import sys, build; build.bootstrap.enter = lambda *_: None\n"
        "try: build.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, argv], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
    )
    heavy = {"weasyprint", "jinja2", "pikepdf", "qrcode", "rich", "fontTools", "PIL"}
    heavy |= set() if argv == "list" else {"yaml", "pydantic"}
    assert not heavy & set(done.stderr.splitlines()[-1].split())


def test_the_tests_are_run_from_anywhere(tmp_path):
    ended = subprocess_run(PROJECT, "test", "--collect-only", "-q", "tests/test_tree.py", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert "tests/test_tree.py::" in ended.out


# Translations


def test_a_translation_from_its_first_file_to_its_release(workshop):
    """The whole way on the command line, with a spreadsheet for the words."""
    assert workshop.run("new", "language", "fr").code == 0
    assert workshop.run("check", "--lang", "fr").code == ExitCode.CONTENT
    assert workshop.run("export", "--lang", "fr", "--as", "csv", "--out", "fr.csv").code == 0
    rows = [*csv.reader((workshop.folder / "fr.csv").read_text(encoding="utf-8-sig").splitlines())]
    filled = [rows[0], *([*row[:-1], row[-2] if row[-2] == "LSAS" else f"{row[-2]} – traduit"] for row in rows[1:])]
    with (workshop.folder / "fr.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(filled)
    done = workshop.run("import", "fr.csv")
    assert (done.code, done.out) == (0, f"content/{SHEET}/fr.yaml: 16 strings changed\n")
    told = workshop.run("status", "--fail-under", "100")
    assert (told.code, len(told.problems)) == (ExitCode.CONTENT, 1)
    assert "fr: 93.8 % of the strings are done, and 100 % are asked for" in told.problems[0]
    assert workshop.run("--release", "--lang", "fr", "--layout", A4, "--for", "screen").code == ExitCode.CONTENT
    assert workshop.run("review", "--lang", "fr", "--by", "Anna", "--on", "2026-11-25").code == 0
    assert workshop.run("status", "--fail-under", "100").code == 0
    assert workshop.run("--release", "--lang", "fr", "--layout", A4, "--for", "screen").code == 0
    report = json.loads((workshop.dist / "report.json").read_text(encoding="utf-8"))
    (translation,) = report["translations"]
    assert (translation["language"], translation["done"], translation["states"]["reviewed"]) == ("fr", 1, 16)
    assert "Translations" in (workshop.dist / "report.html").read_text(encoding="utf-8")


def test_a_record_is_never_written_by_a_build(workshop):
    shutil.copy(workshop.folder / COPY, workshop.folder / "content" / SHEET / "fr.yaml")
    before = snapshot(workshop.folder / "content")
    workshop.run("build", "--layout", A4, "--for", "screen")
    workshop.run("check")
    workshop.run("status")
    assert snapshot(workshop.folder / "content") == before


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["new"], "write it as `new language TAG`"),
        (["new", "fr"], "write it as `new language TAG`"),
        (["new", "tongue", "fr"], "write it as `new language TAG`"),
        (["import"], "write it as `import FILE`"),
        (["review", "--lang", "fr", "--by", "Anna"], "review needs --on"),
        (["review", "--by", "Anna", "--on", "2026-11-25"], "review needs --lang"),
        (["review", "--lang", "fr", "--lang", "ar", "--by", "A", "--on", "2026-11-25"], "review takes one --lang"),
        (["export", "--lang", "fr"], "export needs --as"),
        (["build", "--update"], "--update goes with status"),
        (["status", "--as", "po"], "--as goes with export"),
        (["status", "--fail-under", "much"], "invalid float value"),
        (["export", "--lang", "en", "--as", "xlsx"], "invalid choice"),
    ],
)
def test_a_command_says_how_it_is_written(run, argv, says):
    ended = run(*argv)
    assert ended.code == ExitCode.USAGE
    assert says in ended.err


# How it ends


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["bild"], ["build", "check", "list", "test"]),
        (["build", "check"], ["build", "check", "list", "test"]),
        (["--langs", "en"], ["--sheet", "--layout", "--lang", "--for", "--out"]),
        (["--for", "wallpaper"], list(Intent)),
        (["--sheet", "nothing"], [SHEET]),
        (["--layout", "wallpaper"], [A4, LETTER]),
        (["--lang", "qqq"], ["en"]),
        (["check", "--lang", "qqq", "--layout", "wallpaper"], ["en", A4]),
        (["--lang"], ["--lang"]),
        (["--lang", "en", "test"], ["comes first"]),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_those_that_are(workshop, argv, names):
    before = snapshot(workshop.dist)
    ended = workshop.run(*argv)
    assert ended.code == ExitCode.USAGE
    assert "Traceback" not in ended.err
    for name in names:
        assert name in ended.err
    assert snapshot(workshop.dist) == before


@pytest.mark.parametrize(
    ("old", "new", "at", "what"),
    [
        ("  subtitle:", "  subtitel:", "  subtitel:", "masthead.subtitel: is not a key that is known here"),
        ("  kicker: FACTSHEET\n", "", "  organisation:", "masthead.kicker: is missing"),
        ("kicker: FACTSHEET", "kicker: [FACTSHEET]", "[FACTSHEET]", "masthead.kicker: must be text, not a list"),
        ("kicker: FACTSHEET", "kicker: FACT\u202eSHEET", "\u202eSHEET", "masthead.kicker: U+202E"),
        ("  title: ‘", "  title: “‘\n   x: ‘", None, ""),
    ],
    ids=["a misspelt key", "a missing string", "a wrong type", "a hidden character", "broken YAML"],
)
def test_faults_in_the_content(workshop, old, new, at, what):
    workshop.change(COPY, old, new)
    problems = failed(workshop.run(), ExitCode.CONTENT, workshop, ALL)
    assert all(problem.startswith(f"{COPY}:") for problem in problems)
    if at is None:
        return
    (problem,) = problems
    text = (workshop.folder / COPY).read_text(encoding="utf-8")
    before = text[: text.index(at)]
    column = len(at) - len(at.lstrip()) + len(before) - before.rfind("\n")
    place = f"{COPY}:{before.count(chr(10)) + 1}:{column}: "
    assert problem.startswith(place + what)


def test_a_sheet_that_cannot_be_read_does_not_stop_the_others(workshop):
    shutil.copytree(SHEETS / SHEET, workshop.folder / "content" / "a-sheet")
    workshop.change("content/a-sheet/en.yaml", "  subtitle:", "  subtitel:")
    problems = failed(workshop.run(), ExitCode.CONTENT, workshop, set())
    assert len(problems) == 1


def test_a_language_that_is_not_known_does_not_stop_the_others(workshop):
    shutil.copy(workshop.folder / COPY, workshop.folder / f"content/{SHEET}/qaa.yaml")
    (problem,) = failed(workshop.run(), ExitCode.CONTENT, workshop, set())
    assert problem.startswith("locales/qaa.yaml: the language qaa is not known")


def _layout_fault(file: str, contents: str | bytes):
    def plant(workshop: Workshop) -> None:
        path = workshop.folder / "templates" / LETTER / file
        before = path.read_bytes() if path.is_file() else b""
        path.write_bytes(before + (contents.encode() if isinstance(contents, str) else contents))

    return plant


LOSES_WORDS = '{% extends "factsheet/layout.html" %}{% block body %}{{ sheet.masthead.title }}{% endblock %}'


@pytest.mark.parametrize(
    ("plant", "where", "what"),
    [
        (_layout_fault("layout.html", "{% if %}"), "layout.html:1: ", "Expected an expression"),
        (_layout_fault("layout.html", "\n{{ sheet.poem }}"), "layout.html:2: ", "'poem'"),
        (_layout_fault("layout.html", "\n{{ 1 // 0 }}"), "layout.html:2: ", "division"),
        (_layout_fault("layout.html", '{% include "parts/poem.html" %}'), "layout.html:1: ", "parts/poem.html"),
        (_layout_fault("layout.html", LOSES_WORDS), "", "not set at all"),
        (_layout_fault("layout.css", "h1 { colour: red }"), "", "colour: red"),
        (_layout_fault("layout.css", "h1 { background: url(poem.png) }"), "", "poem.png is not a file of templates/"),
        (_layout_fault("layout.css", "@import url(https://example.org/a.css);"), "", "example.org"),
        (_layout_fault("layout.yaml", "papper: Letter\n"), "layout.yaml:", "papper: is not a key that is known here"),
    ],
)
def test_faults_in_a_layout_stop_that_layout_only(workshop, plant, where, what):
    plant(workshop)
    ended = workshop.run()
    code = ExitCode.OVERSET if what == "not set at all" else ExitCode.LAYOUT
    problems = failed(ended, code, workshop, OF_LETTER)
    assert what in problems[0]
    if code is ExitCode.LAYOUT:
        (problem,) = problems
        assert problem.startswith(f"templates/{LETTER}/{where}")


@pytest.mark.parametrize(
    ("file", "contents"),
    [
        ("fonts/noto-sans/NotoSans_400Regular.ttf", None),
        ("fonts/noto-sans/NotoSans_400Regular.ttf", b"no font"),
        ("fonts/sofia-sans-extra-condensed/SofiaSansExtraCondensed_900Black.ttf", b""),
        ("fonts/fallback/empty.ttf", None),
        ("fonts/SOURCES.toml", None),
        ("images/land.svg", None),
        ("images/land.svg", b"<svg"),
    ],
)
def test_an_asset_that_is_missing_or_changed(workshop, file, contents):
    path = workshop.own_assets() / file
    path.unlink()
    if contents is not None:
        path.write_bytes(contents)
    (problem,) = failed(workshop.run(), ExitCode.LAYOUT, workshop, ALL)
    assert problem.startswith(f"assets/{file}: ")


def test_a_fault_in_a_shared_style_file_stops_every_layout_that_uses_it(workshop):
    workshop.append(f"templates/{A4}/layout.css", "h1 { colour: red }\n")
    problems = failed(workshop.run(), ExitCode.LAYOUT, workshop, ALL)
    assert [f" {layout}: " in problem for layout, problem in zip((A4, LETTER), problems, strict=True)] == [True, True]


def test_a_palette_that_cannot_be_read_is_told_once(workshop):
    workshop.append("templates/_shared/palette.yaml", "mud: brown\n")
    (problem,) = failed(workshop.run(), ExitCode.LAYOUT, workshop, ALL)
    assert re.match(r"templates/_shared/palette\.yaml:\d+:6: mud: ", problem)


def test_a_word_that_is_too_long(workshop):
    line, _ = workshop.change(COPY, "subtitle: How", f"subtitle: {'How' * 60}")
    problems = failed(workshop.run(), ExitCode.OVERSET, workshop, ALL)
    assert any(problem.startswith(f"{COPY}:{line}:13: masthead.subtitle: ") for problem in problems)
    assert any(" mm overset in factsheet, page 1" in problem for problem in problems)


def test_too_many_words(workshop):
    words = "        More words than four pages hold.\n" * 55
    for n in range(12):
        workshop.change(f"content/{SHEET}/facts.yaml", "messages:\n", f"messages:\n  - more-{n}\n")
        workshop.change(COPY, "    open-gate:\n", f"    more-{n}:\n      lead: >-\n{words}    open-gate:\n")
    problems = failed(workshop.run(), ExitCode.OVERSET, workshop, ALL)
    assert all(re.match(rf"{re.escape(COPY)}:\d+:\d+: ", problem) for problem in problems)
    said = re.compile(r"\d+ mm overset in factsheet, page \d\. Hint: cut about \d+ words, here or earlier")
    assert any(said.search(problem) for problem in problems), problems


def test_a_file_that_does_not_pass_preflight(workshop, monkeypatch):
    draw = typeset.draw

    def with_a_date(pages: typeset.Pages) -> bytes:
        written = io.BytesIO()
        with pikepdf.open(io.BytesIO(draw(pages))) as document:
            if pages.edition.layout.name == LETTER:
                document.docinfo["/ModDate"] = "D:20010203040506Z"
            document.save(written)
        return written.getvalue()

    monkeypatch.setattr(typeset, "draw", with_a_date)
    problems = failed(workshop.run(), ExitCode.PREFLIGHT, workshop, OF_LETTER)
    assert all("it says when it was made (/ModDate)" in problem for problem in problems)


def test_several_faults_are_all_told_and_the_lowest_code_is_used(workshop):
    shutil.copytree(SHEETS / SHEET, workshop.folder / "content" / "a-sheet")
    workshop.change("content/a-sheet/en.yaml", "  kicker:", "  kickr:")
    workshop.append("content/a-sheet/en.yaml", "poem: Ode\n")
    workshop.append(f"templates/{LETTER}/layout.css", "h1 { colour: red } h2 { colour: blue }\n")
    workshop.change(COPY, "subtitle: How", f"subtitle: {'How' * 60}")
    ended = workshop.run()
    told = "\n".join(failed(ended, ExitCode.CONTENT, workshop, ALL))
    for part in ("masthead.kickr", "poem", "colour: red", "colour: blue", "overset in factsheet,"):
        assert part in told
    assert f"; {len(ended.problems)} problems, see above." in ended.out
    report = json.loads((workshop.dist / "report.json").read_text(encoding="utf-8"))
    assert {finding["exit_code"] for finding in report["findings"]} == {3, 4, 5}
    assert len(report["findings"]) == len(ended.problems)


def test_an_error_nobody_foresaw_stops_its_edition_only(workshop, monkeypatch):
    whole = typeset.typeset

    def breaks(composed, edition):
        if edition.layout.name == LETTER:
            raise ZeroDivisionError("float division by zero")
        return whole(composed, edition)

    monkeypatch.setattr(typeset, "typeset", breaks)
    ended = workshop.run()
    assert ended.code == 1
    assert ended.problems == [
        f"An error nobody foresaw: {SHEET} · {LETTER} · en: ZeroDivisionError: float division by zero",
        "Please report it with what `python3 -X dev build.py …` prints.",
    ]
    assert set(workshop.yesterdays) == OF_LETTER


def test_dist_is_a_file(workshop):
    shutil.rmtree(workshop.dist)
    workshop.dist.write_text("mine", encoding="utf-8")
    ended = workshop.run()
    assert ended.code == ExitCode.ENVIRONMENT
    assert [line.partition(" Hint: ")[0] for line in ended.problems] == ["dist: cannot be written: File exists"]
    assert ended.out == "0 PDFs in dist; 1 problem, see above.\n"
    assert workshop.dist.read_text(encoding="utf-8") == "mine"


def test_dist_is_not_writable_and_everything_else_is_still_told(workshop, monkeypatch):
    def refuse(out: Path) -> None:
        raise Refused(Finding(ExitCode.ENVIRONMENT, "cannot be written: Permission denied", Place(out), "make it so"))

    monkeypatch.setattr(publish, "prepare", refuse)
    workshop.append(f"templates/{LETTER}/layout.css", "h1 { colour: red }\n")
    problems = failed(workshop.run(), ExitCode.LAYOUT, workshop, ALL)
    assert ["colour: red" in problem for problem in problems] == [False, True]


@pytest.mark.parametrize("in_the_way", ["", "/en"])
def test_a_file_stands_where_a_folder_of_dist_should_be(workshop, in_the_way):
    shutil.rmtree(workshop.dist / SHEET)
    stands = Path(f"{workshop.dist / SHEET}{in_the_way}")
    stands.parent.mkdir(exist_ok=True)
    stands.write_text("mine", encoding="utf-8")
    ended = workshop.run("--layout", A4)
    assert ended.code == ExitCode.ENVIRONMENT
    (problem,) = ended.problems
    assert problem.startswith(f"dist/{SHEET}/en/{SHEET}_{A4}_en_screen.pdf: cannot be written: ")
    assert "a file stands where a folder should be" in problem
    assert stands.read_text(encoding="utf-8") == "mine"


def test_the_disk_is_full(workshop):
    """The kernel refuses each PDF half-way, after the engine has written what it needs elsewhere."""
    full = (
        "import resource, sys; from pathlib import Path; import build\n"
        "build.bootstrap.enter = lambda *_: None\n"
        "build.main(['check', '--layout', 'factsheet'])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))\n"
        "sys.exit(build.main([]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", full], cwd=workshop.folder, capture_output=True, encoding="utf-8", check=False
    )
    ended = Ended(done.returncode, done.stdout, done.stderr)
    problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
    assert len(problems) == 2
    assert all("cannot be written: File too large Hint: raise the file size limit" in problem for problem in problems)


def test_the_disk_of_the_temporary_folder_is_full(workshop):
    """The engine's own files, which it writes there before it sets a word, are larger than a file may be here."""
    limit = "import os, resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))\n"
    run = [sys.executable, "-c", f"{limit}os.execv(sys.argv[1], sys.argv[1:])", *command(workshop.folder)]
    done = subprocess.run(run, cwd=workshop.folder, capture_output=True, encoding="utf-8", check=False)
    ended = Ended(done.returncode, done.stdout, done.stderr)
    problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
    assert all("File too large Hint: see that" in problem for problem in problems)


def _can_mount() -> bool:
    try:
        tried = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
    except OSError:
        return False
    return tried.returncode == 0


if _can_mount():  # as root on Linux; elsewhere the test above has to do

    def test_a_real_disk_is_full(workshop):
        # Room for what is there and a little more, but not for a second copy of one edition.
        room = sum(path.stat().st_size // 4096 + 1 for path in workshop.dist.rglob("*")) + 20
        shutil.move(workshop.dist, workshop.folder / "yesterday")
        script = (
            f'mkdir dist && mount -t tmpfs -o size={room * 4}k none dist && cp -r yesterday/* dist/ && "$@"; '
            "code=$?; rm -r yesterday; cp -r dist yesterday; exit $code"
        )
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", script, "sh", *command(workshop.folder)],
            cwd=workshop.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        workshop.dist.rmdir()
        shutil.move(workshop.folder / "yesterday", workshop.dist)
        ended = Ended(done.returncode, done.stdout, done.stderr)
        problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
        assert all("cannot be written: No space left on device Hint: free some space" in one for one in problems)


def test_nothing_is_left_behind_in_the_temporary_folder(workshop, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    ended = subprocess_run(workshop.folder, "--layout", A4, "--for", "screen", env={"TMPDIR": str(scratch)})
    assert ended.code == 0, ended.err
    assert [*scratch.iterdir()] == []


@pytest.mark.parametrize(("line", "pause"), [("[1/2]", 0.0), ("[1/2]", 0.3), ("[2/2]", 0.1)])
def test_control_c(workshop, tmp_path, line, pause):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch)}
    working = subprocess.Popen(
        command(workshop.folder), cwd=workshop.folder, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert working.stderr
    said = ""
    while line not in said:
        said += working.stderr.readline().decode("utf-8")
    time.sleep(pause)
    working.send_signal(signal.SIGINT)
    _, rest = working.communicate(timeout=30)
    ended = Ended(working.returncode, "", said + rest.decode("utf-8"))
    if line == "[2/2]" and ended.code == 0:  # a fast machine was done before
        return
    assert ended.code == ExitCode.INTERRUPTED, ended.err
    assert ended.problems == ["Interrupted. What was made before is whole; run again for the rest."]
    for pdf in workshop.pdfs:
        pikepdf.open(pdf).close()
    assert set(workshop.yesterdays) >= OF_LETTER or line == "[2/2]"
    assert not [*workshop.dist.rglob(".*")]
    assert [*scratch.iterdir()] == []


@pytest.mark.parametrize("step", [(editions, "known"), (publish, "report"), (publish, "put"), (build, "_summary")])
def test_control_c_at_any_step(workshop, monkeypatch, step):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*step, interrupt)
    ended = workshop.run("--layout", A4)
    assert ended.code == ExitCode.INTERRUPTED
    assert ended.problems == ["Interrupted. What was made before is whole; run again for the rest."]


def test_control_c_that_the_engine_swallows(workshop, monkeypatch):
    """While it draws an SVG, the engine takes whatever is raised for a fault of the picture."""
    whole = typeset.typeset

    def swallows(composed, edition):
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return whole(composed, edition)

    monkeypatch.setattr(typeset, "typeset", swallows)
    before = signal.getsignal(signal.SIGINT)
    ended = workshop.run()
    assert ended.code == ExitCode.INTERRUPTED
    assert "[2/2]" not in ended.err
    assert signal.getsignal(signal.SIGINT) is before


def test_control_c_on_a_terminal_gives_the_cursor_back_first(workshop):
    said = on_a_terminal(command(workshop.folder), workshop.folder, interrupt_at="1/2")
    assert HIDDEN in said
    assert said.rindex(HIDDEN) < said.rindex(SHOWN) < said.index("Interrupted.")
    assert "PDFs in" not in said


def test_two_builds_at_once(workshop, short):
    working = [
        subprocess.Popen(command(workshop.folder), cwd=workshop.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in working:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
    made = {path.relative_to(workshop.dist): path.read_bytes() for path in workshop.dist.rglob("*") if path.is_file()}
    # Only the reports tell where the words stand.
    alone = {path.relative_to(short): path.read_bytes() for path in short.rglob("*") if path.is_file()}
    assert made == {path: told.replace(b"tests/sheets/", b"content/") for path, told in alone.items()}


# What is released


def test_the_source_language_can_be_released(workshop):
    assert workshop.run("--release").code == 0
    assert workshop.yesterdays == []


def test_a_translation_nobody_reviewed_cannot_be_released(workshop):
    for folder in ("locales", f"content/{SHEET}"):
        shutil.copy(workshop.folder / folder / "en.yaml", workshop.folder / folder / "qaa.yaml")
    assert workshop.run("check").code == 0
    (problem,) = failed(workshop.run("--release"), ExitCode.CONTENT, workshop, set())
    assert problem.startswith(f"content/{SHEET}/qaa.yaml: qaa cannot be released: 0 of its 16 strings are reviewed")
    assert workshop.run("--release", "--lang", "qaa").code == ExitCode.CONTENT


# What it touches


def test_a_build_opens_no_connection_starts_no_program_and_writes_only_where_it_should(workshop, tmp_path):
    """Python reports each such thing to an audit hook before it happens."""
    scratch, seen = tmp_path / "scratch", tmp_path / "seen.txt"
    scratch.mkdir()
    hook = f"""
import os, sys, traceback
sys.path.insert(0, {str(workshop.folder)!r})
sys.dont_write_bytecode = True
seen = open({str(seen)!r}, "w", encoding="utf-8")
allowed = ({str(scratch)!r}, {str(workshop.dist)!r}, os.devnull)
# Which arguments are a path, and the number of the open folder it starts from.
changes = {{"os.remove": [(0, 1)], "os.rmdir": [(0, 1)], "os.mkdir": [(0, 2)], "os.chmod": [(0, 2)],
           "os.rename": [(0, 2), (1, 3)], "os.link": [(1, 3)], "os.symlink": [(1, 2)]}}
def full(path, folder):
    return os.path.join(os.readlink(f"/proc/self/fd/{{folder}}") if folder >= 0 else "", os.fsdecode(path))
def watch(event, arguments):
    said = None
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "urllib.")):
        # Once, when the engine is loaded, Python asks the linker's programs where the libraries are.
        callers = [frame.filename for frame in traceback.extract_stack()]
        said = None if any(file.endswith("ctypes/util.py") for file in callers) else event
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] or 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not os.fsdecode(arguments[0]).startswith(allowed):
            said = f"writes {{arguments[0]}}"
    for path, folder in changes.get(event, ()):
        if not full(arguments[path], arguments[folder]).startswith(allowed):
            said = f"{{event}} {{arguments}}"
    if said:
        print(said, file=seen, flush=True)
sys.addaudithook(watch)
import build
build.bootstrap.enter = lambda *_: None
sys.exit(build.main(sys.argv[1:]))
"""
    env = {**os.environ, "TMPDIR": str(scratch)}
    run = lambda code: subprocess.run(  # noqa: E731
        [sys.executable, "-c", code], cwd=workshop.folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    done = run(hook)
    assert done.returncode == 0, done.stderr
    assert workshop.yesterdays == []
    assert seen.read_text(encoding="utf-8") == ""
    strays = 'build.main(["list"]); open("stray", "w"); import socket; socket.socket(); os.mkdir("folder")'
    run(hook.replace("sys.exit(build.main(sys.argv[1:]))", strays))
    said = [line.split()[0] for line in seen.read_text(encoding="utf-8").splitlines()]
    assert said == ["writes", "socket.__new__", "os.mkdir"]


def test_exit_codes_are_the_documented_ones():
    assert {code.name: int(code) for code in ExitCode} == {
        "MADE": 0,
        "USAGE": 2,
        "CONTENT": 3,
        "LAYOUT": 4,
        "OVERSET": 5,
        "PREFLIGHT": 6,
        "ENVIRONMENT": 7,
        "INTERRUPTED": 130,
    }


def test_yesterdays_files_open(workshop):
    assert all(pdf.read_bytes().endswith(YESTERDAY) for pdf in workshop.pdfs)
    assert len(editions.find(House(workshop.folder, workshop.folder / "content"), (), (), ())[0]) == 2


def test_facts_that_cannot_be_read_do_not_stop_the_other_sheets(tmp_path, command_line, capsys):
    for name in ("lantern-street", "broken"):
        shutil.copytree(PROJECT / "tests" / "sheets" / "lantern-street", tmp_path / "sheets" / name)
    (tmp_path / "sheets" / "broken" / "facts.yaml").write_text("source: [\n", encoding="utf-8")
    out = tmp_path / "dist"
    ended = in_process(["--content", tmp_path / "sheets", "--layout", "factsheet", "--out", out], capsys)
    assert ended.code == ExitCode.CONTENT
    assert len(ended.problems) == 1 and "broken" in ended.problems[0]
    assert {pdf.parts[-3] for pdf in out.rglob("*.pdf")} == {"lantern-street"}
