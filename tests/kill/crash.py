#!/usr/bin/env python3
"""crash.py BINARY [--kills N] [--seed S] [--match PATTERN]: the program at work, killed or starved.

It is killed with SIGKILL at random instants (20 times; with SANBAO_SOAK=1 SOAK_KILLS times), or a
write, sync or change of a file fails, or no file may grow beyond a size. Each time it must end with
a clear word; what it had answered must be in the log, once; and after another run to the end the
books must be in order and be those of a run that nothing disturbed. Reports in TAP; a failed test
names the seed with which it can be had again.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOSHAN = ROOT / "tests" / "data" / "foshan"
SIMULATE = ("--villages", "3", "--residents", "250", "--days", "120", "--seed", "7")
SECONDS_MAX = 600
KILLED = -signal.SIGKILL


class Failed(Exception):
    """Something does not hold."""


def require(holds, what):
    if not holds:
        raise Failed(what)


def told(code, out, err):
    return f": exit {code}\n{out[-800:]}{err[-800:]}"


class Folder:
    """A data folder and the program run on it."""

    def __init__(self, binary, scratch, work):
        self.binary = binary
        self.data = pathlib.Path(scratch) / "data"
        self.answers = pathlib.Path(scratch) / "answers"
        self.work = [str(w).format(answers=self.answers) for w in work]
        self.done("init")

    def start(self, arguments, environment=None, file_bytes_max=None):
        command = [self.binary, "--data", self.data, "--lang", "en", *arguments]
        if file_bytes_max is not None:
            # A file that would grow beyond the limit is refused as on a full disk, not signalled.
            limit = f"trap '' XFSZ; ulimit -f {file_bytes_max // 512}; exec \"$@\""
            command = ["sh", "-c", limit, "sh", *command]
        clean = {k: v for k, v in os.environ.items()
                 if not k.startswith(("SANBAO_", "LC_", "LANG"))}
        return subprocess.Popen(command, env={**clean, **(environment or {})},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, encoding="utf-8",
                                errors="replace")

    def run(self, arguments, **circumstances):
        """Runs to the end; answers exit code, output and errors."""
        process = self.start(arguments, **circumstances)
        out, err = process.communicate(timeout=SECONDS_MAX)
        return process.returncode, out, err

    def done(self, *arguments):
        """Runs a command that must succeed; answers what it printed."""
        code, out, err = self.run(arguments)
        require(code == 0, f"sanbao {' '.join(map(str, arguments))}{told(code, out, err)}")
        return out

    def kill_after(self, seconds):
        """Runs the work and kills it after so long; answers whether it was still at work."""
        process = self.start(self.work)
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return process.returncode == KILLED

    def log(self):
        """The records, by number: event id."""
        events = {}
        for line in self.done("log", "--json").splitlines():
            record = json.loads(line)
            events[record["record"]] = record["operation"]["event_id"]
        require(sorted(events) == list(range(len(events))), "the record numbers have gaps")
        require(len(set(events.values())) == len(events), "an event id is in the log twice")
        return events

    def answered(self):
        """What the program has answered so far: (event id, record). A torn last line is none."""
        if not self.answers.exists():
            return []
        whole = self.answers.read_text(encoding="ascii").rpartition("\n")[0]
        pairs = [line.split() for line in whole.splitlines()]
        return [(event, int(record)) for event, record in pairs]

    def answers_check(self):
        """Every answered operation is in the log, under the number that was told."""
        events = self.log()
        for event, record in self.answered():
            require(events.get(record) == event,
                    f"record {record} was answered to {event}, the log has {events.get(record)}")
        return events

    def head(self):
        """Number of records and root, as signed."""
        lines = self.done("checkpoint").splitlines()
        return int(lines[1]), lines[2]

    def finish(self):
        """Runs the work to its end; the books must be in order then."""
        self.done(*self.work)
        self.done("verify")
        self.answers_check()


class Simulation:
    """Random village life: the same seed gives the same root, however often it was broken off."""

    name = "simulate"
    calls = 400  # of one kind to the file layer, about
    work = ("simulate", *SIMULATE, "--answers", "{answers}")

    def outcome(self, folder):
        return folder.head()


class Import:
    """A village's year, all or nothing: ids are drawn anew, so the figures are compared."""

    name = "import"
    calls = 8
    work = ("import", FOSHAN)

    def outcome(self, folder):
        records = folder.head()[0]
        return records, folder.done("report", "--json"), folder.done("balances", "--csv")


class Reference:
    """What an undisturbed run comes to, and how long it takes."""

    def __init__(self, binary, kind):
        with tempfile.TemporaryDirectory(prefix="sanbao-crash-") as scratch:
            folder = Folder(binary, scratch, kind.work)
            begun = time.monotonic()
            folder.done(*folder.work)
            self.seconds = time.monotonic() - begun
            folder.finish()
            self.outcome = kind.outcome(folder)
            self.file_bytes = max(f.stat().st_size for f in folder.data.rglob("*") if f.is_file())


# ---- what happens ----


