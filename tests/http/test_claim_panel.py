"""Review panels: drawn by lot, by anyone again, never with kin. The sample has three."""

import base64
import csv
import hashlib
import pathlib
import shutil
import time

from client import SAMPLE, VILLAGE, check
from test_claim import AT, filed, me, post, state

WORD = {"word": "看过证书，情况属实"}
MORE = ["R00002", "R00007", "R00013", "R00019", "R00031"]
with (SAMPLE / "residents.csv").open(encoding="utf-8") as file:
    NAMES = {row["resident_no"]: row["name"] for row in csv.DictReader(file)}
NAMES.update({"T07": "评议员一", "T08": "评议员二", "T09": "评议员三"})


def reviewers(server, *numbers):
    """Residents of the sample become reviewers, too."""
    copy = pathlib.Path(server.scratch) / "more"
    shutil.copytree(SAMPLE, copy)
    with (copy / "staff.csv").open("a", encoding="utf-8") as staff:
        staff.writelines(f"{number},{NAMES[number]},reviewer,\n" for number in numbers)
    server.run("import", str(copy))
    server.grant("R00001", "R00010", "T01", "T03", "T07", "T08", "T09", *numbers).start()


def members(server, one, who="T03"):
    """Who sits on the panel, by number."""
    panel = server.caller(who).get(one).must(200).json["panel"]
    numbers = {name: number for number, name in NAMES.items()}
    return [numbers[member["name"]] for member in panel["members"]]


def fields(data):
    """The fields of a protobuf message; those that repeat as they come."""
    def varint(at):
        value, shift = 0, 0
        while True:
            byte = data[at]
            value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                return value, at
    at, found = 0, []
    while at < len(data):
        tag, at = varint(at)
        if tag & 7 == 0:
            value, at = varint(at)
        else:
            length, at = varint(at)
            value, at = data[at:at + length], at + length
        found.append((tag >> 3, value))
    return found


def draw(root, panel, candidates):
    """As docs/operations.md tells it."""
    blocks = (hashlib.sha256(b"sanbao-draw/v1" + root + panel + i.to_bytes(8, "big")).digest()
              for i in range(100))
    numbers = (int.from_bytes(block[k:k + 8], "big") for block in blocks for k in (0, 8, 16, 24))
    left = sorted(candidates)
    for k in range(3):
        m = len(left) - k
        r = next(r for r in numbers if r < 2**64 - 2**64 % m)
        j = k + r % m
        left[j], left[k] = left[k], left[j]
    return left[:3]


@check("three are drawn, without kin or ties, and anyone can draw them again", fresh=True)
def _(server):
    reviewers(server, *MORE)
    tie = server.caller("R00001").post(AT + "/ties", {
        "helper": {"number": "R00007", "name": NAMES["R00007"]}, "kind": "helper",
        "see": True}).must(201).json["tie"]
    server.caller("R00007").post(f"{AT}/ties/{tie}/agreement", {}).must(204)
    one = filed(server, "R00001", "HON-01", text="评上镇里的最美家庭")
    assert state(server, "R00001", one) == "panel"
    panel = server.caller("R00001").get(one).must(200, "抽签产生").json["panel"]
    drawn = members(server, one)
    open_to = ["T07", "T08", "T09", "R00013", "R00019", "R00031"]
    assert set(drawn) <= set(open_to), "not R00002 of one household, nor R00007 who helps"
    text = server.caller().get(f"/api/v1/records/{panel['record']}/receipt").must(200).body.decode()
    record = base64.b64decode(text.split("\n")[1].removeprefix("extra "))
    body = dict(fields(dict(fields(dict(fields(record))[3]))[1]))
    draw_of = fields(body[41])
    ids = {number: bytes.fromhex(me(server, number)) for number in open_to}
    assert [value for number, value in draw_of if number == 5] == [
        bytes.fromhex(me(server, "R00007"))], "who has a tie is excused by name"
    found = dict(draw_of)
    assert found[1].hex() == panel["panel"] and found[2].hex() == me(server, "R00001")
    again = draw(found[4], found[1], list(ids.values()))
    assert again == [value for number, value in draw_of if number == 6]
    assert again == [ids[number] for number in drawn]
    for who in set(MORE) | {"T07", "T08", "T09"}:
        seats = server.caller(who).get(AT + "/panel-seats").must(200).json["items"]
        assert len(seats) == (who in drawn), (who, drawn)
        told = b"\xe6\x8a\xbd\xe4\xb8\xad" in server.caller(who).get("/api/v1/messages").body
        assert told == (who in drawn)
        if who not in drawn:
            server.caller(who).call("POST", one + "/vote", {**WORD, "vote": "no"}).refused(
                403, "CLAIM_SEAT")
    server.verify()


