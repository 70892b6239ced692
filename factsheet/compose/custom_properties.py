"""Put the values of custom properties in place of their names in style files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import tinycss2
from tinycss2.serializer import serialize_identifier

_SET_IN_HTML: Final = re.compile(r"(?<![\w-])--([\w-]++)\s*+:")
_BRACKETS: Final = {"() block": "()", "[] block": "[]", "{} block": "{}"}


def resolve(styles: Sequence[str], html: str, values: Mapping[str, str]) -> list[str]:
    """Return styles in which values stand in place of `var(--name)`, where a name has one value in all the document.

    The engine works out anew what a name stands for with every property of every element that has it, which takes a
    tenth of a layout. A name that styles or HTML set for some element stays, and so do one that leads to itself and
    one with a fallback.
    """
    set_elsewhere = {*_SET_IN_HTML.findall(html), *(name for style in styles for name in _parse(style)[1])}

    def resolved(css: str, within: frozenset[str]) -> str:
        parts = [*_parse(css)[0]]
        for n in range(1, len(parts), 2):
            name = parts[n]
            known = name in values and name not in set_elsewhere and name not in within
            parts[n] = resolved(values[name], within | {name}) if known else f"var({serialize_identifier(f'--{name}')})"
        return "".join(parts)

    return [resolved(style, frozenset()) for style in styles]


@lru_cache(maxsize=1024)
def _parse(css: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return CSS cut at each `var(--name)`, as text, name, text …; and the names of properties that it sets."""
    parts, text, names = list[str](), list[str](), set[str]()
    last = ""
    for token in _flat(css):
        if isinstance(token, str):
            text.append(token)
            last = ""
        elif name := _used(token):
            parts += "".join(text), name
            text = []
            last = ""
        else:
            text.append(token.serialize())
            if token.type == "ident":
                last = token.value
            elif token == ":" and last.startswith("--"):
                names.add(last.removeprefix("--"))
            if token.type not in ("ident", "whitespace", "comment"):
                last = ""
    return (*parts, "".join(text)), frozenset(names)


def _flat(css: str) -> Iterator[Any]:
    """Walk the tokens of CSS, brackets as text around what they hold; not by recursion, as they may be very deep."""
    open_blocks: list[tuple[Iterator[Any], str]] = [
        (iter(tinycss2.parse_component_value_list(css, skip_comments=False)), "")
    ]
    while open_blocks:
        tokens, end = open_blocks[-1]
        token = next(tokens, None)
        if token is None:
            open_blocks.pop()
            yield end
        elif token.type == "function" and not _used(token):
            yield f"{serialize_identifier(token.name)}("
            open_blocks.append((iter(token.arguments), ")"))
        elif token.type in _BRACKETS:
            yield token.type[0]
            open_blocks.append((iter(token.content), token.type[1]))
        else:
            yield token


def _used(token: Any) -> str:
    """Return the name that `var(--name)` names; "" for any other token, or with a fallback."""
    if token.type != "function" or token.lower_name != "var":
        return ""
    arguments = [argument for argument in token.arguments if argument.type not in ("whitespace", "comment")]
    if len(arguments) != 1 or arguments[0].type != "ident":
        return ""
    name: str = arguments[0].value
    return name.removeprefix("--") if name.startswith("--") else ""
