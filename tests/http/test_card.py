"""Cards, PINs and enrolled devices."""

import base64
import datetime
import hashlib
import io
import random
import time
import zipfile

import devices
from client import VILLAGE, Caller, check
from test_activity import published

CARDS = f"/api/v1/villages/{VILLAGE}/cards"
SHOP = f"/api/v1/villages/{VILLAGE}/shops/S01"
PIN, OTHER_PIN = "204916", "730258"


def begun(server):
    """The server, with a till in S01."""
    server.grant("T01", "T02", "T03", "T12", "T21", "T22", "R00002", "R00003",
                 "R00004").start()
    server.till, server.till_id = devices.logged_in(server, "T21", "shop")
    return server


def person(server, number):
    return server.caller(number).get("/api/v1/me").must(200).json["person"]


def issue(server, number):
    """A card for somebody of the sample, as the social worker makes it out."""
    return server.caller("T01").post(CARDS, {"person": person(server, number)}).must(201).json


def set_pin(server, card, pin=PIN):
    return server.caller("T01").put(f"{CARDS}/{card['id']}/pin", {"pin": pin})


def at_till(server, what, **body):
    return server.till.call("POST", f"{CARDS}/{what}", body)


def logged_in(server, **body):
    """The session that a card opens at the till."""
    return Caller(server, at_till(server, "session", **body).must(201).json["token"])


def swapped(text, at):
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


# ---- cards ----

@check("a card logs its person in at the shop, by scan and by number, for ten minutes", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card).must(204)
    for shown in (card["qr"], card["number"], f"{card['number'][:4]} {card['number'][4:]}"):
        done = at_till(server, "session", card=shown, pin=PIN).must(201).json
        assert (done["way"], done["strong"]) == ("card", False)
        elder = Caller(server, done["token"])
    assert elder.get("/api/v1/me").must(200).json["person"] == person(server, "R00002")
    elder.get(f"{CARDS}/mine").must(200, card["id"], without=(card["qr"], card["number"]))


@check("a PIN is typed at a till or in an office, on a device that answers for it", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card).must(204)
    body = {"card": card["qr"], "pin": PIN}
    for number in ("T21", "T01", "R00002"):
        server.caller(number).call("POST", f"{CARDS}/session", body).refused(403, "NOT_ALLOWED")
    phone, _ = devices.logged_in(server, "R00003", "leader")
    phone.call("POST", f"{CARDS}/session", body).refused(403, "NOT_ALLOWED")
    phone.call("POST", f"{CARDS}/look", {"card": card["qr"]}).refused(403, "NOT_ALLOWED")
    tablet, _ = devices.logged_in(server, "T01", "office")
    tablet.call("POST", f"{CARDS}/session", body).must(201)


LASTING = [("PUT", "V/cards/0/pin"), ("POST", "V/devices"), ("POST", "V/ties"),
           ("POST", "V/ties/0/agreement"), ("DELETE", "V/ties/0"), ("POST", "V/me/consents"),
           ("POST", "V/residents/0/consents"), ("POST", "/api/v1/me/erasure"),
           ("GET", "/api/v1/me/export"), ("PUT", "/api/v1/messages/choices")]


@check("a session by card at a shop's till ends soon, and does nothing that outlives it",
       fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card).must(204)
    done = at_till(server, "session", card=card["qr"], pin=PIN).must(201).json
    ends = datetime.datetime.fromisoformat(done["ends_at"]).timestamp()
    assert 590 < ends - time.time() <= 600
    tablet, _ = devices.logged_in(server, "T01", "office")
    office = tablet.call("POST", f"{CARDS}/session", {"card": card["qr"], "pin": PIN}).must(201)
    elder, there = Caller(server, done["token"]), Caller(server, office.json["token"])
    for method, path in LASTING:
        path = path.replace("V/", f"/api/v1/villages/{VILLAGE}/").replace("/0", "/" + "0" * 32)
        elder.call(method, path + "?walked=1").refused(403, "NOT_AT_TILL")
        there.call(method, path + "?walked=1").refused(400, "FIELD_UNKNOWN")
    elder.get("/api/v1/me").must(200)


