"""The check of the finished file: nothing is said about what we make, and each fault planted in it is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from support.editions import OF_THE_SOURCE
from support.project import A4, PROJECT

from factsheet.design.editions import Edition, Intent
from factsheet.findings import ExitCode
from factsheet.preflight import finished

MM = 72 / 25.4
Plant = Callable[[Pdf], object]


@pytest.fixture(scope="session")
def edition() -> Edition:
    return next(edition for edition in OF_THE_SOURCE if edition.layout.name == A4)


@pytest.fixture(scope="session")
def sound(edition: Edition, dist: Path) -> dict[Intent, bytes]:
    return {intent: edition.file(dist, intent).read_bytes() for intent in Intent}


def told(edition: Edition, pdf: bytes, intent: Intent, plant: Plant) -> list[str]:
    """What the check says about a file once a fault is planted in it."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        plant(document)
        document.save(written)
    found = finished.findings(written.getvalue(), edition, intent, edition.layout.pages)
    assert all(finding.exit_code == ExitCode.PREFLIGHT and finding.hint for finding in found)
    assert all(finding.what.startswith(f"{edition.name}, {intent}: ") for finding in found)
    return [finding.what.partition(": ")[2] for finding in found]


@pytest.mark.parametrize("intent", Intent)
def test_nothing_is_wrong_with_what_we_make(edition, sound, intent):
    assert told(edition, sound[intent], intent, lambda document: None) == []


def _box(name: str, left: float, bottom: float, wider: float, higher: float) -> Plant:
    def plant(document: Pdf) -> None:
        page = document.pages[1]
        _, _, right, top = (float(edge) for edge in page.mediabox)
        page.obj[Name(f"/{name}")] = Array([left * MM, bottom * MM, right + wider * MM, top + higher * MM])

    return plant


@pytest.mark.parametrize(
    ("box", "by"),
    [
        ("MediaBox", (0, 0, 3, 0)),
        ("MediaBox", (-3, -3, 0, 0)),
        ("TrimBox", (0, 0, 0, -0.02)),
        ("BleedBox", (1, 0, 0, 0)),
        ("CropBox", (6, 6, -6, -6)),
    ],
)
def test_a_box_that_is_not_the_trim(edition, sound, box, by):
    said = told(edition, sound[Intent.OFFICE], Intent.OFFICE, _box(box, *by))
    assert said[0].startswith(f"the {box} of page 2 is ")


def test_boxes_may_be_rounded(edition, sound):
    by = (0.004, -0.004, 0.004, -0.004)
    assert told(edition, sound[Intent.OFFICE], Intent.OFFICE, _box("TrimBox", *by)) == []


@pytest.mark.parametrize(("key", "value"), [("Rotate", 90), ("UserUnit", 2)])
def test_a_page_that_is_turned_or_scaled(edition, sound, key, value):
    plant = lambda document: document.pages[2].obj.__setitem__(Name(f"/{key}"), value)  # noqa: E731
    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == ["page 3 is turned or scaled"]


def _shapes(document: Pdf) -> pikepdf.Object:
    """The first font that has shapes."""
    fonts = (thing for thing in document.objects if isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.Font)
    return next(font for font in fonts if Name.FontDescriptor in font)


def _no_shapes(document: Pdf) -> None:
    descriptor = _shapes(document).FontDescriptor
    for key in (Name.FontFile2, Name.FontFile3):
        if key in descriptor:
            del descriptor[key]


def _standard_font(document: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    document.pages[0].obj.Resources.Font[Name.F99] = font


@pytest.mark.parametrize("name", ["/ABCDEF+DejaVu-Sans", "/DejaVu-Sans", "/ABCDEF+FS-Sansational"])
def test_a_font_of_somebody_else(edition, sound, name):
    plant = lambda document: setattr(_shapes(document), "BaseFont", Name(name))  # noqa: E731
    shown = name.removeprefix("/").removeprefix("ABCDEF+")
    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == [
        f'the font "{shown}" is not one of this project'
    ]


def test_a_font_that_is_not_in_the_file(edition, sound):
    (said,) = told(edition, sound[Intent.SCREEN], Intent.SCREEN, _no_shapes)
    assert said.endswith("is not in the file")


def test_a_font_every_reader_has(edition, sound):
    said = told(edition, sound[Intent.SCREEN], Intent.SCREEN, _standard_font)
    assert said == ['the font "Helvetica" is not one of this project', 'the font "Helvetica" is not in the file']


def _link(document: Pdf, action: pikepdf.Object) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action, Contents="Elsewhere")
    document.pages[1].obj[Name.Annots] = Array([link])


