"""A dotted circle that nobody typed is refused, wherever the engine would draw it; one that was typed is printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.project import PROJECT, SHEET

from factsheet.compose import composer
from factsheet.design import editions
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import ExitCode, Finding, ProjectError

SCRIPTS = PROJECT / "tests" / "scripts"


def planted(tmp_path: Path, tag: str, title: str, lead: str = "") -> Edition:
    """A sheet whose title, and whose first sentence if one is given, are other ones."""
    content = tmp_path / SHEET
    content.mkdir()
    for file in (SCRIPTS / SHEET).glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.stem == tag:
            lines = text.split("\n")
            for number, line in enumerate(lines):
                if line.startswith("  title: "):
                    lines[number] = f"  title: {title}"
            if lead:
                first = next(number for number, line in enumerate(lines) if line.startswith("      lead: "))
                lines[first] = f"      lead: {lead}"
            text = "\n".join(lines)
        (content / file.name).write_text(text, encoding="utf-8")
    # Checks of words find most of these first; what they know of is not all there is.
    return editions.load(Project(PROJECT, tmp_path), SHEET, "factsheet", tag)


def found(edition: Edition, html: str = "") -> list[Finding]:
    composed = composer.compose(edition)
    if html:
        composed = replace(composed, html=html, stylesheets=())
    try:
        typeset.draw(typeset.typeset(composed, edition))
    except ProjectError as refused:
        return [one for one in refused.findings if "dotted circle" in one.what]
    return []


@pytest.mark.parametrize(
    ("tag", "title", "lead", "words"),
    [
        # Hindi typed as it is seen: the sign of i before the letter it is spoken after.
        ("hi", "िहन्दी", "हम िलखते हैं।", ["िहन्दी", "िलखते"]),
        ("hi", "कर्िम", "", ["कर्िम"]),
        # Burmese in Zawgyi, an encoding from before Unicode, which has ေ before its letter.
        ("my", "ေနေကာင္း", "ေခၚပါ။", ["ေနေကာင္း", "ေခၚပါ။"]),
        ("km", "ាក", "", ["ាក"]),
    ],
)
def test_one_that_nobody_typed_is_refused_with_its_word(
    tmp_path: Path, tag: str, title: str, lead: str, words: list[str]
) -> None:
    edition = planted(tmp_path, tag, title, lead)
    problems = found(edition)
    assert [one.what.partition('"')[2].partition('"')[0] for one in problems] == words
    assert {one.exit_code for one in problems} == {ExitCode.CONTENT}
    keys = ["masthead.title", "messages.items.open-gate.lead"][: len(words)]
    assert [one.what.partition(":")[0] for one in problems] == keys
    file = edition.project.content / SHEET / f"{tag}.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    for one, word in zip(problems, words, strict=True):
        assert one.place and one.place.file == file and one.place.line and one.place.column
        assert lines[one.place.line - 1][one.place.column - 1 :].startswith(word[0])
        assert "Unicode" in one.hint


def test_one_that_was_typed_is_printed(tmp_path: Path) -> None:
    assert found(planted(tmp_path, "hi", "◌ि और ◌", "मात्रा ◌ा ऐसी है।")) == []


def test_words_that_are_right_have_none(tmp_path: Path) -> None:
    assert found(planted(tmp_path, "my", "လွတ်လပ်မှု")) == []


def test_one_in_the_furniture_is_refused_by_the_layout(tmp_path: Path) -> None:
    edition = planted(tmp_path, "hi", "हम")
    style = "@page { size: A4; @bottom-left { content: 'िहन्दी'; font-family: 'FS Devanagari' } }"
    (one,) = found(edition, f"<html lang=hi><title>x</title><style>{style}</style><p>x")
    assert one.exit_code == ExitCode.LAYOUT
    assert one.place == edition.layout.place
