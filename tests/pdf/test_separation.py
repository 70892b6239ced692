"""Light becomes ink by the palette alone, in every stream; what the palette or a press has no ink for is named."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from support.planted import MASTHEAD, MESSAGES, plant
from support.walked import marks, operators

from factsheet.compose import composer
from factsheet.design import palette
from factsheet.design.editions import Intent
from factsheet.design.palette import INK_LIMIT, Colour
from factsheet.engine import typeset
from factsheet.findings import ExitCode, ProjectError
from factsheet.pdf import intents, separation

PROJECT = Path(__file__).parents[2]
INKS = {
    "black": Colour(rgb="#000000", cmyk="0 0 0 100"),
    "white": Colour(rgb="#ffffff", cmyk="0 0 0 0"),
    "red": Colour(rgb="#d93a22", cmyk="0 88 92 4"),
    "grey": Colour(rgb="#808080", cmyk="0 0 0 50"),
}


def page(content: str, **resources: pikepdf.Object) -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page(page_size=(100, 100))
    document.pages[0].obj.Resources = Dictionary(**resources)
    document.pages[0].obj.Contents = document.make_stream(content.encode("ascii"))
    return document


def form(document: pikepdf.Pdf, content: str, **keys: pikepdf.Object) -> pikepdf.Stream:
    made = document.make_stream(content.encode("ascii"))
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 100])
    for key, value in keys.items():
        made[f"/{key}"] = value
    return made


@pytest.mark.parametrize(
    ("light", "ink"),
    [
        ("0 0 0 rg 0 0 9 9 re f", ("k", (0, 0, 0, 1))),
        ("0 g 0 0 9 9 re f", ("k", (0, 0, 0, 1))),
        ("1 g 0 0 9 9 re f", ("k", (0, 0, 0, 0))),
        ("0.502 g 0 0 9 9 re f", ("k", (0, 0, 0, 0.5))),
        ("0 0 0 RG 0 0 9 9 re S", ("K", (0, 0, 0, 1))),
        ("0 G 0 0 9 9 re S", ("K", (0, 0, 0, 1))),
        ("0.85098 0.227451 0.133333 rg 0 0 9 9 re f", ("k", (0, 0.88, 0.92, 0.04))),
        ("0.85 0.227 0.133 RG 0 0 9 9 re S", ("K", (0, 0.88, 0.92, 0.04))),
    ],
)
def test_a_colour_of_the_palette_becomes_its_ink(light: str, ink: tuple[str, tuple[float, ...]]) -> None:
    document = page(light)
    assert separation.separate(document, INKS) == []
    (mark,) = marks(document)
    assert mark.colour[0] == ink[0]
    assert mark.colour[1] == pytest.approx(ink[1])


@settings(derandomize=True, deadline=None, max_examples=50)
@given(level=st.tuples(*[st.integers(0, 255)] * 3))
@example(level=(0, 1, 0))
@example(level=(255, 255, 254))
@example(level=(0xD9, 0x3B, 0x22))
def test_any_other_colour_is_named(level: tuple[int, int, int]) -> None:
    document = page(" ".join(f"{part / 255:.5f}" for part in level) + " rg 0 0 9 9 re f")
    named = "#" + "".join(f"{part:02x}" for part in level)
    known = named in {colour.rgb for colour in INKS.values()}
    assert separation.separate(document, INKS) == ([] if known else [f"the colour {named}"])


def test_forms_in_forms_are_rewritten_once() -> None:
    document = page("/A Do /A Do")
    inner = form(document, "0 0 0 rg 0 0 9 9 re f")
    outer = form(document, "/B Do 1 1 1 RG 0 0 9 9 re S", Resources=Dictionary(XObject=Dictionary(B=inner)))
    document.pages[0].obj.Resources.XObject = Dictionary(A=outer, B=inner)
    assert separation.separate(document, INKS) == []
    assert operators(document) & {"rg", "RG", "g", "G"} == set()
    assert [mark.colour for mark in marks(document)] == [("k", (0, 0, 0, 1)), ("K", (0, 0, 0, 0))] * 2


def test_several_streams_of_one_page_are_read_as_one() -> None:
    document = page("")
    parts = [document.make_stream(part) for part in (b"q 0 0 0", b"rg 0 0 9 9 re f", b"Q")]
    document.pages[0].obj.Contents = Array(parts)
    assert separation.separate(document, INKS) == []
    assert [mark.colour for mark in marks(document)] == [("k", (0, 0, 0, 1))]


def test_groups_go() -> None:
    document = page("/A Do")
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    document.pages[0].obj.Resources.XObject = Dictionary(A=form(document, "", Group=group))
    assert separation.separate(document, INKS) == []
    assert "/Group" not in document.pages[0].obj.Resources.XObject.A


def image(document: pikepdf.Pdf) -> pikepdf.Stream:
    made = document.make_stream(b"\0\0\0")
    made.Type, made.Subtype, made.Width, made.Height = Name.XObject, Name.Image, 1, 1
    made.ColorSpace, made.BitsPerComponent = Name.DeviceRGB, 8
    return made


STATES = {
    "ca": {"ca": 0.5},
    "CA": {"CA": 0.99},
    "SMask": {"SMask": Dictionary(S=Name.Luminosity)},
    "BM": {"BM": Name.Multiply},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("nested", [False, True])
def test_transparency_is_named_wherever_it_is(state: str, nested: bool) -> None:
    resources = Dictionary(ExtGState=Dictionary(S=Dictionary(**STATES[state])))
    document = page("/S gs 0 g 0 0 9 9 re f")
    if nested:
        inner = form(document, "/S gs 0 g 0 0 9 9 re f", Resources=resources)
        resources = Dictionary(XObject=Dictionary(A=inner))
    document.pages[0].obj.Resources = resources
    assert separation.separate(document, INKS) == ["transparency"]


def test_full_opacity_is_no_transparency() -> None:
    state = Dictionary(ca=1, CA=1, BM=Name.Normal)
    document = page("/S gs 0 g 0 0 9 9 re f", ExtGState=Dictionary(S=state))
    assert separation.separate(document, INKS) == []


@pytest.mark.parametrize(
    "content",
    [
        "/P cs /X scn 0 0 9 9 re f",
        "/DeviceRGB CS 1 0 0 SC 0 0 9 9 re S",
        "/G sh",
        "/DeviceCMYK cs 1 1 1 1 sc 0 0 9 9 re f",
    ],
)
def test_gradients_patterns_and_spaces_are_named(content: str) -> None:
    assert separation.separate(page(content), INKS) == ["a gradient or pattern"]


def test_pictures_are_named() -> None:
    document = page("/I Do")
    document.pages[0].obj.Resources.XObject = Dictionary(I=image(document))
    assert separation.separate(document, INKS) == ["a picture made of pixels"]
    inline = page("BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI")
    assert separation.separate(inline, INKS) == ["a picture made of pixels"]


def test_everything_strange_is_named_each_once() -> None:
    document = page("1 0 0 rg 0 0 9 9 re f 1 0 0 RG 0 0 9 9 re S 0 0 1 rg 0 0 9 9 re f /G sh /G sh")
    assert separation.separate(document, INKS) == ["the colour #ff0000", "the colour #0000ff", "a gradient or pattern"]


# Planted in a layout, and seen from outside


def png() -> str:
    """A picture of one red pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return base64.b64encode(whole).decode("ascii")


