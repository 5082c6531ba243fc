"""Saturday: notices have run out, and somebody has died. Sunday: one leaves no trace, strangers
try the doors. On the Monday after, the board and an auditor look, and the sums are compared with
those made by hand."""

import base64
import hashlib

import devices
import ed25519
from client import ROOT, Caller
from test_auth import totp
from week import CODE, PASSWORD, V, wait_until
from week_friday import FRIDAY, JULY_FEN
from week_wednesday import LEADER, PIN, SHOP, TILL

# R10 + 100 and R08 + 200: their notices of three working days are over.
# R07 has died: the 50 points pass on to R08, with their days.
SATURDAY = {**FRIDAY, "R10": 50 + 100, "R08": 50 + 200 + 50, "R07": 0}
# R09 buys a bag of rice for all 50 points, and has every trace erased.
SUNDAY = {**SATURDAY, "R09": 0}


def second_board_member(week):
    """Proposed by the administrator or the town, agreed to by a cadre; taken back the same way."""
    role = {"kind": "role", "person": week.person("R01"), "role": "oversight", "reason": "推选"}
    week.refused("T02", V + "/matters", role, 403, "NOT_ALLOWED")
    made = week.post("T01", V + "/matters", role, 201)["matter"]
    week.refused("T01", f"{V}/matters/{made}/decision", {"agreed": True}, 403, "NOT_ALLOWED")
    week.post("T04", f"{V}/matters/{made}/decision", {"agreed": True})
    assert "oversight" in week.get("R01", V + "/me")["roles"]
    week.get("R01", V + "/oversight/signals", 403)  # who came by phone opens no office
    week.matter("T11", "T05", **role, revoked=True)
    assert "oversight" not in week.get("R01", V + "/me")["roles"]


def saturday(week):
    week.morning("2025-08-02")
    wait_until(lambda: week.get("R10", V + "/me")["available"] == 150)
    wait_until(lambda: week.get("R08", V + "/me")["available"] == 250)
    assert week.get(None, V + "/award-notices")["items"] == []
    death = {"person": week.person("R07"), "heir": week.person("R08"), "reason": "家人商定"}
    week.matter("T02", "T04", "death", **death)
    card = week.cards["R07"]
    week.refused("T13", V + "/cards/look", {"card": card["qr"]}, 410, "CARD_BLOCKED")
    second_board_member(week)
    week.balances(SATURDAY)


# ---- Sunday ----

def erased(week):
    week.post("R09", SHOP + "/redemptions", {"goods": "RICE", "quantity": 1, "points": 50}, 201)
    shown = week.get("R09", "/api/v1/me/erasure")
    assert shown["balance"] == 0 and shown["goes"] and shown["stays"]
    week.refused("R09", "/api/v1/me/erasure", {"name": "甲"}, 400, "FIELD_WRONG")
    person = week.person("R09")
    week.post("R09", "/api/v1/me/erasure", {"name": "申"}, 204)
    week.refused("R09", SHOP + "/redemptions", {"goods": "TEA", "quantity": 1, "points": 5}, 401,
                 "SESSION_ENDED")
    assert week.get("T02", V + "/residents?search=R09")["items"] == []
    week.get("T02", f"{V}/residents/{person}?purpose=visit", 200, without=["申", "13900000009"])


def taken_back(week):
    """R03 ends R04's powers, at once; a leader's phone is taken out of use; log-ins are ended."""
    person = week.person("R03")
    week.get("R04", f"{V}/residents/{person}")
    week.refused("R05", f"{V}/ties/{week.helper}", None, 404, "TIE_UNKNOWN", method="DELETE")
    shown = {"card": week.cards["R03"]["qr"], "pin": PIN}
    done = week.post(week.awake(TILL), V + "/cards/session", shown, 201)
    Caller(week.server, done["token"]).delete(f"{V}/ties/{week.helper}").refused(
        403, "NOT_AT_TILL")
    office, _ = week.device("T02", "office", b"tablet of the office".ljust(32))
    own = Caller(week.server, week.post(office, V + "/cards/session", shown, 201)["token"])
    acts = {act["power"] for act in own.get("/api/v1/me/acts").must(200).json["items"]}
    assert acts == {"sign_up", "redeem"}, acts
    own.get("/api/v1/me/looks").must(200, "卯", "帮您办事")
    own.delete(f"{V}/ties/{week.helper}").must(204)
    week.who("R04").get(f"{V}/residents/{person}").refused(403, "NOT_ALLOWED")
    own.delete("/api/v1/sessions").must(204)
    own.get("/api/v1/me").refused(401, "SESSION_ENDED")
    device = week.devices[LEADER]
    week.post("T04", f"{V}/devices/{device}/revoke")
    devices.session(week.server, LEADER, device).refused(409, "DEVICE_REVOKED")
    week.get("R03", "/api/v1/me", 401)


