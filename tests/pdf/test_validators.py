"""Screen files are PDF/UA-1 and PDF/A-3a, says veraPDF, and a second validator; both would see it if they were not."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import page
import pikepdf
import pytest
from pikepdf import Dictionary, Name
from support import verapdf
from support.editions import OF_THE_SOURCE, every_edition, made

from factsheet.design.editions import Edition, Intent

pytestmark = pytest.mark.everything


@every_edition
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_verapdf_finds_no_rule_broken(edition: Edition, flavour: str, tmp_path: Path) -> None:
    assert verapdf.broken_rules(made(edition)[1][Intent.SCREEN], flavour, tmp_path) == []


@every_edition
def test_a_second_validator_finds_no_rule_broken(edition: Edition, tmp_path: Path) -> None:
    assert broken_by_page(made(edition)[1][Intent.SCREEN], tmp_path) == []


def broken_by_page(pdf: bytes, folder: Path) -> list[str]:
    (folder / "screen.pdf").write_bytes(pdf)
    report = page.validate_pdf(str(folder / "screen.pdf"), profile="ua1")
    broken = [str(rule) for rule in report.failures]
    assert report.is_compliant == (not broken)
    return broken


# The same file with one fault


def structure(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (thing for thing in document.objects
            if isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.StructElem)  # fmt: skip


def without_language(document: pikepdf.Pdf) -> None:
    del document.Root.Lang


def without_alternative_texts(document: pikepdf.Pdf) -> None:
    for element in structure(document):
        if Name.Alt in element:
            del element.Alt


def without_title(document: pikepdf.Pdf) -> None:
    told = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(told.replace(b"dc:title", b"dc:source"))


def without_colours(document: pikepdf.Pdf) -> None:
    del document.Root.OutputIntents


def without_tags(document: pikepdf.Pdf) -> None:
    del document.Root.StructTreeRoot


def with_a_skipped_heading(document: pikepdf.Pdf) -> None:
    for element in structure(document):
        if element.S == Name.H2:
            element.S = Name.H4


def with_links_that_are_not_printed(document: pikepdf.Pdf) -> None:
    for leaf in document.pages:
        for note in leaf.obj.get(Name.Annots, ()):
            note.F = 0


def with_a_second_packet_for_its_name(document: pikepdf.Pdf) -> None:
    told = document.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b"")
    rdf = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    name = (
        b'<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/></rdf:RDF>'
    )
    document.Root.Metadata.write(told.replace(b"</x:xmpmeta>", rdf + name + b"</x:xmpmeta>"))


@pytest.mark.parametrize(
    ("spoil", "flavour"),
    [
        (without_language, "ua1"),
        (without_alternative_texts, "ua1"),
        (without_title, "ua1"),
        (without_tags, "ua1"),
        (with_a_skipped_heading, "ua1"),
        (with_a_second_packet_for_its_name, "ua1"),
        (without_colours, "3a"),
        (with_links_that_are_not_printed, "3a"),
    ],
)
def test_verapdf_sees_a_fault(spoil: Callable[[pikepdf.Pdf], None], flavour: str, tmp_path: Path) -> None:
    pdf = made(OF_THE_SOURCE[0])[1][Intent.SCREEN]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        same, spoilt = io.BytesIO(), io.BytesIO()
        document.save(same)
        spoil(document)
        document.save(spoilt)
    assert verapdf.broken_rules(same.getvalue(), flavour, tmp_path) == [], "saving it is enough to break it"
    assert verapdf.broken_rules(spoilt.getvalue(), flavour, tmp_path) != []
