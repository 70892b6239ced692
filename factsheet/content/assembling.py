"""Make one frozen sheet of the trees of its facts and its words, which fit the shapes and each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from factsheet.content.fact_types import of_fact
from factsheet.content.kind import Fact, Items, Kind, Rank
from factsheet.content.markup import Holds
from factsheet.content.section_shapes import ITEMS, items_of
from factsheet.content.sheet import Acknowledgement, Amount, ByName, Code, Contact, Item, Section, Sheet, as_printed
from factsheet.content.words import Words, holds, understood
from factsheet.findings import Place
from factsheet.yaml.nodes import Listing, Map, Node, Text

Mark: TypeAlias = Callable[..., Words]
"""Understands a string, with what it may hold."""
_HEADINGS: Final = ("title",)
"""Words of the masthead that may say where their lines break first."""


def assemble(
    name: str,
    tag: str,
    facts: Map,
    tree: Map,
    kinds: Mapping[str, Kind],
    words: tuple[Text, ...],
    source: tuple[Text, ...],
) -> Sheet:
    """Make the sheet of this name in one language; `words` and `source` are all strings of it and of its source."""
    brand = facts.get("brand")
    codes = {id: str(_map(code)["address"]) for id, code in _map(facts, "codes").items()}
    mark = partial(understood, codes=codes)
    return Sheet(
        name=name,
        tag=tag,
        source_tag=str(facts["source"]),
        brand=brand if isinstance(brand, Text) else None,
        words=words,
        source=source,
        masthead=_masthead(_map(tree, "masthead"), mark),
        codes=tuple(_codes(_map(facts, "codes"), _map(tree, "codes"), mark)),
        sections=tuple(
            _section(kinds[str(_map(section)["kind"])], id, _map(section), _map(tree, id), mark)
            for id, section in _map(facts, "sections").items()
        ),
        layouts=ByName(tuple((layout, _choice(choice)) for layout, choice in _map(facts, "layouts").items())),
        contact=_contact(_map(facts, "contact"), _map(tree, "contact"), mark) if "contact" in facts else None,
        acknowledgement=_thanks(facts, tree, mark) if "acknowledgement" in facts else None,
        imprint=mark(_text(_map(tree, "imprint"), "text")) if "imprint" in facts else None,
    )


def _map(tree: Node, name: str | None = None) -> Map:
    """Return a map, or what is below one of its keys; an empty one where that is left out."""
    assert isinstance(tree, Map)
    below = tree if name is None else tree.get(name, Map(name, tree.place, ()))
    assert isinstance(below, Map)
    return below


def _text(tree: Map, name: str) -> Text:
    text = tree[name]
    assert isinstance(text, Text)
    return text


def _optional(tree: Map, name: str) -> Text | None:
    return _text(tree, name) if name in tree else None


def _masthead(tree: Map, mark: Mark) -> ByName[Words]:
    holds = {name: Holds.HEADING if name in _HEADINGS else Holds.WORDS for name in tree}
    return ByName(tuple((name, mark(_text(tree, name), holds[name])) for name in tree))


def _codes(facts: Map, words: Map, mark: Mark) -> Iterator[Code]:
    for id in facts:
        code = _map(facts, id)
        address = _text(code, "address")
        beside = _optional(code, "printed") or as_printed(address)
        yield Code(id, address, beside, str(_text(code, "purpose")), mark(_text(_map(words, id), "call")))


def _contact(facts: Map, words: Map, mark: Mark) -> Contact:
    reached = {name: _optional(facts, name) for name in ("web", "phone", "email")}
    return Contact(name=mark(_text(words, "name")), address=mark(_text(words, "address")), **reached)


def _thanks(facts: Map, tree: Map, mark: Mark) -> Acknowledgement:
    web = _optional(_map(facts, "acknowledgement"), "web")
    return Acknowledgement(mark(_text(_map(tree, "acknowledgement"), "text")), web)


def _choice(node: Node) -> tuple[tuple[str, Amount | None], ...]:
    if isinstance(node, Map):
        return tuple((id, cast(Amount, str(amount))) for id, amount in node.items())
    return tuple((str(id), None) for id in node)


def _section(kind: Kind, id: str, facts: Map, words: Map, mark: Mark) -> Section:
    rank = str(facts.get("rank") or kind.rank)
    own: list[tuple[str, Text | ByName[Text]]] = []
    for word in kind.words:
        text = words.get(word.name)
        if text is not None:
            marked = partial(mark, holds=holds(word))
            by_id = word.each and _by_id(facts, word.each, _map(text), marked)
            own.append((word.name, by_id or marked(_text(words, word.name))))
    items = tuple(_items(kind.items, kind, facts, _map(words, ITEMS), mark)) if kind.items else ()
    return Section(id, kind, cast(Rank, rank), ByName(tuple(own)), _facts(kind.facts, facts), items)


def _by_id(facts: Map, fact: str, words: Map, mark: Mark) -> ByName[Text]:
    """Return texts in the order of the ids in a fact."""
    ids = facts[fact]
    return ByName(tuple((str(id), mark(_text(words, str(id)))) for id in ids))


def _items(items: Items, kind: Kind, section: Map, words: Map, mark: Mark) -> Iterator[Item]:
    for one in items.lists:
        found = [item for item in items_of(kind, section) if item.list == one.name]
        facts = {item.id: _facts(items.facts, item.facts) for item in found}
        if items.sort and all(items.sort in facts[item.id] for item in found):
            found.sort(key=lambda item: facts[item.id][str(items.sort)])
        for number, item in enumerate(found, 1):
            texts = _words_of_item(items, section, _map(words, item.id), mark)
            yield Item(str(item.id), one.name, number, texts, facts[item.id])


def _words_of_item(items: Items, section: Map, words: Map, mark: Mark) -> ByName[Text]:
    if items.each:
        return _by_id(section, items.each, words, mark)
    there = (word for word in items.words if word.name in words)
    return ByName(tuple((word.name, mark(_text(words, word.name), holds(word))) for word in there))


def _facts(facts: tuple[Fact, ...], tree: Map | None) -> ByName[Any]:
    """Return the values of facts; of those that are left out, their defaults."""
    found: list[tuple[str, Any]] = []
    for fact in facts:
        node = tree.get(fact.name) if tree is not None else None
        if node is None and fact.default is not None:
            node = Text(fact.default, fact.name, tree.place if tree is not None else Place(Path()))
        if node is not None:
            found.append((fact.name, _value(fact, node)))
    return ByName(tuple(found))


def _value(fact: Fact, node: Node) -> Any:
    read = of_fact(fact).validate_python
    if isinstance(node, Listing):
        return tuple(read(entry) for entry in node)
    if isinstance(node, Map):
        return ByName(tuple((id, read(text)) for id, text in node.items()))
    return read(node)
