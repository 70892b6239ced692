"""Letters that were lost are seen, in every language there is, and no word that somebody wrote is taken for such."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest
from support.encodings import read_as
from support.project import PROJECT

from factsheet.content import loader
from factsheet.design import locales
from factsheet.translation import damage

SHEETS = PROJECT / "content"
SAMPLES = tomllib.loads((PROJECT / "tests" / "scripts" / "samples.toml").read_text(encoding="utf-8"))
ENOUGH = 4  # letters beyond ASCII; with fewer, what is meant cannot always be told
SOURCE = "a source of several words"


@cache
def written_in(tag: str) -> frozenset[str]:
    locale = locales.load(PROJECT / "locales", tag)
    return damage.scripts([locale.name, *locale.furniture.model_dump().values()])


def ours() -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Every string there is: its language, itself, what it was made from, and the scripts of its language."""
    for sheet in loader.sheets(SHEETS):
        for tag in loader.languages(SHEETS, sheet):
            loaded = loader.load(SHEETS, sheet, tag)
            source = {text.key: str(text) for text in loaded.source} if tag != loaded.facts.source else {}
            for text in loaded.words:
                yield tag, str(text), source.get(text.key, ""), written_in(tag)
    for tag, told in SAMPLES.items():
        yield tag, told["text"], SOURCE, damage.scripts([told["text"]])


OURS = [one for one in ours() if any(map(str.isalpha, one[1]))]  # signs are of no script
LANGUAGES = [*dict.fromkeys(tag for tag, *_ in OURS)]
FOREIGN = [one for one in OURS if sum(not letter.isascii() for letter in one[1]) >= ENOUGH]


def test_no_string_of_ours_is_taken_for_one_that_was_lost() -> None:
    assert len(LANGUAGES) > 15
    assert [(tag, text, found) for tag, text, source, own in OURS if (found := damage.find(text, source, own))] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_script_of_a_language_is_known_from_its_words(tag: str) -> None:
    (own,) = {own for one, _, _, own in OURS if one == tag}
    assert len(own) == (3 if tag == "ja" else 1)


@pytest.mark.parametrize("encoding", damage.ENCODINGS)
def test_utf_8_that_was_read_in_another_encoding_is_seen(encoding: str) -> None:
    garbled = [(tag, read_as(text, encoding), own) for tag, text, _, own in FOREIGN]
    missed = [(tag, text) for tag, text, own in garbled if not damage.find(text, SOURCE, own)]
    assert len(missed) <= 0.01 * len(FOREIGN), missed
    assert len([text for _, text in missed if len(text) > 60]) == 0, missed


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "latin-1", "mac-roman"])
def test_so_it_is_after_the_second_time(encoding: str) -> None:
    for _, text, _, own in FOREIGN:
        assert damage.find(read_as(read_as(text, encoding), encoding), SOURCE, own)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp1251", "cp1256", "cp874", "shift-jis"])
def test_question_marks_where_an_encoding_has_no_letters_are_seen(encoding: str) -> None:
    saved = [(text, text.encode(encoding, "replace").decode(encoding), own) for _, text, _, own in FOREIGN]
    holes = [(after, own) for before, after, own in saved if after.count("?") >= before.count("?") + 3]
    missed = [after for after, own in holes if not damage.find(after, SOURCE, own)]
    # What is left may be dashes and quotation marks, without which nothing is unreadable.
    assert [one for one in missed if re.search(r"\w\?|\?\w", one) and "?" * 3 in one] == []
    assert encoding != "ascii" or len(missed) <= 0.01 * len(holes), missed


@pytest.mark.parametrize(
    ("tag", "words", "source"),
    [
        ("ru", "INPUD", "INPUD"),
        ("ru", "INPUD, UNODC", "International Network of People who Use Drugs, and others"),
        ("ru", "NDR", "Network for Drug Rights"),
        ("ru", "Unit 1 — London", "Unit 1, London"),
        ("ar", "23 London Road, London SE1 6LN", "23 London Road, London, SE1 6LN"),
        ("th", "www.inpud.net", "see www.inpud.net for more"),
        ("ru", "1961–1971", "From 1961 to 1971"),
        ("ru", "Timeline", "Timeline"),
        ("ru", "The network is formed.", "The network is  formed."),
        ("fr", "Quoi ?", "What?"),
        ("fr", "Quoi ??", "What??"),
        ("fr", "Pourquoi\u00a0?", "Why so?"),
        ("es", "¿Qué? ¡Sí!", "What? Yes!"),
        ("fr", "https://x.org/?q=a&b=c", "https://x.org/?q=a&b=c and more"),
        ("pt-BR", "A IRMÃ” disse", "The sister said"),
        ("fr", "« LIBERTÉ\u00a0»", "Freedom"),
        ("fr", "20 °C, 5 µg, H₂O, 10 €", "20 degrees"),
        ("ru", "ЮНЭЙДС и ВИЧ-сервисы, м²", "UNAIDS and HIV services"),
        ("uk", "Її, Ґ, є — і в Україні", "Hers"),
    ],
)
def test_what_people_write_is_left_alone(tag: str, words: str, source: str) -> None:
    assert damage.find(words, source, written_in(tag)) is None


@pytest.mark.parametrize(
    ("tag", "words", "source", "message"),
    [
        ("fr", "RÃ©gions", "Regions", "“RÃ©gions” is “Régions” read in another encoding"),
        ("fr", "quâ€™il", "that he", "is “qu’il” read"),
        ("fr", "Appel Ã\u00a0 tous", "A call to all", "read in another encoding"),
        ("es", "SecciÃ³n", "Section", "is “Sección” read"),
        ("es", "secciأ³n", "Section", "is “sección” read"),
        ("ru", "Р“Р»Р°РІРЅРѕРµ", "Key messages", "is “Главное” read"),
        ("ru", "MÃ©decins и другие", "Doctors and others", "is “Médecins” read"),
        ("fr", "R?gions", "Regions", "“R?gions” has other marks"),
        ("fr", "?t? comme hiver", "Summer and winter", "“?t?” has other marks"),
        ("es", "?Qu? pasa?", "What is it?", "has other marks"),
        ("ru", "??", "No", "“??” has other marks"),
        ("ru", "??? ?? ?????", "Network of rights", "has other marks"),
        ("th", "R¿gion", "Region", "has other marks"),
        ("fr", "R\ufffdgions", "Regions", "has other marks"),
        ("ru", "Nashi prava", "Our rights", "“Nashi prava” has no letter of this language"),
        ("fr", "Наши права", "Our rights", "has no letter of this language"),
        ("ar", "Наши права", "Our rights", "has no letter of this language"),
        ("ru", "— …", "A short history of the movement", "has no letter, and the original has words"),
    ],
)
def test_what_nobody_can_read_is_seen(tag: str, words: str, source: str, message: str) -> None:
    found = damage.find(words, source, written_in(tag))
    assert found and found.hint
    assert message in found.what
