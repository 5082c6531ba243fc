"""check_hardship.py - full disks, closed pipes, lost files, folders that may not be written."""

import csv
import fcntl
import os
import re
import shutil
import subprocess

from toolkit import FOSHAN, LINSHAN, STATUS, Failed, Skipped, check, expect, same, table

SPEAKING = [("report",), ("report --json",), ("balances --csv",), ("history R00923",),
            ("receipt 5",), ("verify",), ("log --json",), ("checkpoint",), ("key",), ("--help",)]


@table(SPEAKING, "{0} into a full disk ends with 1 and says so")
def output_lost(box, words):
    box.read_foshan()
    with open("/dev/full", "wb") as full:
        done = subprocess.run(box.command(words.split(), box.data, None), stdout=full,
                              stderr=subprocess.PIPE, check=False)
    same(1, done.returncode, "the exit code")
    same(True, STATUS["OUTPUT_LOST"][0] in done.stderr.decode(), "it is said")


@check("a reader that has seen enough ends log quietly")
def output_closed(box):
    box.read_foshan()
    process = subprocess.Popen(box.command(["log"], box.data, None), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    same(b"", process.stderr.read(), "what it says")
    process.wait()


@check("an import that nobody listens to stores everything and moves the village day")
def import_unheard(box):
    box.foshan()
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(box.command(["import", LINSHAN], box.data, None), stdout=writer,
                          stderr=subprocess.DEVNULL, check=False)
    os.close(writer)
    same(0, done.returncode, "the exit code")
    expect(box.sanbao("clock"), 0, "2025-03-31")
    expect(box.sanbao("verify"), 0)


@check("the village day is never behind the last record, whatever sanbao.json says")
def day_behind(box):
    file = box.foshan() / "sanbao.json"
    file.write_text(file.read_text().replace("2021-12-17", "2021-01-01"))
    expect(box.sanbao("clock"), 0, "2021-12-17")
    answer = expect(box.sanbao("clock", "2021-06-01"), 1, "2021-06-01", "2021-12-17")
    same(True, STATUS["CLOCK_BACKWARDS"][0] in answer.err, "it is named")


@table([("a space", "my village"), ("a plus sign", "a+b")],
       "init with {0} in the log's name is refused and leaves nothing")
def origin_wrong(box, _, origin):
    expect(box.sanbao("init", "--origin", origin), 1, STATUS["ORIGIN_MALFORMED"][0], origin)
    same(False, box.data.exists(), "the folder is there")
    box.done("init")


@table([("write:1:enospc",), ("write:2:enospc",), ("sync:2:eio",), ("change:3:enospc",)],
       "an init that fails by {0} leaves nothing and can be made again")
def init_failed(box, fault):
    box.data.mkdir()
    expect(box.sanbao("init", environment={"SANBAO_FILE_FAULT": fault}), 1)
    same([], os.listdir(box.data), "what is left")
    box.done("init")
    expect(box.sanbao("verify"), 0)


@check("without the checkpoint verify refuses, and the next writer signs a new one")
def checkpoint_gone(box):
    box.foshan()
    before = box.done("checkpoint")
    (box.data / "checkpoint").unlink()
    zh, en = STATUS["CHECKPOINT_MISSING"]
    for words in (["verify"], ["verify", "--log"], ["checkpoint"], ["receipt", "5"]):
        expect(box.sanbao(*words), 1, zh)
        expect(box.sanbao(*words, lang="en"), 1, en)
    box.done("import", FOSHAN)
    same(before, box.done("checkpoint"), "the checkpoint")
    expect(box.sanbao("verify"), 0)


@check("without the hash files a receipt comes all the same")
def tree_gone(box):
    box.foshan()
    good = box.done("receipt", 5000)
    shutil.rmtree(box.data / "tree")
    same(good, box.done("receipt", 5000), "the receipt")


@check("without keys totals are shown, people are refused by name, nothing is written")
def keys_gone(box):
    box.foshan()
    for file in box.data.glob("keys.db*"):
        file.unlink()
    box.done("report", "--json")
    box.done("verify")
    box.done("receipt", 5000)
    for words in (["balances", "--csv"], ["history", "R00923"]):
        answer = expect(box.sanbao(*words), 1, STATUS["KEYS_MISSING"][0])
        same("", answer.out, "what is printed")
    expect(box.sanbao("import", FOSHAN), 1, STATUS["JOURNAL_READ_ONLY"][0])


@table([("report",), ("balances --csv",), (f"import {FOSHAN}",), ("clock real",)],
       "without people.db {0} refuses and makes no empty one")
def people_gone(box, words):
    box.foshan()
    for file in box.data.glob("people.db*"):
        file.unlink()
    expect(box.sanbao(*words.split()), 1, STATUS["PEOPLE_MISSING"][0])
    same(False, (box.data / "people.db").exists(), "people.db is there")


@check("a changed byte in an index of the books is found by verify")
def index_changed(box):
    books = box.foshan() / "books.db"
    line = next(line for line in box.done("log", "--json").splitlines() if "person_enter" in line)
    person = bytes.fromhex(re.search(r'"person":"([0-9a-f]{32})"', line).group(1))
    good = books.read_bytes()
    places = [m.start() for m in re.finditer(re.escape(person), good)]
    found = []
    for place in places:
        bad = bytearray(good)
        bad[place + 8] ^= 1
        books.write_bytes(bad)
        answer = box.sanbao("verify")
        found += re.findall(r"\[(BOOKS_DIFFER|STORE_CORRUPT)\]", answer.err)
    same(["BOOKS_DIFFER", "STORE_CORRUPT"], sorted(found), "what is said of table and index")
    box.done("rebuild")
    expect(box.sanbao("verify"), 0)


def as_nobody(box, *words):
    """Runs the program as a user who owns nothing; as oneself where one is not root."""
    user = 65534 if os.geteuid() == 0 else None
    try:
        return subprocess.run(box.command(words, box.data, None), user=user, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except PermissionError:
        raise Skipped("another user cannot reach the program") from None


@check("a data folder that may only be read can be read: report, balances, receipt, verify")
def read_only(box):
    box.foshan()
    box.scratch.chmod(0o755)
    good = box.done("balances", "--csv")
    for path in [box.data, *box.data.rglob("*")]:
        if path.name.endswith(("-wal", "-shm")):
            path.unlink()
        else:
            path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        for words in (["report"], ["receipt", "5"], ["verify"], ["history", "R00923"]):
            same(0, as_nobody(box, *words).returncode, " ".join(words))
        same(good, as_nobody(box, "balances", "--csv").stdout.decode(), "the balances")
        done = as_nobody(box, "import", str(FOSHAN))
        same((1, True), (done.returncode, b"FILE_OPEN" in done.stderr), "an import is refused")
    finally:
        for path in [box.data, *box.data.rglob("*")]:
            path.chmod(0o755)


@check("a data folder that may not be looked into is not called foreign")
def unreadable(box):
    if os.geteuid() != 0:
        raise Skipped("only root can take the part of another user")
    box.foshan()
    box.scratch.chmod(0o755)
    done = as_nobody(box, "report")
    same((1, True), (done.returncode, b"FILE_OPEN" in done.stderr), done.stderr.decode())


@check("an empty data folder says that a village is wanted")
def no_village(box):
    box.done("init")
    zh, en = STATUS["VILLAGE_NONE"]
    expect(box.sanbao("report"), 0, zh)
    expect(box.sanbao("balances", lang="en"), 1, en)
    same("", "".join(box.sanbao("history", "R1").out.split()), "the history")


@check("an unknown village or resident is named in the refusal")
def unknown_named(box):
    box.read_foshan()
    expect(box.sanbao("report", "--village", "nowhere"), 1, "nowhere", "VILLAGE_UNKNOWN")
    unregistered = next(r["resident_no"] for r in csv.DictReader(
        (FOSHAN / "residents.csv").open(encoding="utf-8")) if not r["registered_on"])
    expect(box.sanbao("history", unregistered), 1, unregistered, STATUS["NOT_REGISTERED"][0])


@check("a checked receipt tells a villager day, matter, points and balance")
def receipt_words(box):
    box.read_foshan()
    key = box.done("key").strip()
    entry = list(csv.DictReader(box.done("history", "R00923", "--csv").splitlines()))[0]
    file = box.scratch / "receipt.txt"
    file.write_text(box.done("receipt", entry["record"]), encoding="utf-8")
    for lang in ("zh", "en"):
        answer = expect(box.sanbao("check-receipt", file, "--key", key, data=None, lang=lang), 0,
                        entry["day"], entry["code"], entry["points"], entry["balance"])
        pseudonym = re.search(r"\b[0-9a-f]{32}\b", answer.out).group(0)
        expect(box.sanbao("history", "R00923", lang=lang), 0, pseudonym)
        if "award_" in answer.said or lang == "zh" and " award" in answer.said:
            raise Failed("a word that no villager knows\n" + answer.tell())


@check("verify leaves nothing behind in TMPDIR, even when it is killed")
def scratch_left(box):
    box.foshan()
    place = box.scratch / "tmp"
    place.mkdir()
    environment = {**os.environ, "TMPDIR": str(place)}
    box.sanbao("verify", environment={"TMPDIR": str(place)})
    same([], os.listdir(place), "what is left")
    process = subprocess.Popen(box.command(["verify"], box.data, None), env=environment,
                               stdout=subprocess.PIPE)
    process.stdout.read(1)
    process.kill()
    process.communicate()
    same([], [p for p in place.rglob("*") if p.is_file()], "what is left by the killed one")


@check("a history as CSV is the same in both languages but for the names of rules")
def history_stable(box):
    box.read_foshan()
    rows = [[[c for i, c in enumerate(row) if i != 3] for row in csv.reader(
        box.done("history", "R00923", "--csv", lang=lang).splitlines())] for lang in ("zh", "en")]
    same(rows[0], rows[1], "the history")
    same({"award", "redeem"}, {row[1] for row in rows[0][1:]}, "the kinds")


def on_terminal(box, *words):
    """Runs the program with a terminal for its messages; answers what it says there."""
    main, side = os.openpty()
    process = subprocess.Popen(box.command(words, box.data, None), stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=side)
    os.close(side)
    said = b""
    try:
        while piece := os.read(main, 65536):
            said += piece
    except OSError:  # The other end is closed.
        pass
    os.close(main)
    same(0, process.wait(), "the exit code")
    return said.decode("utf-8", "replace")


@table([("import", ["import", LINSHAN]), ("simulate", ["simulate", "--residents", "40"]),
        ("verify", ["verify"]), ("verify --log", ["verify", "--log"]), ("rebuild", ["rebuild"])],
       "{0} shows how far it is on a terminal, and nowhere else")
def progress(box, _, words):
    box.foshan()
    same(True, "%" in on_terminal(box, *(str(w) for w in words)), "progress on a terminal")
    same(False, "%" in box.sanbao(*words).err, "progress elsewhere")


@check("a pipe in the place of a file is refused, not waited for")
def pipes(box):
    box.done("init")
    os.mkfifo(box.scratch / "pipe")
    key = box.done("key").strip()
    expect(box.sanbao("check-receipt", box.scratch / "pipe", "--key", key), 1, "FILE_READ")
    folder = box.village("folder", {"village.json": FOSHAN / "village.json"})
    os.mkfifo(folder / "households.csv")
    expect(box.sanbao("import", folder), 0, "households.csv", "IMPORT_FILE_UNUSED")


@check("an option before its command is told where it belongs")
def option_first(box):
    expect(box.sanbao("--village", "1", "report"), 2, "--village", "命令后面")


WRITERS = [["import", FOSHAN], ["simulate", "--residents", "20"], ["rebuild"], ["clock", "real"]]


@check("beside a writer every reader answers, and every other writer is refused at once")
def beside_writer(box):
    box.foshan()
    lock = (box.data / "lock").open("r+b")
    fcntl.flock(lock, fcntl.LOCK_EX)
    for words in WRITERS:
        expect(box.sanbao(*words), 1, STATUS["FOLDER_BUSY"][0])
    for words in (["report"], ["balances"], ["history", "R00923"], ["verify"], ["clock"],
                  ["receipt", "5"], ["log", "--from", "12900"], ["backup", box.scratch / "b"]):
        expect(box.sanbao(*words), 0)
    lock.close()
    expect(box.sanbao("clock", "2021-12-18"), 0)
