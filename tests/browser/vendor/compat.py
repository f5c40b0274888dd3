"""Writes compat.tsv: what is later than Chromium 56 or iOS 12.5 knows, out of data.json of @mdn/browser-compat-data.

    python3 compat.py data.json > compat.tsv

Each line: a key as `old_phones/uses.js` finds it in scripts and styles, and the versions of Chromium (for Android) and
of Safari (for iOS) that know it first; `-` where none does.
"""

import json
import re
import sys

ENGINES = (("chrome_android", 56.0), ("safari_ios", 12.5))
NEVER = float("inf")
# What a script finds under a name of its own, and what that is.
INSTANCES = {
    "caches": "CacheStorage", "crypto": "Crypto", "document": "Document", "history": "History",
    "localStorage": "Storage", "location": "Location", "navigator": "Navigator", "performance": "Performance",
    "screen": "Screen", "self": "Window", "sessionStorage": "Storage", "window": "Window",
}

with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)


def since(feature, engine):
    """The first version that knows a feature under its own name and without being told to."""
    statements = feature["__compat"]["support"].get(engine, {"version_added": False})
    versions = []
    for statement in statements if isinstance(statements, list) else [statements]:
        if {"flags", "prefix", "alternative_name"} & statement.keys():
            continue
        # A statement that ends is followed by a better one where it was of a part.
        if "version_removed" in statement and "partial_implementation" not in statement:
            continue
        version = statement["version_added"]
        number = re.fullmatch(r"≤?(\d+(\.\d+)?).*", version or "")
        versions.append(float(number[1]) if number else NEVER)
    return min(versions, default=NEVER)


earliest = {}


def put(key, feature):
    """Several owners have a member of one name: it is known where one of them is."""
    if "__compat" not in feature:
        return
    versions = [since(feature, engine) for engine, _ in ENGINES]
    known = earliest.get(key, versions)
    earliest[key] = [min(pair) for pair in zip(known, versions)]


def children(feature):
    return [(name, child) for name, child in feature.items() if name != "__compat" and isinstance(child, dict)]


def put_call(name, feature):
    """What may be told to a function or constructor."""
    for detail, child in children(feature):
        option = re.fullmatch(r"(?:options|init)_(\w+)_parameter", detail)
        if option:
            put(f"option {name} {option[1]}", child)
        elif detail in ("record", "sequence"):
            put(f"argument {name} {detail}", child)


def put_owner(owner, feature):
    for member, child in children(feature):
        event = re.fullmatch(r"(\w+)_event", member)
        plain = re.sub(r"_(static|permission)$", "", member)
        if event:
            put(f"event {event[1]}", child)
        elif plain == owner:
            put_call(owner, child)
        elif re.fullmatch(r"[A-Za-z]\w*", plain):
            put(f"member {plain}", child)
            put_call(plain, child)


for owner, feature in children(data["api"]) + children(data["javascript"]["builtins"]):
    put(f"global {owner}", feature)
    put_owner(owner, feature)
    put_call(owner, feature)
    for inner, child in children(feature):
        # `Intl.DateTimeFormat` and the like.
        if inner[:1].isupper():
            put_owner(inner, child)
for scope in ("Window", "WorkerGlobalScope", "ServiceWorkerGlobalScope"):
    for member, feature in children(data["api"][scope]):
        put(f"global {member}", feature)
for owner, feature in children(data["javascript"]["builtins"]):
    for member, child in children(feature):
        put(f"static {owner}.{member.removesuffix('_static')}", child)
for name, owner in INSTANCES.items():
    for member, feature in children(data["api"][owner]):
        put(f"static {name}.{member}", feature)
put("syntax trailing comma in a call", data["javascript"]["grammar"]["trailing_commas"]["trailing_commas_in_functions"])

css = data["css"]
for name, feature in children(css["properties"]):
    put(f"property {name}", feature)
    for value, child in children(feature):
        put(f"value {name} {value}", child)
put("value font-weight number", css["properties"]["font-weight"]["number"])
for name, feature in children(css["types"]):
    put(f"function {name}", feature)
    for inner, child in children(feature):
        put(f"function {inner}", child)
for name, feature in children(css["selectors"]):
    put(f"selector {name}", feature)
for name, feature in children(css["at-rules"]):
    put(f"at-rule {name}", feature)
for name, feature in children(css["at-rules"]["media"]):
    put(f"media {name}", feature)

print("# later than Chromium 56 or iOS 12.5, from @mdn/browser-compat-data", data["__meta"]["version"])
for key, versions in sorted(earliest.items()):
    if any(version > floor for version, (_, floor) in zip(versions, ENGINES)):
        print(key, *("-" if version == NEVER else f"{version:g}" for version in versions), sep="\t")
