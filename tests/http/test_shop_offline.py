"""Tills that sell off line: points held apart, signed batches in any order, and nothing is spent
twice, whatever happens between."""

import datetime
import random
import time

import devices
import ed25519
from client import VILLAGE, check, new_key

BASE = f"/api/v1/villages/{VILLAGE}"
S01 = BASE + "/shops/S01"
ZONE = datetime.timezone(datetime.timedelta(hours=8))
PRICE = 5


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


def instant(at):
    return datetime.datetime.fromtimestamp(at, ZONE).isoformat()


class Till:
    """A device of S01 with a key of its own."""

    def __init__(self, server, keeper="T21", shop=S01):
        self.server, self.keeper, self.shop = server, keeper, shop
        self.seed, self.number = random.randbytes(32), 0
        self.id = devices.enrol(server, keeper, "shop", self.seed).must(201).json["device"]
        self.path = f"{shop}/devices/{self.id}"

    def bundle(self, record=0):
        path = f"{self.path}/bundle?min_record={record}"
        return self.server.caller(self.keeper).get(path)

    def now(self):
        return seconds(self.bundle().must(200).json["now"])

    def hold(self, number, points, ends_at, key=None, **more):
        return self.server.caller(number).post(
            self.path + "/holds", {"points": points, "ends_at": instant(ends_at), **more}, key=key)

    def item(self, hold, points, at, goods="TEA"):
        self.number += 1
        return {"number": self.number, "hold": hold, "goods": goods, "quantity": 1,
                "points": points, "cash_fen": 0, "at": instant(at)}

    def signed(self, items, seed=None):
        lines = [f"sanbao-till/v1\n{VILLAGE} {self.shop.rsplit('/', 1)[1]}\n{self.id}\n"]
        for i in items:
            lines.append(f"{i['number']} {i['hold']} {i['goods']} {i['quantity']} {i['points']} "
                         f"{i['cash_fen']} {seconds(i['at'])}\n")
        signature = ed25519.sign(seed or self.seed, "".join(lines).encode()).hex()
        return {"items": items, "signature": signature}

    def post(self, body, who=None):
        return self.server.caller(who or self.keeper).call("POST", self.path + "/batches", body)

    def send(self, items):
        return self.post(self.signed(items)).must(200).json["items"]

    def revoke(self):
        return devices.revoke(self.server, self.keeper, self.id).must(200)


def tea(server):
    body = {"goods": "TEA", "name": "茶叶", "points": PRICE}
    server.caller("T21").post(S01 + "/goods", body).must(201)


def available(server, number):
    return server.caller(number).call("POST", BASE + "/spend-codes", {}).must(201).json["available"]


@check("held points are spent by that till alone, the rest comes back", fresh=True)
def _(server):
    server.grant("T21", "T22", "T05", "R00001", "R00002").start()
    tea(server)
    till, other = Till(server), Till(server)
    before, now = available(server, "R00001"), till.now()
    key = new_key()
    hold = till.hold("R00001", 30, now + 3600, key=key).must(201).json["hold"]
    again = till.hold("R00001", 30, now + 3600, key=key).must(201).json
    assert (again["hold"], again["again"]) == (hold, True)
    assert available(server, "R00001") == before - 30
    kept = till.bundle(hold).must(200, "何*").json["holds"]
    assert [(one["hold"], one["points"]) for one in kept] == [(hold, 30)]
    assert other.bundle().json["holds"] == []
    server.caller("T22").get(till.path + "/bundle").refused(403, "NOT_ALLOWED")
    one, two = till.item(hold, 10, now), till.item(hold, 5, now)
    assert [i["code"] for i in till.send([two, one, two])] == [None, None, None]
    answers = till.send([one, two])
    assert all(i["again"] for i in answers) and answers[0]["record"] > answers[1]["record"]
    assert other.send([other.item(hold, 5, now)])[0]["code"] == "RECORD_NOT_FOUND"
    changed = {**one, "points": 15}
    assert till.send([changed])[0]["code"] == "ID_TAKEN"
    assert till.send([till.item(hold, 20, now)])[0]["code"] == "NOT_ENOUGH_POINTS"
    assert till.send([till.item(hold, 5, now + 3000)])[0]["code"] == "TILL_CLOCK"
    till.post(till.signed([one], seed=b"x" * 32)).refused(403, "TILL_FORGED")
    till.post(till.signed([one]), who="T22").refused(403, "NOT_ALLOWED")
    release = f"{S01}/holds/{hold}/releases"
    server.caller("T22").post(f"{BASE}/shops/S02/holds/{hold}/releases").refused(
        404, "RECORD_NOT_FOUND")
    server.caller("R00001").post(release).refused(403, "NOT_ALLOWED")
    assert server.caller("T21").post(release).must(201).json["balance"] == 0
    assert available(server, "R00001") == before - 15
    assert till.send([till.item(hold, 5, now)])[0]["code"] == "TARGET_DONE"
    server.verify()


