"""Find what does not fit together in facts.yaml although each value is right: ids that name nothing, and conditions.

Everything here takes trees that may be in disorder, and leaves to the shapes to say so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from factsheet.content.fact_types import of_fact, problem
from factsheet.content.kind import TAKEN, Fact, Kind
from factsheet.content.section_shapes import ItemNode, items_of
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.validate import close

_NAMED: Final = 3
"""How many of many names are told."""


def disagreements(facts: Map, kinds: Mapping[str, Kind], folder: Path) -> Iterator[Finding]:
    """Yield what does not fit together in the facts of a sheet, whose files lie in the folder."""
    sections = facts.get("sections")
    if isinstance(sections, Map):
        for id, section in sections.items():
            yield from _taken(sections.names[id])
            kind = kind_of(section, kinds)
            if kind and isinstance(section, Map):
                yield from _in_section(kind, section, facts, folder)
        yield from _in_layouts(facts.get("layouts"), sections, kinds)


def kind_of(section: Node, kinds: Mapping[str, Kind]) -> Kind | None:
    """Return the kind of a section, if it says one that there is."""
    chosen = section.get("kind") if isinstance(section, Map) else None
    return kinds.get(chosen) if isinstance(chosen, Text) else None


def rank_of(kind: Kind, section: Map) -> str:
    """Return how much layouts need a section."""
    return str(section.get("rank") or kind.rank)


def one_sided(facts: Map, words: Map) -> Finding | None:
    """Return a finding if the two files name altogether different sections: nothing can be said of any of them."""
    sections = facts.get("sections")
    named = [*sections] if isinstance(sections, Map) else []
    written = [name for name in words if name not in TAKEN]
    if (sections is not None and not isinstance(sections, Map)) or {*named} & {*written}:
        return None
    if written and not named:
        what = f"{_some(written)} {_stand(written)} only here, and facts.yaml names no sections"
        hint = f"name each there below sections: with its kind, like {written[0]}: {{kind: …}}"
        return Finding(ExitCode.CONTENT, what, words.names[written[0]].place, hint)
    if named and not written and isinstance(sections, Map):
        what = f"{_some(named)} {_stand(named)} in facts.yaml, and no section has its words here"
        hint = f"write the words of each below its id, like {named[0]}: and, below it and indented, heading:"
        return Finding(ExitCode.CONTENT, what, words.place, hint)
    return None


def _some(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _stand(names: list[str]) -> str:
    return "stands" if len(names) == 1 else "stand"


def _taken(name: Text) -> Iterator[Finding]:
    if name in TAKEN:
        what = f"{name.key}: this id is taken, as words of the sheet stand under it"
        yield Finding(ExitCode.CONTENT, what, name.place, f"choose another; taken are {', '.join(TAKEN)}")


def _in_section(kind: Kind, section: Map, facts: Map, folder: Path) -> Iterator[Finding]:
    items = [*items_of(kind, section)]
    yield from _in_two_lists(items)
    for fact in kind.facts:
        yield from _names_of(fact, section, [item.id for item in items])
        yield from _elsewhere(fact, section, facts, folder)
    for fact in kind.item_facts:
        for item in items:
            yield from _elsewhere(fact, item.facts, facts, folder)
        if fact.together:
            yield from _in_all_or_none(fact, items)
        if fact.unless:
            yield from _unless(fact, fact.unless, kind, section, items)


def _in_two_lists(items: Iterable[ItemNode]) -> Iterator[Finding]:
    """Yield items that stand in two lists; in one of them is told with it."""
    seen: dict[str, ItemNode] = {}
    for item in items:
        first = seen.setdefault(item.id, item)
        if first.list != item.list:
            what = f"{_above(item.id)}: “{item.id}” stands in {first.list} and in {item.list}"
            hint = "their words stand together, so each needs an id of its own"
            yield Finding(ExitCode.CONTENT, what, item.id.place, hint)


def _above(id: Text) -> str:
    return id.key.rpartition(".")[0]


def _key(id: Text) -> str:
    """Return the key of an item; in a list, its own is only a number."""
    return f"{_above(id)}.{id}"


def _names_of(fact: Fact, section: Map, items: Collection[str]) -> Iterator[Finding]:
    """Yield ids of a fact that name no item, or no id of the other fact that they are for."""
    node = section.get(fact.name)
    if fact.type == "some" and isinstance(node, Listing):
        for id in node:
            yield from _unknown(id, node.key, items, "item of this section")
    other = section.get(fact.by) if fact.by else None
    if isinstance(other, Listing) and isinstance(node, Map):
        for id in node.names.values():
            yield from _unknown(id, node.key, [str(name) for name in other], f"id in {fact.by}")


def _unknown(id: Node, key: str, names: Collection[str], what: str) -> Iterator[Finding]:
    if isinstance(id, Text) and id not in names:
        meant = close(id, names)
        hint = f"did you mean “{meant}”?" if meant else f"there are: {', '.join(names)}" if names else "there are none"
        yield Finding(ExitCode.CONTENT, f"{key}: “{id}” is no {what}", id.place, hint)


def _elsewhere(fact: Fact, holder: Map | None, facts: Map, folder: Path) -> Iterator[Finding]:
    """Yield a code that the sheet does not have, and a file that is not in its folder."""
    node = holder.get(fact.name) if holder is not None else None
    if not isinstance(node, Text):
        return
    if fact.type == "code":
        codes = facts.get("codes")
        yield from _unknown(node, node.key, [*codes] if isinstance(codes, Map) else [], "code of this sheet")
    elif fact.type == "file" and not problem(of_fact(fact), node) and not _is_there(folder, node):
        hint = f"put it into {folder.name}/, or write its name as it is, in capitals or not"
        yield Finding(ExitCode.CONTENT, f"{node.key}: there is no file {node}", node.place, hint)


def _is_there(folder: Path, path: str) -> bool:
    """Tell whether a file is in the folder, under this very name: on some computers capitals make no difference."""
    here = folder
    for part in path.split("/"):
        if not here.is_dir() or part not in {entry.name for entry in here.iterdir()}:
            return False
        here /= part
    return here.is_file() and here.resolve().is_relative_to(folder.resolve())


def _in_all_or_none(fact: Fact, items: list[ItemNode]) -> Iterator[Finding]:
    having = [item for item in items if item.facts is not None and fact.name in item.facts]
    if having and len(having) < len(items):
        for item in items:
            if item not in having:
                what = f"{_key(item.id)}: has no {fact.name}, and others in this section do"
                yield Finding(ExitCode.CONTENT, what, item.id.place, "give it to all of them, or to none")


def _unless(
    fact: Fact, unless: tuple[str, str], kind: Kind, section: Map, items: Iterable[ItemNode]
) -> Iterator[Finding]:
    name, value = unless
    default = next(other.default for other in kind.facts if other.name == name)
    if str(section.get(name) or default) == value:
        return
    for item in items:
        if item.facts is None or fact.name not in item.facts:
            what = f"{_key(item.id)}: has no {fact.name}"
            yield Finding(ExitCode.CONTENT, what, item.id.place, f"add it, or write {name}: {value} in this section")


def _in_layouts(layouts: Node | None, sections: Map, kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Yield sections that a choice names and the sheet lacks, and those that it must not leave out."""
    musts = []
    for id, section in sections.items():
        kind = kind_of(section, kinds)
        if kind and isinstance(section, Map) and rank_of(kind, section) == "must":
            musts.append(id)
    for name, choice in layouts.items() if isinstance(layouts, Map) else ():
        chosen = [*choice.names.values()] if isinstance(choice, Map) else choice if isinstance(choice, Listing) else []
        for named in chosen:
            yield from _unknown(named, f"layouts.{name}", [*sections], "section of this sheet")
        wrong = [str(id) for id in chosen if id not in sections]
        for id in musts:
            if id not in chosen and not close(id, wrong) and chosen:
                assert isinstance(layouts, Map)
                what = f"layouts.{name}: leaves out {id}, whose rank is must"
                yield Finding(ExitCode.CONTENT, what, layouts.names[name].place, f"add {id}, or change its rank")
