"""The glossary: read strictly, kept in order, and followed by every translation there is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from support.project import PROJECT

from factsheet.content import glossary, loader
from factsheet.content.models import TAG
from factsheet.findings import ProjectError
from factsheet.lint import translations
from factsheet.yaml.nodes import Text

OURS = PROJECT / "content" / "glossary.csv"
TRANSLATED = [(sheet, tag) for sheet in loader.sheets(OURS.parent) for tag in loader.languages(OURS.parent, sheet)[1:]]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "glossary.csv"


def test_terms_come_with_their_forms(written: Path) -> None:
    written.write_text("\ufeffterm,fr,fr note,ar\nstigma,stigmatisation | stigmatis,x,\n,a,,b\n", encoding="utf-8")
    (term,) = glossary.read(written, "fr")
    assert (term.term, term.approved, term.place.line) == ("stigma", ("stigmatisation", "stigmatis"), 2)
    assert glossary.read(written, "ar") == glossary.read(written, "fr note") == glossary.read(written, "de") == ()
    assert glossary.read(written.with_name("none.csv"), "fr") == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("fr,ar\na,b\n", 1), ("term,fr,fr\na,b,c\n", 1), ("term,fr\na,b\nc,d,e\n", 3), ('term,fr\na,"b\n', 2)],
)
def test_a_glossary_that_cannot_be_understood_is_refused(written: Path, text: str, line: int | None) -> None:
    written.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match="glossary") as caught:
        glossary.read(written, "fr")
    (finding,) = caught.value.findings
    assert finding.hint and finding.place and finding.place.line == line
    written.write_bytes(b"term,fr\na,\xe9\n")
    with pytest.raises(ProjectError, match="not in UTF-8"):
        glossary.read(written, "fr")


def test_ours_has_a_column_for_every_translation_and_no_term_twice() -> None:
    head, *rows = csv.reader(OURS.read_text(encoding="utf-8").splitlines())
    terms = [row[0] for row in rows]
    assert len({*terms}) == len(terms)
    tags = {name for name in head if TAG.fullmatch(name)}
    for sheet in loader.sheets(OURS.parent):
        assert {*loader.languages(OURS.parent, sheet)[1:]} <= tags
    for tag in tags:
        assert [term.term for term in glossary.read(OURS, tag)] == terms


@pytest.mark.parametrize(("sheet", "tag"), TRANSLATED)
def test_our_translations_follow_it_to_the_letter(sheet: str, tag: str) -> None:
    loaded = loader.load(OURS.parent, sheet, tag)
    terms, made = glossary.read(OURS, tag), {text.key: text for text in loaded.words}
    pairs = [translations.Pair(text, made[text.key], terms, _item(loaded.words, text.key)) for text in loaded.source]
    assert [finding.what for finding in translations.lint(pairs)] == []


def _item(words: tuple[Text, ...], key: str) -> str:
    """All that is said in the item a string belongs to."""
    return " ".join(text for text in words if text.key.rpartition(".")[0] == key.rpartition(".")[0])
