"""Screen files say what they are in words that any program finds, and files for paper carry nothing for screens."""

from __future__ import annotations

import io

import pikepdf
from support.editions import OF_THE_SOURCE, every_edition, made

from factsheet.design.editions import Edition, Intent


def test_the_metadata_can_be_read_without_knowing_pdf() -> None:
    pdf = made(OF_THE_SOURCE[0])[1][Intent.SCREEN]
    for name in (b'pdfuaid:part="1"', b'pdfaid:part="3"', b'pdfaid:conformance="A"'):
        assert pdf.count(name) == 1
    assert pdf.count(b"<?xpacket begin") == 1


@every_edition
def test_paper_is_spared_what_is_for_screens(edition: Edition) -> None:
    files = made(edition)[1]
    for intent in (Intent.OFFICE, Intent.PRESS):
        with pikepdf.open(io.BytesIO(files[intent])) as document:
            everything = b"".join(thing.unparse(resolved=True) for thing in document.objects)
        for part in (b"sRGB", b"GTS_PDFA1", b"pdfaid", b"pdfuaid", b"StructElem"):
            assert part not in everything