def killed(kind, reference, chance, folder, kills):
    """Kills the work some times in one folder; answers whether it was ever at work."""
    at_work = 0
    for _ in range(kills):
        at_work += folder.kill_after(chance.uniform(0, reference.seconds))
        folder.done("verify", "--log")  # as the kill left it: the log command brings the books up
        events = folder.answers_check()
        if kind.name == "import":
            require(len(events) in (0, reference.outcome[0]), f"{len(events)} records of an import")
    return at_work > 0


def faulty(folder, rule):
    """Runs the work while the file layer fails; answers whether it came to that."""
    code, out, err = folder.run(folder.work, environment={"SANBAO_FILE_FAULT": rule})
    if rule.split(":")[2] == "kill":
        require(code in (0, KILLED), rule + told(code, out, err))
    else:
        ended_clearly(rule, code, out, err)
    folder.answers_check()
    return code != 0


def starved(folder, file_bytes_max):
    """Runs the work while no file may grow beyond a size."""
    code, out, err = folder.run(folder.work, file_bytes_max=file_bytes_max)
    ended_clearly(f"files of {file_bytes_max} bytes", code, out, err)
    folder.answers_check()
    return code != 0


def ended_clearly(what, code, out, err):
    require(code in (0, 1), what + told(code, out, err))
    require(code == 0 or re.search(r"\[[A-Z_]+\]", err), what + told(code, out, err))


def rules(chance, count, calls):
    """Faults early in a run, where everything is made, and later ones at random."""
    for number in range(count):
        at = number // 5 + 1 if chance.random() < 0.4 else int(calls ** chance.random())
        yield [f"write:{at}:enospc", f"write:{at}:short:{chance.randrange(1, 300)}",
               f"sync:{at}:eio", f"change:{at}:enospc",
               f"write:{at}:kill:{chance.randrange(1, 300)}"][number % 5]
    for _ in range(count // 4):
        yield f"any:{int((3 * calls) ** chance.random())}:kill"


# ---- the tests ----


def plan(kinds, kills, chance):
    """The tests: (sentence, kind, function of reference, chance, folder)."""
    for kind in kinds:
        share = kills - kills // 4 if kind.name == "simulate" else kills // 4
        while share > 0:
            times = min(share, chance.randrange(1, 4))
            share -= times
            yield (f"{kind.name}, killed {times} times, comes out as if nothing had been", kind,
                   lambda ref, own, folder, kind=kind, times=times:
                   killed(kind, ref, own, folder, times))
        for rule in rules(chance, kills, kind.calls):
            yield (f"{kind.name} under {rule} ends clearly and goes on", kind,
                   lambda ref, own, folder, rule=rule: faulty(folder, rule))
        for _ in range(max(4, kills // 4)):
            part = chance.uniform(0.02, 0.98)
            yield (f"{kind.name} with files of at most {part:.0%} ends clearly and goes on", kind,
                   lambda ref, own, folder, part=part: starved(folder, int(ref.file_bytes * part)))


class Outcome:
    """How one test ended: what is wrong, and whether what was to happen did happen."""

    def __init__(self):
        self.wrong = ""
        self.struck = False


def attempt(binary, kind, reference, action, seed):
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="sanbao-crash-") as scratch:
        try:
            folder = Folder(binary, scratch, kind.work)
            outcome.struck = action(reference, random.Random(seed), folder)
            folder.finish()
            found = kind.outcome(folder)
            require(found == reference.outcome,
                    f"the outcome differs:\n{str(found)[:800]}\n{str(reference.outcome)[:800]}")
        except (Failed, subprocess.TimeoutExpired) as wrong:
            outcome.wrong = str(wrong)
    return outcome


def tell(number, sentence, wrong, seed):
    """One line of TAP, and the reasons; answers 1 for a failure."""
    print(f"{'not ok' if wrong else 'ok'} {number} - {sentence}", flush=True)
    for line in wrong.splitlines() + ([f"again: --seed {seed}"] if wrong else []):
        print("# " + line, flush=True)
    return int(bool(wrong))


def arguments_read(arguments):
    soak = bool(os.environ.get("SANBAO_SOAK"))
    kills = int(os.environ.get("SOAK_KILLS", "200")) if soak else 20
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=random.randrange(10 ** 9) if soak else 1)
    parser.add_argument("--match", default="")
    return parser.parse_args(arguments)


def main(arguments):
    options = arguments_read(arguments)
    kinds = [Simulation(), Import()]
    tests = list(plan(kinds, options.kills, random.Random(options.seed)))
    references = {kind.name: Reference(options.binary, kind) for kind in kinds}
    tests = [test for test in tests if re.search(options.match, test[0])]
    seeds = [options.seed * 100000 + number for number in range(len(tests))]
    print(f"1..{len(tests) + 1}", flush=True)
    failed = 0
    struck = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = pool.map(lambda test, seed: attempt(
            options.binary, test[1], references[test[1].name], test[2], seed), tests, seeds)
        for number, (test, outcome) in enumerate(zip(tests, outcomes), 1):
            failed += tell(number, test[0], outcome.wrong, options.seed)
            struck += outcome.struck
    failed += tell(len(tests) + 1, "most of them met the program at work",
                   "" if struck * 2 > len(tests) else f"{struck} of {len(tests)}", options.seed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
