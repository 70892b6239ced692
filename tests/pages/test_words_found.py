"""Of the words of the copy, how many a search finds: in the screen file of every layout, in every language."""

from __future__ import annotations

from collections.abc import Callable

from support import found
from support.editions import edition_of_ours, made

from factsheet.design.editions import Edition, Intent

ENOUGH = 0.99


@edition_of_ours
def test_the_words_of_the_copy_are_found(edition: Edition, record_property: Callable[[str, object], None]) -> None:
    _, files = made(edition)
    wanted = found.words(edition.strings)
    assert len(wanted) > 50
    lost = found.lost(files[Intent.SCREEN], wanted)
    shares = {reader: 1 - len(missing) / len(wanted) for reader, missing in lost.items()}
    record_property(found.MEASURED, [edition.sheet.tag, edition.layout.name, len(wanted), *shares.items()])
    assert all(share >= ENOUGH for share in shares.values()), lost
