"""The first run sets itself up, a killed or failed one does no harm, and every failure says what to do."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from importlib import metadata
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.project import PATIENCE

from factsheet.findings import ExitCode
from factsheet.setup import bootstrap, system

PROJECT = Path(__file__).parents[2]
SET_UP = ("factsheet/__init__.py", "factsheet/findings.py", "factsheet/leftovers.py", *(
    path.relative_to(PROJECT).as_posix() for path in sorted(PROJECT.glob("factsheet/setup/*.py"))
))  # fmt: skip
STARTED = (
    "build.py",
    *SET_UP,
    *(path.relative_to(PROJECT).as_posix() for path in sorted(PROJECT.glob("factsheet/cli/*.py"))),
)
"""What is loaded before the Python is known to be new enough."""
ASKED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Restarted(Exception):
    """Stands in for the restart that ends a process."""


class Outside:
    """What the set-up asks of the machine: it records the commands, and fails where a test says so."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.answers: dict[str, tuple[int, str]] = {}
        self.during: dict[str, Callable[[], object]] = {}

    def run(self, command: Sequence[str], inherit: int | None = None) -> tuple[int, str]:
        self.commands.append(list(command))
        said = " ".join(command)
        if "-m venv" in said:
            python = bootstrap._python(Path(command[-1]))
            python.parent.mkdir()
            python.touch()
        for part, do in self.during.items():
            if part in said:
                do()
        return next((answer for part, answer in self.answers.items() if part in said), (0, ""))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for lock in bootstrap.LOCKS.values():
        (folder / lock).write_text("one==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Outside:
    """Play a system's Python without our packages, on a machine with the libraries."""
    fake = Outside()
    monkeypatch.setattr(bootstrap, "run", fake.run)
    monkeypatch.setattr(system, "run", fake.run)
    monkeypatch.setattr(system, "native_missing", list)
    monkeypatch.setattr(bootstrap, "_missing_requirements", lambda project, group: ["one"])
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sys, "_xoptions", {})
    monkeypatch.setattr(os, "execve", _execve)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)  # root would have apt-get bring what is missing
    for name in ("PYTHONUTF8", "SOURCE_DATE_EPOCH"):
        monkeypatch.setenv(name, "")  # first set, so that they are put back after the test
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return fake


def _execve(python: str, command: Sequence[str], variables: dict[str, str]) -> None:
    raise Restarted(python, list(command), dict(variables))


def made(project: Path) -> list[str]:
    return sorted(path.name for path in (project / ".environments").iterdir())


def refusal(project: Path, capsys: pytest.CaptureFixture[str], group: str = "run") -> str:
    """Return what `enter` says when it refuses; it must end with the code for a machine that is not ready."""
    with pytest.raises(SystemExit) as end:
        bootstrap.enter(project, group, [])
    assert end.value.code == ExitCode.ENVIRONMENT
    return capsys.readouterr().err


# The environment


