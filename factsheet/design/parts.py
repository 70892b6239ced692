"""Choose what of a sheet stands in a layout: its parts in reading order, each whole or short, and its codes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from factsheet.content.kind import RANKS
from factsheet.content.sheet import Amount, Code, Section, Sheet, strings
from factsheet.design.layout import Layout
from factsheet.yaml.nodes import Text

SECTIONS = "sections"
"""What a layout calls all sections of a sheet together, among what it takes."""


@dataclass(frozen=True)
class Part:
    """A section of a sheet, or what else stands on its pages."""

    name: str
    """The id of the section, or masthead, codes, contact, acknowledgement or imprint."""
    amount: Amount
    section: Section | None = None


def parts(sheet: Sheet, layout: Layout, left_out: Collection[str] = (), whole: bool = False) -> tuple[Part, ...]:
    """Return what the layout takes of a sheet, in reading order.

    `left_out` are ids of sections it has no room for; `whole` says that all has room of what it takes as fitting.
    """
    found: list[Part] = []
    for name, taken in layout.takes.items():
        amount: Amount = taken if taken != "fitting" else "whole" if whole else "short"
        if name == SECTIONS:
            found += (part for part in _sections(sheet, layout, amount) if part.name not in left_out)
        elif strings(sheet, name):
            found.append(Part(name, amount))
    return tuple(found)


def _sections(sheet: Sheet, layout: Layout, amount: Amount) -> Iterator[Part]:
    chosen = sheet.layouts.get(layout.name) or tuple((section.id, None) for section in sheet.sections)
    for id, own in chosen:
        section = sheet.section(id)
        if section.kind.is_printed:
            yield Part(id, own or amount, section)


def leavable(taken: Collection[Part]) -> tuple[str, ...]:
    """Return the sections that a layout may leave out, in the order in which it does where it has no room for them.

    Whole sections from the end: what may stand in it first, then what should. What a kind lets small layouts leave out
    is among the first there.
    """
    ranked: list[tuple[int, int, str]] = []
    for number, part in enumerate(taken):
        section = part.section
        if section is not None:
            first = part.amount == "short" and section.kind.short == "left-out" and section.rank == "should"
            ranked.append((RANKS.index("may" if first else section.rank), number, part.name))
    return tuple(name for rank, _, name in sorted(ranked, reverse=True) if rank)


def codes(sheet: Sheet, layout: Layout, taken: Collection[Part]) -> tuple[Code, ...]:
    """Return the codes on the pages: the main one, those of contacts, and all others where the whole text is."""
    whole = layout.takes.get(SECTIONS) == "whole"
    named = named_codes(taken)
    return tuple(code for n, code in enumerate(sheet.codes) if n == 0 or whole or code.id in named)


def named_codes(taken: Collection[Part]) -> frozenset[str]:
    """Return the ids of the codes that stand with an item which names them."""
    named: set[str] = set()
    for section in (part.section for part in taken if part.section is not None):
        facts = {fact.name for fact in section.kind.item_facts if fact.type == "code"}
        named.update(str(id) for item in section.items for name, id in item.facts.pairs if name in facts)
    return frozenset(named)


def texts(sheet: Sheet, layout: Layout, taken: Collection[Part]) -> tuple[Text, ...]:
    """Return every string that the pages must hold, in reading order; those not translated yet are empty."""
    shown = codes(sheet, layout, taken) if "codes" in layout.takes else ()
    found: list[Text] = []
    for part in taken:
        if part.name == "codes":
            found += (text for code in shown for text in (code.call, code.beside))
        else:
            found += strings(sheet, part.name, part.amount == "short")
    return tuple(found)
