"""Hold all that outlives one edition: caches, counters, and what the engine is started with. Each with its reason.

Everything else in this package is a function of its arguments. What is computed from arguments alone is kept by
`lru_cache` where it is computed: `startup.load_family`, `parsing.stylesheet` and `parsing.document`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Final

_UNCOLLECTED: Final = 50_000


class Cache(dict[Any, Any]):
    """Results by what they follow from: as many as `most`, then all are dropped."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def keep(self, key: Any, result: Any) -> None:
        """Add a result."""
        if len(self) >= self.most:
            self.clear()
        self[key] = result


class Process:
    """What there is once for each process, as WeasyPrint is imported once."""

    def __init__(self) -> None:
        self.own: dict[str, Any] = {}
        """WeasyPrint's own functions by name, of those that `patches` has replaced: they are replaced only once."""
        self.characters: Callable[[str], frozenset[int]] = lambda family: frozenset()
        """The characters a font family has. The engine calls what replaces its functions, and cannot hand it these."""
        self.configurations: list[Any] = []
        """The engine's font configurations, also those of the process this one was forked from: each deletes its folder
        of fonts when it is collected, and the other process still reads from it."""
        self.svg_texts: dict[str, None] = {}
        """What drawings print in this document, in order: the engine has no boxes of text for it."""
        self.svg_parts = 0
        """How many parts of drawings there were in this document: the limit holds for all its drawings together."""


PROCESS: Final = Process()

LINES: Final = Cache(3_000)
"""Broken lines, those of two or three editions, with about 2 KB each: a layout's trials and its editions share them."""
STRUTS: Final = Cache(3_000)
"""The height and baseline of a line by its style."""
FACES: Final = Cache(4_000)
"""The words of a line that are set in another face than the first, by the line and its families."""
PATHS: Final = Cache(32)
"""Drawn paths: the land and the codes of some films, with 300 KB at most."""
FONT_SUBSETS: Final = Cache(64)
"""Font files cut to glyphs: editions in one language use the same ones."""


def begin(characters: Callable[[str], frozenset[int]]) -> None:
    """Begin with an engine whose fonts have these characters, and forget what was set with the fonts of another."""
    PROCESS.characters = characters
    for cache in (LINES, STRUTS, FACES):
        cache.clear()
    # Pages are a hundred thousand small things, which the collector would go through again and again as they are made:
    # a twentieth of the time of an edition. It still runs, so that nothing accumulates.
    gc.set_threshold(_UNCOLLECTED)
