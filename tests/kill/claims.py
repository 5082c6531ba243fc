#!/usr/bin/env python3
"""claims.py BINARY [--kills N] [--seed S]: claims over HTTP while the server is killed.

Some people file claims, add photos, examine, approve, vote, object and decide, all at once. The
server is killed at random instants, or by its own file layer in the middle of a write, and started
anew (12 times; with SANBAO_SOAK=1 SOAK_KILLS times). Whoever got no answer asks again with the same
key. Each answer that was given must hold after the kill; in the end the books hold one award for
each claim that was awarded, private rows say the same, and all asked once more changes nothing.
Reports in TAP.
"""

import argparse
import csv
import http.client
import json
import os
import pathlib
import random
import signal
import sqlite3
import sys
import threading
import time
import traceback

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "http"))
from client import ROOT, SAMPLE, VILLAGE, Server, new_key  # noqa: E402

AT = f"/api/v1/villages/{VILLAGE}"
PHOTO = (ROOT / "tests" / "data" / "photos" / "baseline.jpg").read_bytes()
STAFF = ["T01", "T02", "T03", "T04", "T05", "T07", "T08", "T09", "T10"]
HANDS = 4  # at work at once
STORED_AWARDED = 5  # claim.state in people.db
WAIT_SECONDS = 60
NOTICE_RULE = {"code": "NTC-01", "unit": "time", "points": 10, "cap_scope": "resident",
               "evidence": "document", "approver": "social_worker", "valid_from": "2021-12-17",
               "notice_days": 3, "category": "care", "name_zh": "好人好事",
               "name_en": "good deed"}


