"""Laid-out texts and the strings an edition takes -> findings: every word lost, out of order, or outside its place.

Why it exists: the engine drops text without a word when a block of fixed height, a float, a flex row or a placed box
reaches past its page. So the words are counted where they stand, after layout.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, islice
from typing import cast

from factsheet.content import addresses
from factsheet.design.editions import Edition
from factsheet.design.layouts import Section
from factsheet.engine.text_boxes import SetPage, SetText
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Text

# Spaces are the line breaker's to drop; hyphens U+2010 are the ones hyphenation sets, soft hyphens and what is told to
# the engine the places where it may, and isolates keep it from breaking after an opening mark. None of them is printed.
_NOT_COMPARED = re.compile(rf"[\s\u2010{addresses.HIDDEN}]+")
_TOUCH = 0.8  # mm; lines of tight headings may share this much
_COPY = {"lead", "more"}  # what running text is made of, the last part of its key
_NUMERAL = 4  # digits; templates number pages and items, and nothing else
_SPACE = 0.15  # of the height of a line; less between letters is no space between words
_CUT = "cut some words, here or elsewhere in the section"


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
class Lack:
    """How much room something lacks."""

    what: Hashable
    """The same for the same thing at other sizes."""
    millimetres: float
    """Below 0, how much it has left."""
    headline: bool
    """Whether smaller headlines are the remedy."""


def findings(pages: Pages) -> list[Finding]:
    """Hold the pages against the content: all words there, in order, inside their blocks, pages and page count."""
    edition = pages.edition
    fragments: dict[str, list[SetText]] = defaultdict(list)
    for fragment in pages.texts:
        if fragment.key and fragment.visible:
            fragments[fragment.key].append(fragment)
    taken = _taken(pages)
    found = [*_foreign(edition, fragments, taken), *_of_nobody(pages)]
    for text in edition.strings:
        found += _lost(edition, text, fragments.get(text.key, []))
    without_room = oversets(pages)
    if not without_room:
        # Columns that go on overleaf are read page by page, so that what is too long seems to be out of order, too.
        found += _out_of_order(edition, list(fragments), [text.key for text in edition.words])
    found += [_said(overset, edition, taken) for overset in without_room]
    found += _on_top_of_each_other(pages, taken)
    found += _too_many_pages(pages, taken)
    return found


def _where(edition: Edition, page: int | None) -> str:
    return edition.layout.name + (f", {_face(edition)} {page}" if page else "")


def _face(edition: Edition) -> str:
    """What people call a page of this layout."""
    rule = edition.layout.impose
    return {"panels": "panel", "n-up": "card"}.get(rule.method, "page") if rule else "page"


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
    what = f"{text.key}: {lost}, in {_where(edition, fragments[-1].page)}"
    yield Finding(ExitCode.OVERSET, what, text.place, "let the box around it grow; text-transform changes words, too")


def _foreign(edition: Edition, fragments: dict[str, list[SetText]], taken: dict[str, Text]) -> Iterator[Finding]:
    for key, texts in fragments.items():
        if key not in taken:
            what = f'{_where(edition, texts[0].page)}: the template sets "{key}", which the layout does not take'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, 'add its section to "takes", or leave it out')


def _of_nobody(pages: Pages) -> Iterator[Finding]:
    """Words and long numbers on the pages that stand in no file of words: not in the sheet, not in the furniture.

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
            what = f"{_where(edition, text.page)}: {printed}"
            hint = "words belong into the files in content/ and, as furniture, in locales/"
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)


def _joined(texts: Sequence[SetText]) -> Iterator[SetText]:
    """Words and numbers of nobody's that were cut into pieces, each of which could be somebody's.

    Letters make a word where no space is between them, and groups of digits a number wherever they stand on a line.
    """
    of_nobody = (one for one in texts if one.key is None)
    for _, group in groupby(of_nobody, lambda one: (one.page, one.paragraph, one.y)):
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
    """Whether two pieces of a line are read as one word, in whichever direction it runs."""
    gap = max(other.x - (one.x + one.width), one.x - (other.x + other.width))
    return gap < _SPACE * one.height and not (one.text[-1:].isspace() or other.text[:1].isspace())


