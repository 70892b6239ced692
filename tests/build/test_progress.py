"""Progress: a plain line for each thing where nobody watches, a bar that leaves no trace on a terminal."""

from __future__ import annotations

import re
import sys
from contextlib import closing

from support.project import HIDDEN, PROJECT, SHOWN, on_a_terminal

from factsheet.build.progress import progress

CODE = """
from contextlib import closing
from factsheet.progress import progress
with closing(progress(["one [bold]", "two", "three"], 3, str)) as things:
    for thing in things:
        print("working on", thing, flush=True)
        if thing == "two" and {stop}:
            raise SystemExit("stopped")
print("done", flush=True)
"""


def watched(stop: bool) -> str:
    return on_a_terminal([sys.executable, "-c", CODE.format(stop=stop)], PROJECT)


def test_elsewhere_each_thing_has_its_line_once_it_is_done(capsys):
    done = []
    for thing in progress(["a", "b"], 2, lambda name: name.upper() * 3):
        done.append(thing)
        assert capsys.readouterr().err == f"[{len(done)}/2] {thing.upper() * 3}\n"
    assert done == ["a", "b"]
    assert capsys.readouterr().out == ""


def test_nothing_to_do_says_nothing(capsys):
    assert list(progress([], 0, str)) == []
    assert capsys.readouterr() == ("", "")


def test_an_end_before_the_end_is_no_error(capsys):
    with closing(progress(["a", "b"], 2, str)) as things:
        assert next(things) == "a"


def test_a_terminal_shows_a_bar_and_names_that_look_like_markup():
    said = re.sub(r"\x1b\[[0-9;]*m", "", watched(stop=False))
    assert "━ 0/3" in said
    assert "━ 1/3 one [bold]" in said
    assert "━ 2/3 two" in said
    assert "━ 3/3 three" in said
    assert "[1/3]" not in said


def test_a_terminal_has_its_cursor_back_at_the_end():
    for stop in (False, True):
        said = watched(stop)
        assert HIDDEN in said
        assert said.rindex(SHOWN) > said.rindex(HIDDEN)
        assert said.rindex(SHOWN) < said.rindex("stopped" if stop else "done")
