"""Compare requirements.lock with published advisories; end with 1 if a locked package has a known fault.

    pip install pip-audit
    python3 -m tools.audit

Needs the network, so it is no part of the tests. Where the advisories cannot be reached, it says so and ends with 0,
unless `--strict` is given.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def main(arguments: Sequence[str]) -> int:
    """Run pip-audit over the lock and say what it found."""
    if importlib.util.find_spec("pip_audit") is None:
        print("pip-audit is not installed: pip install pip-audit", file=sys.stderr)
        return int("--strict" in arguments)
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format=json"]
    done = subprocess.run(
        [*command, f"--requirement={PROJECT / 'requirements.lock'}"], capture_output=True, text=True, check=False
    )
    return report(done.stdout, "--strict" in arguments)


def report(audited: str, strict: bool) -> int:
    """Print what pip-audit's JSON says; return 1 where a package has a fault, or could not be looked up and must be."""
    try:
        dependencies = json.loads(audited)["dependencies"]
    except (ValueError, LookupError, TypeError):
        print("The advisories could not be read.", file=sys.stderr)
        return int(strict)
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    faults = [(one["name"], one["version"], fault) for one in dependencies for fault in one.get("vulns", ())]
    for name, version, fault in faults:
        better = ", ".join(fault.get("fix_versions", ())) or "none yet"
        print(f"{name} {version}: {fault['id']}; mended in {better}")
    if skipped:
        print(f"Not looked up, as the advisories cannot be reached: {', '.join(skipped)}", file=sys.stderr)
    print(f"{len(dependencies) - len(skipped)} packages looked up, {len(faults)} known faults.")
    return int(bool(faults) or (strict and bool(skipped)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
