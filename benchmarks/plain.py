"""An edition -> its words and drawings as plain maps and lists, for programs that know nothing of this one."""

from __future__ import annotations

from typing import Any

from factsheet.compose import film_code, world_map
from factsheet.content.sheet import Event, Item, Region, Section, printed
from factsheet.design.editions import Edition

_LISTS = ("messages", "timeline", "regions")
_LAST = ("contact", "acknowledgement")


def plain(edition: Edition) -> dict[str, Any]:
    """All that is printed, in the order of the sections; drawings as SVG."""
    sheet = edition.sheet
    code = film_code.symbol(sheet.film.address) if sheet.film else None
    parts: dict[str, Section[Item]] = {name: getattr(sheet, name) for name in _LISTS if getattr(sheet, name)}
    land = world_map.land(edition.project.assets)
    regions = sheet.regions.items if sheet.regions else ()
    dots = (world_map.project(region.longitude, region.latitude) for region in regions)
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
    date = item.date if isinstance(item, Event) else ""
    name = item.name if isinstance(item, Region) else ""
    values = {"number": item.number, "lead": item.lead, "more": item.more, "date": date, "name": name}
    return {key: str(value or "") for key, value in values.items()}


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'
