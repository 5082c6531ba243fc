"""check_doctor.py - doctor names what is wrong, says what to do, and ends with 1 where one must."""

import datetime
import json

from toolkit import FOSHAN, check, expect, same, table


def findings(box, *options, code, **more):
    answer = expect(box.sanbao("doctor", "--json", *options, lang="en", **more), code)
    found = json.loads(answer.out)
    same(code == 1, found["must"], "must")
    return {f["check"]: (f["level"], f["text"]) for f in found["findings"]}


def in_order(box):
    """A folder at real time with a backup and a drill, and the options that name them."""
    box.foshan()
    box.done("clock", "real")
    backups = box.scratch / "backups"
    backups.mkdir()
    options = ["--backup-folder", backups]
    box.done("nightly", *options)
    return options


@check("doctor finds nothing to be done in a folder that is in order")
def all_good(box):
    options = in_order(box)
    found = findings(box, *options, code=0)
    for name in ("data_mode", "disk_room", "checkpoint", "backup", "drill"):
        same("good", found[name][0], name)
    for lang in ("zh", "en"):
        expect(box.sanbao("doctor", *options, lang=lang), 0, "backup_disk")


def open_mode(box, options):
    (box.data / "keys.db").chmod(0o644)


def keys_gone(box, options):
    (box.data / "keys.db").unlink()


def backup_old(box, options):
    backups = box.scratch / "backups"
    day = next(p for p in backups.iterdir() if p.is_dir())
    day.rename(backups / str(datetime.date.fromisoformat(day.name) - datetime.timedelta(days=3)))


def backup_unfinished(box, options):
    next((box.scratch / "backups").glob("*/backup.json")).unlink()


def disk_unplugged(box, options):
    (box.scratch / "backups").rename(box.scratch / "elsewhere")


def no_backups(box, options):
    options.clear()


def drill_failed(box, options):
    state = json.loads((box.data / "nightly.json").read_text())
    state["drill"] = "BOOKS_DIFFER"
    (box.data / "nightly.json").write_text(json.dumps(state))


def backup_failed(box, options):
    state = json.loads((box.data / "nightly.json").read_text())
    state["backup"] = "FILE_WRITE"
    (box.data / "nightly.json").write_text(json.dumps(state))


def nightly_torn(box, options):
    (box.data / "nightly.json").write_text("{")


def keys_old(box, options):
    sealed = b"sanbaoK1" + (18978).to_bytes(4, "little") + b"s" * 100
    (box.scratch / "backups" / "old.keys.sealed").write_bytes(sealed)


def erasures_wanted(box, options):
    (box.data / "erasures.wanted").write_text("2026-11-01")


def reachable_without_address(box, options):
    options += ["--listen", "0.0.0.0:8080", "--behind-proxy", "yes"]


def no_certificate(box, options):
    cert, key = box.scratch / "cert.pem", box.scratch / "key.pem"
    cert.write_text("no certificate")
    key.write_text("no key")
    key.chmod(0o600)
    options += ["--tls-cert", cert, "--tls-key", key]


def journal_cut(box, options):
    (box.data / "journal" / "cut-1").write_text("half a frame")


@table([(1, "must", "data_mode", open_mode, "chmod"),
        (1, "must", "keys", keys_gone, "read only"),
        (1, "must", "backup", backup_old, "3 days ago"),
        (1, "must", "backup", backup_unfinished, "sanbao nightly"),
        (1, "must", "backup", disk_unplugged, "plugged in"),
        (1, "must", "backup", no_backups, "backup_folder"),
        (1, "must", "drill", drill_failed, "books do not follow"),
        (1, "must", "backup_result", backup_failed, "cannot be written"),
        (0, "note", "drill", nightly_torn, "never tried"),
        (1, "must", "backup_keys_old", keys_old, "1 keys"),
        (1, "must", "erasures", erasures_wanted, "2026-11-01"),
        (1, "must", "public_url", reachable_without_address, "printed codes"),
        (1, "must", "tls", no_certificate, "PEM"),
        (0, "note", "journal_cut", journal_cut, "crash")],
       "doctor ends with {0} and says {1}: {2}, {3.__name__}")
def one_thing_wrong(box, code, level, name, harm, text):
    options = in_order(box)
    harm(box, options)
    found = findings(box, *options, code=code)
    same(level, found.get(name, ("absent", ""))[0], name)
    same(True, text in found[name][1], f"'{text}' in '{found[name][1]}'")


@check("doctor tells of a variable that nobody reads")
def variable(box):
    options = in_order(box)
    found = findings(box, *options, code=0, environment={"SANBAO_BACKUP_HOURS": "3"})
    same("note", found["variable"][0], "variable")


@check("doctor refuses what is no data folder, and settings that contradict each other")
def not_ours(box):
    expect(box.sanbao("doctor"), 1, "[FOLDER_MISSING]")
    box.done("init")
    expect(box.sanbao("doctor", "--tls-cert", "c.pem"), 1, "[SETTING_CONTRADICTION]")


