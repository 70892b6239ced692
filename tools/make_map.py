"""The coastlines that assets/images/SOURCES.toml pins -> assets/images/land.svg, one plain silhouette of all land.

Run it from the project's folder: python3 -m tools.make_map
"""

from __future__ import annotations

import hashlib
import heapq
import json
import sys
import tomllib
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from factsheet.compose.world_map import RADIUS, project
from tools.fetch_fonts import packed

IMAGES = Path(__file__).resolve().parent.parent / "assets" / "images"
# Square kilometres are what a reader of this file can picture; the projection keeps areas, so one factor turns them
# into square user units.
SQUARE_KM = (RADIUS / 6371.0) ** 2
# An island below this looks like dirt: it is little more than a third of a millimetre across on a map 180 mm wide.
SMALLEST_ISLAND = 4000 * SQUARE_KM
# A bend that adds or removes less than this cannot be seen at that size.
SMALLEST_BEND = 2500 * SQUARE_KM
# From 0 to 1: how much sooner a needle goes than an open bend of the same area.
SPIKES_GO = 0.8
ANTARCTICA_BELOW = -60.0
# Room around the land, so that no printer cuts a cape and an outline would fit.
MARGIN = 10

Point = tuple[float, float]


def main() -> int:
    """Make the map; returns 1 where the coastlines are not the pinned ones."""
    (source,) = tomllib.loads((IMAGES / "SOURCES.toml").read_text(encoding="utf-8"))["image"]
    coast = packed(f"{source['package']}@{source['version']}")[source["path"]]
    found = hashlib.sha256(coast).hexdigest()
    if found != source["sha256"]:
        print(f'{source["path"]}: SOURCES.toml does not have sha256 = "{found}"', file=sys.stderr)
        return 1
    (IMAGES / source["file"]).write_text(svg(land_rings(json.loads(coast))), encoding="utf-8")
    return 0


def land_rings(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Every shore worth drawing, as a closed ring of whole user units; inland seas run the other way round."""
    arcs = decoded(topology)
    rings = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]:
            for indices in polygon:
                places = [arcs[indices[0]][0] if indices[0] >= 0 else arcs[~indices[0]][-1]]
                for index in indices:
                    places += (arcs[index] if index >= 0 else arcs[~index][::-1])[1:]
                if min(latitude for _, latitude in places) < ANTARCTICA_BELOW:
                    continue
                points = [project(*place) for place in places[:-1]]
                # An islet across the map's cut looks as wide as the world, but not on a map turned half-way round.
                turned = [project(longitude + 180, latitude) for longitude, latitude in places[:-1]]
                if min(abs(area(points)), abs(area(turned))) < SMALLEST_ISLAND:
                    continue
                if any(abs(bx - ax) > RADIUS for (ax, _), (bx, _) in pairwise([*points, points[0]])):
                    sys.exit(
                        f"land at {places[0]} lies across the cut: factsheet/compose/world_map.py needs another CENTRE"
                    )
                rings.append([(round(x), round(y)) for x, y in simplified(points)])
    return rings


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a quantised TopoJSON topology, in degrees."""
    (scale_x, scale_y), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (west + x * scale_x, south + y * scale_y)
            for x, y in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
        ]
        for arc in topology["arcs"]
    ]


def area(ring: list[Point]) -> float:
    """Signed, in square user units."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])) / 2


def simplified(ring: list[Point]) -> list[Point]:
    """Without the bends too small to see, smallest first (Visvalingam and Whyatt)."""
    before = [i - 1 for i in range(len(ring))]
    after = [(i + 1) % len(ring) for i in range(len(ring))]
    before[0] = len(ring) - 1

    def bend(i: int) -> float:
        a, b, c = ring[before[i]], ring[i], ring[after[i]]
        to_a, to_c = complex(a[0] - b[0], a[1] - b[1]), complex(c[0] - b[0], c[1] - b[1])
        sharpness = (to_a * to_c.conjugate()).real / (abs(to_a) * abs(to_c) or 1)
        return abs(area([a, b, c])) * (1 - SPIKES_GO * sharpness)

    size = [bend(i) for i in range(len(ring))]
    queue = [(size[i], i) for i in range(len(ring))]
    heapq.heapify(queue)
    left = len(ring)
    while left > 4 and queue[0][0] < SMALLEST_BEND:
        removed, i = heapq.heappop(queue)
        if removed != size[i]:
            continue
        size[i] = -1.0
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for neighbour in (before[i], after[i]):
            # Never smaller than what has just gone: a bend must not outlive the larger one it was part of.
            size[neighbour] = max(removed, bend(neighbour))
            heapq.heappush(queue, (size[neighbour], neighbour))
    return [point for i, point in enumerate(ring) if size[i] >= 0]


def svg(rings: list[list[tuple[int, int]]]) -> str:
    """One path, in relative steps because they are short to write."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    west, north = min(xs) - MARGIN, min(ys) - MARGIN
    width, height = max(xs) + MARGIN - west, max(ys) + MARGIN - north
    d = ""
    for ring in sorted(rings):
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(ring) if (ax, ay) != (bx, by)]
        d += f"M{ring[0][0]} {ring[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + "z"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{west} {north} {width} {height}">\n'
        f'<path d="{d.replace(" -", "-")}"/>\n</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
