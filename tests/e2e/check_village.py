"""check_village.py - a village's year goes in and comes out right, to the unit."""

import csv
import io
import json
import subprocess
import sys

from toolkit import DATA, FOSHAN, LINSHAN, ROOT, STATUS, Failed, Skipped, check, expect, same, table

VILLAGES = [("foshan", FOSHAN), ("linshan", LINSHAN)]
REFERENCE = ROOT / "tests" / "reference" / "village_year.py"
DAYS = [("2020-08-09",), ("2020-12-31",), ("2021-01-01",), ("2021-06-30",), ("2021-12-17",)]


def load(box, folder):
    if not folder.is_dir():
        raise Skipped(f"no {folder.name} here")
    if folder == FOSHAN:
        return box.read_foshan()
    box.done("init")
    box.done("import", folder)
    return box.data


def reference(folder, *arguments):
    return subprocess.run([sys.executable, REFERENCE, folder, *arguments], check=True,
                          stdout=subprocess.PIPE).stdout.decode()


@table(VILLAGES, "{0}: report --json is what an independent reading expects")
def report_json(box, _, folder):
    load(box, folder)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    same(expected, json.loads(box.done("report", "--json")), "the report")


@table(VILLAGES, "{0}: balances --csv are as expected, byte for byte")
def balances(box, _, folder):
    load(box, folder)
    same((folder / "expected_balances.csv").read_text(encoding="utf-8"),
         box.done("balances", "--csv"), "the balances")


@table(DAYS, "the figures and balances up to {0} are right")
def on_a_day(box, day):
    box.read_foshan()
    same(json.loads(reference(FOSHAN, "--on", day)),
         json.loads(box.done("report", "--json", "--on", day)), "the report")
    same(reference(FOSHAN, "--on", day, "--balances"),
         box.done("balances", "--csv", "--on", day), "the balances")


@check("the report for people shows the figures, in both languages")
def report_people(box):
    box.read_foshan()
    figures = ("1238", "1151", "93.0", "341", "5971", "718", "413945", "197190", "216755", "2655")
    for lang in ("zh", "en"):
        text = box.done("report", lang=lang).replace(",", "")
        for figure in figures:
            if figure not in text:
                raise Failed(f"{figure} is not in the report ({lang})\n{text}")
    same(True, box.done("report", lang="en") != box.done("report", lang="zh"), "two languages")


@check("every balance is the last balance of that resident's history")
def histories(box):
    box.read_foshan()
    rows = list(csv.DictReader((FOSHAN / "expected_balances.csv").open(encoding="utf-8")))
    for row in rows[::97]:
        text = box.done("history", row["resident_no"], "--csv")
        entries = list(csv.DictReader(io.StringIO(text)))
        last = int(entries[-1]["balance"]) if entries else 0
        same(int(row["balance"]), last, f"the last balance of {row['resident_no']}")
        same(last, sum(int(e["points"]) for e in entries), f"the sum of {row['resident_no']}")


@check("a history names day, rule, proposer, approver and record of each entry")
def history_columns(box):
    box.read_foshan()
    text = box.done("history", "R00923", "--csv")
    entries = list(csv.DictReader(io.StringIO(text)))
    first = entries[0]
    same("REG-01", first["code"], "the first entry's rule")
    for entry in entries:
        same(10, len(entry["day"]), "the length of a day")
        same(True, entry["record"].isdigit(), "the record is a number")
    awarded = [e for e in entries if int(e["points"]) > 0]
    same(True, all(e["proposer"] and e["approver"] for e in awarded), "two eyes on each award")
    same(True, all(e["proposer"] != e["approver"] for e in awarded), "of two people")
    expect(box.sanbao("history", "R00923", lang="en"), 0, "REG-01", first["proposer"])


@check("the history of nobody is refused by name")
def history_unknown(box):
    box.read_foshan()
    zh, en = STATUS["PERSON_UNKNOWN"]
    expect(box.sanbao("history", "R99999"), 1, zh)
    expect(box.sanbao("history", "R99999", lang="en"), 1, en)


