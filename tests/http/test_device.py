"""Leaders' devices: they note who comes where there is no line, and bring it in later."""

import collections
import datetime
import random

import devices
import ed25519
from client import VILLAGE, check, new_key
from test_activity import AT, act, at, photographed, published

START = int(datetime.datetime.fromisoformat(at("08:00")).timestamp())

OWN = collections.defaultdict(list)  # what a leader has enrolled


def clock(seconds):
    """An instant so many seconds after 08:00."""
    zone = datetime.timezone(datetime.timedelta(hours=8))
    return datetime.datetime.fromtimestamp(START + seconds, zone).isoformat()


class Device:
    """A phone of a leader, with a key of its own."""

    def __init__(self, server, leader="R00001"):
        self.server, self.leader = server, leader
        self.seed = random.randbytes(32)
        for old in OWN[(server, leader)][:-4]:
            devices.revoke(server, leader, old).must(200)
            OWN[(server, leader)].remove(old)
        self.id = devices.enrol(server, leader, "leader", self.seed).must(201).json["device"]
        OWN[(server, leader)].append(self.id)

    def take(self, one, ahead=0):
        """Gets the bundle of an activity; its clock is ahead by some seconds."""
        self.activity, self.ahead = one, ahead
        now = int(self.server.caller(self.leader).get(one + "/code").must(200).json["now"])
        body = {"device": self.id, "clock": clock(now - START + ahead)}
        self.bundle = act(self.server, self.leader, one + "/bundle", body, 201)
        return self

    def item(self, number, what, person, seconds, way="card"):
        return {"number": number, "what": what, "person": person,
                "at": clock(seconds + self.ahead), "way": way}

    def signed(self, items, seed=None):
        lines = [f"sanbao-batch/v1\n{VILLAGE} {self.activity.rsplit('/', 1)[1]}\n"
                 f"{self.id} {self.bundle['bundle']}\n"]
        for i in items:
            when = int(datetime.datetime.fromisoformat(i["at"]).timestamp())
            lines.append(f"{i['number']} {i['what']} {i['person']} {when} {i['way']}\n")
        signature = ed25519.sign(seed or self.seed, "".join(lines).encode()).hex()
        return {"device": self.id, "bundle": self.bundle["bundle"], "items": items,
                "signature": signature}

    def send(self, items, who=None):
        answer = self.server.caller(who or self.leader).call(
            "POST", self.activity + "/batch", self.signed(items)).must(200)
        return [item["code"] for item in answer.json["items"]]


def people_of(server, one, *numbers):
    for number in numbers:
        act(server, number, one + "/sign-up")
    return [p["person"] for p in server.caller("R00001").get(one + "/people").json["items"]]


@check("a bundle has the names needed, and the secret from which the codes follow")
def _(server):
    one = published(server)
    [person] = people_of(server, one, "R00010")
    device = Device(server).take(one)
    assert [p["person"] for p in device.bundle["people"]] == [person]
    assert set(device.bundle["people"][0]) == {"person", "name", "row", "card"}
    assert device.bundle["ends_at"] == at("14:30") and len(device.bundle["secret"]) == 64
    other = {"device": device.id, "clock": at("08:00")}
    server.caller("R00010").call("POST", one + "/bundle", other).refused(403, "NOT_ALLOWED")
    server.caller("R00001").call("POST", one + "/bundle", {
        "device": device.id, "clock": at("08:40")}).refused(409, "DEVICE_CLOCK")
    server.caller("R00001").call("POST", one + "/bundle", {
        "device": new_key(), "clock": at("08:00")}).refused(404, "DEVICE_UNKNOWN")


@check("a batch is taken once, however often it comes")
def _(server):
    one = published(server)
    [person] = people_of(server, one, "R00010")
    device = Device(server).take(one)
    now = int(server.caller("R00001").get(one + "/code").json["now"]) - START
    items = [device.item(1, "in", person, now), device.item(2, "out", person, now + 60, "hand")]
    assert device.send(items) == [None, None]
    assert device.send(items) == [None, None]
    assert device.send(items[1:]) == [None]
    [stay] = server.caller("R00001").get(one + "/stays").must(200).json["items"]
    assert (stay["in_way"], stay["out_way"]) == ("card", "hand")
    assert set(stay["flags"]) == {"hand", "offline"}, stay
    assert device.send([device.item(1, "in", person, now + 1)]) == ["ITEM_CHANGED"]


