"""Drawings in SVG, which may come from anybody -> the same, or none where parts that use parts never come to an end.

What they print is kept, as it stands in none of the engine's boxes of text.

Ten parts that each use the next ten times come to ten thousand million, in a file of one kilobyte. So what the engine
draws and measures is counted, whether it stands in a file, in a page or in an address. Knows the insides of one
version of the engine, as tags.py.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

MOST: Final = 10_000
"""Parts of all drawings in one document: hundreds of maps with everything on them, or some seconds."""

_counted = 0
_texts: dict[str, None] = {}


class Endless(Exception):
    """There are more parts than anybody means to draw."""


def begin() -> None:
    """Count from nought, for another document."""
    global _counted
    _counted = 0
    _texts.clear()


def are_endless() -> bool:
    """Whether a drawing was given up since the counting began."""
    return _counted > MOST


def texts() -> tuple[str, ...]:
    """What was printed in drawings since the counting began."""
    return tuple(_texts)


def limit_in(svg: Any, definitions: Any) -> None:
    """Let the engine count the parts it draws, and those it finds for `use`. Called once for each engine."""
    if not getattr(svg.SVG, "counts", False):
        svg.SVG.counts = True
        tags = {tag for tag, do in svg.TAGS.items() if do is svg.text}
        svg.SVG.draw_node = _counting(_keeping(svg.SVG.draw_node, tags))
        definitions.get_use_tree = _counting(definitions.get_use_tree)


def _counting(do: Any) -> Any:
    def counted(*arguments: Any, **named: Any) -> Any:
        global _counted
        _counted += 1
        if _counted > MOST:
            raise Endless
        return do(*arguments, **named)

    return counted


def _keeping(draw: Any, tags: Collection[str]) -> Any:
    def kept(svg: Any, node: Any, *arguments: Any, **named: Any) -> Any:
        if node.tag in tags and node.text and node.text.strip():
            _texts[node.text] = None
        return draw(svg, node, *arguments, **named)

    return kept
