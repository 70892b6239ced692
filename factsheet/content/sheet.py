"""Describe a factsheet of any sections in one language as a frozen value, and list the strings it has to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from factsheet.content.kind import TAKEN, Items, Kind, Rank, Role, Short, Shortening, Word
from factsheet.content.words import Words
from factsheet.yaml.nodes import Text

Value = TypeVar("Value", covariant=True)
Amount = Literal["whole", "short"]


@dataclass(frozen=True)
class ByName(Mapping[str, Value], Generic[Value]):
    """What has names, in order: a map that cannot be changed."""

    pairs: tuple[tuple[str, Value], ...]

    def __getitem__(self, name: str) -> Value:
        for own, value in self.pairs:
            if own == name:
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True)
class Item:
    """One of the items of a section."""

    id: str
    list: str
    """The list in the facts that it stands in."""
    number: int
    """Its position in that list, from 1."""
    words: ByName[Text]
    """Its words in reading order; what is left out is not there, what a translation lacks is empty."""
    facts: ByName[Any]
    """Its facts; those that are left out have their default, or are not there."""


@dataclass(frozen=True)
class Section:
    """A part of a sheet."""

    id: str
    kind: Kind
    rank: Rank
    words: ByName[Text | ByName[Text]]
    """Its words in reading order; those that there are one of for each id are by that id."""
    facts: ByName[Any]
    items: tuple[Item, ...]
    """Its items, those of one list after those of another."""

    def of(self, list: str) -> tuple[Item, ...]:
        """Return the items of one list."""
        return tuple(item for item in self.items if item.list == list)


@dataclass(frozen=True)
class Code:
    """A code to scan."""

    id: str
    address: Text
    """Where it leads: https, tel, mailto or sms."""
    beside: Text
    """Where it leads, as it is printed."""
    purpose: str
    call: Text


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to write to, and how; at least one of the last three is there."""

    name: Text
    address: Text
    web: Text | None = None
    phone: Text | None = None
    email: Text | None = None


