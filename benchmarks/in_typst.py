"""An edition -> the same words in a comparable layout, set by Typst with the same fonts, tagged."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst

from benchmarks import matter
from factsheet import film_code, palette, world_map
from factsheet.editions import Edition
from factsheet.sheet import Item, printed

TEMPLATE = Path(__file__).parent / "sheet.typ"


class Typst:
    """A compiler that is kept, for one edition."""

    def __init__(self, edition: Edition) -> None:
        fonts = [edition.house.assets / "fonts"]
        self._words = json.dumps(words(edition), ensure_ascii=False)
        self._made = 0
        self._compiler = typst.Compiler(TEMPLATE, font_paths=fonts, ignore_system_fonts=True)

    def set(self) -> bytes:
        """Set the edition anew.

        The size of the type differs each time by a millionth of a point: Typst remembers what it has set, and gives
        the same pages again at once, which would say nothing about what setting them costs.
        """
        self._made += 1
        self._compiler.set_sys_inputs({"words": self._words, "nudge": str(self._made)})
        return bytes(self._compiler.compile(format="pdf"))


def words(edition: Edition) -> dict[str, Any]:
    """All that the template prints."""
    sheet = edition.sheet
    code = film_code.symbol(sheet.film.address) if sheet.film else None
    land = world_map.land(edition.house.assets)
    dots = (world_map.project(item.longitude or 0, item.latitude or 0) for item in items(edition)["regions"])
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="160"/>' for x, y in dots)
    box = " ".join(f"{edge:g}" for edge in land.view_box)
    colours = {name: colour.rgb for name, colour in palette.load(edition.house.templates).items()}
    return {
        "tag": sheet.tag,
        "colours": colours,
        "masthead": {name: str(text) for name, text in sheet.masthead},
        "film": [str(sheet.film.call), printed(sheet.film.address)] if sheet.film else [],
        "code": _svg(f"0 0 {code.size} {code.size}", f'<path d="{code.path}"/>') if code else "",
        "map": _svg(box, f'<path fill="{colours["land"]}" d="{land.d}"/>{circles}'),
        "headings": [str(section.heading) for section in matter.sections(sheet)],
        "foot": [str(text) for name in ("contact", "acknowledgement") for text in last(edition, name)],
        **{name: [_item(item) for item in found] for name, found in items(edition).items()},
    }


def items(edition: Edition) -> dict[str, tuple[Item, ...]]:
    """The items of each section that has some."""
    parts = {name: getattr(edition.sheet, name) for name in ("messages", "timeline", "regions")}
    return {name: part.items if part else () for name, part in parts.items()}


def last(edition: Edition, name: str) -> tuple[str, ...]:
    """The words of a closing section."""
    return tuple(text for text in edition.strings if text.key.startswith(f"{name}."))


def _item(item: Item) -> dict[str, str]:
    told = {"number": item.number, "lead": item.lead, "more": item.more, "date": item.date, "name": item.name}
    return {name: str(value or "") for name, value in told.items()}


def _svg(box: str, inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'


def main(arguments: list[str]) -> None:
    """Set the words of one file, as JSON, and write the PDF to another: one PDF with one process."""
    source, fonts, pdf = (Path(word) for word in arguments)
    given = {"words": source.read_text(encoding="utf-8"), "nudge": "0"}
    typst.compile(TEMPLATE, output=pdf, font_paths=[fonts], ignore_system_fonts=True, sys_inputs=given)


if __name__ == "__main__":
    main(sys.argv[1:])
