"""What is sent to a print shop and what goes to an office printer, read back by other programs, for every layout."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pikepdf import Dictionary, Name
from PIL import Image
from support.editions import OF_THE_SOURCE, TRANSLATED, cases, made, named
from support.planted import LAYOUT, plant
from support.products import LaidOut
from support.project import PROJECT
from support.walked import marks, operators

from factsheet.compose import composer
from factsheet.design import palette
from factsheet.design.editions import Edition, Intent
from factsheet.engine import typeset
from factsheet.pdf import intents
from factsheet.pdf.imposition import Side, Slot, impose
from factsheet.pdf.sheet_drawing import SLUG

PT = 72 / 25.4
DPI = 150
DOTS = DPI / 25.4  # per mm
INK_LIMIT = 300
XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
}


@dataclass(frozen=True)
class Printed:
    """The files of one edition, and what programs that know nothing of this project see in them."""

    edition: Edition
    pages: LaidOut
    files: dict[Intent, bytes]
    scratch: Path

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        return impose(self.edition.layout, self.pages.count, self.edition.locale.right_to_left)

    @cached_property
    def plates(self) -> list[np.ndarray]:
        """Each press page as Ghostscript separates it: cyan, magenta, yellow, black; 255 is full ink."""
        return separated(self.files[Intent.PRESS], self.scratch)

    def seen(self, intent: Intent, dpi: float = DPI) -> Iterator[Image.Image]:
        for page in pypdfium2.PdfDocument(self.files[intent]):
            yield page.render(scale=dpi / 72).to_pil().convert("RGB")


def separated(pdf: bytes, scratch: Path) -> list[np.ndarray]:
    if not shutil.which("gs"):
        pytest.skip("needs Ghostscript")
    (scratch / "press.pdf").write_bytes(pdf)
    command = ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dPDFSTOPONERROR", "-sDEVICE=tiffsep", f"-r{DPI}"]
    done = subprocess.run(
        [*command, "-o", "p%03d.tif", "press.pdf"], cwd=scratch, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    inks = ("Cyan", "Magenta", "Yellow", "Black")
    numbers = sorted(path.stem for path in scratch.glob("p[0-9][0-9][0-9].tif"))
    spots = {re.sub(r".*\((.*)\).*", r"\1", path.name) for path in scratch.glob("p*(*).tif")}
    assert spots == {*inks}, "there is a fifth ink"
    found = []
    for number in numbers:
        plates = [np.asarray(Image.open(scratch / f"{number}({ink}).tif").convert("L")) for ink in inks]
        found.append(255 - np.stack(plates))
    for path in scratch.glob("*.tif"):
        path.unlink()
    return found


# The words are checked in every language; inks and sheets do not hang on them, but on the direction they run in.
DIRECTIONS = {edition.locale.direction: edition.sheet.tag for edition in reversed(TRANSLATED)}
EDITIONS = [one for one in TRANSLATED if one in OF_THE_SOURCE or one.sheet.tag in DIRECTIONS.values()]


# The direction they run in is where pages lie on a sheet, so a quick run looks at those layouts that are imposed.
_QUICK = cases(EDITIONS, also=lambda edition: edition in OF_THE_SOURCE or edition.layout.impose is not None)


@pytest.fixture(scope="module", params=_QUICK, ids=named)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    edition: Edition = request.param
    return Printed(edition, *made(edition), tmp_path_factory.mktemp("plates"))


@pytest.fixture
def document(printed: Printed) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed.files[Intent.PRESS])) as opened:
        yield opened


def parts(thing: object) -> Iterator[pikepdf.Object]:
    """Every dictionary of an object, without following references, which lead to objects met on their own."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        thing = [*thing.as_dict().values()]
    if isinstance(thing, list | pikepdf.Array):
        for value in thing:
            if not (isinstance(value, pikepdf.Object) and value.is_indirect):
                yield from parts(value)


