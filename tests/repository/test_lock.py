"""The locks: every package pinned by hash, no address in them, and what the project asks for."""

from __future__ import annotations

import re
import tomllib
from itertools import chain, pairwise
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


def test_each_lock_holds_the_one_before_it_and_what_the_project_asks_for() -> None:
    locked = [pins(PROJECT / lock) for lock in bootstrap.LOCKS.values()]
    assert all(less.items() < more.items() for less, more in pairwise(locked))
    extras = ASKED["optional-dependencies"]
    for requirements, lock in zip((ASKED["dependencies"], extras["test"], extras["dev"]), locked, strict=True):
        for requirement in requirements:
            assert re.fullmatch(r"[\w.-]+((>=|<)[\d.]+,?)*", requirement), "bootstrap reads no more than this"
            name = re.split("[<>=]", requirement)[0].replace(".", "-")
            assert name in lock, f"run tools/lock.py: {requirement} is not locked"


def test_the_least_versions_that_are_taken_are_those_in_which_known_faults_are_mended() -> None:
    """Whoever has an environment of their own is not held to the lock, but to what pyproject.toml asks for."""
    table = (PROJECT / "docs/dependencies.md").read_text(encoding="utf-8").partition("\n## Least versions\n")[2]
    mended = dict(re.findall(r"^\| `([\w.-]+)` \| ([\d.]+) \|", table, re.MULTILINE))
    assert {"fonttools", "jinja2", "starlette"} <= {*mended}
    asked = {re.split("[<>=]", one)[0]: bounds(one) for one in ASKED["dependencies"]}
    for name, version in mended.items():
        least = asked[name][">="]
        assert numbers(least) >= numbers(version), f"{name} {least} has a fault that {version} has not"


@pytest.mark.parametrize("lock", bootstrap.LOCKS.values())
def test_what_is_locked_is_within_what_is_asked_for(lock: str) -> None:
    locked = pins(PROJECT / lock)
    for requirement in (*ASKED["dependencies"], *chain(*ASKED["optional-dependencies"].values())):
        allowed = bounds(requirement)
        for version in locked.get(re.split("[<>=]", requirement)[0].replace(".", "-"), []):
            is_high_enough = numbers(version) >= numbers(allowed.get(">=", "0"))
            is_low_enough = "<" not in allowed or numbers(version) < numbers(allowed["<"])
            assert is_high_enough and is_low_enough, f"{requirement}: {version} is locked"


def bounds(requirement: str) -> dict[str, str]:
    return dict(re.findall(r"(>=|<)([\d.]+)", requirement))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def pins(lock: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(version)
    return found
