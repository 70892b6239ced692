"""Measure words that have to stay whole, so that styles can make room for them.

No layout says in layout.yaml what is measured: several use the same widths, and how a text may break belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from factsheet.compose import nobreak
from factsheet.content.sheet import printed
from factsheet.design import dictionary, fonts
from factsheet.design.editions import Edition

_NO_WIDTH: Final = 0.01  # sizes are divided by it
_LONG_DATE: Final = 10  # letters; a date with fewer has one line
_JOINED: Final = 0.57  # how wide a letter is at most, as a multiple of its size, where letters join or carry marks


def measure(edition: Edition) -> dict[str, str]:
    """Return the widths of words of the display face as multiples of their size, by names of custom properties.

    Words whose letters join or carry marks count as nothing, as only the engine knows how wide they are; but of a title
    on two lines their letters are counted, as a cover has to have room for it. Addresses are in Latin letters anywhere.
    """
    sheet, locale = edition.sheet, edition.locale
    title, film = sheet.masthead.title, sheet.film
    dates = [item.date for item in sheet.timeline.items if item.date] if sheet.timeline else []
    address = printed(film.address) if film else ""

    def width(text: str) -> float:
        """Return how wide the widest word is."""
        return fonts.widest_word(edition.project.assets, locale.fonts.display, text)

    measured = width if locale.letter_spacing else lambda text: 0.0
    widths = {
        "title": measured(title),
        "messages": measured(_unbroken(sheet.messages.heading)) if sheet.messages else 0.0,
        "timeline": measured(_unbroken(sheet.timeline.heading)) if sheet.timeline else 0.0,
        "dates": measured(" ".join(date if _is_long(date) else _unbroken(date) for date in dates)),
        **({"call": measured(_unbroken(" ".join(film.call.split(" ")[-2:])))} if film else {}),
        "address": width(address),
        "address-part": fonts.widest_word(
            edition.project.assets, locale.fonts.text, " ".join(nobreak.unbroken_parts(address))
        ),
        "title-line": longer_line(
            title, width if locale.letter_spacing else lambda line: _JOINED * dictionary.length(line)
        ),
        "date-line": max(map(partial(_date_line, width=measured), dates), default=0.0),
    }
    return {f"{name}-width": f"{width or _NO_WIDTH:.4g}" for name, width in widths.items()}


def longer_line(text: str, width: Callable[[str], float]) -> float:
    """Return the width of the longer of two lines, broken so that it is as short as can be."""
    words = text.split(" ")
    lines = ((_unbroken(" ".join(words[:cut])), _unbroken(" ".join(words[cut:]))) for cut in range(1, len(words)))
    return min((max(map(width, pair)) for pair in lines), default=width(text))


def _date_line(date: str, width: Callable[[str], float]) -> float:
    return longer_line(date, width) if _is_long(date) else width(_unbroken(date))


def _is_long(date: str) -> bool:
    return len(date) >= _LONG_DATE


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")
