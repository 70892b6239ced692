"""Drawings in SVG, which may come from anybody -> the same, or none where parts that use parts never come to an end.

Ten parts that each use the next ten times come to ten thousand million, in a file of one kilobyte. So what the engine
draws and measures is counted, whether it stands in a file, in a page or in an address. Knows the insides of one
version of the engine, as tags.py.
"""

from __future__ import annotations

from typing import Any, Final

MOST: Final = 10_000
"""Parts of all drawings in one document: hundreds of maps with everything on them, or some seconds."""

_counted = 0


class Endless(Exception):
    """There are more parts than anybody means to draw."""


def begin() -> None:
    """Count from nought, for another document."""
    global _counted
    _counted = 0


def are_endless() -> bool:
    """Whether a drawing was given up since the counting began."""
    return _counted > MOST


def limit_in(svg: Any, definitions: Any) -> None:
    """Let the engine count the parts it draws, and those it finds for `use`. Called once for each engine."""
    if not getattr(svg.SVG, "counts", False):
        svg.SVG.counts = True
        svg.SVG.draw_node = _counting(svg.SVG.draw_node)
        definitions.get_use_tree = _counting(definitions.get_use_tree)


def _counting(do: Any) -> Any:
    def counted(*arguments: Any, **named: Any) -> Any:
        global _counted
        _counted += 1
        if _counted > MOST:
            raise Endless
        return do(*arguments, **named)

    return counted
