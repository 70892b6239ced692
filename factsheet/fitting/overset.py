"""Find every word of laid-out pages that is lost, out of order, outside its place or on top of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import Final, cast

from factsheet.content import addresses
from factsheet.design.editions import Edition
from factsheet.design.layout_file import SectionName
from factsheet.engine.text_boxes import SetText
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode, Finding, count
from factsheet.fitting import capacity, laid_out_words
from factsheet.yaml.nodes import Text

_CUT: Final = "cut some words, here or elsewhere in the section"


def findings(pages: Pages) -> list[Finding]:
    """Hold the pages against the content: all words there, in order, inside their blocks, pages and page count."""
    texts = {text.key: text for text in pages.edition.strings}
    oversets = capacity.oversets(pages)
    # Columns that go on overleaf are read page by page, so that what is too long seems to be out of order, too.
    problems = laid_out_words.findings(pages, in_order=not oversets)
    problems += [_finding(overset, pages.edition, texts) for overset in oversets]
    problems += _on_top_of_each_other(pages, texts)
    problems += _too_many_pages(pages, texts)
    return problems


def _finding(overset: capacity.Overset, edition: Edition, texts: Mapping[str, Text]) -> Finding:
    layout, text = edition.layout, texts.get(overset.key or "")
    way = ", sideways" if overset.sideways else ""
    millimetres = f"{overset.millimetres:.0f}" if overset.millimetres >= 9.5 else f"{overset.millimetres:.1f}"
    what = (
        f"{overset.key or 'furniture'}: {millimetres} mm overset in {laid_out_words.where(edition, overset.page)}{way}."
    )
    return Finding(
        ExitCode.OVERSET, what, text.place if text is not None else layout.place, _remedy(overset, text, edition)
    )


def _remedy(overset: capacity.Overset, text: Text | None, edition: Edition) -> str:
    key = overset.key or ""
    if overset.sideways:
        return _remedy_sideways(overset, text)
    cut = f"cut about {count(overset.words, 'word')}"
    if key.endswith(".lead") and edition.layout.takes.get(_section(key)) == "leads":
        return f'{cut}, or give "lead" fewer sentences.'
    return f"{cut}, here or earlier on the {laid_out_words.page_name(edition)}."


def _remedy_sideways(overset: capacity.Overset, text: Text | None) -> str:
    """Say what to do about a word that is too wide. A soft hyphen would falsify an address."""
    words = addresses.without_hidden(overset.at).split()
    for piece in addresses.find(text or ""):
        if any(word in piece.bare for word in words):
            kind = piece.kind.value
            return f'no line has room for "{piece.bare}", and a {kind} is never hyphenated: name a shorter one.'
    return f'put a soft hyphen into "{max(overset.at.split(), key=len)}", or choose a shorter word.'


def _section(key: str) -> SectionName:
    return cast(SectionName, key.partition(".")[0])


def _on_top_of_each_other(pages: Pages, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Find each pair of strings whose lines share a piece of paper, once."""
    reported = set()
    by_page = groupby(pages.texts, lambda text: text.page)
    for first, second in chain.from_iterable(_side_by_side(list(page)) for _, page in by_page):
        if first.key == second.key or (first.key, second.key) in reported:
            continue
        wide = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
        high = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
        if wide > capacity.TOUCH and high > capacity.TOUCH:
            reported.add((first.key, second.key))
            holder = texts.get(second.key or "") or texts.get(first.key or "")
            where = laid_out_words.where(pages.edition, first.page)
            what = f"{second.key or 'furniture'}: set on top of {first.key or 'furniture'} in {where}"
            place = holder.place if holder is not None else pages.edition.layout.place
            yield Finding(ExitCode.OVERSET, f'{what}, at "{second.text[:40]}"', place, _CUT)


def _side_by_side(texts: Sequence[SetText]) -> Iterator[tuple[SetText, SetText]]:
    """Return the pairs of texts of one page that share some of their height, in the order in which they are read."""
    downwards = sorted(range(len(texts)), key=lambda number: texts[number].y)
    pairs = []
    for place, one in enumerate(downwards):
        foot = texts[one].y + texts[one].height - capacity.TOUCH
        for other in islice(downwards, place + 1, None):
            if texts[other].y >= foot:
                break
            pairs.append((min(one, other), max(one, other)))
    return ((texts[first], texts[second]) for first, second in sorted(pairs))


def _too_many_pages(pages: Pages, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Find that there are more pages than promised where no section goes on overleaf: each begins one of its own."""
    layout = pages.edition.layout
    over = [text for text in pages.texts if text.page > layout.pages and text.key in texts]
    if pages.count <= layout.pages or not over or any(capacity.running_over(pages)):
        return
    words = sum(len(text.text.split()) for text in over)
    holder = texts[over[0].key or ""]
    what = (
        f"{holder.key}: about {words} words run over the {layout.pages} pages of {layout.name}; "
        f'the {pages.count} pages end with "{over[-1].text[:40]}"'
    )
    yield Finding(ExitCode.OVERSET, what, holder.place, f"cut about {words} words before here")
