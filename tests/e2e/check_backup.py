"""check_backup.py - copies of a data folder, and their return."""

import base64
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
    same([day, day + ".keys.sealed", "erasures"], sorted(p.name for p in backups.iterdir()),
         "the backups")
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


def newer(box, target):
    """The books go on after the backup; answers a file with what they signed then."""
    box.done("simulate", "--villages", "1", "--residents", "50", "--days", "2", "--seed", "1")
    known = box.scratch / "known"
    known.write_text(box.done("checkpoint"))
    return known


@check("an older backup goes on under a second name, whose first record tells what was signed")
def go_on(box):
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    target = backup_of(box, "--with-keys", "--passphrase-file", word)
    origin, old_size = box.done("checkpoint").split("\n")[:2]
    known = newer(box, target)
    _, size, root = known.read_text().split("\n")[:3]
    box.data = box.scratch / "restored"
    options = ("--keys", box.scratch / "backup.keys.sealed", "--passphrase-file", word,
               "--checkpoint", known)
    expect(box.sanbao("restore", target, *options), 1, STATUS["BACKUP_OLDER"][0], "--go-on")
    expect(box.sanbao("restore", target, *options, "--go-on", "bored"), 2)
    expect(box.sanbao("restore", target, *options, "--go-on", "lost"), 0, origin + "/2")
    same([origin + "/2", str(int(old_size) + 1)], box.done("checkpoint").split("\n")[:2], "head")
    same(True, box.done("key").startswith(origin + "/2+"), "the key's name")
    record = json.loads(box.done("log", "--json", "--from", old_size))
    same("log_continue", record["kind"], "the first record")
    told = record["operation"]["log_continue"]
    same((origin, int(size), "CONTINUE_LOST"), (told["origin"], told["size"], told["reason"]),
         "what it tells")
    same(base64.b64decode(root).hex(), told["root"], "the root that it tells")
    box.done("verify")
    receipt = box.scratch / "receipt"
    receipt.write_text(box.done("receipt", old_size))
    box.done("check-receipt", receipt, "--key", box.done("key").strip())
    box.done("simulate", "--villages", "1", "--residents", "50", "--days", "2", "--seed", "1")
    box.done("verify")


@check("a restore that was killed before its first record writes it with the next command")
def go_on_killed(box):
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    target = backup_of(box, "--with-keys", "--passphrase-file", word)
    known = newer(box, target)
    log = len(box.done("log", "--envelopes").splitlines())
    options = ("restore", target, "--keys", box.scratch / "backup.keys.sealed",
               "--passphrase-file", word, "--checkpoint", known, "--go-on", "damaged")
    seen = 0
    for call in range(1, 400):
        box.data = box.scratch / f"restored-{call}"
        answer = box.sanbao(*options, environment={"SANBAO_FILE_FAULT": f"any:{call}:kill"})
        if answer.code == 0:
            break
        if not (box.data / "sanbao.json").exists():
            continue
        seen += 1
        box.done("report", "--json")
        kinds = [json.loads(line)["kind"] for line in box.done("log", "--json").splitlines()]
        same(1, kinds.count("log_continue"), f"records on it, killed at call {call}")
        same(False, (box.data / "continue.json").exists(), "it has still to be written")
        box.done("verify", "--log")
    same(True, seen > 2, f"killed {seen} times after the marker")


@check("a stolen log goes on with a new key; the old key's checkpoints are of another name")
def go_on_stolen(box):
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    target = backup_of(box, "--with-keys", "--passphrase-file", word)
    old = box.done("key").strip()
    box.data = box.scratch / "restored"
    box.done("restore", target, "--keys", box.scratch / "backup.keys.sealed",
             "--passphrase-file", word, "--go-on", "stolen")
    new = box.done("key").strip()
    same(False, old.split("+")[2] == new.split("+")[2], "the public key is the old one")
    box.done("verify")


@check("a checkpoint that the log's key did not sign is refused by name")
def forged_checkpoint(box):
    target = backup_of(box)
    known = box.scratch / "known"
    lines = box.done("checkpoint").split("\n")
    lines[1] = str(int(lines[1]) + 1000)
    known.write_text("\n".join(lines))
    expect(box.sanbao("restore", target, "--checkpoint", known, data=box.scratch / "r"), 1,
           "known", STATUS["SIGNATURE_WRONG"][0])


@check("erasures: the list is printed, and a restored folder is held to one that is handed over")
def erasures(box):
    word = box.scratch / "word"
    word.write_text("correct horse battery staple\n")
    target = backup_of(box, "--with-keys", "--passphrase-file", word)
    person = next(record["operation"]["account_open"]["person"]
                  for record in map(json.loads, box.done("log", "--json").splitlines())
                  if record["kind"] == "account_open")
    listed = box.scratch / "listed"
    listed.write_text(person + "\n")
    same(True, box.done("erasures").startswith("until "), "the list of a folder without erasures")
    manifest = json.loads((target / "backup.json").read_text())
    manifest["made_on"] = "2021-12-17"  # keys may be newer than the backup they go with
    (target / "backup.json").write_text(json.dumps(manifest))
    box.data = box.scratch / "restored"
    answer = expect(box.sanbao("restore", target, "--keys", box.scratch / "backup.keys.sealed",
                               "--passphrase-file", word), 0, "erasures", "2021-12-17")
    same("2021-12-17", (box.data / "erasures.wanted").read_text(), "what is wanted")
    expect(box.sanbao("erasures", listed), 0, "1")
    same(False, (box.data / "erasures.wanted").exists(), "it is still wanted")
    same(listed.read_text(), box.done("erasures").split("\n", 1)[1], "the list")
    expect(box.sanbao("erasures", listed), 0, "0")
    expect(box.sanbao("erasures", listed, "--none"), 2)
    box.done("verify")


@check("a damaged backup is refused")
def backup_damaged(box):
    target = backup_of(box)
    segment = next((target / "journal").glob("*.seg"))
    bad = bytearray(segment.read_bytes())
    bad[len(bad) // 3] ^= 1
    segment.write_bytes(bad)
    expect(box.sanbao("restore", target, data=box.scratch / "r"), 1)
    same(False, (box.scratch / "r" / "books.db").exists(), "something was restored")