@check("a second import of the same folder is harmless and says so")
def import_twice(box):
    box.foshan()
    before = box.done("checkpoint")
    expect(box.sanbao("import", FOSHAN), 0)
    same(before, box.done("checkpoint"), "the checkpoint")


@check("import --dry-run stores nothing")
def dry_run(box):
    box.done("init")
    before = box.done("checkpoint")
    expect(box.sanbao("import", FOSHAN, "--dry-run"), 0)
    same(before, box.done("checkpoint"), "the checkpoint")
    box.done("import", FOSHAN)
    same(json.loads((FOSHAN / "expected.json").read_text(encoding="utf-8")),
         json.loads(box.done("report", "--json")), "the report after the true import")


@check("files that come one after the other give the same village")
def import_in_parts(box):
    box.done("init")
    first = ["village.json", "fund.csv", "households.csv", "residents.csv", "staff.csv",
             "rules.csv", "shops.csv", "goods.csv"]
    box.done("import", box.village("one", {n: FOSHAN / n for n in first}))
    box.done("import", box.village("two", {n: FOSHAN / n for n in ("activities.csv",
                                                                  "attendance.csv")}))
    box.done("import", box.village("three", {"redemptions.csv": FOSHAN / "redemptions.csv"}))
    same((FOSHAN / "expected_balances.csv").read_text(encoding="utf-8"),
         box.done("balances", "--csv"), "the balances")


@check("two villages stand side by side in one data folder")
def two_villages(box):
    if not LINSHAN.is_dir():
        raise Skipped("no linshan here")
    box.foshan()
    box.done("import", LINSHAN)
    expect(box.sanbao("balances", "--csv"), 2)
    expect(box.sanbao("history", "R00001"), 2)
    reports = json.loads(box.done("report", "--json"))["villages"]
    same(2, len(reports), "the number of villages")
    for folder in (FOSHAN, LINSHAN):
        code = json.loads((folder / "village.json").read_text(encoding="utf-8"))["code"]
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        same(expected, json.loads(box.done("report", "--village", code, "--json")), folder.name)
        same(True, expected in reports, f"{folder.name} among the villages")
        same((folder / "expected_balances.csv").read_text(encoding="utf-8"),
             box.done("balances", "--village", code, "--csv"), f"balances of {folder.name}")
    box.done("verify")


@check("the village day of a past year is its last day, and may be moved")
def clock(box):
    box.foshan()
    expect(box.sanbao("clock"), 0, "2021-12-17")
    zh, _ = STATUS["CLOCK_BACKWARDS"]
    expect(box.sanbao("clock", "2021-12-16"), 1, zh)
    expect(box.sanbao("clock", "2022-01-10"), 0)
    expect(box.sanbao("clock"), 0, "2022-01-10")
    expect(box.sanbao("clock", "2022-02-30"), 2)
    expect(box.sanbao("clock", "real"), 0)
    expect(box.sanbao("clock"), 0, absent=["2022-01-10"])


@check("simulate: the same seed gives the same root, another seed another")
def simulate(box):
    roots = []
    for number, seed in enumerate(("7", "7", "8")):
        box.data = box.scratch / f"sim-{number}"
        box.done("init")
        box.done("simulate", "--villages", "2", "--residents", "40", "--days", "20",
                 "--seed", seed)
        roots.append(box.done("checkpoint").splitlines()[1:3])
        box.done("verify")
    same(roots[0], roots[1], "size and root of the same seed")
    same(True, roots[0] != roots[2], "another root with another seed")


GOOD = [("in GB18030 with CRLF", "residents_gbk.csv"),
        ("with a byte order mark and CRLF", "residents_bom_crlf.csv"),
        ("with its columns in another order", "residents_columns_reordered.csv")]


def roster(box, name):
    """A folder of the sample's village with another residents file."""
    return box.village("folder", {
        "village.json": FOSHAN / "village.json", "households.csv": FOSHAN / "households.csv",
        "staff.csv": FOSHAN / "staff.csv", "rules.csv": FOSHAN / "rules.csv",
        "shops.csv": FOSHAN / "shops.csv",
        "residents.csv": DATA / "bad" / name})