def everything(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [part for thing in document.objects for part in parts(thing)]


# Colour


def test_everything_on_a_press_sheet_is_painted_in_an_ink_of_the_palette(
    printed: Printed, document: pikepdf.Pdf
) -> None:
    inks = {colour.inks for colour in palette.load(PROJECT / "templates").values()}
    found = list(marks(document))
    assert {mark.kind for mark in found} <= {"fill", "stroke", "text"}
    for mark in found:
        operator, levels = mark.colour
        if mark.kind == "stroke" and operator == "SCN":
            assert levels == (1.0,), "a mark is not in full ink"
            continue
        assert operator == ("K" if mark.kind == "stroke" else "k"), mark
        assert any(levels == pytest.approx(ink, abs=1e-4) for ink in inks), mark
    assert any(mark.kind == "text" and mark.colour == ("k", (0, 0, 0, 1)) for mark in found)


def test_no_operator_of_another_colour_space_is_left(printed: Printed, document: pikepdf.Pdf) -> None:
    strange = {"rg", "RG", "g", "G", "cs", "sc", "scn", "SC", "sh", "ri", "BI", "INLINE IMAGE"}
    assert operators(document) & strange == set()


def test_register_colour_is_used_for_marks_alone(printed: Printed, document: pikepdf.Pdf) -> None:
    for page in document.pages:
        assert list(page.obj.Resources.ColorSpace.keys()) == ["/All"]
        assert page.obj.Resources.ColorSpace.All[1] == Name.All
    forms = [thing for thing in document.objects if isinstance(thing, pikepdf.Stream) and "/BBox" in thing]
    assert forms
    for form in forms:
        assert "/ColorSpace" not in form.get(Name.Resources, Dictionary())
        assert not {str(said.operator) for said in pikepdf.parse_content_stream(form)} & {"CS", "SCN"}


def test_no_line_is_too_thin_to_print(printed: Printed, document: pikepdf.Pdf) -> None:
    widths = [mark.pen.width * mark.pen.scale for mark in marks(document) if mark.kind == "stroke"]
    assert min(widths) >= 0.25 - 1e-6


def test_nothing_is_transparent(printed: Printed, document: pikepdf.Pdf) -> None:
    for part in everything(document):
        assert float(part.get(Name.ca, 1)) == float(part.get(Name.CA, 1)) == 1
        assert not {"/Group", "/SMask"} & set(part.keys())
        if part.get(Name.Type) == Name.ExtGState:
            assert part.get(Name.BM, Name.Normal) == Name.Normal
        assert part.get(Name.Subtype) != Name.Image


# What the file says of itself


def test_nothing_but_pages_is_in_the_file(printed: Printed, document: pikepdf.Pdf) -> None:
    assert set(document.Root.keys()) <= {
        "/Type",
        "/Pages",
        "/OutputIntents",
        "/Metadata",
        "/Lang",
        "/ViewerPreferences",
    }
    unwanted = {"/Annots", "/StructTreeRoot", "/JavaScript", "/JS", "/AA", "/OpenAction", "/EF", "/Names", "/Encrypt"}
    for part in everything(document):
        assert not unwanted & set(part.keys())
    assert not document.is_encrypted


def test_there_is_one_output_intent_with_the_profile_of_four_inks(printed: Printed, document: pikepdf.Pdf) -> None:
    intents = [part for part in everything(document) if part.get(Name.Type) == Name.OutputIntent]
    assert len(intents) == len(document.Root.OutputIntents) == 1
    (intent,) = document.Root.OutputIntents
    assert intent.S == Name.GTS_PDFX
    assert intent.OutputConditionIdentifier == "FOGRA39"
    assert intent.RegistryName == "http://www.color.org"
    assert intent.DestOutputProfile.N == 4
    profile = intent.DestOutputProfile.read_bytes()
    assert (profile[12:16], profile[16:20], profile[36:40]) == (b"prtr", b"CMYK", b"acsp")
    assert int.from_bytes(profile[:4], "big") == len(profile)


def test_both_descriptions_agree_and_tell_no_date(printed: Printed, document: pikepdf.Pdf) -> None:
    tree = ElementTree.fromstring(
        document.Root.Metadata.read_bytes().decode("utf-8").split("?>", 1)[1].rsplit("<?", 1)[0]
    )
    said = {name: tree.findtext(f".//{name}", namespaces=XMP) for name in ("xmp:CreateDate", "xmp:ModifyDate")}
    assert set(said.values()) == {"2000-01-01T00:00:00Z"}
    assert tree.findtext(".//pdfxid:GTS_PDFXVersion", namespaces=XMP) == "PDF/X-4"
    assert tree.findtext(".//pdf:Trapped", namespaces=XMP) == "False"
    title = tree.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=XMP)
    assert title == document.docinfo["/Title"] == printed.edition.sheet.masthead.title
    for key in ("/CreationDate", "/ModDate"):
        assert document.docinfo[key] == "D:20000101000000Z"
    assert document.docinfo["/Trapped"] == Name("/False")
    assert document.Root.Metadata.Subtype == Name.XML


