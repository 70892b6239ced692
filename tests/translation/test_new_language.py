"""A new language begins with every key and no word, and nothing that is there is overwritten."""

from __future__ import annotations

import pytest
from support import selection
from support.project import PROJECT, SHEET
from support.translating import everything, put, states, translate

from factsheet.build import pipeline
from factsheet.content import loader
from factsheet.content.records import State
from factsheet.design import editions, layouts, locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.lint import ready_editions
from factsheet.translation import new_language
from factsheet.yaml import editor, reader


def test_a_new_language_has_every_key_every_note_and_no_word(project: Project) -> None:
    done = new_language.create(project, [], "uk", None)
    assert [line.rpartition("/")[2] for line in done.lines[1:-1]] == [
        "uk.yaml waits for words",
        "uk.yaml waits for words",
    ]
    assert {*states(project, "uk").values()} == {State.MISSING}
    made, problems = ready_editions.find(project, (), (), ("uk",))
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


@pytest.mark.parametrize("count", selection.amount(2, len(layouts.names(PROJECT / "templates"))))
def test_two_files_are_a_language_in_every_layout(project: Project, count: int) -> None:
    """Each layout is ready for it, and as many are built."""
    new_language.create(project, [], "uk", "ru")
    source = loader.load(project.content, SHEET, "en").source
    words = {text.key: f"Слово {number}" for number, text in enumerate(source)}
    put(project, "uk", words | {key: "1974" for key in words if key.endswith(".date")})
    model = locales.load(project.locales, "ru")
    file = project.locales / "uk.yaml"
    filled = {"name": "Українська"} | {f"furniture.{key}": words for key, words in model.furniture.model_dump().items()}
    tree = reader.read(file, blanks=True)
    file.write_text(editor.with_words(file.read_text(encoding="utf-8"), tree, filled), encoding="utf-8")
    made, problems = ready_editions.find(project, (), (), ("uk",))
    assert [one for one in problems if not one.advice] == []
    assert [edition.layout.name for edition in made] == [*layouts.names(project.templates)]
    for edition in made[:count]:
        done = pipeline.build_edition(edition, [*editions.Intent], False, project.folder / "dist")
        assert {*done.files} == {*editions.Intent}
