"""Keep the newest events about what a window shows, and wake those who follow them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from factsheet.fitting.search import Setting


class Subscription:
    """What is known of one choice, as it changes: the newest event of each kind, and who follows."""

    def __init__(self) -> None:
        self.latest: dict[str, tuple[int, str]] = {}  # revision and JSON of each kind of event, by its name
        self.bells: set[asyncio.Event] = set()
        self.laid = False  # whether the newest pages are those of the newest words
        self.number = 0  # of the newest scene
        self.first: tuple[int, int] | None = None  # page and width of the picture of it that was asked for first
        self.setting: Setting | None = None  # of the pages, where it is only the one that fitted before
        self.checked = False  # whether their finished files were made and checked

    @property
    def waits(self) -> bool:
        """Tell whether somebody looks at it, and its files have not been checked."""
        return bool(self.bells) and self.laid and not self.checked

    def send(self, name: str, revision: int, event: dict[str, Any]) -> None:
        """Send an event to all who follow, in place of the last of the same name."""
        self.latest[name] = revision, json.dumps(event, ensure_ascii=False)
        self.ring()

    def ring(self) -> None:
        """Wake all who follow."""
        for bell in self.bells:
            bell.set()
