"""Whoever looks at the preview is shown what has been saved, and what a check of the finished files finds."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from support.project import PATIENCE, PROJECT, SHEETS

from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.preview import live, watcher
from factsheet.preview.live import LivePreview
from factsheet.preview.scene import Choice

CHOICE = Choice("lantern-street", "factsheet", "en", Intent.SCREEN)


def fails(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    raise KeyError("nobody knows")


def made_otherwise(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    from factsheet.build import output
    from factsheet.compose import composer
    from factsheet.fitting import copyfit, search

    fitted = copyfit.fit(composer.compose(edition), edition)
    return replace(output.write_edition(fitted, {}, (), {}, None), setting=search.Setting(0.5, 0.5))


def test_better_sizes_that_the_build_finds_are_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(live, "_QUIET", 0.2)
    project = Project(PROJECT, Path(shutil.copytree(SHEETS, tmp_path / "content")))
    file = project.content / "lantern-street" / "en.yaml"

    async def look() -> list[str]:
        watching = LivePreview(project, made_otherwise)
        running = asyncio.ensure_future(watching.run())
        seen: list[str] = []
        saved = False
        async for name, told in watching.follow(CHOICE):
            if name == "findings" and '"checked": true' in told and not saved:
                assert seen.count("scene") == 1  # the first was searched for, and is as good as can be
                saved = True
                file.write_text(file.read_text(encoding="utf-8").replace("garden", "gardens"), encoding="utf-8")
            seen.append(name)
            if seen.count("scene") == 3:  # the one that was saved, and the one with better sizes
                break
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        return seen

    assert asyncio.run(asyncio.wait_for(look(), PATIENCE)).count("scene") == 3


def test_a_folder_that_is_moved_away_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(watcher, "POLLED", 0.2)
    project = Project(PROJECT, Path(shutil.copytree(SHEETS, tmp_path / "content")))
    away = tmp_path / "away"

    async def look() -> str:
        watching = LivePreview(project, fails)
        running = asyncio.ensure_future(watching.run())
        said, steps = "", ["away", "back", "saved"]
        async for name, told in watching.follow(CHOICE):
            if name == "scene" and steps[0] == "away":
                project.content.rename(away)
                steps.pop(0)
            elif '"stopped": true' in told and "there is no such folder" in told and steps[0] == "back":
                said = told
                away.rename(project.content)
                steps.pop(0)
            elif name == "scene" and steps[0] == "saved":
                steps.pop(0)
                break
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert steps == []
        return said

    assert "name the folder that holds the folders of the sheets" in asyncio.run(asyncio.wait_for(look(), PATIENCE))
