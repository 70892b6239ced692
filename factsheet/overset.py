"""Laid-out texts and the strings an edition takes -> findings: every word lost, out of order, or outside its place.

Why it exists: the engine drops text without a word when a block of fixed height, a float, a flex row or a placed box
reaches past its page. So the words are counted where they stand, after layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from factsheet.boxes import SetText
from factsheet.editions import Edition
from factsheet.findings import ExitCode, Finding
from factsheet.tree import Text
from factsheet.typeset import Pages

# Spaces are the line breaker's to drop; hyphens U+2010 are the ones hyphenation sets, soft hyphens and zero width
# spaces the places where it may, and isolates keep it from breaking after an opening mark.
_NOT_COMPARED = re.compile(r"[\s\u00ad\u200b\u2010\u2066\u2069]+")
_TOUCH = 0.8  # mm; lines of tight headings may share this much
_CUT = "cut some words, here or elsewhere in the section"


def findings(pages: Pages) -> list[Finding]:
    """Hold the pages against the content: all words there, in order, inside their blocks, pages and page count."""
    edition = pages.edition
    fragments: dict[str, list[SetText]] = defaultdict(list)
    for fragment in pages.texts:
        if fragment.key and fragment.visible:
            fragments[fragment.key].append(fragment)
    taken = {text.key: text for text in edition.strings}
    found = list(_foreign(edition, fragments, taken))
    for text in edition.strings:
        found += _lost(edition, text, fragments.get(text.key, []))
    found += _out_of_order(edition, list(fragments), taken)
    found += _overset(pages, taken)
    found += _on_top_of_each_other(pages, taken)
    found += _too_many_pages(pages, taken)
    return found


def _where(edition: Edition, page: int | None) -> str:
    return edition.layout.name + (f", page {page}" if page else "")


def _bare(text: str) -> str:
    return _NOT_COMPARED.sub("", text)


def _lost(edition: Edition, text: Text, fragments: Sequence[SetText]) -> Iterator[Finding]:
    """A string may stand more than once, but each time whole."""
    wanted = _bare(text)
    stands = _bare("".join(fragment.text for fragment in fragments))
    times = max(1, round(len(stands) / len(wanted))) if wanted else 1
    if stands == wanted * times:
        return
    if not fragments:
        what = f"{text.key}: not set at all in {_where(edition, None)}"
        hint = "the template leaves it out, or a box that cannot grow lost it: see docs/architecture.md, lost words"
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
    what = f"{text.key}: {lost}, in {_where(edition, fragments[-1].page)}"
    yield Finding(ExitCode.OVERSET, what, text.place, "let the box around it grow; text-transform changes words, too")


def _foreign(edition: Edition, fragments: dict[str, list[SetText]], taken: dict[str, Text]) -> Iterator[Finding]:
    for key, texts in fragments.items():
        if key not in taken:
            what = f'{_where(edition, texts[0].page)}: the template sets "{key}", which the layout does not take'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, 'add its section to "takes", or leave it out')


def _out_of_order(edition: Edition, set_keys: list[str], taken: dict[str, Text]) -> Iterator[Finding]:
    wanted = [key for key in taken if key in set_keys]
    stands = [key for key in set_keys if key in taken]
    for first, second in zip(wanted, stands, strict=True):
        if first != second:
            what = f'{second}: read before "{first}" in {_where(edition, None)}'
            hint = 'let the template follow the order of "takes" and of the content'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)
            return


def _overset(pages: Pages, taken: dict[str, Text]) -> Iterator[Finding]:
    """One finding for each string and page, with the worst of its lines."""
    layout = pages.edition.layout
    worst: dict[tuple[str | None, int], tuple[float, SetText]] = {}
    for text in pages.texts:
        outside = max(
            layout.safe - text.x,
            layout.safe - text.y,
            text.x + text.width - (layout.page_width(text.page) - layout.safe),
            text.y + text.height - (layout.height - layout.safe),
            text.overset,
        )
        if outside > 0.05:
            spot = (text.key, text.page)
            worst[spot] = max(worst.get(spot, (0.0, text)), (outside, text), key=lambda pair: pair[0])
    for (key, page), (outside, text) in worst.items():
        holder = taken.get(key or "")
        place = holder.place if holder is not None else pages.edition.layout.place
        what = f'{key or "furniture"}: {outside:.1f} mm overset in {_where(pages.edition, page)}, at "{text.text[:40]}"'
        yield Finding(ExitCode.OVERSET, what, place, f"{_CUT}, or break a long word with a soft hyphen")


def _on_top_of_each_other(pages: Pages, taken: dict[str, Text]) -> Iterator[Finding]:
    """One finding for each pair of strings whose lines share a piece of paper."""
    reported = set()
    for first, second in combinations(pages.texts, 2):
        if first.page != second.page or first.key == second.key or (first.key, second.key) in reported:
            continue
        wide = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
        high = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
        if wide > _TOUCH and high > _TOUCH:
            reported.add((first.key, second.key))
            holder = taken.get(second.key or "") or taken.get(first.key or "")
            where = _where(pages.edition, first.page)
            what = f"{second.key or 'furniture'}: set on top of {first.key or 'furniture'} in {where}"
            place = holder.place if holder is not None else pages.edition.layout.place
            yield Finding(ExitCode.OVERSET, f'{what}, at "{second.text[:40]}"', place, _CUT)


def _too_many_pages(pages: Pages, taken: dict[str, Text]) -> Iterator[Finding]:
    layout = pages.edition.layout
    over = [text for text in pages.texts if text.page > layout.pages and text.key in taken]
    if pages.count <= layout.pages or not over:
        return
    words = sum(len(text.text.split()) for text in over)
    holder = taken[over[0].key or ""]
    what = (
        f"{holder.key}: about {words} words run over the {layout.pages} pages of {layout.name}; "
        f'the {pages.count} pages end with "{over[-1].text[:40]}"'
    )
    yield Finding(ExitCode.OVERSET, what, holder.place, f"cut about {words} words before here")
