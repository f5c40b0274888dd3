"""Reads the results of a running server by a client that openapi-python-client wrote from the server's own description of itself.

Arguments: the address of the server, and an empty folder for the client. Prints how much was read. Every model of the client turns an
answer into values of the types that the description gives, and back: what comes back must be what was answered.
"""

import importlib
import json
import re
import subprocess
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

from openapi_spec_validator import validate

ADDRESS, FOLDER = sys.argv[1:]
read = 0


def answered(path):
    with urllib.request.urlopen(ADDRESS + path) as answer:
        return json.load(answer)


def write_client(description):
    (folder := Path(FOLDER)).joinpath("openapi.json").write_text(json.dumps(description))
    done = subprocess.run(
        [Path(sys.executable).with_name("openapi-python-client"), "generate", "--fail-on-warning", "--meta", "none"]
        + ["--path", folder / "openapi.json", "--output-path", folder / "minyi_client"]
        + ["--config", folder / "config.yml"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, FOLDER)


def moment(value):
    """A moment, which Python keeps to a microsecond; every other value as it is."""
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value).replace("Z", "+00:00"))
    except (TypeError, ValueError):
        return value


def same(one, other, place):
    global read
    if isinstance(one, dict) and isinstance(other, dict):
        assert one.keys() == other.keys(), (place, one.keys() ^ other.keys())
        for key, value in one.items():
            same(value, other[key], f"{place}/{key}")
    elif isinstance(one, list) and isinstance(other, list):
        assert len(one) == len(other), place
        for number, pair in enumerate(zip(one, other)):
            same(*pair, f"{place}/{number}")
    else:
        read += 1
        assert moment(one) == moment(other), (place, one, other)


def asked(operation, path, *variables):
    """The answer of an operation as the client has it, held to the answer itself."""
    module = importlib.import_module(f"minyi_client.api.default.{operation}")
    found = module.sync_detailed(*variables, client=client)
    assert found.status_code == 200, (operation, found.status_code)
    same(found.parsed.to_dict(), answered(path), path)
    return found.parsed


description = answered("/api/v1/openapi.json")
validate(description)
Path(FOLDER, "config.yml").write_text("post_hooks: []\n")
write_client(description)
client = importlib.import_module("minyi_client").Client(base_url=ADDRESS, raise_on_unexpected_status=True)

told = 0
for plan in asked("list_plans", "/api/v1/plans").plans:
    promises = asked("list_indicators", f"/api/v1/plans/{plan.id}/indicators", plan.id)
    told += len(promises.indicators)
assert told >= 69, told
for wave in asked("list_waves", "/api/v1/waves").waves:
    if wave.releases:
        asked("list_figures", f"/api/v1/waves/{wave.id}/figures", wave.id)
        asked("list_districts", f"/api/v1/waves/{wave.id}/districts", wave.id)
releases = asked("list_releases", "/api/v1/releases").releases
for release in releases:
    hash = release.to_dict()["about"]["release"]["hash"]
    asked("get_release", f"/api/v1/releases/{hash}", hash)

# Somebody who asks for what there is not is told so in the words of the description.
problem = importlib.import_module("minyi_client.api.default.get_release")
missing = problem.sync_detailed("0" * 12, client=client)
assert missing.status_code == 404 and missing.parsed.to_dict()["status"] == 404, missing

print(f"{told} indicators, {len(releases)} releases, {read} values read by the client")