@check("the shop sees a masked name and no more", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    seen = at_till(server, "look", card=card["qr"]).must(200, without=("郑佳",)).json
    assert seen == {"name": "郑*", "last": card["number"][-3:]}


@check("a slip of the finger is told from a card that is not there", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    number, qr = card["number"], card["qr"]
    at = next(i for i in range(8) if number[i] != number[i + 1])
    for slip in (number[:-1] + str((int(number[-1]) + 1) % 10), swapped(number, at), qr[:-1] + "A",
                 "B" + qr[1:], "123456789012"):
        if slip not in (number, qr):
            at_till(server, "look", card=slip).refused(400, "CARD_MALFORMED")
    at_till(server, "look", card="000000000").refused(404, "CARD_UNKNOWN")


@check("a blocked card is dead at once, and told to devices that come back", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card)
    shop = server.till
    empty = shop.get(f"{CARDS}/dead").must(200).json
    assert empty == {"items": [], "next": "0"}
    server.caller("T02").post(f"{CARDS}/{card['id']}/block", {"why": "lost"}).must(204)
    at_till(server, "look", card=card["qr"]).refused(410, "CARD_BLOCKED")
    at_till(server, "session", card=card["number"], pin=PIN).refused(410, "CARD_BLOCKED")
    set_pin(server, card).refused(410, "CARD_BLOCKED")
    again = issue(server, "R00002")
    at_till(server, "session", card=again["qr"], pin=PIN).must(201)  # the PIN is the person's
    third = issue(server, "R00002")  # replaced: the second ends, too
    at_till(server, "look", card=again["qr"]).refused(410, "CARD_BLOCKED")
    at_till(server, "look", card=third["qr"]).must(200)
    dead = shop.get(f"{CARDS}/dead?after={empty['next']}").must(200).json
    assert len(dead["items"]) == 2 and dead["next"] == "2"
    assert shop.get(f"{CARDS}/dead?after=2").json["items"] == []
    shop.get(f"{CARDS}/dead?after=x").refused(400, "CURSOR_WRONG")
    server.caller("R00002").get("/api/v1/messages").must(200, "已停用", card["number"][-3:])


@check("the person blocks their own card, nobody else's", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    path = f"{CARDS}/{card['id']}/block"
    server.caller("R00003").post(path, {"why": "lost"}).refused(404, "CARD_UNKNOWN")
    server.caller("T21").post(path, {"why": "lost"}).refused(404, "CARD_UNKNOWN")
    server.caller("R00003").put(f"{CARDS}/{card['id']}/pin", {"pin": PIN}).refused(
        404, "CARD_UNKNOWN")
    server.caller("R00002").post(path, {"why": "eaten"}).refused(400, "FIELD_WRONG")
    server.caller("R00002").post(path, {"why": "stolen"}).must(204)
    server.caller("R00002").post(path, {"why": "stolen"}).must(204)  # again: as it should be
    server.caller("T01").post(f"{CARDS}/{'0' * 32}/block", {"why": "lost"}).refused(
        404, "CARD_UNKNOWN")


@check("five wrong PINs lock the card until an official unlocks it; the person is told",
       fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    at_till(server, "session", card=card["qr"], pin=PIN).refused(403, "PIN_NONE")
    set_pin(server, card)
    for _ in range(4):
        at_till(server, "session", card=card["qr"], pin=OTHER_PIN).refused(403, "PIN_WRONG")
    at_till(server, "session", card=card["qr"], pin=PIN).must(201)  # begins anew
    for _ in range(5):
        at_till(server, "session", card=card["qr"], pin=OTHER_PIN).refused(403, "PIN_WRONG")
    at_till(server, "session", card=card["qr"], pin=PIN).refused(403, "PIN_LOCKED")
    again = issue(server, "R00002")  # a new card does not help
    at_till(server, "session", card=again["qr"], pin=PIN).refused(403, "PIN_LOCKED")
    server.caller("R00002").get("/api/v1/messages").must(200, "连续五次输错密码")
    unlock, why = f"{CARDS}/{again['id']}/unlock", {"reason": "本人到村里，核对过身份证"}
    server.caller("T21").post(unlock, why).refused(403, "NOT_ALLOWED")
    server.caller("R00002").post(unlock, why).refused(403, "NOT_ALLOWED")
    server.caller("T03").post(unlock, {}).refused(400, "FIELD_MISSING")
    server.caller("T03").post(unlock, why).must(204)
    server.caller("R00002").get("/api/v1/messages").must(200, "解锁")
    at_till(server, "session", card=again["qr"], pin=PIN).must(201)


@check("twenty PINs at once are five tries", fresh=True)
def _(server):
    import concurrent.futures
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card)
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(
            lambda _: at_till(server, "session", card=card["qr"], pin=OTHER_PIN), range(20)))
    codes = [a.code for a in answers]
    assert codes.count("PIN_WRONG") <= 5 and set(codes) <= {"PIN_WRONG", "PIN_LOCKED"}, codes
    at_till(server, "session", card=card["qr"], pin=PIN).refused(403, "PIN_LOCKED")


@check("a PIN that everybody would try is refused", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00003")  # born 1997-12-21, phone 10049741687
    for weak in ("000000", "123456", "987654", "121212", "971221", "199712", "211297", "741687",
                 "12345x"):
        answer = set_pin(server, card, weak).refused(400, "PIN_WEAK")
        assert answer.json["field"] == "pin"
    set_pin(server, card, "12345").refused(400, "FIELD_WRONG")
    set_pin(server, card).must(204)
    server.caller("R00003").put(f"{CARDS}/{card['id']}/pin", {"pin": OTHER_PIN}).must(204)
    at_till(server, "session", card=card["qr"], pin=OTHER_PIN).must(201)


@check("who tries numbers at a counter must wait", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    for _ in range(10):
        at_till(server, "look", card="000000000").refused(404, "CARD_UNKNOWN")
    at_till(server, "look", card="000000000").refused(429, "TRY_LATER")
    answer = at_till(server, "look", card=card["qr"]).refused(429, "TRY_LATER")
    assert int(answer.headers["retry-after"]) > 0
    server.caller("T22").post(f"{CARDS}/look", {"card": card["qr"]}).must(200)


@check("a till that tries a few PINs on each of many cards must wait", fresh=True)
def _(server):
    begun(server)
    cards = [issue(server, number) for number in ("R00002", "R00003", "R00004")]
    for card in cards:
        set_pin(server, card).must(204)
        for _ in range(4 if card is not cards[2] else 2):
            at_till(server, "session", card=card["qr"], pin=OTHER_PIN).refused(403, "PIN_WRONG")
    answer = at_till(server, "session", card=cards[2]["qr"], pin=PIN).refused(429, "TRY_LATER")
    assert int(answer.headers["retry-after"]) > 30
    other, _ = devices.logged_in(server, "T22", "shop")
    other.call("POST", f"{CARDS}/session", {"card": cards[2]["qr"], "pin": PIN}).must(201)


@check("cards are made out by the office, for people of the village", fresh=True)
def _(server):
    begun(server)
    someone = person(server, "R00002")
    for number in ("R00002", "T21", "T03"):
        server.caller(number).post(CARDS, {"person": someone}).refused(403, "NOT_ALLOWED")
    server.caller("T01").post(CARDS, {"person": "0" * 32}).refused(404, "PERSON_UNKNOWN")
    card = issue(server, "R00002")
    listed = server.caller("T03").get(CARDS).must(200, without=(card["qr"], card["number"])).json
    assert [i["person"] for i in listed["items"]] == [someone]
    assert listed["items"][0]["pin"] == "none"
    assert server.caller("T12").get(f"{CARDS}?person={'0' * 32}").json["items"] == []
    server.caller("R00002").get(CARDS).refused(403, "NOT_ALLOWED")


@check("cards are printed in sheets, good ones of the village alone", fresh=True)
def _(server):
    begun(server)
    cards = [issue(server, number) for number in ("R00002", "R00003")]
    wanted = {"cards": [{"id": card["id"], "kin": "13800000000"} for card in cards]}
    sheet = server.caller("T01").call("POST", f"{CARDS}/print", {**wanted, "backs": True}).must(200)
    assert sheet.body.startswith(b"%PDF") and sheet.headers["content-type"] == "application/pdf"
    listed = server.caller("T03").get(CARDS).must(200).json["items"]
    assert all(item["printed_at"] for item in listed)
    for number in ("T03", "T21", "R00002"):
        server.caller(number).call("POST", f"{CARDS}/print", wanted).refused(403, "NOT_ALLOWED")
    server.caller("T01").post(f"{CARDS}/{cards[0]['id']}/block", {"why": "lost"}).must(204)
    server.caller("T01").call("POST", f"{CARDS}/print", wanted).refused(410, "CARD_BLOCKED")
    unknown = {"cards": [{"id": "0" * 32}]}
    server.caller("T01").call("POST", f"{CARDS}/print", unknown).refused(404, "CARD_UNKNOWN")


# ---- at the shop ----

def price(server):
    body = {"goods": "TEA", "name": "茶叶", "points": 5}
    server.caller("T21").post(f"{SHOP}/goods", body).must(201)


@check("card and PIN pay at the till in one screen; a copied card alone gets nothing", fresh=True)
def _(server):
    begun(server)
    price(server)
    card = issue(server, "R00002")
    set_pin(server, card)
    scan = {"card": card["qr"], "pin": PIN, "points": 5}
    shop = server.till
    shop.call("POST", f"{SHOP}/scans", {"card": card["qr"]}).refused(400, "FIELD_MISSING")
    shop.call("POST", f"{SHOP}/scans", {**scan, "pin": OTHER_PIN}).refused(403, "PIN_WRONG")
    shop.call("POST", f"{SHOP}/scans", {**scan, "code": "1" * 12}).refused(400, "FIELD_MISSING")
    server.caller("T21").call("POST", f"{SHOP}/scans", scan).refused(403, "NOT_ALLOWED")
    elsewhere = SHOP.replace("S01", "S02")
    shop.call("POST", f"{elsewhere}/scans", scan).refused(403, "NOT_ALLOWED")
    seen = shop.call("POST", f"{SHOP}/scans", scan).must(201, without=("郑佳",)).json
    assert (seen["name"], seen["enough"]) == ("郑*", True)
    booking = {"scan": seen["scan"], "goods": "TEA", "quantity": 1, "points": 5}
    done = shop.post(f"{SHOP}/redemptions", booking, key="01" * 16).must(201).json
    assert (done["points"], done["balance"], done["again"]) == (5, None, False)
    assert shop.post(f"{SHOP}/redemptions", booking, key="01" * 16).must(201).json["again"]
    shop.post(f"{SHOP}/redemptions", booking).refused(409, "SPEND_SCAN_DEAD")
    other, _ = devices.logged_in(server, "T22", "shop")
    late = shop.call("POST", f"{SHOP}/scans", scan).must(201).json["scan"]
    now = shop.get(f"{SHOP}/devices/{server.till_id}/bundle").must(200).json["now"]
    held = {"scan": late, "points": 5, "ends_at": now.replace("T08", "T10")}
    shop.post(f"{SHOP}/devices/{server.till_id}/holds", held).must(201)  # to sell off line
    late = shop.call("POST", f"{SHOP}/scans", scan).must(201).json["scan"]
    other.post(f"{SHOP}/redemptions", {**booking, "scan": late}).refused(403, "NOT_ALLOWED")
    shop.post(f"{SHOP}/refunds", {"record": done["record"]}).refused(403, "NOT_ALLOWED")
    shop.post(f"{SHOP}/redemptions", {**booking, "scan": None}).must(400)
    server.verify()


@check("a blocked card ends the sessions that it opened", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card)
    elder = logged_in(server, card=card["qr"], pin=PIN)
    elder.get("/api/v1/me").must(200)
    server.caller("R00002").post(f"{CARDS}/{card['id']}/block", {"why": "lost"}).must(204)
    elder.get("/api/v1/me").refused(401, "SESSION_ENDED")


def mark(card):
    """By what a device knows a card off line."""
    code = base64.b32decode(card["qr"])[1:17]
    return hashlib.sha256(b"sanbao-card/v1" + code).digest()[:16].hex()


@check("a bundle brings a till the marks of good cards and of dead ones", fresh=True)
def _(server):
    begun(server)
    old = issue(server, "R00002")
    card = issue(server, "R00002")
    ends = server.caller("T21").get(f"{SHOP}/devices/{server.till_id}/bundle").json["now"]
    ends = ends.replace("T08", "T10")
    hold = server.caller("R00002").post(f"{SHOP}/devices/{server.till_id}/holds",
                                        {"points": 5, "ends_at": ends}).must(201).json["hold"]
    newest = f"{SHOP}/devices/{server.till_id}/bundle?min_record={hold}"
    bundle = server.till.get(newest).must(200).json
    assert [h["card"] for h in bundle["holds"]] == [mark(card)]
    assert [d["mark"] for d in bundle["dead_cards"]] == [mark(old)] and bundle["dead_after"] == 1
    later = f"{SHOP}/devices/{server.till_id}/bundle?dead_after=1"
    assert server.till.get(later).must(200).json["dead_cards"] == []
    server.caller("T01").post(f"{CARDS}/{card['id']}/block", {"why": "stolen"}).must(204)
    bundle = server.till.get(later).must(200).json
    assert [d["mark"] for d in bundle["dead_cards"]] == [mark(card)]
    assert [h["card"] for h in bundle["holds"]] == [None]


# ---- at an activity ----

@check("a card is scanned at the leader's phone: in and out, by who leads it alone", fresh=True)
def _(server):
    begun(server)
    one = published(server, leader="R00003", capacity=1)
    card = issue(server, "R00002")
    scan = {"card": card["qr"], "what": "in"}
    for who in (server.caller("R00004"), server.caller("T21"), server.till):
        who.call("POST", one + "/card", scan).refused(403, "NOT_ALLOWED")
    phone, device = devices.logged_in(server, "R00003", "leader")
    phone.call("POST", one + "/card", {**scan, "what": "out"}).refused(409, "STAY_NOT_IN")
    stay = phone.call("POST", one + "/card", scan).must(200, "郑佳").json
    assert (stay["in_way"], stay["out_way"]) == ("card", None) and "hand" not in stay["flags"]
    again = phone.call("POST", one + "/card", scan).must(200).json
    assert again["in_at"] == stay["in_at"]  # sent twice: the first counts
    leader = server.caller("R00003")
    leaves = {"card": card["number"], "what": "out"}
    gone = leader.call("POST", one + "/card", leaves).must(200).json
    assert gone["out_way"] == "card" and gone["stay"] == stay["stay"]
    bundle = phone.call("POST", one + "/bundle", {
        "device": device, "clock": gone["out_at"]}).must(201).json
    assert [p["card"] for p in bundle["people"]] == [mark(card)] and bundle["dead_cards"] == []
    server.caller("T01").post(f"{CARDS}/{card['id']}/block", {"why": "lost"}).must(204)
    phone.call("POST", one + "/card", scan).refused(410, "CARD_BLOCKED")
    bundle = phone.call("POST", one + "/bundle", {
        "device": device, "clock": gone["out_at"]}).must(201).json
    assert [d["mark"] for d in bundle["dead_cards"]] == [mark(card)]
    devices.revoke(server, "R00003", device).must(200)
    phone.call("POST", one + "/card", scan).refused(401, "SESSION_ENDED")


# ---- what is held ----

@check("cards, devices and log-ins are told to their person, and go when the person goes",
       fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00004")
    set_pin(server, card)
    why = {"reason": "老人记错了密码"}
    at_till(server, "session", card=card["qr"], pin=OTHER_PIN).refused(403, "PIN_WRONG")
    server.caller("T01").post(f"{CARDS}/{card['id']}/unlock", why).must(204)
    devices.enrol(server, "R00004", "leader", name="老张的手机").must(201)
    me = server.caller("R00004")
    files = zipfile.ZipFile(io.BytesIO(me.get("/api/v1/me/export").must(200).body))
    told = {name: files.read(name).decode() for name in files.namelist()
            if name.startswith(("cards", "devices", "sessions", "secrets"))}
    everything = "".join(told.values())
    for part in (card["number"][-3:], "老张的手机", "machine", "老人记错了密码"):
        assert part in everything, part
    for part in (card["qr"], card["number"], "argon2"):
        assert part not in everything, part
    elder = logged_in(server, card=card["qr"], pin=PIN)
    me.call("POST", "/api/v1/me/erasure", {"name": "何萍", "give_up_points": True}).must(204)
    elder.get("/api/v1/me").refused(401, "SESSION_ENDED")
    at_till(server, "look", card=card["qr"]).refused(410, "CARD_BLOCKED")
    seen = server.caller("T12").get(devices.AT).must(200, without=("老张",)).json["items"]
    assert all(d["person"] == "0" * 32 and d["revoked_at"] for d in seen
               if d["device"] != server.till_id)
    server.verify()


# ---- devices ----

@check("a till signs for a session, reads cards with it, and does nothing else", fresh=True)
def _(server):
    begun(server)
    seed = random.randbytes(32)
    device = devices.enrol(server, "T21", "shop", seed).must(201).json
    assert (device["shop"], device["use"]) == ("S01", "shop")
    again = devices.enrol(server, "T21", "shop", seed).must(201).json
    assert again["device"] == device["device"]  # sent twice: one device
    now = int(time.time())
    done = devices.session(server, seed, device["device"], now).must(201).json
    assert done["way"] == "device"
    tablet = Caller(server, done["token"])
    card = issue(server, "R00002")
    tablet.call("POST", f"{CARDS}/look", {"card": card["qr"]}).must(200)
    for path in ("/api/v1/me", "/api/v1/messages", "/api/v1/sessions", devices.AT, CARDS):
        tablet.get(path).refused(403, "NOT_ALLOWED")
    devices.session(server, seed, device["device"], now).refused(409, "DEVICE_CLOCK")  # a replay
    devices.session(server, seed, device["device"], now + 1).must(201)
    tablet.get(f"{CARDS}/dead").refused(401, "SESSION_ENDED")  # one session a device
    server.caller("T21").get("/api/v1/messages").must(200, "平板")


@check("a device taken out of use is out at once, with the cards' sessions on it", fresh=True)
def _(server):
    begun(server)
    card = issue(server, "R00002")
    set_pin(server, card)
    elder = logged_in(server, card=card["qr"], pin=PIN)
    devices.revoke(server, "T22", server.till_id).refused(404, "DEVICE_UNKNOWN")
    devices.revoke(server, "R00002", server.till_id).refused(404, "DEVICE_UNKNOWN")
    devices.revoke(server, "T03", server.till_id).must(200)
    server.till.get(f"{CARDS}/dead").refused(401, "SESSION_ENDED")
    elder.get("/api/v1/me").refused(401, "SESSION_ENDED")


@check("a signature of another key, for another hour or another device opens nothing", fresh=True)
def _(server):
    begun(server)
    seed, other = random.randbytes(32), random.randbytes(32)
    device = devices.enrol(server, "T21", "shop", seed).must(201).json["device"]
    now = int(time.time())
    devices.session(server, other, device).refused(403, "DEVICE_SIGNATURE")
    devices.session(server, seed, "0" * 32).refused(403, "DEVICE_SIGNATURE")
    for at in (now - 300, now + 300):
        answer = devices.session(server, seed, device, at).refused(409, "DEVICE_CLOCK")
        assert abs(int(answer.json["expected"]) - time.time()) < 30  # a clock can be set by it
    devices.enrol(server, "T21", "shop", other, proof=devices.proof(seed)).refused(
        403, "DEVICE_SIGNATURE")
    elsewhere = devices.proof(other, village="330109102202")
    devices.enrol(server, "T21", "shop", other, proof=elsewhere).refused(403, "DEVICE_SIGNATURE")
    devices.revoke(server, "T21", device).must(200)
    devices.session(server, seed, device, now + 2).refused(409, "DEVICE_REVOKED")
    devices.enrol(server, "T21", "shop", seed).refused(409, "DEVICE_KEY_TAKEN")


@check("a device is enrolled by who holds the office, and seen by whom it concerns", fresh=True)
def _(server):
    begun(server)
    devices.enrol(server, "R00002", "shop").refused(403, "NOT_ALLOWED")
    devices.enrol(server, "T12", "office").refused(403, "NOT_ALLOWED")
    mine = devices.enrol(server, "R00002", "leader").must(201).json["device"]
    assert [d["device"] for d in server.caller("R00002").get(devices.AT).json["items"]] == [mine]
    seen = {d["device"] for d in server.caller("T12").get(devices.AT).must(200).json["items"]}
    assert seen == {mine, server.till_id}
    of_shop = server.caller("T21").get(devices.AT + "?shop=S01").must(200).json["items"]
    assert [d["device"] for d in of_shop] == [server.till_id]
    server.caller("T22").get(devices.AT + "?shop=S01").refused(403, "NOT_ALLOWED")
    for _ in range(4):
        devices.enrol(server, "R00002", "leader").must(201)
    devices.enrol(server, "R00002", "leader").refused(409, "DEVICE_COUNT")
