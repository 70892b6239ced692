"""One sheet as editors, merges and people who do not know YAML leave it: the same words, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.content import glossary, loader
from factsheet.content.sheet import Sheet
from factsheet.findings import ProjectError
from factsheet.lint import words
from factsheet.yaml import reader

TITLE = "  title: >-\n    Our rights\n"
LEAD = "We know what we need."
COPY = f"""\
masthead:
  organisation: >-
    NDR
  organisation_in_full: >-
    Network for Drug Rights
  kicker: >-
    FACTSHEET
{TITLE}  subtitle: >-
    A short history of the movement
messages:
  heading: >-
    Key messages
  items:
    one:
      lead: >-
        {LEAD}
timeline:
  heading: >-
    Timeline
  items:
    start:
      date: >-
        1961
      lead: >-
        The convention is signed.
"""
FACTS = "source: en\nmessages: [one]\ntimeline:\n  start: {year: 1961}\n"


def load(tmp_path: Path, copy: str | bytes) -> Sheet:
    folder = tmp_path / "content" / "flyer"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "en.yaml").write_bytes(copy if isinstance(copy, bytes) else copy.encode())
    return loader.load(tmp_path / "content", "flyer", "en")


def said(tmp_path: Path, copy: str | bytes) -> list[str]:
    """What is found in the words, each as line, code and what; nothing where they are fine."""
    try:
        sheet = load(tmp_path, copy)
        found = words.lint(sheet.words, words.Spelling("“”‘’"))
    except ProjectError as refused:
        found = [*refused.findings]
    assert all(one.hint for one in found)
    return [f"{one.place.line if one.place else 0} {'advice ' * one.advice}{one.code} {one.what}" for one in found]


def titled(typed: str) -> str:
    return COPY.replace(TITLE, typed)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param("\ufeff" + COPY, id="a byte order mark"),
        pytest.param(COPY.replace("\n", "\r"), id="line ends of old Macs"),
        pytest.param(COPY.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param("\ufeff" + COPY.replace("\n", "\r\n"), id="both"),
        pytest.param(COPY.rstrip("\n"), id="no line end at the end"),
        pytest.param(titled('  title: "Our\n    rights"\n'), id="two lines between quotation marks"),
        pytest.param(titled("  title: Our\n    rights\n"), id="two plain lines"),
        pytest.param(titled("  title:\n    Our rights\n"), id="on the next line"),
        pytest.param(titled("  title: 'Our rights'   # the title\n"), id="a comment after quotation marks"),
        pytest.param(titled("  title: >-   \n    Our rights\n"), id="spaces after >-"),
        pytest.param(titled("  title:   Our rights   \n"), id="spaces around the words"),
        pytest.param(titled('  title: "Our\\u0020rights"\n'), id="an escape"),
        pytest.param(titled('  "title": Our rights\n'), id="a key between quotation marks"),
        pytest.param("---\n" + COPY + "...\n", id="the marks of a document"),
        pytest.param("%YAML 1.2\n---\n" + COPY, id="a version"),
        pytest.param("# a note\n\n" + COPY + "\n\n# the end\n", id="comments"),
    ],
)
def test_what_reads_the_same(tmp_path: Path, copy: str) -> None:
    plain = load(tmp_path, COPY)
    sheet = load(tmp_path, copy)
    assert [(text.key, str(text)) for text in sheet.words] == [(text.key, str(text)) for text in plain.words]
    assert said(tmp_path, copy) == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("no", "no"),
        ("1961-05-01 12:30 1e3 0o7 1_000", "1961-05-01 12:30 1e3 0o7 1_000"),
        ("Null", "Null"),
        ("it''s", "it''s"),
        ("'it''s'", "it's"),
        ("a\\nb", "a\\nb"),
        ("'a\\nb'", "a\\nb"),
        ("100 %, @home & more", "100 %, @home & more"),
        ("C#, F#2", "C#, F#2"),
        ("Tiê\u0301ng Viê\u0323t", "Tiếng Việt"),
        ("O\u0323\u0300ro\u0323\u0300", "Ọ̀rọ̀"),
        ("5 \u212b, 3 \u2126", "5 \u00c5, 3 \u03a9"),
        ("\u095b\u0930\u0942\u0930", "\u091c\u093c\u0930\u0942\u0930"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
    ],
)
def test_what_is_typed_is_the_title(tmp_path: Path, typed: str, title: str) -> None:
    assert str(load(tmp_path, titled(f"  title: {typed}\n")).masthead.title) == title


@pytest.mark.parametrize(
    ("copy", "place"),
    [
        (titled("\ttitle: Our rights\n"), "8  a tab stands where spaces belong"),
        (COPY.encode("utf-16"), "1  the file is not in UTF-8 from here on"),
        (titled("  title: Café\n").encode("latin-1"), "8  the file is not in UTF-8 from here on"),
        (titled("\u00a0 \u00a0 title: Our rights\n"), "8  a key must be a plain word"),
        (titled("  title:\u00a0Our rights\n"), "8  this line has no key, or its key has no colon"),
        (titled("  title：Our rights\n"), "8  this line has no key, or its key has no colon"),
        (titled("  title:Our rights\n"), "8  this line has no key, or its key has no colon"),
        (titled("  title: Rights: ours\n"), "8  a colon followed by a space is not expected here"),
        (titled("  title: We say:\n"), "8  a colon followed by a space is not expected here"),
        (titled("  title: “Rights: ours”\n"), "8  a colon followed by a space is not expected here"),
        (titled("  title: - rights\n"), "8  text cannot begin with a dash and a space"),
        (titled("  title: %rights\n"), "8  text cannot begin with this character"),
        (titled("  title: @rights\n"), "8  text cannot begin with this character"),
        (titled("  title: `rights`\n"), "8  text cannot begin with this character"),
        (titled("  title: *rights* now\n"), "8  text cannot begin with this character"),
        (titled("  title: && rights\n"), "8  text cannot begin with this character"),
        (titled("  title: [Rights] now\n"), "8  this line does not belong to what stands above it"),
        (titled("  title: [Rights\n"), "9  text that begins with a bracket is taken for a list"),
        (titled("  title: [Rights]\n"), "8  masthead.title: must be text, not a list"),
        (titled("  title: {Rights}\n"), "8  masthead.title.Rights: here is no text"),
        (titled("  title: ~\n"), "8  masthead.title: here is no text"),
        (titled("  title: null\n"), "8  masthead.title: here is no text"),
        (titled("  title: #OurRights\n"), "8  masthead.title: “#OurRights …” would be a comment"),
        (titled("  title: Our rights #now\n"), "8  masthead.title: “#now …” would be a comment"),
        (titled(TITLE + "  title: Again\n"), "10  masthead.title: stands twice, first in line 8"),
        (
            titled("<<<<<<< HEAD\n  title: A\n=======\n  title: B\n>>>>>>> b\n"),
            "8  two versions of these lines stand here",
        ),
        (titled("  title: A\n=======\n"), "9  two versions of these lines stand here"),
        ("{\\rtf1\\ansi masthead:\\par}\n" + COPY, "1  this is a document of a word processor or browser"),
        ("<!DOCTYPE html>\n<html>", "1  this is a document of a word processor or browser"),
        (titled("  title: >\n    Our rights\n"), "9 T04 masthead.title: ends with a line end"),
        (titled("  title: |\n    Our rights\n"), "9 T04 masthead.title: ends with a line end"),
        (
            titled("  title: |-\n    Our\n    rights\n"),
            "9 advice T14 masthead.title: a line end that is printed as a space",
        ),
        (titled('  title: "Our\\nrights"\n'), "8 advice T14 masthead.title: a line end that is printed as a space"),
        (titled("  title: >-\n    Our\n\n    rights\n"), "9 advice T14 masthead.title: a line end"),
        (titled("  title: >-\n    Our\n      rights\n"), "9 advice T14 masthead.title: a line end"),
        (titled("  title: Our\n\n    rights\n"), "8 advice T14 masthead.title: a line end"),
        (titled("  title: >-\n    Our  \n    rights\n"), "9 T04 masthead.title: more than one space"),
        (titled("  title: >-\n    Our rights \n"), "9 T04 masthead.title: ends with a space"),
        (titled("  title: ' Our rights'\n"), "8 T04 masthead.title: begins with a space"),
        (titled("  title: >1-\n    Our rights\n"), "8 T04 masthead.title: begins with a space"),
        (titled("  title: Our\trights\n"), "8  a tab stands where spaces belong"),
        (titled('  title: "Our\\trights"\n'), "8 T01 masthead.title: U+0009, a tab"),
        (titled('  title: "C:\\new"\n'), "8 advice T14 masthead.title: a line end"),
        (titled("  title: C\\new\n"), "8 advice T15 masthead.title: “\\n”, a code of programs, is printed"),
        (
            titled("  title: >-\n    Our rights\n    # TODO ask\n"),
            "10 advice T13 masthead.title: “# TODO” begins a line",
        ),
        (titled("  title: >-\n    Our\n  rights\n"), "10  this line has no key, or its key has no colon"),
        (titled('  title: "Our" rights\n'), "8  this line does not belong to what stands above it"),
        (titled("  title: 'What's ours'\n"), "8  this line does not belong to what stands above it"),
        (titled("  title: >- Our rights\n"), "8  text stands on the line of > or |"),
        (titled("  Title: Our rights\n"), "8  masthead.Title: is not a key that is known here"),
        (COPY.replace("masthead:", "tête:"), "1  masthead: is missing"),
        (titled("  \u200btitle: Our rights\n"), "8  masthead: a key must be a plain word"),
        (titled("  title: Our\u0085rights\n"), "8  the character U+0085 cannot stand here"),
        ("%NothingAboutUs\n---\n" + COPY, "1  a line that begins with % is not printed"),
        ("%TAG ! !x\n---\n" + COPY, "1  a line that begins with % is not printed"),
        ("%YAML 2.0\n---\n" + COPY, "1  a line that begins with % is not printed"),
        (COPY + "---\nmore: words\n", "28  a second document begins here"),
    ],
)
def test_what_is_told(tmp_path: Path, copy: str | bytes, place: str) -> None:
    found = said(tmp_path, copy)
    assert any(one.startswith(place) for one in found), found
    assert len(found) <= 2, "one slip, one message"


def test_a_glossary_and_a_translation_in_conflict_say_so(tmp_path: Path) -> None:
    file = tmp_path / "glossary.csv"
    file.write_text("term,fr\n<<<<<<< HEAD\na,b\n=======\na,c\n>>>>>>> x\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"glossary\.csv:2:1: two versions of these lines"):
        glossary.read(file, "fr")


def test_the_terms_of_a_glossary_are_whole_letters(tmp_path: Path) -> None:
    file = tmp_path / "glossary.csv"
    file.write_text("term,vi\npeople,ngu\u031bo\u031b\u0300i\n", encoding="utf-8")
    (term,) = glossary.read(file, "vi")
    assert term.approved == ("người",)


def test_places_stay_right_where_letters_become_whole(tmp_path: Path) -> None:
    file = tmp_path / "vi.yaml"
    lines = ["a: >-", "  Tie\u0302\u0301ng Vie\u0323\u0302t x", "  o\u0323\u0300 y o\u0323\u0301 z", "b: 'e\u0301 w'"]
    file.write_text("\n".join(lines), encoding="utf-8")
    tree = reader.read(file)
    for key, letters in (("a", "xyz"), ("b", "w")):
        for letter in letters:
            place = tree[key].at(tree[key].index(letter))  # type: ignore[union-attr, arg-type]
            assert lines[(place.line or 0) - 1][(place.column or 0) - 1] == letter
