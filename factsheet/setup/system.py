"""Provide the system packages that are needed, or say which command installs them.

Standard library only, and readable by Python 3.8: part of the set-up, see bootstrap.py.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

NATIVE = {  # what WeasyPrint 70 cannot be imported without: its name on Linux, on macOS, and two on Windows
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll", "gobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "harfbuzz.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig-1.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "pangoft2-1.0-0.dll"),
}
MAC_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")
WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin"

LIBRARIES, VENV, PDFTOTEXT, GHOSTSCRIPT = "libraries", "venv", "pdftotext", "Ghostscript"
JAVA, CHROMIUM = "Java", "Chromium"
IN_WORDS = {
    LIBRARIES: "Pango or HarfBuzz libraries",
    VENV: "Python's venv module",
    PDFTOTEXT: "pdftotext",
    GHOSTSCRIPT: "Ghostscript",
    JAVA: "Java with JAXB",
    CHROMIUM: "the browser Chromium",
}
JAXB = "/usr/share/java/jaxb-runtime.jar"  # where Debian puts it; veraPDF, which the tests start, needs it besides Java
DRIVER = "libatomic.so.1"  # what drives the browser, which the tests start, needs it besides Chromium
OPTIONAL = {PDFTOTEXT, GHOSTSCRIPT, JAVA, CHROMIUM}  # the tests run without them, but fewer of them


class Installer(NamedTuple):
    """How one family of systems installs: whose it is, the command, and the packages that meet each need."""

    systems: str
    command: str
    packages: Mapping[str, str]


INSTALLERS = {
    "apt-get": Installer(
        "Debian, Ubuntu",
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends",
        {
            LIBRARIES: "libpangoft2-1.0-0",
            VENV: "python{}.{}-venv".format(*sys.version_info),
            PDFTOTEXT: "poppler-utils",
            GHOSTSCRIPT: "ghostscript",
            JAVA: "default-jre-headless libjaxb-java",
            CHROMIUM: "chromium libatomic1",
        },
    ),
    "dnf": Installer(
        "Fedora",
        "sudo dnf install",
        {
            LIBRARIES: "pango harfbuzz",
            PDFTOTEXT: "poppler-utils",
            GHOSTSCRIPT: "ghostscript",
            CHROMIUM: "chromium libatomic",
        },
    ),
    "apk": Installer(
        "Alpine",
        "sudo apk add",
        {
            LIBRARIES: " ".join(f"so:{names[0]}" for names in NATIVE.values()),
            PDFTOTEXT: "poppler-utils",
            GHOSTSCRIPT: "ghostscript",
            CHROMIUM: "chromium libatomic",
        },
    ),
    "brew": Installer(
        "macOS with Homebrew",
        "brew install",
        {LIBRARIES: "pango", PDFTOTEXT: "poppler", GHOSTSCRIPT: "ghostscript"},
    ),
    "pacman": Installer(
        "Windows, in the shell of MSYS2",
        "pacman -S",
        {
            LIBRARIES: "mingw-w64-ucrt-x86_64-pango",
            PDFTOTEXT: "mingw-w64-ucrt-x86_64-poppler",
            GHOSTSCRIPT: "mingw-w64-ucrt-x86_64-ghostscript",
        },
    ),
}


_PIP_VARIABLES = {
    *(
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_FIND_LINKS",
        "PIP_NO_INDEX",
        "PIP_PROXY",
        "PIP_CERT",
        "PIP_CLIENT_CERT",
    ),
    *("PIP_TRUSTED_HOST", "PIP_TIMEOUT", "PIP_DEFAULT_TIMEOUT", "PIP_RETRIES", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"),
    *("PIP_CONFIG_FILE", "PIP_KEYRING_PROVIDER", "PIP_USE_DEPRECATED", "PIP_USE_FEATURE"),
}


class SetUpFailed(Exception):
    """The set-up cannot go on; the text says why, and what to do."""


def native_missing() -> list[str]:
    """Return the names of the libraries that WeasyPrint needs and this machine lacks; empty when all are there."""
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", WINDOWS_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    folders = ("", *MAC_FOLDERS) if sys.platform == "darwin" else ("",)

    return [
        library
        for library, names in NATIVE.items()
        if not any(_can_open(os.path.join(folder, name)) for name in names for folder in folders)  # noqa: PTH118
    ]


def _can_open(library: str) -> bool:
    import ctypes  # a warm start does without it

    with suppress(OSError):
        return bool(ctypes.CDLL(library))
    return False


def missing(needs: Sequence[str]) -> list[str]:
    """Return those of `needs` that this machine does not meet."""
    importlib.invalidate_caches()  # ensurepip may have been installed a moment ago
    met = {
        LIBRARIES: lambda: not native_missing(),
        VENV: lambda: importlib.util.find_spec("ensurepip") is not None,
        PDFTOTEXT: lambda: shutil.which("pdftotext") is not None,
        GHOSTSCRIPT: lambda: shutil.which("gs") is not None,
        JAVA: lambda: shutil.which("java") is not None and os.path.exists(JAXB),  # noqa: PTH110
        CHROMIUM: lambda: shutil.which("chromium") is not None and (sys.platform != "linux" or _can_open(DRIVER)),
    }
    return [need for need in needs if not met[need]()]


def remedy(needs: Sequence[str]) -> str:
    """Return the commands that meet `needs`, one a line: for the installers this machine has, or for all if none."""
    here = [name for name in INSTALLERS if shutil.which(name)] or list(INSTALLERS)
    is_root = sys.platform != "win32" and os.geteuid() == 0
    lines = []
    for systems, command, packages in (INSTALLERS[name] for name in here):
        wanted = " ".join(packages[need] for need in needs if need in packages)
        if wanted:
            lines.append(f"  {systems}: {command.replace('sudo ', '') if is_root else command} {wanted}")
    return "\n".join(lines)


def provide(needs: Sequence[str]) -> None:
    """Install what the machine lacks of `needs` with apt-get, if this is root.

    Without what only makes the tests stronger, it prints a note and goes on.

    Raises:
        SetUpFailed: something is still missing; the text has the command to type.
    """
    lacking, problem = missing(needs), ""
    if lacking and sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        problem = _apt_get(needs)
        lacking = missing(needs)
    names = ", ".join(IN_WORDS[need] for need in lacking)
    if set(lacking) - OPTIONAL:
        raise SetUpFailed(f"missing: {names}.\n{problem}  Install, then run the same command again:\n{remedy(lacking)}")
    if lacking:
        known = remedy(lacking)
        say(f"  missing: {names}. Some tests will be skipped.{' To have them run:' if known else ''}")
        if known:
            say(known)


def _apt_get(needs: Sequence[str]) -> str:
    """Install what is missing of `needs`; return a line on what went wrong, or an empty text."""
    import fcntl  # Windows has none

    # One set-up at a time. The children inherit the lock, so that one outliving a killed set-up is waited for as well.
    lock = os.open("/var/lib/apt", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lacking, packages = missing(needs), INSTALLERS["apt-get"].packages
        wanted = " ".join(packages[need] for need in lacking).split()
        if not wanted:
            return ""
        say(f"  system packages: {' '.join(wanted)}")
        install = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", "-f", "install"]
        code, _ = run([*install, *wanted], inherit=lock)
        if code != 0:  # no package lists, old ones, or an installation that was killed half-way
            run(["dpkg", "--configure", "-a"], inherit=lock)
            run(["apt-get", "-q", "update"], inherit=lock)
            code, output = run([*install, *wanted], inherit=lock)
        if code != 0 and len(lacking) > 1:  # what this system does not have keeps nothing else from being installed
            code, output = max(run([*install, *packages[need].split()], inherit=lock) for need in lacking)
        return f"  apt-get could not install it (is there a network?): {last_error(output)}\n" if code != 0 else ""
    finally:
        os.close(lock)


def run(command: Sequence[str], inherit: int | None = None) -> tuple[int, str]:
    """Run `command` in silence; return its exit code and everything it said. It may keep the open file `inherit`."""
    import subprocess  # slow to load, and a warm start does without it

    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**own_variables(), "DEBIAN_FRONTEND": "noninteractive"},
        pass_fds=() if inherit is None else (inherit,),
        check=False,
    )
    return done.returncode, done.stdout


def own_variables() -> dict[str, str]:
    """Return this process's variables without those that would lead another Python, or pip, out of its environment.

    Of those of pip only the ones stay that say how to reach packages: PIP_DRY_RUN would have nothing installed.
    """
    astray = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in astray and (not name.startswith("PIP_") or name in _PIP_VARIABLES)
    }


def last_error(output: str) -> str:
    """Return the end of what a failed command said, from its last error on, or its last three lines."""
    lines = [line for line in output.splitlines() if line.strip()]
    starts = [at for at, line in enumerate(lines) if line.startswith(("ERROR:", "Error:", "E: "))]
    return "\n".join(lines[starts[-1] :][:8] if starts else lines[-3:])


def say(line: str) -> None:
    """Print one line of progress where it does not mix with what a command is asked to print."""
    print(line, file=sys.stderr, flush=True)
