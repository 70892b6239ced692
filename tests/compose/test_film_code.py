from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from factsheet.compose.film_code import LEVELS, QUIET_ZONE, FilmCode, symbol
from factsheet.findings import ExitCode, Place, ProjectError

ADDRESS = "https://example.org/en/taking-back-whats-ours/"
ADDRESSES = st.text("".join(map(chr, range(0x21, 0x7F))), min_size=1, max_size=180)


class Placed(str):
    place = Place(Path("facts.yaml"), 10, 12)


def corners(code: FilmCode) -> list[list[tuple[int, int]]]:
    """The polygons of the path, closed; read with a grammar narrower than SVG's."""
    assert re.fullmatch(r"(M\d+ \d+([hv]-?\d+)+z)+", code.path)
    polygons = []
    for subpath in code.path.split("z")[:-1]:
        x, y = map(int, re.findall(r"\d+", subpath.partition("M")[2])[:2])
        polygon = [(x, y)]
        for axis, length in re.findall(r"([hv])(-?\d+)", subpath):
            x, y = (x + int(length), y) if axis == "h" else (x, y + int(length))
            polygon.append((x, y))
        polygons.append([*polygon, polygon[0]])
    return polygons


def drawn(code: FilmCode, scale: int) -> Image.Image:
    """The path filled by the even-odd rule, black on white."""
    side = code.size * scale
    picture = Image.new("1", (side, side), 1)
    for polygon in corners(code):
        inside = Image.new("1", (side, side), 0)
        for (ax, ay), (bx, by) in pairwise(polygon):
            # Everything right of a vertical side changes colour: no rounding at edges, as a polygon of PIL would have.
            if ax == bx:
                strip = Image.new("1", (side, side), 0)
                ImageDraw.Draw(strip).rectangle(
                    (ax * scale, min(ay, by) * scale, side - 1, max(ay, by) * scale - 1), fill=1
                )
                inside = ImageChops.logical_xor(inside, strip)
        picture = ImageChops.logical_xor(picture, inside)
    return picture.convert("L")


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("pixels_per_module", [2, 3, 4.3, 7.5, 12])
def test_it_can_be_scanned_at_every_size(pixels_per_module: float) -> None:
    code = symbol(ADDRESS)
    side = round(code.size * pixels_per_module)
    assert read(drawn(code, 16).resize((side, side), Image.Resampling.BOX)) == [ADDRESS]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(ADDRESSES)
def test_what_is_scanned_is_the_address_whatever_it_is(address: str) -> None:
    assert read(drawn(symbol(address), 3)) == [address]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(ADDRESSES)
def test_the_path_darkens_exactly_the_dark_modules(address: str) -> None:
    code = symbol(address)
    picture = drawn(code, 1)
    quiet = [False] * QUIET_ZONE
    empty = [[False] * code.size] * QUIET_ZONE
    expected = [*empty, *([*quiet, *row, *quiet] for row in code.modules), *empty]
    assert [[picture.getpixel((x, y)) == 0 for x in range(code.size)] for y in range(code.size)] == expected


@settings(derandomize=True, deadline=None, max_examples=40)
@given(ADDRESSES)
def test_no_two_parts_of_the_path_share_a_side_so_that_no_seam_can_show(address: str) -> None:
    code = symbol(address)
    sides: list[frozenset[tuple[int, int]]] = []
    area = 0
    for polygon in corners(code):
        for (ax, ay), (bx, by) in pairwise(polygon):
            assert (ax == bx) != (ay == by)
            area += ax * by - bx * ay
            steps = max(abs(bx - ax), abs(by - ay))
            units = [(ax + (bx - ax) * i // steps, ay + (by - ay) * i // steps) for i in range(steps + 1)]
            sides += map(frozenset, pairwise(units))
    assert len(sides) == len(set(sides))
    # Holes run the other way round, so the same ink comes out under the non-zero rule too.
    assert area == 2 * sum(map(sum, code.modules))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(ADDRESSES)
def test_the_level_is_the_best_the_size_has_room_for(address: str) -> None:
    code = symbol(address)
    (seen,) = zxingcpp.read_barcodes(drawn(code, 3))
    assert seen.ec_level == code.level
    assert code.level in {name for name, _ in LEVELS}
    assert len(code.modules) == 17 + 4 * code.version == code.size - 2 * QUIET_ZONE


@pytest.mark.parametrize(("address", "version", "level"), [("https://a.org", 1, "M"), ("HTTPS://A.ORG", 1, "Q")])
def test_room_left_over_is_spent_on_a_higher_level(address: str, version: int, level: str) -> None:
    # 13 characters as bytes need 116 bits, as capitals 85; version 1 holds 128 at level M, 104 at Q, 72 at H.
    code = symbol(address)
    assert (code.version, code.level) == (version, level)


def test_module_width_counts_the_quiet_zone() -> None:
    code = symbol("https://a.org")
    assert code.module_mm(14.5) == pytest.approx(0.5)


@pytest.mark.parametrize("length", [214, 2_000, 50_000])
def test_an_address_too_long_to_scan_from_paper_is_refused_where_it_stands(length: int) -> None:
    with pytest.raises(ProjectError) as refused:
        symbol(Placed("https://" + "a" * (length - 8)))
    (finding,) = refused.value.findings
    assert finding.exit_code == ExitCode.CONTENT
    assert finding.place == Placed.place
    assert str(length) in finding.what
    assert "short address" in finding.hint


def test_the_longest_address_that_can_be_scanned_is_taken() -> None:
    assert symbol("https://" + "a" * 205).version == 10


@pytest.mark.parametrize("address", ["", "https://a.org/a b", "https://a.org/é", "https://a.org/\n", "\ud800"])
def test_an_address_phones_would_read_differently_is_refused(address: str) -> None:
    with pytest.raises(ProjectError, match="cannot go into a film code"):
        symbol(address)
