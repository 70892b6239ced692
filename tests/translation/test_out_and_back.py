"""Words go out to other tools and to reviewers, and come back: nothing is lost, and nothing wrong is taken in."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import polib
import pytest
from support import translating
from support.project import SHEET
from support.translating import DAY, everything, in_state, put, states, turned

from factsheet.content import loader, records
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.translation import bundle as bundles
from factsheet.translation import (
    exchange,
    export,
    importing,
    new_language,
    reported_limits,
    review,
    spreadsheet,
    status,
)


@pytest.fixture(params=["po", "csv"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def sent(project: Project, kind: str, tag: str = "fr") -> Path:
    file = project.folder / f"x.{kind}"
    done = export.write_files(project, [], tag, kind, file, project.folder / "dist")
    assert done.problems == ()
    return file


def changed(file: Path, key: str, words: str, unsure: bool | None = None) -> None:
    """What a translator does with the file, with a tool for it."""
    if file.suffix == ".po":
        read = polib.pofile(str(file))
        (entry,) = (one for one in read if one.msgctxt == key)
        entry.msgstr = words
        if unsure is not None:
            entry.flags = ["fuzzy"] if unsure else []
        read.save()
        return
    bundle = exchange.read(file)
    entries = (
        bundles.Entry(one.key, one.source, words, None if unsure is False else one.state) if one.key == key else one
        for one in bundle.entries
    )
    file.write_bytes(spreadsheet.written(bundles.Bundle(bundle.sheet, bundle.source, bundle.tag, tuple(entries))))


def test_an_import_of_what_was_exported_changes_nothing(french: Project, kind: str) -> None:
    put(french, "en", {"film.call": "Scan it"})
    review.record_review(french, [], "fr", "Anna", DAY, ["masthead"])
    before, so_far = everything(french), states(french)
    done = importing.import_file(french, sent(french, kind))
    assert done.lines[0].endswith(": 0 strings changed")
    assert everything(french) == before
    assert states(french) == so_far


def test_words_that_come_back_stand_in_the_file_and_no_others_change(french: Project, kind: str) -> None:
    before = (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8").splitlines()
    file = sent(french, kind)
    changed(file, "messages.heading", "Ce que nous avons appris")
    assert importing.import_file(french, file).lines[0].endswith(": 1 string changed")
    after = (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ['  heading: "Ce que nous avons appris"']
    assert len(after) == len(before)


def test_a_first_translation_can_come_back_whole(project: Project, kind: str) -> None:
    new_language.create(project, [], "fr", None)
    (project.content / SHEET / "fr.yaml").write_text("{}\n", encoding="utf-8")  # as translation platforms begin
    file = sent(project, kind)
    for text in loader.load(project.content, SHEET, "en").source:
        changed(file, text.key, turned(text))
    assert importing.import_file(project, file).lines[0].endswith(": 16 strings changed")
    sheet = loader.load(project.content, SHEET, "fr")
    assert {text.key: str(text) for text in sheet.words} == {text.key: turned(text) for text in sheet.source}
    assert [text.key for text in sheet.words] == [text.key for text in sheet.source]
    (one,), _ = status.find(project, [], [])
    assert {*one.states.values()} == {State.DRAFT}
    assert not one.record_lags


def test_what_was_away_while_the_source_changed_comes_back_stale(french: Project, kind: str) -> None:
    file = sent(french, kind)
    changed(file, "film.call", "Regardez le jardin")
    put(french, "en", {"film.call": "Scan it"})
    importing.import_file(french, file)
    assert in_state(french, State.STALE) == {"film.call"}


def test_a_stale_string_is_current_when_its_translator_says_so(french: Project, kind: str) -> None:
    put(french, "en", {"film.call": "Scan the code and see our garden"})
    file = sent(french, kind)
    changed(file, "film.call", turned("Scan the code and see the garden"), unsure=False)
    importing.import_file(french, file)
    assert in_state(french, State.STALE) == set()


def test_a_stale_string_translated_anew_is_current(french: Project, kind: str) -> None:
    put(french, "en", {"film.call": "Scan it"})
    file = sent(french, kind)
    changed(file, "film.call", "Scannez", unsure=False if kind == "po" else None)
    importing.import_file(french, file)
    assert in_state(french, State.STALE) == set()


def test_a_guess_of_a_tool_is_not_taken_for_a_translation(french: Project) -> None:
    file = sent(french, "po")
    changed(file, "film.call", "Au hasard", unsure=True)
    assert "1 left out that still need a look" in importing.import_file(french, file).lines[0]
    assert "Au hasard" not in (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8")


def test_an_empty_string_is_no_order_to_delete(french: Project, kind: str) -> None:
    before = everything(french)
    file = sent(french, kind)
    changed(file, "film.call", "")
    importing.import_file(french, file)
    assert everything(french) == before


def test_a_review_ends_with_the_words_that_were_reviewed(french: Project, kind: str) -> None:
    review.record_review(french, [], "fr", "Anna", DAY, [])
    file = sent(french, kind)
    changed(file, "film.call", "Regardez")
    importing.import_file(french, file)
    assert in_state(french, State.DRAFT) == {"film.call"}


@pytest.mark.parametrize("words", ["une \u202e ruse", 'des "guillemets" droits'])
def test_words_that_cannot_be_printed_keep_all_of_them_out(french: Project, kind: str, words: str) -> None:
    file = sent(french, kind)
    changed(file, "messages.heading", "Bien")
    changed(file, "film.call", words)
    before = everything(french)
    problems = [one for one in importing.import_file(french, file).problems if not one.advice]
    assert problems
    assert all(one.place and one.place.file == file and one.place.line for one in problems)
    assert everything(french) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("film.call", "film.cll", "film.cll: is no string of this sheet"),
        (SHEET, "other", "a sheet “other”, which is not here"),
        ("fr", "de", "there is no translation into de"),
        ("fr", "en", "en is the source language|no column for a language"),
    ],
)
def test_what_belongs_elsewhere_changes_nothing(french: Project, kind: str, old: str, new: str, message: str) -> None:
    file = sent(french, kind)
    file.write_text(re.sub(rf"\b{old}\b", new, file.read_text(encoding="utf-8")), encoding="utf-8")
    before = everything(french)
    try:
        problems = importing.import_file(french, file).problems
    except ProjectError as refused:
        problems = refused.findings
    assert re.search(message, problems[0].what)
    assert everything(french) == before


def signed(project: Project, right: Mapping[str, str], by: str = "Ana", **others: object) -> Path:
    """What a reviewer saves from a proof of the French as it is, with some strings found or made right."""
    sheet = loader.load(project.content, SHEET, "fr")
    source, made = ({text.key: str(text) for text in texts} for texts in (sheet.source, sheet.words))
    strings = {
        key: {"source": source[key], "read": made[key], "right": words or made[key]} for key, words in right.items()
    }
    told = {"sheet": SHEET, "source": "en", "language": "fr", "by": by, "on": DAY, "strings": strings, **others}
    file = project.folder / f"{SHEET}_fr_review.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_what_a_reviewer_signs_is_corrected_and_reviewed_at_once(french: Project) -> None:
    file = signed(french, {"film.call": "Regardez", "masthead.title": ""})
    done = importing.import_file(french, file)
    assert done.lines[0].endswith(": 1 string changed")
    assert done.lines[1:] == (f"  2 strings reviewed by Ana on {DAY}",)
    assert in_state(french, State.REVIEWED) == {"film.call", "masthead.title"}
    assert 'call: "Regardez"' in (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8")
    before = everything(french)
    assert importing.import_file(french, file).lines[0].endswith(": 0 strings changed")
    assert everything(french) == before


def test_words_that_nobody_has_read_are_not_signed(french: Project) -> None:
    file = signed(french, {"film.call": "", "messages.heading": "Ce que nous avons appris", "masthead.title": ""})
    put(french, "fr", {"film.call": "Autre chose", "messages.heading": "Appris"})
    put(french, "en", {"masthead.title": "Another title"})
    done = importing.import_file(french, file)
    assert done.lines[1:] == (
        f"  0 strings reviewed by Ana on {DAY}",
        "  changed since it was sent out, not taken: film.call",
        "  changed since it was sent out, not taken: messages.heading",
        "  not reviewed, as the original has changed since it was sent out: masthead.title",
    )
    assert in_state(french, State.REVIEWED) == set()
    assert states(french)["masthead.title"] is State.STALE
    assert "Appris" in (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"by": " "}, "nobody has signed this"),
        ({"on": "soon"}, "nobody has signed this"),
        ({"strings": {"film.call": "Regardez"}}, "not what a proof saves"),
        ({"strings": {"film.call": {"source": 1, "read": "", "right": ""}}}, "not what a proof saves"),
        ({"strings": {"film.call": {"source": "a", "read": "b", "right": "\ud800"}}}, "not what a proof saves"),
        ({"strings": {"film.cll": {"source": "a", "read": "b", "right": "c"}}}, "film.cll: is no string of this sheet"),
    ],
)
def test_what_is_no_signed_proof_is_refused_whole(french: Project, others: dict[str, object], message: str) -> None:
    file = signed(french, {}, **others)
    before = everything(french)
    try:
        problems = importing.import_file(french, file).problems
    except ProjectError as refused:
        problems = refused.findings
    assert message in problems[0].what and problems[0].exit_code == ExitCode.CONTENT
    assert everything(french) == before


def test_straight_quotes_in_a_correction_are_told(french: Project) -> None:
    before = everything(french)
    problems = importing.import_file(french, signed(french, {"film.call": 'le "film"'})).problems
    assert any("film.call" in one.what and not one.advice for one in problems)
    assert everything(french) == before


def test_an_import_keeps_the_mode_of_the_words_and_the_link_to_them(french: Project, kind: str) -> None:
    link = french.content / SHEET / "fr.yaml"
    words, record = link.with_name("kept") / "french", records.lock_file(french.content, SHEET, "fr")
    words.parent.mkdir()
    link.rename(words)
    link.symlink_to("kept/french")
    words.chmod(0o600)
    record.chmod(0o640)
    file = sent(french, kind)
    changed(file, "film.call", "Regardez")
    assert importing.import_file(french, file).lines[0].endswith(": 1 string changed")
    assert link.is_symlink()
    assert 'call: "Regardez"' in words.read_text(encoding="utf-8")
    assert [path.stat().st_mode & 0o777 for path in (words, record)] == [0o600, 0o640]
    assert in_state(french, State.STALE) == set()


def test_new_files_are_for_those_who_may_read_new_files(project: Project) -> None:
    before = os.umask(0o077)
    try:
        translating.translated(project)
    finally:
        os.umask(before)
    made = [project.content / SHEET / "fr.yaml", records.lock_file(project.content, SHEET, "fr")]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}


def test_a_file_that_cannot_be_written_leaves_both_as_they_were(
    french: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(french, "po")
    changed(file, "film.call", "Regardez")
    before = everything(french)
    monkeypatch.setattr(records, "serialized", lambda lock: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.import_file(french, file)
    assert everything(french) == before


def test_translators_are_told_how_much_room_there_is(french: Project, kind: str) -> None:
    report = french.folder / "dist" / "report.json"
    report.parent.mkdir()
    rooms = [
        ("fr", "leaflet", {"film.call": 40, "messages.heading": 30}),
        ("fr", "zine", {"film.call": 25}),
        ("fr", "cards", None),
        ("en", "zine", {"film.call": 20}),
        ("en", "poster", {"timeline.heading": 22}),
        ("ar", "poster", {"film.call": 3}),
    ]
    told = [{"sheet": SHEET, "language": tag, "layout": layout, "budgets": room} for tag, layout, room in rooms]
    report.write_text(json.dumps({"editions": told}), encoding="utf-8")
    text = sent(french, kind).read_text(encoding="utf-8")
    pattern = r"At most (\d+) char" if kind == "po" else r",(\d\d),"
    assert sorted(re.findall(pattern, text)) == ["22", "25", "30"]


@pytest.mark.parametrize("text", ["", "[]", '{"editions": 1}', '{"editions": [{}]}', '{"editions": [1]}'])
def test_a_report_that_says_nothing_of_room_is_no_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    assert reported_limits.read(tmp_path / "report.json", SHEET, "fr", "en") == {}
    assert reported_limits.read(tmp_path / "none.json", SHEET, "fr", "en") == {}


def test_what_cannot_be_exported_is_told(french: Project, tmp_path: Path) -> None:
    shutil.copytree(french.content / SHEET, french.content / "other")
    (problems,) = export.write_files(french, [], "fr", "po", tmp_path / "x.po", tmp_path).problems
    assert "one file holds one sheet" in problems.what
    (problems,) = export.write_files(french, [], "de", "po", None, tmp_path).problems
    assert problems.exit_code == ExitCode.USAGE
    done = export.write_files(french, [], "fr", "csv", None, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{SHEET}_fr.csv", "other_fr.csv"]
    assert len(done.lines) == 2
