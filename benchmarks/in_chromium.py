"""Pages for browsers -> PDFs, printed by a Chromium that keeps running, each from a tab of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from benchmarks import measure

PROGRAM = shutil.which("chromium") or ""
FLAGS = ["--no-sandbox", "--allow-file-access-from-files"]
_ASIDE = {"FONTCONFIG_FILE"}  # our own typesetting's, in which a browser would find no font for its own use


class Chromium:
    """A browser that runs until the end of the `with` block."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._folder = Path(tempfile.mkdtemp(prefix="factsheet-benchmark-"))

    def __enter__(self) -> Self:
        self._loop.run_until_complete(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run_until_complete(self._stop())
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def print(self, page: str) -> bytes:
        """Print one page."""
        return self.print_all([page], 1)[0]

    def print_all(self, pages: Sequence[str], at_once: int) -> list[bytes]:
        """Print pages, so many at once."""
        return self._loop.run_until_complete(self._print_all(pages, at_once))

    def seconds(self) -> float:
        """Processor time of all its processes so far."""
        return measure.tree_seconds(self._process)

    @property
    def version(self) -> str:
        """The version of the browser."""
        return str(self._browser.version)

    async def _start(self) -> None:
        from playwright.async_api import async_playwright

        self._engine = await async_playwright().start()
        env: Any = {name: value for name, value in os.environ.items() if name not in _ASIDE}
        self._browser = await self._engine.chromium.launch(executable_path=PROGRAM, args=FLAGS, env=env)
        self._process = next(process for process in measure.below(os.getpid()) if _is_browser(process))

    async def _stop(self) -> None:
        await self._browser.close()
        await self._engine.stop()

    async def _print_all(self, pages: Sequence[str], at_once: int) -> list[bytes]:
        room = asyncio.Semaphore(at_once)

        async def printed(number: int, page: str) -> bytes:
            async with room:
                file = self._folder / f"{number}.html"
                file.write_text(page, encoding="utf-8")
                tab = await self._browser.new_page()
                await tab.goto(file.as_uri())
                pdf = await tab.pdf(tagged=True, prefer_css_page_size=True, print_background=True)
                await tab.close()
                return pdf

        return list(await asyncio.gather(*(printed(number, page) for number, page in enumerate(pages))))


def _is_browser(process: int) -> bool:
    """Whether it is the first of a browser's processes."""
    words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    return b"--remote-debugging-pipe" in words and not any(word.startswith(b"--type=") for word in words)


def command(page: Path, pdf: Path) -> list[str]:
    """The words that start Chromium, print one page and end it."""
    return [PROGRAM, *FLAGS, "--headless", "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
