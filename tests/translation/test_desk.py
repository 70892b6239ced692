"""What translators, reviewers and editors do here, from the first file of a language to its review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import translating
from support.project import PROJECT, SHEET
from support.translating import DAY, everything, in_state, put, states, translate

from factsheet.build import pipeline
from factsheet.content import loader, records
from factsheet.content.records import State
from factsheet.design import editions, layouts, locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.lint import checked
from factsheet.translation import new_language, review, status, status_report
from factsheet.yaml import editor, reader

OURS = Project(PROJECT, PROJECT / "content")
TRANSLATED = [(name, tag) for name in loader.sheets(OURS.content) for tag in loader.languages(OURS.content, name)[1:]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of one's own with the short sheet, in English only."""
    return translating.english(tmp_path)


@pytest.fixture
def french(project: Project) -> Project:
    """The same with a translation and its record."""
    return translating.translated(project)


# Staleness


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


# Review


def test_a_review_takes_all_but_what_is_stale_or_missing(french: Project) -> None:
    put(french, "en", {"film.call": "Scan it"})
    put(french, "fr", {"timeline.items.first-beds.date": "1974"})
    done = review.record_review(french, [], "fr", "Anna", DAY, [])
    assert done.lines == (
        f"{SHEET} · fr: 15 strings reviewed by Anna on {DAY}",
        "  stale, not taken: film.call; name it with --key if it is right all the same",
    )
    assert {key for key, state in states(french).items() if state is not State.REVIEWED} == {"film.call"}


def test_a_stale_string_that_is_named_is_reviewed(french: Project) -> None:
    put(french, "en", {"film.call": "Scan it"})
    assert in_state(french, State.STALE) == {"film.call"}
    review.record_review(french, [], "fr", "Anna", DAY, ["film"])
    assert in_state(french, State.STALE) == {"film.call"}
    review.record_review(french, [], "fr", "Anna", DAY, ["film.call"])
    assert in_state(french, State.REVIEWED) == {"film.call"}


def test_a_part_can_be_reviewed(french: Project) -> None:
    review.record_review(french, [], "fr", "Anna", DAY, ["masthead", "messages.heading"])
    assert {key.partition(".")[0] for key in in_state(french, State.REVIEWED)} == {"masthead", "messages"}
    assert len(in_state(french, State.REVIEWED)) == 6
    review.record_review(french, [], "fr", "Bea", "2026-11-26", [])
    lock = records.read(records.lock_file(french.content, SHEET, "fr"))
    assert {entry.review.by for entry in lock.values() if entry.review} == {"Anna", "Bea"}


def test_a_review_of_what_is_not_there_changes_nothing(french: Project) -> None:
    before = everything(french)
    (problems,) = review.record_review(french, [], "fr", "Anna", DAY, ["masthead.titel"]).problems
    assert problems.exit_code == ExitCode.USAGE
    assert "masthead.title" in problems.hint
    with pytest.raises(ProjectError, match="is not a day"):
        review.record_review(french, [], "fr", "Anna", "yesterday", [])
    assert everything(french) == before


# A new language


def test_a_new_language_has_every_key_every_note_and_no_word(project: Project) -> None:
    done = new_language.create(project, [], "uk", None)
    assert [line.rpartition("/")[2] for line in done.lines[1:-1]] == [
        "uk.yaml waits for words",
        "uk.yaml waits for words",
    ]
    assert {*states(project, "uk").values()} == {State.MISSING}
    made, problems = checked.find(project, (), (), ("uk",))
    assert made == []
    assert {one.exit_code for one in problems} == {ExitCode.CONTENT}


