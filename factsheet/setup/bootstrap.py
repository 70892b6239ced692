"""Set up a Python environment with what the lock names, and restart in it. Later runs cost milliseconds.

Standard library only, and readable by Python 3.8, so that an old one can still say what it lacks. Environments lie in
`.environments/`, which may be deleted at any time. It is not called `.venv`, because uv takes a folder of that name
for its own and then refuses to work.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from factsheet.leftovers import abandoned
from factsheet.setup.system import (
    CHROMIUM,
    GHOSTSCRIPT,
    JAVA,
    LIBRARIES,
    MAC_FOLDERS,
    PDFTOTEXT,
    VENV,
    SetUpFailed,
    last_error,
    native_missing,
    own_variables,
    provide,
    remedy,
    run,
    say,
)

__all__ = ["enter", "import_trouble", "native_missing"]

OLDEST = (3, 11)
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock", "everything": "requirements-everything.lock"}
"""The lock of each group; a later one holds what those before it hold."""
EXTRAS = {"run": (), "test": ("test",), "everything": ("test", "dev")}
"""The optional dependencies of pyproject.toml that each group has."""
SECONDS = {"run": 20, "test": 30, "everything": 60}
ROOM = {"run": "300 MB", "test": "600 MB", "everything": "1.5 GB"}
"""What the environment of each group takes on the disk while it is made, and somewhat more."""
NEEDS = {
    "run": (LIBRARIES, VENV),
    "test": (LIBRARIES, VENV, PDFTOTEXT),
    "everything": (LIBRARIES, VENV, PDFTOTEXT, GHOSTSCRIPT, JAVA, CHROMIUM),
}
_UNFINISHED = ".making-"
_INSTALLERS = ("pip", "setuptools")
_ASSERT_INSTALLED = "import sys; from importlib.metadata import version; [version(name) for name in sys.argv[1:]]"
MARK = "factsheet"  # `-X factsheet=run` tells a restarted process; a variable would tell its children too
HINTS = {  # looked for in what pip said; the first one found is shown
    "DO NOT MATCH THE HASHES": "A download is not the file that was locked. Do not trust that mirror or proxy.",
    "No space left": "Free about {room} of disk space, then run the same command again.",
    "Retrying": "The first run needs the network. Check the connection and the proxy, then run the same command again.",
    "No matching distribution": "There is no ready-made package for this Python and system. Python 3.11 to 3.14 work.",
    "ensurepip": "Perhaps the disk is full. Free about {room} of disk space, then run the same command again.",
    "PackageNotFoundError": "pip says that it has installed it; see what `python3 -m pip config list` tells it to do.",
    "": "Run the same command again; if it fails again, install by hand: pip install -e '.[test,dev]'",
}


def enter(project: Path, group: str, argv: Sequence[str]) -> None:
    """Return if this process has what `group` needs, a key of LOCKS, else restart build.py where it has.

    The place is made first if there is none. Exits 7 when that fails and 130 when interrupted.
    """
    if sys.version_info[:2] < OLDEST:
        _exit("needs Python 3.11 or newer, this is Python {}.{}.".format(*sys.version_info))
    try:
        env = _environment(project.absolute(), group)
        if env:
            _restart(env, project.absolute(), group, argv)
    except KeyboardInterrupt:
        say("Interrupted.")
        sys.exit(130)
    except (SetUpFailed, OSError) as error:
        _exit(str(error))


def import_trouble(error: Exception) -> str:
    """Say why importing a package failed with `error` although the set-up was done once, and what to do about it."""
    lost = native_missing()
    if lost:
        return f"missing: {', '.join(lost)}. Install, then run the same command again:\n{remedy([LIBRARIES])}"
    return f"a package does not load: {error}. Delete {sys.prefix}, then run the same command again."


def _environment(project: Path, group: str) -> Path | None:
    """Return the environment to restart in, made if need be; None if this process is in a good one."""
    os.environ["PYTHONUTF8"] = "1"
    os.environ.setdefault("SOURCE_DATE_EPOCH", "946684800")  # any fixed second will do; this is 2000-01-01
    if sys.platform == "darwin":
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", ":".join((*MAC_FOLDERS, "/usr/lib")))
    if sys._xoptions.get(MARK) == group:
        return None
    homes = [home for home in (project / ".environments", _cache_folder()) if home.is_absolute()]
    if Path(sys.prefix) in [
        home / _environment_name(project, kind) for home in homes for kind in _holding(project, group)
    ]:
        return None
    existing = [
        env for home in homes if (env := home / _environment_name(project, group)).is_dir() and not _is_noexec(env)
    ]
    # A virtual environment was chosen by somebody, so it goes before ours; a system's Python was not.
    if (sys.prefix != sys.base_prefix or not existing) and not _missing_requirements(project, group):
        provide([LIBRARIES])
        return None
    return existing[0] if existing else _create(project, group, homes)


def _holding(project: Path, group: str) -> list[str]:
    """Return the groups that hold what `group` holds, itself among them, whose locks are here."""
    groups = list(LOCKS)
    return [kind for kind in groups[groups.index(group) :] if kind == group or (project / LOCKS[kind]).is_file()]


def _cache_folder() -> Path:
    """Return where environments go if the project folder cannot be written; a relative path if there is no home."""
    chosen = {"win32": os.environ.get("LOCALAPPDATA"), "darwin": "~/Library/Caches"}
    base = chosen.get(sys.platform, os.environ.get("XDG_CACHE_HOME")) or "~/.cache"
    return Path(os.path.expanduser(base), "factsheet")  # noqa: PTH111  the other one raises where there is no home


def _environment_name(project: Path, group: str) -> str:
    """Return the folder name of an environment: another lock or another Python is another environment."""
    # base_prefix and not the executable, as it is the same inside and outside of the environment.
    python = f"\0{sys.version}\0{os.path.realpath(sys.base_prefix)}".encode()
    return f"{group}-{hashlib.sha256((project / LOCKS[group]).read_bytes() + python).hexdigest()[:16]}"


def _missing_requirements(project: Path, group: str) -> list[str]:
    """Return the requirements in pyproject.toml that this process does not have in the version asked for."""
    import tomllib  # both are new to Python 3.8 and slow to load, and a warm start does without them
    from importlib import metadata

    def is_there(requirement: str) -> bool:
        try:
            has = _numbers(metadata.version(re.split("[<>=]", requirement)[0]))
        except metadata.PackageNotFoundError:
            return False
        return all(
            has >= _numbers(bound) if sign == ">=" else has < _numbers(bound)
            for sign, bound in re.findall(r"(>=|<)([\d.]+)", requirement)
        )

    declared = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [declared["optional-dependencies"][extra] for extra in EXTRAS[group]]
    requirements = sum(extras, declared["dependencies"])
    return [requirement for requirement in requirements if not is_there(requirement)]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _create(project: Path, group: str, homes: Sequence[Path]) -> Path:
    """Make the environment aside and move it into place, so that a folder of its name is always a whole one."""
    say(f"Setting up (first run, about {SECONDS[group]} seconds) ...")
    provide(NEEDS[group])
    lock, name = project / LOCKS[group], _environment_name(project, group)
    unfinished = _make_folder_aside(homes, name)
    try:
        say(f"  Python packages: {sum('==' in line for line in lock.read_text(encoding='utf-8').splitlines())}")
        _run_or_fail(group, sys.executable, "-m", "venv", str(unfinished))
        # Scripts in bin/ name the folder they were made in and break when it moves: always use `python -m` instead.
        pip = [str(_python(unfinished)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        _run_or_fail(group, *pip, "--require-hashes", "--only-binary=:all:", "-r", str(lock))
        _run_or_fail(group, str(_python(unfinished)), "-c", _ASSERT_INSTALLED, *_required_everywhere(lock))
        # What put the packages there is not one of those that the lock names, and nothing needs it any more.
        _run_or_fail(group, str(_python(unfinished)), "-m", "pip", "uninstall", "-q", "-y", *_INSTALLERS)
        env = unfinished.parent / name
        try:
            unfinished.rename(env)
        except OSError:  # unless another first run, started at the same time, was faster
            if not env.is_dir():
                raise
    finally:
        _sweep(unfinished.parent)
    return env


def _required_everywhere(lock: Path) -> list[str]:
    """Return the names of the packages that a lock wants on every machine."""
    return re.findall(r"^([A-Za-z0-9._-]+)==\S+ \\$", lock.read_text(encoding="utf-8"), re.MULTILINE)


def _is_noexec(folder: Path) -> bool:
    """Tell whether a folder, or where it would be made, is on a disk that is mounted so that no program there runs."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_NOEXEC)
    except (OSError, AttributeError):  # Windows and macOS do not tell
        return False