def strangers(week):
    """Old one-time codes, somebody else's things, a key used again, forged and foreign requests."""
    login = {"village": CODE, "number": "T04", "password": PASSWORD,
             "totp": totp(week.secrets["T04"], 1)}
    week.server.caller().post("/api/v1/sessions", login).must(201)
    week.server.caller().post("/api/v1/sessions", login).refused(401, "LOGIN_WRONG")
    week.server.caller().post("/api/v1/sessions", {**login, "totp": "000000"}).refused(
        401, "LOGIN_WRONG")
    neighbour, person = week.person("R10"), week.person("R05")
    for path, status in ((f"{V}/residents/{neighbour}", 403), (week.honour, 404),
                         (f"{V}/residents/{neighbour}/entries", 403), (SHOP + "/redemptions", 403),
                         (V + "/residents", 403), (V + "/oversight/signals", 403),
                         (f"{V}/me/stays?person={neighbour}", 403), (V + "/motions", 403)):
        week.who("R05").get(path).must(status)
        week.server.caller().get(path).must(401)
    key = "0b" * 16
    rice = {"goods": "TEA", "quantity": 1, "points": 5}
    week.refused("R05", SHOP + "/redemptions", {**rice, "person": neighbour}, 403, "POWER_MISSING")
    week.who("R05").post(SHOP + "/redemptions", {**rice, "points": 4}, key).refused(
        409, "PRICE_WRONG")
    first = week.post("R05", SHOP + "/redemptions", rice, 201, key=key)
    week.who("R01").post(SHOP + "/redemptions", rice, key).refused(409, "ID_TAKEN")
    week.post("T13", SHOP + "/refunds", {"record": first["record"]}, 201)
    again = week.who("R05").post(SHOP + "/redemptions", rice, key).must(201).json
    assert again["again"], "a key counts once, whatever came after"
    week.refused("T13", V + "/welcomes", {"people": [person]}, 403, "NOT_ALLOWED")
    [step] = week.post("T02", V + "/welcomes", {"people": [person]})["items"]
    assert step["code"] == "WELCOME_UNKNOWN", step


def other_village(week):
    """A second village on the machine: its staff have no business here, nor these there."""
    week.server.stop()
    week.server.run("import", str(ROOT / "tests" / "data" / "linshan"))
    token = week.server.run("access", "W1", "--village", "330111208205", "--session").strip()
    week.server.start()
    foreign = Caller(week.server, token)
    foreign.get("/api/v1/me").must(200, "330111208205")
    for path in ("/me", "/residents", "/matters", "/motions", "/oversight/signals", "/claims"):
        foreign.get(V + path).refused(403, "NOT_ALLOWED")
        week.who("T04").get(V.replace(CODE, "330111208205") + path).refused(403, "NOT_ALLOWED")


# ---- the Monday after ----

def board(week):
    """The books are looked through; what was drawn by lot is checked, and nobody is accused."""
    desk = V + "/oversight"
    week.post("T06", desk + "/runs", {})
    wait_until(lambda: not week.get("T06", desk + "/run")["busy"])
    week.get("T11", desk + "/signals")
    waiting = desk + "/checks?waiting=true"
    # Of Monday's 11 welcomes and of the 12 awards after them, five each at least.
    wait_until(lambda: len(week.get("T06", waiting)["items"]) == 5 + 5)
    check = week.get("T06", waiting)["items"][0]
    detail = week.get("T06", f"{desk}/checks/{check['record']}")
    assert detail["award"]["record"] == check["record"]
    week.post("T06", f"{desk}/checks/{check['record']}/results", {
        "result": "good", "asked_person": True, "note": "她说是"})
    totals = week.get(None, desk + "/totals")
    assert (totals["registered"], totals["never_earned"]) == (9, 1), "R02 never did; R07, R09 left"
    assert (totals["awards_checked"], totals["faults_found"]) == (1, 0), totals
    week.refused("T04", desk + "/runs", {}, 403, "NOT_ALLOWED")



