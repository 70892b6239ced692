"""The benchmark: each case runs, has all its rows, and compares only PDFs that have all words. Never how fast."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pypdfium2
import pytest
from support.editions import OF_THE_SOURCE
from support.project import BROWSER

import build
from benchmarks import cases, matter, measure, memory, run, table
from benchmarks.measure import Contender
from benchmarks.table import CHROMIUM, OURS, REPORTLAB, TYPST, Row, Target

pytestmark = pytest.mark.everything

EVERYBODY = {OURS, CHROMIUM, TYPST, REPORTLAB}
ROWS = {
    "cold": [EVERYBODY, {OURS}] * 3,
    "warm": [EVERYBODY] * 3 + [{OURS}] * 2,
    "matrix": [{OURS, CHROMIUM}] * 2,
    "again": [{OURS}] * 3,
    "growth": [EVERYBODY] * 3,
    "worker": [{OURS}] * 2,
}
COMPARED = {"cold": 4, "warm": 4, "growth": 8}


def test_each_case_is_tried_here() -> None:
    assert {*ROWS} == {*cases.CASES}


@pytest.mark.parametrize("case", ROWS)
def test_a_case_has_its_rows_and_compares_whole_pdfs(case: str) -> None:
    if not BROWSER:
        pytest.skip("needs Chromium")
    rows, compared, told = run.measured([case], quick=True, editions=None)
    assert [{*row.numbers} for row in rows] == ROWS[case]
    assert {row.case for row in rows} == {case}
    differences = "grown over", "exponent"  # of two measurements, and those may come to nothing
    assert all(number > 0 for row in rows if not row.what.startswith(differences) for number in row.numbers.values())
    assert len(compared) == COMPARED.get(case, 0)
    assert [one for one in compared if one.lost or not one.pages] == []
    assert "Chromium" in told and "Typst" in told


def test_work_is_done_in_turns_and_each_is_timed_by_its_own_clock() -> None:
    done = []
    fast = Contender(lambda: done.append("fast"), lambda: float(done.count("fast")))
    slow = Contender(lambda: (done.append("slow"), time.sleep(0.02)), lambda: 3.0 * done.count("slow"))
    costs = measure.in_turns({"fast": fast, "slow": slow}, 2)
    assert done == ["fast", "slow"] * 3
    assert (costs["fast"].cpu, costs["slow"].cpu) == (1, 3)
    assert costs["slow"].wall > 0.02 > costs["fast"].wall


def test_processor_time_is_that_of_a_whole_tree_also_of_processes_that_have_ended() -> None:
    before = measure.tree_seconds(os.getpid())
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    subprocess.run([sys.executable, "-c", nested], check=True)
    assert measure.tree_seconds(os.getpid()) - before > 0.28


def test_twice_the_cost_for_twice_the_content_is_an_exponent_of_one() -> None:
    assert measure.exponent(3, 12, 4) == 1
    assert measure.exponent(2, 32, 4) == 2


def test_a_pdf_without_all_words_is_noticed() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    written = io.BytesIO()
    document.save(written)
    assert len(matter.lost(written.getvalue(), OF_THE_SOURCE[0])) > 100


def test_repeated_content_is_so_many_times_as_long() -> None:
    edition = OF_THE_SOURCE[0]
    longer = matter.repeated(edition, 3)
    assert edition.sheet.messages and longer.sheet.messages
    assert len(longer.sheet.messages.items) == 3 * len(edition.sheet.messages.items)
    assert [item.number for item in longer.sheet.messages.items] == [*range(1, len(longer.sheet.messages.items) + 1)]


def test_growth_of_memory_is_told_from_what_is_met_once_and_what_comes_and_goes() -> None:
    assert memory.growth([50, 100, 101, 99, 100, 100, 101, 99, 100, 100]) == 0
    assert memory.growth([50 + 2 * number for number in range(50)]) == 60


def test_targets_are_met_or_missed_beside_their_numbers(tmp_path: Path) -> None:
    row = Row("warm", "made", "ms", {OURS: 300, CHROMIUM: 400}, (Target(0.7, CHROMIUM), Target(300)))
    line = "| warm | made | ms | 300 | 400 |  |  | 0.75 × Chromium | "
    assert table.written([row])[2:] == [f"{line}at most 0.7 × Chromium: **missed**; at most 300: met |"]
    page = tmp_path / "page.md"
    page.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", encoding="utf-8")
    table.put(page, ["new"])
    assert page.read_text(encoding="utf-8") == f"before\n{table.BEGIN}\n\nnew\n\n{table.END}\nafter\n"
    page.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the lines"):
        table.put(page, ["new"])


def test_the_page_has_room_for_the_table() -> None:
    page = run.PAGE.read_text(encoding="utf-8")
    assert page.count(table.BEGIN) == page.count(table.END) == 1


def test_a_case_there_is_not_is_refused(capsys: pytest.CaptureFixture[str], command_line: None) -> None:
    with pytest.raises(SystemExit) as stopped:
        build.main(["benchmark", "lukewarm"])
    assert stopped.value.code == 2
    assert "there is cold, warm" in capsys.readouterr().err
