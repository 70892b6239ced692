"""A string is stale once its source has changed, and people read in a table how far a language is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.project import PROJECT, SHEET
from support.translating import everything, in_state, put, states, translate

from factsheet.content import loader
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.translation import status, status_report
from factsheet.yaml import editor, reader

OURS = Project(PROJECT, PROJECT / "content")
TRANSLATED = [(name, tag) for name in loader.sheets(OURS.content) for tag in loader.languages(OURS.content, name)[1:]]


@pytest.mark.parametrize(("sheet", "tag"), TRANSLATED)
def test_a_changed_sentence_of_ours_makes_exactly_that_string_stale(tmp_path: Path, sheet: str, tag: str) -> None:
    project = Project(PROJECT, tmp_path / "content")
    shutil.copytree(OURS.content, project.content)
    status_report.report(project, [], [], update=True, fail_under=None)
    loaded = loader.load(project.content, sheet, tag)
    (longest,) = sorted(loaded.source, key=len)[-1:]
    source = project.content / sheet / f"{loaded.facts.source}.yaml"
    tree = reader.read(source)
    source.write_text(editor.with_words(source.read_text(encoding="utf-8"), tree, {longest.key: f"{longest} Now."}))
    (one,), _ = status.find(project, [sheet], [tag])
    assert [key for key, state in one.states.items() if state is State.STALE] == [longest.key]


@pytest.mark.parametrize(("sheet", "tag"), TRANSLATED)
def test_our_records_are_kept_with_our_words(sheet: str, tag: str) -> None:
    (one,), _ = status.find(OURS, [sheet], [tag])
    assert not one.record_lags, "run python3 build.py status --update"


@pytest.mark.parametrize("tag", ["fr", "ar", "th"])
def test_a_changed_sentence_makes_exactly_that_string_stale(project: Project, tag: str) -> None:
    translate(project, tag)
    status_report.report(project, [], [], update=True, fail_under=None)
    put(project, "en", {"timeline.items.second-well.lead": "A second well ends the long queue at the first one."})
    assert in_state(project, State.STALE, tag) == {"timeline.items.second-well.lead"}
    # And stays so, whoever brings the record up to date, until somebody sees to it.
    status_report.report(project, [], [], update=True, fail_under=None)
    assert in_state(project, State.STALE, tag) == {"timeline.items.second-well.lead"}
    put(project, tag, {"timeline.items.second-well.lead": "Autre chose."})
    assert in_state(project, State.STALE, tag) == set()


def test_lines_broken_at_other_words_change_nothing(french: Project) -> None:
    before = states(french)
    file = french.content / SHEET / "en.yaml"
    text = file.read_text(encoding="utf-8")
    broken = text.replace("nobody has looked for it.", "nobody has\n        looked for it.")
    assert broken != text
    file.write_text(broken, encoding="utf-8")
    assert states(french) == before
    assert status_report.report(french, [], [], update=False, fail_under=0).problems == ()


def test_status_writes_the_record_only_when_asked(french: Project) -> None:
    put(french, "fr", {"film.call": "Regardez"})
    before = everything(french)
    assert any("--update" in line for line in status_report.report(french, [], [], False, None).lines)
    assert everything(french) == before
    status_report.report(french, [], [], True, None)
    changed = {path.name for path, contents in everything(french).items() if before[path] != contents}
    assert changed == {"fr.lock.json"}


def test_status_of_nothing_says_how_to_begin(project: Project) -> None:
    assert "new language" in status_report.report(project, [], [], False, None).lines[0]