def claimants(count):
    """Of the sample, one a household, registered and of age."""
    found = {}
    with (SAMPLE / "residents.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["registered_on"] and row["access"] == "phone" and row["birth_date"] < "1990":
                found.setdefault(row["household_no"], row["resident_no"])
    return list(found.values())[:count]


class Claim:
    """One claim, and what was answered about it."""

    def __init__(self, number, who, rule):
        self.who = who
        self.key = new_key()
        self.path = f"{AT}/claims/{self.key}"
        self.rule = rule
        day = (2021 * 12 + 11) - number // 28 % 11
        self.body = {"rule": rule, "day": f"{day // 12}-{day % 12 + 1:02}-{number % 28 + 1:02}",
                     "text": f"第{number}件"}
        if self.body["day"] > "2021-12-17":
            self.body["day"] = "2020-12-" + self.body["day"][-2:]
        self.number = None
        self.photo = None
        self.steps = {}   # what: how many were answered
        self.state = None  # the last that was answered, once it can change no more
        self.record = None
        self.sent = []    # (who, path, body, key, answer): to be sent again in the end

    def look(self, shown):
        """Whether all that was answered holds in what is shown now."""
        assert shown["number"] == self.number, (shown, self.number)
        assert self.photo in [None] + [p["photo"] for p in shown["photos"]], shown
        whats = [step["what"] for step in shown["steps"]]
        for what, count in self.steps.items():
            assert whats.count(what) >= count, (what, count, shown)
        if self.state is not None:
            assert (shown["state"], shown["record"]) == (self.state, self.record), \
                (self.state, self.record, shown)


class Village:
    """The server, and those who ask until they are answered."""

    def __init__(self, binary, chance):
        self.server = Server(binary)
        self.server.settings = ["--requests-per-second", "100000", "--requests-burst", "100000"]
        self.people = claimants(60)
        self.server.grant(*STAFF, *self.people).start()
        self.chance = chance
        self.lock = threading.Lock()
        self.claims = []
        self.broken = 0  # requests that got no answer
        self.lives = 0   # how often the server was started
        self.ended = threading.Event()
        self.faults = []

    def ask(self, who, method, path, body=None, key=None, raw=None, kind=None):
        """The answer, and whether it was asked more than once."""
        until = time.monotonic() + WAIT_SECONDS
        again = False
        while time.monotonic() < until and not self.faults:
            try:
                headers = {"Content-Type": kind} if kind else {}
                return self.server.caller(who).call(method, path, body, key, headers, raw), again
            except (OSError, http.client.HTTPException):
                self.broken += not again
                again = True
                time.sleep(0.01)
        raise self.faults[0] if self.faults else AssertionError(f"no answer to {method} {path}")

    def step(self, claim, what, who, verb, body, key=None):
        """A step; where its answer was lost, the state may say that it was done already."""
        answer, again = self.ask(who, "POST", claim.path + verb, body, key)
        if again and answer.status in (403, 409):
            shown = self.shown(claim)
            assert what in [step["what"] for step in shown["steps"]], (what, answer, shown)
        else:
            assert answer.status in (200, 201), (what, answer)
        claim.steps[what] = claim.steps.get(what, 0) + 1
        return answer

    def shown(self, claim):
        return self.ask(claim.who, "GET", claim.path)[0].must(200).json

    def settle(self, claim, state):
        shown = self.shown(claim)
        assert shown["state"] == state, (state, shown)
        claim.record, claim.state = shown["record"], state

    def keyed(self, claim, who, path, body):
        key = new_key()
        answer = self.ask(who, "POST", path, body, key)[0].must(201)
        claim.sent.append((who, path, body, key, answer.json))
        return answer

    # ---- what people do ----

    def file(self, rule):
        with self.lock:
            number = len(self.claims)
            claim = Claim(number // len(self.people), self.people[number % len(self.people)], rule)
            self.claims.append(claim)
        answer = self.ask(claim.who, "POST", AT + "/claims", claim.body, claim.key)[0].must(201)
        assert answer.json["claim"] == claim.key, answer
        claim.sent.append((claim.who, AT + "/claims", claim.body, claim.key,
                           {"claim": claim.key, "number": answer.json["number"]}))
        claim.number = answer.json["number"]
        return claim

    def approved(self, claim, state="awarded"):
        self.step(claim, "examined", "T03", "/examine", {"word": "看过了"})
        answer = self.ask("T01", "POST", claim.path + "/approve", {})[0].must(201)
        claim.steps["approved"] = 1
        self.settle(claim, state)
        assert claim.record == answer.json["record"], (claim.record, answer)

    def goods(self, way):
        claim = self.file("VOL-09")
        photo = self.ask(claim.who, "POST", claim.path + "/photos", raw=PHOTO + bytes(way),
                         kind="image/jpeg")[0].must(201)
        claim.photo = photo.json["photo"]
        self.approved(claim)
        return claim

    def custom(self, way):
        claim = self.file("HON-02")
        votes = ["yes", "yes"] if way else ["no", "no"]
        for who, vote in zip(("T07", "T08"), votes):
            self.step(claim, "voted_" + vote, who, "/vote", {"vote": vote, "word": "看过了"})
        self.settle(claim, "awarded" if way else "turned_down")
        return claim

    def notice(self, way):
        claim = self.file("NTC-01")
        self.approved(claim, "on_notice")
        notice = f"{AT}/award-notices/{claim.record}"
        objector = self.people[self.people.index(claim.who) - HANDS]
        self.keyed(claim, objector, notice + "/objections", {"text": "那天他不在村里"})
        answer = self.keyed(claim, "T05", notice + "/decision",
                            {"upheld": bool(way), "word": "问过三个邻居"})
        assert isinstance(answer.json["record"], int), answer
        return claim

    def refused(self, way):
        claim = self.file("LAB-02")
        if way:
            self.step(claim, "withdrawn", claim.who, "/withdraw", None)
            self.settle(claim, "withdrawn")
        else:
            self.step(claim, "turned_down", "T02", "/turn-down", {"word": "没有这回事"})
            self.settle(claim, "turned_down")
        return claim

    def work(self, hand):
        chance = random.Random(hand)
        what = [self.goods, self.custom, self.notice, self.refused]
        done, life = [], 0
        try:
            while not self.ended.is_set():
                done.append(chance.choice(what)(chance.randrange(2)))
                if life != self.lives:  # what was answered before the kill holds after it
                    life = self.lives
                    for claim in done:
                        claim.look(self.shown(claim))
                    done.clear()
        except Exception as fault:  # noqa: BLE001  (whatever it is, the test has failed)
            self.faults.append(fault)

    # ---- what happens to them ----

    def kill(self):
        """Kills the server at a random instant; or it ends by itself in the middle of a write."""
        process = self.server.process
        try:
            process.wait(self.chance.uniform(0.02, 0.5))
        except Exception:  # noqa: BLE001  (still at work)
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=WAIT_SECONDS)
        self.server.process = None

    def start(self, last):
        """Every second time with a file layer that will kill it, but for the last."""
        rule = self.chance.choice(["any:{}:kill", "write:{}:kill:40", "sync:{}:kill"])
        if not last and self.chance.random() < 0.5:
            os.environ["SANBAO_FILE_FAULT"] = rule.format(self.chance.randrange(1, 120))
        try:
            self.server.start()
        except AssertionError:  # it was killed before it said that it was there
            self.server.process.communicate(timeout=WAIT_SECONDS)
        finally:
            os.environ.pop("SANBAO_FILE_FAULT", None)
        if self.server.process.returncode is not None:
            self.server.start()

    def killed(self, kills):
        hands = [threading.Thread(target=self.work, args=(hand,)) for hand in range(HANDS)]
        for hand in hands:
            hand.start()
        struck = 0
        while kills > 0 and not self.faults:
            before = self.broken
            self.kill()
            self.start(kills == 1)
            struck += self.broken > before
            self.lives += 1
            kills -= 1
        self.ended.set()
        for hand in hands:
            hand.join()
        return struck

    # ---- in the end ----

    def each_holds(self):
        for claim in self.claims:
            claim.look(self.shown(claim))
            if claim.photo is not None:
                picture = self.ask(claim.who, "GET", f"{claim.path}/photos/{claim.photo}")[0]
                assert picture.must(200).body[:2] == b"\xff\xd8", claim.path

    def once_more(self):
        """All sent again with the same keys is answered as at first."""
        for claim in self.claims:
            for who, path, body, key, first in claim.sent:
                answer = self.ask(who, "POST", path, body, key)[0].must(201).json
                same = {name: answer[name] for name in ("claim", "number", "record")
                        if name in first and name in answer}
                assert same.items() <= first.items(), (path, first, answer)
            if "approved" in claim.steps:
                again = self.ask("T01", "POST", claim.path + "/approve", {})[0].must(201).json
                assert again["again"] and again["record"] == claim.record, (claim.record, again)

    def log(self):
        return [json.loads(line) for line in self.server.run("log", "--json").splitlines()]

    def books_agree(self):
        """One award for each claim that was awarded, and none beside them; people.db says so."""
        log = self.log()
        events = [record["operation"]["event_id"] for record in log]
        assert len(set(events)) == len(events), "an event id is in the log twice"
        awards = {r["record"]: r["operation"]["award"] for r in log[self.begun:]
                  if "award" in r["operation"]}
        awarded = {c.record: c for c in self.claims if c.state in ("awarded", "on_notice")}
        assert awards.keys() == awarded.keys(), awards.keys() ^ awarded.keys()
        for record, claim in awarded.items():
            assert awards[record]["rule"] == claim.rule, (awards[record], claim.rule)
        for claim in self.claims:
            for _, path, _, key, _ in claim.sent[1:]:
                assert events.count(key) == 1, (path, key)
        with sqlite3.connect(os.path.join(self.server.data, "people.db")) as people:
            rows = dict(people.execute("SELECT lower(hex(id)), state FROM claim"))
            loose = people.execute("SELECT COUNT(*) FROM claim_step WHERE claim NOT IN "
                                   "(SELECT id FROM claim)").fetchone()[0]
        assert rows.keys() == {c.key for c in self.claims}, "a claim that nobody filed, or none"
        stored = {key for key, state in rows.items() if state == STORED_AWARDED}
        assert stored == {c.key for c in awarded.values()} and loose == 0, (stored, loose)
        return len(log)

    def run(self, kills):
        made = self.ask("T03", "POST", AT + "/rule-drafts", NOTICE_RULE, new_key())[0].must(201)
        self.ask("T04", "POST", f"{AT}/rule-drafts/{made.json['draft']}/adopt",
                 {"meeting": "2021年第四次村民代表会议", "met_on": "2021-12-16"})[0].must(201)
        self.server.verify()
        self.begun = len(self.log())
        self.server.start()
        struck = self.killed(kills)
        if self.faults:
            raise self.faults[0]
        self.each_holds()
        self.server.verify()
        records = self.books_agree()
        self.server.start()
        self.once_more()
        self.each_holds()
        self.server.verify()
        assert self.books_agree() == records, "a request that was sent again counted again"
        assert struck * 2 > kills, f"only {struck} of {kills} kills met somebody at work"
        return struck


def main(arguments):
    soak = bool(os.environ.get("SANBAO_SOAK"))
    kills = int(os.environ.get("SOAK_KILLS", "200")) if soak else 12
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("--kills", type=int, default=kills)
    parser.add_argument("--seed", type=int, default=random.randrange(10 ** 9) if soak else 1)
    options = parser.parse_args(arguments)
    print("1..1", flush=True)
    village = Village(options.binary, random.Random(options.seed))
    try:
        struck = village.run(options.kills)
        print(f"ok 1 - claims outlast {options.kills} kills of the server, each counts once")
        print(f"# {len(village.claims)} claims, {struck} kills met somebody at work")
        return 0
    except Exception:  # noqa: BLE001  (whatever it is, the test has failed)
        print(f"not ok 1 - claims outlast {options.kills} kills of the server, each counts once")
        print("# " + traceback.format_exc().replace("\n", "\n# "))
        print(f"# again: --seed {options.seed}")
        return 1
    finally:
        if village.server.process is not None:
            village.server.stop(signal.SIGKILL)
        village.server.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
