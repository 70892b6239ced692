"""The strict reader: everything is text, every problem has a place, nothing gets past the limits or makes it crash."""

import os
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.findings import ExitCode, ProjectError
from factsheet.yaml.nodes import Listing, Map, Text
from factsheet.yaml.reader import CHARACTERS, DEPTH, ENTRIES, FILE_BYTES, SHOWN, read


@pytest.fixture
def reading(tmp_path):
    def of(content):
        path = tmp_path / "x.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read(path)

    return of


@pytest.fixture
def refusal(reading):
    def of(content):
        with pytest.raises(ProjectError) as caught:
            reading(content)
        return [(f.place.line, f.place.column, f.what, f.hint) for f in caught.value.findings]

    return of


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "Yes",
        "on",
        "1961",
        "0001",
        "12:30",
        "1.10",
        "1_000",
        "0x1F",
        "1961-09-19",
        "=",
        ".inf",
        "+15550100",
        "null.",
    ],
)
def test_every_scalar_stays_what_was_typed(reading, typed):
    tree = reading(f"{typed}: {typed}\nlist: [{typed}]")
    assert tree == {typed: typed, "list": [typed]}
    assert type(tree[typed]) is Text


def test_text_knows_its_dotted_key_and_its_place(reading):
    tree = reading("a:\n  b:\n    - c\n    - d: e\n")
    text = tree["a"]["b"][1]["d"]
    assert (text.key, text.place.line, text.place.column) == ("a.b.2.d", 4, 10)
    assert tree["a"].names["b"].place.line == 2
    assert (tree["a"].key, tree["a"]["b"].key) == ("a", "a.b")
    assert isinstance(tree["a"], Map)
    assert isinstance(tree["a"]["b"], Listing)


def test_folded_lines_are_joined_with_single_spaces(reading):
    assert reading("a: >-\n  One line\n  and another.\nb: x")["a"] == "One line and another."
    assert reading("a: One line\n  and another.\nb: x")["a"] == "One line and another."


@pytest.mark.parametrize(
    "typed",
    [
        "one\n  two\n\n  ’three’  four",
        ">-\n    one\n    two  three\n\n    four",
        ">-  # why\n  one two\n  three",
        "|\n  one\n   two\n  three",
        "'one\n  two'",
        "same\n  same\n  same",
        '"one two"',
        "{b: one, c: two}",
    ],
)
def test_each_character_is_found_again_in_the_file(reading, typed):
    source = f"a: {typed}\nz: z\n"
    lines = source.split("\n")
    value = reading(source)["a"]
    for text in [value] if isinstance(value, Text) else value.values():
        for index, character in enumerate(text):
            place = text.at(index)
            if not character.isspace():
                assert lines[place.line - 1][place.column - 1] == character


def test_where_escapes_hide_the_place_of_a_character_the_value_is_named(reading):
    text = reading('a: "\\u0041\n  b"')["a"]
    assert text == "A b"
    assert text.at(2) == text.place


def test_a_key_that_stands_twice_is_refused_with_both_lines(refusal):
    assert refusal("a:\n  b: 1\n  c: 2\n  b: 3\n") == [
        (4, 3, "a.b: stands twice, first in line 2", "keep one of the two")
    ]


@pytest.mark.parametrize(
    ("content", "line", "column", "part"),
    [
        ("a: &x b", 1, 4, "a: anchors"),
        ("a: b\nc: *x", 2, 4, "c: aliases"),
        ("a: !!str b", 1, 4, "a: tags"),
        ("a: ! b", 1, 4, "a: tags"),
        ("a: !!python/object/apply:os.getcwd []", 1, 4, "a: tags"),
        ("a:\n  <<: {b: c}", 2, 3, "a: merge keys"),
        ("a: b\n---\nc: d", 2, 1, "second document"),
        ("a: b\n...\nc: d", 3, 1, "second document"),
        ("a:\nb: c", 1, 3, "a: here is no text"),
        ("a: ~", 1, 4, "a: here is no text"),
        ("a: null", 1, 4, "a: here is no text"),
        ("a: ''", 1, 4, "a: here is no text"),
        ("a: ' '", 1, 4, "a: here is no text"),
        ("a: >-\nb: c", 1, 4, "a: here is no text"),
        ("a: [b, ]\nc: [d, ~]", 2, 8, "c.2: here is no text"),
        ("? [a]\n: b", 1, 3, "a key must be a plain word"),
        ("", 1, 1, "empty"),
        ("# only a comment\n", 1, 1, "empty"),
        ("just words", 1, 1, "must begin with a key"),
        ("- a\n- b", 1, 1, "must begin with a key"),
        ("a: b: c", 1, 5, "a colon"),
        ("a: b\nc\nd: e", 2, 1, "no colon"),
        ("a:\n\tb: c", 2, 1, "a tab"),
        ("a: @b", 1, 4, "cannot begin"),
        ('a: "b', 1, 6, "not closed"),
        ('a: "b" c', 1, 8, "does not belong"),
        ('a: "\\q"', 1, 6, "backslash"),
        ('a: "\\UFFFFFFFF"', 1, 7, "out of range"),
        ('a: "\\ud800"', 1, 4, "a: the text holds half a character"),
        ('a:\n  "\\e[31m": b', 2, 3, "a: a key must be a plain word"),
        ('"\\ud800": b', 1, 1, "a key must be a plain word"),
        ('"\\u202e": b', 1, 1, "a key must be a plain word"),
        ("%YAML 1." + "9" * 5000 + "\n---\na: b", 1, 9, "out of range"),
        ("a: b\x07c", 1, 5, "U+0007"),
        ("a: b\n  c\u2028d", 2, 4, "U+2028"),
        (b"a: b\nc: d\xe9e", 2, 5, "not in UTF-8"),
        (b"\xef\xbb\xbfa: \xff", 1, 4, "not in UTF-8"),
        ("a: b".encode("utf-16"), 1, 1, "not in UTF-8"),
    ],
)
def test_what_is_refused_and_where(refusal, content, line, column, part):
    found = refusal(content)
    assert [(line, column) == f[:2] and part in f[2] for f in found] == [True], found
    assert all(hint for *_, hint in found)


