"""What a machine lacks is seen, and each system is told its own command to mend it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from factsheet.setup import system


def test_java_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(system, "JAXB", str(tmp_path / "jaxb-runtime.jar"))
    assert system.missing([system.JAVA]) == [system.JAVA]
    (tmp_path / "jaxb-runtime.jar").touch()
    assert system.missing([system.JAVA]) == []


def test_a_browser_that_nothing_can_drive_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(system, "DRIVER", "libno-such-library.so.0")
    assert system.missing([system.CHROMIUM]) == [system.CHROMIUM]
    monkeypatch.setattr(system, "DRIVER", "libc.so.6")
    assert system.missing([system.CHROMIUM]) == []


@pytest.mark.parametrize(
    ("tool", "command"),
    [
        ("apt-get", "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0"),
        ("dnf", "sudo dnf install pango harfbuzz"),
        ("apk", "so:libharfbuzz.so.0"),
        ("brew", "brew install pango"),
        ("pacman", "pacman -S mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_each_system_is_told_its_own_command_and_an_unknown_one_all(
    tool: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == tool else None)
    told = system.remedy([system.LIBRARIES])
    assert command in told
    assert len(told.splitlines()) == 1
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert command in system.remedy([system.LIBRARIES])


def test_a_library_that_is_not_there_is_named_and_one_that_is_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system.native_missing() == []
    monkeypatch.setitem(system.NATIVE, "Pango", ("libno-such-library.so.0",))
    assert system.native_missing() == ["Pango"]