@check("each votes with a reason, unseen by the others; a grade is the middle of three", fresh=True)
def _(server):
    reviewers(server, *MORE)
    one = filed(server, "R00001", "HON-01", text="评上镇里的最美家庭")
    a, b, c = members(server, one)
    vote = one + "/vote"
    for body, status, code in [
            ({"vote": "yes", "grade": 100}, 400, "FIELD_MISSING"),
            ({**WORD, "vote": "yes"}, 409, "GRADE_OUT_OF_RANGE"),
            ({**WORD, "vote": "yes", "grade": 501}, 409, "GRADE_OUT_OF_RANGE"),
            ({**WORD, "vote": "no", "grade": 5}, 409, "GRADE_OUT_OF_RANGE"),
            ({**WORD, "vote": "perhaps"}, 400, "FIELD_WRONG")]:
        server.caller(a).call("POST", vote, body).refused(status, code)
    for who, code in [("T01", "NOT_ALLOWED"), ("R00001", "NOT_ALLOWED"), ("R00002", "CLAIM_SEAT")]:
        server.caller(who).call("POST", vote, {**WORD, "vote": "no"}).refused(403, code)
    for step in ("/examine", "/turn-down", "/approve"):
        server.caller("T01").call("POST", one + step, WORD).refused(409, "CLAIM_PANEL")
    first = {"vote": "yes", "grade": 300, "word": "县级荣誉，证书是真的"}
    post(server, a, vote, first)
    post(server, a, vote, first)
    server.caller(a).call("POST", vote, {**first, "grade": 500}).refused(409, "CLAIM_VOTED")
    for who in (b, "T03", "R00001"):
        shown = server.caller(who).get(one).must(200, without=["县级荣誉"]).json
        assert [m["voted"] for m in shown["panel"]["members"]].count(True) == 1
        assert [m["vote"] for m in shown["panel"]["members"] if not m["you"]] == [None] * (
            2 if who == b else 3)
    assert post(server, b, vote, {**WORD, "vote": "yes", "grade": 100})["state"] == "panel"
    done = post(server, c, vote, {**WORD, "vote": "yes", "grade": 200})
    assert (done["state"], done["grade"]) == ("awarded", 200)
    mine = server.caller("R00001").get(one).must(200, "县级荣誉", "已通过").json
    assert [s["by"] for s in mine["steps"] if s["what"] == "voted_yes"] == [None] * 3
    assert [m["vote"] for m in mine["panel"]["members"]] == [None] * 3
    theirs = server.caller("T03").get(one).must(200).json
    assert {s["by"] for s in theirs["steps"] if s["what"] == "voted_yes"} == {
        NAMES[a], NAMES[b], NAMES[c]}
    server.caller("R00001").get("/api/v1/messages").must(200, "200 工分")
    server.verify()


