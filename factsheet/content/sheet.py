"""Describe one factsheet in one language as a frozen value, and list the strings that its sections have to print.

It is apart from `loader`, which reads it, as every stage takes a sheet and only one knows of files.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from factsheet.content.models import Copy, Facts, Masthead
from factsheet.yaml.nodes import Text

SECTIONS = ("masthead", "messages", "timeline", "regions", "film", "contact", "acknowledgement")
"""The sections of a sheet. All but the first may be left out."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One message, event or region."""

    id: str
    number: int
    """Its position in reading order, from 1."""
    lead: Text
    more: Text | None = None
    """Joined with a space, lead and more are the whole text."""

    @property
    def label(self) -> Text | None:
        """What is printed before the lead, if anything is."""
        return None


@dataclass(frozen=True, kw_only=True)
class Message(Item):
    """What readers should take away."""


@dataclass(frozen=True, kw_only=True)
class Event(Item):
    """Something that happened."""

    date: Text
    """What is printed beside it."""
    year: int
    """Puts the events in order."""

    @property
    def label(self) -> Text:
        """Return its date."""
        return self.date


@dataclass(frozen=True, kw_only=True)
class Region(Item):
    """A part of the world."""

    name: Text
    longitude: float
    """Degrees east."""
    latitude: float
    """Degrees north."""

    @property
    def label(self) -> Text:
        """Return its name."""
        return self.name


AnyItem = TypeVar("AnyItem", bound=Item, covariant=True)


@dataclass(frozen=True)
class Section(Generic[AnyItem]):
    """A heading and its items, in reading order."""

    heading: Text
    items: tuple[AnyItem, ...]


@dataclass(frozen=True)
class Film:
    """The film the sheet leads to."""

    call: Text
    address: Text


@dataclass(frozen=True)
class Contact:
    """Whom to write to."""

    name: Text
    address: Text
    web: Text


@dataclass(frozen=True)
class Acknowledgement:
    """Who supports the work."""

    text: Text
    web: Text


@dataclass(frozen=True)
class Sheet:
    """One factsheet in one language. A section that is left out is None."""

    name: str
    tag: str
    words: tuple[Text, ...]
    """Every string of its file that has words, in the order of the file; also those the source does not have."""
    source: tuple[Text, ...]
    """The same of its source language; of a sheet in that language, they are `words`."""
    facts: Facts
    copy: Copy
    masthead: Masthead
    messages: Section[Message] | None
    timeline: Section[Event] | None
    """Events in order of their years."""
    regions: Section[Region] | None
    film: Film | None
    contact: Contact | None
    acknowledgement: Acknowledgement | None


def strings(sheet: Sheet, section: str, leads_only: bool) -> tuple[Text, ...]:
    """Return the words of one section in reading order, nothing if it is left out: the yardstick for "no word lost".

    What a translation lacks is empty. Web addresses that stand for themselves are among them, as they are printed.

    Raises:
        ValueError: a section that no sheet has.
    """
    if section not in SECTIONS:
        raise ValueError(section)
    view = getattr(sheet, section)
    if view is None:
        return ()
    if isinstance(view, Section):
        texts = [(item.label, item.lead, None if leads_only else item.more) for item in view.items]
        return (view.heading, *(text for item in texts for text in item if text is not None))
    if isinstance(view, Film):
        return view.call, _as_printed(view.address)
    if isinstance(view, Contact):
        return view.name, view.address, _as_printed(view.web)
    return tuple(text for _, text in getattr(sheet.copy, section))


def printed(address: str) -> str:
    """Return a web address as people read it: without scheme and closing slash."""
    return str(address).removeprefix("https://").removesuffix("/")


def printed_addresses(sheet: Sheet) -> dict[str, str]:
    """Return the web addresses of a sheet, by what people read."""
    parts = (sheet.facts.contact, sheet.facts.acknowledgement)
    addresses = [part.web for part in parts if part] + ([sheet.facts.film.address] if sheet.facts.film else [])
    return {printed(address): str(address) for address in addresses}


def with_source_words(sheet: Sheet) -> Sheet:
    """Fill in the words of the source where a sheet has none itself: to be looked at while it is translated."""
    source = {text.key: text for text in sheet.source}

    def filled(part: Any) -> Any:
        if isinstance(part, Text):
            return part or Text(source.get(part.key, ""), part.key, part.place)
        if isinstance(part, tuple):
            return tuple(filled(inner) for inner in part)
        if isinstance(part, BaseModel):
            return part.model_copy(update={name: filled(getattr(part, name)) for name in type(part).model_fields})
        if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{field.name: filled(getattr(part, field.name)) for field in fields(part)})
        return part

    parts = {name: filled(getattr(sheet, name)) for name in ("copy", *SECTIONS)}
    return replace(sheet, **parts)


def _as_printed(address: Text) -> Text:
    return Text(printed(address), address.key, address.place)
