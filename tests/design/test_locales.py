"""locales/<tag>.yaml: what is known of a language, strictly read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from factsheet.design import fonts, locales
from factsheet.findings import ExitCode, Finding, ProjectError

PROJECT = Path(__file__).parents[2]
OURS = sorted((PROJECT / "locales").glob("*.yaml"))
GOOD = next(text for file in OURS if "\nproof:" in (text := file.read_text(encoding="utf-8")))


def write(folder: Path, text: str, tag: str = "qaa") -> Path:
    file = folder / f"{tag}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, tag: str = "qaa") -> tuple[Finding, ...]:
    with pytest.raises(ProjectError) as caught:
        locales.load(folder, tag)
    assert {finding.exit_code for finding in caught.value.findings} == {ExitCode.CONTENT}
    return caught.value.findings


def with_line(key: str, line: str) -> str:
    """A good file with the line of one key put otherwise."""
    changed, times = re.subn(rf"^ *{key}:.*\n", line and f"{line}\n", GOOD, flags=re.MULTILINE)
    assert times == 1
    return changed


def test_the_words_of_a_proof_are_whole_or_absent(tmp_path):
    bare = GOOD[: GOOD.index("\nproof:") + 1]
    assert locales.load(write(tmp_path, bare).parent, "qaa").proof is None
    whole = locales.load(write(tmp_path, GOOD).parent, "qaa").proof
    assert whole and whole.page
    write(tmp_path, with_line("save", ""))
    assert [finding.what for finding in refused(tmp_path)] == ["proof.save: is missing"]


@pytest.mark.parametrize(
    ("key", "words", "part"),
    [
        ("page", "Page", "proof.page: must hold {number}"),
        ("page", "Page {nummer}", "proof.page: must hold {number}"),
        ("page", "{number} {number}", "proof.page: must hold {number}"),
        ("room", "{count}", "proof.room: must hold {count} and {most}"),
        ("save", "Save {it}", "proof.save: must hold no braces"),
        ("save", "Save }", "proof.save: must hold no braces"),
    ],
)
def test_what_is_filled_in_stands_in_every_language(tmp_path, key, words, part):
    write(tmp_path, with_line(key, f'  {key}: "{words}"'))
    assert [finding.what for finding in refused(tmp_path)] == [part]


def test_a_language_is_read(tmp_path):
    write(tmp_path, with_line("direction", "direction: rtl"))
    assert locales.load(tmp_path, "qaa").right_to_left
    write(tmp_path, with_line("line_height", "line_height: 1.45"))
    assert locales.load(tmp_path, "qaa").line_height == 1.45
    write(tmp_path, with_line("text", "  text: [Some Sans, Other Sans]"))
    assert locales.load(tmp_path, "qaa").fonts.text == ("Some Sans", "Other Sans")
    write(tmp_path, with_line("continues", "  continues: no"))
    assert locales.load(tmp_path, "qaa").furniture.continues == "no"


@pytest.mark.parametrize(
    ("key", "line", "part"),
    [
        ("direction", "direction: sideways", "direction: must be 'ltr' or 'rtl'"),
        ("line_height", "line_height: 0.5", "line_height: must be at least 1"),
        ("line_height", "line_height: nan", "line_height: must be"),
        ("line_height", "line_height: tall", "line_height: must be a number in figures"),
        ("hyphens", "hyphens: yes", "hyphens: must be 'manual' or 'auto'"),
        ("display", "  display: []", "fonts.display: has too few entries"),
        ("display", "  display: Some Display", "fonts.display: must be a list"),
        ("map", "  mapp: a map", "furniture.mapp: is not a key that is known here"),
        ("quotes", "", "quotes: is missing"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, key, line, part):
    file = write(tmp_path, with_line(key, line))
    (finding,) = refused(tmp_path)
    assert finding.what.startswith(part)
    assert finding.place.file == file
    if line:
        assert file.read_text(encoding="utf-8").splitlines()[finding.place.line - 1] == line


def test_a_language_without_a_file_names_those_that_have_one(tmp_path):
    write(tmp_path, GOOD)
    (finding,) = refused(tmp_path, "qab")
    assert finding.what == "the language qab is not known"
    assert finding.place.file == tmp_path / "qab.yaml"
    assert finding.hint.endswith("there is qaa")


@pytest.mark.parametrize("tag", [file.stem for file in OURS])
def test_every_language_of_the_project_names_fonts_that_are_there(tag):
    locale = locales.load(PROJECT / "locales", tag)
    assert {*locale.fonts.text, *locale.fonts.display} <= fonts.families(PROJECT / "assets")


def test_the_readme_names_every_language_and_says_how_many_there_are():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert f"about printing, are {len(OURS)}: " in readme
    for file in OURS:
        (english,) = re.findall("knows about (.+?)[.] Words", file.read_text(encoding="utf-8"))
        assert re.search(rf"\b{english}\b", readme), english
