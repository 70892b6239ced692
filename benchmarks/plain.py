"""An edition -> its words and drawings as plain maps and lists, for programs that know nothing of this one."""

from __future__ import annotations

from typing import Any

from factsheet.compose import codes, world_map
from factsheet.content.sheet import Item, Section
from factsheet.design.editions import Edition

_LISTS = ("messages", "timeline", "regions")
"""The ids of the sections that the other programs set, and how, is said there."""
_LAST = ("contact", "acknowledgement")


def plain(edition: Edition) -> dict[str, Any]:
    """All that is printed, in the order of the sections; drawings as SVG."""
    sheet = edition.sheet
    first = sheet.codes[0] if sheet.codes else None
    code = codes.symbol(first.address) if first else None
    parts = {section.id: section for section in sheet.sections if section.id in _LISTS}
    land = world_map.land(edition.project.assets)
    dots = [dot for section in parts.values() for item in section.items if (dot := _dot(item))]
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="160"/>' for x, y in dots)
    box = " ".join(f"{edge:g}" for edge in land.view_box)
    colours = {name: colour.rgb for name, colour in edition.palette.items()}
    return {
        "tag": sheet.tag,
        "colours": colours,
        "masthead": {name: str(text) for name, text in sheet.masthead.pairs},
        "film": [str(first.call), str(first.beside)] if first else [],
        "address": str(first.address) if first else "",
        "code": _svg(f"0 0 {code.size} {code.size}", f'<path d="{code.path}"/>') if code else "",
        "map": _svg(box, f'<path fill="{colours["land"]}" d="{land.d}"/>{circles}'),
        "headings": {name: str(part.words["heading"]) for name, part in parts.items()},
        "foot": [str(text) for text in edition.words if text.key.partition(".")[0] in _LAST],
        **{name: _items(parts[name]) if name in parts else [] for name in _LISTS},
    }


def _items(section: Section) -> list[dict[str, str]]:
    names = ("lead", "more", "date", "name")
    return [
        {"number": str(item.number), **{name: str(item.words.get(name) or "") for name in names}}
        for item in section.items
    ]


def _dot(item: Item) -> tuple[float, float] | None:
    where = item.facts.get("longitude"), item.facts.get("latitude")
    return (
        world_map.project(float(where[0]), float(where[1])) if where[0] is not None and where[1] is not None else None
    )


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