def test_no_word_of_another_language_is_left_in_its_file(project: Project) -> None:
    new_language.create(project, [], "uk", "ru")
    file = project.locales / "uk.yaml"
    with pytest.raises(ProjectError) as caught:
        locales.load(project.locales, "uk")
    told = {finding.what.partition(":")[0] for finding in caught.value.findings}
    assert told == {"name", *(f"furniture.{name}" for name in locales.Furniture.model_fields)}
    assert "proof" not in file.read_text(encoding="utf-8")  # of which all words are needed, or none
    # What is no word is as it was.
    same = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in same if line.startswith("  display")] == ["  display: [FS Display, FS Sans]"]


@pytest.mark.parametrize(
    ("tag", "like", "model"),
    [
        ("fr-CA", None, "fr"),  # the same language
        ("uk", None, "ru"),  # the same letters
        ("sk", None, "cs"),
        ("ckb", None, "ar"),
        ("uz-Cyrl", None, "ru"),  # the letters that the tag names
        ("uz", None, "en"),  # none is near, so the source
        ("sd", "ar", "ar"),  # as it was asked for
    ],
)
def test_a_language_starts_from_the_nearest(project: Project, tag: str, like: str | None, model: str) -> None:
    (line,) = (line for line in new_language.create(project, [], tag, like).lines if "is made from" in line)
    assert f"is made from that of {model}:" in line


def test_other_models_in_the_same_letters_are_named(project: Project) -> None:
    lines = new_language.create(project, [], "ps", None).lines
    assert any(line.endswith("; --like takes another in the same letters: fa, ur") for line in lines)


def test_a_language_in_letters_of_its_own_is_told_that_it_needs_fonts(project: Project) -> None:
    (line,) = (line for line in new_language.create(project, [], "hy", None).lines if "is made from" in line)
    assert "no language here has its letters (Armn)" in line
    assert "docs/translating.md" in line


def test_what_is_known_of_a_language_stays_and_the_next_step_is_told(project: Project) -> None:
    before = (project.locales / "tr.yaml").read_bytes()
    lines = new_language.create(project, [], "tr", None).lines
    assert (project.locales / "tr.yaml").read_bytes() == before
    assert any("locales/tr.yaml is there already" in line for line in lines)
    assert "python3 build.py check --lang tr" in lines[-1]
    assert "docs/translating.md" in lines[-1]


def test_what_is_there_is_never_overwritten(project: Project) -> None:
    translate(project, "fr")
    before = everything(project)
    done = new_language.create(project, [], "fr", None)
    assert everything(project) == before
    assert all("is there already" in line for line in done.lines[:-1])


@pytest.mark.parametrize(
    ("tag", "like"), [("FR", None), ("../x", None), ("english", None), ("con", None), ("AUX", None), ("uk", "xx")]
)
def test_what_is_no_language_is_refused(project: Project, tag: str, like: str | None) -> None:
    before = everything(project)
    try:
        problems = new_language.create(project, [], tag, like).problems
    except ProjectError as refused:
        problems = refused.findings
    assert {one.exit_code for one in problems} == {ExitCode.USAGE}
    assert everything(project) == before


def test_two_files_are_a_language_in_every_layout(project: Project) -> None:

    new_language.create(project, [], "uk", "ru")
    source = loader.load(project.content, SHEET, "en").source
    words = {text.key: f"Слово {number}" for number, text in enumerate(source)}
    put(project, "uk", words | {key: "1974" for key in words if key.endswith(".date")})
    model = locales.load(project.locales, "ru")
    file = project.locales / "uk.yaml"
    filled = {"name": "Українська"} | {f"furniture.{key}": words for key, words in model.furniture.model_dump().items()}
    tree = reader.read(file, blanks=True)
    file.write_text(editor.with_words(file.read_text(encoding="utf-8"), tree, filled), encoding="utf-8")
    made, problems = checked.find(project, (), (), ("uk",))
    assert [one for one in problems if not one.advice] == []
    assert [edition.layout.name for edition in made] == [*layouts.names(project.templates)]
    for edition in made:
        done = pipeline.build_edition(edition, [*editions.Intent], False, project.folder / "dist")
        assert {*done.files} == {*editions.Intent}
