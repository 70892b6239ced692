"""The command line: what can be asked for, what is made, and with which exit codes it ends."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys

import pikepdf
import pytest
from support.project import (
    A4,
    LETTER,
    PROJECT,
    SHEET,
    SHEETS,
    YESTERDAY,
    in_process,
    subprocess_run,
)
from support.refusing import ALL, COPY, OF_A4, OF_LETTER, failed, snapshot

from factsheet.cli.arguments import COMMANDS
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.findings import ExitCode
from factsheet.fitting import search
from factsheet.lint import ready_editions


@pytest.fixture
def run(command_line, capsys):
    """Run a command of the project in this process."""
    return lambda *argv: in_process(argv, capsys)


# What is asked for


@pytest.mark.parametrize(
    ("argv", "wanted"),
    [
        pytest.param([], ALL, marks=pytest.mark.everything),  # what makes all of it is looked at below
        pytest.param(["build", "--layout", A4], OF_A4, marks=pytest.mark.everything),
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
        assert 1 < fit["layouts"] <= search.MOST_LAYOUTS
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
    ended = subprocess_run(workshop.folder, "--layout", A4, "--for", "screen", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert set(workshop.yesterdays) == ALL - {f"{A4}_screen"}


def test_check_writes_nothing(workshop, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    before = snapshot(workshop.folder)
    ended = workshop.run("check")
    assert ended.code == 0
    assert ended.out == "Ready to print: 2 editions. Nothing was written.\n"
    assert snapshot(workshop.folder) == before
    shutil.rmtree(workshop.dist)
    assert workshop.run("check", "--layout", A4, "--for", "screen").code == 0
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
    for name in COMMANDS:
        assert re.search(rf"^    {name}\b", ended.out, re.MULTILINE)
    assert f"--for {{{','.join(Intent)}}}" in run("--help", "build").out


@pytest.mark.parametrize("argv", ["list", "--help", "nonsense"])
def test_nothing_heavy_is_loaded_to_answer_a_question(argv):
    code = (
        "import sys, build; from factsheet.setup import bootstrap; bootstrap.enter = lambda *_: None\n"
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
    ended = subprocess_run(PROJECT, "test", "--collect-only", "-q", "tests/yaml/test_nodes.py", cwd=tmp_path)
    assert ended.code == 0, ended.err
    assert "tests/yaml/test_nodes.py::" in ended.out


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
    for command in ("build", "check"):
        workshop.run(command, "--lang", "fr", "--layout", A4, "--for", "screen")
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
        (["status", "--fail-under", "much"], "is not a number from 0 to 100"),
        (["status", "--fail-under", "nan"], "is not a number from 0 to 100"),
        (["status", "--fail-under", "101"], "is not a number from 0 to 100"),
        (["export", "--lang", "en", "--as", "xlsx"], "invalid choice"),
    ],
)
def test_a_command_says_how_it_is_written(run, argv, says):
    ended = run(*argv)
    assert ended.code == ExitCode.USAGE
    assert says in ended.err


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


# What is released


def test_the_source_language_can_be_released(workshop):
    assert workshop.run("--release").code == 0
    assert workshop.yesterdays == []


def test_a_translation_nobody_reviewed_cannot_be_released(workshop):
    for folder in ("locales", f"content/{SHEET}"):
        shutil.copy(workshop.folder / folder / "en.yaml", workshop.folder / folder / "qaa.yaml")
    assert workshop.run("check", "--layout", A4, "--for", "screen").code == 0
    (problem,) = failed(workshop.run("--release", "--layout", A4), ExitCode.CONTENT, workshop, OF_LETTER)
    assert problem.startswith(f"content/{SHEET}/qaa.yaml: qaa cannot be released: 0 of its 16 strings are reviewed")
    assert workshop.run("--release", "--lang", "qaa").code == ExitCode.CONTENT


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
    assert len(ready_editions.find(Project(workshop.folder, workshop.folder / "content"), (), (), ())[0]) == 2
