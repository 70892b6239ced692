"""An edition -> its words and drawings as plain maps and lists, for programs that know nothing of this one."""

from __future__ import annotations

from typing import Any

from factsheet.compose import film_code, world_map
from factsheet.content.sheet import Item, Section, printed
from factsheet.design.editions import Edition

_LISTS = ("messages", "timeline", "regions")
_LAST = ("contact", "acknowledgement")


def plain(edition: Edition) -> dict[str, Any]:
    """All that is printed, in the order of the sections; drawings as SVG."""
    sheet = edition.sheet
    code = film_code.symbol(sheet.film.address) if sheet.film else None
    parts: dict[str, Section] = {name: getattr(sheet, name) for name in _LISTS if getattr(sheet, name)}
    land = world_map.land(edition.project.assets)
    regions = parts["regions"].items if "regions" in parts else ()
    dots = (world_map.project(item.longitude or 0, item.latitude or 0) for item in regions)
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="160"/>' for x, y in dots)
    box = " ".join(f"{edge:g}" for edge in land.view_box)
    colours = {name: colour.rgb for name, colour in edition.palette.items()}
    return {
        "tag": sheet.tag,
        "colours": colours,
        "masthead": {name: str(text) for name, text in sheet.masthead},
        "film": [str(sheet.film.call), printed(sheet.film.address)] if sheet.film else [],
        "address": str(sheet.film.address) if sheet.film else "",
        "code": _svg(f"0 0 {code.size} {code.size}", f'<path d="{code.path}"/>') if code else "",
        "map": _svg(box, f'<path fill="{colours["land"]}" d="{land.d}"/>{circles}'),
        "headings": {name: str(part.heading) for name, part in parts.items()},
        "foot": [str(text) for text in edition.words if text.key.partition(".")[0] in _LAST],
        **{name: [_item(item) for item in parts[name].items] if name in parts else [] for name in _LISTS},
    }


def _item(item: Item) -> dict[str, str]:
    told = {"number": item.number, "lead": item.lead, "more": item.more, "date": item.date, "name": item.name}
    return {name: str(value or "") for name, value in told.items()}


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