@check("forged, foreign, revoked, late and impossible items are refused, each with its reason")
def _(server):
    one = published(server)
    [person] = people_of(server, one, "R00010")
    device = Device(server).take(one)
    now = int(server.caller("R00001").get(one + "/code").json["now"]) - START
    good = device.item(1, "in", person, now)
    batch = one + "/batch"
    forged = device.signed([good], seed=b"x" * 32)
    server.caller("R00001").call("POST", batch, forged).refused(403, "BATCH_FORGED")
    changed = device.signed([good])
    changed["items"] = [device.item(1, "in", person, now - 60)]
    server.caller("R00001").call("POST", batch, changed).refused(403, "BATCH_FORGED")
    other = Device(server).take(one)
    mixed = {**device.signed([good]), "bundle": other.bundle["bundle"]}
    server.caller("R00001").call("POST", batch, mixed).refused(404, "BUNDLE_UNKNOWN")
    elsewhere = published(server)
    server.caller("R00001").call("POST", elsewhere + "/batch", device.signed([good])).refused(
        404, "BUNDLE_UNKNOWN")
    server.caller().call("POST", batch, device.signed([good])).refused(401, "SESSION_NEEDED")
    codes = device.send([device.item(2, "in", person, now - 3600),
                         device.item(3, "in", person, now + 3600),
                         device.item(4, "out", person, 7 * 3600),
                         device.item(5, "in", "00" * 16, now), good])
    assert codes == ["ITEM_CLOCK", "ITEM_CLOCK", "ITEM_LATE", "PERSON_UNKNOWN", None], codes
    devices.revoke(server, "R00010", device.id).refused(404, "DEVICE_UNKNOWN")
    assert devices.revoke(server, "T03", device.id).must(200).json["revoked_at"]
    assert device.send([device.item(6, "out", person, now)]) == ["DEVICE_REVOKED"]
    assert device.send([good]) == [None], "what was taken before stays taken"
    server.caller("R00001").call("POST", one + "/bundle", {
        "device": device.id, "clock": clock(now)}).refused(409, "DEVICE_REVOKED")


@check("a device whose clock is off by minutes is put right, and the approver is told")
def _(server):
    one = published(server)
    [person] = people_of(server, one, "R00010")
    device = Device(server).take(one, ahead=600)
    now = int(server.caller("R00001").get(one + "/code").json["now"]) - START
    assert abs(device.bundle["clock_ahead"] - 600) <= 2
    assert device.send([device.item(1, "in", person, now)]) == [None]
    [stay] = server.caller("R00001").get(one + "/stays").json["items"]
    noted = datetime.datetime.fromisoformat(stay["in_at"]).timestamp() - START
    assert abs(noted - now) <= 2 and set(stay["flags"]) == {"offline", "skew"}, stay


def brought_in(server, seed):
    """Three devices see four people come and go, in any order, twice, in parts; what is booked."""
    chance = random.Random(seed)
    one = published(server, title="离线活动")
    people = people_of(server, one, "R00002", "R00003", "R00010", "R00001")
    phones = [Device(server).take(one) for _ in range(3)]
    now = int(server.caller("R00001").get(one + "/code").json["now"]) - START
    sends = []
    for d, device in enumerate(phones):
        items = []
        for p, person in enumerate(people[:3]):
            items.append(device.item(2 * p + 1, "in", person, now - 60 + 7 * d + p))
            items.append(device.item(2 * p + 2, "out", person, now + 40 + 11 * d + p, "hand"))
        for _ in range(4):
            part = chance.sample(items, chance.randint(1, len(items)))
            sends.append((device, part))
        sends.append((device, items))
    chance.shuffle(sends)
    for device, part in sends:
        assert device.send(part) == [None] * len(part)
    photographed(server, one)
    act(server, "R00001", one + "/report", {"report": "离线活动"})
    stays = server.caller("T01").get(one + "/stays").json["items"]
    answers = act(server, "T01", AT + "/stays/approve", {
        "stays": [{"stay": s["stay"]} for s in stays]})["items"]
    again = act(server, "T02", AT + "/stays/approve", {
        "stays": [{"stay": s["stay"]} for s in reversed(stays)]})["items"]
    assert [a["receipt"]["record"] for a in answers] == [
        a["receipt"]["record"] for a in reversed(again)]
    seconds = [datetime.datetime.fromisoformat(s["out_at"]) -
               datetime.datetime.fromisoformat(s["in_at"]) for s in stays]
    late = phones[0].send([phones[0].item(99, "out", people[0], now)])
    assert late == ["PLAN_STATE"], late
    return sorted((s.total_seconds() for s in seconds)), len(answers)


@check("devices, orders and repetitions lead to the same books")
def _(server):
    results = [brought_in(server, seed) for seed in range(4)]
    assert all(result == results[0] for result in results), results
    assert results[0][1] == 3