def test_the_file_has_an_identity_and_a_version_that_allows_what_it_uses(document: pikepdf.Pdf) -> None:
    assert [len(bytes(one)) for one in document.trailer.ID] == [16, 16]
    assert tuple(int(part) for part in document.pdf_version.split(".")) >= (1, 6)


def test_every_font_is_in_the_file(printed: Printed, document: pikepdf.Pdf) -> None:
    fonts = [part for part in everything(document) if part.get(Name.Type) == Name.Font]
    shapes = [font.FontDescriptor for font in fonts if font.Subtype not in (Name.Type0,)]
    assert shapes
    assert all(Name.FontFile2 in shape or Name.FontFile3 in shape for shape in shapes)


def test_boxes_are_exact_to_a_hundredth_of_a_millimetre(printed: Printed, document: pikepdf.Pdf) -> None:
    bleed = printed.edition.layout.bleed
    for page, side in zip(document.pages, printed.sides, strict=True):
        for name, inset in (("/MediaBox", 0.0), ("/BleedBox", SLUG - bleed), ("/TrimBox", SLUG)):
            wide, high = side.width + 2 * SLUG, side.height + 2 * SLUG
            edges = [float(edge) / PT for edge in page.obj[name]]
            assert edges == pytest.approx([inset, inset, wide - inset, high - inset], abs=0.01), name
        assert not {"/ArtBox", "/CropBox", "/Rotate", "/UserUnit"} & set(page.obj.keys())


# Plates, by Ghostscript


@pytest.mark.everything
def test_there_is_a_plate_of_every_ink_and_never_too_much_of_it(printed: Printed) -> None:
    assert len(printed.plates) == len(printed.sides)
    for plates in printed.plates:
        inside = within(plates, SLUG - printed.edition.layout.bleed)
        assert inside.sum(axis=0, dtype=np.uint16).max() / 255 * 100 < INK_LIMIT
        assert inside[3].max() == 255


def within(plates: np.ndarray, inset: float) -> np.ndarray:
    """What lies further than this from the edges of the paper, in mm, and a dot."""
    dots = int(inset * DOTS) + 2
    return plates[:, dots:-dots, dots:-dots]


@pytest.mark.everything
def test_the_slug_holds_marks_and_nothing_else(printed: Printed) -> None:
    for plates in printed.plates:
        dots = int((SLUG - printed.edition.layout.bleed) * DOTS) - 1
        bands = plates[:, :dots], plates[:, -dots:], plates[:, :, :dots], plates[:, :, -dots:]
        for slug in bands:
            assert (slug == slug[3]).all(), "something that is not in every ink"
            assert 0 < (slug[3] > 0).mean() < 0.05


@pytest.mark.everything
def test_artwork_that_runs_off_the_page_fills_the_bleed(printed: Printed) -> None:
    for plates, side in zip(printed.plates, printed.sides, strict=True):
        for slot in side.slots:
            assert unfilled(plates, slot, printed.edition.layout.bleed) == []


def across(plates: np.ndarray, slot: Slot, edge: str, out: float) -> np.ndarray:
    """Ink along a line parallel to an edge of a slot, `out` mm outside of it; without the last 5 mm at both ends."""
    x1, x2 = (round((SLUG + slot.x + at) * DOTS) for at in (5, slot.width - 5))
    y1, y2 = (round((SLUG + slot.y + at) * DOTS) for at in (5, slot.height - 5))
    column = {"left": slot.x - out, "right": slot.x + slot.width + out}
    if edge in column:
        return np.asarray(plates[:, y1:y2, int((SLUG + column[edge]) * DOTS)].any(axis=0))
    row = slot.y - out if edge == "top" else slot.y + slot.height + out
    return np.asarray(plates[:, int((SLUG + row) * DOTS), x1:x2].any(axis=0))


