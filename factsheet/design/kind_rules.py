"""Check that what a kind of section says of its words and facts fits together: the names it uses, and what depends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Final, TypeAlias

from factsheet.content.fact_types import misfit
from factsheet.content.kind import Fact, Items, Kind, Short, Word

ITEMS: Final = "items"
"""What the words of items stand under, in every kind."""
RESERVED: Final = ("kind", "rank")
"""What a section of any kind says of itself."""
_NUMBERS: Final = ("whole", "number", "year", "longitude", "latitude")
_PRINTED: Final = ("address", "phone", "email")
_SAME_NAME: Final = "has the name of something else in the facts of a section"
Problem: TypeAlias = tuple[tuple[str, ...], str, str]
"""The keys that lead to it, what does not fit, and what to do."""


def problems(kind: Kind) -> Iterator[Problem]:
    """Yield what does not fit together in a kind, as the keys that lead there, what is wrong, and a hint."""
    yield from _reserved(kind)
    for fact in kind.facts:
        yield from _fact(kind, fact, ("facts", fact.name))
    for fact in kind.item_facts:
        yield from _fact(kind, fact, ("items", "facts", fact.name))
    for word in kind.words:
        yield from _word(kind, word, ("words", word.name))
        if word.beside:
            yield ("words", word.name, "beside"), "belongs to a fact of an item", "only words of items can have it"
    for word in kind.item_words:
        yield from _word(kind, word, ("items", "words", word.name))
    if kind.items:
        yield from _items(kind.items)
    parts = [part.word or _items_of(part.items or ITEMS) for part in kind.order]
    there = [*(word.name for word in kind.words), *map(_items_of, kind.lists)]
    yield from _every_name(("order",), parts, there)
    yield from _short(kind)


def _items_of(name: str) -> str:
    """Return how `order` names the items of a list."""
    return ITEMS if name == ITEMS else f"{ITEMS} of {name}"


def _reserved(kind: Kind) -> Iterator[Problem]:
    for fact in kind.facts:
        if fact.name in (*RESERVED, *kind.lists):
            yield ("facts", fact.name), _SAME_NAME, "choose another name"
    for word in kind.words:
        if word.name == ITEMS:
            yield ("words", word.name), "has the name that the words of items stand under", "choose another name"
    for name in kind.lists:
        if name in RESERVED:
            yield ("items", "lists", name), _SAME_NAME, "choose another name"


def _fact(kind: Kind, fact: Fact, path: tuple[str, ...]) -> Iterator[Problem]:
    is_choice = fact.type in ("choice", "choices")
    if is_choice != bool(fact.of):
        yield (*path, "of"), "says what can be chosen, and goes with the type choice or choices", "like of: [one, two]"
    if (fact.type == "choices") != bool(fact.by):
        yield (*path, "by"), "says for which ids, and goes with the type choices", "like by: columns"
    if fact.by:
        yield from _known((*path, "by"), fact.by, _ids(kind))
    if fact.default is not None and not is_choice and fact.type not in _NUMBERS:
        yield (*path, "default"), "goes with a choice or a number", "let the fact be optional instead"
    elif fact.default is not None and (wrong := misfit(fact, fact.default)):
        yield (*path, "default"), *wrong
    if fact.printed and fact.type not in _PRINTED:
        yield (*path, "printed"), "cannot be read as it is written", f"it goes with {', '.join(_PRINTED)}"
    if path[0] == "facts" and (fact.together or fact.unless or fact.printed):
        yield path, "is a fact of the section", "together, unless and printed go with facts of items"
    if fact.unless:
        name, value = fact.unless
        choices = {other.name: other.of for other in kind.facts if other.type == "choice"}
        yield from _known((*path, "unless", name), name, choices)
        yield from _known((*path, "unless", name), value, choices.get(name, (value,)))


def _word(kind: Kind, word: Word, path: tuple[str, ...]) -> Iterator[Problem]:
    if word.each:
        yield from _known((*path, "each"), word.each, _ids(kind))
    if word.each and (word.optional or word.beside):
        yield path, "is there for each id", "let it be neither optional nor beside a fact"
    if word.beside and kind.items:
        yield from _known((*path, "beside"), word.beside, [fact.name for fact in kind.item_facts])


def _items(items: Items) -> Iterator[Problem]:
    if items.sort:
        numbers = [fact.name for fact in items.facts if fact.type in _NUMBERS]
        yield from _known(("items", "sort"), items.sort, numbers)
    if len(items.words) > 1 and any(word.each for word in items.words):
        yield ("items", "words"), "one that is there for each id can have no other beside it", "keep that one alone"
    both = {word.name for word in items.words} & {fact.name for fact in items.facts}
    for name in sorted(both):
        yield ("items", "facts", name), "has the name of a word of the item", "choose another name"
    printed = [fact.name for fact in items.facts if fact.printed]
    yield from _every_name(("items", "order"), items.order, [*(word.name for word in items.words), *printed])


def _short(kind: Kind) -> Iterator[Problem]:
    if not isinstance(kind.short, Short):
        return
    for name in kind.short.words:
        yield from _known(("short", "words"), name, [word.name for word in kind.words])
    for name in (name for names in kind.short.items for name in names):
        yield from _known(("short", "items"), name, kind.items.order if kind.items else ())
    if not (kind.short.words or kind.short.items):
        yield ("short",), "takes nothing", "name words, or write left-out"


def _ids(kind: Kind) -> list[str]:
    return [fact.name for fact in kind.facts if fact.type == "ids"]


def _known(path: tuple[str, ...], name: str, names: Collection[str]) -> Iterator[Problem]:
    if name not in names:
        yield path, f"there is no {name} that it could name", f"there is {', '.join(names) or 'none'}"


def _every_name(path: tuple[str, ...], given: Iterable[str], there: Collection[str]) -> Iterator[Problem]:
    """Yield what names some things not at all, twice, or things that are not there."""
    counts = Counter(given)
    for name in counts:
        yield from _known(path, name, there)
        if counts[name] > 1:
            yield path, f"{name} stands twice", "keep one of the two"
    for name in there:
        if name not in counts:
            yield path, f"{name} is missing", "every word has its place, or nobody would print it"
