"""Lines break between words in languages that write no spaces between them."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest
from support.project import PROJECT

from factsheet.compose import html_text, wordbreaks
from factsheet.findings import ExitCode, Place
from factsheet.lint import word_lists
from factsheet.yaml.nodes import Text

HERE = Place(Path("qaa.yaml"))
KHMER = tomllib.loads((PROJECT / "tests/scripts/samples.toml").read_text(encoding="utf-8"))["km"]["text"]
BREAK = wordbreaks.BREAK


HELD, TIGHT = wordbreaks.HELD, wordbreaks.TIGHT
ASSETS = PROJECT / "assets"


def text(words: str) -> Text:
    return Text(words, "key", HERE)


def marked(html: str, *names: str, by_icu: bool = True, sheet: tuple[str, ...] = ()) -> str:
    return html_text.edit(html, [lambda texts: wordbreaks.mark(texts, "qaa", by_icu, names, sheet, ASSETS)])


def plain(words: str) -> str:
    return re.sub(f"[{BREAK}{HELD}{TIGHT}]", "", words)


def test_words_are_divided_and_nothing_else_is() -> None:
    html = f'<title>{KHMER}</title><p lang="km" title="{KHMER}">{KHMER} <b>LSAS, 1961</b></p>'
    divided = marked(html)
    assert divided.replace(BREAK, "") == html
    before, after = divided.split("<p", 1)
    assert BREAK not in before
    assert f'title="{KHMER}"' in after
    assert after.count(BREAK) > 20
    assert "LSAS, 1961" in after
    # A word stays whole: "people".
    assert f"មនុស្ស{BREAK}ទាំងអស់{BREAK}" in after


@pytest.mark.parametrize("words", [KHMER, "ขบวนการเคลื่อนไหวของผู้ใช้ยา"])
def test_what_a_person_has_divided_is_left_as_it_is(words: str) -> None:
    divided = f"<p>{words[:20]}{BREAK}{words[20:]}</p>"
    assert marked(divided) == divided


@pytest.mark.parametrize("html", ["<p>Latin, عربي, हिन्दी</p>", "<title>ผู้ใช้ยา</title>", '<p title="ผู้ใช้ยา">a</p>'])
def test_other_letters_are_left_alone(html: str) -> None:
    assert marked(html) == html


def test_words_of_a_list_need_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    divided = marked("<p>การต่อสู้กับยุงก้นปล่อง</p>")
    assert plain(divided) == "<p>การต่อสู้กับยุงก้นปล่อง</p>"
    assert f"การต่อสู้{BREAK}กับ" in divided
    assert marked(f"<p>{KHMER}</p>", by_icu=False) == f"<p>{KHMER}</p>"


def test_a_term_that_comes_again_in_the_sheet_holds_more_than_two_words() -> None:
    once = marked("<p>เห็นตำรวจจราจรจัดระเบียบแผงลอย</p>")
    again = marked("<p>เห็นตำรวจจราจรจัดระเบียบแผงลอย</p>", sheet=("จัดระเบียบแผงลอย",) * 3)
    assert plain(once) == plain(again)
    assert f"จัดระเบียบ{TIGHT}แผงลอย" in again
    assert f"จัดระเบียบ{TIGHT}แผงลอย" not in once


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("มีผู้แทน 126 คนร่วมประชุม", f"126 {HELD}คน"),
        ("ลงมติใน ค.ศ. 2017 ให้ยกเลิก", f"ค.ศ. {HELD}2017 ใ"),
        ("ตั้งแต่ทศวรรษ 1980 เป็นต้นมา", f"ทศวรรษ {HELD}1980 "),
        ("ภายใน 24 ชั่วโมง", f"24 {HELD}ชั่วโมง"),
        ("ค่อย ๆ โต", f"ค่อย {HELD}ๆ โต"),
    ],
)
def test_no_line_breaks_between_a_number_and_what_it_counts(words: str, held: str) -> None:
    divided = marked(f"<p>{words}</p>")
    assert held in divided.replace(BREAK, "")
    assert plain(divided) == f"<p>{words}</p>"


@pytest.mark.parametrize(("name", "around"), [("មានសេរីភាព", KHMER), ("ฟลูโคนาโซล", "มีฟลูโคนาโซลไว้")])
def test_a_listed_name_is_one_word(name: str, around: str) -> None:
    assert name in around
    assert name not in marked(f"<p>{around}</p>")
    assert name in marked(f"<p>{around}</p>", name)


def test_each_script_on_a_page_has_its_own_words() -> None:
    divided = marked(f"<p>{KHMER} การต่อสู้กับความยากจน</p>")
    assert f"การต่อสู้{BREAK}กับ{TIGHT}ความ" in divided
    assert f"មនុស្ស{BREAK}ទាំងអស់{BREAK}" in divided


def test_the_missing_package_is_a_finding_that_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    assert word_lists.missing([text(KHMER)], HERE, ASSETS) == []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (finding,) = word_lists.missing([text("LSAS"), text(KHMER)], HERE, ASSETS)
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.place == HERE
    assert word_lists.PACKAGE in finding.what
    assert "requirements-words.lock" in finding.hint
    assert (PROJECT / "requirements-words.lock").read_text(encoding="utf-8").count(f"\n{word_lists.PACKAGE}==") == 1
    assert word_lists.missing([text("LSAS"), text(KHMER[:9] + BREAK), text("ผู้ใช้ยา")], HERE, ASSETS) == []
