"""A long morning of saves: what the preview keeps does not grow with them."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from support.project import PATIENCE, PROJECT, SHEETS

from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.preview.live import LivePreview
from factsheet.preview.scene import Choice

pytestmark = pytest.mark.everything

CHOICE = Choice("lantern-street", "factsheet", "en", Intent.SCREEN)
SAVES, FIRST = 200, 50
"""How many saves, and after how many everything that is kept once is there."""
MORE = 40 << 20
"""Bytes that may come on top in the rest: it is 1 MB, and 200 MB where nothing is collected."""


def refuses(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    raise ProjectError(Finding(ExitCode.LAYOUT, "not now"))


def resident(pid: int) -> int:
    """Bytes of memory that a process has at this moment."""
    told = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    return int(told.split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_many_saves_take_no_more_memory_than_a_few(tmp_path: Path) -> None:
    project = Project(PROJECT, Path(shutil.copytree(SHEETS, tmp_path / "content")))
    file = project.content / "lantern-street" / "en.yaml"
    words = file.read_text(encoding="utf-8")
    assert "garden" in words

    async def save_again_and_again() -> list[dict[str, int]]:
        watching = LivePreview(project, refuses)
        running = asyncio.ensure_future(watching.run())
        taken: list[dict[str, int]] = []
        async for name, told in watching.follow(CHOICE):
            if name != "scene":
                continue
            assert await watching.picture(json.loads(told)["number"], 1, 400)
            process = watching._drawing._process
            assert process and process.pid
            taken.append({"pages": resident(process.pid), "server": resident(os.getpid())})
            if len(taken) == SAVES:
                break
            file.write_text(words.replace("garden", f"garden {len(taken)}"), encoding="utf-8")
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        return taken

    taken = asyncio.run(asyncio.wait_for(save_again_and_again(), PATIENCE))
    for kind in ("pages", "server"):
        before, after = (max(one[kind] for one in part) for part in (taken[:FIRST], taken[FIRST:]))
        assert after - before < MORE, f"{kind}: {before >> 20} MB became {after >> 20} MB"
