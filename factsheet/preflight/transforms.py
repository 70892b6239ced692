"""Compute with the points, boxes and matrices of PDF pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's own corner."""
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Final[Box] = (-1e6, -1e6, 1e6, 1e6)


def matrix(numbers: Iterable[Any]) -> Matrix:
    """Return six operands as a matrix."""
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def translation(x: float, y: float) -> Matrix:
    """Return the matrix that moves points by x and y."""
    return 1.0, 0.0, 0.0, 1.0, x, y


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """Apply `inner` first, then `outer`: ISO 32000-1, 8.3.4."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def transformed(point: Point, by: Matrix) -> Point:
    """Return where a matrix moves a point."""
    a, b, c, d, e, f = by
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def bounds(points: Sequence[Point], by: Matrix = IDENTITY) -> Box:
    """Return the smallest box around transformed points; around the origin if there are none."""
    across, up = zip(*(transformed(point, by) for point in points or [(0.0, 0.0)]), strict=True)
    return min(across), min(up), max(across), max(up)


def intersection(box: Box, clip: Box) -> Box:
    """Return the part of a box that is not clipped away; an empty box where they do not meet."""
    left, bottom, right, top = (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))
    return left, bottom, max(left, right), max(bottom, top)


def on_curve(curve: Sequence[Point], t: float) -> Point:
    """Return the point of a cubic Bézier curve, given as four points, at `t` between 0 and 1: ISO 32000-1, 8.5.2.2."""
    shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(share * point[axis] for share, point in zip(shares, curve, strict=True)) for axis in (0, 1))
    return x, y
