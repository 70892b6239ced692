"""Progress: a plain line for each thing where nobody watches, a bar that leaves no trace on a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import closing

from conftest import PROJECT
from factsheet.progress import progress

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
CODE = """
from contextlib import closing
from factsheet.progress import progress
with closing(progress(["one [bold]", "two", "three"], str)) as things:
    for thing in things:
        print("working on", thing, flush=True)
        if thing == "two" and {stop}:
            raise SystemExit("stopped")
print("done", flush=True)
"""


def on_a_terminal(stop: bool) -> str:
    """What somebody who watches a terminal is sent."""
    watching, terminal = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        env.pop(name, None)
    working = subprocess.Popen(
        [sys.executable, "-c", CODE.format(stop=stop)], cwd=PROJECT, env=env, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    said = b""
    try:
        while chunk := os.read(watching, 4096):
            said += chunk
    except OSError:  # how Linux says that nobody holds the other end any more
        pass
    os.close(watching)
    working.wait()
    return said.decode("utf-8")


def test_elsewhere_each_thing_has_its_line_before_it_is_worked_on(capsys):
    done = []
    for thing in progress(["a", "b"], lambda name: name.upper() * 3):
        done.append(thing)
        assert capsys.readouterr().err == f"[{len(done)}/2] {thing.upper() * 3}\n"
    assert done == ["a", "b"]
    assert capsys.readouterr().out == ""


def test_nothing_to_do_says_nothing(capsys):
    assert list(progress([], str)) == []
    assert capsys.readouterr() == ("", "")


def test_an_end_before_the_end_is_no_error(capsys):
    with closing(progress(["a", "b"], str)) as things:
        assert next(things) == "a"


def test_a_terminal_shows_a_bar_and_names_that_look_like_markup():
    said = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal(stop=False))
    assert "━ 0/3 one [bold]" in said
    assert "━ 1/3 two" in said
    assert "━ 2/3 three" in said
    assert "[1/3]" not in said


def test_a_terminal_has_its_cursor_back_at_the_end():
    for stop in (False, True):
        said = on_a_terminal(stop)
        assert HIDDEN in said
        assert said.rindex(SHOWN) > said.rindex(HIDDEN)
        assert said.rindex(SHOWN) < said.rindex("stopped" if stop else "done")
