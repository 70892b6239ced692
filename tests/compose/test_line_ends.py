"""Where releases of Unicode's rules differ, no line ends in any of them, and words are found as they were written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import found
from support.project import PROJECT

from factsheet.compose import composer, html_text, line_ends
from factsheet.design.break_marks import HELD
from factsheet.design.project import Project
from factsheet.engine import startup, typeset
from factsheet.lint import ready_editions

HOUSE = Project(PROJECT, PROJECT / "content")
# A plus is where a line ends in Debian 12 (Pango 1.50) or Debian 13 (Pango 1.56), and not in the other.
DIFFER = [
    *("drugs» +(IDUIT)", "drugs” +[sic]", "the ‘so-called’ +(old) law", "&#34;drugs&#34; +(IDUIT)"),
    *("et « +mot +» encore", "so “ +called +”, they", "(« +a +»)"),
    *("see No.+5 and p.+12", "so:+3", "about +.+5 m", "ف،+5"),
    *(" -+ism and -+а", "(‐+er)"),
    *("हुन् +ती सबै", "छन्। +त्यो", "ক্ +তা", "अर्थात्, +यह"),
]
ALIKE = [
    *("drugs (IDUIT)", "drugs’ too", "«mot» encore", "a «b» c", "“so” they", "et\u00a0«\u00a0mot\u00a0» encore"),
    *("1.5 m", "8:30", "1,000", "3.", "www.a.b/c.5", "a.b@c.5", "https://x.org/.5", "self-help", "a - b", "2-3", "- 5"),
    *("हिन्दी है", "अर्थात् 5"),
]


def hold(html: str) -> str:
    return html_text.edit(html, [line_ends.hold])


@pytest.mark.parametrize("words", DIFFER)
def test_what_differs_is_decided(words: str) -> None:
    unprinted = '<title>» (</title><style>p{font: .5em "a" (b)}</style><p title="» (">'
    html = f"{unprinted}{words.replace('+', '')}</p>"
    assert hold(html) == f"{unprinted}{words.replace('+', HELD)}</p>"


@pytest.mark.parametrize("words", ALIKE)
def test_all_else_is_left_alone(words: str) -> None:
    assert hold(f"<p>{words}</p>") == f"<p>{words}</p>"


@pytest.mark.parametrize("words", DIFFER)
def test_no_release_ends_a_line_there(words: str) -> None:
    """Of this computer's Pango, whichever it is."""
    startup.start(PROJECT / "assets")
    from weasyprint.text.line_break import get_log_attrs

    text = hold(words.replace("+", ""))
    ends = get_log_attrs(text, "en")
    assert not [text[:at] for at in range(1, len(text)) if text[at - 1] == HELD and ends[at].is_line_break]
    assert not [text[:at] for at in range(1, len(text)) if text[at] == HELD and ends[at].is_line_break]


@pytest.mark.parametrize(("tag", "words"), [("ru", "drugs» (IDUIT) -isms"), ("hi", "हुन् ती, अर्थात्, यह")])
def test_they_are_read_as_they_were_written(tag: str, words: str) -> None:
    (edition,), _ = ready_editions.find(HOUSE, (), ("photocopy",), (tag,))
    columns = "".join(f"<p style='width: {n}mm'>{words}</p>" for n in range(20, 60, 5))
    html = f"<html lang={tag}><head><title>x</title></head><body>{hold(columns)}</body></html>"
    assert HELD in html
    pdf = typeset.draw(typeset.typeset(replace(composer.compose(edition), html=html, stylesheets=()), edition))
    assert not any(found.lost(pdf, found.words([words])).values())
