"""What is copied, searched or read aloud is what was written, in every script, and the page looks as before."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from conftest import PROJECT
from pdfminer.high_level import extract_text

from factsheet import compose, editions, fonts, typeset
from factsheet.editions import House

SAMPLES = tomllib.loads((PROJECT / "tests/scripts/samples.toml").read_text(encoding="utf-8"))
FROM_THE_RIGHT = {"ar", "fa", "ur"}
# Readers put spaces where lines end or marks stand apart, some mark directions, and some drop what has no shape.
NOT_COMPARED = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def laid_out(tag: str) -> Any:
    """The sample of a language in two weights."""
    engine, configuration = typeset._engine(PROJECT / "assets")
    sample = SAMPLES[tag]
    for family in (sample["family"], "FS Sans"):
        typeset._faces(PROJECT / "assets", family)
    direction = "rtl" if tag in FROM_THE_RIGHT else "ltr"
    style = f'@page {{ size: A5 }} p {{ font: 9pt/1.6 "{sample["family"]}", "FS Sans" }}'
    html = f'<html lang="{tag}" dir="{direction}"><title>x</title><p>{sample["text"]}<p><b>{sample["text"]}</b>'
    return engine.HTML(string=html).render(font_config=configuration, stylesheets=[engine.CSS(string=style)])


def drawn(tag: str) -> bytes:
    return typeset.pdf(laid_out(tag))


def stock(tag: str) -> bytes:
    """As the engine alone draws it."""
    return bytes(laid_out(tag).write_pdf(pdf_variant="pdf/ua-1"))


def letters(text: str) -> Counter[str]:
    return Counter(NOT_COMPARED.sub("", unicodedata.normalize("NFC", text)))


def read(pdf: bytes, folder: Path) -> dict[str, str]:
    """The text of a PDF, as several readers tell it."""
    (folder / "page.pdf").write_bytes(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        said = {"pdfium": document[0].get_textpage().get_text_bounded(), "pdfminer": extract_text(io.BytesIO(pdf))}
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, check=True)
        said["pdftotext"] = done.stdout.decode("utf-8")
    return said


def pixels(pdf: bytes, folder: Path) -> bytes:
    """The page as a picture. Not by pdfium, which loses a move between two strings of which one is empty."""
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "200", "-singlefile", folder / "page.pdf", folder / "page"]
    subprocess.run(command, check=True)
    return (folder / "page.ppm").read_bytes()


@pytest.mark.parametrize("tag", SAMPLES)
def test_every_character_is_read_back(tag: str, tmp_path: Path) -> None:
    wanted = letters(SAMPLES[tag]["text"] * 2)
    for reader, said in read(drawn(tag), tmp_path).items():
        assert letters(said) == wanted, reader


@pytest.mark.parametrize("tag", ["hi", "bn", "th", "km", "my"])
def test_the_engine_alone_loses_characters(tag: str, tmp_path: Path) -> None:
    """Once it does not, factsheet/textlayer.py can go."""
    said = read(stock(tag), tmp_path)["pdfminer"]
    assert letters(said) != letters(SAMPLES[tag]["text"] * 2)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="it comes with pdftotext, which is not here")
@pytest.mark.parametrize("tag", SAMPLES)
def test_the_page_looks_as_the_engine_draws_it(tag: str, tmp_path: Path) -> None:
    assert pixels(drawn(tag), tmp_path) == pixels(stock(tag), tmp_path)


@pytest.mark.parametrize("tag", ["am", "ka", "ru", "el", "vi"])
def test_a_file_that_needs_none_of_this_is_the_engines_own(tag: str) -> None:
    assert drawn(tag) == stock(tag)


@pytest.mark.parametrize(
    ("tag", "word"),
    [
        ("hi", "अन्तरात्मा"), ("ne", "भ्रातृत्वको"), ("bn", "ভ্রাতৃত্বসুলভ"), ("th", "ทำ"), ("th", "น้ำ"),
        ("my", "ဂုဏ်သိက္ခာဖြင့်"), ("fa", "برابرند"),
    ],
)  # fmt: skip
def test_a_word_is_found_that_is_searched_for(tag: str, word: str) -> None:
    assert word in SAMPLES[tag]["text"]
    with pypdfium2.PdfDocument(drawn(tag)) as document:
        search = document[0].get_textpage().search(word)
        assert search.get_next() and search.get_next()


def test_what_joins_letters_or_keeps_them_apart_is_read_back() -> None:
    wanted = SAMPLES["fa"]["text"].count("\u200c") * 2
    assert wanted
    assert extract_text(io.BytesIO(drawn("fa"))).count("\u200c") == wanted


def test_another_version_of_the_engine_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    document = laid_out("hi")
    monkeypatch.setattr(typeset, "_KNOWN_VERSION", "70.1")
    assert typeset.pdf(document) == stock("hi")


def test_drawing_twice_gives_the_same() -> None:
    house = House(PROJECT, PROJECT / "tests" / "scripts")
    edition = next(one for one in editions.find(house, (), ("leaflet",), ("hi",))[0])
    pages = typeset.typeset(compose.compose(edition), edition)
    assert typeset.draw(pages) == typeset.draw(pages)


def test_every_family_has_a_sample_and_is_read_back() -> None:
    here = {source.family for source in fonts._sources(PROJECT / "assets") if source.family and not source.pack}
    assert here - {"FS Display"} == {sample["family"] for sample in SAMPLES.values()}
