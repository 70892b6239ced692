"""Limit the parts of drawings in SVG, which may come from anybody.

Ten parts that each use the next ten times come to ten thousand million, in a file of one kilobyte. So what the engine
draws and measures is counted, whether it stands in a file, in a page or in an address.
"""

from __future__ import annotations

from functools import wraps
from typing import Any, Final

from factsheet.engine.state import PROCESS

MAX_PARTS: Final = 10_000
"""Parts of all drawings in one document: hundreds of maps with everything on them, or some seconds."""


class TooManyParts(Exception):
    """There are more parts than anybody means to draw."""


def begin() -> None:
    """Count from nought, for another document."""
    PROCESS.svg_parts = 0


def is_exceeded() -> bool:
    """Tell whether a drawing was given up since the counting began."""
    return PROCESS.svg_parts > MAX_PARTS


def wrap_counted(function: Any) -> Any:
    """Count the calls of a function of the engine that draws a part, or looks one up for `use`.

    Raises:
        TooManyParts: it was called more than `MAX_PARTS` times.
    """

    @wraps(function)
    def counted(*arguments: Any, **named: Any) -> Any:
        PROCESS.svg_parts += 1
        if is_exceeded():
            raise TooManyParts
        return function(*arguments, **named)

    return counted
