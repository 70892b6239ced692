"""Compare the tree of a translation with that of its source, and list the texts in a tree."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.validate import close


def with_all_keys(source: Map, copy: Map, orphans: bool) -> Map:
    """Return every key of the source, with the copy's words or, without any, an empty text; with its orphans or not."""
    entries: list[tuple[Text, Node]] = []
    for name, node in source.items():
        there, named = copy.get(name), copy.names.get(name) or Text(name, source.names[name].key, copy.place)
        if isinstance(node, Map) and not there and not isinstance(there, Listing):
            there = Map(node.key, named.place, ())
        if isinstance(node, Map) and isinstance(there, Map):
            there = with_all_keys(node, there, orphans)
        entries.append((named, Text("", node.key, copy.place) if there is None else there))
    entries += [(named, copy[name]) for name, named in copy.names.items() if orphans and name not in source]
    return Map(copy.key, copy.place, entries)


def misspelled(source: Map, copy: Map) -> Iterator[Finding]:
    """Yield findings for names that only the copy has, and that are much like one it lacks."""
    for name, named in copy.names.items():
        meant = None if name in source else close(name, [other for other in source if other not in copy])
        if meant:
            what = f"{named.key}: does not stand in the source language"
            yield Finding(ExitCode.CONTENT, what, named.place, f"did you mean “{meant}”?")
        inner, outer = copy[name], source.get(name)
        if isinstance(inner, Map) and isinstance(outer, Map):
            yield from misspelled(outer, inner)


def leaves(node: Node) -> Iterator[Text]:
    """Yield every text in a tree that has words."""
    if isinstance(node, Text):
        yield from [node] if node.strip() else []
    else:
        for inner in node.values() if isinstance(node, Map) else node:
            yield from leaves(inner)
