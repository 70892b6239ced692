"""Cache the paths of drawings, such as all land on Earth, as the engine has drawn them."""

from __future__ import annotations

from functools import wraps
from typing import Any

from factsheet.engine.state import PATHS


def wrap_path(draw_path: Any) -> Any:
    """Read and draw each path once; then repeat its strokes, and the corners at which markers stand."""

    @wraps(draw_path)
    def path(svg: Any, node: Any, font_size: float) -> None:
        key = node.get("d", ""), font_size, svg.inner_width, svg.inner_height, svg.inner_diagonal
        strokes = svg.stream.stream
        if key not in PATHS:
            begins, first = len(strokes), len(node.vertices)
            draw_path(svg, node, font_size)
            PATHS.keep(key, (strokes[begins:], [*node.vertices][first:]))
            return
        again, corners = PATHS[key]
        strokes.extend(again)
        node.vertices.extend(corners)

    return path
