"""NOTICE and the SBOM name every package that is locked and every file with a licence of its own, and no other."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from support.project import PROJECT

from tools import audit, sbom

LOCK = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
BILL = json.loads((PROJECT / "sbom.cdx.json").read_text(encoding="utf-8"))
AGAIN = "run: python3 -m tools.sbom"


def test_the_lock_is_read_whole() -> None:
    assert len(sbom.locked(LOCK)) == len(re.findall("^[a-z].*==", LOCK, re.MULTILINE))


def test_every_locked_package_is_in_the_sbom_with_its_hashes() -> None:
    named = {
        one["name"]: (one["version"], tuple(hash["content"] for hash in one["hashes"]))
        for one in BILL["components"]
        if one["type"] == "library"
    }
    assert named == sbom.locked(LOCK), AGAIN


def test_every_file_of_assets_is_in_the_sbom_as_it_is() -> None:
    named = {one["name"]: one.get("hashes") for one in BILL["components"] if one["type"] == "file"}
    wanted = {
        part.name: [{"alg": "SHA-256", "content": one} for one in part.sha256] or None
        for part in sbom.assets(PROJECT / "assets")
    }
    assert named == wanted, AGAIN


def test_no_licence_reaches_into_the_project() -> None:
    said = [one["licenses"][0] for one in BILL["components"]]
    assert all(said)
    for licence in said:
        name = licence.get("expression") or licence["license"].get("id") or licence["license"]["name"]
        choices = [re.split(" AND ", choice) for choice in name.split(" OR ")]
        assert any(not re.match("A?GPL|SSPL|CC-BY-NC", part) for choice in choices for part in choice), name


def test_notice_names_what_the_sbom_names() -> None:
    notice = (PROJECT / "NOTICE").read_text(encoding="utf-8")
    for one in BILL["components"]:
        version = f" {one['version']}" if "version" in one else ""
        assert f"  {one['name']}{version}: " in notice, AGAIN


def test_the_sbom_says_what_it_is_a_bill_of() -> None:
    about = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (BILL["bomFormat"], BILL["specVersion"]) == ("CycloneDX", "1.6")
    assert BILL["metadata"]["component"]["version"] == about["version"]
    assert "timestamp" not in BILL["metadata"]


def test_every_part_can_be_told_from_every_other() -> None:
    names = [one["bom-ref"] for one in (BILL["metadata"]["component"], *BILL["components"])]
    assert len(names) == len({*names})
    libraries = [one for one in BILL["components"] if one["type"] == "library"]
    assert [one["purl"] for one in libraries] == [f"pkg:pypi/{one['name']}@{one['version']}" for one in libraries]


@pytest.mark.everything
def test_the_sbom_is_one_by_the_schema_of_cyclonedx() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    schema = JsonStrictValidator(SchemaVersion.from_version(BILL["specVersion"]))
    assert schema.validate_str(json.dumps(BILL)) is None
    first, *rest = BILL["components"]
    for faulty in ({**first, "colour": "red"}, {**first, "licenses": [{"license": {"id": "No-Such-Licence"}}]}):
        assert schema.validate_str(json.dumps({**BILL, "components": [faulty, *rest]}))


def test_an_audit_names_packages_with_known_faults(capsys: pytest.CaptureFixture[str]) -> None:
    fault = {"id": "PYSEC-1", "fix_versions": ["3.1.6"]}
    said = {
        "dependencies": [{"name": "jinja2", "version": "3.1.5", "vulns": [fault]}, {"name": "a", "skip_reason": "x"}]
    }
    assert audit.report(json.dumps(said), strict=False) == 1
    assert "jinja2 3.1.5: PYSEC-1; mended in 3.1.6" in capsys.readouterr().out


def test_an_audit_without_advisories_fails_only_where_it_must() -> None:
    said = json.dumps({"dependencies": [{"name": "a", "skip_reason": "x"}]})
    assert (audit.report(said, strict=False), audit.report(said, strict=True)) == (0, 1)
    assert (audit.report("", strict=False), audit.report("", strict=True)) == (0, 1)
