"""A command ends as it should whoever reads what it prints, and whether anybody does."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.project import PROJECT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="written for a POSIX shell")
LIST = f"{sys.executable} build.py list"
SHEETS = "sheet "


def in_shell(command: str) -> tuple[str, str]:
    """What a command and what is after it prints, on either stream."""
    done = subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        f"{LIST} >&-; echo $? >&2",
        f"{LIST} >&- <&-; echo $? >&2",
        f"{LIST} | true; echo ${{PIPESTATUS[0]}} >&2",
        f"{LIST} | head -1 >/dev/null; echo ${{PIPESTATUS[0]}} >&2",
        f"{sys.executable} build.py --help | true; echo ${{PIPESTATUS[0]}} >&2",
    ],
)
def test_nothing_is_said_of_a_reader_who_is_not_there(command: str) -> None:
    assert in_shell(command) == ("", "0\n")


def test_without_a_place_for_errors_the_rest_is_printed() -> None:
    printed, _ = in_shell(f"{LIST} 2>&-")
    assert printed.startswith(SHEETS)


def test_a_mistake_has_its_exit_code_though_it_cannot_be_told() -> None:
    assert in_shell(f"{sys.executable} build.py check --layout nix >&- 2>&-; echo $?") == ("2\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is of Linux")
def test_a_full_disk_is_told() -> None:
    printed, told = in_shell(f"{LIST} >/dev/full; echo $?")
    assert printed == "7\n"
    assert told == "factsheet: what it has to say cannot be written: No space left on device\n"
