"""Tell what of a YAML tree does not fit a JSON schema, as an editor would; as much of the standard as ours use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from factsheet.yaml.nodes import Listing, Map, Node, Text

NUMBERS = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?"}
SAID = {"description", "title", "format", "$schema", "$defs"}
KEYWORDS = {
    *("type", "properties", "required", "additionalProperties", "patternProperties", "items", "pattern", "minimum"),
    *("maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "enum", "const"),
    *("anyOf", "allOf", "if", "then", "$ref", "propertyNames", "default"),
}


def misfits(schema: Any, node: Node, whole: Any = None) -> Iterator[str]:
    """Yield the key of each node that does not fit; a keyword that is not known here fails."""
    whole = schema if whole is None else whole
    if isinstance(schema, bool):
        yield from [] if schema else [node.key]
        return
    assert not schema.keys() - KEYWORDS - SAID, schema.keys()
    if "$ref" in schema:
        yield from misfits(whole["$defs"][schema["$ref"].rpartition("/")[2]], node, whole)
    for one in schema.get("allOf", ()):
        yield from misfits(one, node, whole)
    if "anyOf" in schema and all(any(True for _ in misfits(one, node, whole)) for one in schema["anyOf"]):
        yield node.key
    if "if" in schema and not [*misfits(schema["if"], node, whole)]:
        yield from misfits(schema["then"], node, whole)
    if "type" in schema and not _is_of(schema["type"], node):
        yield node.key
    elif isinstance(node, Map):
        yield from _in_object(schema, node, whole)
    elif isinstance(node, Listing):
        yield from [node.key] if not schema.get("minItems", 0) <= len(node) <= schema.get("maxItems", 999) else []
        for entry in node:
            yield from misfits(schema.get("items", True), entry, whole)
    else:
        yield from _in_text(schema, node)


def _is_of(types: str | list[str], node: Node) -> bool:
    names = [types] if isinstance(types, str) else types
    if isinstance(node, Text):
        yes = node in ("yes", "no") and "boolean" in names
        return yes or "string" in names or any(re.fullmatch(NUMBERS.get(name, "(?!)"), node) for name in names)
    return ("object" if isinstance(node, Map) else "array") in names


def _in_text(schema: Any, node: Text) -> Iterator[str]:
    limits = [schema.get("minimum"), schema.get("maximum")]
    if any(limit is not None for limit in limits):
        least, most = (fallback if one is None else one for one, fallback in zip(limits, (-1e9, 1e9), strict=True))
        yield from [] if least <= float(node) <= most else [node.key]
    fits = schema.get("minLength", 0) <= len(node) <= schema.get("maxLength", 2000)
    fits = fits and re.search(schema.get("pattern", ""), node) is not None
    fits = fits and node in schema.get("enum", [node]) and node == schema.get("const", node)
    yield from [] if fits else [node.key]


def _in_object(schema: Any, node: Map, whole: Any) -> Iterator[str]:
    if not schema.get("minProperties", 0) <= len(node) <= schema.get("maxProperties", 999):
        yield node.key
    yield from (node.key for name in schema.get("required", ()) if name not in node)
    for name, below in node.items():
        by_pattern = [
            inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, name)
        ]
        inner = schema.get("properties", {}).get(name, (by_pattern or [schema.get("additionalProperties", True)])[0])
        yield from misfits(inner, below, whole)