def test_all_problems_are_told_at_once(refusal):
    assert [f[0] for f in refusal("a: &x b\nc:\nd: e\nd: f\ng: h: i")] == [1, 2, 4, 5]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(reading):
    assert reading(b"\xef\xbb\xbfa: >-\r\n  b\r\n  c\r\n") == {"a": "b c"}


def test_limits(reading, refusal):
    assert len(reading("a: " + "x" * CHARACTERS)["a"]) == CHARACTERS
    assert "2001 characters" in refusal("a: " + "x" * (CHARACTERS + 1))[0][2]
    assert len(reading("".join(f"a{n}: b\n" for n in range(ENTRIES)))) == ENTRIES
    assert "201 entries" in refusal("".join(f"a{n}: b\n" for n in range(ENTRIES + 1)))[0][2]
    assert "201 entries" in refusal("a: [" + "b," * (ENTRIES + 1) + "]")[0][2]
    assert reading("{a: " * DEPTH + "b" + "}" * DEPTH)
    assert "more than 12 levels" in refusal("{a: " * (DEPTH + 1) + "b" + "}" * (DEPTH + 1))[0][2]
    padding = "#" + " " * (FILE_BYTES - 6) + "\n"
    assert reading(padding + "a: b") == {"a": "b"}
    assert "larger than 256 KiB" in refusal(padding + "a: bc")[0][2]


def test_a_file_of_nothing_but_mistakes_is_told_in_part(refusal):
    assert len(refusal("a: b\n" * 1000)) == SHOWN
    assert len(refusal("\x00" * 1000)) == SHOWN


@pytest.mark.parametrize(
    "part", ["[", "{", "? ", "- ", "{a: ", "[? ", "a:\n", "- a: ", "[a, ", "'", '"\\x', "&a ", "\n", "\r"]
)
def test_nothing_makes_reading_slow(tmp_path, part):
    path = tmp_path / "x.yaml"
    path.write_bytes((part.encode() * FILE_BYTES)[:FILE_BYTES])
    began = time.process_time()
    with pytest.raises(ProjectError):
        read(path)
    assert time.process_time() - began < 10


def test_an_alias_bomb_ends_at_its_first_anchor(refusal):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "anchors" in refusal(bomb)[0][2]


@pytest.mark.parametrize("make", [lambda path: None, Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused(tmp_path, make):
    path = tmp_path / "x.yaml"
    make(path)
    with pytest.raises(ProjectError) as caught:
        read(path, ExitCode.LAYOUT)
    [finding] = caught.value.findings
    assert finding.place.file == path
    assert finding.exit_code == ExitCode.LAYOUT


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text("a: b", encoding="utf-8")

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(ProjectError, match="cannot be read: Permission denied"):
        read(path)


def _leaves(node):
    if isinstance(node, Text):
        yield node
    else:
        for inner in node.values() if isinstance(node, Map) else node:
            yield from _leaves(inner)


SIGNS = [
    *"abz019:-?,[]{}#&*!|>'\"%@`~<\\ \n\t\r.=x",
    "\n  ",
    ": ",
    "- ",
    "---",
    "...",
    "<<",
    "%YAML ",
    "%TAG ",
    "!<",
    "|9",
]
ODD = ["\\x4", "\\u00", "\\U", "\\ud800", "é", "\ufeff", "\x85", "\u2028"]
TOKENS = st.lists(st.sampled_from(SIGNS + ODD) | st.text(max_size=3)).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)


@settings(derandomize=True, deadline=None, max_examples=600)
@given(st.binary(max_size=200) | TOKENS)
def test_whatever_the_file_holds_it_is_a_tree_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "anything.yaml"
    path.write_bytes(content)
    try:
        tree = read(path)
    except ProjectError as refused:
        assert refused.findings
        assert all(f.place.file == path and f.what.isprintable() for f in refused.findings)
        assert str(refused).encode("utf-8")
    else:
        for leaf in _leaves(tree):
            assert leaf.strip()
            assert all(leaf.at(index).line for index in range(len(leaf)))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029\ufeff"), min_size=1
    )
)
def test_any_words_come_out_as_they_went_in(tmp_path_factory, words):
    if not words.strip():
        return
    path = tmp_path_factory.getbasetemp() / "words.yaml"
    path.write_text("a: '" + words.replace("'", "''") + "'\n", encoding="utf-8")
    try:
        assert read(path) == {"a": unicodedata.normalize("NFC", words)}
    except ProjectError as refused:
        assert all("U+" in f.what for f in refused.findings)


@pytest.mark.parametrize("typed", ["", "~", "null", "''", "' '", ">-"])
def test_a_translation_may_have_keys_without_text(tmp_path, typed):
    path = tmp_path / "x.yaml"
    path.write_text(f"a:\n  b: {typed}\n  c: d\n", encoding="utf-8")
    tree = read(path, blanks=True)
    assert tree == {"a": {"b": "", "c": "d"}}
    assert (tree["a"]["b"].key, tree["a"]["b"].place.line) == ("a.b", 2)
