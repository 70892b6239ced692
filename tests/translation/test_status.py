"""How far translations are, per language and per layout: for people, for the report, and as an exit code."""

from __future__ import annotations

import shutil
from itertools import chain
from pathlib import Path

import pytest
from support.project import PROJECT, SHEET, SHEETS

from factsheet.content import loader, records
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.findings import ExitCode
from factsheet.translation import status, status_report
from factsheet.translation.status import TranslationStatus
from factsheet.yaml import editor, reader

WHOLE = "factsheet"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The short sheet, with a French translation that lacks two strings and an Arabic one with nothing yet."""
    folder = tmp_path / SHEET
    shutil.copytree(SHEETS / SHEET, folder)
    words = (folder / "en.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("FACTSHEET", "FICHE"),
        ("      more: Ten of them", "      # Ten of them"),
        ("call: Scan the code and see the garden", "call: ''"),
    ):
        words = words.replace(old, new)
    (folder / "fr.yaml").write_text(words, encoding="utf-8")
    (folder / "ar.yaml").write_text("{}\n", encoding="utf-8")
    return Project(PROJECT, tmp_path)


def french(project: Project) -> TranslationStatus:
    (found,), problems = status.find(project, [], ["fr"])
    assert not problems
    return found


def test_states_are_counted_by_language_and_by_layout(project: Project) -> None:
    one = french(project)
    counted = {State.REVIEWED: 0, State.DRAFT: 2, State.SAME: 12, State.STALE: 0, State.MISSING: 2, State.ORPHAN: 0}
    assert one.count() == counted  # the kicker, and a year
    assert one.share == 2 / 16
    assert one.count(one.layout_keys[WHOLE]) == counted
    assert one.count(one.layout_keys["leaflet"])[State.MISSING] == 1
    assert one.count(one.layout_keys["poster"])[State.MISSING] == 2
    assert {key.partition(".")[0] for key in one.layout_keys["cards"]} == {"masthead", "messages", "film"}


def test_the_table_says_which_layouts_cannot_be_made_and_what_to_do(project: Project) -> None:
    found, _ = status.find(project, [], [])
    table = "\n".join(status_report.lines(found, details=False))
    assert f"{WHOLE} (2)" in table
    assert "leaflet (1)" in table
    assert table.count("status --update") == 1
    assert "missing:" not in table
    rows = [line.split()[:9] for line in table.splitlines() if line.split()[0] in ("fr", "ar")]
    assert rows == [["ar", "0", "%", "–", "–", "–", "–", "16", "–"], ["fr", "12", "%", "–", "2", "12", "–", "2", "–"]]


def test_with_details_each_string_that_is_not_done_has_its_place(project: Project) -> None:
    lines = [*status_report.lines([french(project)], details=True)]
    file, source = project.content / SHEET / "fr.yaml", project.content / SHEET / "en.yaml"
    assert f"  {file}:33:9: missing: film.call, see {source}:33" in lines
    assert f"  {file}:25:7: missing: timeline.items.first-beds.more, see {source}:27" in lines
    assert sum(": same: " in line for line in lines) == 12
    layouts = [line.rpartition("   in ")[2].split(", ") for line in lines if "   in " in line]
    assert sorted(chain(*layouts)) == sorted(french(project).layout_keys)


def test_stale_strings_are_always_named(project: Project) -> None:
    one = french(project)
    records.lock_file(project.content, SHEET, "fr").write_text(records.serialized(one.lock), encoding="utf-8")
    source = project.content / SHEET / "en.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("Late 1990s", "About 1998"), encoding="utf-8")
    (line,) = (line for line in status_report.lines([french(project)], details=False) if "stale:" in line)
    assert line.endswith(f"fr.yaml:29:13: stale: timeline.items.second-well.date, see {source}:29")


def test_the_report_has_the_same_numbers(project: Project) -> None:
    (told,) = status.summaries([french(project)])
    assert (told["sheet"], told["language"], told["done"], told["record_lags"]) == (SHEET, "fr", 0.125, True)
    assert told["states"]["missing"] == 2
    assert told["layouts"]["leaflet"]["missing"] == 1


@pytest.mark.parametrize(("percent", "named"), [(0, 0), (12.5, 0), (12.6, 1), (100, 1)])
def test_too_little_is_a_finding(project: Project, percent: float, named: int) -> None:
    one = french(project)
    records.lock_file(project.content, SHEET, "fr").write_text(records.serialized(one.lock), encoding="utf-8")
    found = status.below([french(project)], percent, project)
    assert len(found) == named
    assert all(one.exit_code == ExitCode.CONTENT and one.place for one in found)


def translated(project: Project, tag: str, kept: set[str]) -> None:
    """The sheet in a language, all of it turned round but what is kept."""
    file = project.content / SHEET / f"{tag}.yaml"
    shutil.copy(project.content / SHEET / "en.yaml", file)
    words = {text.key: text[::-1] for text in loader.load(project.content, SHEET, "en").source if text.key not in kept}
    text = file.read_text(encoding="utf-8")
    file.write_text(editor.with_words(text, reader.read(file), words), encoding="utf-8")
    (one,), _ = status.find(project, [SHEET], [tag])
    records.lock_file(project.content, SHEET, tag).write_text(records.serialized(one.lock), encoding="utf-8")


NAME, WORD = "masthead.organisation", "film.call"


def test_a_name_that_is_the_same_in_every_language_is_done(project: Project) -> None:
    for tag in ("fr", "ar"):
        translated(project, tag, {NAME})
    found, _ = status.find(project, [], [])
    assert [one.states[NAME] for one in found] == [State.SAME, State.SAME]
    assert [one.share for one in found] == [1, 1]
    assert status.below(found, 100, project) == []
    table = [*status_report.lines(found, details=True)]
    assert [line.split()[:3] for line in table if line.split()[0] in ("fr", "ar")] == [
        ["ar", "100", "%"],
        ["fr", "100", "%"],
    ]
    assert not any("same:" in line for line in table)
    # One language alone is told by the others, which are looked at, too.
    (one,), _ = status.find(project, [], ["fr"])
    assert one.share == 1
    assert {told["done"] for told in status.summaries(found)} == {1}


def test_what_only_some_languages_leave_as_it_is_waits_for_a_review(project: Project) -> None:
    translated(project, "fr", {NAME, WORD})
    translated(project, "ar", {NAME})
    one = french(project)
    assert not one.is_done(WORD) and one.is_done(NAME)
    assert [
        line.partition(" same: ")[2][: len(WORD)] for line in status_report.lines([one], True) if " same: " in line
    ] == [WORD]
    review = records.Review("Ana", "2026-11-25")
    lock = records.signed(one.sheet.source, one.sheet.words, one.lock, [WORD], review)
    records.lock_file(project.content, SHEET, "fr").write_text(records.serialized(lock), encoding="utf-8")
    assert french(project).share == 1


@pytest.mark.parametrize("copies", [["ar"], ["ar", "de"]])
def test_a_copy_of_the_source_proves_nothing(project: Project, copies: list[str]) -> None:
    translated(project, "fr", {NAME})
    for tag in copies:
        shutil.copy(project.content / SHEET / "en.yaml", project.content / SHEET / f"{tag}.yaml")
    assert not french(project).is_done(NAME)


def test_a_language_that_cannot_be_read_or_was_just_begun_says_nothing_of_names(project: Project) -> None:
    for tag in ("fr", "ar", "de"):
        translated(project, tag, {NAME})
    for text in ("a: b: c", "{}\n"):
        (project.content / SHEET / "de.yaml").write_text(text, encoding="utf-8")
        assert french(project).share == 1


def test_a_record_that_lags_is_one_too_as_nobody_can_rely_on_it(project: Project) -> None:
    (lags,) = status.below([french(project)], 0, project)
    assert "lags behind" in lags.what
    assert "--update" in lags.hint


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(project: Project) -> None:
    (project.content / SHEET / "fr.yaml").write_text("a: b: c", encoding="utf-8")
    records.lock_file(project.content, SHEET, "ar").write_text("x", encoding="utf-8")
    shutil.copytree(SHEETS / SHEET, project.content / "other")
    shutil.copy(project.content / "other" / "en.yaml", project.content / "other" / "fr.yaml")
    found, problems = status.find(project, [], [])
    assert [one.name for one in found] == ["other · fr"]
    assert {one.place.file.name for one in problems if one.place} == {"fr.yaml", "ar.lock.json"}
