"""Addresses, numbers to dial, names with a sign are found in any language; words and figures are left alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.project import PROJECT

from factsheet.content import addresses
from factsheet.content.addresses import Kind


def found(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in addresses.find(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Go to example.org/path/, or https://x.org/a?b=c&d=_e#f.", ["example.org/path/", "https://x.org/a?b=c&d=_e#f"]),
        ("(www.who.int/malaria) “vimeo.com/m/W(x)”", ["www.who.int/malaria", "vimeo.com/m/W(x)"]),
        ("https://x.org/what's-new", ["https://x.org/what's-new"]),
        ("talkingdrugs.health; наркофобия.рф!", ["talkingdrugs.health", "наркофобия.рф"]),
        ("Write to info@example.org.", ["info@example.org"]),
        ("advice@harm\u00adreduction.example.org", ["advice@harm\u00adreduction.example.org"]),
        ("office@\u200bexample.\u200borg", ["office@\u200bexample.\u200borg"]),
        ("@inpud and @inpud@mastodon.social, #NothingAboutUs", ["@inpud", "@inpud@mastodon.social", "#NothingAboutUs"]),
        ("+44 20 7946 0018; +442079460018.", ["+44 20 7946 0018", "+442079460018"]),
        ("+44 (0)20 7946 0018", ["+44 (0)20 7946 0018"]),
        ("030 614 9400! (020) 7946 0018? 0800-123-456", ["030 614 9400", "(020) 7946 0018", "0800-123-456"]),
        ("(0800 111 999) 0171/1234567, 0171 / 1234567", ["0800 111 999", "0171/1234567", "0171 / 1234567"]),
        ("0800 111 999 / 0800 222 333", ["0800 111 999", "0800 222 333"]),
        ("01.23.45.67.89, 020 7946 0018 ext. 3", ["01.23.45.67.89", "020 7946 0018 ext. 3"]),
        ("978-555-0123, 1-800-662-HELP, 7946-0018", ["978-555-0123", "1-800-662-HELP", "7946-0018"]),
        ("(11) 91234-5678, 98765 43210, 1800-11-0031", ["(11) 91234-5678", "98765 43210", "1800-11-0031"]),
        ("030\u00a0614\u202f9400", ["030\u00a0614\u202f9400"]),
        ("1 000 000 people, 116 123", ["1 000 000", "116 123"]),
        # Joined to words of other scripts, in figures of other scripts.
        ("وwww.example.org، و@inpud و+44 20 7946 0018", ["www.example.org", "@inpud", "+44 20 7946 0018"]),
        ("الرقم ٠٢٠ ٧٩٤٦ ٠٠١٨ أو ۰۲۰ ۷۹۴۶ ۰۰۱۸", ["٠٢٠ ٧٩٤٦ ٠٠١٨", "۰۲۰ ۷۹۴۶ ۰۰۱۸"]),
        ("फ़ोन ०२० ७९४६ ००१८।", ["०२० ७९४६ ००१८"]),
        ("ติดต่อwww.inpud.netได้ โทร020 7946 0018ได้", ["www.inpud.net", "020 7946 0018"]),
        ("請訪問www.example.org了解", ["www.example.org"]),
        ("https://ar.wikipedia.org/wiki/مخدرات؟", ["https://ar.wikipedia.org/wiki/مخدرات"]),
    ],
)  # fmt: skip
def test_what_is_no_word_is_found(text: str, pieces: list[str]) -> None:
    assert found(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "1961–1988, 1961-1971, 2006–2008, 1980s", "2.5 million, 0.125, 0,25, 3.14159265",
        "e.g. i.e. U.S.A. z.B. u.a. p.ex.", "facts.yaml, README.md, build.py, film.mov, Node.js",
        "It ends here.Then it goes on.Now.", "12/05/2020, 12-05-2020, 01.02.2020, 2020-05-12",
        "9:00 to 17:30, 24/7, 1/2, 1:100 000", "5-10 mg, 100-2000, 5 000-10 000", "2.500.000 or 1,000,000",
        "ISBN 978-3-16-148410-0", "Unit 2C09, 90 London Road, London, SE1 6LN", "1961 1971 1988",
        "C++, HIV+, $100, #12, a@b, AT&T", "112, 999, 3114, 01234567", "1 2 3 4 5 6 7 8 9",
        "v1.2.3, 192.168.0.1, 10.1000/182", "Art. 3.1, §4.2", "#حقوقنا", "https://", "@", "www.",
    ],
)  # fmt: skip
def test_words_figures_and_abbreviations_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("example.org/a/", "https://example.org/a/"),
        ("http://Example.org", "https://example.org"),
        ("ftp://example.org", ""),
        ("наркофобия.рф/путь", "https://xn--80acvgnian2b3h.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"),
        ("info@example.org", "mailto:info@example.org"),
        ("+44 (0)20 7946 0018", "tel:+442079460018"),
        ("۰۲۰ ۷۹۴۶ ۰۰۱۸ x12", "tel:02079460018;ext=12"),
        ("1-800-662-HELP", "tel:18006624357"),
        ("harm\u00adreduction.org", "https://harmreduction.org"),
        ("@inpud", ""),
        ("#NothingAboutUs", ""),
        ("1 000 000", ""),
        # What goes on in letters that cannot be told from words may lead elsewhere.
        ("https://zh.wikipedia.org/wiki/毒品", ""),
    ],
)
def test_where_a_piece_leads(text: str, target: str) -> None:
    (piece,) = addresses.find(text)
    assert piece.target == target


def test_a_piece_is_told_without_what_nobody_sees() -> None:
    (piece,) = addresses.find("office@\u200bharm\u00adreduction.org")
    assert piece.kind is Kind.MAIL
    assert piece.bare == "office@harmreduction.org"


def test_marks_in_addresses_are_not_those_of_the_language() -> None:
    text = "It’s at https://x.org/what's?a--b, call 7946-0018."
    masked = addresses.masked(text)
    assert len(masked) == len(text)
    assert masked == "It’s at " + "_" * 25 + ", call " + "_" * 9 + "."


@given(st.text(st.sampled_from("a1+@#./- ()0\u00a0\u200bو٢:Éw")))
def test_pieces_follow_each_other_and_never_hold_a_space_at_an_end(text: str) -> None:
    end = 0
    for piece in addresses.find(text):
        assert end <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end].strip() == text[piece.start : piece.end]
        end = piece.end


def test_the_library_is_loaded_for_the_first_address_only() -> None:
    code = (
        "import sys; from factsheet.content import addresses\n"
        "addresses.find('Words, 2.5 million, 1961'); assert 'linkify_it' not in sys.modules\n"
        "addresses.find('example.org'); assert 'linkify_it' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True)
