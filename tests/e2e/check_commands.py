"""check_commands.py - the command line itself: help, languages, wrong use, folders."""

import os
import socket
import stat
import subprocess

from toolkit import COMMANDS, FOSHAN, STATUS, Failed, check, expect, same, table


@check("--help lists every command, in Chinese")
def help_chinese(box):
    answer = expect(box.sanbao("--help", data=None), 0, *COMMANDS)
    if answer.out.isascii():
        raise Failed("no Chinese in the help\n" + answer.tell())


@check("--lang en --help lists every command, in English alone")
def help_english(box):
    answer = expect(box.sanbao("--help", data=None, lang="en"), 0, *COMMANDS)
    if not answer.out.isascii():
        raise Failed("the English help is not ASCII\n" + answer.tell())


@table([(c,) for c in COMMANDS], "{0} --help explains itself in both languages")
def command_help(box, command):
    zh = expect(box.sanbao(command, "--help", data=None), 0, command).out
    en = expect(box.sanbao(command, "--help", data=None, lang="en"), 0, command).out
    if zh.isascii() or not en.isascii() or len(en) < 40:
        raise Failed(f"zh: {zh}\nen: {en}")


WRONG_USES = [
    ("no command", []),
    ("an unknown command", ["dance"]),
    ("an unknown option", ["report", "--colour"]),
    ("an unknown global option", ["--colour", "report"]),
    ("an unknown language", ["--lang", "fr", "report"]),
    ("import without a folder", ["import"]),
    ("one argument too many", ["import", "a", "b"]),
    ("history without a resident", ["history"]),
    ("receipt without a record", ["receipt"]),
    ("receipt with a record that is no number", ["receipt", "12x"]),
    ("receipt with a negative record", ["receipt", "-1"]),
    ("check-receipt without a key", ["check-receipt", "a"]),
    ("a day that does not exist", ["report", "--on", "2021-02-30"]),
    ("a day of another form", ["report", "--on", "17/12/2021"]),
    ("tiles without a folder", ["tiles"]),
    ("an empty word", ["import", ""]),
    ("an empty value of an option", ["report", "--village", ""]),
    ("an empty data folder", ["--data", "", "report"]),
    ("log in two forms at once", ["log", "--json", "--envelopes"]),
    ("backup without a target", ["backup"]),
    ("simulate with a number that is none", ["simulate", "--villages", "many"]),
]


@check("help may be asked for by the word, for one command and for all")
def help_word(box):
    same(box.done("--help", data=None), box.done("help", data=None), "the help")
    same(box.done("import", "--help", data=None), box.done("help", "import", data=None), "import")


@table(WRONG_USES, "wrong use: {0} ends with 2")
def wrong_use(box, _, arguments):
    box.done("init")
    expect(box.sanbao(*arguments), 2)


@table([("report", []), ("balances", ["--csv"]), ("history", ["R00001"]), ("receipt", ["0"]),
        ("verify", []), ("log", []), ("checkpoint", []), ("key", []), ("import", [FOSHAN]),
        ("clock", [])],
       "{0} without a data folder says so in both languages")
def no_folder(box, command, arguments):
    zh, en = STATUS["FOLDER_MISSING"]
    expect(box.sanbao(command, *arguments), 1, zh)
    expect(box.sanbao(command, *arguments, lang="en"), 1, en)
    same(False, box.data.exists(), "the folder was made")


@check("init makes the data folder, and a second init changes nothing")
def init_twice(box):
    box.done("init")
    before = contents(box.data)
    zh, en = STATUS["FOLDER_EXISTS"]
    expect(box.sanbao("init"), 1, zh)
    expect(box.sanbao("init", lang="en"), 1, en)
    same(before, contents(box.data), "files of the data folder")


@check("init leaves a folder alone that is not its own")
def init_foreign(box):
    box.data.mkdir()
    (box.data / "letter.txt").write_text("dear grandmother")
    zh, en = STATUS["FOLDER_FOREIGN"]
    expect(box.sanbao("init"), 1, zh)
    expect(box.sanbao("init", lang="en"), 1, en)
    same(["letter.txt"], sorted(os.listdir(box.data)), "files of the folder")


@check("a command leaves a folder alone that is not its own")
def report_foreign(box):
    box.data.mkdir()
    (box.data / "letter.txt").write_text("dear grandmother")
    expect(box.sanbao("import", FOSHAN), 1)
    expect(box.sanbao("report"), 1)
    same(["letter.txt"], sorted(os.listdir(box.data)), "files of the folder")


@check("the data folder may be named by SANBAO_DATA, else it is sanbao-data")
def folder_names(box):
    place = {"SANBAO_DATA": str(box.scratch / "by-name")}
    box.done("init", data=None, environment=place)
    box.done("key", data=None, environment=place)
    same(True, (box.scratch / "by-name").is_dir(), "by-name is there")
    box.done("init", data=None)
    same(True, (box.scratch / "sanbao-data").is_dir(), "sanbao-data is there")


@check("keys and private data are readable by their owner alone")
def private_modes(box):
    box.done("init")
    for name in ("keys.db", "people.db"):
        mode = stat.S_IMODE((box.data / name).stat().st_mode)
        same(0, mode & 0o077, f"rights of others on {name}")


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


@check("settings: a flag goes before the environment, that before the file, and each is named")
def settings_order(box):
    config = box.scratch / "sanbao.conf"
    config.write_text("backup_hour = 3\nbackup_keep = 33\n")
    said = box.done("settings", "--config", config, "--idle-seconds", "7", lang="en",
                    environment={"SANBAO_BACKUP_HOUR": "4"})
    found = {line.split()[0]: line.split(None, 1)[1].split() for line in said.splitlines()}
    same(["4", "environment"], found["backup_hour"], "backup_hour")
    same(["33", "line", "2", "of", "the", "file"], found["backup_keep"], "backup_keep")
    same(["7", "flag"], found["idle_seconds"], "idle_seconds")
    same([str(box.data), "flag"], found["data"], "data")


@check("settings: a wrong line is refused by file, line, key and value")
def settings_wrong(box):
    config = box.scratch / "sanbao.conf"
    config.write_text("# hours\nbackup_hour = 25\n")
    expect(box.sanbao("settings", "--config", config), 1, "sanbao.conf", "第 2 行", "backup_hour",
           "25", "0..23", "[SETTING_VALUE]")


@check("settings: the file that starts one off is taken as it is")
def settings_template(box):
    config = box.scratch / "sanbao.conf"
    config.write_text(box.done("settings", "--template"))
    box.done("settings", "--config", config)


@check("serve tells the service manager when it is ready and when it stops")
def serve_notifies(box):
    box.foshan()
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(box.scratch / "notify"))
    manager.settimeout(60)
    command = box.command(("serve", "--listen", "127.0.0.1:0"), box.data, "en")
    with subprocess.Popen(command, cwd=box.scratch, stdout=subprocess.DEVNULL,
                          env={**os.environ, "NOTIFY_SOCKET": str(box.scratch / "notify")}) as run:
        try:
            same(b"READY=1", manager.recv(100), "what the manager is told first")
        finally:
            run.terminate()
        same(b"STOPPING=1", manager.recv(100), "what the manager is told at the end")
        same(0, run.wait(60), "the exit code")
    manager.close()
