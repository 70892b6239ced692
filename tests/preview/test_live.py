"""The worker of the preview may crash, hang or be flooded; whoever asked is told, and the next is served."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.project import PROJECT, SHEETS

from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.preview import live
from factsheet.preview.live import Live, WorkerClient, WorkerLost
from factsheet.preview.scene import Choice
from factsheet.preview.worker import Make, Menu

HOUSE = Project(PROJECT, SHEETS)
CHOICE = Choice("lantern-street", "factsheet", "en", Intent.SCREEN)


def dies(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    os._exit(9)


def hangs(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    time.sleep(60)
    raise AssertionError


def fails(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    raise KeyError("nobody knows")


def asked(hand: WorkerClient, question: Coroutine[Any, Any, Any]) -> Any:
    async def ask() -> Any:
        try:
            return await question
        finally:
            hand.end()

    return asyncio.run(ask())


async def then_menu(hand: WorkerClient, says: str) -> None:
    with pytest.raises(WorkerLost, match=says):
        await hand.ask(Make(CHOICE))
    assert "lantern-street" in (await hand.ask(Menu()))["sheets"]


def test_a_crash_is_told_and_the_next_order_is_carried_out() -> None:
    hand = WorkerClient(HOUSE, dies)
    asked(hand, then_menu(hand, "crashed"))


def test_what_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = WorkerClient(HOUSE, hangs)

    async def ask() -> None:
        await hand.ask(Menu())  # so that starting does not count
        monkeypatch.setattr(live, "PATIENCE", 1.5)
        with pytest.raises(WorkerLost, match=r"longer than 1\.5 seconds"):
            await hand.ask(Make(CHOICE))
        monkeypatch.setattr(live, "PATIENCE", 30.0)
        assert "lantern-street" in (await hand.ask(Menu()))["sheets"]

    asked(hand, ask())


def test_an_unexpected_error_is_a_finding() -> None:
    hand = WorkerClient(HOUSE, fails)
    (finding,) = asked(hand, hand.ask(Make(CHOICE)))["findings"]
    assert "unexpected error: KeyError: 'nobody knows'" in finding["what"]


def test_too_many_orders_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "WAITING", 3)
    hand = WorkerClient(HOUSE, fails)

    async def ask() -> list[Any]:
        return await asyncio.gather(*(hand.ask(Menu()) for _ in range(6)), return_exceptions=True)

    answers = asked(hand, ask())
    assert [isinstance(answer, WorkerLost) for answer in answers].count(True) == 3


def test_an_order_whose_asker_has_gone_gives_nobody_else_its_answer() -> None:
    hand = WorkerClient(HOUSE, fails)

    async def ask() -> Any:
        gone = asyncio.ensure_future(hand.ask(Menu()))
        await asyncio.sleep(0.05)
        gone.cancel()
        return await hand.ask(Make(CHOICE))

    assert "findings" in asked(hand, ask())


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
        watching = Live(project, made_otherwise)
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

    assert asyncio.run(asyncio.wait_for(look(), 60)).count("scene") == 3


def test_a_folder_that_is_moved_away_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(live, "_QUIET", 0.2)
    project = Project(PROJECT, Path(shutil.copytree(SHEETS, tmp_path / "content")))
    away = tmp_path / "away"

    async def look() -> str:
        watching = Live(project, fails)
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

    assert "name the folder that holds the folders of the sheets" in asyncio.run(asyncio.wait_for(look(), 60))
