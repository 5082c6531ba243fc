"""toolkit.py - what the checks share: a registry, a scratch folder each, and ways to ask.

A check is a function of one argument, its Box: a scratch folder, the program, and the sample
village loaded once for all. It fails by raising Failed, which expect() does.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
FOSHAN = DATA / "foshan"
LINSHAN = DATA / "linshan"
COMMANDS = ("init import report balances print history receipt check-receipt verify clock "
            "rebuild log checkpoint key tiles backup restore drill doctor nightly erasures "
            "simulate settings upgrade").split()
SECONDS_MAX = 300

CHECKS = []


class Failed(Exception):
    """A check does not hold."""


class Skipped(Exception):
    """A check cannot be made here, and why."""


def check(sentence):
    """Registers a check under a sentence."""
    def register(function):
        CHECKS.append((sentence, function))
        return function
    return register


def table(rows, sentence):
    """Registers one check a row: the sentence is formatted with the row, the function gets it."""
    def register(function):
        for row in rows:
            CHECKS.append((sentence.format(*row),
                           lambda box, row=row: function(box, *row)))
        return function
    return register


class Answer:
    """How a run of the program ended."""

    def __init__(self, arguments, done):
        self.arguments = arguments
        self.code = done.returncode
        self.bytes = done.stdout
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")
        self.said = self.out + self.err

    def tell(self):
        command = "sanbao " + " ".join(str(a) for a in self.arguments)
        return f"{command}\nexit {self.code}\n{self.out[-1500:]}{self.err[-1500:]}"


def expect(answer, code, *pieces, absent=()):
    """The exit code, and what must and must not be said on either stream."""
    if answer.code != code:
        raise Failed(f"exit {code} expected\n{answer.tell()}")
    for piece in pieces:
        if piece not in answer.said:
            raise Failed(f"'{piece}' is not said\n{answer.tell()}")
    for piece in absent:
        if piece in answer.said:
            raise Failed(f"'{piece}' must not be said\n{answer.tell()}")
    return answer


def same(expected, found, what):
    if expected != found:
        raise Failed(f"{what}: expected {str(expected)[:600]}\nfound {str(found)[:600]}")


def status_texts():
    """Each status code's two texts, from the program's source."""
    files = sorted((ROOT / "src/base").glob("status_codes*.h"))
    text = "".join(file.read_text(encoding="utf-8") for file in files).replace("\\\n", " ")
    return {name: (zh, en) for name, zh, en in
            re.findall(r'X\((\w+),\s*"([^"]*)",\s*"([^"]*)"\)', text)}


STATUS = status_texts()


def sample_copy(sample, data):
    """Without the files that SQLite makes beside a database while others read it."""
    shutil.copytree(sample, data, ignore=shutil.ignore_patterns("*-shm", "*-wal"))


class Sample:
    """The sample village in a data folder, made once by whoever asks first."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        self.lock = threading.Lock()
        self.trouble = None

    def made(self):
        with self.lock:
            if not self.folder.exists() and self.trouble is None:
                box = Box(self.binary, self.folder.parent, None)
                for arguments in (("init",), ("import", FOSHAN)):
                    answer = box.sanbao(*arguments, data=self.folder)
                    if answer.code != 0:
                        self.trouble = answer.tell()
                        break
        if self.trouble:
            raise Failed("the sample cannot be loaded\n" + self.trouble)
        return self.folder


class Box:
    """What a check works with: `scratch` is its own folder, `data` its own data folder."""

    def __init__(self, binary, scratch, sample):
        self.binary = binary
        self.scratch = pathlib.Path(scratch)
        self.data = self.scratch / "data"
        self.sample = sample

    def command(self, arguments, data, lang):
        options = [] if data is None else ["--data", str(data)]
        options += [] if lang is None else ["--lang", lang]
        return [self.binary, *options, *(str(a) for a in arguments)]

    def sanbao(self, *arguments, data="own", lang=None, environment=None):
        """Runs the program on the own data folder, on another, or (data=None) on none named."""
        where = self.data if data == "own" else data
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith(("SANBAO_", "LC_", "LANG"))}
        done = subprocess.run(self.command(arguments, where, lang), cwd=self.scratch,
                              env={**clean, **(environment or {})}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=SECONDS_MAX, check=False)
        return Answer(arguments, done)

    def start(self, *arguments):
        """Starts the program beside the check; the check ends it."""
        return subprocess.Popen(self.command(arguments, self.data, None), cwd=self.scratch,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def done(self, *arguments, **options):
        """Runs the program, which must succeed; answers what it printed."""
        return expect(self.sanbao(*arguments, **options), 0).out

    def foshan(self):
        """A copy of the loaded sample as the own data folder."""
        sample_copy(self.sample.made(), self.data)
        return self.data

    def read_foshan(self):
        """The loaded sample itself as the data folder: for commands that only read."""
        self.data = self.sample.made()
        return self.data

    def village(self, name, files):
        """A folder to import, with texts, bytes or files to copy."""
        folder = self.scratch / name
        folder.mkdir(exist_ok=True)
        for file, content in files.items():
            if isinstance(content, pathlib.Path):
                shutil.copy(content, folder / file)
            else:
                (folder / file).write_bytes(
                    content if isinstance(content, bytes) else content.encode())
        return folder


def run_one(binary, sample, function):
    """One check: "" where it holds, else what is wrong; a reason where it is skipped."""
    with tempfile.TemporaryDirectory(prefix="sanbao-e2e-") as scratch:
        try:
            function(Box(binary, scratch, sample))
        except Failed as wrong:
            return str(wrong), ""
        except Skipped as reason:
            return "", str(reason)
        except Exception:  # A check that breaks is a check that fails.
            return traceback.format_exc(), ""
    return "", ""


def run_all(binary, pattern):
    checks = [c for c in CHECKS if re.search(pattern, c[0])]
    print(f"1..{len(checks)}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="sanbao-e2e-") as shared:
        sample = Sample(binary, pathlib.Path(shared) / "foshan")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = pool.map(lambda entry: run_one(binary, sample, entry[1]), checks)
            for number, (entry, (wrong, skip)) in enumerate(zip(checks, outcomes), 1):
                failed += bool(wrong)
                suffix = f" # SKIP {skip}" if skip else ""
                print(f"{'not ok' if wrong else 'ok'} {number} - {entry[0]}{suffix}", flush=True)
                for line in wrong.splitlines():
                    print("# " + line, flush=True)
    return 1 if failed else 0
