"""A path that the engine has drawn before, such as all land on Earth -> the same strokes again, as with lines.py."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

_MOST: Final = 32
"""Paths that are kept: the land and the codes of some films, with 300 KB at most."""

_known: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}


def remember_in(tags: MutableMapping[str, Any], drawn_by: Any) -> None:
    """Let the engine's table of what draws which element ask here, in place of what reads each path anew."""

    def path(svg: Any, node: Any, font_size: float) -> None:
        key = node.get("d", ""), font_size, svg.inner_width, svg.inner_height, svg.inner_diagonal
        strokes = svg.stream.stream
        if key not in _known:
            begins, first = len(strokes), len(node.vertices)
            drawn_by(svg, node, font_size)
            if len(_known) >= _MOST:
                _known.clear()
            _known[key] = strokes[begins:], [*node.vertices][first:]
            return
        again, corners = _known[key]
        strokes.extend(again)
        node.vertices.extend(corners)

    tags["path"] = path