def _attach(document: Pdf) -> None:
    document.attachments["notes.txt"] = b"notes"


def _attach_to_a_page(document: Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=document.make_stream(b"notes")))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)
    document.pages[1].obj[Name.Annots] = Array([note])


SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    ("key", "plant"),
    [
        ("/OpenAction", lambda pdf: pdf.Root.__setitem__(Name.OpenAction, Array([pdf.pages[0].obj, Name.Fit]))),
        ("/AA", lambda pdf: pdf.pages[1].obj.__setitem__(Name.AA, Dictionary(O=Dictionary(S=Name.GoTo)))),
        ("/AcroForm", lambda pdf: pdf.Root.__setitem__(Name.AcroForm, Dictionary(Fields=[]))),
        ("/JavaScript", lambda pdf: pdf.Root.__setitem__(Name.Names, Dictionary(JavaScript=Dictionary(Names=[])))),
        ("/JS", lambda pdf: _link(pdf, SCRIPT)),
        ("/Launch", lambda pdf: _link(pdf, Dictionary(S=Name.Launch, F="calc.exe"))),
        ("/GoToR", lambda pdf: _link(pdf, Dictionary(S=Name.GoToR, F="other.pdf"))),
        ("/SubmitForm", lambda pdf: _link(pdf, Dictionary(S=Name.SubmitForm, F="https://example.org"))),
        ("/EmbeddedFiles", _attach),
        ("/EF", _attach_to_a_page),
    ],
)
def test_whatever_runs_or_carries_something(edition, sound, key, plant):
    said = told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant)
    assert f"it has {key}, which runs or carries something" in said


@pytest.mark.parametrize(
    "address",
    [
        "file:///home/somebody/sheets/other.html",
        "http://example.org/",
        "javascript:alert(1)",
        "other.html",
        "https://sheet.invalid/other.html",
        "https://sheet.invalid",
    ],
)
def test_a_link_to_where_no_reader_should_go(edition, sound, address):
    plant = lambda document: _link(document, Dictionary(S=Name.URI, URI=address))  # noqa: E731
    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == [f'it links to "{address}"']


@pytest.mark.parametrize("address", ["https://example.org/a.invalid/b", "mailto:a@example.org", "tel:+15550100"])
def test_a_link_to_where_readers_may_go(edition, sound, address):
    plant = lambda document: _link(document, Dictionary(S=Name.URI, URI=address))  # noqa: E731
    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == []


def test_paper_has_no_links(edition, sound):
    plant = lambda document: _link(document, Dictionary(S=Name.URI, URI="https://example.org"))  # noqa: E731
    assert told(edition, sound[Intent.OFFICE], Intent.OFFICE, plant) == ["it has links, which paper has not"]


def _describe(key: str) -> Plant:
    return lambda document: document.docinfo.__setitem__(key, "D:20010203040506Z")


def _describe_in_xmp(document: Pdf) -> None:
    date = b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>2001-02-03</xmp:CreateDate>'
    end = b"</rdf:RDF>"
    before = document.Root.Metadata.read_bytes()
    document.Root.Metadata = document.make_stream(before.replace(end, date + b"</rdf:Description>" + end))


@pytest.mark.parametrize(
    ("key", "plant"),
    [
        ("/CreationDate", _describe("/CreationDate")),
        ("/ModDate", _describe("/ModDate")),
        ("/LastModified", lambda pdf: pdf.pages[0].obj.__setitem__(Name.LastModified, "D:20010203040506Z")),
        ("xmp:CreateDate", _describe_in_xmp),
    ],
)
def test_a_date(edition, sound, key, plant):
    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == [f"it says when it was made ({key})"]


def test_a_description_nobody_asked_for(edition, sound):
    said = told(edition, sound[Intent.SCREEN], Intent.SCREEN, _describe("/Company"))
    assert said == ["its description has /Company"]


def test_a_folder_of_this_computer(edition, sound):
    def plant(document: Pdf) -> None:
        comment = document.make_stream(f"% {PROJECT}/assets/images/land.svg\n".encode())
        document.pages[0].contents_add(comment)

    assert told(edition, sound[Intent.SCREEN], Intent.SCREEN, plant) == ["it says in which folder it was made"]
