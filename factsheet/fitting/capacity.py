"""Measure on laid-out pages what has no room, in mm, and how much room is left.

The engine drops text without a word when a block of fixed height, a float, a flex row or a placed box reaches past its
page, so what it laid out is measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from factsheet.engine.text_boxes import SetPage, SetText
from factsheet.engine.typeset import Pages

TOUCH: Final = 0.8
"""mm; lines of tight headings may share this much."""
_COPY: Final = frozenset(("lead", "more"))  # what running text is made of, the last part of its key
_ROUNDING: Final = 0.05  # mm


@dataclass(frozen=True)
class Overset:
    """A string that has no room on a page."""

    key: str | None
    """None for words that the program adds."""
    page: int
    """The page that should have held it, counting only those the layout promises."""
    millimetres: float
    sideways: bool
    words: int
    """How many of its words, and of those that come after it, have no room."""
    at: str
    headline: bool
    """Whether smaller headlines are the remedy: no running text stands on its page, or what is too wide is none."""


@dataclass(frozen=True)
class Shortage:
    """How much room something lacks, a flow of pages or a headline."""

    what: Hashable
    """The same for the same thing at other sizes."""
    millimetres: float
    """Below 0, how much it has left."""
    headline: bool
    """Whether smaller headlines are the remedy."""


def oversets(pages: Pages) -> list[Overset]:
    """Find each string that has no room, once for each page.

    Those that stick out of their place, and those that make a page or panel go on overleaf where the layout has no page
    for that.
    """
    return [*_sticking_out(pages), *running_over(pages)]


def _sticking_out(pages: Pages) -> Iterator[Overset]:
    layout = pages.edition.layout
    out: dict[tuple[str | None, int], list[tuple[float, bool, SetText]]] = defaultdict(list)
    for text in pages.texts:
        sideways = max(layout.safe - text.x, text.x + text.width - (layout.page_width(text.page) - layout.safe))
        lengthways = max(layout.safe - text.y, text.y + text.height - (layout.height - layout.safe))
        farthest = max(sideways, lengthways, text.overset)
        if farthest > _ROUNDING:
            out[text.key, text.page].append((farthest, farthest in (sideways, text.sideways), text))
    for (key, page), parts in out.items():
        farthest, sideways, text = max(parts, key=lambda part: part[0])
        yield Overset(
            key=key,
            page=page,
            millimetres=farthest,
            sideways=sideways,
            words=sum(len(part[2].text.split()) for part in parts),
            at=text.text,
            headline=key is None or (not _is_copy(key) if sideways else not holds_copy(pages, {page})),
        )


def shortages(pages: Pages, first: Pages) -> Iterator[Shortage]:
    """Measure how much room each flow of pages lacks or has left, and each headline too wide on the `first` pages.

    The words of a headline may stand in other lines here, but the widest is narrower by as much as lines are lower.
    """
    for one in _sticking_out(first):
        before, now = (
            [text for text in some.texts if (text.key, text.page) == (one.key, one.page)] for some in (first, pages)
        )
        if one.sideways and one.headline and now:
            line = max(before, key=lambda text: text.sideways).y
            parts = [text for text in before if text.y == line]
            width = max(text.x + text.width for text in parts) - min(text.x for text in parts)
            lower = max(text.height for text in now) / max(text.height for text in before)
            yield Shortage((one.key, one.page), one.millimetres - width * (1 - lower), headline=True)
    kept, over = _divide(pages)
    for number, flow in enumerate(kept):
        lost = over.get(number, ())
        missing = sum(page.used for page in lost) - (flow[-1].bottom - flow[-1].end)
        # An item that may not be divided is lost although there would be room for some of it.
        millimetres = max(missing, TOUCH) if lost else missing
        yield Shortage(number, millimetres, headline=not holds_copy(pages, {page.page for page in (*flow, *lost)}))


def _divide(pages: Pages) -> tuple[list[list[SetPage]], dict[int, list[SetPage]]]:
    """Divide the flows of pages: as far as the layout has pages for them, and what goes on overleaf where it has none.

    Covers never have one. Of what else goes on overleaf, those are meant that have least there.
    """
    kept = flows(pages.filled)
    over: dict[int, list[SetPage]] = defaultdict(list)
    for number, flow in enumerate(kept):
        if not holds_copy(pages, {page.page for page in flow}):
            over[number], kept[number] = flow[1:], flow[:1]
    for _ in range(sum(map(len, kept)) - pages.edition.layout.pages):
        open_ended = [number for number, flow in enumerate(kept) if len(flow) > 1]
        if not open_ended:
            break
        number = min(open_ended, key=lambda number: kept[number][-1].used)
        over[number].insert(0, kept[number].pop())
    return kept, over


def running_over(pages: Pages) -> Iterator[Overset]:
    """Find where a section goes on overleaf that has no page for it."""
    kept, over = _divide(pages)
    keys = {text.key for text in pages.edition.strings}
    for number, lost in sorted(over.items()):
        numbers = {page.page for page in lost}
        texts = [text for text in pages.texts if text.page in numbers and text.key in keys]
        if texts:
            # An item that may not be divided leaves room behind: it is too long by no more than it misses.
            used = sum(page.used for page in lost)
            headline = not holds_copy(pages, numbers | {page.page for page in kept[number]})
            if headline:  # what is longest of a cover is why the rest has no room
                here = numbers | {kept[number][-1].page}
                first = _longest([text for text in pages.texts if text.page in here and text.key in keys])
                texts = [text for text in pages.texts if text.key == first.key and text.page in here]
                used = sum({(text.page, text.y): text.height for text in texts}.values())
            else:  # a date or a name can hardly be shortened; the text below it can
                first = next((text for text in texts if _is_copy(text.key)), texts[0])
            missing = max(first.height, sum(page.used for page in lost) - kept[number][-1].room)
            words = sum(len(text.text.split()) for text in texts)
            most = words // 2 if headline else words  # nobody can do without a whole headline
            yield Overset(
                key=first.key,
                page=sum(map(len, kept[: number + 1])),
                millimetres=missing,
                sideways=False,
                words=max(1, min(most, round(words * missing / used))),
                at=first.text,
                headline=headline,
            )


def _longest(texts: Sequence[SetText]) -> SetText:
    """Return where the string with most letters begins."""
    letters: dict[str | None, int] = defaultdict(int)
    for text in texts:
        letters[text.key] += len(text.text)
    return next(text for text in texts if letters[text.key] == max(letters.values()))


def flows(filled: Sequence[SetPage]) -> list[list[SetPage]]:
    """Group pages by where a style begins a new one; within a group each goes on where the one before was full."""
    grouped: list[list[SetPage]] = []
    for page in filled:
        if page.begins or not grouped:
            grouped.append([])
        grouped[-1].append(page)
    return grouped


def holds_copy(pages: Pages, numbers: Collection[int]) -> bool:
    """Tell whether running text stands on one of these pages."""
    return any(_is_copy(text.key) for text in pages.texts if text.page in numbers)


def _is_copy(key: str | None) -> bool:
    return key is not None and key.rpartition(".")[2] in _COPY
