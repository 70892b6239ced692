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

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pdfminer.high_level import extract_text
from pikepdf import Dictionary, Name
from PIL import Image
from support import found
from support.engine_alone import engine_alone
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.design import fonts
from factsheet.design.project import Project
from factsheet.engine import pdf_writer, startup, typeset
from factsheet.lint import ready_editions
from factsheet.preflight import glyph_positions as letters_in_fonts

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
SAMPLES = tomllib.loads((PROJECT / "tests/scripts/samples.toml").read_text(encoding="utf-8"))
FROM_THE_RIGHT = {"ar", "fa", "ur"}
# Readers put spaces where lines end or marks stand apart, some mark directions, and some drop what has no shape.
NOT_COMPARED = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def laid_out(tag: str) -> Any:
    """The sample of a language in two weights."""
    text = SAMPLES[tag]["text"]
    return set_page(tag, f"<p>{text}<p><b>{text}</b>")


def set_page(tag: str, body: str, style: str = "") -> Any:
    weasyprint, configuration = startup.start(PROJECT / "assets")
    sample = SAMPLES.get(tag, SAMPLES["vi"])
    for family in (sample["family"], "FS Sans"):
        startup.load_family(PROJECT / "assets", family)
    direction = "rtl" if tag in FROM_THE_RIGHT else "ltr"
    style = f'@page {{ size: A5 }} p {{ font: 9pt/1.6 "{sample["family"]}", "FS Sans" }} {style}'
    html = f'<html lang="{tag}" dir="{direction}"><title>x</title>{body}'
    styles = [weasyprint.CSS(string=style)]
    return weasyprint.HTML(string=html).render(font_config=configuration, stylesheets=styles)


def drawn(tag: str) -> bytes:
    return pdf_writer.write(laid_out(tag))


def stock(tag: str) -> bytes:
    """As the engine alone draws it."""
    with engine_alone():
        return bytes(laid_out(tag).write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True))


def letters(text: str) -> Counter[str]:
    # Some readers take signs that stand for several letters apart.
    return Counter(NOT_COMPARED.sub("", unicodedata.normalize("NFKC", text)))


def read(pdf: bytes, folder: Path) -> dict[str, str]:
    """The text of a PDF, as several readers tell it."""
    (folder / "page.pdf").write_bytes(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        said = {"pdfium": document[0].get_textpage().get_text_bounded(), "pdfminer": extract_text(io.BytesIO(pdf))}
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", folder / "page.pdf", "-"], capture_output=True, check=True)
        said["pdftotext"] = done.stdout.decode("utf-8")
    return said


def pixels(pdf: bytes, folder: Path) -> Pixels:
    """The page as greys. Not by pdfium, which loses a move between two strings of which one is empty."""
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-gray", "-r", "200", "-singlefile", folder / "page.pdf", folder / "page"]
    subprocess.run(command, check=True)
    return np.asarray(Image.open(folder / "page.pgm"))


def strays(picture: Pixels, other: Pixels) -> int:
    """How many pixels are ink in one picture, and are not even grey in the other, neither there nor beside it."""
    height, width = other.shape
    around = np.pad(other, 1, constant_values=255)
    darkest = np.minimum.reduce([around[y : y + height, x : x + width] for y in range(3) for x in range(3)])
    return int(((picture < 96) & (darkest > 160)).sum())


@pytest.mark.parametrize("tag", SAMPLES)
def test_every_character_is_read_back(tag: str, tmp_path: Path) -> None:
    wanted = letters(SAMPLES[tag]["text"] * 2)
    for reader, said in read(drawn(tag), tmp_path).items():
        lost = wanted - letters(said)
        # Poppler 25 takes a letter close to the same one for a bold one drawn twice, and drops it: Marathi विवेक.
        most = wanted.total() // 100 if reader == "pdftotext" else 0
        assert lost.total() <= most and letters(said) <= wanted, reader


@pytest.mark.parametrize("tag", ["hi", "bn", "th", "km", "my"])
def test_the_engine_alone_loses_characters(tag: str, tmp_path: Path) -> None:
    """Once it does not, factsheet/engine/text_layer.py can go."""
    said = read(stock(tag), tmp_path)["pdfminer"]
    assert letters(said) != letters(SAMPLES[tag]["text"] * 2)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="it comes with pdftotext, which is not here")
@pytest.mark.parametrize("tag", SAMPLES)
def test_the_page_looks_as_the_engine_draws_it(tag: str, tmp_path: Path) -> None:
    ours, engines = pixels(drawn(tag), tmp_path), pixels(stock(tag), tmp_path)
    assert strays(ours, engines) == strays(engines, ours) == 0


def test_a_mark_moved_by_a_tenth_of_a_millimetre_would_be_seen(tmp_path: Path) -> None:
    before = pixels(drawn("hi"), tmp_path)
    after = before.copy()
    place = np.s_[150:250, 200:400]
    after[place] = np.roll(before[place], 2, axis=0)
    assert strays(after, before) > 0


def shapes(pdf: bytes) -> dict[tuple[str, int], tuple[int, list[Any]]]:
    """What each code of each font shows, and how wide it is."""
    told = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for font in (thing for thing in document.objects if isinstance(thing, Dictionary) and Name.W in thing):
            file = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
            for code, width in letters_in_fonts.widths(Dictionary(DescendantFonts=[font])).each.items():
                pen = DecomposingRecordingPen(glyphs := file.getGlyphSet())
                glyphs[file.getGlyphName(int.from_bytes(code, "big"))].draw(pen)
                told[str(font.BaseFont).partition("+")[2], int.from_bytes(code, "big")] = round(width * 1000), pen.value
    return told