@dataclass(frozen=True)
class Acknowledgement:
    """Who supports the work."""

    text: Text
    web: Text | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One factsheet in one language."""

    name: str
    tag: str
    source_tag: str
    """The language its words were written in."""
    brand: Text | None
    words: tuple[Text, ...]
    """Every string of its file that has words, in the order of the file; also those the source does not have."""
    source: tuple[Text, ...]
    """The same of its source language; of a sheet in that language, they are `words`."""
    masthead: ByName[Text]
    codes: tuple[Code, ...]
    """The first is the main one."""
    sections: tuple[Section, ...]
    """In reading order."""
    layouts: ByName[tuple[tuple[str, Amount | None], ...]]
    """By layout, the ids of the sections it takes, and how much of each where that is said."""
    contact: Contact | None
    acknowledgement: Acknowledgement | None
    imprint: Text | None

    def section(self, id: str) -> Section:
        """Return one section.

        Raises:
            KeyError: the sheet has none of this id.
        """
        return ByName(tuple((section.id, section) for section in self.sections))[id]


def strings(sheet: Sheet, part: str, short: bool = False) -> tuple[Text, ...]:
    """Return the words of one part in reading order, nothing if it is left out: the yardstick for "no word lost".

    A part is the id of a section, or what else has words: masthead, codes, contact, acknowledgement, imprint; `short`
    is what small layouts take of a section. What a translation lacks is empty. Facts that readers see as they are
    written are among the words.

    Raises:
        KeyError: a part that the sheet does not have and cannot have.
    """
    if part == "masthead":
        return tuple(sheet.masthead.values())
    if part == "codes":
        return tuple(text for code in sheet.codes for text in (code.call, code.beside))
    if part == "contact":
        return _of_contact(sheet.contact)
    if part == "acknowledgement":
        return (sheet.acknowledgement.text,) if sheet.acknowledgement else ()
    if part == "imprint":
        return (sheet.imprint,) if sheet.imprint is not None else ()
    return _of_section(sheet.section(part), short)


def alternatives(sheet: Sheet, part: str, short: bool = False) -> tuple[Text, ...]:
    """Return the words of one part that nobody sees: what stands for pictures where these cannot be seen.

    Raises:
        KeyError: a part that the sheet does not have and cannot have.
    """
    return () if part in TAKEN else _of_section(sheet.section(part), short, seen=False)


def roles(sheet: Sheet) -> dict[str, Role]:
    """Return what each word of the sections is for, by its key."""
    found: dict[str, Role] = {}
    for section in sheet.sections:
        by_name = {word.name: word.role for word in section.kind.words}
        for name, words in section.words.pairs:
            for text in words.values() if isinstance(words, ByName) else (words,):
                found[text.key] = by_name[name]
        items = section.kind.items
        of_items = {word.name: word.role for word in items.words} if items else {}
        for item in section.items:
            for name, text in item.words.pairs:
                found[text.key] = of_items.get(name, "cell")
    return found


def every_string(sheet: Sheet) -> tuple[Text, ...]:
    """Return the words of all parts of a sheet, whole and in reading order, and those that stand for pictures."""
    parts = ("masthead", "codes", *(section.id for section in sheet.sections), *TAKEN[2:])
    return tuple(text for part in parts for text in (*strings(sheet, part), *alternatives(sheet, part)))


def printed(address: str) -> str:
    """Return a web address as people read it: without scheme and closing slash."""
    return str(address).removeprefix("https://").removesuffix("/")


def addresses(sheet: Sheet) -> dict[str, str]:
    """Return the web addresses of a sheet, by what people read."""
    parts = (sheet.contact, sheet.acknowledgement)
    known = {printed(part.web): str(part.web) for part in parts if part and part.web}
    known |= {printed(code.beside): str(code.address) for code in sheet.codes}
    for section in sheet.sections:
        facts = {fact.name for fact in section.kind.item_facts if fact.type == "address"}
        for item in section.items:
            known |= {printed(web): str(web) for name, web in item.facts.pairs if name in facts}
    return known


def as_printed(address: Text) -> Text:
    """Return an address as people read it: without its scheme, what follows a question mark, and the closing slash."""
    bare = str(address)
    for scheme in ("tel:", "mailto:", "sms:"):
        if bare.startswith(scheme):
            bare = bare.removeprefix(scheme).partition("?")[0]
    return Text(printed(bare), address.key, address.place)


def _of_contact(contact: Contact | None) -> tuple[Text, ...]:
    if contact is None:
        return ()
    web = as_printed(contact.web) if contact.web else None
    texts = (contact.name, contact.address, web, contact.phone, contact.email)
    return tuple(text for text in texts if text is not None)


def _of_section(section: Section, short: bool, seen: bool = True) -> tuple[Text, ...]:
    limits = section.kind.short if short else "whole"
    found: list[Text] = []
    for part in section.kind.order:
        if part.items:
            items = section.of(part.items)
            found += (text for item in items for text in _of_item(section.kind.items, item, limits, seen))
        elif part.word in _taken(limits, section.kind.words, seen):
            words = section.words.get(str(part.word), ())
            found += [words] if isinstance(words, Text) else words.values() if isinstance(words, ByName) else []
    return tuple(found)


def _taken(limits: Shortening, words: tuple[Word, ...], seen: bool) -> set[str]:
    """Return the names of words of a section that readers see, or of the others."""
    names = {word.name for word in words if (word.role != "alternative") == seen}
    return names & {*limits.words} if isinstance(limits, Short) else names


def _of_item(items: Items | None, item: Item, limits: Shortening, seen: bool) -> Iterator[Text]:
    """Yield the words of an item in reading order, and its facts that are printed."""
    assert items is not None
    if items.each:
        whole = not isinstance(limits, Short) or any(items.words[0].name in names for names in limits.items)
        yield from item.words.values() if whole and seen else ()
        return
    there: dict[str, Text] = {}
    for word in items.words:
        if word.name in item.words and (word.role != "alternative") == seen:
            there[word.name] = item.words[word.name]
    for fact in items.facts if seen else ():
        if fact.printed and fact.name in item.facts:
            value = item.facts[fact.name]
            there[fact.name] = as_printed(value) if fact.type == "address" else value
    taken = {*there}
    if isinstance(limits, Short):
        taken = {next((name for name in names if name in there), "") for names in limits.items}
    yield from (there[name] for name in items.order if name in taken)


def with_source_words(sheet: Sheet) -> Sheet:
    """Fill in the words of the source where a sheet has none itself: to be looked at while it is translated."""
    source = {text.key: text for text in sheet.source}

    def filled(part: Any) -> Any:
        if isinstance(part, Words):
            return part or part.with_words_of(Text(source.get(part.key, ""), part.key, part.place))
        if isinstance(part, ByName):
            return ByName(tuple((name, filled(value)) for name, value in part.pairs))
        return part

    def in_section(section: Section) -> Section:
        items = tuple(replace(item, words=filled(item.words)) for item in section.items)
        return replace(section, words=filled(section.words), items=items)

    contact, thanks = sheet.contact, sheet.acknowledgement
    return replace(
        sheet,
        masthead=filled(sheet.masthead),
        codes=tuple(replace(code, call=filled(code.call)) for code in sheet.codes),
        sections=tuple(map(in_section, sheet.sections)),
        contact=contact and replace(contact, name=filled(contact.name), address=filled(contact.address)),
        acknowledgement=thanks and replace(thanks, text=filled(thanks.text)),
        imprint=filled(sheet.imprint),
    )