@check("what may be held apart is limited, for a person, for a till and in time", fresh=True)
def _(server):
    server.grant("T21", "T03", "T04", "R00002", "R00003").start()
    till = Till(server)
    now = till.now()
    till.hold("R00003", 101, now + 3600).refused(409, "HOLD_LIMIT")
    till.hold("R00003", 60, now + 3600).must(201)
    till.hold("R00003", 41, now + 3600).refused(409, "HOLD_LIMIT")
    till.hold("R00003", 5, now - 1).refused(409, "HOLD_TIMES")
    till.hold("R00003", 5, now + 73 * 3600).refused(409, "HOLD_TIMES")
    terms = server.caller().get(BASE + "/spending-terms").json
    motion = server.caller("T03").post(BASE + "/spending-terms",
                                       {**terms, "lease_device": 70}).must(201).json["motion"]
    server.caller("T04").call("POST", f"{BASE}/motions/{motion}/signatures", {}).must(200)
    till.hold("R00002", 20, now + 3600).refused(409, "HOLD_LIMIT")
    till.hold("R00002", 10, now + 3600).must(201)
    till.revoke()
    till.hold("R00002", 1, now + 3600).refused(409, "DEVICE_REVOKED")
    till.bundle().refused(409, "DEVICE_REVOKED")


@check("a person at the counter agrees by the code on the phone", fresh=True)
def _(server):
    server.grant("T21", "R00001").start()
    till = Till(server)
    code = server.caller("R00001").call("POST", BASE + "/spend-codes", {}).must(201).json["code"]
    scan = server.caller("T21").call("POST", S01 + "/scans", {"code": code}).must(201).json["scan"]
    ends = till.now() + 3600
    till.hold("T21", 20, ends).refused(403, "NOT_ALLOWED")  # a keeper is nobody's purse
    till.hold("T21", 20, ends, scan=scan).must(201)
    till.hold("T21", 20, ends, scan=scan).refused(409, "SPEND_SCAN_DEAD")


