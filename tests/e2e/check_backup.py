"""check_backup.py - copies of a data folder, and their return."""

import json

from toolkit import FOSHAN, STATUS, check, expect, same


def backup_of(box, *options):
    box.foshan()
    target = box.scratch / "backup"
    box.done("backup", target, *options)
    return target


@check("a backup without keys comes back for reading: figures, proofs, no names, no writing")
def restore_without_keys(box):
    target = backup_of(box)
    same(False, any("key" in p.name for p in target.rglob("*")), "keys are in the backup")
    head, report = box.done("checkpoint"), box.done("report", "--json")
    box.data = box.scratch / "restored"
    box.done("restore", target)
    same(head, box.done("checkpoint"), "the checkpoint")
    same(report, box.done("report", "--json"), "the report")
    box.done("verify")
    expect(box.sanbao("history", "R00001"), 1)
    expect(box.sanbao("import", FOSHAN), 1, STATUS["JOURNAL_READ_ONLY"][0])


@check("a backup with keys comes back whole and can be written")
def restore_with_keys(box):
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    target = backup_of(box, "--with-keys", "--passphrase-file", word)
    balances = box.done("balances", "--csv")
    keys = box.scratch / "backup.keys.sealed"
    box.data = box.scratch / "restored"
    wrong = box.scratch / "wrong"
    wrong.write_text("a guess that is long enough\n")
    expect(box.sanbao("restore", target, "--keys", keys, "--passphrase-file", wrong), 1,
           STATUS["PASSPHRASE_WRONG"][0])
    box.done("restore", target, "--keys", keys, "--passphrase-file", word)
    same(balances, box.done("balances", "--csv"), "the balances")
    expect(box.sanbao("import", FOSHAN), 0)
    expect(box.sanbao("verify"), 0)


@check("a backup and a restore never write over what is there")
def no_overwriting(box):
    target = backup_of(box)
    expect(box.sanbao("backup", target), 1)
    expect(box.sanbao("backup", box.scratch), 1)
    expect(box.sanbao("restore", target), 1)
    expect(box.sanbao("restore", box.scratch / "nothing", data=box.scratch / "r"), 1)


@check("drill restores a backup into a scratch folder and compares the root")
def drill(box):
    box.foshan()
    for lang in ("zh", "en"):
        expect(box.sanbao("drill", lang=lang), 0)


@check("nightly backs up into a folder a day, keeps the newest, drills, and says what came of it")
def nightly(box):
    box.foshan()
    backups = box.scratch / "backups"
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    word.chmod(0o600)
    options = ("nightly", "--backup-folder", backups, "--backup-passphrase-file", word)
    expect(box.sanbao(*options), 1, "backups", STATUS["FILE_OPEN"][0])
    state = json.loads((box.data / "nightly.json").read_text())
    same(("FILE_OPEN", "OK"), (state["backup"], state["drill"]), "what came of it")
    backups.mkdir()
    box.done(*options)
    day = json.loads((box.data / "nightly.json").read_text())["day"]
    same([day, day + ".keys.sealed"], sorted(p.name for p in backups.iterdir()), "the backups")
    same(False, (box.data / "drill").exists(), "the drill's folder is left")
    head = box.done("checkpoint")
    box.data = box.scratch / "restored"
    box.done("restore", backups / day, "--keys", backups / (day + ".keys.sealed"),
             "--passphrase-file", word)
    same(head, box.done("checkpoint"), "the checkpoint")


@check("nightly refuses a passphrase that others may read")
def nightly_open_word(box):
    box.foshan()
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    word.chmod(0o644)
    (box.scratch / "backups").mkdir()
    expect(box.sanbao("nightly", "--backup-folder", box.scratch / "backups",
                      "--backup-passphrase-file", word), 1, STATUS["SECRET_OPEN"][0])


@check("a backup that is older than a known checkpoint is refused by name")
def backup_older(box):
    target = backup_of(box)
    box.done("simulate", "--villages", "1", "--residents", "50", "--days", "2", "--seed", "1")
    newer = box.data / "checkpoint"
    expect(box.sanbao("restore", target, "--checkpoint", newer, data=box.scratch / "r"), 1,
           STATUS["BACKUP_OLDER"][0])


@check("a damaged backup is refused")
def backup_damaged(box):
    target = backup_of(box)
    segment = next((target / "journal").glob("*.seg"))
    bad = bytearray(segment.read_bytes())
    bad[len(bad) // 3] ^= 1
    segment.write_bytes(bad)
    expect(box.sanbao("restore", target, data=box.scratch / "r"), 1)
    same(False, (box.scratch / "r" / "books.db").exists(), "something was restored")
