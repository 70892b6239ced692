"""The copy lint: characters that print wrong, mislead or were not meant, each at its place."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.findings import Place
from factsheet.lint.words import Spelling, lint
from factsheet.yaml.nodes import Text

QUOTES = "“”‘’"


def told(words, quotes=QUOTES):
    place = Place(Path("en.yaml"), 3, 11)
    findings = lint([Text(words, "a.b", place, [(0, place)])], Spelling(quotes))
    assert all(f.what.startswith("a.b: ") and f.hint for f in findings)
    return [(f.place.column - 11, f.what.removeprefix("a.b: ")) for f in findings]


@pytest.mark.parametrize(
    "words",
    [
        "‘Taking back what’s ours!’ – “one” (two) 100\u00a0% — é ñ ø",
        "«\u202fmots\u202f»",
        "soft\u00adhyphen, no\u00a0break, and/\u200bor, two- and three-day",
        "العربية \u2067עברית\u2069 \u200fhere\u200e",
        "می\u200cخواهم",
        "क्\u200dष",
        "محمّد مُحَمَّد",
        "বাড়ি \u09dc",
        "Tiếng Việt, người",
        "👍",
        "1 < 2 & {{ x }}",
    ],
)
def test_what_people_write_is_fine(words):
    assert told(words) == []


def test_vocalised_arabic_in_the_order_of_the_keyboard_is_fine():
    typed = "م\u0651\u064e"
    assert not unicodedata.is_normalized("NFC", typed)
    assert told(typed) == []


@pytest.mark.parametrize(
    ("words", "index", "part"),
    [
        ("a\x00b", 1, "U+0000, a control character after “a”"),
        ("a\x1bb", 1, "U+001B, a control character"),
        ("a\x85b", 1, "U+0085, a control character"),
        ("a\tb", 1, "U+0009, a tab"),
        ("a\rb", 1, "U+000D, a control character"),
        ("a\u2028b", 1, "U+2028 LINE SEPARATOR, a line end"),
        ("call 112\u202eabc", 8, "U+202E RIGHT-TO-LEFT OVERRIDE, which forces the direction of words after “call 112”"),
        ("a\u202ab", 1, "U+202A LEFT-TO-RIGHT EMBEDDING"),
        ("a\u202c", 1, "U+202C POP DIRECTIONAL FORMATTING"),
        ("a\u202d", 1, "U+202D LEFT-TO-RIGHT OVERRIDE"),
        ("a\u2067b", 1, "U+2067 RIGHT-TO-LEFT ISOLATE without its end"),
        ("a\u2066\u2068b\u2069", 1, "U+2066 LEFT-TO-RIGHT ISOLATE without its end"),
        ("a\u2069b", 1, "U+2069 POP DIRECTIONAL ISOLATE without its beginning"),
        ("a\ud800b", 1, "U+D800, one half of a character"),
        ("a\ufdd0b", 1, "U+FDD0, which has no meaning"),
        ("a\U0010ffffb", 1, "U+10FFFF, which has no meaning"),
        ("a\u0378b", 1, "U+0378, which has no meaning"),
        ("a\ue000b", 1, "U+E000, which has no meaning"),
        ("a\U000e0041b", 1, "U+E0041 TAG LATIN CAPITAL LETTER A, which nobody can see"),
        ("a\ufeffb", 1, "U+FEFF ZERO WIDTH NO-BREAK SPACE, which nobody can see"),
        ("a\ufffdb", 1, "U+FFFD REPLACEMENT CHARACTER, which stands for"),
        ('say "no"', 4, "straight U+0022 QUOTATION MARK (2 times) after “say”"),
        ("what's", 4, "straight U+0027 APOSTROPHE after “what”"),
        ("a  b   c", 1, "more than one space (2 times)"),
        ("a\u00a0 b", 1, "more than one space"),
        (" a", 0, "begins with a space"),
        ("\na", 0, "begins with a space"),
        ("a ", 1, "ends with a space"),
        ("a\u00a0", 1, "ends with a space"),
        ("a\n", 0, "ends with a line end"),
    ],
)
def test_what_is_told_and_where(words, index, part):
    [(column, what)] = told(words)
    assert (column, what[: len(part)]) == (index, part)


def test_the_marks_a_language_uses_are_its_own():
    assert told("""it's "so" """.strip(), "\"'") == []
    assert [what for _, what in told("""it's "so" """.strip(), '"')] == ["straight U+0027 APOSTROPHE after “it”"]


def test_the_hint_names_the_marks_to_use():
    place = Place(Path("fr.yaml"), 1, 1)
    [finding] = lint([Text('"oui', "a", place)], Spelling("«»"))
    assert finding.hint == "use « »"


def test_every_problem_of_every_text_is_told():
    place = Place(Path("en.yaml"), 1, 1)
    texts = [Text("fine", "a", place), Text(' "a\x00\x01\x00  b', "b", place), Text("\t", "c", place)]
    assert [f.what.split(",")[0].split(" after")[0] for f in lint(texts, Spelling(QUOTES))] == [
        "b: U+0000",
        "b: U+0001",
        "b: straight U+0022 QUOTATION MARK",
        "b: begins with a space",
        "b: more than one space",
        "c: U+0009",
        "c: begins with a space",
        "c: ends with a space",
    ]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters() | st.sampled_from(" \n\u0301\u0651\u064e\u2066\u2069\u202e'\"ae\u09dc\ud800")))
def test_any_words_can_be_judged(words):
    place = Place(Path("en.yaml"), 3, 11)
    for finding in lint([Text(words, "a.b", place, [(0, place)])], Spelling(QUOTES)):
        assert 0 <= finding.place.column - 11 < len(words)
        assert str(finding).encode("utf-8")
