"""Build on two releases of Debian, each with its own Python, Pango and HarfBuzz, and compare every file that was made.

    sudo apt-get install -y debootstrap
    sudo python3 tools/same_bytes.py /var/tmp/releases
    sudo python3 tools/same_bytes.py /var/tmp/releases --bind /srv/wheels --env PIP_FIND_LINKS=/srv/wheels -- --lang th

The folder gets a small Debian for each release, the first time, and in it a copy of what version control holds, without
version control. What follows `--` goes to build.py. `--bind` shows a folder or file of this computer there, `--env`
sets a variable, for those who reach packages in ways of their own. Ends with 1 and the names of the files that differ.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parent.parent
RELEASES = ("bookworm", "trixie")
_PLACE = "root/project"
_SYSTEM = ("/proc", "/dev")
_SCRIPT = """root=$1; shift
while [ "$1" != -- ]; do mount --rbind "$1" "$root$1"; shift; done
shift; exec chroot "$root" "$@"
"""


def main(words: Sequence[str]) -> int:
    """Build everywhere and compare; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--bind", action="append", default=[], metavar="PATH")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("build", nargs="*", metavar="-- words for build.py")
    asked = parser.parse_args(words)
    made = {}
    for release in RELEASES:
        root = asked.folder.absolute() / release
        _install(root, release)
        out = _build(root, asked.bind, asked.env, asked.build)
        made[release] = {
            file.relative_to(out).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(out.rglob("*"))
            if file.is_file()
        }
    differ = differing(*made.values())
    for name in differ:
        print(f"differs: {name}")
    print(f"{len(made[RELEASES[0]])} files from {' and '.join(RELEASES)}, {len(differ)} of which differ.")
    return 1 if differ or not made[RELEASES[0]] else 0


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """The names of files that are not the same in both, or in one only."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _install(root: Path, release: str) -> None:
    """Put a small Debian into a folder, unless it is there."""
    if not (root / "usr/bin/python3").exists():
        root.mkdir(parents=True, exist_ok=True)
        packages = "--include=python3,ca-certificates"
        subprocess.run(["debootstrap", "--variant=minbase", packages, release, str(root)], check=True)


def _build(root: Path, binds: Sequence[str], variables: Sequence[str], words: Sequence[str]) -> Path:
    """Copy the project there, build all of it anew, and return the folder of what was made."""
    project = root / _PLACE
    project.mkdir(parents=True, exist_ok=True)
    held = subprocess.run(["git", "archive", "HEAD"], cwd=PROJECT, stdout=subprocess.PIPE, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(held)) as archive:
        archive.extractall(project, filter="data")
    shown = [*_SYSTEM, "/etc/resolv.conf", *binds]
    for path in shown:
        inside = root / path.lstrip("/")
        if Path(path).is_dir():
            inside.mkdir(parents=True, exist_ok=True)
        else:
            inside.parent.mkdir(parents=True, exist_ok=True)
            inside.touch()
    # In a view of the disk of its own, so that nothing stays mounted.
    alone = ["unshare", "--mount", "sh", "-ec", _SCRIPT, "sh", str(root), *shown, "--"]
    clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", *variables]
    build = ["python3", f"/{_PLACE}/build.py", "--force", "--out", f"/{_PLACE}/dist", *words]
    code = subprocess.run([*alone, *clean, *build], check=False).returncode
    if code:
        print(f"{root.name}: build.py ended with {code}, so what it refused is not compared", file=sys.stderr)
    return project / "dist"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
