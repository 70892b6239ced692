"""Comments beside words: none that somebody may have meant to print is dropped in silence."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.content import loader
from factsheet.design import locales, palette
from factsheet.findings import ExitCode, ProjectError
from factsheet.lint import words as preflight
from factsheet.storage.normalize import nfc
from factsheet.yaml import reader
from factsheet.yaml.nodes import Listing, Map, Node, Text

PROJECT = Path(__file__).parents[2]


def told(tmp_path: Path, typed: str, blanks: bool = False, words: tuple[str, ...] | None = None) -> list[str]:
    """What is found in a file, as line:column and the rest."""
    file = tmp_path / "x.yaml"
    file.write_text(typed, encoding="utf-8")
    try:
        reader.read(file, blanks=blanks, words=words)
    except ProjectError as refused:
        return [f"{one.place.line}:{one.place.column} {one.what}" for one in refused.findings if one.place and one.hint]
    return []


@pytest.mark.parametrize(
    ("typed", "line", "column"),
    [
        ("lead: Tell us with #NothingAboutUs what you think.\nz: z\n", 1, 20),
        ("lead: Room #12 is open.\n", 1, 12),
        ("lead: Room # 12\n", 1, 12),
        ("lead: Room\t#12\n", 1, 12),
        ("lead: one\n  two #3\nz: z\n", 2, 7),
        ("lead: one #2\n  three\nz: z\n", 1, 11),
        ("lead: one\n  #two\nz: z\n", 2, 3),
        ("lead: one\n\n   # two\nz: z\n", 3, 4),
        ("a:\n  lead: one\n   #two\n", 3, 4),
        ("lead: >-\n    one\n  #two\nz: z\n", 3, 3),
        ("lead: >-\n    one\n\n  # two\n", 4, 3),
        ("lead: #one\n  two\n", 1, 7),
        ("lead: # one\n  two\n", 1, 7),
        ("lead: # one\n  >-\n  two\n", 1, 7),
        ("lead: #one\n", 1, 7),
        ("lead:\n  #one\nz: z\n", 2, 3),
        ("lead:\n  #one\n  two\n", 2, 3),
        ("list:\n  # an item\n  -\n    #one\n    two\n", 4, 5),
        ('lead: "one" #two\n', 1, 13),
        ("lead: 'one' #two\n", 1, 13),
        ("lead: >- #one\n  two\n", 1, 10),
        ("list:\n  - one #2\n", 2, 9),
        ("list:\n  - #one\n    two\n", 2, 5),
        ("list: [one #2\n  , three]\n", 1, 12),
        ("list: [one, #2\n  three]\n", 1, 13),
        ("a: {lead: Room #12 is open,\n  more: x}\n", 1, 16),
        ("lead: one #2\r\nz: z\r\n", 1, 11),
    ],
)
def test_a_comment_that_may_be_words_is_refused(tmp_path: Path, typed: str, line: int, column: int) -> None:
    found = [one for one in told(tmp_path, typed) if "would be a comment, which is not printed" in one]
    assert [one.split()[0] for one in found] == [f"{line}:{column}"]
    assert told(tmp_path, typed, blanks=True), "a translation, which may lack words, must not lose them this way"


@pytest.mark.parametrize(
    "typed",
    [
        "# at the top\nlead: one\n",
        "# above\n\n# the key\nlead: one\n# below, for the next key\nmore: two\n",
        "a:\n  # above the key\n  lead: one\n# after it\nz: z\n",
        "a: # the messages\n  lead: one\n",
        "lead:\n  # above the words\n  one\n",
        'lead: "one"  # a note\n',
        "lead: 'one' # a note\nz: z\n",
        "lead: >-  # a note\n  one\n",
        "lead: one#2 C# 100#\n",
        "lead: \"one #2\"\nmore: 'three #4'\n",
        "lead: >-\n  one #2\n  #three\n",
        "lead: |-\n  #one\n",
        "list:\n  # above an item\n  - one\n  # above another\n  - two\n",
        "lead: one\n#at the left edge\n",
    ],
)
def test_other_comments_and_other_hashes_are_fine(tmp_path: Path, typed: str) -> None:
    assert told(tmp_path, typed) == []


def test_where_no_words_stand_a_comment_may_follow(tmp_path: Path) -> None:
    typed = "year: 1961  # the convention\ntitle: Room #12\n"
    assert told(tmp_path, typed, words=()) == []
    assert [one.split()[0] for one in told(tmp_path, typed, words=("title",))] == ["2:13"]


def test_settings_may_have_comments_and_words_may_not(tmp_path: Path) -> None:
    sheet = tmp_path / "content" / "flyer"
    sheet.mkdir(parents=True)
    masthead = "".join(
        f"  {key}: x\n" for key in ("organisation", "organisation_in_full", "kicker", "title", "subtitle")
    )
    (sheet / "facts.yaml").write_text("source: en  # the language of the original\n", encoding="utf-8")
    (sheet / "en.yaml").write_text(f"masthead:\n{masthead}", encoding="utf-8")
    assert loader.languages(tmp_path / "content", "flyer") == ("en",)
    assert loader.load(tmp_path / "content", "flyer", "en").masthead.title == "x"
    (tmp_path / "locales").mkdir()
    text = (PROJECT / "locales" / "en.yaml").read_text(encoding="utf-8")
    for key, problems in (("line_height", False), ("hyphens", False), ("name", True), ("  cut", True)):
        lines = [f"{line} # a note" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        (tmp_path / "locales" / "en.yaml").write_text("\n".join(lines), encoding="utf-8")
        if problems:
            with pytest.raises(ProjectError, match="would be a comment"):
                locales.load(tmp_path / "locales", "en")
        else:
            locales.load(tmp_path / "locales", "en")
    shared = tmp_path / "templates" / "_shared" / "palette.yaml"
    shared.parent.mkdir(parents=True)
    lines = (PROJECT / "templates" / "_shared" / "palette.yaml").read_text(encoding="utf-8").splitlines()
    shared.write_text("\n".join(f"{line}  # a note" for line in lines), encoding="utf-8")
    assert palette.load(tmp_path / "templates") == palette.load(PROJECT / "templates")


def leaves(node: Node) -> list[Text]:
    if isinstance(node, Text):
        return [node]
    inner = node.values() if isinstance(node, Map) else node
    assert isinstance(node, Map | Listing)
    return [leaf for one in inner for leaf in leaves(one)]


PIECES = [
    "#",
    " #",
    "# ",
    "\n",
    "\n\n",
    "\n  ",
    " ",
    "  ",
    "word",
    "two words",
    "é",
    "e\u0301",
    "o\u0323\u0300",
    ": ",
    "- ",
]
PIECES += [
    "'",
    '"',
    "\\n",
    "\t",
    "\u0928\u093c",
    "\u212b",
    "[",
    "]",
    "{",
    "}",
    ",",
    "?",
    "*",
    "&",
    "!",
    "%",
    "|",
    ">",
    "~",
    "@",
]
WORDS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=2), min_size=1).map("".join)


def _bare(text: str) -> str:
    """All that can be seen of a text, and nothing of the spaces in it."""
    return "".join(nfc(text).split())


def _without_comments_above(words: str, begins_below: bool) -> str:
    """A text without lines above it that are plainly comments; on the line of its key, there are none."""
    first, *others = re.split("\r\n|\r|\n", words)
    lines = [first, *others] if begins_below else others
    if not begins_below and first.strip():
        return words
    while lines and re.match(r"\s*(?:#(?![^\s#])|$)", lines[0]):
        lines = lines[1:]
    return "\n".join(lines)


@settings(derandomize=True, deadline=None, max_examples=600)
@given(WORDS, st.sampled_from(["{0}", ">-\n    {0}", "|-\n    {0}", "\n    {0}", "'{0}'"]), st.booleans())
def test_what_is_typed_is_read_or_something_is_found(
    tmp_path_factory: pytest.TempPathFactory, words: str, style: str, blanks: bool
) -> None:
    typed = style.format(words.replace("\n", "\n    "))
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(f"a:\n  lead: {typed}\n  more: end\n".encode())
    try:
        tree = reader.read(file, blanks=blanks)
    except ProjectError as refused:
        assert all(one.exit_code is ExitCode.CONTENT and one.hint for one in refused.findings)
        return
    found = leaves(tree)
    assert all(leaf == nfc(leaf) for leaf in found)
    meant = {"'": words.replace("''", "'")}.get(style[:1], words)
    if style in ("{0}", "\n    {0}"):
        meant = _without_comments_above(meant, begins_below=style != "{0}")
    if [leaf.key for leaf in found] != ["a.lead", "a.more"] or typed[:1] in {'"', "'"} - {style[:1]}:
        return  # it was typed as something else: a list, keys, a text between quotation marks
    if not found[0]:
        assert blanks
        assert _bare(words) in {"", "~", "null"} or style[0] in ">|{\n"
        return
    assert _bare(found[0]) == _bare(meant)
    lines = re.split("\r\n|\r|\n", file.read_bytes().decode())
    for index, letter in enumerate(found[0]):
        place = found[0].at(index)
        if place != found[0].place and not letter.isspace() and unicodedata.category(letter)[0] != "M":
            assert nfc(lines[(place.line or 0) - 1][(place.column or 0) - 1 :]).startswith(letter)


def test_a_line_that_looks_like_a_comment_and_is_printed_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        "a: >-\n  We know\n  # TODO ask\n  what we need.\nb: |-\n  #one #two\nc: '#NothingAboutUs is ours'\n"
    )
    found = preflight.lint(leaves(reader.read(file)), preflight.Spelling("“”"))
    assert [(one.code, one.advice, one.place and (one.place.line, one.place.column)) for one in found] == [
        ("T13", True, (3, 3))
    ]
