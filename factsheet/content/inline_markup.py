"""Find the markup within one paragraph. The only module that knows the Markdown parser.

A closed set of rules: its emphasis, without `_`, and our own for small figures, links and phrases in another language.
What else looks like markup is noted and left as it is, and so is every sign within an address or a number to dial.
Each rule looks at a character once, and brackets are matched beforehand, so that time grows with the length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from factsheet.content import looks
from factsheet.content.looks import Look, Note
from factsheet.content.marked import BY_TAG, Break, Foreign, Inline, Link, Origins, Plain, origin, part

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

DEPTH: Final = 8  # of marks within marks; nobody means more
_SIGNS: Final = re.compile(r"[\\*~^_\[\]<&`!\n]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SMALL: Final = {
    sign: re.compile(rf"{re.escape(sign)}(?P<words>(?:\\\S|[^{re.escape(sign)}\s\\])++){re.escape(sign)}")
    for sign in "~^"
}
# At the beginning of a word these are about ~10, or a face ^_^, and nothing small.
_NOT_SMALL: Final = re.compile(r"[-_.,:;/~^–]|.*[-_.,:;/~^–]$")
_TARGET: Final = re.compile(r"\((?P<value>(?:[^\s()]|\([^\s()]*+\))++)\)")
_TAG: Final = re.compile(r"\{(?P<value>[^{}\n]{0,80})\}")
_LIKE_A_TARGET: Final = re.compile(r" ?\([^()\n]{0,400}\)|\[[^\[\]\n]{0,80}\]")


@dataclass(frozen=True)
class _Scan:
    """What the rules know of the string, and what they note."""

    closing: dict[int, int]
    kept: list[tuple[int, int]]
    notes: list[Note] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    """Where those begin whose words are being read."""


def parse(words: str, origins: Origins) -> tuple[tuple[Inline, ...], list[Note]]:
    """Return the nodes of a paragraph, and what looks like markup: with its index in the string, and as it was typed.

    `origins` says where in the string the words were typed. A line end among them is a break.
    """
    if not words:
        return (), []
    if not _SIGNS.search(words):
        return (Plain(words, part(origins, 0, len(words))),), []
    scan = _Scan(looks.closing(words), looks.kept(words))
    tokens = _parser().inline.parse(words, _parser(), {"scan": scan}, [])
    nodes = _Nodes(words, origins, scan).all(tokens)
    return nodes, [(look, origin(origins, index), shown) for look, index, shown in sorted(scan.notes, key=_index)]


def _index(note: tuple[Look, int, str]) -> int:
    return note[1]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return the parser, which is loaded for the first string that may hold markup."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable(["emphasis", "balance_pairs"])
    parser.disable("fragments_join")
    ruler = parser.inline.ruler
    ruler.at("emphasis", _stars)
    for name, rule in (
        ("escaped", _escaped), ("kept", _left_alone), ("look", _look), ("small", _small), ("bracket", _bracket),
        ("break", _break),
    ):  # fmt: skip
        ruler.before("emphasis", name, rule)
    return parser


def _scan(state: StateInline) -> _Scan:
    scan = state.env["scan"]
    assert isinstance(scan, _Scan)
    return scan


def _literal(state: StateInline, end: int, look: Look | None = None) -> bool:
    """Take what stands up to `end` as words, and note what it looks like."""
    shown = state.src[state.pos : end]
    if look:
        _scan(state).notes.append((look, state.pos, shown))
    for number, line in enumerate(shown.split("\n")):
        if number:
            state.push("break", "", 0).markup = "\n"
        state.append_pending(line)
    state.pos = end
    return True


def _escaped(state: StateInline, silent: bool) -> bool:
    match = _ESCAPED.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    token = state.push("text", "", 0)
    token.markup, token.content = "\\", match[1]
    state.pos = match.end()
    return True


def _left_alone(state: StateInline, silent: bool) -> bool:
    kept = _scan(state).kept
    number = bisect_right(kept, (state.pos, len(state.src))) - 1
    return number >= 0 and state.pos < kept[number][1] and _literal(state, min(kept[number][1], state.posMax))


def _look(state: StateInline, silent: bool) -> bool:
    """Note what Markdown or HTML would understand and this does not."""
    found = looks.at(state.src, state.pos, state.posMax)
    if found is None:
        return False
    look, end = found
    if state.src[state.pos] == "!":  # up to where a link would end
        end = _scan(state).closing.get(state.pos + 1, state.posMax)
        target = _TARGET.match(state.src, end + 1, state.posMax)
        return bool(target) and _literal(state, target.end() if target else end, look)
    return _literal(state, end, look)


def _small(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    match = _SMALL[sign].match(state.src, state.pos, state.posMax) if sign in _SMALL else None
    if not match or state.level >= DEPTH:
        return False
    begins = state.pos == 0 or state.src[state.pos - 1] in " \n\u00a0("
    if begins and _NOT_SMALL.match(match["words"]):
        return False
    _push(state, "sub" if sign == "~" else "sup", sign, match.end("words"), sign)
    return True


def _push(state: StateInline, name: str, opening: str, end: int, closing: str, value: str = "") -> None:
    """Push a node, and what it holds, which ends before `end`."""
    after = state.posMax
    state.push(f"{name}_open", name, 1).markup = opening
    state.pos, state.posMax = state.pos + len(opening), end
    state.md.inline.tokenize(state)
    state.pos, state.posMax = end + len(closing), after
    token = state.push(f"{name}_close", name, -1)
    token.markup, token.info = closing, value


def _bracket(state: StateInline, silent: bool) -> bool:
    """Read a link, `[words](target)`, or a phrase in another language, `[mots]{fr}`."""
    scan, start = _scan(state), state.pos
    end = scan.closing.get(start, state.posMax)
    if end >= state.posMax:
        return False
    match = _TARGET.match(state.src, end + 1, state.posMax) or _TAG.match(state.src, end + 1, state.posMax)
    if not match:
        like = _LIKE_A_TARGET.match(state.src, end + 1, state.posMax)
        look = like and looks.bracket(state.src[start + 1 : end], like[0])
        return bool(look) and _literal(state, like.end() if like else end, look)
    is_link = match[0][0] == "("
    value = _ESCAPED.sub(r"\1", match["value"]) if is_link else match["value"]
    look = _wrong(state, is_link, value, state.src[start + 1 : end])
    if look:
        return _literal(state, match.end(), look)
    scan.links.extend([start] * is_link)
    _push(state, "link" if is_link else "foreign", "[", end, state.src[end : match.end()], value)
    if is_link:
        scan.links.pop()
    return True


def _wrong(state: StateInline, is_link: bool, value: str, words: str) -> Look | None:
    """Return what is wrong with a link or a phrase, if anything is."""
    if not words.strip():
        return looks.EMPTY
    if state.level >= DEPTH:
        return looks.DEEP
    if is_link and _scan(state).links:
        return looks.LINK_IN_LINK
    return looks.target(value) if is_link else looks.tag(value)


def _break(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "\n":
        return False
    state.push("break", "", 0).markup = "\n"
    state.pos += 1
    return True


def _stars(state: StateInline, silent: bool) -> bool:
    """Tokenize stars as the library does, and remember which of them could begin or end something."""
    from markdown_it.rules_inline import emphasis

    if state.src[state.pos] != "*":
        return False
    before = len(state.delimiters)
    found = emphasis.tokenize(state, silent)
    for delimiter in state.delimiters[before:]:
        state.tokens[delimiter.token].meta["pairs"] = delimiter.open or delimiter.close
    return found


class _Nodes:
    """Makes nodes of tokens. Tokens know no place, but they follow each other as the words do."""

    def __init__(self, words: str, origins: Origins, scan: _Scan) -> None:
        self.words, self.origins, self.scan = words, origins, scan
        self.index = 0
        self.inside: list[list[Inline | tuple[int, int]]] = [[]]
        self.opened: list[int | None] = []  # where; None for those beyond the depth, which are words
        self.stars = 0  # that stand before here without their pair

    def all(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        for token in tokens:
            end = self.index + len(token.markup) + len(token.content)
            if token.type == "break":
                self.inside[-1].append(Break(origin(self.origins, self.index)))
            elif token.nesting == 1:
                self._open(token, end)
            elif token.nesting == -1:
                self._close(token, end)
            elif token.content:
                self.inside[-1].append((self.index + len(token.markup), end))
            if end > self.index:
                self._count(token)
            self.index = end
        return self._merged(self.inside[0])

    def _count(self, token: Token) -> None:
        """Count the stars without their pair that stand together, and note two."""
        self.stars = self.stars + 1 if token.type == "text" and token.meta.get("pairs") else 0
        if self.stars == 2:
            self.scan.notes.append((looks.LONE, self.index - 1, "**"))

    def _open(self, token: Token, end: int) -> None:
        if token.type in ("em_open", "strong_open") and len(self.opened) >= DEPTH:
            self.scan.notes.append((looks.DEEP, self.index, token.markup))
            self.opened.append(None)
            self.inside[-1].append((self.index, end))
        else:
            self.opened.append(self.index)
            self.inside.append([])

    def _close(self, token: Token, end: int) -> None:
        start = self.opened.pop()
        if start is None:
            self.inside[-1].append((self.index, end))
            return
        name = token.type.removesuffix("_close")
        if name == "em" and self._in_word(start) and self._in_word(self.index):
            self.scan.notes.append((looks.IN_WORDS, start, self.words[start:end]))
        nodes, typed = self._merged(self.inside.pop()), origin(self.origins, start)
        if name == "link":
            self.inside[-1].append(Link(nodes, token.info, start=typed))
        elif name == "foreign":
            self.inside[-1].append(Foreign(nodes, token.info, start=typed))
        else:
            self.inside[-1].append(BY_TAG[name](nodes, start=typed))

    def _in_word(self, index: int) -> bool:
        """Tell whether a star stands within a word, as in words for all genders."""
        return self.words[max(0, index - 1) : index].isalpha() and self.words[index + 1 : index + 2].isalpha()

    def _merged(self, inside: Sequence[Inline | tuple[int, int]]) -> tuple[Inline, ...]:
        """Return nodes in which stretches of words that follow each other are one."""
        nodes: list[Inline] = []
        for is_words, group in groupby(inside, lambda each: isinstance(each, tuple)):
            if not is_words:
                nodes += [node for node in group if not isinstance(node, tuple)]
                continue
            text: list[str] = []
            typed: list[tuple[int, int]] = []
            length = 0
            for begin, end in (each for each in group if isinstance(each, tuple)):
                for at, index in part(self.origins, begin, end):
                    if not typed or index - length - at != typed[-1][1] - typed[-1][0]:
                        typed.append((length + at, index))
                text.append(self.words[begin:end])
                length += end - begin
            nodes.append(Plain("".join(text), tuple(typed)))
        return tuple(nodes)
