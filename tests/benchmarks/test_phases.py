"""What each edition costs in a warm process; it prints, and promises nothing (build.py test -m benchmark -n 0)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import pytest
from support.editions import OF_THE_SOURCE

from factsheet.compose import composer
from factsheet.design.editions import Edition, Intent
from factsheet.engine import typeset
from factsheet.fitting import overset
from factsheet.pdf import intents

BuildResult = TypeVar("Made")
ROUNDS = 5


def cost(work: Callable[[], BuildResult]) -> tuple[float, BuildResult]:
    """Milliseconds of processor time, the least of a few rounds, and what came out."""
    least, made = float("inf"), work()
    for _ in range(ROUNDS):
        start = time.process_time()
        made = work()
        least = min(least, (time.process_time() - start) * 1000)
    return least, made


@pytest.mark.benchmark
@pytest.mark.parametrize("edition", OF_THE_SOURCE, ids=lambda edition: edition.layout.name)
def test_processor_time_of_an_edition(edition: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    composing, composed = cost(lambda: composer.compose(edition))
    setting, pages = cost(lambda: typeset.typeset(composed, edition))
    counting, problems = cost(lambda: overset.findings(pages))
    drawing, drawn = cost(lambda: typeset.draw(pages))
    hint = typeset.hint(composer.hint(edition), edition) if edition.layout.impose else None
    writing = {intent: cost(lambda intent=intent: intents.make_pdf(pages, drawn, hint, intent))[0] for intent in Intent}
    assert not problems
    with capsys.disabled():
        told = f"compose {composing:.0f}, set {setting:.0f}, count words {counting:.0f}, draw {drawing:.0f} ms CPU"
        files = ", ".join(f"{intent} {milliseconds:.0f}" for intent, milliseconds in writing.items())
        print(f"\n{edition.layout.name}: {pages.count} pages; {told}; write {files}")
