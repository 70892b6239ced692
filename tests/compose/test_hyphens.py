"""Lines end after a hyphen that somebody typed only where the language lets them, and words are found all the same."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from support.project import PROJECT

from factsheet.compose import composer, html_text, hyphens
from factsheet.compose.hyphens import TIGHT
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.lint import ready_editions

HOUSE = Project(PROJECT, PROJECT / "content")


def hold(html: str, keep: bool) -> str:
    return html_text.edit(html, [lambda texts: hyphens.hold(texts, keep)])


@pytest.mark.parametrize(
    "held",
    [
        *("из-+за", "по-+прежнему", "С/+З", "1980-+х", "и/+или", "что-+то", "100-+летие", "кто-нибудь", "ВИЧ/СПИД"),
        *("a-+t-+il", "existe-+t-+il", "dis-moi", "arc-en-ciel", "vis-+à-+vis", "Pays-Bas", "e-+mail", "COVID-+19"),
        *("experts-by-experience", "self-determination", "2002-+2017", "24/+7", "soft\u00ad-\u00adhyphen", "co-+op’s"),
        *(
            "www.hiv-gaps.org",
            "https://a-b.org/x-y",
            "a-b@c-d.org",
            "hiv-gaps.org/a-b",
            "-а",
            "а-",
            "- а",
            "1 - 2",
            "–а-",
        ),
    ],
)
def test_a_short_part_or_a_number_stays(held: str) -> None:
    marked = held.replace("+", TIGHT)
    unprinted = '<title>а-б</title><style>p{font: 6pt/2mm a-b}</style><p title="а-б">'
    html = f"{unprinted}({held.replace('+', '')}), <b>x</b></p>"
    assert hold(html, False) == f"{unprinted}({marked}), <b>x</b></p>"


@pytest.mark.parametrize(
    "kept", ["Mensagens-+chave", "Latino-+Americana", "guarda-+chuva", "HIV/AIDS", "www.hiv-gaps.org", "bem-+vinda"]
)
def test_where_the_hyphen_would_be_repeated_no_word_breaks_at_it(kept: str) -> None:
    assert hold(f"<p>{kept.replace('+', '')}</p>", True) == f"<p>{kept.replace('+', TIGHT)}</p>"


@pytest.mark.parametrize(
    ("tag", "words", "breaks"),
    [
        ("ru", "Он ушёл из-за них по-прежнему", set()),
        ("pt-BR", "As Mensagens-chave", set()),
        ("fr", "Aux Pays-Bas", {"Pays-"}),
    ],
)
def test_lines_end_there_on_no_page_and_words_are_found(tag: str, words: str, breaks: set[str]) -> None:
    """In columns of many widths."""
    (edition,), _ = ready_editions.find(HOUSE, (), ("photocopy",), (tag,))
    keep = edition.locale.hard_hyphens == "keep"
    columns = "".join(f"<p style='width: {n}mm'>{words}</p>" for n in range(8, 60, 2))
    html = f"<html lang={tag}><head><title>x</title></head><body>{hold(columns, keep)}</body></html>"
    pages = typeset.typeset(replace(composer.compose(edition), html=html, stylesheets=()), edition)
    ends = {line.text.split()[-1] for line in pages.texts}
    assert {end for end in ends if end.endswith("-")} == breaks
    with pypdfium2.PdfDocument(typeset.draw(pages)) as document:
        texts = [page.get_textpage() for page in document]
        for word in (word for word in words.split() if "-" in word):
            assert any(text.search(word).get_next() for text in texts), word
        assert TIGHT not in "".join(text.get_text_range() for text in texts)
