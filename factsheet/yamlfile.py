"""A YAML file comes in; a tree of maps, lists and text goes out (`tree.py`), each knowing its key and place.

Strict on purpose, and the only module that knows the YAML parser. Every scalar stays the text that was typed, so `no`,
`1961`, `12:30` and `1.10` mean themselves. What could hide a mistake or an attack is refused: keys that stand twice,
anchors, aliases, tags, merge keys, further documents, empty values, sizes beyond the limits below. The parser is read
event by event, never as a whole, so that deep nesting ends at the limit instead of exhausting time or stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from factsheet import files
from factsheet.checked import checked
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.tree import Listing, Map, Node, Text

__all__ = ["Listing", "Map", "Node", "Text", "checked", "read"]

FILE_BYTES = 256 * 1024
DEPTH = 12
ENTRIES = 200
CHARACTERS = 2000
SHOWN = 50  # findings; a file that is not what its name says would make thousands

# What the parser says, what a person can use, and what to do. The first fragment found in its message decides.
_SYNTAX = (
    ("mapping values are not allowed", "a colon followed by a space is not expected here",
     "put text that contains a colon after >- on a line of its own, and check that keys line up"),
    ("could not find expected ':'", "this line has no key, or its key has no colon",
     "every line is “key: text”, or belongs, indented further, to the text above it"),
    ("found character '\\t'", "a tab stands where spaces belong", "indent with spaces"),
    ("found character", "text cannot begin with this character", "put the text between quotation marks or after >-"),
    ("end of stream", "a quotation mark is opened and not closed", "close it, or put the text after >-"),
    ("expected <block end>", "this line does not belong to what stands above it",
     "check that keys line up, and that nothing follows a closing quotation mark"),
    ("expected '<document start>'", "a second document begins here", "delete the line of dots above it"),
    ("unknown escape character", "a backslash between straight quotation marks begins a code this reader does not know",
     "put the text after >- instead"),
)  # fmt: skip


def read(path: Path, exit_code: ExitCode = ExitCode.CONTENT, blanks: bool = False) -> Map:
    """Read one file, whose outermost level must be keys. With `blanks`, a key without text is an empty text.

    Raises Refused with everything found wrong, also when the file is missing, unreadable, too large or not UTF-8.
    """
    return _tree(path, exit_code, _raw(path, exit_code), blanks)


@lru_cache(maxsize=64)
def _tree(path: Path, exit_code: ExitCode, raw: bytes, blanks: bool) -> Map:
    """The tree of a file that holds these bytes. It is remembered, as every edition of a sheet asks for the same."""
    reading = _Reading(path, exit_code, raw, blanks)
    tree = reading.document()
    if reading.findings:
        raise Refused(*reading.findings)
    return tree


def _raw(path: Path, exit_code: ExitCode) -> bytes:
    """The bytes of a file."""
    try:
        return files.read(path, path.parent, FILE_BYTES)
    except files.Unreadable as error:
        raise Refused(Finding(exit_code, str(error), Place(path), error.hint)) from None


class _Reading:
    """One file on its way to a tree. What is found wrong is kept, and reading goes on as long as that makes sense."""

    def __init__(self, file: Path, exit_code: ExitCode, raw: bytes, blanks: bool) -> None:
        self.file = file
        self.blanks = blanks
        self.exit_code = exit_code
        self.findings: list[Finding] = []
        self.text = self._decoded(raw)
        self.parser: Any = yaml.SafeLoader(self.text)  # its methods are not typed

    def _decoded(self, raw: bytes) -> str:
        """The text of the file, of characters YAML allows."""
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8")
            what = "the file is not in UTF-8 from here on"
            raise self._stop(what, self._after(before), "save it again and choose UTF-8 as its encoding") from None
        for n, char in enumerate(text):
            # U+0085, U+2028 and U+2029 are no less printable, but the parser takes them for line ends; editors do not.
            if Reader.NON_PRINTABLE.match(char) or char in "\x85\u2028\u2029":
                what = f"the character U+{ord(char):04X} cannot stand here"
                self._find(what, self._after(text[:n]), "delete it; it may be invisible in the editor")
        if self.findings:
            raise Refused(*self.findings)
        return text

    def document(self) -> Map:
        try:
            self.parser.get_event()
            if self.parser.check_event(yaml.StreamEndEvent):
                raise self._stop("the file is empty", Place(self.file, 1, 1), "is this the right file?")
            self.parser.get_event()
            tree = self._node("", 0)
            self.parser.get_event()
            if not self.parser.check_event(yaml.StreamEndEvent):
                place = self._place(self.parser.peek_event().start_mark)
                self._find("a second document begins here", place, "delete the line of dashes or dots above it")
        except yaml.MarkedYAMLError as error:
            said = f"{error.context or ''}: {error.problem or ''}"
            what, hint = next(
                ((what, hint) for part, what, hint in _SYNTAX if part in said),
                (
                    "the file cannot be understood from here on",
                    "compare this line and the one above with another sheet",
                ),
            )
            mark = error.problem_mark or error.context_mark or self.parser.get_mark()
            raise self._stop(what, self._place(mark), hint) from None
        except (ValueError, OverflowError):
            # The parser turns numeric escapes and version numbers into numbers without asking whether they can be.
            what = "a code with a backslash or a version number here is out of range"
            raise self._stop(what, self._place(self.parser.get_mark()), "write the character itself") from None
        if not isinstance(tree, Map):
            raise self._stop("the file must begin with a key and a colon", tree.place, "compare it with another sheet")
        return tree

    def _node(self, key: str, depth: int) -> Node:
        event = self.parser.get_event()
        place = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._find(f"{_named(key)}aliases (*) are not used here", place, "write the text out, or put it after >-")
            return Text("", key, place)
        if event.anchor is not None:
            self._find(f"{_named(key)}anchors (&) are not used here", place, "delete it, or put the text after >-")
        if event.tag is not None:
            self._find(f"{_named(key)}tags (!) are not used here", place, "delete it, or put the text after >-")
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, key, place)
        if depth == DEPTH:
            raise self._stop(f"{_named(key)}more than {DEPTH} levels deep", place, "check the indentation")
        if isinstance(event, yaml.SequenceStartEvent):
            numbers = self._numbers(yaml.SequenceEndEvent, key, place)
            return Listing(key, place, [self._node(_dotted(key, str(n)), depth + 1) for n in numbers])
        entries: dict[str, tuple[Text, Node]] = {}
        for _ in self._numbers(yaml.MappingEndEvent, key, place):
            name = self._key(key, depth)
            value = self._node(name.key, depth + 1)
            if name in entries:
                first = entries[name][0].place.line
                self._find(f"{_named(name.key)}stands twice, first in line {first}", name.place, "keep one of the two")
            else:
                entries[name] = name, value
        return Map(key, place, entries.values())

    def _numbers(self, end: type[yaml.Event], key: str, place: Place) -> Iterator[int]:
        """Counts the entries of a map or list until it ends."""
        number = 0
        while not self.parser.check_event(end):
            number += 1
            yield number
        self.parser.get_event()
        if number > ENTRIES:
            self._find(f"{_named(key)}{number} entries, and {ENTRIES} is the most", place, "make it two sheets")

    def _key(self, parent: str, depth: int) -> Text:
        place = self._place(self.parser.peek_event().start_mark)
        if not self.parser.check_event(yaml.ScalarEvent):
            self._find(f"{_named(parent)}a key must be a plain word", place, "put the text after a key and a colon")
            self._node(parent, depth + 1)
            return Text("", parent, place)
        event = self.parser.peek_event()
        if not event.value.isprintable():
            raise self._stop(f"{_named(parent)}a key must be a plain word", place, "type it anew")
        if event.value == "<<" and event.style is None:
            self._find(f"{_named(parent)}merge keys (<<) are not used here", place, "write the keys out")
        name = self._node(_dotted(parent, event.value), depth + 1)
        assert isinstance(name, Text)
        return name

    def _text(self, event: Any, key: str, place: Place) -> Text:
        words: str = event.value
        if not words.strip() or (event.style is None and words in {"~", "null", "Null", "NULL"}):
            if self.blanks:
                return Text("", key, place)
            self._find(f"{_named(key)}here is no text", place, "write it, or leave the key out if it may be left out")
        elif re.search("[\ud800-\udfff]", words):
            self._find(f"{_named(key)}the text holds half a character", place, "write the character itself")
        elif len(words) > CHARACTERS:
            what = f"the text has {len(words)} characters, and {CHARACTERS} is the most"
            self._find(f"{_named(key)}{what}", place, "split it")
        return Text(words, key, place, tuple(self._lines(event, words)))

    def _lines(self, event: Any, words: str) -> list[tuple[int, Place]]:
        """Where in the words each line of the file begins; nothing if escapes make them differ from what was typed."""
        lines = []
        here, position = event.start_mark.index, 0
        for number, line in enumerate(self.text[here : event.end_mark.index].split("\n"), event.start_mark.line + 1):
            typed = line.strip()
            if number == event.start_mark.line + 1 and event.style is not None:
                typed = typed[1:] if event.style in "'\"" else ""
            if event.style and event.style in "'\"" and number == event.end_mark.line + 1:
                typed = typed.removesuffix(event.style)
            if typed.strip():
                found = words.find(typed, position)
                if found < 0:
                    return []
                column = here + line.index(typed) - self.text.rfind("\n", 0, here)
                lines.append((found, Place(self.file, number, column)))
                position = found + len(typed)
            here += len(line) + 1
        return lines

    def _after(self, text: str) -> Place:
        """The place that follows this much text."""
        return Place(self.file, text.count("\n") + 1, len(text) - text.rfind("\n"))

    def _place(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _find(self, what: str, place: Place, hint: str) -> None:
        self.findings.append(Finding(self.exit_code, what, place, hint))
        if len(self.findings) == SHOWN:
            raise Refused(*self.findings)

    def _stop(self, what: str, place: Place, hint: str) -> Refused:
        self._find(what, place, hint)
        return Refused(*self.findings)


def _dotted(parent: str, name: str) -> str:
    return f"{parent}.{name}" if parent else name


def _named(key: str) -> str:
    """How a message begins; a key can be as long as a text, and then its beginning is enough."""
    return f"{key if len(key) < 200 else key[:200] + '…'}: " if key else ""
