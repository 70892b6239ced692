"""Faults in words, layouts and assets: told where they stand, one edition refused, yesterday's files whole."""

from __future__ import annotations

import io
import json
import re
import shutil

import pikepdf
import pytest
from support import selection
from support.project import (
    A4,
    LETTER,
    PROJECT,
    SHEET,
    SHEETS,
    Workshop,
    in_process,
)
from support.refusing import ALL, COPY, OF_LETTER, failed

from factsheet.engine import typeset
from factsheet.findings import ExitCode


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
    problems = failed(workshop.run("--layout", A4), ExitCode.CONTENT, workshop, OF_LETTER)
    assert len(problems) == 1


def test_a_language_that_is_not_known_does_not_stop_the_others(workshop):
    shutil.copy(workshop.folder / COPY, workshop.folder / f"content/{SHEET}/qaa.yaml")
    (problem,) = failed(workshop.run("--layout", A4), ExitCode.CONTENT, workshop, OF_LETTER)
    assert problem.startswith("locales/qaa.yaml: the language qaa is not known")


def _layout_fault(file: str, contents: str | bytes):
    def plant(workshop: Workshop) -> None:
        path = workshop.folder / "templates" / LETTER / file
        before = path.read_bytes() if path.is_file() else b""
        path.write_bytes(before + (contents.encode() if isinstance(contents, str) else contents))

    return plant


LOSES_WORDS = '{% extends "factsheet/layout.html" %}{% block body %}{{ sheet.masthead.title }}{% endblock %}'


LAYOUT_FAULTS = [
    (_layout_fault("layout.html", "{% if %}"), "layout.html:1: ", "Expected an expression"),
    (_layout_fault("layout.html", "\n{{ sheet.poem }}"), "layout.html:2: ", "'poem'"),
    (_layout_fault("layout.html", "\n{{ 1 // 0 }}"), "layout.html:2: ", "division"),
    (_layout_fault("layout.html", '{% include "parts/poem.html" %}'), "layout.html:1: ", "parts/poem.html"),
    (_layout_fault("layout.html", LOSES_WORDS), "", "not set at all"),
    (_layout_fault("layout.css", "h1 { colour: red }"), "", "colour: red"),
    (_layout_fault("layout.css", "h1 { background: url(poem.png) }"), "", "poem.png is not a file of templates/"),
    (_layout_fault("layout.css", "@import url(https://example.org/a.css);"), "", "example.org"),
    (_layout_fault("layout.yaml", "papper: Letter\n"), "layout.yaml:", "papper: is not a key that is known here"),
]
# In a template, in what it makes, in styles, in settings: one of each.
QUICK = ("Expected an expression", "not set at all", "colour: red", "papper: is not a key that is known here")


@pytest.mark.parametrize(("plant", "where", "what"), selection.cases(LAYOUT_FAULTS, lambda case: case[2] in QUICK))
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
    problems = failed(workshop.run("--layout", A4), ExitCode.OVERSET, workshop, ALL)
    assert any(problem.startswith(f"{COPY}:{line}:13: masthead.subtitle: ") for problem in problems)
    assert any(" mm overset in factsheet, page 1" in problem for problem in problems)


def test_too_many_words(workshop):
    words = "        More words than four pages hold.\n" * 55
    for n in range(12):
        workshop.change(f"content/{SHEET}/facts.yaml", "messages:\n", f"messages:\n  - more-{n}\n")
        workshop.change(COPY, "    open-gate:\n", f"    more-{n}:\n      lead: >-\n{words}    open-gate:\n")
    problems = failed(workshop.run("--layout", A4), ExitCode.OVERSET, workshop, ALL)
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


def test_an_unexpected_error_stops_its_edition_only(workshop, monkeypatch):
    whole = typeset.typeset

    def breaks(composed, edition):
        if edition.layout.name == LETTER:
            raise ZeroDivisionError("float division by zero")
        return whole(composed, edition)

    monkeypatch.setattr(typeset, "typeset", breaks)
    ended = workshop.run()
    assert ended.code == 1
    assert ended.problems == [
        f"Unexpected error: {SHEET} · {LETTER} · en: ZeroDivisionError: float division by zero",
        "Please report it with what `python3 -X dev build.py …` prints.",
    ]
    assert set(workshop.yesterdays) == OF_LETTER


def test_facts_that_cannot_be_read_do_not_stop_the_other_sheets(tmp_path, command_line, capsys):
    for name in ("lantern-street", "broken"):
        shutil.copytree(PROJECT / "tests" / "sheets" / "lantern-street", tmp_path / "sheets" / name)
    (tmp_path / "sheets" / "broken" / "facts.yaml").write_text("source: [\n", encoding="utf-8")
    out = tmp_path / "dist"
    ended = in_process(["--content", tmp_path / "sheets", "--layout", "factsheet", "--out", out], capsys)
    assert ended.code == ExitCode.CONTENT
    assert len(ended.problems) == 1 and "broken" in ended.problems[0]
    assert {pdf.parts[-3] for pdf in out.rglob("*.pdf")} == {"lantern-street"}
