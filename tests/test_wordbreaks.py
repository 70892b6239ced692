"""Lines break between words in languages that write no spaces between them."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT

from factsheet import wordbreaks
from factsheet.findings import ExitCode, Place
from factsheet.tree import Text

HERE = Place(Path("qaa.yaml"))
KHMER = tomllib.loads((PROJECT / "tests/scripts/samples.toml").read_text(encoding="utf-8"))["km"]["text"]
BREAK = wordbreaks.BREAK


def text(words: str) -> Text:
    return Text(words, "key", HERE)


def test_words_are_divided_and_nothing_else_is() -> None:
    html = f'<title>{KHMER}</title><p lang="km" title="{KHMER}">{KHMER} <b>LSAS, 1961</b></p>'
    marked = wordbreaks.marked(html, "km", True)
    assert marked.replace(BREAK, "") == html
    before, after = marked.split("<p", 1)
    assert BREAK not in before
    assert f'title="{KHMER}"' in after
    assert after.count(BREAK) > 20
    assert "LSAS, 1961" in after
    # A word stays whole: "people".
    assert f"មនុស្ស{BREAK}ទាំងអស់{BREAK}" in after


def test_what_a_person_has_divided_is_left_as_it_is() -> None:
    divided = f"<p>{KHMER[:20]}{BREAK}{KHMER[20:]}</p>"
    assert wordbreaks.marked(divided, "km", True) == divided


def test_other_letters_are_left_alone() -> None:
    html = "<p>Latin, عربي, हिन्दी</p>"
    assert wordbreaks.marked(html, "km", True) == html


def test_what_is_quoted_is_set_apart_from_its_marks() -> None:
    html = "<p>การ “หัวใจและ” ของ (ความ, LSAS) <b>‘ไป’</b> “LSAS” “ไม่จบ</p>"
    expected = "<p>การ “\u2066หัวใจและ\u2069” ของ (\u2066ความ, LSAS\u2069) <b>‘\u2066ไป\u2069’</b> “LSAS” “ไม่จบ</p>"
    assert wordbreaks.marked(html, "th", False) == expected


def test_a_listed_word_stays_on_one_line_and_lines_break_beside_it() -> None:
    html = '<title>ผู้ใช้ยา</title><p title="ผู้ใช้ยา">ของผู้ใช้ยาทั่ว “ผู้ใช้ยา” ผู้ใช้ยาเสพ!</p>'
    word, quoted, longer = (
        f'<span class="unbroken">{words}</span>' for words in ("ผู้ใช้ยา", "“\u2066ผู้ใช้ยา\u2069”", "ผู้ใช้ยาเสพ!")
    )
    expected = f'<title>ผู้ใช้ยา</title><p title="ผู้ใช้ยา">ของ{BREAK}{word}{BREAK}ทั่ว {quoted} {longer}</p>'
    assert wordbreaks.marked(html, "th", False, ("ผู้ใช้ยา", "ผู้ใช้ยาเสพ")) == expected


def test_the_missing_package_is_a_finding_that_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wordbreaks.missing([text(KHMER)], HERE) == []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (finding,) = wordbreaks.missing([text("LSAS"), text(KHMER)], HERE)
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.place == HERE
    assert wordbreaks.PACKAGE in finding.what
    assert "requirements-words.lock" in finding.hint
    assert (PROJECT / "requirements-words.lock").read_text(encoding="utf-8").count(f"\n{wordbreaks.PACKAGE}==") == 1
    assert wordbreaks.missing([text("LSAS"), text(KHMER[:9] + BREAK)], HERE) == []
