"""The worker of the preview may crash, hang or be flooded; whoever asked is told, and the next is served."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.planted import plant
from support.project import PROJECT, SHEETS

from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.preview import client
from factsheet.preview.client import WorkerClient, WorkerLost
from factsheet.preview.orders import Make, Menu, Show
from factsheet.preview.scene import Choice

HOUSE = Project(PROJECT, SHEETS)
CHOICE = Choice("lantern-street", "factsheet", "en", Intent.SCREEN)


def dies(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    os._exit(9)


def hangs(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    time.sleep(60)
    raise AssertionError


def fails(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    raise KeyError("nobody knows")


def asked(worker: WorkerClient, question: Coroutine[Any, Any, Any]) -> Any:
    async def ask() -> Any:
        try:
            return await question
        finally:
            worker.end()

    return asyncio.run(ask())


async def then_menu(worker: WorkerClient, says: str) -> None:
    with pytest.raises(WorkerLost, match=says):
        await worker.ask(Make(CHOICE))
    assert "lantern-street" in (await worker.ask(Menu()))["sheets"]


def test_a_crash_is_told_and_the_next_order_is_carried_out() -> None:
    worker = WorkerClient(HOUSE, dies)
    asked(worker, then_menu(worker, "crashed"))


def test_what_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = WorkerClient(HOUSE, hangs)

    async def ask() -> None:
        await worker.ask(Menu())  # so that starting does not count
        monkeypatch.setattr(client, "PATIENCE", 1.5)
        with pytest.raises(WorkerLost, match=r"longer than 1\.5 seconds"):
            await worker.ask(Make(CHOICE))
        monkeypatch.setattr(client, "PATIENCE", 30.0)
        assert "lantern-street" in (await worker.ask(Menu()))["sheets"]

    asked(worker, ask())


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "longer than 6 seconds"),
        ("{% set a = 'x'.ljust(9999999999) %}", "it takes more than 3 GB of memory"),
    ],
)
def test_a_template_that_hangs_or_eats_memory_is_told_and_the_next_order_is_carried_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str, says: str
) -> None:
    project = plant(tmp_path).project
    template = project.templates / "plain" / "layout.html"
    template.write_text(planted + template.read_text(encoding="utf-8"), encoding="utf-8")
    worker = WorkerClient(project, fails)

    async def ask() -> str:
        await worker.ask(Menu())  # so that starting does not count
        monkeypatch.setattr(client, "PATIENCE", 6.0)
        try:
            (finding,) = (await worker.ask(Show(replace(CHOICE, layout="plain"), 1)))["findings"]
            told = finding["what"]
        except WorkerLost as lost:
            told = str(lost)
        monkeypatch.undo()
        assert "lantern-street" in (await worker.ask(Menu()))["sheets"]
        return told

    assert says in asked(worker, ask())


def test_an_unexpected_error_is_a_finding() -> None:
    worker = WorkerClient(HOUSE, fails)
    (finding,) = asked(worker, worker.ask(Make(CHOICE)))["findings"]
    assert "unexpected error: KeyError: 'nobody knows'" in finding["what"]


def test_too_many_orders_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "WAITING", 3)
    worker = WorkerClient(HOUSE, fails)

    async def ask() -> list[Any]:
        return await asyncio.gather(*(worker.ask(Menu()) for _ in range(6)), return_exceptions=True)

    answers = asked(worker, ask())
    assert [isinstance(answer, WorkerLost) for answer in answers].count(True) == 3


def test_an_order_whose_asker_has_gone_gives_nobody_else_its_answer() -> None:
    worker = WorkerClient(HOUSE, fails)

    async def ask() -> Any:
        gone = asyncio.ensure_future(worker.ask(Menu()))
        await asyncio.sleep(0.05)
        gone.cancel()
        return await worker.ask(Make(CHOICE))

    assert "findings" in asked(worker, ask())
