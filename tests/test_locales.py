"""locales/<tag>.yaml: what is known of a language, strictly read."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet import fonts, locales
from factsheet.findings import ExitCode, Finding, Refused

PROJECT = Path(__file__).parent.parent
GOOD = """\
name: Qqaa
direction: rtl
fonts:
  text: [Some Sans, Other Sans]
  display: [Some Display]
line_height: 1.45
hyphens: manual
quotes: «»
furniture:
  continues: go on
  map: a map
  film_link: leads to
"""


def write(folder: Path, text: str, tag: str = "qaa") -> Path:
    file = folder / f"{tag}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def refused(folder: Path, tag: str = "qaa") -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        locales.load(folder, tag)
    assert {finding.exit_code for finding in caught.value.findings} == {ExitCode.CONTENT}
    return caught.value.findings


def test_a_language_is_read(tmp_path):
    write(tmp_path, GOOD)
    locale = locales.load(tmp_path, "qaa")
    assert (locale.direction, locale.line_height, locale.quotes) == ("rtl", 1.45, "«»")
    assert locale.fonts.text == ("Some Sans", "Other Sans")
    assert locale.furniture.continues == "go on"


@pytest.mark.parametrize(
    ("good", "bad", "part"),
    [
        ("direction: rtl", "direction: sideways", "direction: must be 'ltr' or 'rtl'"),
        ("line_height: 1.45", "line_height: 0.5", "line_height: must be at least 1"),
        ("line_height: 1.45", "line_height: nan", "line_height: must be"),
        ("line_height: 1.45", "line_height: tall", "line_height: must be a number in figures"),
        ("hyphens: manual", "hyphens: yes", "hyphens: must be 'manual' or 'auto'"),
        ("  display: [Some Display]", "  display: []", "fonts.display: has too few entries"),
        ("  display: [Some Display]", "  display: Some Display", "fonts.display: must be a list"),
        ("  map: a map", "  mapp: a map", "furniture.mapp: is not a key that is known here"),
        ("quotes: «»\n", "", "quotes: is missing"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, good, bad, part):
    file = write(tmp_path, GOOD.replace(good, bad))
    (finding,) = refused(tmp_path)
    assert finding.what.startswith(part)
    assert finding.place.file == file
    if bad:
        assert bad.strip() in file.read_text(encoding="utf-8").splitlines()[finding.place.line - 1]


def test_a_language_without_a_file_names_those_that_have_one(tmp_path):
    write(tmp_path, GOOD)
    (finding,) = refused(tmp_path, "qab")
    assert finding.what == "the language qab is not known"
    assert finding.place.file == tmp_path / "qab.yaml"
    assert finding.hint.endswith("there is qaa")


@pytest.mark.parametrize("tag", sorted(file.stem for file in (PROJECT / "locales").glob("*.yaml")))
def test_every_language_of_the_project_names_fonts_that_are_there(tag):
    locale = locales.load(PROJECT / "locales", tag)
    assert {*locale.fonts.text, *locale.fonts.display} <= fonts.families(PROJECT / "assets")
