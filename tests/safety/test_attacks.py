"""What somebody could do to the program with a file, a name or an option, and what it then says; see docs/trust.md."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from support import selection
from support.planted import plant
from support.project import A4, PROJECT, SHEET, Workshop, subprocess_run

from factsheet import findings
from factsheet.build import processes
from factsheet.compose import composer
from factsheet.content import loader, records
from factsheet.design import layouts
from factsheet.design.project import Project
from factsheet.engine import svg_limits, typeset
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.lint import words
from factsheet.storage import normalize
from factsheet.yaml import reader

EN = f"content/{SHEET}/en.yaml"
BUILD = ("--layout", A4, "--lang", "en", "--for", "screen")
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = b %}{% endfor %}{% endfor %}"
GREEDY = "{% set a = 'x'.ljust(9999999999) %}"
ESCAPES = "\x1b[31m\x9b2J\x07\r\u202e\u2066"


# What nobody can see


@pytest.mark.parametrize(
    "text", ["\u200b\u200b", "\u00ad \u2060", "\u3164", "\u2800", "\ufe0f\u200d", "\u034f", "\u202f"]
)
def test_a_text_of_which_nothing_can_be_seen_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "en.yaml").write_text(f'title: "{text}"\nnext: a\n', encoding="utf-8")
    with pytest.raises(ProjectError, match="title: here is no text"):
        reader.read(tmp_path / "en.yaml")
    assert reader.read(tmp_path / "en.yaml", blanks=True)["title"] == ""


@pytest.mark.parametrize("text", ["a\u200b", "☎", "ہ", "\u0301a", "👩🏽‍⚕️", "•"])
def test_a_text_of_which_something_can_be_seen_is_one(text: str) -> None:
    assert not normalize.is_blank(text)


def test_a_title_of_nothing_is_refused_and_not_a_crash(workshop: Workshop) -> None:
    workshop.change(EN, f"title: {_title(workshop)}", 'title: "\u200b\u200b"')
    ended = workshop.run(*BUILD)
    assert ended.code == ExitCode.CONTENT
    assert "masthead.title: here is no text" in ended.err


def _title(workshop: Workshop) -> str:
    lines = (workshop.folder / EN).read_text("utf-8").splitlines()
    return next(line.partition("title: ")[2] for line in lines if line.strip().startswith("title: "))


@pytest.mark.parametrize(
    "mark", ["\u200d", "\u200c", "\u2064", "\ufe00", "\U000e0101", "\u180e", "\u200e", "\u200f", "\u061c"]
)
def test_every_invisible_mark_in_english_is_told(mark: str) -> None:
    place = Place(Path("en.yaml"), 1, 1)
    marked = mark.join("No, nothing.")
    said = words.lint([reader.Text(marked, "a.lead", place, [(0, place)])], words.Spelling("“”‘’"))
    assert [one.code for one in said] == ["T20"]
    unseen = 1 if mark in "\ufe00\U000e0101" else 0  # after a comma, which in some fonts it may change
    assert f"({marked.count(mark) - unseen} times)" in said[0].what


@pytest.mark.parametrize(
    "text",
    [
        "Auf\u200clage",
        "and/\u200bor",
        "soft\u00adhyphen",
        "👩\u200d⚕\ufe0f",
        "1\ufe0f\u20e3",
        "نمي\u200cخواهم ه\u200d ه\u200dـ",
        "क्\u200dष क्\u200d",
        "\u200fעברית A",
    ],
)
def test_invisible_characters_that_do_something_are_fine(text: str) -> None:
    place = Place(Path("en.yaml"), 1, 1)
    said = words.lint([reader.Text(text, "a.lead", place, [(0, place)])], words.Spelling("“”‘’"))
    assert "T20" not in [one.code for one in said]


# Names and words that a terminal obeys


def test_nothing_is_shown_that_a_terminal_obeys() -> None:
    one = Finding(ExitCode.CONTENT, f"a{ESCAPES}\nb", Place(Path(f"x{ESCAPES}\n.yaml"), 3), f"do{ESCAPES}")
    shown = str(one)
    assert shown == (
        r"x\x1b[31m\x9b2J\x07\x0d\u202e\u2066\x0a.yaml:3: a\x1b[31m\x9b2J\x07\x0d\u202e\u2066\x0ab "
        r"Hint: do\x1b[31m\x9b2J\x07\x0d\u202e\u2066"
    )
    assert (
        findings.printable("می\u200cخواهم soft\u00adhyphen «\u00a0a\u00a0» 👩‍⚕️")
        == "می\u200cخواهم soft\u00adhyphen «\u00a0a\u00a0» 👩‍⚕️"
    )
    project = Project(Path("/home/anna/fs"), Path("/home/anna/fs/content"))
    assert project.where(Place(Path(f"/home/anna/fs/content/{ESCAPES}.yaml"))).isprintable()
    assert project.shown(ESCAPES).isprintable()


def test_a_name_that_is_no_text_is_shown_byte_by_byte() -> None:
    assert findings.printable(os.fsdecode(b"fr\xff\xfe.yaml")) == r"fr\xff\xfe.yaml"


NO_TEXT = [
    f"content/{SHEET}/fr\udcff.yaml",
    "content/\udcff",
    f"templates/{A4}/\udcff.html",
    "templates/\udcff",
    "locales/\udcff.yaml",
]


# Every name by a command that takes no time, and by a build what builds alone read.
@pytest.mark.parametrize(
    ("command", "name"),
    selection.cases(
        product(["build", "check", "list", "status"], NO_TEXT),
        lambda case: (
            case[0] == "list" or case in {("build", NO_TEXT[0]), ("build", NO_TEXT[2]), ("status", NO_TEXT[0])}
        ),
    ),
)
def test_a_file_name_that_is_no_text_is_named_or_nobody_minds(workshop: Workshop, command: str, name: str) -> None:
    file = workshop.folder / name
    if file.suffix:
        file.write_text("a: b\n", encoding="utf-8")
    else:
        file.mkdir()
        (file / ("facts.yaml" if "content" in name else "layout.yaml")).write_text("a: b\n", encoding="utf-8")
    options = BUILD[2:] if name == "templates/\udcff" else BUILD
    ended = subprocess_run(workshop.folder, command, *(options if command in ("build", "check") else ()))
    assert "Unexpected error" not in ended.err and "Traceback" not in ended.err
    assert ended.code == 0 or r"\xff" in ended.err, ended.err
    if name in (f"content/{SHEET}/fr\udcff.yaml", "content/\udcff") and command != "status":
        assert ended.code in (ExitCode.CONTENT, ExitCode.USAGE)
        assert r"\xff" in ended.err


@pytest.fixture
def french(workshop: Workshop) -> Workshop:
    """With a translation into French of which every word is there."""
    text = (workshop.folder / EN).read_text(encoding="utf-8")
    (workshop.folder / EN).with_name("fr.yaml").write_text(text, encoding="utf-8")
    return workshop


def test_a_key_of_a_spreadsheet_is_shown_as_it_is_written(french: Workshop) -> None:
    (french.folder / "x.csv").write_text(f"sheet,key,en,fr\n{SHEET},a\x1b[2Jb,one,un\n", encoding="utf-8")
    ended = french.run("import", "x.csv")
    assert r"a\x1b[2Jb: is no string of this sheet" in ended.err and "\x1b" not in ended.err


def test_of_thousands_of_findings_in_a_file_fifty_are_told(french: Workshop) -> None:
    rows = "".join(f"{SHEET},k{n},one,un\n" for n in range(5000))
    (french.folder / "x.csv").write_text(f"sheet,key,en,fr\n{rows}", encoding="utf-8")
    ended = french.run("import", "x.csv")
    assert len(ended.err.splitlines()) == 51
    assert ended.err.splitlines()[-1] == "x.csv: and 4950 more"


# Files that are not what they seem


def test_a_cell_that_is_too_long_is_named_by_its_row(french: Workshop) -> None:
    source = _title(french).strip('"')
    long = "mots " * 500
    (french.folder / "x.csv").write_text(
        f'sheet,key,en,fr\n{SHEET},masthead.title,"{source}","{long}"\n', encoding="utf-8"
    )
    before = (french.folder / EN).with_name("fr.yaml").read_bytes()
    ended = french.run("import", "x.csv")
    assert ended.code == ExitCode.CONTENT
    assert f"x.csv:2: masthead.title: the text has {len(long) - 1} characters, and 2000 is the most" in ended.err
    assert "/tmp" not in ended.err.replace(str(french.folder), "")
    assert (french.folder / EN).with_name("fr.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.csv", "sheet,key,en,fr\n"),
        ("x.po", 'msgid ""\nmsgstr ""\n"Project-Id-Version: {sheet}\\n"\n"Language: fr\\n"\n'),
        ("x.json", '{{"sheet": "{sheet}", "source": "en", "language": "fr", "by": "A", "on": "2026-01-01", '
            '"strings": {{}}}}'),
    ],
)  # fmt: skip
def test_a_file_without_a_string_is_refused(french: Workshop, name: str, text: str) -> None:
    if name != "x.csv":
        text = text.format(sheet=SHEET)
    (french.folder / name).write_text(text, encoding="utf-8")
    ended = french.run("import", name, "--sheet", SHEET, "--lang", "fr")
    assert ended.code == ExitCode.CONTENT
    assert f"{name}: there is no string in this file" in ended.err.replace(":1:", ":")


SENT, NO_FILES = ["x.csv", "x.po", "x.json", "x.tsv", "x.txt"], ["pipe", "device", "folder"]


@pytest.mark.parametrize(
    ("name", "put"), selection.cases(product(SENT, NO_FILES), lambda case: case[0] == "x.csv" or case[1] == "pipe")
)
def test_only_a_file_is_taken_in(french: Workshop, name: str, put: str) -> None:
    file = french.folder / name
    {"pipe": lambda: os.mkfifo(file), "device": lambda: file.symlink_to("/dev/zero"), "folder": file.mkdir}[put]()
    ended = subprocess_run(french.folder, "import", name)
    assert ended.code == ExitCode.CONTENT and name in ended.err


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "facts.yaml").write_text("source: en\n", encoding="utf-8")
    scandir = os.scandir

    def no_entry(path: str | Path = ".") -> object:
        if Path(os.fspath(path)).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", no_entry)  # root, as whom tests may run, may look into everything
    with pytest.raises(ProjectError) as caught:
        loader.sheets(tmp_path)
    assert [str(one) for one in caught.value.findings] == [
        f"{Place(tmp_path / 'closed')}: this folder cannot be read: Permission denied Hint: check who may read it"
    ]


@pytest.mark.parametrize("name", ["layout.css", "ltr.css"])
def test_a_folder_in_the_place_of_a_style_file_is_told(workshop: Workshop, name: str) -> None:
    file = workshop.folder / "templates" / A4 / name
    file.unlink(missing_ok=True)
    file.mkdir()
    ended = workshop.run("check", *BUILD)
    assert ended.code == ExitCode.LAYOUT
    assert f"templates/{A4}/{name}: this is not a file" in ended.err


@pytest.mark.parametrize(
    ("name", "said"), [("My Layout", "“My Layout” cannot name a layout"), ("flyer", "this folder has no layout.yaml")]
)
def test_a_folder_that_is_no_layout_is_told(workshop: Workshop, name: str, said: str) -> None:
    folder = workshop.folder / "templates" / name
    folder.mkdir()
    if name != "flyer":
        (folder / "layout.yaml").write_text("title: A\n", encoding="utf-8")
    for command in (["check", "--for", "screen"], ["list"]):
        ended = workshop.run(*command)
        assert ended.code == ExitCode.LAYOUT
        assert f"templates/{name}" in ended.err and said in ended.err


def test_layouts_that_extend_each_other_without_end(tmp_path: Path) -> None:
    for number in range(150):
        folder = tmp_path / f"l{number}"
        folder.mkdir()
        extends = f"extends: l{number + 1}\n" if number < 149 else ""
        (folder / "layout.yaml").write_text(f"title: A\n{extends}", encoding="utf-8")
    begun = time.process_time()
    for name in layouts.names(tmp_path):
        with pytest.raises(ProjectError):
            layouts.load(tmp_path, name)
    assert time.process_time() - begun < 5
    with pytest.raises(ProjectError, match="more than 8 layouts extend each other in a row"):
        layouts.load(tmp_path, "l0")


# Options and days


@pytest.mark.parametrize("percent", ["nan", "inf", "-1", "100.5", "1e999", "many"])
def test_a_share_is_from_nought_to_a_hundred(workshop: Workshop, percent: str) -> None:
    assert workshop.run("status", f"--fail-under={percent}").code == ExitCode.USAGE


@pytest.mark.parametrize(("days", "is_taken"), [(-400, True), (0, True), (1, True), (2, False), (3000, False)])
def test_nobody_reviews_on_a_day_that_has_not_come(days: int, is_taken: bool) -> None:
    on = (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
    if is_taken:
        assert records.new_review("Ana", on).on == on
    else:
        with pytest.raises(ProjectError, match="nobody can have read the words on that day"):
            records.new_review("Ana", on)


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", "1026-05-01", "2026-02-30", "26-05-01"])
def test_days_that_are_slips(on: str) -> None:
    with pytest.raises(ProjectError):
        records.new_review("Ana", on)


def test_a_proof_that_was_signed_in_the_future_is_not_taken_in(french: Workshop) -> None:
    told = {"sheet": SHEET, "source": "en", "language": "fr", "by": "Ana", "on": "9999-12-31"}
    strings = {"masthead.title": {"source": "a", "read": "b", "right": "c"}}
    (french.folder / "x.json").write_text(json.dumps({**told, "strings": strings}), encoding="utf-8")
    ended = french.run("import", "x.json")
    assert ended.code == ExitCode.CONTENT and "x.json" in ended.err


# Drawings without end


def _bomb(kind: str, first: int = 0) -> str:
    """A drawing whose parts each use the next one ten times; the twelfth is the last."""
    parts = []
    for number in range(12):
        if kind == "use":
            use = f'<use href="#p{number + 1}"/>'
            parts.append(f'<g id="p{number}">{use * 10}</g>')
        else:
            path = f'<path d="M{"0 0L1 1 " * 10}" marker-mid="url(#p{number + 1})"/>'
            parts.append(f'<marker id="p{number}" markerWidth="9" markerHeight="9">{path}</marker>')
    drawn = f'<use href="#p{first}"/><path d="M0 0L1 1 2 2" marker-mid="url(#p{first})"/>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A</title>'
    return f"{head}<defs>{''.join(parts)}</defs>{drawn}</svg>"


@pytest.mark.parametrize(
    ("kind", "where"),
    selection.cases(
        product(["use", "marker"], ["file", "page", "address"]),
        lambda case: (case[0] == "marker") == (case[1] == "page"),
    ),
)
def test_a_drawing_without_end_is_given_up_at_once(tmp_path: Path, kind: str, where: str) -> None:
    bomb = _bomb(kind)
    body = {
        "file": '<img src="templates/plain/a.svg" alt="">',
        "page": bomb,
        "address": f'<img src="data:image/svg+xml;utf8,{bomb.replace("#", "%23").replace(chr(34), chr(39))}" alt="">',
    }[where]
    edition = plant(tmp_path, body=body, css="img, svg { width: 9mm; height: 9mm }")
    (edition.project.templates / "plain" / "a.svg").write_text(bomb, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(ProjectError) as caught:
        typeset.draw(typeset.typeset(composer.compose(edition), edition))
    assert f"more than {svg_limits.MAX_PARTS} parts" in str(caught.value)
    assert caught.value.findings[0].exit_code == ExitCode.LAYOUT
    assert time.process_time() - begun < 60


@pytest.mark.parametrize("kind", ["use", "marker"])
def test_a_drawing_may_use_its_parts(tmp_path: Path, kind: str) -> None:
    edition = plant(tmp_path, body=_bomb(kind, 10), css="svg { width: 9mm; height: 9mm }")
    assert typeset.draw(typeset.typeset(composer.compose(edition), edition))


# Templates without end


@pytest.fixture
def hostile(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Workshop]:
    """Plant something in a template; no page may take longer than some seconds."""
    monkeypatch.setattr(processes, "SECONDS", 12.0)

    def put(file: str, planted: str) -> Workshop:
        path = workshop.folder / "templates" / file
        path.write_text(planted + path.read_text(encoding="utf-8"), encoding="utf-8")
        return workshop

    return put


@pytest.mark.parametrize(
    ("command", "planted", "says"),
    selection.cases(
        [
            ("check", ENDLESS, "it was not done after 12 seconds"),
            ("check", GREEDY, "3 GB"),
            ("proof", ENDLESS, "it was not done after 12 seconds"),
            ("proof", GREEDY, "3 GB"),
        ],
        lambda case: (case[0] == "check") == (case[1] == ENDLESS),
    ),
)
def test_a_page_that_hangs_or_eats_memory_is_given_up(
    hostile: Callable[[str, str], Workshop], command: str, planted: str, says: str
) -> None:
    ended = hostile("_shared/document.html", planted).run(command, *BUILD[:4])
    assert ended.code == ExitCode.ENVIRONMENT
    assert f"{SHEET} · {A4} · en: " in ended.err and says in ended.err


def test_a_proof_whose_own_page_has_no_end_is_given_up(hostile: Callable[[str, str], Workshop]) -> None:
    workshop = hostile("_shared/galley.html", ENDLESS)
    ended = workshop.run("proof", *BUILD[:4])
    assert ended.code == ExitCode.ENVIRONMENT and "it was not done after 12 seconds" in ended.err
    assert [*workshop.dist.rglob("*review*")] == []


# Asked of the program from outside


@pytest.mark.everything
def test_the_tests_run_where_there_is_no_version_control(tmp_path: Path) -> None:
    if not (PROJECT / ".git").exists():
        pytest.skip("this is a copy without version control already")
    archive = subprocess.run(["git", "-C", PROJECT, "archive", "HEAD"], capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", tmp_path], input=archive, check=True)
    package = tmp_path / ".environments" / "test-0" / "lib" / "python3.11" / "site-packages"
    package.mkdir(parents=True)
    (package / "x.py").write_text("import os,sys\nx = 1;\n", encoding="utf-8")
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--no-cache"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
