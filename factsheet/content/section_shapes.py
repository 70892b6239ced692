"""Say what facts.yaml and a file of words may hold, from the kinds of section there are.

The words are those of one sheet, whose facts say which sections and items it has; or, for editors, those of any sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from factsheet.content.fact_types import PURPOSES, adapter, of_fact
from factsheet.content.kind import RANKS, TAKEN, Fact, Items, Kind, Word
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.shapes import AnyOf, ById, Chosen, Either, Key, Keys, ListOf, Shape, Value

ITEMS: Final = "items"
AMOUNTS: Final = ("whole", "short")
_MASTHEAD: Final = {
    "organisation": "The organisation's short name.",
    "organisation_in_full": "The organisation's name in full.",
    "kicker": "The kind of publication; a small line above the title.",
    "title": "The title, as large as the page allows. After |-, a line end is where it may break first.",
    "subtitle": "What the sheet is about, below the title.",
}
_CONTACT_WORDS: Final = {
    "name": "Whom to write to. A comma that leads on to the address may stand or not.",
    "address": "The postal address on one line, as the post in that country reads it.",
}
_IN_FACTS: Final = "it stands in facts.yaml, as no translation touches it"
_IN_WORDS: Final = "these are words, and stand in the file of each language"
_BOTH: Final = "add its words, as in the file of another language"
_BUT_IN_FACTS: Final = "is missing, but stands in facts.yaml"
_NOT_IN_FACTS: Final = "does not stand in facts.yaml"
_ID_HELP: Final = "Lower-case letters a to z, digits and hyphens, like first-meeting."
_SECTIONS_HELP: Final = "The sections by id, in reading order. Their words stand under the same id in each language."
_MATCH: Final = "add it there, or delete it here"


@dataclass(frozen=True)
class ItemNode:
    """An item as facts.yaml has it."""

    list: str
    id: Text
    facts: Map | None


def items_of(kind: Kind, section: Map) -> Iterator[ItemNode]:
    """Yield the items of a section in the tree of facts.yaml; what is none is passed over."""
    for name in kind.lists:
        node = section.get(name)
        if isinstance(node, Map):
            for id, facts in node.items():
                yield ItemNode(name, node.names[id], facts if isinstance(facts, Map) else None)
        elif isinstance(node, Listing):
            yield from (ItemNode(name, id, None) for id in node if isinstance(id, Text))


def facts_shape(kinds: Mapping[str, Kind]) -> Keys:
    """Return what facts.yaml may hold."""
    id = _value("id", _ID_HELP)
    sections = ById(id, _section(kinds), _SECTIONS_HELP, hint="write each id with a colon, and below it kind:")
    codes = ById(id, _CODE, "The codes by id. The first is the main one, in every layout.")
    layouts = ById(id, _choice_of_sections(id), "What layouts take, where their own choice is not wanted.")
    keys = (
        Key("source", _value("tag", "The language the words were written in, like en or pt-BR.")),
        Key("brand", _value("id", "The folder in assets/brands/; left out, the default brand."), needed=False),
        Key("codes", codes, needed=False),
        Key("sections", sections, hint=f"name each by an id of your own, and its kind: {', '.join(kinds)}"),
        Key("layouts", layouts, needed=False),
        Key("contact", _CONTACT, needed=False),
        Key("acknowledgement", _ACKNOWLEDGEMENT, needed=False),
        Key("imprint", _IMPRINT, needed=False),
    )
    whole = "What no translation touches. Every id here has its words under the same id in the file of every language."
    return Keys(keys, whole, belongs=(("masthead", _IN_WORDS),), hint="a section stands below sections:")


def words_shape(facts: Map, kinds: Mapping[str, Kind]) -> Keys:
    """Return what the file of words in one language holds of a sheet with these facts, which may be in disorder."""
    sections = facts.get("sections")
    keys = [Key("masthead", _texts(_MASTHEAD, "What stands at the head of the sheet."), hint=_MASTHEAD_HINT)]
    codes = facts.get("codes")
    if isinstance(codes, Map) and codes:
        calls = tuple(Key(id, _CALL, hint=_BOTH, missing=_BUT_IN_FACTS) for id in codes)
        keys.append(_stated("codes", _ids(calls, "The words beside each code.")))
    for id, section in sections.items() if isinstance(sections, Map) else ():
        if id not in TAKEN:
            keys.append(_stated(id, _words_of_section(section, kinds)))
    keys += [_stated(name, shape) for name, shape in _CLOSING.items() if name in facts]
    belongs = {"sections": "write the words of each section without sections: above them, at the beginning of a line"}
    belongs |= dict.fromkeys(("source", "brand", "layouts"), _IN_FACTS)
    unsure = AnyOf(()) if not isinstance(sections, Map) else None
    return Keys(
        tuple(keys), "", _NOT_IN_FACTS, "name it there, or delete it here", tuple(belongs.items()), True, unsure
    )


def any_words_shape(kinds: Mapping[str, Kind]) -> Keys:
    """Return what the file of words of any sheet may hold, as well as that can be said without its facts."""
    texts = _texts(_MASTHEAD, "What stands at the head of the sheet.")
    codes = ById(_value("id"), _CALL, "The words beside each code, by the ids of facts.yaml.")
    fixed = (Key("masthead", texts), Key("codes", codes, needed=False))
    closing = tuple(Key(name, shape, needed=False) for name, shape in _CLOSING.items())
    sections = AnyOf(tuple((kind.title, _words(kind, None)) for kind in kinds.values()), "The words of a section.")
    whole = "The words of a sheet in one language. Every value is text; the keys are the same in every language."
    return Keys((*fixed, *closing), whole, others=sections)


def _section(kinds: Mapping[str, Kind]) -> Chosen:
    shapes = tuple((name, _facts_of(kind)) for name, kind in kinds.items())
    return Chosen("kind", shapes, "A section.", "What kind of section it is, which says what words and items it has.")


def _facts_of(kind: Kind) -> Keys:
    rank = f"must: no layout leaves it out; should; may: it is left out first. Left out, it is {kind.rank}."
    keys = [
        Key("kind", _value("id", kind.help, (kind.name,))),
        Key("rank", _value("id", rank, RANKS), needed=False),
        *(Key(fact.name, _fact(fact), fact.needed, f"add it: {fact.help}") for fact in kind.facts),
    ]
    if kind.items:
        for one in kind.items.lists:
            hint = f"add it, a list of ids of your own, like {one.name}: [first, second]"
            keys.append(Key(one.name, _items(kind.items, one.help), hint=hint))
    return Keys(tuple(keys), kind.help, belongs=_belongs((word.name for word in kind.all_words()), _IN_WORDS))


def _items(items: Items, help: str) -> Shape:
    id = _value("id", _ID_HELP)
    keys = Keys(
        tuple(Key(fact.name, _fact(fact), fact.needed, f"add it: {fact.help}") for fact in items.facts),
        belongs=_belongs((word.name for word in items.words), _IN_WORDS),
        hint="an item of this kind has no facts: write {} after its colon" if not items.facts else "",
    )
    needed = [fact.name for fact in items.facts if fact.needed]
    example = ", ".join(f"{name}: …" for name in needed)
    by_id = ById(id, keys, help, hint=f"write each id with a colon and its facts, like first: {{{example}}}")
    return by_id if needed else Either(ListOf(id, help), by_id, help)


def _fact(fact: Fact) -> Shape:
    value = Value(of_fact(fact), fact.help)
    if fact.type in ("ids", "some"):
        return ListOf(value, fact.help, most=fact.most)
    if fact.type == "choices":
        return ById(_value("id"), value, fact.help)
    if fact.type == "focus":
        return ListOf(value, fact.help, least=2, most=2, repeats=True)
    return value


def _choice_of_sections(id: Value) -> Either:
    amount = "whole, or short: what small layouts take of a section of this kind."
    named = "The sections in the order in which they come: a list, or each with whole or short after its colon."
    return Either(ListOf(id, named), ById(id, _value("id", amount, AMOUNTS), named), named)


def _words_of_section(section: Node, kinds: Mapping[str, Kind]) -> Shape:
    """Return what words a section has: any, if that cannot be told, which is told elsewhere."""
    chosen = section.get("kind") if isinstance(section, Map) else None
    kind = kinds.get(chosen) if isinstance(chosen, Text) else None
    return _words(kind, section) if kind and isinstance(section, Map) else AnyOf(())


def _words(kind: Kind, section: Map | None) -> Keys:
    """Return what words a section of a kind has, with the ids in its facts; with any ids, if these are not given."""
    keys = [_word(word, section) for word in kind.words]
    ids: list[str] = []
    if kind.items and section is not None:
        items = [*items_of(kind, section)]
        ids = [item.id for item in items]
        inner = tuple(_stated(item.id, _words_of_item(kind.items, item, section)) for item in items)
        keys.append(_stated(ITEMS, _ids(inner, "The words of the items, by the ids of facts.yaml.")))
    elif kind.items:
        each = _words_of_item(kind.items, None, None)
        keys.append(Key(ITEMS, ById(_value("id"), each, "The words of the items, by the ids of facts.yaml.")))
    belongs = dict.fromkeys(("kind", "rank", *(fact.name for fact in kind.facts), *kind.lists), _IN_FACTS)
    belongs = dict.fromkeys(ids, f"write it below {ITEMS}:") | belongs
    names = {word.name for word in kind.words}
    return Keys(tuple(keys), kind.help, belongs=tuple(one for one in belongs.items() if one[0] not in names))


def _words_of_item(items: Items, item: ItemNode | None, section: Map | None) -> Shape:
    if items.each:
        return _by_id(items.words[0], section)
    has = {*(item.facts or ())} if item else {fact.name for fact in items.facts}
    keys = [_word(word, section, item is not None) for word in items.words if not word.beside or word.beside in has]
    without = {
        word.name: f"it goes with {word.beside}, which this item lacks in facts.yaml"
        for word in items.words
        if word.beside and word.beside not in has
    }
    belongs = (*without.items(), *_belongs((fact.name for fact in items.facts), _IN_FACTS))
    return Keys(tuple(keys), belongs=belongs, is_open=bool(without))


def _word(word: Word, section: Map | None, sure: bool = True) -> Key:
    shape = _by_id(word, section) if word.each else _value("words", word.help)
    is_needed = not word.optional and (sure or not word.beside)
    return Key(word.name, shape, is_needed, f"add it: {word.help}")


def _by_id(word: Word, section: Map | None) -> Shape:
    """Return a text for each id of a fact, or for any, if the facts are not given."""
    value = _value("words", word.help)
    listing = section.get(word.each or "") if section is not None else None
    if not isinstance(listing, Listing):
        return ById(_value("id"), value, word.help)
    ids = dict.fromkeys(str(id) for id in listing if isinstance(id, Text))
    return _ids(tuple(Key(id, value, hint=_BOTH, missing=_BUT_IN_FACTS) for id in ids), word.help)


def _stated(name: str, shape: Shape) -> Key:
    return Key(name, shape, hint=_BOTH, missing=_BUT_IN_FACTS)


def _ids(keys: tuple[Key, ...], help: str) -> Keys:
    return Keys(keys, help, _NOT_IN_FACTS, _MATCH, is_open=True)


def _belongs(names: Mapping[str, str] | Iterator[str], hint: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, hint) for name in names)


def _texts(helps: Mapping[str, str], help: str) -> Keys:
    return Keys(tuple(Key(name, _value("words", said), hint=f"add it: {said}") for name, said in helps.items()), help)


def _value(type: str, help: str = "", of: tuple[str, ...] = ()) -> Value:
    return Value(adapter(type, of), help)


_MASTHEAD_HINT: Final = f"add masthead: with {', '.join(_MASTHEAD)} below it, indented"
_CODE: Final = Keys(
    (
        Key("address", _value("code address", "Where it leads: https://, tel:, mailto: or sms:"),
            hint="add it: where the code leads, like https://example.org/page or tel:+442079460000"),
        Key("printed", _value("words", "What is printed beside it; left out, the address."), needed=False),
        Key("purpose", _value("id", "What it is for, which gives its furniture words.", PURPOSES),
            hint=f"add it: {', '.join(PURPOSES)}"),
    ),
    "A code to scan, and where it leads.",
    belongs=(("call", _IN_WORDS),),
)  # fmt: skip
_CALL: Final = _texts({"call": "Stands beside the code that a phone's camera reads."}, "The words of a code.")
_CONTACT: Final = Keys(
    (
        Key("web", _value("address", "The page of the organisation, from its https:// on."), needed=False),
        Key("phone", _value("phone", "A number to call, as people write it."), needed=False),
        Key("email", _value("email", "An address to write to, like help@example.org."), needed=False),
    ),
    "Where the organisation can be reached: web, phone or email, or several of them.",
    belongs=_belongs(_CONTACT_WORDS, _IN_WORDS),
    least=1,
)
_ACKNOWLEDGEMENT: Final = Keys(
    (Key("web", _value("address", "The page of who supports the work."), needed=False),),
    "Who supports the work.",
    belongs=(("text", _IN_WORDS),),
)
_IMPRINT: Final = Keys(
    (),
    "Version, review date, licence, charity number: write {} here, and the words in the file of each language.",
    hint=_IN_WORDS,
    belongs=(("text", _IN_WORDS),),
)
_THANKS_HELP: Final = "The whole text. A web address in it stays as it is."
_CLOSING: Final = {
    "contact": _texts(_CONTACT_WORDS, "Whom to write to."),
    "acknowledgement": _texts({"text": _THANKS_HELP}, "Who supports the work."),
    "imprint": _texts({"text": "Version, review date, licence, charity number."}, "Stands in every layout."),
}
