"""Compare the words on laid-out pages with the sheet's: none lost, added or out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from factsheet.content import addresses
from factsheet.design.editions import Edition
from factsheet.engine.text_boxes import SetText
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Text

Fragments = Mapping[str, Sequence[SetText]]
"""The visible pieces of each string on the pages, by its key."""

# Spaces are the line breaker's to drop; hyphens U+2010 are the ones hyphenation sets, soft hyphens and what is told to
# the engine the places where it may, and isolates keep it from breaking after an opening mark. None of them is printed.
_NOT_COMPARED: Final = re.compile(rf"[\s\u2010{addresses.HIDDEN}]+")
_NUMERAL: Final = 4  # digits; templates number pages and items, and nothing else
_SPACE: Final = 0.15  # of the height of a line; less between letters is no space between words


def findings(pages: Pages, in_order: bool) -> list[Finding]:
    """Find words that are lost, of a section the layout does not take or in no file, and, if asked, out of order."""
    edition = pages.edition
    fragments = _fragments(pages)
    problems = [*_not_taken(edition, fragments), *_in_no_file(pages)]
    for text in edition.strings:
        problems += _lost(edition, text, fragments.get(text.key, ()))
    if in_order:
        problems += _out_of_order(edition, list(fragments), [text.key for text in edition.words])
    return problems


def where(edition: Edition, page: int | None) -> str:
    """Name the layout and, unless None, the page."""
    return edition.layout.name + (f", {page_name(edition)} {page}" if page else "")


def page_name(edition: Edition) -> str:
    """Return what people call a page of this layout."""
    rule = edition.layout.impose
    return {"panels": "panel", "n-up": "card"}.get(rule.method, "page") if rule else "page"


def _fragments(pages: Pages) -> Fragments:
    fragments: dict[str, list[SetText]] = defaultdict(list)
    for fragment in pages.texts:
        if fragment.key and fragment.visible:
            fragments[fragment.key].append(fragment)
    return fragments


def _lost(edition: Edition, text: Text, fragments: Sequence[SetText]) -> Iterator[Finding]:
    """Find words of a string that are not set. It may stand more than once, but each time whole."""
    wanted = _bare(text)
    stands = _bare("".join(fragment.text for fragment in fragments))
    times = max(1, round(len(stands) / len(wanted))) if wanted else 1
    if stands == wanted * times:
        return
    if not fragments:
        what = f"{text.key}: not set at all in {where(edition, None)}"
        hint = "the template leaves it out, or a box that cannot grow lost it: see docs/stages.md, lost words"
        yield Finding(ExitCode.OVERSET, what, text.place, hint)
        return
    missing, position = [], 0
    for word in text.split():
        there = stands.find(_bare(word), position)
        if there < 0:
            missing.append(word)
        else:
            position = there + len(_bare(word))
    lost = f'{len(missing)} of {len(text.split())} words lost, first "{missing[0]}"' if missing else "words changed"
    what = f"{text.key}: {lost}, in {where(edition, fragments[-1].page)}"
    yield Finding(ExitCode.OVERSET, what, text.place, "let the box around it grow; text-transform changes words, too")


def _not_taken(edition: Edition, fragments: Fragments) -> Iterator[Finding]:
    """Find strings whose section the layout does not take."""
    keys = {text.key for text in edition.strings}
    for key, texts in fragments.items():
        if key not in keys:
            what = f'{where(edition, texts[0].page)}: the template sets "{key}", which the layout does not take'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, 'add its section to "takes", or leave it out')


def _in_no_file(pages: Pages) -> Iterator[Finding]:
    """Find words and long numbers on the pages that stand in no file of words: not in the sheet, not in the furniture.

    A template may come from somebody else than the words. What it prints by itself nobody has read or translated.
    """
    edition = pages.edition
    furniture = edition.locale.furniture.model_dump().values()
    known = [_bare(text) for text in (*edition.strings, *edition.sheet.words, *furniture)]
    reported = set[str]()
    for text in (*pages.texts, *_joined(pages.texts)):
        bare = _bare(text.text)
        digits, letters = (sum(map(kind, bare)) for kind in (str.isdecimal, str.isalpha))
        if text.key is not None or bare in reported or not (letters or digits > _NUMERAL):
            continue
        if not any(bare in words for words in known):
            reported.add(bare)
            printed = f'the template prints "{text.text[:40]}", which stands in no file of words'
            what = f"{where(edition, text.page)}: {printed}"
            hint = "words belong into the files in content/ and, as furniture, in locales/"
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)


def _joined(texts: Sequence[SetText]) -> Iterator[SetText]:
    """Join words and numbers without a key that were cut into pieces, each of which could be somebody's.

    Letters make a word where no space is between them, and groups of digits a number wherever they stand on a line.
    """
    without_key = (one for one in texts if one.key is None)
    for _, group in groupby(without_key, lambda one: (one.page, one.paragraph, one.y)):
        numbers: list[SetText] = []
        words: list[list[SetText]] = []
        before = None
        for one in group:
            if not (before and _touch(before, one)):
                words.append([])
            (words[-1] if any(map(str.isalpha, one.text)) else numbers).append(one)
            before = one
        for pieces, between in [*((pieces, "") for pieces in words), (numbers, " ")]:
            if len(pieces) > 1:
                yield replace(pieces[0], text=between.join(one.text for one in pieces))


def _touch(one: SetText, other: SetText) -> bool:
    """Tell whether two pieces of a line are read as one word, in whichever direction it runs."""
    gap = max(other.x - (one.x + one.width), one.x - (other.x + other.width))
    return gap < _SPACE * one.height and not (one.text[-1:].isspace() or other.text[:1].isspace())


def _out_of_order(edition: Edition, set_keys: list[str], taken: Sequence[str]) -> Iterator[Finding]:
    """Find the first string that is read too early; the line about drafts may stand anywhere."""
    wanted = [key for key in taken if key in set_keys]
    stands = [key for key in set_keys if key in taken]
    for first, second in zip(wanted, stands, strict=True):
        if first != second:
            what = f'{second}: read before "{first}" in {where(edition, None)}'
            hint = 'let the template follow the order of "takes" and of the content'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)
            return


def _bare(text: str) -> str:
    """Return the characters of a text that are compared."""
    return _NOT_COMPARED.sub("", text)
