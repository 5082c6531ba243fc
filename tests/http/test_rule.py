"""Rules: in plain words, drafted, tried, adopted. The sample stands at 2021-12-17."""

import contextlib
import pathlib
import shutil
import sqlite3

from client import SAMPLE, VILLAGE, check

AT = f"/api/v1/villages/{VILLAGE}"
DRAFTS = AT + "/rule-drafts"
GOOD = {"code": "ENV-01", "unit": "hour", "points": 40, "cap_day": 240, "cap_month": 320,
        "cap_scope": "resident", "evidence": "checkin_photo", "approver": "activity_leader",
        "saving_fen_per_hour": 1480, "valid_from": "2022-01-01", "category": "environment",
        "name_zh": "环境整治", "name_en": "village clean-up"}
MEETING = {"meeting": "2021年第四次村民代表会议", "met_on": "2021-12-16"}


def draft(server, who="T03", **more):
    made = server.caller(who).post(DRAFTS, {**GOOD, **more}).must(201).json
    return f"{DRAFTS}/{made['draft']}"


def act(server, who, path, body=None, status=200):
    return server.caller(who).call("POST", path, body).must(status).json


@check("everybody can read the rules, each in plain words of both languages")
def _(server):
    page = server.caller().get(AT + "/rules?limit=200").must(200).json
    assert page["next"] is None and len(page["items"]) > 30
    rules = {rule["code"]: rule for rule in page["items"]}
    assert rules["ENV-01"]["words_zh"].startswith("每小时 40 分")
    assert "240 a day" in rules["ENV-01"]["words_en"]
    assert rules["ENV-01"]["name_zh"] == "环境整治" and rules["ENV-01"]["version"] == 1
    first = server.caller().get(AT + "/rules?limit=3").json
    rest = server.caller().get(AT + "/rules?limit=200&after=" + first["next"]).json
    assert first["items"] + rest["items"] == page["items"]
    server.caller().get(AT + "/rules/ENV-01").must(200, "环境整治", "每小时 40 分")
    server.caller().get(AT + "/rules/NO-01").refused(404, "RULE_UNKNOWN")


WRONG = [
    ("points", 0, "FIELD_WRONG"),
    ("points", 10001, "FIELD_WRONG"),
    ("cap_day", 1000001, "FIELD_WRONG"),
    ("unit", "week", "FIELD_WRONG"),
    ("valid_from", "2021-12-16", "RULE_BACKWARDS"),
    ("cap_scope", "household", "RULE_MALFORMED"),
    ("approver", "system", "SYSTEM_RULE_LIMIT"),
    ("name_zh", "", "FIELD_WRONG"),
    ("balance", 5, "FIELD_UNKNOWN"),
]


@check("a draft that no meeting could adopt is refused, and names the field")
def _(server):
    for field, value, code in WRONG:
        answer = server.caller("T03").post(DRAFTS, {**GOOD, field: value})
        assert answer.code == code and answer.json["field"] == field, answer
    for stranger in ("R00001", "T21", "T11"):
        server.caller(stranger).post(DRAFTS, GOOD).refused(403, "NOT_ALLOWED")
        server.caller(stranger).get(DRAFTS).refused(403, "NOT_ALLOWED")


@check("a draft is changed and dropped by its author alone")
def _(server):
    one = draft(server)
    server.caller("T04").put(one, {**GOOD, "points": 30}).refused(403, "NOT_ALLOWED")
    changed = server.caller("T03").put(one, {**GOOD, "points": 30}).must(200).json
    assert changed["words_zh"].startswith("每小时 30 分")
    server.caller("T04").get(DRAFTS).must(200, changed["draft"])
    server.caller("T04").delete(one).refused(403, "NOT_ALLOWED")
    server.caller("T03").delete(one).must(204)
    server.caller("T03").get(one).refused(404, "DRAFT_UNKNOWN")


@check("a trial of what holds already gives what was given, over the same periods")
def _(server):
    one = draft(server)
    server.caller("T03").get(one + "/trial").refused(404, "TRIAL_UNKNOWN")
    body = {"from": "2021-01-01", "until": "2021-12-17"}
    found = server.caller("T03").call("POST", one + "/trial", body).json
    while found["state"] == "running":
        found = server.caller("T03").get(one + "/trial").must(200).json
    assert found["state"] == "done" and found["permille"] == 1000
    assert found["awards"] > 100 and found["points_before"] == found["points_after"], found
    assert sum(group["points_after"] for group in found["groups"]) == found["points_after"]
    assert sum(group["people"] for group in found["groups"]) == found["people"]
    assert len(found["groups"]) >= 3, found