def _out_of_order(edition: Edition, set_keys: list[str], taken: Sequence[str]) -> Iterator[Finding]:
    """The line about drafts is not among them: it stands where a layout has room for it."""
    wanted = [key for key in taken if key in set_keys]
    stands = [key for key in set_keys if key in taken]
    for first, second in zip(wanted, stands, strict=True):
        if first != second:
            what = f'{second}: read before "{first}" in {_where(edition, None)}'
            hint = 'let the template follow the order of "takes" and of the content'
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)
            return


def _said(overset: Overset, edition: Edition, taken: dict[str, Text]) -> Finding:
    layout, text = edition.layout, taken.get(overset.key or "")
    way = ", sideways" if overset.sideways else ""
    millimetres = f"{overset.millimetres:.0f}" if overset.millimetres >= 9.5 else f"{overset.millimetres:.1f}"
    what = f"{overset.key or 'furniture'}: {millimetres} mm overset in {_where(edition, overset.page)}{way}."
    return Finding(
        ExitCode.OVERSET, what, text.place if text is not None else layout.place, _remedy(overset, text, edition)
    )


def _remedy(overset: Overset, text: Text | None, edition: Edition) -> str:
    key = overset.key or ""
    if overset.sideways:
        return _remedy_sideways(overset, text)
    cut = f"cut about {overset.words} word{'' if overset.words == 1 else 's'}"
    if key.endswith(".lead") and edition.layout.takes.get(_section(key)) == "leads":
        return f'{cut}, or give "lead" fewer sentences.'
    return f"{cut}, here or earlier on the {_face(edition)}."


def _remedy_sideways(overset: Overset, text: Text | None) -> str:
    """What to do about a word that is too wide. A soft hyphen would falsify an address."""
    words = addresses.without_hidden(overset.at).split()
    for piece in addresses.find(text or ""):
        if any(word in piece.bare for word in words):
            kind = piece.kind.value
            return f'no line has room for "{piece.bare}", and a {kind} is never hyphenated: name a shorter one.'
    return f'put a soft hyphen into "{max(overset.at.split(), key=len)}", or choose a shorter word.'


def oversets(pages: Pages) -> list[Overset]:
    """Each string that has no room, once for each page: those that stick out of their place, and those that make a page
    or panel go on overleaf where the layout has no page for that."""
    return [*_sticking_out(pages), *_running_over(pages)]


def _sticking_out(pages: Pages) -> Iterator[Overset]:
    layout = pages.edition.layout
    out: dict[tuple[str | None, int], list[tuple[float, bool, SetText]]] = defaultdict(list)
    for text in pages.texts:
        sideways = max(layout.safe - text.x, text.x + text.width - (layout.page_width(text.page) - layout.safe))
        lengthways = max(layout.safe - text.y, text.y + text.height - (layout.height - layout.safe))
        farthest = max(sideways, lengthways, text.overset)
        if farthest > 0.05:
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


def lacks(pages: Pages, first: Pages) -> Iterator[Lack]:
    """How much room each flow of pages lacks or has left, and each headline that is too wide on the first pages.

    Its words may stand in other lines here, but the widest is narrower by as much as lines are lower.
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
            yield Lack((one.key, one.page), one.millimetres - width * (1 - lower), headline=True)
    kept, over = _divided(pages)
    for number, flow in enumerate(kept):
        lost = over.get(number, ())
        missing = sum(page.used for page in lost) - (flow[-1].bottom - flow[-1].end)
        # An item that may not be divided is lost although there would be room for some of it.
        millimetres = max(missing, _TOUCH) if lost else missing
        yield Lack(number, millimetres, headline=not holds_copy(pages, {page.page for page in (*flow, *lost)}))


def _divided(pages: Pages) -> tuple[list[list[SetPage]], dict[int, list[SetPage]]]:
    """The flows of pages as far as the layout has pages for them, and what goes on overleaf where it has none.

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


