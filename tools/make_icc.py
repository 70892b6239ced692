"""The measurements that assets/icc/SOURCES.toml pins -> assets/icc/fogra39.icc, the press files' output profile.

It needs the Debian packages icc-profiles-free and argyll (`apt install icc-profiles-free argyll`) in the versions that
SOURCES.toml names, and takes half a minute. Run it from the project's folder: python3 -m tools.make_icc

The bytes depend on the measurements, the tool and its arguments, not on the clock or the number of processors. After a
change of version or arguments the run fails and names the sum it found, so that a person decides to trust it.
"""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ICC = Path(__file__).resolve().parent.parent / "assets" / "icc"
# The month the measurements were published: the header must hold a date, and no clock is read.
DATE = (2006, 12, 1, 0, 0, 0)


def main() -> int:
    """Make the profile; returns 1 and leaves the file alone where a sum is not the pinned one."""
    (source,) = tomllib.loads((ICC / "SOURCES.toml").read_text(encoding="utf-8"))["profile"]
    table = Path(source["path"])
    if not table.is_file() or not shutil.which(source["tool"]):
        print(f"install the Debian packages {source['package']} and {source['tool_package']} first", file=sys.stderr)
        return 1
    measured = table.read_bytes()
    if differs(source["path"], measured, "source_sha256", source["source_sha256"]):
        return 1
    texts = ["-D", source["description"], "-C", source["copyright"]]
    profile = settled(made([source["tool"], *source["arguments"], *texts], measured))
    if differs(source["file"], profile, "sha256", source["sha256"]):
        return 1
    (ICC / source["file"]).write_bytes(profile)
    return 0


def made(command: list[str], measured: bytes) -> bytes:
    """The profile that `command` makes from a table of measurements."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "fogra39.ti3").write_bytes(measured)
        subprocess.run([*command, "-O", "fogra39.icc", "fogra39"], cwd=folder, check=True, stdout=sys.stderr)
        return (Path(folder) / "fogra39.icc").read_bytes()


def settled(profile: bytes) -> bytes:
    """The same profile with what the tool took from clock and computer out of its header.

    Offsets are those of ICC.1:2001-04, 6.1: date and time 24-35, platform 40-43, and 84-99, reserved there and the
    profile's sum in later versions. Zero means "not given" in the last two.
    """
    header = bytearray(profile[:128])
    header[24:36] = struct.pack(">6H", *DATE)
    header[40:44] = bytes(4)
    header[84:100] = bytes(16)
    return bytes(header) + profile[128:]


def differs(name: str, content: bytes, key: str, pinned: str) -> bool:
    """Whether the sum is another than SOURCES.toml pins; if so, says so."""
    found = hashlib.sha256(content).hexdigest()
    if found != pinned:
        print(f'{name}: SOURCES.toml does not have {key} = "{found}"', file=sys.stderr)
    return found != pinned


if __name__ == "__main__":
    sys.exit(main())
