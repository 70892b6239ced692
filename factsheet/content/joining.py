"""Join the facts of a sheet and its words in one language, which agree, to one frozen sheet."""

from __future__ import annotations

from factsheet.content.models import Copy, Facts
from factsheet.content.sheet import Acknowledgement, Contact, Event, Film, Message, Region, Section, Sheet
from factsheet.yaml.nodes import Text


def join(name: str, tag: str, words: tuple[Text, ...], source: tuple[Text, ...], facts: Facts, copy: Copy) -> Sheet:
    """Make the sheet of this name in one language; `words` and `source` are all strings of it and of its source.

    A section is on it if both facts and copy have it. Every id of the facts is one of the copy.
    """
    return Sheet(
        name=name,
        tag=tag,
        words=words,
        source=source,
        facts=facts,
        copy=copy,
        masthead=copy.masthead,
        messages=_messages(facts, copy),
        timeline=_timeline(facts, copy),
        regions=_regions(facts, copy),
        film=Film(copy.film.call, facts.film.address) if facts.film and copy.film else None,
        contact=_contact(facts, copy),
        acknowledgement=_acknowledgement(facts, copy),
    )


def _messages(facts: Facts, copy: Copy) -> Section[Message] | None:
    if not (facts.messages and copy.messages):
        return None
    words = dict(copy.messages.items)
    messages = (
        Message(id=id, number=number, lead=words[id].lead, more=words[id].more)
        for number, id in enumerate(facts.messages, 1)
    )
    return Section(copy.messages.heading, tuple(messages))


def _timeline(facts: Facts, copy: Copy) -> Section[Event] | None:
    if not (facts.timeline and copy.timeline):
        return None
    words = dict(copy.timeline.items)
    in_order = sorted(facts.timeline, key=lambda event: event[1].year)
    events = (
        Event(id=id, number=number, lead=words[id].lead, more=words[id].more, date=words[id].date, year=event.year)
        for number, (id, event) in enumerate(in_order, 1)
    )
    return Section(copy.timeline.heading, tuple(events))


def _regions(facts: Facts, copy: Copy) -> Section[Region] | None:
    if not (facts.regions and copy.regions):
        return None
    words = dict(copy.regions.items)
    regions = (
        Region(
            id=id,
            number=number,
            lead=words[id].lead,
            more=words[id].more,
            name=words[id].name,
            longitude=region.longitude,
            latitude=region.latitude,
        )
        for number, (id, region) in enumerate(facts.regions, 1)
    )
    return Section(copy.regions.heading, tuple(regions))


def _contact(facts: Facts, copy: Copy) -> Contact | None:
    if not (facts.contact and copy.contact):
        return None
    return Contact(copy.contact.name, copy.contact.address, facts.contact.web)


def _acknowledgement(facts: Facts, copy: Copy) -> Acknowledgement | None:
    if not (facts.acknowledgement and copy.acknowledgement):
        return None
    return Acknowledgement(copy.acknowledgement.text, facts.acknowledgement.web)
