"""A command comes in; it runs, and a line of JSON goes out: seconds, processor seconds and the largest process in MiB.

Processes that outlive their parents are waited for and counted, too, which is why this is a program of its own. What
the command says goes to standard error.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import time

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    cpu, largest, code, wall = 0.0, 0, 0, 0.0
    while True:
        try:
            process, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu += used.ru_utime + used.ru_stime
        largest = max(largest, used.ru_maxrss)
        if process == running.pid:
            wall, code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
            running.returncode = code
    print(json.dumps({"wall": wall, "cpu": cpu, "mib": largest / 1024}))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