def times(folder):
    """When each file was last written; what SQLite keeps beside a database comes and goes."""
    return {p.name: p.stat().st_mtime_ns for p in folder.rglob("*")
            if p.is_file() and not p.name.endswith(("-wal", "-shm"))}


@check("doctor changes nothing in the folder")
def touches_nothing(box):
    options = in_order(box)
    before = times(box.data)
    findings(box, *options, code=0)
    same(before, times(box.data), "the files")


def law(box, *options, code, **more):
    answer = expect(box.sanbao("doctor", "--law", "--json", *options, lang="en", **more), code)
    return [(f["check"], f["level"], f["text"]) for f in json.loads(answer.out)["findings"]]


LAWFUL = ("--access-log", "access.log")


@check("doctor --law prints a statement in both languages, and nothing to be done for the sample")
def statement(box):
    box.read_foshan()
    zh = expect(box.sanbao("doctor", "--law", *LAWFUL), 0, "# 合规自查声明", "国办函〔2026〕12号",
                "个人信息保护法", "盖章", box.done("key").strip())
    en = expect(box.sanbao("doctor", "--law", *LAWFUL, lang="en"), 0, "# Statement", "Signed:")
    same(zh.out.count("\n## "), en.out.count("\n## "), "the number of parts")
    same(True, en.out.isascii() or "〔" not in en.out, "Chinese in the English statement")


@table([("每日登录", "Daily visit", "must", "登录"), ("点赞村务", "Likes", "must", "点赞"),
        ("无偿献血", "Giving blood", "must", "献血"), ("乱停车扣分", "Parking", "must", "扣分"),
        ("按时参加", "Ranking of the street", "must", "ranking"),
        ("河道清洁", "River clearing", None, None)],
       "doctor --law looks into a rule named {0}, {1}: {2}")
def rule_words(box, name_zh, name_en, level, piece):
    box.done("init")
    rules = (FOSHAN / "rules.csv").read_text(encoding="utf-8").splitlines()
    head = rules[0].split(",")
    row = dict(zip(head, rules[1].split(",")))
    row["name_zh"], row["name_en"] = name_zh, name_en
    folder = box.village("v", {"village.json": FOSHAN / "village.json",
                               "rules.csv": rules[0] + "\n" + ",".join(row.values()) + "\n"})
    box.done("import", folder)
    found = [(l, t) for n, l, t in law(box, *LAWFUL, code=1 if level else 0) if n == "law_rule"]
    same({level} if level else set(), {l for l, _ in found}, "levels of the findings")
    same(bool(level), any(f'"{piece}"' in t for _, t in found), f"the piece is named: {found}")


@check("doctor --law wants a log of the network, money behind points, and nights in peace")
def law_settings(box):
    box.done("init")
    box.done("simulate", "--villages", "1", "--residents", "20", "--days", "1", "--seed", "1")
    found = {n: l for n, l, _ in law(box, "--quiet-from", "23:30", code=1)}
    same(("must", "note"), (found["law_log"], found["law_quiet"]), "levels")
    found = {n: l for n, l, _ in law(box, *LAWFUL, code=0)}
    same(("good", "good"), (found["law_log"], found["law_quiet"]), "levels")


DEMANDS = {
    "the five bans on apps of the state": ("填报", "强制打卡", "强制安装", "点赞", "商业活动"),
    "units below the county": ("县级以下",),
    "told, agreeing, withdrawing, copying, erasing": (
        "知情、同意、可撤回", "查询、复制、更正、删除"),
    "sensitive data and children": ("未满十四岁", "不用人脸、不记位置"),
    "who else handles data, how long, how safely": ("委托处理", "保存期限", "逐人加密"),
    "automated decisions": ("自动化决策", "由人审核"),
    "no credit reporting, no public credit, no black list": ("不做征信", "不列黑名单"),
    "village rules, posting, joint signatures, shares": (
        "村规民约", "不少于十五日", "联签", "集体成员"),
    "what an office files": ("docs/privacy-notice.zh.md", "docs/impact-assessment.zh.md"),
}


@table(DEMANDS.items(), "doctor --law answers to {0}")
def law_demands(box, _name, words):
    box.sanbao("init")
    expect(box.sanbao("doctor", "--law", *LAWFUL), 0, *words)


@check("doctor --law counts who agreed, children, and asks for contracts with who handles data")
def law_people(box):
    box.read_foshan()
    found = {n: t for n, _, t in law(box, *LAWFUL, code=0)}
    same(True, found["law_consent"].startswith("1151 are registered, 0 of them"), "consents")
    same(False, "law_processor" in found, "nobody else")
    found = {n: l for n, l, _ in law(box, *LAWFUL, "--sms-url", "https://sms.example", code=0)}
    same("note", found["law_processor"], "a contract")
