"""Read a YAML file as a tree of maps, lists and text (`nodes.py`), each of which knows its key and place.

Strict on purpose, and the only module that knows the YAML parser. Every scalar stays the text that was typed, so `no`,
`1961`, `12:30` and `1.10` mean themselves; only letters in pieces become whole (`normalize.py`). What could hide a
mistake or an attack is refused: keys that stand twice, anchors, aliases, tags, merge keys, directives, further
documents, empty values, sizes beyond the limits below, and where words stand, comments that may be words
(`comments.py`). The parser is read event by event, never as a whole, so that deep nesting ends at the limit instead of
exhausting time or stack.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files
from factsheet.storage.normalize import CONFLICT, CONFLICT_HINT, conflict, is_blank, nfc, shifts
from factsheet.yaml import comments, syntax
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.validate import validate

__all__ = ["Listing", "Map", "Node", "Text", "read", "validate"]

FILE_BYTES = 256 * 1024
DEPTH = 12
ENTRIES = 200
CHARACTERS = 2000
SHOWN = 50  # findings; a file that is not what its name says would make thousands


_DIRECTIVE = re.compile(r"%(?!YAML[ \t]+1\.[0-9]+[ \t]*(?:#.*)?$).*")
# What other programs call plain text, by how it begins.
_DOCUMENTS = ("{\\rtf", "<!doctype", "<html", "<?xml")


def read(
    path: Path, exit_code: ExitCode = ExitCode.CONTENT, blanks: bool = False, words: tuple[str, ...] | None = None
) -> Map:
    """Read one file, whose outermost level must be keys. With `blanks`, a key without text is an empty text.

    `words` are the outermost keys whose texts people read, beside which no comment may stand that could be a part of
    them; left out, that is so for all.

    Raises:
        ProjectError: with every finding, also when the file is missing, unreadable, too large or not UTF-8.
    """
    return _tree(path, exit_code, _raw(path, exit_code), blanks, words)


@lru_cache(maxsize=64)
def _tree(path: Path, exit_code: ExitCode, raw: bytes, blanks: bool, words: tuple[str, ...] | None) -> Map:
    """Read the tree of a file that holds these bytes. It is cached, as every edition of a sheet asks for the same."""
    reading = _FileReader(path, exit_code, raw, blanks, words)
    tree = reading.document()
    if reading.findings:
        raise ProjectError(*reading.findings)
    return tree


def _raw(path: Path, exit_code: ExitCode) -> bytes:
    """Read the bytes of a file."""
    try:
        return files.read(path, path.parent, FILE_BYTES)
    except files.Unreadable as error:
        raise ProjectError(Finding(exit_code, str(error), Place(path), error.hint)) from None


class _FileReader:
    """Reads one file. Findings are collected, and reading goes on as long as that makes sense."""

    def __init__(
        self, file: Path, exit_code: ExitCode, raw: bytes, blanks: bool, words: tuple[str, ...] | None
    ) -> None:
        self.file = file
        self.blanks = blanks
        self.words = words
        self.exit_code = exit_code
        self.findings: list[Finding] = []
        self.text = self._decoded(raw)
        self.parser: Any = yaml.SafeLoader(self.text)  # its methods are not typed
        self.position = 0  # how much of the text has been read

    def _decoded(self, raw: bytes) -> str:
        """Return the text of the file, of characters YAML allows."""
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8")
            what = "the file is not in UTF-8 from here on"
            raise self._fatal(what, self._after(before), "save it again and choose UTF-8 as its encoding") from None
        for n, char in enumerate(text):
            # U+0085, U+2028 and U+2029 are no less printable, but the parser takes them for line ends; editors do not.
            if Reader.NON_PRINTABLE.match(char) or char in "\x85\u2028\u2029":
                what = f"the character U+{ord(char):04X} cannot stand here"
                self._report(what, self._after(text[:n]), "delete it; it may be invisible in the editor")
        if self.findings:
            raise ProjectError(*self.findings)
        if text.lstrip()[:9].lower().startswith(_DOCUMENTS):
            what = "this is a document of a word processor or browser, and no plain text"
            raise self._fatal(what, Place(self.file, 1, 1), "save it again and choose plain text, in UTF-8")
        if (line := conflict(text)) is not None:
            raise self._fatal(CONFLICT, Place(self.file, line, 1), CONFLICT_HINT)
        for number, line_typed in enumerate(text.splitlines(), 1):
            if _DIRECTIVE.fullmatch(line_typed):
                what = "a line that begins with % is not printed"
                self._report(what, Place(self.file, number, 1), "delete it, or put the text after a key and >-")
            elif line_typed.strip() and line_typed[0] not in "#%":
                break
        return text

    def document(self) -> Map:
        try:
            self.parser.get_event()
            if self.parser.check_event(yaml.StreamEndEvent):
                raise self._fatal("the file is empty", Place(self.file, 1, 1), "is this the right file?")
            self.parser.get_event()
            tree = self._node("", 0, None)
            self.parser.get_event()
            if not self.parser.check_event(yaml.StreamEndEvent):
                place = self._place(self.parser.peek_event().start_mark)
                self._report("a second document begins here", place, "delete the line of dashes or dots above it")
        except yaml.MarkedYAMLError as error:
            message = f"{error.context or ''}: {error.problem or ''}"
            what, hint = syntax.explain(message)
            first, second = error.context_mark, error.problem_mark
            if "could not find expected ':'" in message:  # noticed only on the line below
                second = first or second
            raise self._fatal(what, self._place(second or first or self.parser.get_mark()), hint) from None
        except (ValueError, OverflowError):
            # The parser turns numeric escapes and version numbers into numbers without asking whether they can be.
            what = "a code with a backslash or a version number here is out of range"
            raise self._fatal(what, self._place(self.parser.get_mark()), "write the character itself") from None
        if not isinstance(tree, Map):
            raise self._fatal("the file must begin with a key and a colon", tree.place, "compare it with another sheet")
        return tree

    def _node(self, key: str, depth: int, indent: int | None) -> Node:
        """Read the node that begins here; `indent` is the column, from 0, of its key or dash, and none for a key."""
        event = self.parser.get_event()
        place = self._place(event.start_mark)
        before, self.position = self.position, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            self._report(
                f"{_prefix(key)}aliases (*) are not used here", place, "write the text out, or put it after >-"
            )
            return Text("", key, place)
        if event.anchor is not None:
            self._report(f"{_prefix(key)}anchors (&) are not used here", place, "delete it, or put the text after >-")
        if event.tag is not None:
            self._report(f"{_prefix(key)}tags (!) are not used here", place, "delete it, or put the text after >-")
        if isinstance(event, yaml.ScalarEvent):
            swallows = indent is not None and self._swallows_comment(event, key, before, indent)
            return self._text(event, key, place, swallows)
        if depth == DEPTH:
            raise self._fatal(f"{_prefix(key)}more than {DEPTH} levels deep", place, "check the indentation")
        if isinstance(event, yaml.SequenceStartEvent):
            numbers = self._numbers(yaml.SequenceEndEvent, key, place)
            dash = (place.column or 1) - 1
            return Listing(key, place, [self._node(_key_below(key, str(n)), depth + 1, dash) for n in numbers])
        entries: dict[str, tuple[Text, Node]] = {}
        for _ in self._numbers(yaml.MappingEndEvent, key, place):
            name = self._key(key, depth)
            value = self._node(name.key, depth + 1, (name.place.column or 1) - 1)
            if name in entries:
                first = entries[name][0].place.line
                self._report(
                    f"{_prefix(name.key)}stands twice, first in line {first}", name.place, "keep one of the two"
                )
            else:
                entries[name] = name, value
        return Map(key, place, entries.values())

    def _numbers(self, end: type[yaml.Event], key: str, place: Place) -> Iterator[int]:
        """Count the entries of a map or list until it ends."""
        number = 0
        while not self.parser.check_event(end):
            number += 1
            yield number
        self.parser.get_event()
        if number > ENTRIES:
            self._report(f"{_prefix(key)}{number} entries, and {ENTRIES} is the most", place, "make it two sheets")

    def _key(self, parent: str, depth: int) -> Text:
        place = self._place(self.parser.peek_event().start_mark)
        if not self.parser.check_event(yaml.ScalarEvent):
            self._report(f"{_prefix(parent)}a key must be a plain word", place, "put the text after a key and a colon")
            self._node(parent, depth + 1, None)
            return Text("", parent, place)
        event = self.parser.peek_event()
        if not event.value.isprintable():
            odd = next(letter for letter in event.value if not letter.isprintable())
            hint = f"type it anew, and the spaces before it: U+{ord(odd):04X} stands there"
            raise self._fatal(f"{_prefix(parent)}a key must be a plain word", place, hint)
        if event.value == "<<" and event.style is None:
            self._report(f"{_prefix(parent)}merge keys (<<) are not used here", place, "write the keys out")
        name = self._node(_key_below(parent, nfc(event.value)), depth + 1, None)
        assert isinstance(name, Text)
        return name

    def _swallows_comment(self, event: Any, key: str, before: int, indent: int) -> bool:
        """Report comments beside a text that may be a part of it, and tell whether there are any."""
        if self.words is not None and key.partition(".")[0] not in self.words:
            return False
        start, end = event.start_mark.index, event.end_mark.index
        style = event.style if start < end else None
        places = [*comments.beside(self.text, before, start, end, style, indent)]
        for index in places:
            begin = " ".join(self.text[index : self.text.find("\n", index) + 1 or None].split()[:2])
            hint = "put text that holds a # between quotation marks or after >-, and a comment above its key"
            what = f"{_prefix(key)}“{begin[:40]} …” would be a comment, which is not printed"
            self._report(what, self._after(self.text[:index]), hint)
        return bool(places)

    def _text(self, event: Any, key: str, place: Place, swallows: bool) -> Text:
        typed: str = event.value
        words = nfc(typed)
        if is_blank(words) or (event.style is None and words in {"~", "null"}):
            if self.blanks:
                return Text("", key, place)
            if not swallows:
                hint = "write it, or leave the key out if it may be left out"
                self._report(f"{_prefix(key)}here is no text", place, hint)
        elif re.search("[\ud800-\udfff]", words):
            self._report(f"{_prefix(key)}the text holds half a character", place, "write the character itself")
        elif len(words) > CHARACTERS:
            what = f"the text has {len(words)} characters, and {CHARACTERS} is the most"
            self._report(f"{_prefix(key)}{what}", place, "split it")
        return Text(words, key, place, _in_normal_form(self._lines(event, typed), shifts(typed)))

    def _lines(self, event: Any, words: str) -> list[tuple[int, Place]]:
        """Return where in the words each line of the file begins; nothing if escapes make them differ from the file."""
        lines = []
        here, position = event.start_mark.index, 0
        for number, line in enumerate(self.text[here : event.end_mark.index].split("\n"), event.start_mark.line + 1):
            typed = line.strip()
            if number == event.start_mark.line + 1 and event.style is not None:
                typed = typed[1:] if event.style in "'\"" else ""
            if event.style and event.style in "'\"" and number == event.end_mark.line + 1:
                typed = typed.removesuffix(event.style)
            if typed.strip():
                begin = words.find(typed, position)
                if begin < 0:
                    return []
                column = here + line.index(typed) - self.text.rfind("\n", 0, here)
                lines.append((begin, Place(self.file, number, column)))
                position = begin + len(typed)
            here += len(line) + 1
        return lines

    def _after(self, text: str) -> Place:
        """Return the place that follows this much text."""
        return Place(self.file, text.count("\n") + 1, len(text) - text.rfind("\n"))

    def _place(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _report(self, what: str, place: Place, hint: str) -> None:
        self.findings.append(Finding(self.exit_code, what, place, hint))
        if len(self.findings) == SHOWN:
            raise ProjectError(*self.findings)

    def _fatal(self, what: str, place: Place, hint: str) -> ProjectError:
        self._report(what, place, hint)
        return ProjectError(*self.findings)


def _in_normal_form(lines: list[tuple[int, Place]], shifts: list[tuple[int, int]]) -> tuple[tuple[int, Place], ...]:
    """Return where lines begin in the normal form, and where each goes on after a letter that shrank in it."""
    if not shifts:
        return tuple(lines)
    begins = []
    for (begin, place), (end, _) in zip(lines, [*lines[1:], (sys.maxsize, None)], strict=True):
        after, before = next(((a, b) for a, b in reversed(shifts) if b <= begin), (0, 0))
        begins.append((begin - before + after, place))
        inside = [(a, b) for a, b in shifts if begin < b < end]
        begins += [(a, Place(place.file, place.line, (place.column or 1) + b - begin)) for a, b in inside]
    return tuple(begins)


def _key_below(parent: str, name: str) -> str:
    return f"{parent}.{name}" if parent else name


def _prefix(key: str) -> str:
    """Return how a message begins; a key can be as long as a text, and then its beginning is enough."""
    return f"{key if len(key) < 200 else key[:200] + '…'}: " if key else ""