@pytest.mark.parametrize("tag", ["am", "ka", "ru", "el", "vi"])
def test_fonts_that_need_none_of_this_show_what_the_engines_do(tag: str) -> None:
    assert shapes(drawn(tag)) == shapes(stock(tag))


@pytest.mark.parametrize("tag", SAMPLES)
def test_every_word_is_found(tag: str) -> None:
    # A sign that is a whole phrase, PDFium takes apart into the phrase, in whatever file it stands.
    words = [
        word for word in found.words([SAMPLES[tag]["text"]]) if len(unicodedata.normalize("NFKC", word)) < 4 + len(word)
    ]
    assert found.lost(drawn(tag), words) == {reader: [] for reader in found.READERS}


@pytest.mark.parametrize("tag", ["ar", "fa", "th"])
def test_the_engine_alone_loses_words(tag: str) -> None:
    assert all(found.lost(stock(tag), found.words([SAMPLES[tag]["text"]])).values())


def of(text: str, tag: str, style: str = "") -> bytes:
    """A short page with this text."""
    return pdf_writer.write(set_page(tag, f"<p>{text}", style))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("ar", "أجلًا مجزّأً الممثِّلة اتُّخذت الأوّليّ لأنّها للأشخاص المخدّرات بطيئًا وضميراً"),
        ("ar", "مُحَمَّدٌ رَسُولٌ إِنَّ ٱلْإِنسَانَ"),
        ("ar", "كتاب كبيرًا 2017 جدًّا (HCV) أيضًا"),
        ("fa", "می‌آیند ویژگی‌های خانه‌ای برنامه‌ریزی لا‌یه"),
        ("ur", "لئے انہیں ہوئی ہے۔ گئے"),
        ("hi", "अविच्छिन्न फ़िल्म एचआईवी राष्ट्रीय ढंग छूट क्‍ष र्‍या"),
        ("bn", "কো কৌ স্বাধীনভাবে ক্ষুদ্র"),
        ("th", "น้ำ ทำ ที่นี่ ปั้น กู้ เก้าอี้ ฟ้า"),
        ("km", "កើត កៀ កោះ ក្រុម ស្ត្រី"),
        ("my", "ကြောင့် ကျွန်ုပ် သိက္ခာ"),
        ("vi", "Đường Mạng lưới quốc tế những người sử dụng ma túy"),
    ],
)  # fmt: skip
def test_words_that_are_drawn_in_hard_ways_are_found(tag: str, text: str) -> None:
    assert not any(found.lost(of(text, tag), found.words([text])).values())


def test_what_has_no_shape_may_stand_alone() -> None:
    text = "كتاب \u200f \u2060 كبير"
    assert not any(found.lost(of(text, "ar"), ["كتاب", "كبير"]).values())
    assert not any(found.lost(of("Peo\u2060ple \u200ewho use\u200f drugs", "en"), ["who", "drugs"]).values())


def test_a_word_that_is_divided_at_a_line_end_is_found() -> None:
    text = "Toutefois, la coordination technocratique est, d’après www.example.org/spectacle, peer-led-and-run-by-us."
    pdf = of(text, "fr", "p { hyphens: auto; line-height: 1.3; width: 16mm }")
    said, _ = found._by_poppler(pdf)
    assert "\u00ad\n" in said and "\u2010" not in said
    assert "-\u00ad\n" in said, "a hyphen that was typed is no place where a reader joins a word without it"
    assert not any(found.lost(pdf, found.words(["Toutefois coordination technocratique"])).values())


def test_letters_that_are_spaced_out_are_one_word() -> None:
    pdf = of("FACTSHEET SUMMARY", "vi", "p { letter-spacing: 0.3em }")
    assert not any(found.lost(pdf, ["FACTSHEET", "SUMMARY"]).values())


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


def test_what_something_else_is_placed_in_is_painted_where_it_is_read() -> None:
    body = '<header style="position: relative">title<i style="position: absolute; left: 0"></i></header><p>text'
    with pypdfium2.PdfDocument(pdf_writer.write(set_page("vi", body))) as document:
        assert document[0].get_textpage().get_text_range().split() == ["title", "text"]
    with engine_alone():
        stacked = set_page("vi", body).write_pdf()
    with pypdfium2.PdfDocument(stacked) as document:
        assert document[0].get_textpage().get_text_range().split() == ["text", "title"], "the engine alone does, too"


def test_what_joins_letters_or_keeps_them_apart_is_read_back() -> None:
    wanted = SAMPLES["fa"]["text"].count("\u200c") * 2
    assert wanted
    assert extract_text(io.BytesIO(drawn("fa"))).count("\u200c") == wanted


def test_drawing_twice_gives_the_same() -> None:
    project = Project(PROJECT, PROJECT / "tests" / "scripts")
    edition = next(one for one in ready_editions.find(project, (), ("leaflet",), ("hi",))[0])
    pages = typeset.typeset(composer.compose(edition), edition)
    assert typeset.draw(pages) == typeset.draw(pages)


def test_every_family_has_a_sample_and_is_read_back() -> None:
    here = {source.family for source in fonts._sources(PROJECT / "assets") if source.family and not source.pack}
    assert here - {"FS Display"} == {sample["family"] for sample in SAMPLES.values()}
