"""Rewrite a sheet from the former format, of four fixed parts, to that of sections; no string becomes stale.

The sections keep their keys, so the record of each string stays true. Only the words beside the code move. Files are
edited as text: comments stay where they are, and so does every word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from factsheet.content import loader, reading, records
from factsheet.content.kind import Kind
from factsheet.content.reading import FORMER_CODE
from factsheet.content.records import Lock
from factsheet.design import kinds
from factsheet.design.project import Project
from factsheet.findings import Place
from factsheet.storage import textfile, transaction
from factsheet.storage.transaction import Replace
from factsheet.translation.content_files import read_text
from factsheet.translation.result import CommandResult
from factsheet.yaml import editor, reader
from factsheet.yaml.editor import Piece
from factsheet.yaml.nodes import Map

_STEP: Final = 2  # columns; how much further in each level stands


def upgrade(project: Project, name: str) -> CommandResult:
    """Rewrite facts, words and records of one sheet, all at once or not at all.

    Raises:
        ProjectError: there is no such sheet, or its files cannot be read or replaced.
    """
    work = partial(_upgrade, project, name)
    return transaction.run(project.content, project.locales, "new sheet --upgrade", work)


def _upgrade(project: Project, name: str, put: Replace) -> CommandResult:
    folder = loader.folder_of(project.content, name)
    facts, known = folder / "facts.yaml", kinds.load_all(project.templates)
    tree = reader.read(facts, words=())
    if not reading.former_keys(tree, known):
        return CommandResult((f"{Place(facts)} is not in the former format, and stays as it is",))
    files = {facts: _in_its_form(facts, with_sections(read_text(facts), tree, known))}
    for tag in loader.languages(project.content, name):
        file = folder / f"{tag}.yaml"
        files[file] = _in_its_form(file, with_codes(read_text(file), reader.read(file, blanks=True)))
        record = records.lock_file(project.content, name, tag)
        if record.exists():
            files[record] = _in_its_form(record, records.serialized(moved(records.read(record))))
    changed = {path: new for path, new in files.items() if path.read_bytes() != new}
    put(changed)
    return CommandResult(
        (*(f"{Place(path)} is rewritten" for path in changed), f"next: python3 build.py --sheet {name}")
    )


def _in_its_form(file: Path, text: str) -> bytes:
    return textfile.in_form_of(file.read_bytes(), text)


def with_sections(text: str, tree: Map, known: Mapping[str, Kind]) -> str:
    """Return the text of facts.yaml with its parts as sections and its film as a code.

    Raises:
        ProjectError: a key that shares its line with others, exit code CONTENT.
    """
    lines, pieces = editor.split(text, tree)
    sections = {kind.formerly: kind.name for kind in known.values() if kind.formerly in pieces}
    parts = [_section(str(name), sections[name], pieces.pop(str(name))) for name in tree if name in sections]
    codes = [pieces.pop(FORMER_CODE)] if FORMER_CODE in pieces else []
    codes = [Piece(code.notes, _with_purpose(code.lines, tree)) for code in codes]
    first = [pieces.pop("source")] if "source" in pieces else []
    blocks = [_flat(first), _below("codes", codes), _below("sections", parts), _flat(pieces.values())]
    return _joined(lines, blocks)


def with_codes(text: str, tree: Map) -> str:
    """Return the text of a file of words with those beside the code where they stand now.

    Raises:
        ProjectError: a key that shares its line with others, exit code CONTENT.
    """
    if FORMER_CODE not in tree or "codes" in tree:
        return text
    lines, pieces = editor.split(text, tree)
    return _joined(
        lines, (_below("codes", [one]) if name == FORMER_CODE else _flat([one]) for name, one in pieces.items())
    )


def moved(lock: Lock) -> dict[str, records.Entry]:
    """Return the record with the words beside the code under the key they have now."""
    begin = f"{FORMER_CODE}."
    return {f"codes.{key}" if key.startswith(begin) else key: entry for key, entry in lock.items()}


def _joined(lines: list[str], blocks: Iterable[list[str]]) -> str:
    """Join lines and blocks to a text, with no more than one empty line before a block."""
    for block in blocks:
        while lines and not lines[-1] and block[:1] == [""]:
            lines = lines[:-1]
        lines = [*lines, *block]
    return "\n".join(lines).rstrip("\n") + "\n"


def _flat(pieces: Iterable[Piece]) -> list[str]:
    return [line for piece in pieces for line in (*piece.notes, *piece.lines)]


def _below(name: str, pieces: list[Piece]) -> list[str]:
    """Put pieces below a new key, which stands where the notes of the first begin."""
    if not pieces:
        return []
    lines = [f"{name}:"]
    for number, piece in enumerate(pieces):
        notes = piece.notes[1:] if number == 0 and piece.notes[:1] == [""] else piece.notes
        lines += [editor.shifted(line, _STEP) for line in (*notes, *piece.lines)]
    return ["", *lines]


def _section(name: str, kind: str, piece: Piece) -> Piece:
    """Make a part of the former format a section: what it held are its items."""
    first, *rest = piece.lines
    items = f"items{first.lstrip()[len(name) :]}" if first.lstrip().startswith(name) else first
    below = [editor.shifted(line, _STEP) for line in (items, *rest)]
    return Piece(piece.notes, [f"{name}:", f"{' ' * _STEP}kind: {kind}", *below])


def _with_purpose(lines: list[str], tree: Map) -> list[str]:
    """Say what the code is for, in the first place of what is below it."""
    node = tree[FORMER_CODE]
    if not isinstance(node, Map):
        return lines  # whoever reads it tells what is wrong
    column, row = (node.place.column or 1) - 1, (node.place.line or 1) - (tree.names[FORMER_CODE].place.line or 1)
    purpose = f"purpose: {FORMER_CODE}"
    if lines[row][column : column + 1] == "{":
        with_it = f"{lines[row][: column + 1]}{purpose}{', ' if node else ''}{lines[row][column + 1 :]}"
        return [*lines[:row], with_it, *lines[row + 1 :]]
    return [lines[0], " " * column + purpose, *lines[1:]]
