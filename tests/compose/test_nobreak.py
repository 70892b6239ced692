"""Addresses in words are whole, never hyphenated, broken where readers expect it, found by a search, and links."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from support.kept_lines import laid_out, lines

from factsheet.compose import html_text, nobreak
from factsheet.engine import pdf_writer, text_boxes

BREAK, AT_NEED, NEVER = nobreak.BREAK, nobreak.AT_NEED, nobreak.NEVER
SHOWN = str.maketrans({BREAK: "|", AT_NEED: "·", NEVER: "!"})
HYPHENATED = ("es", "fr", "pt-BR", "ru", "uk", "de")
WORDS = {tag: "Все и вся" if tag in ("ru", "uk") else "One by one" for tag in HYPHENATED}
LONG = (
    "www.opensocietyfoundations.org", "www.betaeubungsmittelgesetzgebung.example.org/gesetzesaenderungen/selbsthilfe",
    "information.and.advice@harmreductionnetwork.example.org", "https://drogriporter.hu/en/taking-back-whats-ours/",
    "www.hiv-gaps.org", "WWW.WOMENWORKING.ORG/WWW/MMM", "наркополитика.рф/законодательство",
)  # fmt: skip

SLASHES, MARKS = re.compile(r"(?<!/)/(?!/)"), re.compile(r"[.@-]?[^/.@-]+")


def mark(html: str, from_the_right: bool, known: dict[str, str]) -> str:
    return html_text.edit(html, (), [lambda texts: nobreak.mark(texts, from_the_right, known)])


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("example.org/a/b/", "example·.org/|a/|b/"),
        ("https://www.x-y.org", "https:/!/·www·.x·-!y·.org"),
        ("a.b@c.org", "a·.b·@c·.org"),
        ("x.org/?a=b&c_d#e%20f", "x·.org/|?!a·=b·&c·_d·#e·%20f"),
        ("x.org/a--b..c", "x·.org/|a·-!-!b·..c"),
    ],
)
def test_where_an_address_may_break(address: str, marked: str) -> None:
    assert nobreak.mark_breaks(address).translate(SHOWN) == marked


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>Words, 1961.</p>", "<p>Words, 1961.</p>"),
        ("<p>At a.org &amp; b</p>", '<p>At <a class="whole" href="https://a.org">a.org</a> &amp; b</p>'),
        ("<p>@inpud’s</p>", '<p><bdi class="whole">@inpud</bdi>’s</p>'),
        ("<p>0800 111 999</p>", '<p><a class="whole" href="tel:0800111999">0800 111 999</a></p>'),
        ("<p>$100</p>", "<p>$100</p>"),
        # What is told and not printed, and what is a link already.
        ('<title>a.org</title><p title="a.org">x</p>', '<title>a.org</title><p title="a.org">x</p>'),
        ('<a href="https://a.org">a.org</a>', '<a href="https://a.org">a.org</a>'),
        # An address of the sheet leads where it says.
        ("<p>known.org/film</p>", '<p><a class="whole" href="https://known.org/film/?v=1">known.org/film</a></p>'),
        (
            "<p>x.org/?a=1&amp;b='2</p>",
            '<p><a class="whole" href="https://x.org/?a=1&amp;b=&#39;2">x.org/?a=1&amp;b=&#39;2</a></p>',
        ),
    ],
)
def test_each_piece_gets_an_element_of_its_own(html: str, marked: str) -> None:
    found = mark(html, False, {"known.org/film": "https://known.org/film/?v=1"})
    assert found.translate(nobreak.MARKS).replace(BREAK, "") == marked


def test_from_the_right_it_runs_from_the_left() -> None:
    found = mark("<p>رقم +44 20 7946 0018 و C++ &amp; هنا (LGBTQI+ people)</p>", True, {})
    assert found.translate(nobreak.MARKS).replace("\u00a0", " ") == (
        '<p>رقم <a class="whole" dir="ltr" href="tel:+442079460018">+44 20 7946 0018</a> و '
        '<bdi dir="ltr">C++</bdi> &amp; هنا (<bdi dir="ltr">LGBTQI+ people</bdi>)</p>'
    )


def pieces(address: str, tag: str, width: str) -> list[str]:
    """How an address among words is divided between lines."""
    found = lines(f"{WORDS[tag]} {address}, {WORDS[tag]}.", tag, width=width)
    text = "\n".join(found)
    assert "\u2010" not in text and "\u00ad" not in text
    assert text.replace("\n", "").replace(" ", "") == f"{WORDS[tag]} {address}, {WORDS[tag]}.".replace(" ", "")
    begin = next(
        n for n in range(len(text)) if text[n] == address[0] and text[n:].replace("\n", "").startswith(address)
    )
    end = next(n for n in range(begin, len(text) + 1) if text[begin:n].replace("\n", "") == address)
    return text[begin:end].split("\n")


def is_wide(part: str, tag: str, width: str) -> bool:
    """Whether a part of an address has no room in a column, with the comma that may follow it."""
    (text,) = text_boxes.texts(
        laid_out(f'<span class="whole">{part.replace(".", NEVER + ".")}</span>', tag, width="900mm").pages
    )
    return text.width + 1 > float(width.removesuffix("mm"))


@pytest.mark.parametrize("tag", HYPHENATED)
@pytest.mark.parametrize("address", LONG)
@pytest.mark.parametrize("width", ["35mm", "48mm", "62mm", "75mm", "110mm"])
def test_an_address_breaks_after_a_slash_or_else_before_a_mark(tag: str, address: str, width: str) -> None:
    at = 0
    for before in pieces(address, tag, width)[:-1]:
        at += len(before)
        if address[at - 1] == "/" and address[at] != "/":
            continue
        # Only where what lies between two slashes has no line to itself, and a word only where it has none.
        part = SLASHES.split(address)[len(SLASHES.findall(address[:at]))]
        assert is_wide(part, tag, width)
        if address[at] not in ".@-?&=_#%" and address[at - 2 : at] != "//":
            word = next(word for word in MARKS.finditer(address) if word.start() < at < word.end())
            assert is_wide(word[0], tag, width)


@pytest.mark.parametrize("tag", HYPHENATED)
@pytest.mark.parametrize(
    "piece", ["+44 20 7946 0018", "0800 111 999", "0800-123-456", "#NothingAboutUsWithoutUs", "1 000 000"]
)
@pytest.mark.parametrize("width", ["55mm", "60mm", "65mm", "70mm", "75mm"])
def test_a_number_or_name_is_on_one_line(tag: str, piece: str, width: str) -> None:
    assert any(piece in line for line in lines(f"{WORDS[tag]} {WORDS[tag]} {piece} {WORDS[tag]}", tag, width=width))


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("piece", ["C++", "HIV+", "$100", "12.5%", "#12", "3+4=7", "-5", "12-05-2020"])
def test_signs_stay_with_what_they_are_signs_of(piece: str, tag: str, direction: str) -> None:
    assert lines(f"{piece} {piece}", tag, direction, width="3mm") == [piece, piece]


def test_a_number_wider_than_its_column_breaks_between_groups() -> None:
    assert lines("+44 20 7946 0018", "en", width="18mm") == ["+44 20", "7946 0018"]
    assert lines("+44 20 7946 0018", "ar", "rtl", width="18mm") == ["+44\u00a020", "7946\u00a00018"]


@pytest.mark.parametrize(
    "around", ["{}", "({})", "“{}”", "{}.", "<strong>Call or write {} now</strong>", "<b>{}</b>, yes"]
)
@pytest.mark.parametrize("width", ["30mm", "40mm", "50mm", "60mm"])
def test_nothing_sticks_out_of_its_column(around: str, width: str) -> None:
    html = f"Word {around.format('information.and.advice@harmreduction.example.org')} word"
    texts = [*text_boxes.texts(laid_out(html, "en", width=width).pages)]
    assert all(text.x + text.width <= float(width[:-2]) + 0.1 for text in texts)


def test_inside_another_element_an_address_that_has_room_on_a_line_is_not_divided() -> None:
    found = lines("<strong>Some words before and www.harmreductionnetwork.org after</strong>", "en", width="60mm")
    assert any("www.harmreductionnetwork.org" in line for line in found)


def links(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Where each link of the first page leads, and what is said of it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for link in document.pages[0].get("/Annots", []):
            assert link.StructParent is not None
            yield str(link.A.URI), str(link.Contents)


@pytest.mark.parametrize(
    ("tag", "direction"), [("en", "ltr"), ("ru", "ltr"), ("hi", "ltr"), ("th", "ltr"), ("ar", "rtl")]
)
def test_addresses_are_links_that_say_where_they_lead(tag: str, direction: str) -> None:
    words = "www.example.org/a-b, info@example.org, +44 20 7946 0018; @inpud #NothingAboutUs"
    expected = ["https://www.example.org/a-b", "mailto:info@example.org", "tel:+442079460018"]
    assert [*links(pdf_writer.write(laid_out(words, tag, direction)))] == [(target, target) for target in expected]


SENTENCES = {
    "en": "Call {} now",
    "ru": "Звоните {} сейчас",
    "hi": "फ़ोन {} अभी",
    "th": "โทร {} ได้",
    "ar": "اتصل على {} كل يوم",
}
FOUND = [
    "+44 20 7946 0018", "030 614 9400", "0800-123-456", "www.example.org/film", "https://hiv-gaps.org",
    "info@example.org", "@inpud", "#NothingAboutUs",
]  # fmt: skip
# In a line from the right PDFium takes these signs for parts of the words around them.
TURNED = ("@", "#")


@pytest.mark.parametrize("tag", SENTENCES)
@pytest.mark.parametrize("piece", FOUND)
def test_a_search_finds_it_as_it_was_typed(tag: str, piece: str, tmp_path: Path) -> None:
    pdf = pdf_writer.write(laid_out(SENTENCES[tag].format(piece), tag, "rtl" if tag == "ar" else "ltr"))
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        said = text.get_text_bounded()
        assert text.search(piece).get_next() is not None or (tag == "ar" and any(sign in piece for sign in TURNED)), (
            said
        )
    assert not {*said} & {BREAK, AT_NEED, NEVER, "\u2066", "\u2069"}
    if shutil.which("pdftotext"):
        (tmp_path / "page.pdf").write_bytes(pdf)
        done = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, check=True)
        assert piece in done.stdout.decode().replace("\u00a0", " ")