def _running_over(pages: Pages) -> Iterator[Overset]:
    """Where a section goes on overleaf that has no page for it."""
    kept, over = _divided(pages)
    for number, lost in sorted(over.items()):
        numbers = {page.page for page in lost}
        texts = [text for text in pages.texts if text.page in numbers and text.key in _taken(pages)]
        if texts:
            # An item that may not be divided leaves room behind: it is too long by no more than it misses.
            used = sum(page.used for page in lost)
            headline = not holds_copy(pages, numbers | {page.page for page in kept[number]})
            if headline:  # what is longest of a cover is why the rest has no room
                here = numbers | {kept[number][-1].page}
                first = _longest([text for text in pages.texts if text.page in here and text.key in _taken(pages)])
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
    """Where the string with most letters begins."""
    letters: dict[str | None, int] = defaultdict(int)
    for text in texts:
        letters[text.key] += len(text.text)
    return next(text for text in texts if letters[text.key] == max(letters.values()))


def flows(filled: Sequence[SetPage]) -> list[list[SetPage]]:
    """Pages grouped by where a style begins a new one; within a group each goes on where the one before was full."""
    grouped: list[list[SetPage]] = []
    for page in filled:
        if page.begins or not grouped:
            grouped.append([])
        grouped[-1].append(page)
    return grouped


def holds_copy(pages: Pages, numbers: Collection[int]) -> bool:
    """Whether running text stands on one of these pages."""
    return any(_is_copy(text.key) for text in pages.texts if text.page in numbers)


def _is_copy(key: str | None) -> bool:
    return key is not None and key.rpartition(".")[2] in _COPY


def _taken(pages: Pages) -> dict[str, Text]:
    return {text.key: text for text in pages.edition.strings}


def _section(key: str) -> Section:
    return cast(Section, key.partition(".")[0])


def _on_top_of_each_other(pages: Pages, taken: dict[str, Text]) -> Iterator[Finding]:
    """One finding for each pair of strings whose lines share a piece of paper."""
    reported = set()
    by_page = groupby(pages.texts, lambda text: text.page)
    for first, second in chain.from_iterable(_side_by_side(list(texts)) for _, texts in by_page):
        if first.key == second.key or (first.key, second.key) in reported:
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


def _side_by_side(texts: Sequence[SetText]) -> Iterator[tuple[SetText, SetText]]:
    """The pairs of texts of one page that share some of their height, in the order in which they are read."""
    downwards = sorted(range(len(texts)), key=lambda number: texts[number].y)
    pairs = []
    for place, one in enumerate(downwards):
        foot = texts[one].y + texts[one].height - _TOUCH
        for other in islice(downwards, place + 1, None):
            if texts[other].y >= foot:
                break
            pairs.append((min(one, other), max(one, other)))
    return ((texts[first], texts[second]) for first, second in sorted(pairs))


def _too_many_pages(pages: Pages, taken: dict[str, Text]) -> Iterator[Finding]:
    """Where no section goes on overleaf: there are more pages than promised because each begins one of its own."""
    layout = pages.edition.layout
    over = [text for text in pages.texts if text.page > layout.pages and text.key in taken]
    if pages.count <= layout.pages or not over or list(_running_over(pages)):
        return
    words = sum(len(text.text.split()) for text in over)
    holder = taken[over[0].key or ""]
    what = (
        f"{holder.key}: about {words} words run over the {layout.pages} pages of {layout.name}; "
        f'the {pages.count} pages end with "{over[-1].text[:40]}"'
    )
    yield Finding(ExitCode.OVERSET, what, holder.place, f"cut about {words} words before here")
