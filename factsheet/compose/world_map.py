"""Project places onto the world map, and read the land to draw beneath them from assets/images/land.svg."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

# The map is cut open 180 degrees from here: in the Bering Strait, the one meridian that parts no land.
CENTRE = 11.5
# Of the globe, in user units: about 0.04 mm each where the map is 180 mm wide.
RADIUS = 1000.0
_BYTES = 4 * 1024 * 1024
_ROOM = 1.5  # how much wider than its marks a region is shown
_SHAPE = 1.6  # how much wider than high
_LEAST = 420.0  # user units across, 7 % of the world: of less, the land has too few corners to be recognised
_REGION_MARK = 1.15  # how much larger marks are on a region than on the world
_CLEAR = 1.12  # of two radii, the least distance of two marks
_ROUNDS = 500
# Of the projection's polynomial: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection",
# International Journal of Geographical Information Science, 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796

_PIECE = re.compile(r"M[^M]*")
_CORNER = re.compile(r"(-?\d+(?:\.\d+)?)[ ,]?(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class LandMap:
    """The silhouette of all land: `d` of one SVG path, and the (x, y, width, height) that just holds it."""

    view_box: tuple[float, float, float, float]
    d: str


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place, in degrees, lies in the user units of land.svg; x grows eastward, y southward.

    Equal Earth shows every region at its true size compared with every other.
    """
    turned = math.radians((longitude - CENTRE + 180) % 360 - 180)
    slant = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = slant * slant
    sixth = square**3
    stretch = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * turned * math.cos(slant) / (math.sqrt(3) * stretch)
    y = slant * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return RADIUS * x, -RADIUS * y


def between(d: str, west: float, east: float) -> str:
    """Return the islands and continents of a silhouette that lie wholly between two edges, in its user units.

    Nothing clips what lies outside of a drawing: what is clipped is painted after all words of its page.
    """
    return "".join(
        piece for piece in _PIECE.findall(d) if west <= min(across := _across(piece)) and max(across) <= east
    )


def _across(piece: str) -> list[float]:
    """Return the horizontal places of the corners of one shape; its path gives each from the one before."""
    return [*accumulate(float(x) for x, _ in _CORNER.findall(piece))]


def land(assets: Path) -> LandMap:
    """Read the land silhouette.

    Raises:
        ProjectError: where land.svg is missing or not what tools/make_map.py wrote, exit code LAYOUT.
    """
    file = assets / "images" / "land.svg"
    try:
        root = ElementTree.fromstring(files.read(file, None, _BYTES))
        x, y, width, height = (float(number) for number in root.attrib["viewBox"].split())
        return LandMap((x, y, width, height), root[0].attrib["d"])
    except (files.Unreadable, ElementTree.ParseError, KeyError, ValueError, IndexError) as error:
        raise ProjectError(
            Finding(ExitCode.LAYOUT, f"cannot be read: {error}", Place(file), "restore it from version control")
        ) from error


@dataclass(frozen=True)
class Mark:
    """Where the mark of a place stands, in the user units of the map."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """A map to draw: the part of the world that is shown, its land, and the marks on it."""

    view_box: tuple[float, float, float, float]
    d: str
    radius: float
    """Of the marks, in user units."""
    marks: tuple[Mark, ...]


def mapped(
    whole: LandMap,
    places: Sequence[tuple[int, float, float]],
    region: bool,
    edges: tuple[float, float] | None,
    mark: float,
) -> Map:
    """Return the world with marks, or as much of it as holds them all.

    `places` are numbers with longitude and latitude, `edges` from where to where the world is shown, as shares of its
    width, `mark` is the radius of a mark as a share of the map's height. Marks that would cover each other are moved
    apart, by no more than that.
    """
    points = [project(longitude, latitude) for _, longitude, latitude in places]
    left, top, width, height = whole.view_box
    d = whole.d
    if region:
        left, top, width, height = _around(points)
        d = clipped(whole.d, left, top, left + width, top + height)
    elif edges:
        west, east = left + width * edges[0], left + width * edges[1]
        left, width, d = west, east - west, between(whole.d, west, east)
    radius = height * mark * (_REGION_MARK if region else 1)
    apart = _apart(points, 2 * radius * _CLEAR)
    marks = tuple(Mark(number, x, y) for (number, _, _), (x, y) in zip(places, apart, strict=True))
    return Map((left, top, width, height), d, radius, marks)


def _around(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return a box around points with room on all sides, in the shape of a page across."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    across = max(width * _ROOM, height * _ROOM * _SHAPE, _LEAST)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return middle[0] - across / 2, middle[1] - across / _SHAPE / 2, across, across / _SHAPE


def _apart(points: Sequence[tuple[float, float]], distance: float) -> list[tuple[float, float]]:
    """Move points that are nearer to each other than this away from each other, evenly, until none is."""
    moved = [*points]
    for _ in range(_ROUNDS):
        is_settled = True
        for one in range(len(moved)):
            for other in range(one):
                (ax, ay), (bx, by) = moved[one], moved[other]
                dx, dy = ax - bx, ay - by
                far = math.hypot(dx, dy)
                if far >= distance - 1e-6:
                    continue
                is_settled = False
                ux, uy = (dx / far, dy / far) if far > 1e-9 else (1.0, 0.0)
                push = (distance - far) / 2
                moved[one] = ax + ux * push, ay + uy * push
                moved[other] = bx - ux * push, by - uy * push
        if is_settled:
            break
    return moved


def clipped(d: str, west: float, north: float, east: float, south: float) -> str:
    """Return a silhouette cut along the edges of a box: shape by shape, after Sutherland and Hodgman, 1974."""
    shapes = []
    for piece in _PIECE.findall(d):
        corners = _corners(piece)
        for inside, cut in _edges(west, north, east, south):
            corners = _cut(corners, inside, cut)
        if len(corners) > 2:
            shapes.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "z")
    return "".join(shapes)


Point = tuple[float, float]


def _corners(piece: str) -> list[Point]:
    """Return the corners of one shape; its path gives each from the one before."""
    steps = [(float(x), float(y)) for x, y in _CORNER.findall(piece)]
    return [*zip(accumulate(x for x, _ in steps), accumulate(y for _, y in steps), strict=True)]


def _edges(
    west: float, north: float, east: float, south: float
) -> Iterator[tuple[Callable[[Point], bool], Callable[[Point, Point], Point]]]:
    """Yield what is inside of each edge of a box, and where a line crosses it."""

    def at_x(x: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]))

    def at_y(y: float) -> Callable[[Point, Point], Point]:
        return lambda a, b: (a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]), y)

    yield lambda point: point[0] >= west, at_x(west)
    yield lambda point: point[0] <= east, at_x(east)
    yield lambda point: point[1] >= north, at_y(north)
    yield lambda point: point[1] <= south, at_y(south)


def _cut(corners: list[Point], inside: Callable[[Point], bool], cut: Callable[[Point, Point], Point]) -> list[Point]:
    """Return what of a shape lies on one side of a line."""
    kept: list[Point] = []
    for before, corner in zip(corners[-1:] + corners[:-1], corners, strict=True):
        if inside(corner) != inside(before):
            kept.append(cut(before, corner))
        if inside(corner):
            kept.append(corner)
    return kept
