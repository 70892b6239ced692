"""The locks: every package pinned by hash, no address in them, and what the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from factsheet.setup import bootstrap

PROJECT = Path(__file__).parents[2]
ASKED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("lock", bootstrap.LOCKS.values())
def test_every_locked_package_has_its_hash_and_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z])", text)[1:]
    assert len(entries) > 20
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_both_locks_agree_with_each_other_and_with_the_project() -> None:
    run, test = (pins(PROJECT / lock) for lock in bootstrap.LOCKS.values())
    assert run.items() <= test.items()
    for requirements, lock in ((ASKED["dependencies"], run), (ASKED["optional-dependencies"]["dev"], test)):
        for requirement in requirements:
            assert re.fullmatch(r"[\w.-]+((>=|<)[\d.]+,?)*", requirement), "bootstrap reads no more than this"
            name = re.split("[<>=]", requirement)[0].replace(".", "-")
            assert name in lock, f"run tools/lock.py: {requirement} is not locked"


def pins(lock: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found