GRADIENT = """<svg viewBox="0 0 9 9" width="9mm" height="9mm"><title>.</title><defs><linearGradient id="g">
<stop offset="0" stop-color="#000000"/><stop offset="1" stop-color="#ffffff"/></linearGradient></defs>
<rect width="9" height="9" fill="url(#g)"/></svg>"""


def pressed(folder: Path, css: str = "", body: str = "") -> bytes:
    edition = plant(folder, css=css, html=MASTHEAD + MESSAGES + body + "{% endblock %}")
    pages = typeset.typeset(composer.compose(edition), edition)
    return intents.make_pdf(pages, typeset.draw(pages), None, Intent.PRESS)


@pytest.mark.parametrize(
    ("css", "body", "says"),
    [
        ("p { color: #123456 }", "", "the colour #123456"),
        ("p { border-bottom: 1mm solid #12345f }", "", "the colour #12345f"),
        ("p { color: rgba(0, 0, 0, 0.5) }", "", "transparency"),
        ("p { opacity: 0.5 }", "", "transparency"),
        ("body { background: linear-gradient(#000000, #ffffff) }", "", "a gradient or pattern"),
        ("", GRADIENT, "a gradient or pattern"),
        ("", f'<p><img alt="." src="data:image/png;base64,{png()}"></p>', "a picture made of pixels"),
        (f'body {{ background: url("data:image/png;base64,{png()}") }}', "", "a gradient or pattern"),
    ],
    ids=["text", "border", "rgba", "opacity", "css-gradient", "svg-gradient", "image", "background-image"],
)
def test_what_no_press_can_print_is_refused_by_name(tmp_path: Path, css: str, body: str, says: str) -> None:
    with pytest.raises(ProjectError) as refused:
        pressed(tmp_path, css, body)
    found = refused.value.findings
    assert {finding.exit_code for finding in found} == {ExitCode.LAYOUT}
    assert f"plain: {says} cannot go to press" in [finding.what for finding in found]
    assert all(finding.place and finding.hint for finding in found)


def test_the_same_page_without_them_goes_to_press(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pressed(tmp_path, "p { color: var(--signal) }"))) as document:
        signal = palette.load(PROJECT / "templates")["signal"].inks
        assert {mark.colour for mark in marks(document) if mark.kind == "text"} == {("k", signal)}


# The palette itself


def test_no_colour_of_the_palette_is_too_wet() -> None:
    for name, colour in palette.load(PROJECT / "templates").items():
        assert sum(colour.inks) * 100 < INK_LIMIT, name


def test_greys_of_the_palette_are_black_ink_alone() -> None:
    greys = [colour for colour in palette.load(PROJECT / "templates").values() if len({*colour.levels}) == 1]
    assert len(greys) >= 2
    assert all(colour.inks[:3] == (0, 0, 0) for colour in greys)
    black = next(colour for colour in greys if colour.levels == (0, 0, 0))
    assert black.inks == (0, 0, 0, 1)


def test_no_two_colours_of_the_palette_look_the_same() -> None:
    colours = palette.load(PROJECT / "templates")
    assert len({colour.rgb for colour in colours.values()}) == len(colours)
