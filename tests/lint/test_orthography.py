"""Letters and marks as their script has them: what people type right passes, what fonts break on is refused."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.findings import Place
from factsheet.lint.lookalikes import ALIKE
from factsheet.lint.words import Spelling, lint
from factsheet.storage.normalize import nfc, shifts
from factsheet.yaml.nodes import Text

PROJECT = Path(__file__).parents[2]
FONTS = PROJECT / "assets" / "fonts"
SAMPLES = tomllib.loads((PROJECT / "tests" / "scripts" / "samples.toml").read_text(encoding="utf-8"))


def told(words: str, advice: bool = False) -> list[str]:
    """The codes of what is found in words as they are read."""
    place = Place(Path("x.yaml"), 1, 1)
    found = lint([Text(nfc(words), "a.b", place)], Spelling("“”‘’"))
    return sorted(one.code for one in found if not one.advice or advice)


@pytest.mark.parametrize(
    "words",
    [
        "क्षित और करें, अत: दु:ख, हूँ, फ़िल्म, सिर्फ़, क्\u200dष, ज़रूर",
        "বাড়ি র‍্য কোথায়",
        "ക്രി ചൊല്ല് അതു്",
        "สารสำคัญ น้ำ แบ่งปัน กุ่ กี่ เพชร์ ทั้งหมด",
        "ຄຳ ແມ່ນ ເຈົ້າ",
        "မြန်မာနိုင်ငံ ယောက်ျား သတ္တဝါ အင်္ဂလိပ် ကြွေး ပြော",
        "ၵႃႈ ၸိူဝ်း တႆး",
        "ភាសាខ្មែរ ស្រី",
        "محمّد مُحَمَّد الله ﷺ ﷲ",
        "שָׁלוֹם",
        "Ọ̀rọ̀ ẹgbẹ́, ẹ̀, è\u0323, Tiê\u0301ng Viê\u0323t",
        "a mark on ◌\u0301 and\u00a0\u0301",
        "1\ufe0f\u20e3 ☎\ufe0f",
        "50\u00a0μg or 50\u00a0µg; βk-MDMA, αPVP, ΔTHC, α-PVP, TNFα, NFκB, IFNγ, βhCG, μM, ΔT, γGT, Ω",
        "COVID-19 в России, ВИЧ, HIV/ВИЧ, Wi-Fi-роутер",
        "Ελλάδα: EU και ΕΕ",
        "Azərbaycan, қазақ, Հայաստան",
        "one\ntwo",
    ],
)
def test_what_people_write_is_fine(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize("tag", SAMPLES)
def test_whole_texts_are_fine(tag: str) -> None:
    text = SAMPLES[tag]["text"]
    assert not {*told(text, advice=True)} & {
        "T05",
        "T15",
        "T16",
        "T17",
        "T18",
        "T19",
        "T20",
        "T21",
        "T22",
        "L01",
        "L04",
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("िहन्दी में", "T05"),
        ("में िलखा", "T05"),
        ("“ि", "T05"),
        ("িক", "T05"),
        ("(\u0301", "T05"),
        ("นี่ ่าย", "T05"),
        ("कर्िम", "T17"),
        ("कर्\u200dिम", "T17"),
        ("अादमी", "T17"),
        ("અા", "T17"),
        ("क््य", "T17"),
        ("कंा", "T17"),
        ("கி்ி", "T17"),
        ("केे", "T17"),
        ("ทํางาน", "T17"),
        ("นํ้าใจ", "T17"),
        ("น้ํา", "T17"),
        ("เเบ่ง", "T17"),
        ("กิิน", "T17"),
        ("นี่่", "T17"),
        ("ก่ี", "T17"),
        ("ຄໍາ", "T17"),
        ("ເເມ່ນ", "T17"),
        ("éa\u0301\u0301", "T17"),
        ("ကြၽန္ုပ္တို႔", "T18"),
        ("ျမန္မာဘာသာ", "T18"),
        ("ေနေကာင္းလား၊", "T18"),
        ("ေခၚပါ။", "T18"),
        ("အႏၲရာယ္", "T18"),
        ("ၾကည့္ပါ", "T18"),
        ("မြန်မာ ေန", "T18"),
        ("ﻧﺤﻦ ﻧﻌﺮﻑ", "T16"),
        ("ﷲ ﻻ", "T16"),
        ("пaраграф", "L01"),
        ("Cуть", "L01"),
        ("ВИЧ и HIВ", "L01"),
        ("οf", "L01"),
        ("Αlpha", "L01"),
        ("ρeople", "L01"),
        ("Straβe", "L01"),
        ("πpοσοχή", "L01"),
        ("τo", "L01"),
        ("Аzərbaycan", "L01"),
        ("quеstión", "L01"),
        ("pоlítica", "L01"),
        ("раssé", "L01"),
    ],
)
def test_what_is_refused(words: str, code: str) -> None:
    assert told(words) == [code]


@pytest.mark.parametrize(
    ("words", "code"),
    [("We ﬁght", "T19"), ("Call １２３ ＡＢＣ", "T19"), ("𝗡𝗼𝘁𝗵𝗶𝗻𝗴", "T19"), ("YouTubeом", "L04"), ("TVшка", "L04")],
)
def test_what_is_advised(words: str, code: str) -> None:
    assert told(words) == []
    assert told(words, advice=True) == [code]


def test_what_is_meant_is_named() -> None:
    place = Place(Path("x.yaml"), 1, 1)
    found = lint([Text("นํ้า เเบ่ง", "a", place)], Spelling(""))
    assert [one.hint for one in found] == ["type แ (U+0E41)", "type ้ำ (U+0E49 U+0E33)"]


def font(name: str) -> hb.Font:
    file = sorted((FONTS / name).glob("*400*.ttf"))[0]
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(file))))  # type: ignore[no-untyped-call, attr-defined]


def circled(words: str, face: hb.Font) -> bool:
    """Whether the font draws the words with a circle of dots that nobody typed."""
    buffer = hb.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    hb.shape(face, buffer)  # type: ignore[attr-defined]
    return face.get_nominal_glyph(0x25CC) in [one.codepoint for one in buffer.glyph_infos]


HINDI = "कखतदनरसहअइउािीुूेैोौ्ंँः़"
BENGALI = "কখতনরহঅআািীুেোৌ্ংঁ"


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.sampled_from([(HINDI, "noto-sans-devanagari"), (BENGALI, "noto-sans-bengali")]), st.data())
def test_words_that_pass_are_drawn_without_circles_of_dots(script: tuple[str, str], data: st.DataObject) -> None:
    letters, face = script
    words = nfc(data.draw(st.text(letters, min_size=1, max_size=5)))
    if not told(words):
        assert not circled(words, font(face)), ascii(words)


ANY = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("e\u0301\u0323\u0300\u1112\u1161\u11ab\u0915\u093c\u0958\u09c7\u09be\u0dd9\u0dcf\u212b")
)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(ANY)
def test_shifts_lead_back_to_what_was_typed(typed: str) -> None:
    made = nfc(typed)
    for after, before in shifts(typed):
        assert nfc(typed[:before]) == made[:after]
        assert nfc(typed[before:]) == made[after:]
    if shifts(typed):
        after, before = shifts(typed)[-1]
        assert len(typed) - before == len(made) - after
    else:
        assert len(typed) == len(made)


def test_letters_that_look_alike_are_of_different_alphabets() -> None:
    for alike in ALIKE:
        alphabets = [unicodedata.name(letter).split()[0] for letter in alike]
        assert {*alphabets} <= {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"}
        assert len({*alphabets}) > 1
    letters = [letter for alike in ALIKE for letter in alike]
    assert len(letters) == len({*letters})