@table(GOOD, "a residents file {0} comes in whole")
def awkward_good(box, _, name):
    box.done("init")
    box.done("import", roster(box, name))
    report = json.loads(box.done("report", "--json"))
    same(40, report["residents"], "residents")
    expected = {r["resident_no"]: r for r in csv.DictReader(
        (FOSHAN / "residents.csv").open(encoding="utf-8"))}
    same(sum(bool(expected[f"R{n:05}"]["registered_on"]) for n in range(1, 41)),
         report["registered"], "registered")


TEN = [(5, "birth_date", "2020-02-30"), (7, "resident_no", "R00005"),
       (9, "household_no", "H9999"), (11, "name", ""), (13, "phone", "12345"),
       (15, "registered_on", "2099-01-01"), (17, "name", "=HYPERLINK"), (19, "", ""),
       (21, "name", ""), (23, "birth_date", "1850-01-01")]


@table([("zh", "第 {} 行"), ("en", "line {}")],
       "all ten faults of a residents file are named, none else, nothing stored ({0})")
def ten_faults(box, lang, line):
    box.done("init")
    answer = box.sanbao("import", roster(box, "residents_ten_faults.csv"), lang=lang)
    faults(answer, "residents.csv", line, TEN)
    same([], [v for v in json.loads(box.sanbao("report", "--json").out or '{"villages": []}')
              .get("villages", [])], "villages stored")


SEVEN = [(4, "resident_no", "R99999"), (6, "activity_no", "A9999"),
         (8, "checked_out_at", "2020-08-12T07:02+08:00"), (10, "", ""),
         (12, "checked_in_at", "2020-08-10 13:30"), (14, "method", "telepathy"), (16, "", "")]


@table([("zh", "第 {} 行"), ("en", "line {}")],
       "all seven faults of an attendance file are named, none else, nothing stored ({0})")
def seven_faults(box, lang, line):
    box.done("init")
    files = {p.name: p for p in FOSHAN.glob("*.csv") if "expected" not in p.name}
    files |= {"village.json": FOSHAN / "village.json",
              "attendance.csv": DATA / "bad" / "attendance_seven_faults.csv"}
    del files["redemptions.csv"]
    answer = box.sanbao("import", box.village("folder", files), lang=lang)
    faults(answer, "attendance.csv", line, SEVEN)


def faults(answer, file, line, rows):
    """Each fault has a line of the answer with file, line, column and value; no other has."""
    expect(answer, 1)
    told = [t for t in answer.said.splitlines() if t.startswith(f"{file} {line[:4].split('{')[0]}")]
    for number, column, value in rows:
        place = line.format(number)
        if not any(place in t and column in t and value in t for t in told):
            raise Failed(f"no fault at {place} {column} {value}\n{answer.tell()}")
    same(len(rows), len(told), f"the number of faults\n{answer.tell()}")


@check("--keep-good leaves the faulty rows out and keeps the others")
def keep_good(box):
    box.done("init")
    expect(box.sanbao("import", roster(box, "residents_ten_faults.csv"), "--keep-good"), 1)
    same(30, json.loads(box.done("report", "--json"))["residents"], "residents")
    box.done("verify")


REFUSED = [("an open quote", "residents_open_quote.csv"), ("bytes that are no text",
           "residents_invalid_utf8.csv"), ("a NUL byte", "residents_nul.csv"),
           ("a missing column", "residents_missing_column.csv")]


@table(REFUSED, "a file with {0} is refused by name and nothing is stored")
def refused_file(box, _, name):
    box.done("init")
    before = box.done("checkpoint")
    expect(box.sanbao("import", roster(box, name)), 1, "residents.csv")
    expect(box.sanbao("import", roster(box, name), lang="en"), 1, "residents.csv")
    same(before, box.done("checkpoint"), "the checkpoint")


@check("a file with a header alone is no fault")
def header_only(box):
    box.done("init")
    expect(box.sanbao("import", roster(box, "residents_header_only.csv")), 0)
