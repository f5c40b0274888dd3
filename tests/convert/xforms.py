"""Workbooks as the reference reader and an XPath engine of its own take them.

draw FOLDER COUNT   draws forms and answers: N.xlsx and N.json
paths FOLDER        reads each N.xlsx by pyxform, follows it with each of the answers in N.json (an object of texts by
                    name) and writes to N.paths.json which questions are asked, in order; N.error where pyxform refuses

XPath is evaluated by libxml2 (lxml); `selected`, `date` and `round` with places are what XForms adds to it. A date is
the number of its days. An answer to what is not asked is blank.
"""

import datetime
import json
import pathlib
import random
import sys

import lxml.etree as etree
import openpyxl
from pyxform.xls2xform import convert

XFORMS = "{http://www.w3.org/2002/xforms}"
ASKING = {XFORMS + tag for tag in ("input", "select", "select1", "range")}
NOTE = "true()"


def days(date):
    return (datetime.date.fromisoformat(date) - datetime.date(1970, 1, 1)).days


def text_of(value):
    if isinstance(value, list):
        return "".join(value[0].itertext()) if value else ""
    return value


functions = etree.FunctionNamespace(None)
functions["selected"] = lambda _, chosen, name: name in text_of(chosen).split()
functions["date"] = lambda _, date: float(days(text_of(date)))


class Form:
    """A form as pyxform has made it: what is asked in which order, and on which conditions."""

    def __init__(self, workbook):
        self.root = etree.fromstring(convert(xlsform=str(workbook), validate=False).xform.encode())
        self.model = self.root.find(f".//{XFORMS}model")
        self.binds = {bind.get("nodeset"): bind for bind in self.model.iter(XFORMS + "bind")}
        self.order = []
        body = self.root.find("{http://www.w3.org/1999/xhtml}body")
        for control in body.iter(*ASKING):
            bind = self.binds[control.get("ref")]
            if bind.get("readonly") != NOTE:
                self.order.append(control.get("ref"))

    def instance(self):
        """The data of a form, blank, without namespaces."""

        def plain(element):
            copy = etree.Element(etree.QName(element).localname)
            copy.extend(plain(child) for child in element if isinstance(child.tag, str))
            return copy

        return etree.ElementTree(plain(self.model.find(f"{XFORMS}instance")[0]))

    def path(self, answers):
        """The names of what is asked."""
        data = self.instance()
        asked = []
        for ref in self.order:
            steps = ref.split("/")[1:]
            around = ["/" + "/".join(steps[: at + 1]) for at in range(len(steps))]
            if not all(self.holds(data, place) for place in around):
                continue
            name = steps[-1]
            asked.append(name)
            answer = answers.get(name, "")
            if answer and self.binds[ref].get("type") == "date":
                answer = str(days(answer))
            data.xpath(ref)[0].text = answer
        return asked

    def holds(self, data, place):
        bind = self.binds.get(place)
        relevant = bind.get("relevant") if bind is not None else None
        return relevant is None or data.xpath(place)[0].xpath(f"boolean({relevant})")


def paths(folder):
    for workbook in sorted(folder.glob("*.xlsx")):
        try:
            form = Form(workbook)
        except Exception as error:  # whatever the reader says, for the test to show
            workbook.with_suffix(".error").write_text(f"{type(error).__name__}: {error}")
            continue
        answers = json.loads(workbook.with_suffix(".json").read_text())
        found = [form.path(each) for each in answers]
        workbook.with_suffix(".paths.json").write_text(json.dumps(found))


