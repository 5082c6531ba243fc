"""A person's data are destroyed, and the books stay whole."""

import csv
import pathlib

from client import SAMPLE, VILLAGE, check

HERE = f"/api/v1/villages/{VILLAGE}"
with (SAMPLE / "residents.csv").open(encoding="utf-8") as file:
    LATE = next(row for row in csv.DictReader(file)
                if not row["registered_on"] and row["birth_date"] < "1990-01-01")


@check("what goes, what stays and why is shown before anything is erased")
def _(server):
    shown = server.caller("R00001").get("/api/v1/me/erasure").must(200, "随机代号", "属于").json
    assert shown["balance"] == 90 and not shown["office"] and len(shown["goes"]) >= 3
    server.caller("R00001", "en").get("/api/v1/me/erasure").must(200, "random id")
    assert server.caller("T01").get("/api/v1/me/erasure").json["office"]
    server.caller().get("/api/v1/me/erasure").refused(401, "SESSION_NEEDED")


@check("erasing takes one's own name, and the points must be spent or given up")
def _(server):
    me = server.caller("R00001")
    me.call("POST", "/api/v1/me/erasure", {"name": "何"}).refused(400, "FIELD_WRONG")
    me.call("POST", "/api/v1/me/erasure", {"name": "何红"}).refused(409, "POINTS_LEFT")
    own = {"name": "社工一", "give_up_points": True}
    server.caller("T01").call("POST", "/api/v1/me/erasure", own).refused(409, "OFFICE_HELD")
    me.get(f"{HERE}/me").must(200, "何红")


@check("after an erasure nobody can name the person, and the books verify", fresh=True)
def _(server):
    server.grant("T01", "R00001", "R00002").start()
    me, official = server.caller("R00001"), server.caller("T01")
    person = me.get("/api/v1/me").json["person"]
    before = me.get(f"{HERE}/report").json
    official.get(f"{HERE}/residents/{person}?purpose=visit").must(200, "何红")
    gone = {"name": "何红", "give_up_points": True}
    me.call("POST", "/api/v1/me/erasure", gone).must(204)
    me.get("/api/v1/me").refused(401, "SESSION_ENDED")
    assert official.get(f"{HERE}/residents?search=R00001").json["items"] == []
    one = official.get(f"{HERE}/residents/{person}?purpose=visit").must(200, without=("何红",))
    assert one.json["erased"] and one.json["balance"] == 90
    official.get(f"{HERE}/residents/{person}/entries?purpose=visit").must(200, without=("何红",))
    assert official.get(f"{HERE}/report").json == before
    server.caller("R00002").get(f"{HERE}/me").must(200, "H0001")
    server.verify()
    for path in pathlib.Path(server.data).glob("people.db*"):
        assert bytes.fromhex(person) not in path.read_bytes(), path
    assert person in (pathlib.Path(server.data) / "erasures").read_text(encoding="utf-8")


@check("the page of entries after an erasure does not name who had put them forward", fresh=True)
def _(server):
    server.grant("R00001", "R01117").start()
    mine = server.caller("R00001")
    before = mine.get(f"{HERE}/me/entries").must(200, "楼怡").json["items"]
    gone = {"name": "楼怡", "give_up_points": True}
    server.caller("R01117").call("POST", "/api/v1/me/erasure", gone).must(204)
    after = mine.get(f"{HERE}/me/entries").must(200, without=("楼怡",)).json["items"]
    for entry in before:
        if entry["proposed_by"] == "楼怡":
            entry["proposed_by"] = None
    assert after == before


@check("an account without points is closed with the erasure", fresh=True)
def _(server):
    server.grant("T01", LATE["resident_no"]).start()
    me = server.caller(LATE["resident_no"])
    person = me.get("/api/v1/me").json["person"]
    me.post(f"{HERE}/registration").must(201)
    me.call("POST", "/api/v1/me/erasure", {"name": LATE["name"]}).must(204)
    server.caller().get("/healthz?min_record=12983").must(200)
    one = server.caller("T01").get(f"{HERE}/residents/{person}?purpose=visit").must(200).json
    assert one["erased"] and one["closed_on"] is not None
    server.verify()


@check("for a card user two officials erase, at the person's written request", fresh=True)
def _(server):
    server.grant("T01", "T02", "R00002").start()
    person = server.caller("R00002").get("/api/v1/me").json["person"]
    made = server.caller("T01").post(f"{HERE}/matters", {
        "kind": "erase", "person": person, "reason": "本人书面申请"}).must(201, "不能恢复")
    path = f"{HERE}/matters/{made.json['matter']}/decision"
    server.caller("T01").call("POST", path, {"agreed": True}).refused(409, "TWO_EYES_SAME")
    server.caller("R00002").get("/api/v1/me/matters").must(200, "书面申请")
    server.caller("T02").call("POST", path, {"agreed": True}).must(200)
    server.caller("R00002").get("/api/v1/me").refused(401, "SESSION_ENDED")
    server.caller("T02").call("POST", path, {"agreed": True}).refused(404, "MATTER_UNKNOWN")
    server.verify()
