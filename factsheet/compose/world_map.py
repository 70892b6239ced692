"""Project places onto the world map, and read the land to draw beneath them from assets/images/land.svg."""

from __future__ import annotations

import math
import re
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
