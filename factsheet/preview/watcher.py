"""Notice that files of a project were saved, and that its folders were moved away or put back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import watchfiles

WATCHED = {".yaml", ".yml", ".html", ".css", ".svg", ".png", ".ttf", ".toml", ".icc"}
POLLED = 1.2
"""Seconds between looks at the folders themselves."""
Saved: TypeAlias = Callable[[frozenset[Path], bool], None]
"""Takes the files that were saved, and whether there may be other things to choose from now."""


def _inode(folder: Path) -> int:
    """Return what tells a folder from another of the same name; 0 if there is none."""
    try:
        return folder.stat().st_ino or 1 if folder.is_dir() else 0
    except OSError:
        return 0


def _is_watched(_: watchfiles.Change, path: str) -> bool:
    name = Path(path).name
    return Path(name).suffix in WATCHED and not name.startswith(".")


def _is_on_the_menu(change: watchfiles.Change, path: Path) -> bool:
    return change is not watchfiles.Change.modified or path.name in ("layout.yaml", "facts.yaml")


class Watcher:
    """Watch the folders of a project; both methods run until they are cancelled, beside each other."""

    def __init__(self, folders: Iterable[Path], saved: Saved, moved: Callable[[], None]) -> None:
        self._folders = tuple(folders)
        self._saved, self._moved = saved, moved
        self._restart = asyncio.Event()

    async def watch_files(self) -> None:
        """Report files that are saved; return when the folders have to be looked for anew."""
        self._restart.clear()
        with suppress(OSError, RuntimeError):  # a folder was moved away; perhaps it comes back
            present = [folder for folder in self._folders if folder.is_dir()]
            async for changes in watchfiles.awatch(
                *present, watch_filter=_is_watched, debounce=40, step=4, stop_event=self._restart
            ):
                on_the_menu = any(_is_on_the_menu(change, Path(path)) for change, path in changes)
                self._saved(frozenset(Path(path) for _, path in changes), on_the_menu)

    async def watch_folders(self) -> None:
        """Report that a folder itself was moved away or put back, which the watcher of its files does not notice."""
        known = {folder: _inode(folder) for folder in self._folders}
        while True:
            await asyncio.sleep(POLLED)
            now = {folder: _inode(folder) for folder in self._folders}
            if now != known:
                known = now
                self._restart.set()
                self._moved()
