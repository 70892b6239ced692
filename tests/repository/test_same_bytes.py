"""The same words give the same bytes, whatever libraries the system has: what they answer is asked of the files."""

from __future__ import annotations

import hashlib
import io
import tomllib
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, String
from PIL import Image
from support.planted import plant
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.design import fonts
from factsheet.design.editions import Edition, Intent
from factsheet.engine import embedding, state, typeset
from factsheet.pdf import compression, intents, proofs
from factsheet.storage import ownership

FONTS = sorted(
    PROJECT / "assets/fonts" / source.file
    for source in fonts._sources(PROJECT / "assets")
    if source.family and (PROJECT / "assets/fonts" / source.file).is_file()
)
PINNED = "58fbe2a75faa38f04a71130efd072fb71d8c0d29c19db11a4c852187fa38b9f6"
UNPACKED: Any = {
    "stream_decode_level": pikepdf.StreamDecodeLevel.all,
    "object_stream_mode": pikepdf.ObjectStreamMode.disable,
}
NEEDED = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def all_files(edition: Edition) -> dict[str, bytes]:
    pages = typeset.typeset(composer.compose(edition), edition)
    drawn = typeset.draw(pages)
    return {
        **{intent: intents.make_pdf(pages, drawn, None, intent) for intent in Intent},
        **proofs.make_files(pages, drawn),
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a small edition, on this computer as it is."""
    return all_files(plant(tmp_path_factory.mktemp("made")))


# Libraries of the system


def test_the_systems_subsetter_has_no_part_in_it(made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.pdf import fonts as engine

    state.FONT_SUBSETS.clear()
    monkeypatch.setattr(engine, "harfbuzz_subset", None)
    assert all_files(plant(tmp_path)) == made


def test_another_zlib_changes_nothing(made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other releases, and other programs of that name, come to other bytes; so does another level."""
    compressobj = zlib.compressobj
    monkeypatch.setattr(zlib, "compressobj", lambda *_, **__: compressobj(level=1))
    monkeypatch.setattr(zlib, "compress", lambda data, *_, **__: data and pytest.fail("Python's zlib packs something"))
    compression._deflate.cache_clear()
    pikepdf.settings.set_flate_compression_level(1)
    try:
        assert all_files(plant(tmp_path)) == made
    finally:
        pikepdf.settings.set_flate_compression_level(-1)


class Library:
    """The engine's class of fonts, as it would be with some version of the libraries."""

    def __init__(self, answers: Any, description: object, font_size: float) -> None:
        self.file_content, self.index = FONTS[0].read_bytes(), 0
        self.family, self.weight, self.style, self.variations = "FS Sans", 900, 0, {}
        self.upem = 1000
        self.hash, self.name = answers.hash, answers.name
        self.ascent, self.descent = answers.ascent, answers.descent


def test_a_font_is_called_and_measured_as_its_file_says() -> None:
    old = SimpleNamespace(hash="ABCDEF", name=b"/ABCDEF+FS-Sans-Heavy", ascent=1070, descent=-294)
    new = SimpleNamespace(hash="UVWXYZ", name=b"/UVWXYZ+FS-Sans-Black", ascent=1068, descent=-292)
    one, other = (embedding.wrap_font(Library)(answers, None, 12) for answers in (old, new))
    assert vars(one) == vars(other)
    assert one.name.endswith(b"+FS-Sans-Black")
    assert one.name[1:7].decode() == one.hash and one.hash.isalpha() and one.hash.isupper()
    with TTFont(FONTS[0]) as font:
        assert (one.ascent, one.descent) == (font["hhea"].ascent, font["hhea"].descent)


def test_fonts_that_differ_are_told_apart() -> None:
    names = {embedding._letters(file.as_posix()) for file in FONTS}
    assert len(names) == len(FONTS) > 30


# Fonts


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_a_font_that_was_cut_draws_what_was_kept_as_before(file: Path) -> None:
    whole = TTFont(io.BytesIO(file.read_bytes()))
    count = whole["maxp"].numGlyphs
    kept = sorted({*range(1, count, 7)})
    contents = embedding.cut(file.read_bytes(), 0, kept)
    assert contents == embedding.cut(file.read_bytes(), 0, reversed(kept))
    cut = TTFont(io.BytesIO(contents))
    assert {*cut.keys()} == NEEDED | {"GlyphOrder"}
    before, after = whole.getGlyphSet(), cut.getGlyphSet()
    for number in kept:
        old, new = whole.getGlyphName(number), cut.getGlyphName(number)
        assert shape(before, old) == shape(after, new)
        assert whole["hmtx"][old] == cut["hmtx"][new]
    used = {part for number in kept for part in parts(whole, whole.getGlyphName(number))}
    empty = [number for number in range(len(after)) if number not in used]
    assert all(shape(after, cut.getGlyphName(number)) == [] for number in empty)
    assert len(contents) < file.stat().st_size / 2 or count < 100


def shape(glyphs: Any, name: str) -> list[Any]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return list(pen.value)


def parts(font: TTFont, name: str) -> Iterator[int]:
    """A glyph, and all that it is put together from."""
    yield font.getGlyphID(name)
    glyph = font["glyf"][name]
    for component in glyph.components if glyph.isComposite() else ():
        yield from parts(font, component.glyphName)


def test_what_was_cut_says_nothing_of_when_it_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    early = embedding.cut(FONTS[0].read_bytes(), 0, [3, 4])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert embedding.cut(FONTS[0].read_bytes(), 0, [3, 4]) == early


def test_cutting_the_same_again_takes_no_time(made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "cut", lambda *_: pytest.fail("it is cut again"))
    assert all_files(plant(tmp_path)) == made


# Files


def test_every_file_says_the_same_of_what_made_it(made: dict[str, bytes]) -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"factsheet {version}" == ownership.PRODUCER
    for file in made.values():
        with pikepdf.open(io.BytesIO(file)) as document:
            assert str(document.docinfo["/Producer"]) == ownership.PRODUCER
            document.save(plain := io.BytesIO(), compress_streams=False, **UNPACKED)
            if Name.Metadata in document.Root:
                assert f"{ownership.PRODUCER}".encode() in document.Root.Metadata.read_bytes()
        for name in (b"WeasyPrint", b"pydyf", b"pikepdf", b"qpdf", b"HarfBuzz", b"fontTools"):
            assert name.lower() not in plain.getvalue().lower()


def document(streams: int, things: int) -> pikepdf.Pdf:
    """A PDF of so many streams, in some of which stand the words that end one, and so many other objects."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.Streams = pikepdf.Array(
        made.make_indirect(made.make_stream(f"endstream\nendobj\n{at} 0 obj\n>>\nstream\n".encode() * (at % 5), At=at))
        for at in range(streams)
    )
    made.Root.Things = pikepdf.Array(
        made.make_indirect(Dictionary(At=at, Said=String(">>\nstream\n/Filter"))) for at in range(things)
    )
    Image.new("L", (9, 9)).save(photo := io.BytesIO(), "jpeg")
    jpeg = made.make_stream(photo.getvalue())
    jpeg.Filter = Name.DCTDecode
    made.Root.Jpeg = made.make_indirect(jpeg)
    return made


@pytest.mark.parametrize(("streams", "things"), [(0, 0), (1, 1), (300, 3), (3, 1000)])
def test_what_is_packed_is_read_back(streams: int, things: int) -> None:
    contents = compression.write(document(streams, things))
    with pikepdf.open(io.BytesIO(contents)) as back:
        assert not back.check_pdf_syntax()
        before = document(streams, things)
        assert [each.read_bytes() for each in back.Root.Streams] == [each.read_bytes() for each in before.Root.Streams]
        assert [int(each.At) for each in back.Root.Things] == [*range(things)]
        assert back.Root.Jpeg.read_raw_bytes() == before.Root.Jpeg.read_raw_bytes()
        assert all(each.Filter == Name.FlateDecode for each in back.Root.Streams)
    assert contents == compression.write(document(streams, things))


def test_every_stream_ends_as_archives_want_it(made: dict[str, bytes]) -> None:
    """ISO 19005-3, 6.1.7.1."""
    for file in made.values():
        assert file.count(b"endstream") == file.count(b"\nendstream\nendobj\n")


@pytest.mark.parametrize(
    "plain",
    [
        b"1 0 obj\n<< /Length 2 >>\nstream\nabc\nendstream\nendobj\n",
        b"1 0 obj\n<< >>\nstream\nabc\nendstream\nendobj\n",
    ],
)
def test_what_is_not_as_it_was_known_is_not_guessed(plain: bytes) -> None:
    with pytest.raises(ValueError, match="not known here"):
        compression._contents(plain)


def test_packing_is_pinned() -> None:
    """The same bytes from every release that is allowed; where this fails, the lock has to hold the older one."""
    told = compression._deflate((PROJECT / "assets/images/land.svg").read_bytes())
    assert hashlib.sha256(told).hexdigest() == PINNED
