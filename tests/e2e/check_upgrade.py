"""check_upgrade.py - a data folder that an older program made is brought up, checked, and can go
back; the older program refuses what a newer one made."""

import hashlib
import json
import re
import sqlite3

from toolkit import FOSHAN, ROOT, STATUS, check, expect, same

TABLE = ("CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
         "sha256 BLOB NOT NULL)")


def tables(connection):
    return {name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")}


def older(path, kind):
    """Makes the database what it was after its first migration, with the rows it had then."""
    old = path.with_suffix(".old")
    new = sqlite3.connect(path)
    (structure,) = new.execute(
        "SELECT sql FROM sqlite_master WHERE name='schema_migration'").fetchone()
    made = sqlite3.connect(old)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute(structure)
    made.executescript(next((ROOT / "migrations" / kind).glob("0001_*.sql")).read_text())
    first = new.execute("SELECT * FROM schema_migration WHERE number=1").fetchone()
    made.execute("INSERT INTO schema_migration VALUES (?,?,?)", first)
    for table in tables(made) - {"schema_migration"}:
        columns = [row[1] for row in made.execute(f"PRAGMA table_info({table})")]
        rows = new.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall()
        marks = ",".join("?" * len(columns))
        made.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
    made.commit()
    made.close()
    new.close()
    old.replace(path)
    path.chmod(0o600)


def old_folder(box):
    """The sample as a program with only the first migrations left it; None where there is no other
    migration yet."""
    box.foshan()
    kinds = [kind for kind in ("people", "books")
             if len(list((ROOT / "migrations" / kind).glob("*.sql"))) > 1]
    if "people" in kinds:
        older(box.data / "people.db", "people")
    for name in ("books.db", "books.db-wal", "books.db-shm"):
        (box.data / name).unlink(missing_ok=True)
    connection = sqlite3.connect(box.data / "books.db")
    made = sqlite3.connect(box.sample.made() / "books.db")
    (structure,) = made.execute(
        "SELECT sql FROM sqlite_master WHERE name='schema_migration'").fetchone()
    connection.execute(structure)
    connection.executescript(next((ROOT / "migrations/books").glob("0001_*.sql")).read_text())
    connection.execute("INSERT INTO schema_migration VALUES (?,?,?)", made.execute(
        "SELECT * FROM schema_migration WHERE number=1").fetchone())
    connection.commit()
    connection.close()
    made.close()
    (box.data / "books.db").chmod(0o600)
    return kinds


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@check("upgrade has nothing to do in a folder of its own")
def nothing_to_do(box):
    box.foshan()
    expect(box.sanbao("upgrade"), 0, "不用升级")
    same(False, (box.data / "before-upgrade").exists(), "copies were made")
    expect(box.sanbao("upgrade", "--back"), 1, STATUS["UPGRADE_NOTHING"][0])
    expect(box.sanbao("upgrade", "--lose"), 2)


@check("an older folder is brought up: the same report, every record replayed, a copy kept")
def forward(box):
    report = box.read_foshan() and box.done("report", "--json")
    balances = box.done("balances", "--csv")
    box.data = box.scratch / "data"
    kinds = old_folder(box)
    expect(box.sanbao("report", "--json"), 1, STATUS["STORE_OLDER"][0])
    expect(box.sanbao("upgrade"), 0, "upgrade --back")
    same(report, box.done("report", "--json"), "the report")
    same(balances, box.done("balances", "--csv"), "the balances")
    box.done("verify")
    same("people" in kinds, (box.data / "before-upgrade/people.db").exists(), "the copy")
    same(0o600, (box.data / "before-upgrade/upgrade.json").stat().st_mode & 0o777, "mode")
    expect(box.sanbao("upgrade"), 0, "不用升级")


@check("right after an upgrade one can go back, and forward again")
def back(box):
    kinds = old_folder(box)
    rows = sqlite3.connect(box.data / "people.db").execute(
        "SELECT max(number) FROM schema_migration").fetchone()
    box.done("upgrade")
    box.done("upgrade", "--back")
    if "people" in kinds:
        same(rows, sqlite3.connect(box.data / "people.db").execute(
            "SELECT max(number) FROM schema_migration").fetchone(), "people.db's migrations")
    same(False, (box.data / "books.db").exists(), "the newer books are left")
    same(False, (box.data / "before-upgrade").exists(), "the copies are left")
    box.done("upgrade")
    box.done("verify")


@check("once there are records of the new program there is no way back")
def back_after_work(box):
    old_folder(box)
    box.done("upgrade")
    box.done("simulate", "--villages", "1", "--residents", "20", "--days", "1", "--seed", "1")
    for options in ((), ("--lose",)):
        expect(box.sanbao("upgrade", "--back", *options), 1, STATUS["UPGRADE_WORKED"][0])
    box.done("verify")


@check("private data that changed since are given up only on demand")
def back_after_entry(box):
    kinds = old_folder(box)
    box.done("upgrade")
    connection = sqlite3.connect(box.data / "people.db")
    connection.execute("DELETE FROM public_text")
    connection.commit()
    connection.close()
    expect(box.sanbao("upgrade", "--back"), 1, STATUS["UPGRADE_WORKED"][0])
    expect(box.sanbao("upgrade", "--back", "--lose"), 0)
    if "people" in kinds:
        kept = sqlite3.connect(box.data / "people.db").execute(
            "SELECT count(*) FROM public_text").fetchone()[0]
        same(True, kept > 0, "the rows are back")


@check("an upgrade whose check fails leaves the folder as it was")
def failed(box):
    old_folder(box)
    before = {p.name: digest(p) for p in box.data.iterdir() if p.suffix == ".db"
              and p.name != "books.db"}
    segment = next((box.data / "journal").glob("*.seg"))
    good = segment.read_bytes()
    bad = bytearray(good)
    bad[len(bad) // 2] ^= 1
    segment.write_bytes(bad)
    expect(box.sanbao("upgrade"), 1)
    after = {name: digest(box.data / name) for name in before}
    same(before["keys.db"], after["keys.db"], "keys.db")
    segment.write_bytes(good)
    expect(box.sanbao("upgrade"), 0)
    box.done("verify")


@check("an upgrade that is killed at any call is finished by the next, with the first one's copies")
def killed(box):
    old_folder(box)
    (box.scratch / "old").mkdir()
    for path in ("people.db", "books.db"):
        (box.scratch / "old" / path).write_bytes((box.data / path).read_bytes())
    for call in range(1, 60, 3):
        for path in ("people.db", "books.db"):
            for end in ("-wal", "-shm"):
                (box.data / (path + end)).unlink(missing_ok=True)
            (box.data / path).write_bytes((box.scratch / "old" / path).read_bytes())
        answer = box.sanbao("upgrade", environment={"SANBAO_FILE_FAULT": f"any:{call}:kill"})
        expect(box.sanbao("upgrade"), 0)
        box.done("report", "--json")
        if answer.code == 0:
            break
    box.done("verify")


@check("a folder that a newer program made is refused by name, and left as it is")
def newer(box):
    box.foshan()
    connection = sqlite3.connect(box.data / "people.db")
    connection.execute("INSERT INTO schema_migration VALUES (9999, '9999_later', x'00')")
    connection.commit()
    connection.close()
    for command in (("report",), ("upgrade",), ("import", FOSHAN)):
        expect(box.sanbao(*command), 1, STATUS["STORE_NEWER"][0])
    same(False, (box.data / "before-upgrade").exists(), "copies were made")


@check("the copies go after 14 days")
def copies_expire(box):
    old_folder(box)
    box.done("upgrade")
    note = box.data / "before-upgrade/upgrade.json"
    box.sanbao("nightly")
    same(True, note.exists(), "the copies are there on the day")
    state = json.loads(note.read_text())
    note.write_text(re.sub(r'"day": "[^"]+"', '"day": "2020-01-01"', json.dumps(state)))
    box.sanbao("nightly")
    same(False, note.exists(), "the copies are there years later")
