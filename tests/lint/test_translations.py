"""Terms and figures that were lost in translation."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.content.glossary import Term
from factsheet.findings import Place
from factsheet.lint.translations import Pair, lint
from factsheet.yaml.nodes import Text

HERE = Place(Path("fr.yaml"), 1, 1)


def told(source: str, text: str, terms: dict[str, list[str]] | None = None, beside: str = "") -> list[str]:
    known = tuple(Term(term, tuple(forms), HERE) for term, forms in (terms or {}).items())
    found = lint([Pair(Text(source, "a", HERE), Text(text, "a", HERE), known, beside)])
    assert all(one.advice and one.hint for one in found)
    return [one.what.removeprefix("a: ") for one in found]


DRUGS = {"people who use drugs": ["personnes qui utilisent des drogues", "personnes * qui utilisent des drogues"]}


@pytest.mark.parametrize(
    "text",
    [
        "Les Personnes qui utilisent des drogues.",
        "Les personnes\u00a0qui utili\u00adsent\ndes drogues.",
        "Les personnes autochtones qui utilisent des drogues.",
        "« Guide with People who Use Drugs »",
    ],
)
def test_an_approved_form_is_found_however_it_is_written(text: str) -> None:
    assert told("People who use drugs said so.", text, DRUGS) == []


def test_a_form_is_the_beginning_of_words() -> None:
    terms = {"people who use drugs": ["люд*, употребляющ"]}
    assert told("people who use drugs", "людям, употребляющим наркотики", terms) == []
    assert told("people who use drugs", "людям и детям, употребляющим наркотики", terms) != []


def test_a_term_that_was_named_in_the_same_item_may_be_a_pronoun() -> None:
    said = told("People who use drugs", "Elles", DRUGS)
    assert said == [
        "“people who use drugs” is “personnes qui utilisent des drogues” in the glossary, which does not stand here"
    ]
    assert told("People who use drugs", "Elles", DRUGS, "Les personnes qui utilisent des drogues…") == []


def test_a_term_is_no_part_of_another_word() -> None:
    assert told("decriminalisation", "x", {"criminalisation": ["criminalisation"]}) == []
    assert told("activists", "x", {"activist": ["activiste"]}) != []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("1961", "1961"),
        ("1961", "١٩٦١"),
        ("1961", "१९६१"),
        ("In 2008, 126 came.", "126 kamen 2008."),
        ("1,000 and 1.5", "1\u202f000 et 1,5"),
        ("1,000", "١٬٠٠٠"),
        ("1980s onwards", "Les années quatre-vingt"),
        ("London, SE1 6LN", "London, SE1 6LN"),
        ("none", "1"),
    ],
)
def test_figures_that_are_there(source: str, text: str) -> None:
    assert told(source, text) == []


@pytest.mark.parametrize(
    ("source", "text", "missing"),
    [
        ("1961", "1691", ["1961"]),
        ("2008 and 2017", "2008", ["2017"]),
        ("2 of 2", "2", ["2"]),
        ("1.5", "15, 5", []),
        ("12", "126", ["12"]),
    ],
)
def test_figures_that_are_not(source: str, text: str, missing: list[str]) -> None:
    assert told(source, text) == [f"{number} stands in the source and not here" for number in missing]
