"""Write operators of content streams (ISO 32000-1, tables 51, 57, 59, 60, 74 and 87); all lengths are in pt.

Why not `pikepdf.canvas.ContentStreamBuilder`: it draws the same with other bytes, as it puts each operator on a line of
its own and writes numbers as short as they can be ("2.83465" for "2.8346", "3" for "3.0000"). Files already printed
could then no longer be compared byte for byte with those that are made anew, and would gain nothing.
"""

from __future__ import annotations

from typing import Final

SOLID: Final = "[] 0 d"
DASHED: Final = "[3 2] 0 d"
STROKE: Final = "S"
FILL: Final = "f"
ROUND_CAP: Final = "1 J"
_CIRCLE: Final = 0.5523
"""How long the handles of four Bézier curves are that draw a circle, as a share of its radius."""


def numbers(*values: float, digits: int = 4) -> str:
    """Write numbers with so many digits after the point."""
    return " ".join(f"{value:.{digits}f}" for value in values)


def saved(*operators: str, between: str = " ") -> str:
    """Draw between saving and restoring the graphics state."""
    return between.join(("q", *operators, "Q"))


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Begin a path with a rectangle."""
    return f"{numbers(x, y, width, height)} re"


def clip(path: str) -> str:
    """Draw nothing outside a path from here on."""
    return f"{path} W n"


def move_to(x: float, y: float, digits: int = 4) -> str:
    """Begin a path."""
    return f"{numbers(x, y, digits=digits)} m"


def line_to(x: float, y: float, digits: int = 4) -> str:
    """Go on with a path in a straight line."""
    return f"{numbers(x, y, digits=digits)} l"


def circle(x: float, y: float, radius: float) -> str:
    """Begin a path with a circle around x, y."""
    handle = radius * _CIRCLE
    left, right, bottom, top = x - radius, x + radius, y - radius, y + radius
    curves = (
        (right, y + handle, x + handle, top, x, top),
        (x - handle, top, left, y + handle, left, y),
        (left, y - handle, x - handle, bottom, x, bottom),
        (x + handle, bottom, right, y - handle, right, y),
    )
    return " ".join([move_to(right, y, digits=3), *(f"{numbers(*curve, digits=3)} c" for curve in curves)])


def place(x: float, y: float, scale: str = "1", digits: int = 4) -> str:
    """Let coordinates begin at x, y from here on; `scale` is a number, below 0 where all stands on its head."""
    return f"{scale} 0 0 {scale} {numbers(x, y, digits=digits)} cm"


def form(name: str) -> str:
    """Draw a form XObject of the page's resources."""
    return f"/{name} Do"


def line_width(width: float) -> str:
    """Let lines be so wide from here on."""
    return f"{width:g} w"
