"""A review is recorded of the strings it is about, and of no others."""

from __future__ import annotations

import pytest
from support.project import SHEET
from support.translating import DAY, everything, in_state, put, states

from factsheet.content import records
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.translation import review


def test_a_review_takes_all_but_what_is_stale_or_missing(french: Project) -> None:
    put(french, "en", {"film.call": "Scan it"})
    put(french, "fr", {"timeline.items.first-beds.date": "1974"})
    done = review.record_review(french, [], "fr", "Anna", DAY, [])
    assert done.lines == (
        f"{SHEET} · fr: 15 strings reviewed by Anna on {DAY}",
        "  stale, not taken: film.call; name it with --key if it is right all the same",
    )
    assert {key for key, state in states(french).items() if state is not State.REVIEWED} == {"film.call"}


def test_a_stale_string_that_is_named_is_reviewed(french: Project) -> None:
    put(french, "en", {"film.call": "Scan it"})
    assert in_state(french, State.STALE) == {"film.call"}
    review.record_review(french, [], "fr", "Anna", DAY, ["film"])
    assert in_state(french, State.STALE) == {"film.call"}
    review.record_review(french, [], "fr", "Anna", DAY, ["film.call"])
    assert in_state(french, State.REVIEWED) == {"film.call"}


def test_a_part_can_be_reviewed(french: Project) -> None:
    review.record_review(french, [], "fr", "Anna", DAY, ["masthead", "messages.heading"])
    assert {key.partition(".")[0] for key in in_state(french, State.REVIEWED)} == {"masthead", "messages"}
    assert len(in_state(french, State.REVIEWED)) == 6
    review.record_review(french, [], "fr", "Bea", "2026-11-26", [])
    lock = records.read(records.lock_file(french.content, SHEET, "fr"))
    assert {entry.review.by for entry in lock.values() if entry.review} == {"Anna", "Bea"}


def test_a_review_of_what_is_not_there_changes_nothing(french: Project) -> None:
    before = everything(french)
    (problems,) = review.record_review(french, [], "fr", "Anna", DAY, ["masthead.titel"]).problems
    assert problems.exit_code == ExitCode.USAGE
    assert "masthead.title" in problems.hint
    with pytest.raises(ProjectError, match="is not a day"):
        review.record_review(french, [], "fr", "Anna", "yesterday", [])
    assert everything(french) == before
