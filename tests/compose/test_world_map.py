from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.compose.world_map import CENTRE, RADIUS, LandMap, between, land, project
from factsheet.findings import ExitCode, ProjectError

ASSETS = Path(__file__).resolve().parents[2] / "assets"

Ring = list[tuple[int, int]]


@pytest.fixture(scope="module")
def world() -> LandMap:
    return land(ASSETS)


@pytest.fixture(scope="module")
def rings(world: LandMap) -> list[Ring]:
    """Every subpath of the land, closed, in user units."""
    found = []
    for subpath in world.d.split("z")[:-1]:
        (x, y), *steps = zip(*[iter(map(int, re.findall(r"-?\d+", subpath)))] * 2, strict=True)
        ring = [(x, y)]
        for dx, dy in steps:
            ring.append((ring[-1][0] + dx, ring[-1][1] + dy))
        found.append([*ring, ring[0]])
    return found


def on_land(rings: list[Ring], longitude: float, latitude: float) -> bool:
    x, y = project(longitude, latitude)
    crossings = sum(
        (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay)
        for ring in rings
        for (ax, ay), (bx, by) in pairwise(ring)
    )
    return crossings % 2 == 1


def area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2


@settings(derandomize=True, deadline=None)
@given(st.floats(-178, 178), st.floats(-84, 84))
def test_every_region_has_its_true_size(turn: float, latitude: float) -> None:
    # A small quadrilateral on the globe and its image on the map cover the same area.
    d = 0.01
    (ax, ay), (bx, by), (cx, cy) = (project(CENTRE + turn + dx, latitude + dy) for dx, dy in ((0, 0), (d, 0), (0, d)))
    image = abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))
    globe = RADIUS**2 * math.radians(d) * (math.sin(math.radians(latitude + d)) - math.sin(math.radians(latitude)))
    assert image == pytest.approx(globe, rel=1e-3)


def test_the_map_has_the_outline_of_equal_earth() -> None:
    # Half the equator is 2.7066 radii long, half the central meridian 1.3173 (Šavrič, Patterson, Jenny, 2018).
    assert project(CENTRE + 179.9999999, 0)[0] == pytest.approx(2.7066 * RADIUS, rel=1e-4)
    assert project(CENTRE, 90)[1] == pytest.approx(-1.3173 * RADIUS, rel=1e-4)
    assert project(CENTRE, 0) == pytest.approx((0, 0))


def test_north_is_up_and_east_is_right() -> None:
    x, y = project(30, 60)
    assert (x > 0, y < 0) == (True, True)


@pytest.mark.parametrize(
    ("place", "longitude", "latitude"),
    [
        ("Kansas", -98, 38), ("Amazonas", -62, -5), ("Patagonia", -70, -48), ("Cuba", -79, 22), ("Greenland", -42, 72),
        ("Congo", 23, -2), ("Madagascar", 46.5, -20), ("Bavaria", 11.5, 48.5), ("Iceland", -18.5, 65),
        ("Kazakhstan", 67, 48), ("Chukotka", 179, 67), ("beyond the date line", -175, 66.5), ("Honshu", 138.5, 36),
        ("Bihar", 85, 25), ("Sri Lanka", 80.8, 7.5), ("Borneo", 114, 0), ("Alice Springs", 134, -24),
        ("South Island", 171, -43.5),
    ],
)  # fmt: skip
def test_land_is_where_it_is(rings: list[Ring], place: str, longitude: float, latitude: float) -> None:
    assert on_land(rings, longitude, latitude), place


@pytest.mark.parametrize(
    ("place", "longitude", "latitude"),
    [
        ("Atlantic", -40, 30), ("Pacific", -130, 0), ("Indian Ocean", 75, -20), ("Mediterranean", 18, 35),
        ("Black Sea", 34, 43), ("Caspian Sea", 51, 40), ("Hudson Bay", -86, 59), ("Bering Strait", -168.9, 66),
        ("Arctic Ocean", 0, 86), ("Antarctica", 0, -80),
    ],
)  # fmt: skip
def test_sea_is_where_it_is(rings: list[Ring], place: str, longitude: float, latitude: float) -> None:
    assert not on_land(rings, longitude, latitude), place


def test_no_streak_runs_across_the_map_where_it_is_cut_open(rings: list[Ring]) -> None:
    assert max(math.dist(a, b) for ring in rings for a, b in pairwise(ring)) < 0.2 * RADIUS


def test_the_land_covers_what_land_covers(rings: list[Ring]) -> None:
    # 148.9 million square kilometres in all, 13.7 of them Antarctica and its ice shelves, which is left out.
    assert sum(map(area, rings)) * (6371 / RADIUS) ** 2 == pytest.approx(135.2e6, rel=0.02)


def test_the_view_box_holds_the_land_and_little_more(world: LandMap, rings: list[Ring]) -> None:
    x, y, width, height = world.view_box
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    assert 0 < min(xs) - x == x + width - max(xs) < 0.01 * width
    assert 0 < min(ys) - y == y + height - max(ys) < 0.01 * width


def test_the_map_is_small() -> None:
    assert (ASSETS / "images" / "land.svg").stat().st_size < 40_000


@pytest.mark.parametrize(
    "content",
    [
        None, "", "<svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', '<svg viewBox="0 0 1"/>',
        '<svg viewBox="0 0 1 1"/>', '<svg viewBox="0 0 1 1"><path/></svg>',
    ],
)  # fmt: skip
def test_a_lost_or_damaged_map_is_refused_by_name(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "images").mkdir()
    if content is not None:
        (tmp_path / "images" / "land.svg").write_text(content, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"land\.svg: cannot be read") as refused:
        land(tmp_path)
    assert [finding.exit_code for finding in refused.value.findings] == [ExitCode.LAYOUT]


def test_what_lies_beyond_an_edge_is_left_out_as_a_whole() -> None:
    d = "M-20-5l5 0 0 5zM0 0l10-3-4 8zM8 1l5 0 0 5z"
    assert between(d, -20, 13) == d
    assert between(d, -19, 12) == "M0 0l10-3-4 8z"
    assert between(d, 1, 2) == ""


def test_pieces_of_the_land_are_the_land() -> None:
    whole = land(ASSETS)
    left, _, width, _ = whole.view_box
    assert between(whole.d, left, left + width) == whole.d
