"""In a language written from the right, what runs from the left stands on paper in the order in which it was typed."""

from __future__ import annotations

import pytest
from support.kept_lines import seen

from factsheet.content import addresses, bidi

ARABIC, PERSIAN, URDU = "اتصل على {} كل يوم", "تماس با {} هر روز", "رابطہ {} ہر روز"


def stretches(text: str) -> list[str]:
    return [text[start:end] for start, end in bidi.stretches(text, addresses.find(text))]


@pytest.mark.parametrize(("tag", "sentence"), [("ar", ARABIC), ("fa", PERSIAN), ("ur", URDU)])
@pytest.mark.parametrize(
    "piece",
    [
        "+44 20 7946 0018", "+44 (0)20 7946 0018", "030 614 9400", "(020) 7946 0018", "0800-123-456", "0800.123.456",
        "0171/1234567", "1-800-662-HELP", "1-800-662-4357", "www.example.org/film/", "https://example.org/a-b/?c=1",
        "info@example.org", "@inpud", "#NothingAboutUs", "C++", "C#", "LGBTQI+", "HIV+", "HIV-", "$100", "€50",
        "100%", "12.5%",
        "-5", "\u22125", "±3", "~10", "18+", "#12", "*123#", "3+4=7", "12-05-2020", "1’000’000", "1 000 000", "$1 500",
        "LGBTQI+ people", "people with HIV+", "24/7", "12/05/2020", "9:00", "2C09", "COVID-19",
    ],
)  # fmt: skip
def test_a_piece_stands_in_its_own_order(tag: str, sentence: str, piece: str) -> None:
    (line,) = seen(sentence.format(piece), tag, "rtl")
    assert piece.replace(" ", "") in line


@pytest.mark.parametrize(
    "piece", ["٠٢٠ ٧٩٤٦ ٠٠١٨", "+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨", "٠٨٠٠-١٢٣-٤٥٦", "۰۲۰ ۷۹۴۶ ۰۰۱۸", "(٠٢٠) ٧٩٤٦ ٠٠١٨"]
)
@pytest.mark.parametrize("side", ["rtl", "ltr"])
def test_a_number_to_dial_in_figures_of_the_script_is_dialled_from_the_left(piece: str, side: str) -> None:
    (line,) = seen(ARABIC.format(piece), "ar", side)
    assert piece.replace(" ", "") in line


@pytest.mark.parametrize(
    ("piece", "standing"),
    [
        ("1961-1971", "1971-1961"),
        ("1961–1971", "1971–1961"),
        ("5-10%", "10%-5"),
        ("50 €", "€50"),
        ("+44 20 7946 0018، 0800 123 456", "0800123456،+442079460018"),
        ("www.example.org و@inpud", "@inpudوwww.example.org"),
    ],
)
def test_what_is_read_from_the_right_stands_so(piece: str, standing: str) -> None:
    (line,) = seen(ARABIC.format(piece), "ar", "rtl")
    assert standing in line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زادت بنسبة 12.5% بين 1961-1971 و2006–2008.", ["12.5%"]),
        ("واكتبوا C++ و HIV+ هنا", ["C++", "HIV+"]),
        ("من (LGBTQI+ people) هنا", ["LGBTQI+ people"]),
        ("من Harm Reduction, see www.x.org now هنا", ["Harm Reduction, see www.x.org now"]),
        ("في Harm Reduction International و2C09 هنا", []),
        ("١٢٪ و-5 و24/7، 50 €", []),
        ("و$100، و#12", ["$100", "#12"]),
        ("1- أولا 2) ثانيا", []),
        ("HIV/الإيدز HIV-موجب", []),
    ],
)
def test_only_what_would_go_astray_is_set_apart(text: str, expected: list[str]) -> None:
    assert stretches(text) == expected
