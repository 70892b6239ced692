"""Estimate how many characters each string may have before it oversets, from pages set as tightly as may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from factsheet.design.layout_file import NUp, Panels
from factsheet.engine.text_boxes import SetPage, SetText
from factsheet.engine.typeset import Pages
from factsheet.fitting import capacity
from factsheet.yaml.reader import CHARACTERS

_RAGGED = 3  # characters that a line ends early because the next word is too long for it: half a word
_TOUCH = 0.05  # of a line; that much is lost in rounding
_ROOMY = 0.25  # with this share of its height left, the last page takes in what others push on


def budgets(tightest: Pages) -> dict[str, int]:
    """Return the most characters of each string, by its key, where all other strings stay as they are.

    An estimate, from where the words stand: a string can fill its last line, then add whole lines, until the cell it
    stands in is as high as the row, and after that until the panel, page or run of pages is full. How many characters
    a line holds is measured on the lines of the string itself. Most strings can grow by nine tenths of what this says,
    but not by a third more. It knows nothing of templates that divide items anew when a text is longer, and is too low
    there; nor of words in a box as wide as they are, for which it is too high. A string that has no room as it is has
    no budget. None has more than a content file may hold.
    """
    flows = capacity.flows(tightest.filled)
    without = {one.key for one in capacity.oversets(tightest)}
    strings: dict[str, list[SetText]] = defaultdict(list)
    paragraphs: dict[tuple[int, int], list[SetText]] = defaultdict(list)
    for part in tightest.texts:
        paragraphs[part.page, part.paragraph].append(part)
        if part.key:
            strings[part.key].append(part)
    limits = {}
    for text in tightest.edition.strings:
        if text.key in strings and text.key not in without:
            last = strings[text.key][-1]
            flow = next(flow for flow in flows if any(page.page == last.page for page in flow))
            room = last.spare + _room(flow, last.page, tightest)
            more = _gain(strings[text.key], paragraphs[last.page, last.paragraph], room)
            limits[text.key] = max(len(text), min(len(text) + more, CHARACTERS))
    return limits


def _gain(parts: Sequence[SetText], paragraph: Sequence[SetText], room: float) -> int:
    """Return how many characters a string can gain with so many mm below its paragraph."""
    lines: dict[tuple[int, int, float], int] = defaultdict(int)
    for part in parts:
        lines[part.page, part.paragraph, part.y] += len(part.text)
    density = sum(len(part.text) for part in parts) / sum(part.width for part in parts)
    whole = [*lines.values()][1:-1]
    last = parts[-1]
    a_line = sum(whole) / len(whole) + 1 if len(whole) > 1 else max(1.0, density * last.column - _RAGGED)
    lowest = max(part.y for part in paragraph)
    ends = [part for part in paragraph if part.y == lowest]
    taken = max(part.x + part.width for part in ends) - min(part.x for part in ends)
    rest = max(0.0, density * (last.column - taken) - _RAGGED)
    return int(rest + int(room / last.height + _TOUCH) * a_line)


def _room(flow: Sequence[SetPage], number: int, pages: Pages) -> float:
    """Return how many mm the flow of pages has left below what stands on one of them."""
    own, last = next(page for page in flow if page.page == number), flow[-1]
    height = last.bottom - last.top
    if not capacity.holds_copy(pages, {page.page for page in flow}):
        return own.room
    layout = pages.edition.layout
    # Only pages that may go on overleaf can make another.
    more_pages = 0 if isinstance(layout.impose, Panels | NUp) else max(0, layout.pages - pages.count)
    if more_pages or own is last or last.room > _ROOMY * height:
        return last.room + more_pages * height
    # What is pushed from this page onto the next is a whole item, which finds no room there.
    return own.room