@check("a trial says what half the points would have cost, and what a stranger rule would")
def _(server):
    def tried(**more):
        body = {"from": "2021-01-01", "until": "2021-12-17", **more.pop("body", {})}
        one = draft(server, **more)
        found = server.caller("T04").call("POST", one + "/trial", body).json
        while found["state"] == "running":
            found = server.caller("T04").get(one + "/trial").must(200).json
        return found
    free = tried(cap_day=0, cap_month=0)
    half = tried(points=20, cap_day=0, cap_month=0)
    assert free["points_after"] == 2 * half["points_after"] > free["points_before"], (free, half)
    assert half["capped"] == 0 and half["fen_after"] == half["points_after"] * 10
    new = tried(code="NEW-01", body={"like": "ENV-01"})
    assert new["points_after"] == new["points_before"] > 0
    one = draft(server, code="NEW-02")
    answer = server.caller("T03").call("POST", one + "/trial", {})
    answer.refused(404, "RULE_UNKNOWN")
    assert answer.json["field"] == "like"


@check("a meeting adopts a draft, entered by another than its author; the next version holds",
       fresh=True)
def _(server):
    server.grant("T03", "T04", "T01").start()
    one = draft(server, points=50)
    server.caller("T03").call("POST", one + "/adopt", MEETING).refused(409, "DRAFT_EYES")
    server.caller("T01").call("POST", one + "/adopt", MEETING).refused(403, "NOT_ALLOWED")
    server.caller("T04").call("POST", one + "/adopt", {
        **MEETING, "met_on": "2021-12-18"}).refused(400, "FIELD_WRONG")
    first = act(server, "T04", one + "/adopt", MEETING, status=201)
    assert act(server, "T04", one + "/adopt", MEETING, status=201)["record"] == first["record"]
    server.caller("T03").put(one, GOOD).refused(409, "DRAFT_ADOPTED")
    shown = server.caller().get(AT + "/rules/ENV-01").must(200, MEETING["meeting"]).json
    assert [v["version"] for v in shown["versions"]] == [2, 1]
    assert shown["met_on"] == "2021-12-16" and shown["versions"][0]["points"] == 50
    now = server.caller().get(AT + "/rules?limit=200").json["items"]
    assert [r["version"] for r in now if r["code"] == "ENV-01"] == [1]
    server.verify()


@check("entries tell the name that the newest version of a rule has", fresh=True)
def _(server):
    with contextlib.closing(sqlite3.connect(server.data + "/people.db")) as people, people:
        people.execute("UPDATE public_text SET created_at = 0")  # the sample's came in just now
    server.grant("T03", "T04", "R00001").start()
    mine = server.caller("R00001")
    before = mine.get(AT + "/me/entries").must(200, "环境整治").json["items"]
    one = draft(server, name_zh="村庄清洁")
    act(server, "T04", one + "/adopt", MEETING, status=201)
    after = mine.get(AT + "/me/entries").must(200, "按规则“村庄清洁”").json["items"]
    for old, new in zip(before, after, strict=True):
        assert new["name"] == ("村庄清洁" if old["code"] == "ENV-01" else old["name"]), new


@check("a town's rule comes into its villages in one call, with an answer for each", fresh=True)
def _(server):
    again = pathlib.Path(server.scratch) / "folder"
    shutil.copytree(SAMPLE, again)
    with open(again / "staff.csv", "a", encoding="utf-8") as file:
        file.write("T31,镇督导二,town,\n")
    server.run("import", str(again))
    server.grant("T03", "T10", "T31").start()
    town = draft(server, "T10", code="TOWN-01", name_zh="全镇清洁日")
    body = {**MEETING, "villages": [{"village": VILLAGE}, {"village": "000000000000"}]}
    server.caller("T10").call("POST", town + "/adopt-town", body).refused(409, "DRAFT_EYES")
    server.caller("T03").call("POST", town + "/adopt-town", body).refused(403, "NOT_ALLOWED")
    nowhere = {**MEETING, "villages": [{"village": "000000000000"}]}
    items = act(server, "T31", town + "/adopt-town", nowhere)["items"]
    assert [item["code"] for item in items] == ["VILLAGE_UNKNOWN"]
    server.caller("T10").put(town, {**GOOD, "code": "TOWN-01", "points": 30}).must(200)
    for _ in range(2):
        items = act(server, "T31", town + "/adopt-town", body)["items"]
        assert [item["code"] for item in items] == [None, "VILLAGE_UNKNOWN"], items
    server.caller().get(AT + "/rules/TOWN-01").must(200, "每小时 30 分", MEETING["meeting"])
    server.verify()