class World:
    """A plain model of people, holds and tills, and the random steps that both take."""

    def __init__(self, server, seed):
        self.server, self.random = server, random.Random(seed)
        self.tills = [Till(server), Till(server)]
        self.people = ["R00001", "R00002", "R00003"]
        self.left = {number: available(server, number) for number in self.people}
        self.holds, self.sold, self.shop = {}, 0, 0
        self.outbox = {till: [] for till in self.tills}
        self.taken, self.revoked = {}, set()

    def held(self, match):
        return sum(hold["left"] for hold in self.holds.values() if match(hold))

    def step_online(self):
        number, points = self.random.choice(self.people), PRICE * self.random.randint(1, 5)
        body = {"goods": "TEA", "quantity": points // PRICE, "points": points}
        answer = self.server.caller(number).post(S01 + "/redemptions", body)
        if points > self.left[number]:
            answer.refused(409, "NOT_ENOUGH_POINTS")
        else:
            answer.must(201)
            self.left[number] -= points
            self.sold += points

    def step_hold(self):
        till, number = self.random.choice(self.tills), self.random.choice(self.people)
        points, life = self.random.randint(1, 40), self.random.choice((60, 7200))
        ends = till_now(self.tills) + life
        answer = till.hold(number, points, ends)
        if till in self.revoked:
            answer.refused(409, "DEVICE_REVOKED")
        elif self.held(lambda hold: hold["number"] == number) + points > 100:
            answer.refused(409, "HOLD_LIMIT")
        elif points > self.left[number]:
            answer.refused(409, "NOT_ENOUGH_POINTS")
        else:
            record = answer.must(201).json["hold"]
            self.left[number] -= points
            self.holds[record] = {"number": number, "till": till, "left": points, "ends": ends}

    def step_sell(self):
        """Off line: the till notes it, mostly within what it thinks is left, and tells nobody."""
        if not self.holds:
            return
        record, hold = self.random.choice(list(self.holds.items()))
        at = hold["ends"] + 1 if self.random.random() < 0.1 else till_now(self.tills)
        till = hold["till"] if self.random.random() < 0.9 else self.random.choice(self.tills)
        item = till.item(record, self.random.randint(1, 25), at)
        self.outbox[till].append((item, record, at))

    def expected(self, till, item, record, at):
        key, hold = (till, item["number"]), self.holds[record]
        if key in self.taken:
            return None
        if hold["till"] is not till:
            return "RECORD_NOT_FOUND"
        if till in self.revoked:
            return "DEVICE_REVOKED"
        if at > till_now(self.tills) + 300:
            return "TILL_CLOCK"
        if hold["left"] == 0:
            return "TARGET_DONE"
        if at > hold["ends"]:
            return "HOLD_ENDED"
        if item["points"] > hold["left"]:
            return "NOT_ENOUGH_POINTS"
        self.taken[key] = True
        hold["left"] -= item["points"]
        self.sold += item["points"]
        return None

    def step_send(self):
        """A part of all that it ever noted, in any order, some of it twice."""
        till = self.random.choice(self.tills)
        items = self.random.choices(self.outbox[till], k=min(6, len(self.outbox[till])))
        if items:
            expected = [self.expected(till, *one) for one in items]
            answers = till.send([item for item, _, _ in items])
            assert [answer["code"] for answer in answers] == expected, (answers, expected)

    def step_release(self):
        if self.holds:
            record, hold = self.random.choice(list(self.holds.items()))
            answer = self.server.caller("T21").post(f"{S01}/holds/{record}/releases")
            if hold["left"] == 0:
                answer.refused(409, "TARGET_DONE")
            else:
                answer.must(201)
                self.left[hold["number"]] += hold["left"]
                hold["left"] = 0

    def step_revoke(self):
        if self.random.random() < 0.15 and len(self.revoked) == 0:
            self.revoked.add(self.tills[0])
            self.tills[0].revoke()

    def run(self, steps):
        kinds = [self.step_online, self.step_hold, self.step_sell, self.step_sell, self.step_send,
                 self.step_send, self.step_release, self.step_revoke]
        for _ in range(steps):
            self.random.choice(kinds)()

    def compare(self, before):
        for number in self.people:
            assert available(self.server, number) == self.left[number], number
        for _ in range(100):  # what others were told of is seen a moment later
            total = self.server.caller("T21").get(S01 + "/totals").must(200).json["unsettled"]
            if total == before + self.sold:
                return
            time.sleep(0.02)
        raise AssertionError((total, before, self.sold))


def till_now(tills):
    """The village's time; a till that is not revoked can ask."""
    for till in reversed(tills):
        answer = till.bundle()
        if answer.status == 200:
            return seconds(answer.json["now"])
    raise AssertionError("all tills are revoked")


@check("on line, off line, late, twice, in any order, by a revoked till: nothing is spent twice",
       fresh=True)
def _(server):
    server.grant("T21", "R00001", "R00002", "R00003").start()
    tea(server)
    for seed in range(4):
        before = server.caller("T21").get(S01 + "/totals").must(200).json["unsettled"]
        world = World(server, seed)
        world.run(70)
        world.compare(before)
        for record, hold in world.holds.items():
            if hold["left"] > 0:
                server.caller("T21").post(f"{S01}/holds/{record}/releases").must(201)
        for till in world.tills:
            till.revoke()
    server.verify()
