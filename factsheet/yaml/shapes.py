"""Describe as plain values what a tree may hold, tell everything that does not fit, and make the JSON schema.

For files whose keys are known only once other files have been read. Those whose keys the program knows have a pydantic
model (`validate.py`), and so has every single value here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.validate import KEYS, LIST, TEXT, close, of_another_kind, told

_INDENTATION = "check the indentation"
_DASHES = "leave out the dashes: each key stands on a line of its own, with a colon"


@dataclass(frozen=True)
class Value:
    """A text that a pydantic type takes."""

    type: TypeAdapter[Any]
    help: str = ""


@dataclass(frozen=True)
class Key:
    """A key and what stands below it."""

    name: str
    shape: Shape
    needed: bool = True
    hint: str = "add it, as in other files like this one"
    """What to do where it is missing."""
    missing: str = "is missing"


@dataclass(frozen=True)
class Keys:
    """Certain keys and no others."""

    keys: tuple[Key, ...]
    help: str = ""
    unknown: str = "is not a key that is known here"
    """What to say of other keys."""
    hint: str = ""
    """What to do about other keys that are like none; left out, these are listed."""
    belongs: tuple[tuple[str, str], ...] = ()
    """Keys that people write here and that belong elsewhere, each with what to do."""
    is_open: bool = False
    """Whether other keys may stand here where `orphans` may."""
    others: AnyOf | None = None
    """What stands below keys of other names, if there may be any."""
    least: int = 0


@dataclass(frozen=True)
class ById:
    """Any keys of one type, with the same below each."""

    id: Value
    each: Shape
    help: str = ""
    least: int = 1
    hint: str = ""
    """What to do where there is a list or a text instead."""


@dataclass(frozen=True)
class ListOf:
    """A list of single values."""

    each: Value
    help: str = ""
    least: int = 1
    most: int | None = None
    repeats: bool = False
    """Whether an entry may stand twice."""


@dataclass(frozen=True)
class Either:
    """A list or keys."""

    listing: ListOf
    keys: ById
    help: str = ""


@dataclass(frozen=True)
class Chosen:
    """Keys of which one says what the others may be."""

    key: str
    shapes: tuple[tuple[str, Keys], ...]
    help: str = ""
    key_help: str = ""


@dataclass(frozen=True)
class AnyOf:
    """One of several, of which nobody can tell here which."""

    shapes: tuple[tuple[str, Keys], ...]
    """Each with its name."""
    help: str = ""


Shape: TypeAlias = Value | Keys | ById | ListOf | Either | Chosen | AnyOf


def misfits(shape: Shape, node: Node, orphans: bool = False) -> Iterator[Finding]:
    """Yield a finding for everything in a tree that does not fit, at its place.

    With `orphans`, keys that are not known are passed over where the shape says they may be.
    """
    if isinstance(shape, Value):
        yield from _in_text(shape, node)
    elif isinstance(shape, ListOf):
        yield from _in_list(shape, node)
    elif isinstance(shape, Either):
        yield from misfits(shape.listing if isinstance(node, Listing) else shape.keys, node, orphans)
    elif not isinstance(node, Map):
        usual = _DASHES if isinstance(node, Listing) else _INDENTATION
        yield _finding(node, of_another_kind(KEYS, node), (isinstance(shape, ById) and shape.hint) or usual)
    elif isinstance(shape, Keys):
        yield from _in_keys(shape, node, orphans)
    elif isinstance(shape, ById):
        yield from _by_id(shape, node, orphans)
    elif isinstance(shape, Chosen):
        yield from _chosen(shape, node, orphans)


def _in_text(shape: Value, node: Node) -> Iterator[Finding]:
    if not isinstance(node, Text):
        yield _finding(node, of_another_kind(TEXT, node), shape.help or _INDENTATION)
        return
    try:
        shape.type.validate_python(node)
    except ValidationError as error:
        what, hint = told(error.errors(include_url=False)[0])
        yield _finding(node, what, hint or shape.help)


def _in_list(shape: ListOf, node: Node) -> Iterator[Finding]:
    if not isinstance(node, Listing):
        yield _finding(node, of_another_kind(LIST, node), shape.help or _INDENTATION)
        return
    yield from _number(node, shape.least, shape.most, shape.help)
    seen: dict[str, Text] = {}
    for entry in node:
        yield from _in_text(shape.each, entry)
        if isinstance(entry, Text) and entry in seen:
            what = f"“{entry}” stands twice, first in line {seen[entry].place.line}"
            yield Finding(ExitCode.CONTENT, f"{node.key}: {what}", entry.place, "keep one of the two")
        elif isinstance(entry, Text) and not shape.repeats:
            seen[entry] = entry


def _number(node: Map | Listing, least: int, most: int | None, hint: str) -> Iterator[Finding]:
    if len(node) < least:
        yield _finding(node, f"has too few entries, at least {least} must stand here", hint or "add one")
    elif most is not None and len(node) > most:
        yield _finding(node, f"has too many entries, at most {most} may stand here", hint or "take some away")


def _in_keys(shape: Keys, node: Map, orphans: bool) -> Iterator[Finding]:
    known = {key.name: key for key in shape.keys}
    unknown = [name for name in node if name not in known]
    for name, below in node.items():
        if name in known:
            yield from misfits(known[name].shape, below, orphans)
        elif shape.others:
            yield from misfits(shape.others, below, orphans)
        elif not (orphans and shape.is_open):
            yield _unknown(shape, node, name)
    misspelt = {close(name, [key for key in known if key not in node]) for name in unknown}
    for key in shape.keys:
        if key.needed and key.name not in node and key.name not in misspelt:
            yield Finding(ExitCode.CONTENT, f"{_below(node.key, key.name)}: {key.missing}", node.place, key.hint)
    yield from _number(node, shape.least, None, shape.help)


def _unknown(shape: Keys, node: Map, name: str) -> Finding:
    names = [key.name for key in shape.keys]
    hint = dict(shape.belongs).get(name)
    if hint is None:
        meant = close(name, [other for other in names if other not in node]) or close(name, names)
        hint = f"did you mean “{meant}”?" if meant else shape.hint or f"there are: {', '.join(sorted(names)) or 'none'}"
    named = node.names[name]
    return Finding(ExitCode.CONTENT, f"{named.key}: {shape.unknown}", named.place, hint)


def _by_id(shape: ById, node: Map, orphans: bool) -> Iterator[Finding]:
    yield from _number(node, shape.least, None, shape.help)
    for name, below in node.items():
        yield from _in_text(shape.id, node.names[name])
        yield from misfits(shape.each, below, orphans)


def _chosen(shape: Chosen, node: Map, orphans: bool) -> Iterator[Finding]:
    shapes, choice = dict(shape.shapes), node.get(shape.key)
    if choice is None:
        place, key = node.place, _below(node.key, shape.key)
        yield Finding(ExitCode.CONTENT, f"{key}: is missing", place, f"there are: {', '.join(shapes)}")
    elif not isinstance(choice, Text):
        yield _finding(choice, of_another_kind(TEXT, choice), f"there are: {', '.join(shapes)}")
    elif choice not in shapes:
        meant = close(choice, shapes)
        hint = f"did you mean “{meant}”?" if meant else f"there are: {', '.join(shapes)}"
        yield _finding(choice, f"there is no {shape.key} “{choice}”", hint)
    else:
        yield from _in_keys(shapes[choice], node, orphans)


def _finding(node: Node, what: str, hint: str) -> Finding:
    return Finding(ExitCode.CONTENT, f"{node.key}: {what}", node.place, hint)


def _below(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def json_schema(shape: Shape) -> dict[str, Any]:
    """Return the JSON schema of a shape, with its help where editors show it."""
    schema = _bare_schema(shape)
    return {"description": shape.help, **schema} if shape.help else schema


def _bare_schema(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, Value):
        return shape.type.json_schema()
    if isinstance(shape, ListOf):
        most = {} if shape.most is None else {"maxItems": shape.most}
        return {"type": "array", "items": json_schema(shape.each), "minItems": shape.least, **most}
    if isinstance(shape, Either):
        return {"anyOf": [json_schema(shape.listing), json_schema(shape.keys)]}
    if isinstance(shape, ById):
        pattern = str(shape.id.type.json_schema().get("pattern", ""))
        inner = {"patternProperties": {pattern: json_schema(shape.each)}, "additionalProperties": False}
        return {"type": "object", **inner, "minProperties": shape.least}
    if isinstance(shape, Keys):
        return _schema_of_keys(shape)
    if isinstance(shape, AnyOf):
        return {"anyOf": [{"title": name, **json_schema(keys)} for name, keys in shape.shapes]}
    # What is common to all stands once, so that an editor can help before anything is chosen.
    choice = {"description": shape.key_help, "type": "string", "enum": [name for name, _ in shape.shapes]}
    cases = [
        {"if": {"properties": {shape.key: {"const": name}}, "required": [shape.key]}, "then": json_schema(keys)}
        for name, keys in shape.shapes
    ]
    return {"type": "object", "properties": {shape.key: choice}, "required": [shape.key], "allOf": cases}


def _schema_of_keys(shape: Keys) -> dict[str, Any]:
    properties = {key.name: json_schema(key.shape) for key in shape.keys}
    needed = [key.name for key in shape.keys if key.needed]
    required: dict[str, Any] = {"required": needed} if needed else {}
    others = json_schema(shape.others) if shape.others else False
    return {"type": "object", "properties": properties, **required, "additionalProperties": others}
