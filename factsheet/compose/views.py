"""Show templates what they print: sections, items and codes with the words that a layout takes, and nothing else.

What a layout leaves out of a section is None here, so that the same template serves whole and short.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from factsheet.compose import codes as symbols
from factsheet.compose import measures, word_widths
from factsheet.content.sheet import Amount, ByName, Code, Item, Section, alternatives, strings
from factsheet.design import dictionary, parts
from factsheet.design.editions import Edition
from factsheet.design.parts import Part
from factsheet.yaml.nodes import Text

_DECIMAL_MARKS: Final = ".,٫"
_GAP: Final = 1.3  # of the size of text, between two columns of a table
_WIDE: Final = 26.0  # of the size of text; no column is given more before others have as much
_EQUAL: Final = 0.8  # of the size of text; what every column gets of the rest
_MOST_LINES: Final = 6.5


@dataclass(frozen=True)
class CodeView:
    """A code to scan, and what stands beside it."""

    id: str
    purpose: str
    address: Text
    beside: Text
    call: Text
    size: int
    """Modules a side, with the quiet zone."""
    path: str
    link: str
    """Says where it leads to those who cannot see it; the address follows."""


@dataclass(frozen=True)
class ItemView:
    """One of the items of a section."""

    id: str
    list: str
    number: int
    words: Mapping[str, Any]
    facts: Mapping[str, Any]
    code: CodeView | None
    featured: bool
    letters: int
    """How many all of its words have."""


@dataclass(frozen=True)
class ColumnView:
    """A column of a table."""

    id: str
    label: Text
    align: str
    share: float
    """Of the width of the table, in percent."""


@dataclass(frozen=True)
class SectionView:
    """A section as a layout takes it."""

    id: str
    kind: str
    amount: Amount
    rank: str
    first: bool
    """Whether it leads the sheet."""
    words: Mapping[str, Any]
    facts: Mapping[str, Any]
    items: tuple[ItemView, ...]
    lists: Mapping[str, tuple[ItemView, ...]]
    columns: tuple[ColumnView, ...]
    is_legible: bool
    """Whether its columns have room side by side."""
    letters: int
    """How many all of its words have."""
    widths: str
    """Custom properties with the widths of words that stay whole, for the style of its element."""


def codes(edition: Edition) -> tuple[CodeView, ...]:
    """Return the codes on the pages, the main one first.

    Raises:
        ProjectError: an address that cannot go into a code, exit code CONTENT.
    """
    return tuple(_code(edition, one) for one in edition.codes) if "codes" in edition.layout.takes else ()


def sections(edition: Edition, shown: tuple[CodeView, ...]) -> tuple[SectionView, ...]:
    """Return the sections on the pages, in reading order."""
    taken = [part for part in edition.parts if part.section is not None]
    return tuple(_section(edition, part, part.section, n == 0, shown) for n, part in enumerate(taken) if part.section)


def beside_the_first(edition: Edition, shown: tuple[CodeView, ...]) -> tuple[CodeView, ...]:
    """Return the codes that stand with no item: the main one, and others that no contact names."""
    named = parts.named_codes(edition.parts)
    return tuple(one for n, one in enumerate(shown) if n == 0 or one.id not in named)


def _code(edition: Edition, one: Code) -> CodeView:
    symbol = symbols.symbol(one.address)
    link = str(getattr(edition.locale.furniture, f"{one.purpose}_link"))
    return CodeView(one.id, one.purpose, one.address, one.beside, one.call, symbol.size, symbol.path, link)


def _section(edition: Edition, part: Part, section: Section, first: bool, shown: tuple[CodeView, ...]) -> SectionView:
    is_short = part.amount == "short"
    there = (*strings(edition.sheet, part.name, is_short), *alternatives(edition.sheet, part.name, is_short))
    taken = {text.key for text in there}
    featured = {str(id) for id in section.facts.get("feature") or ()}
    main = shown[0].id if shown else ""
    by_id = {one.id: one for one in shown if one.id != main}
    items = tuple(_item(section, item, taken, featured, by_id) for item in section.items)
    items = tuple(item for item in items if any(item.words.values()))
    columns = tuple(_columns(edition, section))
    return SectionView(
        id=part.name,
        kind=section.kind.name,
        amount=part.amount,
        rank=section.rank,
        first=first,
        words=_words({word.name: None for word in section.kind.words}, section.words, taken),
        facts={fact.name: None for fact in section.kind.facts} | dict(section.facts.pairs),
        items=items,
        lists={name: tuple(item for item in items if item.list == name) for name in section.kind.lists},
        columns=columns,
        is_legible=_is_legible(edition, section, columns),
        letters=sum(map(dictionary.length, there)),
        widths=word_widths.of_section(edition, section),
    )


def _item(section: Section, item: Item, taken: set[str], featured: set[str], by_id: Mapping[str, CodeView]) -> ItemView:
    words = _words({word.name: None for word in section.kind.item_words if not word.each}, item.words, taken)
    facts: dict[str, Any] = {fact.name: None for fact in section.kind.item_facts}
    printed = {fact.name for fact in section.kind.item_facts if fact.printed}
    facts |= {name: value for name, value in item.facts.pairs if name not in printed or value.key in taken}
    named = next((str(facts[fact.name]) for fact in section.kind.item_facts if fact.type == "code"), "")
    letters = sum(dictionary.length(word) for word in words.values() if word)
    return ItemView(item.id, item.list, item.number, words, facts, by_id.get(named), item.id in featured, letters)


def _words(names: Mapping[str, None], words: ByName[Any], taken: set[str]) -> dict[str, Any]:
    """Return words by name: None for those that are left out."""
    found: dict[str, Any] = {**names}
    for name, text in words.pairs:
        if isinstance(text, ByName):
            found[name] = {id: one for id, one in text.pairs if one.key in taken} or None
        else:
            found[name] = text if text.key in taken else None
    return found


def _columns(edition: Edition, section: Section) -> Iterator[ColumnView]:
    """Yield the columns of a table: each as wide as its longest word, and what is left by how long their texts are."""
    each = next((word for word in section.kind.words if word.each), None)
    labels = section.words.get(each.name) if each else None
    if not isinstance(labels, ByName):
        return
    least = _least_widths(edition, section)
    total = max(measures.width(edition), sum(least.values()))
    wanted = {id: _wanted(_cells(section, id), least[id]) for id in least}
    spare, more = total - sum(least.values()), sum(wanted.values()) or 1.0
    aligned = section.facts.get("align") or {}
    for id, label in labels.pairs:
        share = (least[id] + spare * wanted[id] / more) / total
        yield ColumnView(id, label, str(aligned.get(id, "start")), round(100 * share, 2))


def _cells(section: Section, column: str) -> list[Text]:
    return [item.words[column] for item in section.items if column in item.words]


def _wanted(cells: list[Text], least: float) -> float:
    """Return how much wider than its longest word a column would be if its longest text had one line, up to a bound."""
    longest = max(map(dictionary.length, cells), default=0) * measures.LETTER
    return max(_EQUAL, min(longest, _WIDE) - least)


def _least_widths(edition: Edition, section: Section) -> dict[str, float]:
    """Return how wide each column is at least, with the gap after it, as a multiple of the size of text."""
    labels = next((words for _, words in section.words.pairs if isinstance(words, ByName)), ByName(()))
    return {
        id: _GAP + max(word_widths.text_width(edition, str(text)) for text in (label, *_cells(section, id)))
        for id, label in labels.pairs
    }


def _is_legible(edition: Edition, section: Section, columns: tuple[ColumnView, ...]) -> bool:
    """Tell whether a table has room: its longest words, and no cell as a ladder of many short lines."""
    width = measures.width(edition)
    if sum(_least_widths(edition, section).values()) > width:
        return False
    return all(
        dictionary.length(cell) * measures.LETTER / (width * column.share / 100 - _GAP) <= _MOST_LINES
        for column in columns
        for cell in _cells(section, column.id)
    )


def decimal_padding(text: str, others: list[str]) -> str:
    """Return the spaces that let a number end where the one of a column ends that has most decimal places."""
    most = max(map(_places, others), default=0)
    missing = most - _places(text)
    return "" if missing <= 0 else ("\u2008" if _places(text) == 0 else "") + "\u2007" * missing


def _places(text: str) -> int:
    """Return how many digits stand after the last decimal mark of a number, 0 if it has none."""
    at = max(text.rfind(mark) for mark in _DECIMAL_MARKS)
    after = text[at + 1 :].rstrip("%‰ \u00a0") if at >= 0 else ""
    return len(after) if after and all(unicodedata.decimal(one, None) is not None for one in after) else 0
