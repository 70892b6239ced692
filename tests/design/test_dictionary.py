"""Letters in a row are divided into the words a reader sees, and words into pieces that stay on one line."""

from __future__ import annotations

import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from support.project import PROJECT

from factsheet.design import dictionary
from factsheet.findings import ExitCode, ProjectError
from tools import make_words

ASSETS = PROJECT / "assets"
THAI = dictionary.for_letter(ASSETS, "ก")
# From sheets about three things, as a reader divides them: where a line may break.
PIECES = [
    "บันทึกประวัติศาสตร์ ขบวนการเคลื่อนไหว ของผู้ใช้ยา",
    "อาสาสมัคร สาธารณสุขชายแดน",
    "ได้รับการตรวจวินิจฉัย และการรักษา",
    "องค์การอนามัยโลก แนะนำ ให้ใช้วัคซีนป้องกันมาลาเรีย",
    "ปวดเมื่อยกล้ามเนื้อ",
    "ผู้ให้เช่า ต้องดูแลโครงสร้างอาคาร",
    "ต้องคืนภายใน",
    "เป็นความผิดทางอาญา และอาจถูกเรียก ค่าสินไหมทดแทน",
    "บัตรประจำตัวประชาชน",
]
# Compounds of which lines were broken before, in sentences: none has a piece that ends within it.
WHOLE = [
    *("ผู้กำหนดนโยบาย", "โดยตรง", "ระยะยาว", "โดดเด่น", "สารพิษ", "ต่อไป", "ห้องใช้ยา", "ชายขอบ", "แรงสะเทือน", "โดยเฉพาะ"),
    *("จอมปลอม", "หยั่งราก", "โดยทั่วไป", "ลาตินอเมริกา", "ความร่วมมือ", "ความเศร้า", "ถูกตีตรา", "เสริมทักษะ"),
    *("ความทรงจำ", "บันดาลใจ", "ส่วนหนึ่ง", "ตีกรอบ", "เสริมพลัง", "รุ่นเยาว์", "เอาผิดทางอาญา", "นักวิทยาศาสตร์"),
    *("อันดับต้น", "ลดลง", "วงกว้าง", "ครบวงจร", "ความรู้", "หน่วยงาน", "เสียชีวิต", "ผู้ใช้ยา", "ทั่วโลก", "ให้โทษ"),
    *("นักเคลื่อนไหว", "ผู้ให้ทุน", "คนผิวดำ", "เมทาโดน", "นาล็อกโซน", "บูพรีนอร์ฟีน", "สิทธิมนุษยชน", "การกดขี่"),
    *("ลดอันตราย", "ตะวันออกเฉียงใต้", "คนข้ามเพศ", "เกินขนาด", "เอชไอวี", "ขบวนการเคลื่อนไหว", "ถึงรากถึงโคน"),
    *("ไซเคเดลิก", "ข้อกังวล", "ไม้ประดับ", "รากหญ้า", "บาดแผลทางใจ", "กองทุนโลก", "เชิงนวัตกรรม", "เหล่านี้"),
]
AROUND = [("", ""), ("และ", "ของเรา"), ("ต้องมี", "ในเมือง"), ("", "เอง"), ("ไม่ใช่", "")]


def divided(run: str, *names: str) -> list[str]:
    found = dictionary.words(THAI, run, names)
    return ["".join(piece) for piece in dictionary.pieces(THAI, found, Counter(pairwise(found)))]


@pytest.mark.parametrize("pieces", PIECES)
def test_a_line_breaks_where_a_reader_would_have_it(pieces: str) -> None:
    assert " ".join(divided(pieces.replace(" ", ""))) == pieces


@pytest.mark.parametrize("word", WHOLE)
def test_a_compound_is_whole_whatever_stands_around_it(word: str) -> None:
    for before, after in AROUND:
        pieces = divided(before + word + after)
        assert "".join(pieces) == before + word + after
        assert any(word in piece for piece in pieces), pieces


@pytest.mark.parametrize(
    ("run", "words"),
    [
        # Both are as few words as can be; the other way is "to where, tightly" and nobody writes it.
        ("ยากจนกว่า", ["ยากจน", "กว่า"]),
        ("ทำให้การเดินทาง", ["ทำให้", "การ", "เดินทาง"]),
        # In no list, and divided into whatever sounds like it.
        ("มีบูพรีนอร์ฟีนไว้", ["มี", "บูพรีนอร์ฟีน", "ไว้"]),
    ],
)
def test_words_that_are_written_more_are_taken(run: str, words: list[str]) -> None:
    assert dictionary.words(THAI, run) == words


def test_a_name_is_one_word_whatever_it_is_made_of() -> None:
    assert dictionary.words(THAI, "ไปศูนย์ดำรงธรรมแล้ว", ["ศูนย์ดำรงธรรม"]) == ["ไป", "ศูนย์ดำรงธรรม", "แล้ว"]


def test_what_leans_on_a_word_is_not_torn_from_it() -> None:
    for run in ("ของผู้ป่วย", "บ้านนี้", "ห้องใหม่ทั้งหมด", "ค่อยๆ", "ที่จะไป"):
        assert divided(run) == [run]


def test_letters_that_are_no_words_lose_nothing() -> None:
    for run in ("ๆ", "ะา", "เ", "กกกกกกกกกก" * 9, "ฮฺฮฺ", "์์์", "ฯ"):
        assert "".join(divided(run)) == run


def test_a_long_word_has_parts_for_when_there_is_no_room() -> None:
    assert dictionary.parts(THAI, "ประเด็นสำคัญ") == ["ประเด็น", "สำคัญ"]
    assert dictionary.parts(THAI, "ความรู้") == ["ความรู้"]
    assert dictionary.parts(THAI, "บูพรีนอร์ฟีน") == ["บูพรีนอร์ฟีน"]


def test_a_list_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    for name in ("SOURCES.toml", "thai.txt"):
        (tmp_path / "words" / name).write_bytes((ASSETS / "words" / name).read_bytes())
    (tmp_path / "words/thai.txt").write_text("กก\t1\n", encoding="utf-8")
    with pytest.raises(ProjectError) as refused:
        dictionary.for_letter(tmp_path, "ก")
    (finding,) = refused.value.findings
    assert (finding.exit_code, finding.what) == (ExitCode.LAYOUT, "the word list is not the pinned one")
    assert "tools.make_words" in str(finding.hint)
    (tmp_path / "words/thai.txt").unlink()
    dictionary._load.cache_clear()
    with pytest.raises(ProjectError, match="missing"):
        dictionary.for_letter(tmp_path, "ก")


def test_a_list_is_made_from_the_words_of_its_letters_alone() -> None:
    words = "\ufeffกก\nภาษา C\n ขา \nก\nขา\n".encode()
    assert make_words.listed("ก-ฮา", words, "ขา\t9\nกก\t0\n".encode()) == "กก\t0\nขา\t4\n".encode()


def test_every_list_names_its_source_and_licence() -> None:
    for source in tomllib.loads((ASSETS / "words/SOURCES.toml").read_text(encoding="utf-8"))["words"]:
        assert source["licence"] == "CC0-1.0"
        assert source["origin"]
