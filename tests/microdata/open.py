"""Opens a table of persons as SPSS, Stata and DDI have it, by programs that know nothing of ours, and holds each to what was written.

Arguments: a JSON file with what was written, the .sav, the .dta, the DDI code book, and a DDI code book of somebody else, from which
the order of elements is taken. Prints how much was compared.
"""
import json
import math
import sys
import xml.etree.ElementTree as tree

import pyreadstat

EXPECTED, SAV, DTA, DDI, GOLDEN = sys.argv[1:]
NAMESPACE = "{ddi:codebook:2_5}"
# The children of an element stand in this order in the schema of the DDI Alliance; only those that we write or that stand in the
# golden document are listed.
ORDER = {
    "codeBook": ["stdyDscr", "fileDscr", "dataDscr"],
    "stdyDscr": ["citation", "stdyInfo", "method", "dataAccs"],
    "citation": ["titlStmt", "rspStmt", "distStmt", "biblCit"],
    "titlStmt": ["titl", "IDNo"],
    "rspStmt": ["AuthEnty"],
    "distStmt": ["distDate"],
    "stdyInfo": ["abstract", "sumDscr"],
    "sumDscr": ["collDate", "geogCover"],
    "method": ["dataColl"],
    "dataColl": ["sampProc", "weight"],
    "dataAccs": ["useStmt"],
    "useStmt": ["confDec", "conditions"],
    "fileDscr": ["fileTxt"],
    "fileTxt": ["fileName", "dimensns"],
    "dimensns": ["caseQnty", "varQnty"],
    "dataDscr": ["var"],
    "var": ["labl", "invalrng", "sumStat", "catgry", "varFormat"],
    "invalrng": ["item", "range"],
    "catgry": ["catValu", "labl", "catStat"],
}
ATTRIBUTES = {
    "codeBook": {"version", "{http://www.w3.org/XML/1998/namespace}lang"},
    "fileDscr": {"ID"},
    "var": {"ID", "name", "files", "wgt", "wgt-var", "intrvl"},
    "sumStat": {"type"},
    "catStat": {"type"},
    "catgry": {"missing"},
    "item": {"VALUE"},
    "range": {"min", "max"},
    "varFormat": {"type"},
    "distDate": {"date"},
    "collDate": {"date", "event"},
}

with open(EXPECTED, encoding="utf-8") as file:
    expected = json.load(file)
compared = 0


def same(one, other, place):
    global compared
    compared += 1
    assert one == other, (place, one, other)


def sav():
    frame, meta = pyreadstat.read_sav(SAV, user_missing=True, output_format="dict")
    same(meta.file_encoding, "UTF-8", "encoding")
    same(list(frame), [variable["name"] for variable in expected], "names")
    same(len(frame["weight"]), len(expected[0]["column"]), "rows")
    for variable in expected:
        name = variable["name"]
        same(meta.column_names_to_labels[name], variable["label"], name)
        labels = {float(code): label for code, label, _ in variable["values"]}
        same(meta.variable_value_labels.get(name, {}), labels, name)
        missing = {float(code) for code, _, missing in variable["values"] if missing}
        ranges = meta.missing_ranges.get(name, [])
        same({float(one["lo"]) for one in ranges}, missing, name)
        same([float(cell) for cell in frame[name]], variable["column"], name)
        # Left to SPSS, what stands for no answer is none.
    plain, _ = pyreadstat.read_sav(SAV, output_format="dict")
    for variable in expected:
        missing = {code for code, _, missing in variable["values"] if missing}
        for cell, code in zip(plain[variable["name"]], variable["column"]):
            same(cell is None or math.isnan(cell), code in missing, variable["name"])


def dta():
    frame, meta = pyreadstat.read_dta(DTA, user_missing=True, output_format="dict")
    same(list(frame), [variable["name"] for variable in expected], "names")
    for variable in expected:
        name = variable["name"]
        same(meta.column_names_to_labels[name], variable["label"][:80], name)
        missing = [code for code, _, missing in variable["values"] if missing]
        letters = {code: chr(ord("a") + place) for place, code in enumerate(missing)}
        labels = {letters.get(code, code): label for code, label, _ in variable["values"]}
        found = meta.variable_value_labels.get(name, {})
        same({str(code): label for code, label in found.items()}, {str(code): label for code, label in labels.items()}, name)
        cells = [letters.get(code, code) for code in variable["column"]]
        same(list(frame[name]), cells, name)


def shape(element):
    """Every element has the children and attributes of the schema, in its order."""
    name = element.tag.removeprefix(NAMESPACE)
    assert element.tag.startswith(NAMESPACE), element.tag
    global compared
    compared += 1
    order = ORDER.get(name, [])
    places = [order.index(child.tag.removeprefix(NAMESPACE)) for child in element]
    assert places == sorted(places), (name, places)
    assert set(element.attrib) <= ATTRIBUTES.get(name, set()), (name, element.attrib)
    for child in element:
        shape(child)


def ddi():
    for document in (GOLDEN, DDI):
        shape(tree.parse(document).getroot())
    root = tree.parse(DDI).getroot()
    variables = root.findall(f".//{NAMESPACE}var")
    same([variable.get("name") for variable in variables], [variable["name"] for variable in expected], "names")
    ids = [variable.get("ID") for variable in variables]
    same(len(set(ids)), len(ids), "ids")
    for found, variable in zip(variables, expected):
        name = variable["name"]
        same(found.find(NAMESPACE + "labl").text, variable["label"], name)
        categories = []
        for category in found.findall(NAMESPACE + "catgry"):
            code = int(category.find(NAMESPACE + "catValu").text)
            label = category.find(NAMESPACE + "labl").text
            categories.append([code, label, category.get("missing") == "Y"])
            count = int(category.find(NAMESPACE + "catStat").text)
            same(count, sum(cell == code for cell in variable["column"]), name)
        same(categories, variable["values"], name)
        items = [int(item.get("VALUE")) for item in found.findall(f"{NAMESPACE}invalrng/{NAMESPACE}item")]
        same(items, [code for code, _, missing in variable["values"] if missing], name)
        if found.get("wgt-var"):
            assert found.get("wgt-var") in ids, name


sav()
dta()
ddi()
print(compared, "things compared")
