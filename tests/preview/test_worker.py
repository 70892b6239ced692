"""The worker of the preview makes no more than a saved file asks for, and tells what the build would."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from support.project import PROJECT, SHEETS

from factsheet.build import pipeline
from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.fitting import copyfit
from factsheet.fitting.search import AS_IS
from factsheet.preview.orders import Judge, Make, Picture, Show
from factsheet.preview.scene import Choice
from factsheet.preview.worker import PreviewWorker

HOUSE = Project(PROJECT, SHEETS)
CHOICE = Choice("lantern-street", "factsheet", "en", Intent.SCREEN)


def fails(edition: Edition, intents: Iterable[Intent], proofs: bool, out: Path | None) -> BuildResult:
    raise KeyError("nobody knows")


def test_a_finished_file_comes_with_its_findings_and_the_room_of_each_string() -> None:
    made = PreviewWorker(HOUSE, pipeline.build_edition).carry_out(Make(CHOICE))
    assert made["file"].startswith(b"%PDF-1.7")
    assert made["budgets"]["masthead.title"] >= len("‘The open gate’")
    assert made["setting"].copy < 0  # a short sheet is opened up
    assert all(one["advice"] for one in made["findings"])


def test_a_language_that_is_not_finished_is_seen_with_words_of_its_source(tmp_path: Path) -> None:
    project = Project(PROJECT, Path(shutil.copytree(PROJECT / "tests" / "scripts", tmp_path / "content")))
    file = project.content / "lantern-street" / "hi.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("film:")], encoding="utf-8")
    worker = PreviewWorker(project, pipeline.build_edition)
    choice = Choice("lantern-street", "factsheet", "hi", Intent.SCREEN)
    strings = worker.carry_out(Show(choice, 1))["scene"]["strings"]
    missing = {key for key, string in strings.items() if string["state"].startswith("missing")}
    assert missing == {"film.call", "contact.name", "contact.address", "acknowledgement.text"}
    assert all(strings[key]["text"] == strings[key]["source"] != "" for key in missing)
    for order in (Judge(1), Make(choice)):
        answer = worker.carry_out(order)
        assert "factsheet cannot be made in hi, as 4 strings are missing" in answer["findings"][0]["what"]
        assert not answer.get("file")


def test_a_picture_is_as_wide_as_was_asked_and_of_the_newest_pages_only() -> None:
    worker = PreviewWorker(HOUSE, fails)
    worker.carry_out(Show(CHOICE, 1))
    picture = worker.carry_out(Picture(1, 1, 333))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n" and int.from_bytes(picture[16:20], "big") == 333
    assert worker.carry_out(Picture(1, 99, 333)) is None
    worker.carry_out(Show(CHOICE, 2))
    assert worker.carry_out(Picture(1, 1, 333)) is None
    assert worker.carry_out(Judge(1)) is None and "findings" in worker.carry_out(Judge(2))


@pytest.mark.parametrize(
    ("path", "concerns"),
    [
        ("content/taking-back-whats-ours/en.yaml", True),
        ("content/taking-back-whats-ours/facts.yaml", True),
        ("content/taking-back-whats-ours/fr.yaml", False),
        ("content/another-sheet/en.yaml", False),
        ("locales/en.yaml", True),
        ("locales/ar.yaml", False),
        ("templates/_shared/css/base.css", True),
        ("templates/_shared/palette.yaml", True),
        ("templates/factsheet/layout.css", True),
        ("templates/factsheet-letter/layout.yaml", True),
        ("templates/leaflet/layout.css", False),
        ("assets/images/land.svg", True),
    ],
)
def test_only_what_depends_on_a_saved_file_is_made_anew(path: str, concerns: bool) -> None:
    project = Project(PROJECT, PROJECT / "content")
    worker = PreviewWorker(project, fails)
    choice = Choice("taking-back-whats-ours", "factsheet-letter", "en", Intent.SCREEN)
    assert "scene" in worker.carry_out(Show(choice, 1))
    answer = worker.carry_out(Show(choice, 2, frozenset({PROJECT / path})))
    assert (answer is not None) is concerns


def test_words_that_did_not_change_are_not_set_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = PreviewWorker(HOUSE, fails)
    worker.carry_out(Show(CHOICE, 1))
    monkeypatch.setattr(typeset, "typeset", lambda *_: pytest.fail("set again"))
    saved = frozenset({SHEETS / "lantern-street" / "en.yaml"})  # a comment, say
    assert worker.carry_out(Show(CHOICE, 2, saved))["scene"]["number"] == 2


def test_words_are_set_in_the_sizes_that_fitted_before(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, set_times, whole = PreviewWorker(HOUSE, fails), [], typeset.typeset

    def counted(composed: Any, edition: Any) -> Any:
        set_times.append(1)
        return whole(composed, edition)

    monkeypatch.setattr(typeset, "typeset", counted)
    assert worker.carry_out(Show(CHOICE, 1))["setting"] is None
    assert len(set_times) > 1  # a short sheet is opened up, which takes a search
    del set_times[:]
    saved = frozenset({HOUSE.templates / "factsheet" / "layout.css"})
    setting = worker.carry_out(Show(CHOICE, 2, saved))["setting"]
    assert len(set_times) == 1 and setting.copy < AS_IS.copy
    monkeypatch.setattr(copyfit, "fit_at", lambda *_: None)  # what fitted before does not any more
    assert worker.carry_out(Show(CHOICE, 3, saved))["setting"] is None