def test_another_lock_another_group_or_another_python_is_another_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bootstrap._environment_name(project, "run")
    assert re.fullmatch("run-[0-9a-f]{16}", first)
    assert bootstrap._environment_name(project, "run") == first
    assert bootstrap._environment_name(project, "test").partition("-")[0] == "test"
    (project / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    second = bootstrap._environment_name(project, "run")
    monkeypatch.setattr(sys, "base_prefix", "/another")
    third = bootstrap._environment_name(project, "run")
    monkeypatch.setattr(sys, "version", "3.99")
    assert len({first, second, third, bootstrap._environment_name(project, "run")}) == 4


@pytest.mark.parametrize("group", bootstrap.LOCKS)
def test_first_run_makes_the_environment_and_restarts_with_the_same_arguments(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    with pytest.raises(Restarted) as restart:
        bootstrap.enter(project, group, ["--lang", "zz", "a b"])
    python, command, variables = restart.value.args
    env = project / ".environments" / bootstrap._environment_name(project, group)
    assert Path(python) == bootstrap._python(env)
    assert command == [python, "-X", f"factsheet={group}", str(project / "build.py"), "--lang", "zz", "a b"]
    assert variables["PYTHONUTF8"] == "1"
    assert variables["SOURCE_DATE_EPOCH"]
    assert not {"PYTHONPATH", "PIP_TARGET"} & set(variables)
    _, pip, there, without = outside.commands
    assert without[1:] == ["-m", "pip", "uninstall", "-q", "-y", "pip", "setuptools"]
    assert there[-1] == "one"
    assert {"--require-hashes", "--only-binary=:all:", str(project / bootstrap.LOCKS[group])} <= set(pip)
    assert made(project) == [env.name]


def test_development_mode_survives_the_restart(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    flags = {name: getattr(sys.flags, name) for name in dir(sys.flags) if not name.startswith("_")}
    monkeypatch.setattr(sys, "flags", SimpleNamespace(**flags | {"dev_mode": True}))
    with pytest.raises(Restarted) as restart:
        bootstrap.enter(project, "run", [])
    assert restart.value.args[1][3:5] == ["-X", "dev"]


def test_warm_start_runs_nothing_probes_nothing_and_says_nothing(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    capsys.readouterr()
    outside.commands.clear()
    monkeypatch.setattr(system, "native_missing", lambda: pytest.fail("probed"))
    monkeypatch.setattr(bootstrap, "_missing_requirements", lambda project, group: pytest.fail("looked up"))
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    assert not outside.commands
    assert capsys.readouterr() == ("", "")


def test_a_restarted_process_is_let_in_without_a_look(
    tmp_path: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_xoptions", {"factsheet": "run"})
    bootstrap.enter(tmp_path / "not there", "run", [])


@pytest.mark.parametrize(
    ("group", "place"), [*((group, group) for group in bootstrap.LOCKS), *combinations(bootstrap.LOCKS, 2)]
)
def test_a_child_of_an_environment_that_holds_more_is_let_in(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch, group: str, place: str
) -> None:
    monkeypatch.setattr(sys, "prefix", str(project / ".environments" / bootstrap._environment_name(project, place)))
    bootstrap.enter(project, group, [])
    assert not outside.commands


def test_a_child_of_an_environment_that_holds_less_is_not(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(project / ".environments" / bootstrap._environment_name(project, "run")))
    with pytest.raises(Restarted):
        bootstrap.enter(project, "test", [])


def test_an_environment_of_ones_own_is_used_even_if_ours_is_there(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    monkeypatch.setattr(sys, "prefix", "/somebody's")
    monkeypatch.setattr(bootstrap, "_missing_requirements", lambda project, group: [])
    bootstrap.enter(project, "run", [])


def test_an_environment_of_ones_own_must_have_the_versions_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {re.split("[<>=]", each)[0]: "1000.0" for each in ASKED["dependencies"]} | {"weasyprint": "57.2"}
    del there["jinja2"]

    def version(name: str) -> str:
        if name not in there:
            raise metadata.PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(metadata, "version", version)
    lacking = {re.split("[<>=]", each)[0] for each in bootstrap._missing_requirements(PROJECT, "run")}
    assert {"jinja2", "weasyprint"} <= lacking  # not there; too old
    assert "rich" in lacking  # too new
    assert len(bootstrap._missing_requirements(PROJECT, "test")) > len(lacking)
    there.update(jinja2="3.1.6", weasyprint="70.0", rich="15.0.0", pikepdf="10.17", pydantic="2.14.3", pyyaml="6.0.3")
    there.update(qrcode="8.2", pydyf="0.13.0", fonttools="4.68.0", markupsafe="3.0.4", pypdfium2="5.15.2")
    there.update({"zxing-cpp": "3.1.1", "polib": "1.2.0", "pebble": "5.2.3"})
    there.update({"deflate": "0.9.0", "langcodes": "3.5.1", "linkify-it-py": "2.1.1"})
    there.update(starlette="1.10.0", tinycss2="1.5.1", uvicorn="0.54.0", watchfiles="1.3.0")
    assert bootstrap._missing_requirements(PROJECT, "run") == []


def test_a_damaged_environment_is_named(project: Path, outside: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    env = project / ".environments" / bootstrap._environment_name(project, "run")
    env.mkdir(parents=True)
    assert f"{env} is damaged. Delete it" in refusal(project, capsys)


# Accidents


def test_after_a_failed_install_nothing_is_left_and_the_next_run_starts_anew(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    outside.answers["-m pip"] = (1, "WARNING: Retrying\nERROR: No matching distribution found for one\n")
    said = refusal(project, capsys)
    assert "ERROR: No matching distribution found for one" in said
    assert "needs the network" in said
    assert made(project) == []
    outside.answers.clear()
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])


@pytest.mark.parametrize(
    ("output", "hint"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM\n  Expected 00\n  Got 01", "Do not trust"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk space"),
        ("ERROR: No matching distribution found for one", "Python 3.11 to 3.14"),
        ("Error: Command '['python3', '-m', 'ensurepip']' returned non-zero exit status 1.", "disk is full"),
        ("Traceback\nSomethingError: strange", "SomethingError: strange\n  Run the same command again"),
    ],
)
def test_each_failure_of_pip_comes_with_what_to_do(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str], output: str, hint: str
) -> None:
    outside.answers["-m pip"] = (1, output)
    said = refusal(project, capsys)
    assert hint in said
    assert output.splitlines()[-1] in said


@pytest.mark.parametrize(("group", "room"), [("run", "300 MB"), ("test", "600 MB"), ("everything", "1.5 GB")])
def test_a_full_disk_is_told_with_the_room_that_the_group_takes(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str], group: str, room: str
) -> None:
    outside.answers["-m pip"] = (1, "ERROR: Could not install packages: [Errno 28] No space left on device")
    assert f"Free about {room} of disk space" in refusal(project, capsys, group)


def test_the_room_that_is_told_is_enough() -> None:
    """For the environment that these tests run in, and the packages that it is unpacked from: a third as much."""
    group = Path(sys.prefix).name.partition("-")[0]
    if group not in bootstrap.ROOM or Path(sys.prefix).parent.name != ".environments":
        pytest.skip("this environment is somebody's own")
    number, unit = bootstrap.ROOM[group].split()
    taken = sum(path.lstat().st_blocks * 512 for path in Path(sys.prefix).rglob("*"))
    assert taken * 4 / 3 < float(number) * {"MB": 1e6, "GB": 1e9}[unit]


def test_when_another_first_run_was_faster_its_environment_is_used(project: Path, outside: Outside) -> None:
    env = project / ".environments" / bootstrap._environment_name(project, "run")

    def finish_first() -> None:
        bootstrap._python(env).parent.mkdir(parents=True)
        bootstrap._python(env).write_text("theirs", encoding="utf-8")

    outside.during["--require-hashes"] = finish_first
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    assert bootstrap._python(env).read_text(encoding="utf-8") == "theirs"
    assert made(project) == [env.name]


def test_interrupted_leaves_nothing_and_exits_130(project: Path, outside: Outside) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    outside.during["-m pip"] = interrupt
    with pytest.raises(SystemExit) as end:
        bootstrap.enter(project, "run", [])
    assert end.value.code == ExitCode.INTERRUPTED
    assert made(project) == []


def test_leftovers_of_ended_set_ups_are_swept_and_those_of_running_ones_are_not(
    project: Path, outside: Outside
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    env = bootstrap._environment_name(project, "run")
    for name in (f"{ended.pid}-run-0", f"{os.getpid()}-{env}", f"{os.getppid()}-run-0"):  # numbers are used again
        (project / ".environments" / f".making-{name}" / "lib").mkdir(parents=True)
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    assert made(project) == [f".making-{os.getppid()}-run-0", env]


def test_a_project_that_cannot_be_written_gets_its_environment_in_the_cache(
    project: Path, outside: Outside, tmp_path: Path
) -> None:
    (project / ".environments").touch()  # a file in the way stops root as well, a read-only folder does not
    for _ in range(2):
        with pytest.raises(Restarted) as restart:
            bootstrap.enter(project, "run", [])
        assert Path(restart.value.args[0]).is_relative_to(tmp_path / "cache")
    assert sum("venv" in command for command in outside.commands) == 1


def test_a_file_that_is_missing_is_named(project: Path, outside: Outside, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "requirements.lock").unlink()
    assert "requirements.lock" in refusal(project, capsys)


def test_nowhere_to_write_is_said(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (project / ".environments").touch()
    (tmp_path / "cache").touch()
    assert "Make it one that can be written" in refusal(project, capsys)


@pytest.mark.parametrize("name", ["PIP_DRY_RUN", "PIP_TARGET", "PIP_ROOT", "PIP_NO_BINARY", "PIP_REQUIREMENT"])
def test_variables_of_pip_that_would_lead_it_astray_are_not_passed_on(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")
    assert name not in system.own_variables()
    assert system.own_variables()["PIP_INDEX_URL"] == "https://mirror.example/simple"


def test_an_installation_that_installed_nothing_leaves_no_environment(
    project: Path, outside: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    outside.answers["importlib.metadata"] = (1, "importlib.metadata.PackageNotFoundError: No package metadata for one")
    assert "pip config list" in refusal(project, capsys)
    assert made(project) == []


def test_on_a_disk_that_runs_no_programs_the_environment_is_in_the_cache(
    project: Path, outside: Outside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_programs = {project}
    monkeypatch.setattr(
        os,
        "statvfs",
        lambda path: SimpleNamespace(f_flag=os.ST_NOEXEC * any(Path(path).is_relative_to(one) for one in no_programs)),
    )
    for _ in range(2):
        with pytest.raises(Restarted) as restart:
            bootstrap.enter(project, "run", [])
        assert Path(restart.value.args[0]).is_relative_to(tmp_path / "cache")
    assert not (project / ".environments").exists()
    assert sum("venv" in command for command in outside.commands) == 1
    no_programs.add(tmp_path)
    said = refusal(project, capsys)
    assert "no program may be run (noexec)" in said and "XDG_CACHE_HOME" in said


# The machine


@pytest.fixture
def bare(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> Outside:
    """Play Debian without the libraries: installing them by apt-get brings them."""
    installed = False

    def install() -> None:
        nonlocal installed
        installed = outside.answers.get("install", (0, ""))[0] == 0

    outside.during["libpangoft2-1.0-0"] = install
    monkeypatch.setattr(system, "native_missing", lambda: [] if installed else ["Pango"])
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in {"apt-get", "pdftotext"} else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    if not Path("/var/lib/apt").is_dir():
        pytest.skip("what is played here needs Debian's folders")
    return outside


def test_root_gets_the_libraries_installed_by_one_set_up_at_a_time(project: Path, bare: Outside) -> None:
    fcntl = pytest.importorskip("fcntl")

    def come_second() -> None:
        second = os.open("/var/lib/apt", os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(second)

    bare.during["apt-get"] = come_second
    with pytest.raises(Restarted):
        bootstrap.enter(project, "run", [])
    assert bare.commands[0][0] == "apt-get"
    assert bare.commands[0][-1] == "libpangoft2-1.0-0"
    assert not any("update" in command for command in bare.commands)  # not needed, so not done


@pytest.mark.parametrize("group", bootstrap.LOCKS)
def test_system_packages_are_named_before_they_are_installed(
    project: Path, bare: Outside, capsys: pytest.CaptureFixture[str], group: str
) -> None:
    """Root is not asked, but told in time to press Ctrl-C."""
    told: list[str] = []
    bare.during["apt-get"] = lambda: told.append(capsys.readouterr().err)
    with pytest.raises(Restarted):
        bootstrap.enter(project, group, [])
    first = next(command for command in bare.commands if "apt-get" in command)
    packages = first[first.index("install") + 1 :]
    assert "libpangoft2-1.0-0" in packages
    assert f"  system packages: {' '.join(packages)}\n" in told[0]


def test_lists_and_a_killed_installation_are_repaired_once(
    project: Path, bare: Outside, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.answers["install"] = (100, "Reading package lists...\nE: Unable to locate package libpangoft2-1.0-0\n")
    said = refusal(project, capsys)
    assert [
        [part for part in command if part in {"install", "update", "--configure"}] for command in bare.commands
    ] == [
        ["install"],
        ["--configure"],
        ["update"],
        ["install"],
    ]
    assert "E: Unable to locate package" in said
    assert ": apt-get update && apt-get install -y --no-install-recommends libpangoft2-1.0-0\n" in said  # no sudo
    assert not (project / ".environments").exists()


def test_what_a_system_does_not_have_keeps_nothing_else_from_being_installed(project: Path, bare: Outside) -> None:
    bare.answers["chromium"] = (100, "E: Package 'chromium' has no installation candidate\n")
    with pytest.raises(Restarted):
        bootstrap.enter(project, "everything", [])
    installed = [command[command.index("install") + 1 :] for command in bare.commands if "-f" in command]
    assert installed[2:4] == [["libpangoft2-1.0-0"], ["ghostscript"]]


def test_without_root_the_command_is_told(
    project: Path, bare: Outside, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    said = refusal(project, capsys)
    venv = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert f"sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0 {venv}\n" in said
    assert not bare.commands


def test_an_environment_of_ones_own_does_not_do_without_libraries(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "_missing_requirements", lambda project, group: [])
    monkeypatch.setattr(system, "native_missing", lambda: ["Pango"])
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "brew install pango" in refusal(project, capsys)


def test_tests_do_without_other_readers_but_say_so(
    project: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Restarted):
        bootstrap.enter(project, "everything", [])
    said = capsys.readouterr().err
    assert "poppler-utils ghostscript default-jre-headless libjaxb-java chromium libatomic1" in said
    assert (
        "pdftotext, Ghostscript, Java with JAXB, the browser Chromium. Some tests will be skipped. To have them run:"
        in said
    )


def test_a_quick_run_of_the_tests_needs_neither_a_browser_nor_java_nor_ghostscript() -> None:
    assert {system.GHOSTSCRIPT, system.JAVA, system.CHROMIUM} & {*bootstrap.NEEDS["test"]} == set()


def test_what_no_installer_has_is_told_without_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "brew" if name == "brew" else None)
    system.provide([system.JAVA])
    assert capsys.readouterr().err == "  missing: Java with JAXB. Some tests will be skipped.\n"


def test_libraries_removed_after_the_set_up_are_told_from_a_damaged_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "native_missing", lambda: ["Pango"])
    assert bootstrap.import_trouble(OSError("cannot load")).startswith("missing: Pango.")
    monkeypatch.setattr(bootstrap, "native_missing", list)
    assert f"Delete {sys.prefix}" in bootstrap.import_trouble(ImportError("No module named 'one'"))


# Old Pythons


@pytest.mark.parametrize("file", STARTED)
def test_python_3_8_can_read_what_tells_it_that_it_is_too_old(file: str) -> None:
    ast.parse((PROJECT / file).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_old_python_gets_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    assert refusal(project, capsys) == "factsheet: needs Python 3.11 or newer, this is Python 3.8.\n"


# For real


@pytest.mark.everything
@pytest.mark.skipif(os.name == "nt", reason="kills as only POSIX can")
def test_a_real_set_up_survives_a_kill_and_company_and_then_needs_no_network(tmp_path: Path) -> None:
    copy = tmp_path / "a project"
    (copy / "factsheet" / "setup").mkdir(parents=True)
    for file in SET_UP:
        shutil.copy(PROJECT / file, copy / file)
    for file in ("pyproject.toml", *bootstrap.LOCKS.values()):
        shutil.copy(PROJECT / file, copy)
    (copy / "build.py").write_text(
        "import sys\nfrom pathlib import Path\nfrom factsheet.setup import bootstrap\n"
        "bootstrap.enter(Path(__file__).parent, 'run', sys.argv[1:])\n"
        "import importlib.util, weasyprint\n"
        "assert not any(map(importlib.util.find_spec, ('pip', 'setuptools', 'wheel')))\n"
        "print(weasyprint.HTML(string='<p>one').write_pdf()[:4], sys.argv[1:])\n",
        encoding="utf-8",
    )
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    variables = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def start(**more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [base, "build.py", "a b"],
            cwd=copy,
            env=variables | more,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    killed = start()
    deadline = time.monotonic() + PATIENCE
    while not list(copy.glob(".environments/.making-*/lib/python*/site-packages/pip")):
        assert time.monotonic() < deadline, "the set-up does not begin"
        time.sleep(0.05)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert [path for path in made(copy) if not path.startswith(".making-")] == []

    company = [start(), start()]
    ends = [process.communicate(timeout=PATIENCE) for process in company]
    if any(bootstrap.HINTS["Retrying"] in said for _, said in ends):
        pytest.skip("no network")
    assert [process.returncode for process in company] == [0, 0], ends
    assert [out for out, _ in ends] == ["b'%PDF' ['a b']\n"] * 2
    assert made(copy) == [bootstrap._environment_name(copy, "run")]

    alone = start(PIP_INDEX_URL="https://nowhere.invalid/", PIP_NO_INDEX="1")
    assert alone.communicate(timeout=PATIENCE) == ("b'%PDF' ['a b']\n", "")
