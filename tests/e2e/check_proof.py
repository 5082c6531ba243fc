"""check_proof.py - anyone can check the books: receipts, verify, and every kind of tampering."""

import csv
import json
import random
import re
import shutil
import sqlite3
import time
from contextlib import closing

from toolkit import FOSHAN, STATUS, Failed, check, expect, sample_copy, same, table

SEED = 20211217  # of the places that are damaged, so that a failure can be had again


@check("a receipt is checked without a data folder and says in words what it proves")
def receipt(box):
    box.read_foshan()
    key = box.done("key").strip()
    records = int(box.done("checkpoint").splitlines()[1])
    for record in (0, 1, records // 2, records - 1):
        file = box.scratch / "receipt.txt"
        file.write_text(box.done("receipt", record), encoding="utf-8")
        same("c2sp.org/tlog-proof@v1", file.read_text().splitlines()[0], "the first line")
        for lang in ("zh", "en"):
            expect(box.sanbao("check-receipt", file, "--key", key, data=None, lang=lang), 0,
                   str(record))


@check("a receipt with a flipped bit is refused")
def receipt_flipped(box):
    box.read_foshan()
    key = box.done("key").strip()
    good = box.done("receipt", 5000).encode()
    file = box.scratch / "receipt.txt"
    chance = random.Random(SEED)
    for _ in range(60):
        bad = bytearray(good)
        bad[chance.randrange(len(bad) - 1)] ^= 1 << chance.randrange(7)
        file.write_bytes(bad)
        expect(box.sanbao("check-receipt", file, "--key", key, data=None), 1)


@check("a receipt under another key is refused")
def receipt_other_key(box):
    box.read_foshan()
    file = box.scratch / "receipt.txt"
    file.write_text(box.done("receipt", 1), encoding="utf-8")
    box.data = box.scratch / "other"
    box.done("init")
    expect(box.sanbao("check-receipt", file, "--key", box.done("key").strip(), data=None), 1)
    expect(box.sanbao("check-receipt", file, "--key", "no key", data=None), 1)


@check("a receipt of a record that is not there is refused")
def receipt_missing(box):
    box.read_foshan()
    expect(box.sanbao("receipt", 10 ** 9), 1, STATUS["RECORD_NOT_FOUND"][0])
    expect(box.sanbao("receipt", 10 ** 9, lang="en"), 1, STATUS["RECORD_NOT_FOUND"][1])


@check("verify and verify --log find the sample's books in order")
def verify(box):
    box.read_foshan()
    for lang in ("zh", "en"):
        expect(box.sanbao("verify", lang=lang), 0)
        expect(box.sanbao("verify", "--log", lang=lang), 0)


def segments(box):
    return sorted((box.data / "journal").glob("*.seg"))


@check("a flipped bit anywhere in the journal is found and named by file")
def journal_flipped(box):
    box.foshan()
    chance = random.Random(SEED)
    for segment in segments(box):
        good = segment.read_bytes()
        ends = (0, 3, 4, 8, 16, 24, 32, 64, 67, 68, len(good) - 1)
        for offset in [*ends, *(chance.randrange(len(good)) for _ in range(40))]:
            bad = bytearray(good)
            bad[offset] ^= 1 << chance.randrange(8)
            segment.write_bytes(bad)
            expect(box.sanbao("verify", "--log"), 1, segment.name)
        segment.write_bytes(good)
    expect(box.sanbao("verify", "--log"), 0)


@check("a flipped bit in the journal is found by verify, import and report too")
def journal_flipped_commands(box):
    box.foshan()
    segment = segments(box)[0]
    bad = bytearray(segment.read_bytes())
    bad[len(bad) // 2] ^= 4
    segment.write_bytes(bad)
    expect(box.sanbao("verify"), 1, segment.name)
    expect(box.sanbao("import", FOSHAN), 1)
    same(bytes(bad), segment.read_bytes(), "the damaged file, which is evidence")


@check("a journal cut short is found")
def journal_cut(box):
    box.foshan()
    segment = segments(box)[-1]
    good = segment.read_bytes()
    for length in (0, 1, 67, 68, len(good) // 2, len(good) - 1):
        segment.write_bytes(good[:length])
        expect(box.sanbao("verify"), 1)
    segment.unlink()
    expect(box.sanbao("verify"), 1)


def tables(path):
    """The tables of a database, each with its integer columns, the last first."""
    with closing(sqlite3.connect(path)) as db:
        names = [n for (n,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
            " AND name <> 'schema_migration'")]
        return {n: [c[1] for c in reversed(list(db.execute(f"PRAGMA table_info({n})")))
                    if "INT" in c[2].upper()] for n in names}


def change(path, table, column):
    """Adds 1 to the first value of a column; False where there is none or it must be unique."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints=1")
        first = db.execute(f"SELECT max({column}) FROM {table}").fetchone()
        try:
            done = db.execute(f"UPDATE {table} SET {column}={column}+1 WHERE {column}=?", first)
        except sqlite3.IntegrityError:
            return False
        db.commit()
        return done.rowcount > 0


@check("a changed value in any table of the books is found and named, and rebuild mends it")
def books_changed(box):
    sample = box.sample.made()
    good = box.done("balances", "--csv", data=sample)
    changed = []
    for table, columns in tables(sample / "books.db").items():
        shutil.rmtree(box.data, ignore_errors=True)
        sample_copy(sample, box.data)
        if any(change(box.data / "books.db", table, column) for column in columns):
            changed.append(table)
            expect(box.sanbao("verify"), 1, f"books.db: {table} ")
    if len(changed) < 15:
        raise Failed(f"only these tables could be changed: {changed}")
    box.done("rebuild")
    expect(box.sanbao("verify"), 0)
    same(good, box.done("balances", "--csv"), "the balances after rebuild")


@check("books that are gone are made again from the journal")
def books_gone(box):
    box.foshan()
    good = box.done("balances", "--csv")
    for file in box.data.glob("books.db*"):
        file.unlink()
    box.done("rebuild")
    same(good, box.done("balances", "--csv"), "the balances")
    expect(box.sanbao("verify"), 0)


@check("a flipped bit in the hash cache is found by verify and mended by rebuild")
def tree_flipped(box):
    box.foshan()
    file = box.data / "tree" / "level-0"
    bad = bytearray(file.read_bytes())
    bad[len(bad) // 2] ^= 1
    file.write_bytes(bad)
    expect(box.sanbao("verify"), 1, "tree/level-1", STATUS["TREE_WRONG"][0])
    box.done("rebuild")
    expect(box.sanbao("verify"), 0)


@check("a changed checkpoint is found by verify")
def checkpoint_changed(box):
    box.foshan()
    file = box.data / "checkpoint"
    lines = file.read_text().splitlines()
    lines[1] = str(int(lines[1]) - 1)
    file.write_text("\n".join(lines) + "\n")
    expect(box.sanbao("verify"), 1)
    expect(box.sanbao("verify", "--log"), 1)


@check("the checkpoint is a signed note with origin, size and root")
def checkpoint(box):
    box.read_foshan()
    note = box.done("checkpoint")
    origin, size, root, empty, signature = note.splitlines()[:5]
    same("", empty, "the line before the signature")
    same(True, signature.startswith(f"\u2014 {origin} "), "the signature names the origin")
    same(True, int(size) > 10000 and len(root) == 44, "size and root")
    same(origin, box.done("key").split("+")[0], "the key's name")


@check("tiles writes a tree as C2SP lays it out, and refuses to write over it")
def tiles(box):
    box.read_foshan()
    target = box.scratch / "tiles"
    box.done("tiles", target)
    same(box.done("checkpoint"), (target / "checkpoint").read_text(), "the checkpoint")
    same(8192, (target / "tile/0/000").stat().st_size, "the first tile of hashes")
    same(True, (target / "tile/entries/000").stat().st_size > 8192, "the first bundle of entries")
    expect(box.sanbao("tiles", target), 1)


@check("nothing personal stands in the log, the books or the tiles")
def nothing_personal(box):
    box.read_foshan()
    personal = set()
    for row in csv.DictReader((FOSHAN / "residents.csv").open(encoding="utf-8")):
        personal |= {row["resident_no"], row["name"], row["phone"]}
    for row in csv.DictReader((FOSHAN / "staff.csv").open(encoding="utf-8")):
        personal |= {row["staff_no"], row["name"]} if len(row["staff_no"]) > 3 else {row["name"]}
    for row in csv.DictReader((FOSHAN / "households.csv").open(encoding="utf-8")):
        personal |= {row["household_no"], row["address"]}
    personal.discard("")
    box.done("tiles", box.scratch / "tiles")
    haystacks = {"log --json": box.done("log", "--json").encode()}
    for path in [*segments(box), box.data / "books.db", *(box.scratch / "tiles").rglob("*")]:
        if path.is_file():
            haystacks[path.name] = path.read_bytes()
    pattern = re.compile(b"|".join(re.escape(p.encode()) for p in personal if len(p.encode()) > 5))
    for name, haystack in haystacks.items():
        match = pattern.search(haystack)
        if match:
            raise Failed(f"{match.group(0).decode()} stands in {name}")


@check("log --json gives one JSON object a record, from any record on")
def log_json(box):
    box.read_foshan()
    records = int(box.done("checkpoint").splitlines()[1])
    lines = box.done("log", "--json").splitlines()
    same(records, len(lines), "lines")
    for line in lines[::1000]:
        json.loads(line)
    same(lines[-3:], box.done("log", "--json", "--from", records - 3).splitlines(), "the last 3")


def journal_bytes(box):
    """How much is written: more than before once a writer is at work."""
    return sum(file.stat().st_size for file in (box.data / "journal").iterdir())


@check("a second writer on the same folder is refused, a reader is not")
def second_writer(box):
    box.foshan()
    process = box.start("simulate", "--villages", "3", "--residents", "2000", "--days", "400",
                        "--seed", "1")
    try:
        before = journal_bytes(box)
        while journal_bytes(box) == before and process.poll() is None:
            time.sleep(0.01)  # the first writer must be at work before the second comes
        expect(box.sanbao("import", FOSHAN, lang="en"), 1, STATUS["FOLDER_BUSY"][1])
        expect(box.sanbao("rebuild"), 1, STATUS["FOLDER_BUSY"][0])
        expect(box.sanbao("report", "--village", "330109102201"), 0)
    finally:
        process.kill()
        process.wait()
    expect(box.sanbao("verify"), 0)