def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """RFC 6962, 2.1."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root_of(leaves[:split]), root_of(leaves[split:]))


def climb(leaf, index, size, path):
    """The root that the path leads to: RFC 9162, 2.1.3.2."""
    at, last, path = index, size - 1, list(path)
    for step in path:
        if at & 1 or at == last:
            leaf = node(step, leaf)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            leaf = node(leaf, step)
        at, last = at >> 1, last >> 1
    return leaf


def auditor(week):
    """Checkpoint, tiles and a receipt, each checked with what stands in this file alone."""
    note = week.server.caller().get("/checkpoint").must(200).body.decode()
    body, signatures = note.split("\n\n")
    origin, size, root = body.split("\n")[:3]
    size, root = int(size), base64.b64decode(root)
    name, _, key = week.server.run("key").strip().split("：")[-1].split("+", 2)
    public = base64.b64decode(key)[1:]
    signature = base64.b64decode(signatures.split(" ")[2])[4:]
    assert name == origin and ed25519.verify(public, (body + "\n").encode(), signature)
    leaves = []
    for tile in range(0, size, 256):
        width = min(256, size - tile)
        part = f"{tile // 256:03d}" + ("" if width == 256 else f".p/{width}")
        entries = week.who("T12").get(f"/tile/entries/{part}").must(200).body
        hashes = week.who("T12").get(f"/tile/0/{part}").must(200).body
        at = 0
        for i in range(width):
            length = int.from_bytes(entries[at:at + 2], "big")
            leaf = hashlib.sha256(b"\x00" + entries[at + 2:at + 2 + length]).digest()
            assert leaf == hashes[32 * i:32 * i + 32]
            leaves.append(leaf)
            at += 2 + length
    assert root_of(leaves) == root
    record = week.get("R04", V + "/me/entries")["items"][0]["record"]
    lines = week.server.caller().get(f"/api/v1/records/{record}/receipt").must(
        200).body.decode().split("\n")
    extra = base64.b64decode(lines[1].removeprefix("extra "))
    index = int(lines[2].removeprefix("index "))
    path = [base64.b64decode(line) for line in lines[3:lines.index("", 3)]]
    signed = lines[lines.index("", 3) + 1:]
    assert index == record and int(signed[1]) <= size
    leaf = hashlib.sha256(b"\x00" + extra).digest()
    assert climb(leaf, index, int(signed[1]), path) == base64.b64decode(signed[2])
    assert leaf == leaves[index]
    log, after = [], ""
    while after is not None:
        page = week.get("T12", f"{V}/log?limit=200{after}")
        log += [bytes.fromhex(item["leaf"]) for item in page["items"]]
        after = "&after=" + page["next"] if page["next"] else None
    assert log[:size] == leaves
    paper = week.who("R04").get(f"{V}/records/{record}/receipt.pdf").must(200)
    assert paper.body.startswith(b"%PDF-")


def sums(week):
    """The village's figures, and the sums of the tables above."""
    report = week.get(None, V + "/report")
    issued = 11 * 50 + 320 + 20 + 300 + 3 * 30 + 50
    redeemed = 115 + 35 + 50
    left = sum(sums if isinstance(sums, int) else sums[0] for sums in SUNDAY.values()) - 10
    assert left == issued - redeemed == 1130
    by_hand = {
        "residents": 11 - 2, "households": 8,  # of the roster's households; W01 rents
        "registered": 11 - 2, "card_users": 1,  # R07 and R09 have closed accounts
        "activities": 3, "participations": 5 + 3 + 1, "participants": 6,
        "points_issued": issued, "points_redeemed": redeemed, "points_outstanding": left,
        "redemptions": 5 + 2 + 7 + 2,  # on line, off line, on Thursday, on Sunday; with two undone
        "awards_capped": 0, "awards_unfunded": 0, "points_expired": 0,
        "saving_fen": 9 * 2000, "fund_fen": 500000 - JULY_FEN}
    assert {key: report[key] for key in by_hand} == by_hand, report
    assert {rule["code"]: rule["points"] for rule in report["by_rule"]} == {
        "REG-01": 9 * 50, "REG-02": 2 * 50, "ENV-01": 320 + 50, "LRN-02": 90, "SAF-01": 20,
        "HON-01": 100, "HON-02": 200}
    assert {shop["code"]: shop["points"] for shop in report["by_shop"]} == {"S01": 200, "S02": 0}


def sunday(week):
    week.morning("2025-08-03")
    erased(week)
    taken_back(week)
    strangers(week)
    week.balances(SUNDAY)


def monday_after(week):
    """The week is over: the board checks what was drawn, the auditor everything."""
    week.morning("2025-08-04")
    board(week)
    auditor(week)
    sums(week)
    other_village(week)
    week.server.verify()
