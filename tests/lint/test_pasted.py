"""What comes along from web pages, PDFs and programs is told; what only looks like it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.findings import Place
from factsheet.lint.words import Spelling, lint
from factsheet.yaml.nodes import Text


def told(words: str) -> list[tuple[str, bool, int]]:
    """Code, whether it is advice, and the index of each thing found."""
    place = Place(Path("x.yaml"), 1, 1)
    found = lint([Text(words, "a.b", place, [(0, place)])], Spelling("“”‘’"))
    return [(one.code, one.advice, (one.place.column or 0) - 1 if one.place else -1) for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Harm&nbsp;reduction &amp; rights", [("T15", True, 4)]),
        ("It&#8217;s ours, it&#x2019;s", [("T15", True, 2)]),
        ("This is <b>bold</b> and <br/> a break.", [("T15", True, 8)]),
        ("This is **bold**, _this_ too.", [("T15", True, 8)]),
        ("see _this_ now", [("T15", True, 4)]),
        ("See [our page](x) here", [("T15", True, 4)]),
        ("Hello {0}, {name}", [("T15", True, 6)]),
        ("%s and %(x)s", [("T15", True, 0)]),
        ("First line\\nSecond", [("T15", True, 10)]),
        ("\\u00e9t\\u00e9", [("T15", True, 0)]),
        ("Peo\u200bple who", [("T20", True, 3)]),
        ("Peo\u200cple", [("T20", True, 3)]),
        ("dru\u200dgs", [("T20", True, 3)]),
        ("Peo\u2060 ple", [("T20", True, 3)]),
        ("a\u2063b", [("T20", True, 1)]),
        ("лю\u200bди", [("T20", True, 2)]),
        ("The organi- sation", [("T21", True, 4)]),
        ("Die Gesund- heit", [("T21", True, 4)]),
        ("Nous avons dÃ©cidÃ©", [("T22", False, 12)]),
        ("câ€™est", [("T22", False, 1)]),
        ("ÐŸÑ€Ð°Ð²Ð°", [("T22", False, 0)]),
        ("??????? ???? ?????", [("T22", False, 0)]),
        ("one\ntwo\nthree", [("T14", True, 3)]),
    ],
)
def test_what_came_along_is_told(words: str, expected: list[tuple[str, bool, int]]) -> None:
    assert told(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "R&D; AT&T; Q&A",
        "1 < 2 & 3 > 2, {{ x }}, 100% sure, 50%s",
        "snake_case_name, Nutzer*innen, 5 * 3 * 2, ** and __",
        "and/\u200bor, می\u200cخواهم, क्\u200dष, Auf\u200clage, ก\u200bข",
        "👩🏽\u200d⚕️ and 🏳️\u200d🌈",
        "two- and three-day, Vor- oder Nachteile, pre- and post-war",
        "What??? Really?? Yes?",
        "NÃO, LIBERTÉ\u00a0», «\u202fÉté\u202f», »Spaß«, AMANHû, Ð and Ñandú, Âme",
        "#NothingAboutUs is ours, Room #12",
        "x², ½, № 5, 2ⁿᵈ, −5\u00a0°C, COVID\u201119, con\u00advictions",
        "abc \u0640 def, people\u200e who\u200f",
    ],
)
def test_what_is_meant_is_fine(words: str) -> None:
    assert [one for one in told(words) if one[0] in ("T13", "T14", "T15", "T19", "T20", "T21", "T22")] == []
