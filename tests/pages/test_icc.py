"""The press profile is the pinned one, says whose measurements it holds, and knows the colours of coated paper."""

import hashlib
import io
import struct
import tomllib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from tools.make_icc import settled

ICC = Path(__file__).resolve().parents[2] / "assets" / "icc"
(SOURCE,) = tomllib.loads((ICC / "SOURCES.toml").read_text(encoding="utf-8"))["profile"]
PROFILE = (ICC / SOURCE["file"]).read_bytes()
# What ISO 12647-2:2004 aims at on a white backing, in CIELAB; the two coarse steps of 8 bit take up to one unit.
AIMS = {
    "paper": ((0, 0, 0, 0), (95, 0, -2)),
    "cyan": ((100, 0, 0, 0), (55, -37, -50)),
    "magenta": ((0, 100, 0, 0), (48, 74, -3)),
    "yellow": ((0, 0, 100, 0), (89, -5, 93)),
    "black": ((0, 0, 0, 100), (16, 0, 0)),
    "red": ((0, 100, 100, 0), (47, 68, 48)),
}


@pytest.fixture(scope="module")
def profile():
    return ImageCms.ImageCmsProfile(io.BytesIO(PROFILE))


def pixels(image):
    bands = len(image.getbands())
    return zip(*[iter(image.tobytes())] * bands, strict=True)


def test_it_is_the_pinned_one_and_small():
    assert hashlib.sha256(PROFILE).hexdigest() == SOURCE["sha256"]
    assert len(PROFILE) < 150_000


def test_it_is_a_cmyk_printer_profile_that_any_pdf_may_carry():
    assert struct.unpack(">I", PROFILE[:4])[0] == len(PROFILE)
    assert PROFILE[36:40] == b"acsp"
    assert PROFILE[12:16] == b"prtr"
    assert PROFILE[16:20] == b"CMYK"
    assert PROFILE[20:24] == b"Lab "
    assert PROFILE[8] == 2


def test_nothing_of_the_computer_that_made_it_is_left():
    assert settled(PROFILE) == PROFILE
    elsewhere = bytearray(PROFILE)
    elsewhere[24:36] = struct.pack(">6H", 2031, 5, 6, 7, 8, 9)
    elsewhere[40:44] = b"MSFT"
    elsewhere[84:100] = b"0123456789abcdef"
    assert settled(bytes(elsewhere)) == PROFILE


def test_it_names_its_source(profile):
    assert ImageCms.getProfileDescription(profile).strip() == SOURCE["description"]
    assert ImageCms.getProfileCopyright(profile).strip() == SOURCE["copyright"]
    for name in ("Fogra", "Kai-Uwe Behrmann", "ICC Profiles Free", "ArgyllCMS"):
        assert name in SOURCE["copyright"]
        assert name in SOURCE["credit"]
    assert "Kai-Uwe Behrmann" in (ICC / SOURCE["licence_file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", AIMS)
def test_a_full_tone_looks_as_the_standard_wants_it(profile, name):
    inks, aim = AIMS[name]
    to_lab = ImageCms.buildTransform(
        profile, ImageCms.createProfile("LAB"), "CMYK", "LAB", ImageCms.Intent.ABSOLUTE_COLORIMETRIC
    )
    patch = Image.new("CMYK", (1, 1), tuple(round(ink * 2.55) for ink in inks))
    ((lightness, a, b),) = pixels(ImageCms.applyTransform(patch, to_lab))
    seen = (lightness / 2.55, *struct.unpack("2b", bytes((a, b))))
    assert seen == pytest.approx(aim, abs=1.5)


def test_no_colour_needs_more_ink_than_coated_paper_takes(profile):
    to_inks = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "CMYK")
    levels = range(0, 256, 17)
    colours = Image.new("RGB", (16, 256))
    colours.putdata([(r, g, b) for r in levels for g in levels for b in levels])
    assert max(sum(inks) for inks in pixels(ImageCms.applyTransform(colours, to_inks))) <= 3.0 * 255
