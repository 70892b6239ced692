"""Find temporary files left by killed processes, so that they can be removed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path


def abandoned(paths: Iterable[Path], prefix: str) -> list[Path]:
    """Return the paths that processes began which have ended.

    Their names are `prefix`, the number of the process, a hyphen, and anything.
    """
    with_process = [(path, re.match(rf"{re.escape(prefix)}([0-9]{{1,9}})-", path.name)) for path in paths]
    return [path for path, process in with_process if process and not is_alive(int(process[1]))]


def is_alive(pid: int) -> bool:
    """Tell whether a process of this number runs on this machine."""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # os.kill would end it
        ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