def _make_folder_aside(homes: Sequence[Path], name: str) -> Path:
    """Make an empty folder in the first of `homes` that can be written."""
    problem = "no home folder"
    for home in homes:
        if _is_noexec(home):
            problem = f"{home} is on a disk from which no program may be run (noexec)"
            continue
        try:
            home.mkdir(parents=True, exist_ok=True)
            _sweep(home)
            unfinished = home / f"{_UNFINISHED}{os.getpid()}-{name}"
            unfinished.mkdir()
            return unfinished
        except OSError as error:
            problem = str(error)
    what = f"no folder to set up in: {problem}"
    raise SetUpFailed(f"{what}. Make it one that can be written and run from, or name such a one in XDG_CACHE_HOME.")


def _sweep(home: Path) -> None:
    """Remove what this set-up and ended ones left; what a running one is making stays."""
    own = home.glob(f"{_UNFINISHED}{os.getpid()}-*")
    for left in (*own, *abandoned(home.glob(f"{_UNFINISHED}*"), _UNFINISHED)):
        shutil.rmtree(left, ignore_errors=True)


def _run_or_fail(group: str, *command: str) -> None:
    code, output = run(command)
    if code != 0:
        hint = next(hint for sign, hint in HINTS.items() if sign in output)
        raise SetUpFailed(f"the set-up failed: {last_error(output)}\n  {hint.format(room=ROOM[group])}")


def _python(env: Path) -> Path:
    return env / "Scripts" / "python.exe" if os.name == "nt" else env / "bin" / "python"


def _restart(env: Path, project: Path, group: str, argv: Sequence[str]) -> NoReturn:
    """Run build.py with `argv` in `env`, in the place of this process."""
    python = str(_python(env))
    developing = ["-X", "dev"] if sys.flags.dev_mode else []
    command = [python, "-X", f"{MARK}={group}", *developing, str(project / "build.py"), *argv]
    if not _python(env).exists():
        raise SetUpFailed(f"{env} is damaged. Delete it, then run the same command again.")
    if os.name == "nt":  # where a replaced process looks finished to the shell
        import subprocess

        sys.exit(subprocess.call(command, env=own_variables()))
    sys.stdout.flush()
    os.execve(python, command, own_variables())


def _exit(why: str) -> NoReturn:
    from factsheet.findings import ExitCode  # dataclasses are slow to load, and a warm start does without them

    say(f"factsheet: {why}")
    sys.exit(ExitCode.ENVIRONMENT)