@check("two against turn it down; two in favour book points that have no grade", fresh=True)
def _(server):
    server.grant("R00010", "R00001", "T07", "T08", "T09").start()
    down = filed(server, "R00010", "HON-02")
    up = filed(server, "R00001", "HON-02")
    assert set(members(server, up, "T07")) == {"T07", "T08", "T09"}
    against = {"vote": "no", "word": "酒席办了四十桌"}
    assert post(server, "T07", down + "/vote", against)["state"] == "panel"
    assert post(server, "T08", down + "/vote", against)["state"] == "turned_down"
    server.caller("T09").call("POST", down + "/vote", against).refused(409, "CLAIM_STATE")
    server.caller("R00010").get(down).must(200, "酒席办了四十桌")
    server.caller("R00010").get("/api/v1/messages").must(200, "没有通过")
    post(server, "T07", up + "/vote", {**WORD, "vote": "yes"})
    assert post(server, "T09", up + "/vote", {**WORD, "vote": "yes"})["state"] == "awarded"
    assert post(server, "T09", up + "/vote", {**WORD, "vote": "yes"})["state"] == "awarded"
    server.caller("R00001").get(f"{AT}/me").must(200, "290")
    server.verify()


@check("who stands back is drawn no more, and a vote that was cast stands", fresh=True)
def _(server):
    reviewers(server, "R00013")
    one = filed(server, "R00001", "HON-02")
    a, b, c = members(server, one)
    post(server, a, one + "/vote", {**WORD, "vote": "yes"})
    server.caller(a).call("POST", one + "/stand-back", WORD).refused(409, "CLAIM_VOTED")
    post(server, b, one + "/stand-back", {"word": "他是我舅舅"})
    after = members(server, one)
    assert b not in after and {a, c} <= set(after) and len(after) == 3
    shown = server.caller(a).get(one).must(200, "他是我舅舅").json["panel"]
    assert [m["vote"] for m in shown["members"] if m["you"]] == ["yes"]
    server.caller(b).call("POST", one + "/vote", {**WORD, "vote": "no"}).refused(403, "CLAIM_SEAT")
    assert post(server, c, one + "/vote", {**WORD, "vote": "yes"})["state"] == "awarded"
    server.verify()


@check("with too few reviewers a claim waits, and is drawn for when there are enough", fresh=True)
def _(server):
    server.grant("R00001", "T01", "T07", "T08", "T09").start()
    one = filed(server, "R00001", "HON-02")
    post(server, "T08", one + "/stand-back", {"word": "与申报人是亲家"})
    server.caller("T01").call("POST", one + "/draw").refused(409, "PANEL_SHORT")
    assert post(server, "T07", one + "/vote", {**WORD, "vote": "yes"})["state"] == "panel"
    server.stop()
    reviewers(server, "R00013")  # the day's work is done at the start, so none need ask
    until(lambda: set(members(server, one)) == {"T07", "T09", "R00013"})
    server.caller("T01").call("POST", one + "/draw").refused(409, "CLAIM_STATE")
    assert post(server, "R00013", one + "/vote", {**WORD, "vote": "yes"})["state"] == "awarded"
    server.verify()


def until(holds, seconds=20):
    """The daily job works beside us."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to it"
        time.sleep(0.1)


@check("a claim that fell short of reviewers is drawn for by itself the next day", fresh=True)
def _(server):
    server.grant("R00001", "T07", "T08", "T09").start()
    one = filed(server, "R00001", "HON-02")
    post(server, "T08", one + "/stand-back", {"word": "与申报人是亲家"})
    assert set(members(server, one, "T07")) == {"T07", "T08", "T09"}
    server.stop()
    server.run("clock", "2021-12-18")
    reviewers(server, "R00013")
    until(lambda: set(members(server, one, "T07")) == {"T07", "T09", "R00013"})
    server.caller("R00013").get("/api/v1/messages").must(200, "抽中")
    for who in ("T07", "R00013"):
        post(server, who, one + "/vote", {**WORD, "vote": "yes"})
    assert state(server, "R00001", one) == "awarded"
    server.verify()
