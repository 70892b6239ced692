"""pyproject.toml in, the requirements locks out: each package, its version and its hashes.

    pip install uv
    python3 tools/lock.py               # keeps the versions that are locked and still allowed
    python3 tools/lock.py --upgrade     # takes the newest; any further option goes to uv as it is

One lock serves Python 3.11 and newer on Linux, macOS and Windows. Only versions with a ready-made package are taken,
as the set-up never runs a package's own build steps.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

OPTIONS = ["--universal", "--python-version=3.11", "--only-binary=:all:", "--generate-hashes", "--no-emit-index-url"]


LOCKS = {
    "requirements.lock": [],
    "requirements-words.lock": ["--extra=words", "--constraint=requirements.lock"],
    "requirements-test.lock": ["--extra=test", "--constraint=requirements.lock"],
    "requirements-everything.lock": ["--extra=test", "--extra=dev", "--constraint=requirements-test.lock"],
}


def main() -> int:
    """Write the locks; return uv's exit code."""
    for lock, extra in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", *OPTIONS, *extra]
        command += ["--custom-compile-command=python3 tools/lock.py", *sys.argv[1:], f"--output-file={lock}"]
        code = subprocess.call([*command, "pyproject.toml"], cwd=Path(__file__).parent.parent)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