def running_off(plates: np.ndarray, slot: Slot, edge: str) -> np.ndarray:
    """Where solid artwork, more than 1.5 mm wide, meets an edge."""
    solid = across(plates, slot, edge, -0.4) & across(plates, slot, edge, -0.8) & across(plates, slot, edge, -1.2)
    wide = int(1.5 * DOTS) // 2 * 2 + 1
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(solid, wide // 2), wide)
    return windows.all(axis=1)


def unfilled(plates: np.ndarray, slot: Slot, bleed: float) -> list[str]:
    """The edges beyond which the bleed of what runs off is not painted."""
    found = []
    for edge in slot.bleeds:
        needed = running_off(plates, slot, edge)
        for out in (0.4, bleed / 2, bleed - 0.4):
            if (needed & ~across(plates, slot, edge, out)).any():
                found.append(f"page {slot.page}, {edge}, {out:.1f} mm out")
    return found


@pytest.mark.everything
@pytest.mark.parametrize(("bleed", "fills"), [("3mm", True), ("2mm", False), ("0mm", False)])
def test_a_bleed_that_is_not_painted_is_seen(tmp_path: Path, bleed: str, fills: bool) -> None:
    css = f"@page {{ bleed: {bleed}; background: var(--ink) }} p {{ color: var(--paper) }}"
    edition = plant(tmp_path, css=css, layout=LAYOUT.replace("bleed: 0mm", "bleed: 3mm"))
    pages = typeset.typeset(composer.compose(edition), edition)
    (plates, *_) = separated(intents.make_pdf(pages, typeset.draw(pages), None, Intent.PRESS), tmp_path)
    (side, *_) = impose(edition.layout, pages.count, False)
    assert running_off(plates, side.slots[0], "left").any()
    assert (unfilled(plates, side.slots[0], 3.0) == []) == fills


@pytest.mark.everything
def test_what_is_black_and_white_on_screen_is_black_ink_alone(printed: Printed) -> None:
    screen = [np.asarray(image) for image in printed.seen(Intent.SCREEN)]
    blacks = 0
    for plates, side in zip(printed.plates, printed.sides, strict=True):
        for slot in side.slots:
            page = screen[slot.page - 1]
            high, wide = page.shape[:2]
            left, top = round((SLUG + slot.x + slot.shift) * DOTS), round((SLUG + slot.y) * DOTS)
            cut = plates[:, top : top + high, left : left + wide]
            page = page[::-1, ::-1] if slot.turned else page
            red, green, blue = np.moveaxis(page[: cut.shape[1], : cut.shape[2]], 2, 0)
            is_grey = (red == green) & (green == blue)
            grey, black = eroded(is_grey), eroded(is_grey & (red < 8))
            mixed = (cut[0] > 0) | (cut[1] > 0) | (cut[2] > 0)
            assert not (mixed & grey).any(), f"page {slot.page}: grey is mixed from colours"
            assert cut[3][black].min(initial=255) == 255, f"page {slot.page}: black is not full black ink"
            blacks += black.sum()
    assert blacks > 500


def eroded(area: np.ndarray) -> np.ndarray:
    """The area without what is nearer than 3 dots to its edge, as two programs do not agree to the dot."""
    inner = area.copy()
    for _ in range(3):
        inner[1:-1, 1:-1] &= inner[:-2, 1:-1] & inner[2:, 1:-1] & inner[1:-1, :-2] & inner[1:-1, 2:]
        inner[[0, -1]], inner[:, [0, -1]] = False, False
    return inner


# Office printers


def test_nothing_is_nearer_than_6_mm_to_the_edge_of_office_paper(printed: Printed) -> None:
    for image in printed.seen(Intent.OFFICE):
        picture = np.asarray(image)
        near = int(6 * DOTS)
        assert (picture[near:-near, near:-near] < 255).any()
        picture = picture.copy()
        picture[near:-near, near:-near] = 255
        assert (picture == 255).all()


# The film code


def codes(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def test_the_film_code_is_read_from_every_page_and_sheet_that_carries_it(printed: Printed) -> None:
    film = printed.edition.sheet.film
    assert film
    screen = [codes(image) for image in printed.seen(Intent.SCREEN)]
    carrying = {text.page for text in printed.pages.texts if text.key == "film.call"}
    assert bool(carrying) == ("film" in printed.edition.takes)
    wanted = [[film.address] * sum(slot.page in carrying for slot in side.slots) for side in printed.sides]
    assert screen == [[film.address] * (number in carrying) for number in range(1, printed.pages.count + 1)]
    assert [codes(image) for image in printed.seen(Intent.OFFICE)] == wanted
    assert [codes(image) for image in printed.seen(Intent.PRESS)] == wanted


@pytest.mark.everything
def test_the_film_code_is_on_the_black_plate_alone(printed: Printed) -> None:
    film = printed.edition.sheet.film
    assert film
    found = 0
    for plates in printed.plates:
        for code in zxingcpp.read_barcodes(Image.fromarray(255 - plates[3])):
            corners = (
                code.position.top_left,
                code.position.bottom_right,
                code.position.top_right,
                code.position.bottom_left,
            )
            xs, ys = sorted(corner.x for corner in corners), sorted(corner.y for corner in corners)
            assert code.text == film.address
            assert plates[:3, ys[0] : ys[-1], xs[0] : xs[-1]].max() == 0
            found += 1
    assert bool(found) == ("film" in printed.edition.takes)
