"""Put words into the text of a YAML file or take them out, and leave all else as it is to the letter.

Works line by line. A program that reads YAML and writes it again moves comments and breaks lines anew; here, only the
lines of the keys that are meant change, so that notes stay above their keys and version control shows what was done.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.storage.normalize import nfc
from factsheet.yaml.nodes import Map, Text

_WIDTH = 100  # characters; lines are broken here, as in the files themselves
_SHORT = 70  # characters; a longer text is easier to read and to compare as a block
_PLAIN = re.compile(r"[^\W\d_]([^:#]*[^:#\s])?")
# What readers of YAML other than ours take for something else than text.
_SPECIAL = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


class Block(NamedTuple):
    """One key with what stands below it, as lines counted from 0: its notes begin, it begins, it ends before."""

    notes: int
    key: int
    end: int


def blanked(text: str, tree: Map, empty: Callable[[str], bool], label: str, without: str = "") -> str:
    """Empty these keys, and put what they said into a comment above them, after the label.

    A key of the outermost that it is to be `without` is left out, with what is below it and its notes.

    Raises:
        ProjectError: a key that shares its line with others, exit code CONTENT.
    """
    instead = _emptied(_lines(text), tree, empty, label)
    if without in tree:
        block = _block(_lines(text), tree.names[without])
        instead[block.notes : block.end] = [[]] * (block.end - block.notes)
    return _joined(chain.from_iterable(instead))


def completed(text: str, tree: Map, source: str, source_tree: Map, label: str) -> str:
    """Add every key of the source that a text lacks: these are empty, in the order of the source, with its notes.

    Raises:
        ProjectError: a key that shares its line, or has none below it where the source does, exit code CONTENT.
    """
    emptied = _emptied(_lines(source), source_tree, lambda key: True, label)
    if not tree:
        return _joined(chain.from_iterable(emptied))
    lines = _lines(text)
    for position, piece in reversed([*_pieces(lines, tree, _lines(source), source_tree, emptied)]):
        lines[position:position] = piece
    return _joined(lines)


def with_words(text: str, tree: Map, words: Mapping[str, str]) -> str:
    """Put other words at these keys, all of which it has, in normal form C. No word holds a line end.

    Raises:
        ProjectError: a key that shares its line with others, exit code CONTENT.
    """
    instead = [[line] for line in _lines(text)]
    for name, old in _texts(tree):
        if old.key in words:
            _replace(instead, _lines(text), name, _written(name, nfc(words[old.key]), _value(_lines(text), name)))
    return _joined(chain.from_iterable(instead))


def notes(text: str, tree: Map) -> dict[str, str]:
    """Return what the comments right above each text say, and above the keys it stands below, by key."""
    return dict(_notes(_lines(text), tree, ""))


def _notes(lines: list[str], tree: Map, above: str) -> Iterator[tuple[str, str]]:
    for name, node in tree.items():
        block = _block(lines, tree.names[name])
        comment = " ".join(line.strip().lstrip("#").strip() for line in lines[block.notes : block.key])
        whole = " ".join(f"{above} {comment}".split())
        if isinstance(node, Text):
            yield node.key, whole
        elif isinstance(node, Map):
            yield from _notes(lines, node, whole)


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _joined(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(lines)


def _block(lines: list[str], name: Text) -> Block:
    key, indent = (name.place.line or 1) - 1, (name.place.column or 1) - 1
    if lines[key][:indent].strip():
        what = f"{name.key}: shares its line with another key"
        raise ProjectError(Finding(ExitCode.CONTENT, what, name.place, "write each key on a line of its own"))
    above = key
    while above and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    if above and not lines[above - 1].strip():
        above -= 1
    end = key + 1
    for number in range(key + 1, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        end = number + 1 if line.strip() else end
    return Block(above, key, end)


def _emptied(lines: list[str], tree: Map, empty: Callable[[str], bool], label: str) -> list[list[str]]:
    """Return for each line what stands in its place."""
    instead = [[line] for line in lines]
    for name, text in _texts(tree):
        if empty(text.key):
            comment = _wrapped(f"{label}: {' '.join(text.split())}", f"{_margin(name)}# ")
            _replace(instead, lines, name, [*comment, f'{_margin(name)}{name}: ""'])
    return instead


def _replace(instead: list[list[str]], lines: list[str], name: Text, new: list[str]) -> None:
    block = _block(lines, name)
    instead[block.key : block.end] = [new, *([[]] * (block.end - block.key - 1))]


def _margin(name: Text) -> str:
    return " " * ((name.place.column or 1) - 1)


def _value(lines: list[str], name: Text) -> str:
    """Return what follows the colon on the line of a key."""
    return lines[(name.place.line or 1) - 1].lstrip().removeprefix(name).lstrip().removeprefix(":").strip()


def _written(name: Text, words: str, old: str) -> list[str]:
    """Write a key and its words: as a block where one was or they are long, else on one line, quoted if need be."""
    begin = f"{_margin(name)}{name}:"
    if old.startswith((">", "|")) or len(words) > _SHORT:
        return [f"{begin} >-", *_wrapped(words, f"{_margin(name)}  ")]
    plain = _PLAIN.fullmatch(words) and words.lower() not in _SPECIAL and not old.startswith(('"', "'"))
    marked = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [f"{begin} {words if plain else marked}"]


def _wrapped(words: str, margin: str) -> list[str]:
    """Break words at spaces that may break; joined with single spaces, the lines are the words again."""
    return textwrap.wrap(
        words, _WIDTH, initial_indent=margin, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )


def _texts(tree: Map) -> Iterator[tuple[Text, Text]]:
    """Yield every text in the tree, after its name, whose place is where the key stands."""
    for name, node in tree.items():
        if isinstance(node, Text):
            yield tree.names[name], node
        elif isinstance(node, Map):
            yield from _texts(node)


def _pieces(
    lines: list[str], tree: Map, source_lines: list[str], source: Map, emptied: list[list[str]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield before which line of the text to put which emptied lines of the source, from the top down."""
    names = [tree.names[name] for name in source if name in tree]
    if not names:
        what = f"{tree.key}: has no keys below it"
        raise ProjectError(Finding(ExitCode.CONTENT, what, tree.place, "delete this line; it comes back with its keys"))
    position = _block(lines, names[0]).notes
    for name, node in source.items():
        there = tree.get(name)
        if name not in tree:
            block = _block(source_lines, source.names[name])
            shift = (names[0].place.column or 1) - (source.names[name].place.column or 1)
            piece = chain.from_iterable(emptied[block.notes : block.end])
            yield position, [_shifted(line, shift) for line in piece]
            continue
        if isinstance(node, Map):
            below = there if isinstance(there, Map) else Map(node.key, tree.names[name].place, ())
            yield from _pieces(lines, below, source_lines, node, emptied)
        position = _block(lines, tree.names[name]).end


def _shifted(line: str, shift: int) -> str:
    """Move a line to the right by so many spaces, or to the left."""
    if not line.strip():
        return ""
    return " " * shift + line if shift >= 0 else line[min(-shift, len(line) - len(line.lstrip(" "))) :]