class Drawn:
    """A form drawn at random, written as people write them."""

    def __init__(self, chance):
        self.chance = chance
        self.questions = []
        self.rows = []
        self.choices = []
        depth = 0
        for at in range(chance.randint(4, 12)):
            if chance.random() < 0.25 and depth < 3:
                depth += 1
                kind = chance.choice(["begin group", "begin_group"])
                self.rows.append([kind, f"g{at}", f"Part {at}", self.condition() if chance.random() < 0.6 else ""])
            self.question(at)
            while depth and chance.random() < 0.3:
                depth -= 1
                self.rows.append(["end group"])
        self.rows.extend([["end_group"]] * depth)

    def question(self, at):
        chance = self.chance
        name = chance.choice([f"Q{at}", f"q-{at}", f"bus.{at}", f"q{at}"])
        kind = chance.choice(["one", "one", "several", "integer", "decimal", "date", "text"])
        relevant = self.condition() if self.questions and chance.random() < 0.7 else ""
        values = []
        if kind in ("one", "several"):
            values = chance.choice([["1", "2", "3"], ["yes", "no"], ["01", "02"], ["0", "1", "98"], ["a", "B", "b"]])
            chosen = chance.choice(["select_one", "select one from", "select one"])
            typed = chosen if kind == "one" else "select_multiple"
            self.choices.extend([f"list{at}", value, f"Choice {value}"] for value in values)
            typed = f"{typed} list{at}"
        else:
            typed = chance.choice(["text", "string"]) if kind == "text" else kind
        self.rows.append([typed, name, f"Question {at}?", relevant])
        self.questions.append((name, kind, values))

    def condition(self, depth=0):
        chance = self.chance
        if not self.questions:
            return ""
        drawn = chance.random()
        if depth < 3 and drawn < 0.25:
            word = chance.choice([" and ", " or "])
            parts = [self.condition(depth + 1) for _ in range(chance.randint(2, 3))]
            return "(" + word.join(parts) + ")" if depth or chance.random() < 0.5 else word.join(parts)
        if depth < 3 and drawn < 0.4:
            return chance.choice(["not({})", "not ( {} )"]).format(self.condition(depth + 1))
        name, kind, values = chance.choice(self.questions)
        asked = "${%s}" % name
        blank = chance.choice(["{} = ''", "{} != ''", '"" != {}'])
        order = chance.choice(["<", "<=", ">", ">=", "=", "!="])
        quoted = chance.choice(["'{}'", '"{}"', "\u2018{}\u2019", "\u201c{}\u201d"])
        if chance.random() < 0.15 or kind == "text":
            return blank.format(asked)
        if kind == "several":
            return f"selected({asked}, {quoted.format(chance.choice(values))})"
        if kind == "one":
            value = chance.choice(values)
            if chance.random() < 0.3:
                return f"selected({asked}, '{value}')"
            if value == str(int(value)) if value.isdigit() else False:
                return chance.choice([f"{asked} {order} {value}", f"{value} {order} {asked}"])
            return f"{asked} {chance.choice(['=', '!='])} {quoted.format(value)}"
        if kind == "date":
            date = f"date('2013-0{chance.randint(1, 9)}-15')"
            return chance.choice([f"{asked} {order} {date}", f"{date} {order} {asked}"])
        number = chance.choice(["0", "5", "9", "-3"]) if kind == "integer" else chance.choice(["0.5", "2.25", "7"])
        return chance.choice([f"{asked} {order} {number}", f"{number} {order} {asked}", f"{asked}{order}{number}"])

    def answers(self):
        chance = self.chance
        given = {}
        for name, kind, values in self.questions:
            if chance.random() < 0.35:
                continue
            given[name] = {
                "one": lambda: chance.choice(values),
                "several": lambda: " ".join(sorted(chance.sample(values, chance.randint(1, len(values))))),
                "integer": lambda: str(chance.choice([0, 3, 5, 8, 9, 10, 200])),
                "decimal": lambda: chance.choice(["0", "0.5", "2.25", "6.99", "7", "12.5"]),
                "date": lambda: f"2013-0{chance.randint(1, 9)}-{chance.choice(['14', '15', '16'])}",
                "text": lambda: "Because",
            }[kind]()
        return given

    def write(self, file):
        book = openpyxl.Workbook()
        survey = book.active
        survey.title = "survey"
        relevant = self.chance.choice(["relevant", "relevance", "Relevant"])
        survey.append(["type", "name", "label", relevant])
        for row in self.rows:
            survey.append(row)
        choices = book.create_sheet("choices")
        choices.append([self.chance.choice(["list_name", "list name"]), "name", "label"])
        for row in self.choices:
            choices.append(row)
        book.save(file)


def draw(folder, count):
    for at in range(count):
        form = Drawn(random.Random(at))
        form.write(folder / f"{at:03}.xlsx")
        answers = [form.answers() for _ in range(30)] + [{}]
        (folder / f"{at:03}.json").write_text(json.dumps(answers))


if __name__ == "__main__":
    command, folder, *count = sys.argv[1:]
    if command == "draw":
        draw(pathlib.Path(folder), int(count[0]))
    else:
        paths(pathlib.Path(folder))
