"""Claims: points that somebody asks for. The sample stands at 2021-12-17, 08:00."""

import io
import pathlib
import zipfile

from client import ROOT, VILLAGE, check, new_key

PHOTOS = ROOT / "tests" / "data" / "photos"
AT = f"/api/v1/villages/{VILLAGE}"
DAY = "2021-12-15"


def me(server, who):
    return server.caller(who).get("/api/v1/me").must(200).json["person"]


def filed(server, who, rule="HON-02", day=DAY, text="家里办喜事，没有大操大办", key=None, **more):
    """The path of a claim of theirs."""
    answer = server.caller(who).post(AT + "/claims", {"rule": rule, "day": day, "text": text,
                                                      **more}, key).must(201)
    return f"{AT}/claims/" + answer.json["claim"]


def post(server, who, path, body=None, status=200):
    return server.caller(who).call("POST", path, body).must(status).json


def photographed(server, who, one, file="baseline.jpg", kind="image/jpeg"):
    return server.caller(who).call("POST", one + "/photos", raw=(PHOTOS / file).read_bytes(),
                                   headers={"Content-Type": kind})


def state(server, who, one):
    return server.caller(who).get(one).must(200).json["state"]


@check("a claim is filed, examined by one official, approved by another: the points are booked",
       fresh=True)
def _(server):
    server.grant("R00010", "R00020", "T01", "T02", "T03").start()
    rules = server.caller("R00010").get(AT + "/claim-rules").must(
        200, "HON-01", "VOL-09", without=["REG-01", "VOL-02", "LRN-02", "PUB-01"])
    assert [r["photo_needed"] for r in rules.json["items"] if r["rule"] == "VOL-09"] == [True]
    one = filed(server, "R00010", "VOL-09", text="给共享仓库捐了两把锄头")
    assert state(server, "R00010", one) == "needs_photo"
    server.caller("T01").get(AT + "/claims").must(200, without=["VOL-09"])
    examine = {"word": "已收到两把锄头"}
    server.caller("T01").call("POST", one + "/examine", examine).refused(409, "CLAIM_PHOTO_NEEDED")
    photo = photographed(server, "R00010", one).must(201).json
    queue = server.caller("T01").get(AT + "/claims").must(200, "捐物互助", without=["锄头"]).json
    assert [(c["state"], c["stand_back"]) for c in queue["items"]] == [("filed", False)]
    whole = server.caller("T01").get(one).must(200, "锄头", "已收到，等待核实").json
    assert whole["photos"][0]["elsewhere"] == 0 and whole["number"] == 1
    server.caller("T01").get(f"{one}/photos/{photo['photo']}").must(200)
    server.caller("T01", "en").get(one).must(200, "it waits to be looked at")
    post(server, "T03", one + "/examine", examine)
    server.caller("T03").call("POST", one + "/approve", {}).refused(403, "NOT_ALLOWED")
    first = post(server, "T02", one + "/approve", {}, status=201)
    assert first["granted"] == 20, first
    again = post(server, "T02", one + "/approve", {}, status=201)
    assert again["again"] and again["record"] == first["record"]
    server.caller("T01").call("POST", one + "/approve", {}).refused(409, "CLAIM_STATE")
    shown = server.caller("R00010").get(one).must(200, "已通过").json
    assert shown["state"] == "awarded" and shown["record"] == first["record"]
    assert [s["what"] for s in shown["steps"]] == ["filed", "examined", "approved"]
    assert shown["photos"][0]["elsewhere"] is None
    server.caller("R00010").get("/api/v1/messages").must(200, "捐物互助", "20 工分")
    server.caller("T01").get(AT + "/claims").must(200, without=["VOL-09"])
    server.caller("R00010").get("/api/v1/me/looks").must(200, "award")
    server.verify()


@check("what cannot be claimed is refused, and names the field")
def _(server):
    good = {"rule": "HON-02", "day": "2021-12-01", "text": "婚事简办"}
    for field, value, code, status in [
            ("rule", "REG-01", "CLAIM_RULE", 409), ("rule", "VOL-02", "CLAIM_RULE", 409),
            ("rule", "NO-01", "RULE_UNKNOWN", 404), ("day", "2021-12-18", "DAY_IN_FUTURE", 409),
            ("day", "2020-11-01", "CLAIM_OLD", 409), ("text", "", "FIELD_WRONG", 400),
            ("text", "字" * 501, "FIELD_WRONG", 400), ("points", 5, "FIELD_UNKNOWN", 400)]:
        answer = server.caller("R00001").post(AT + "/claims", {**good, field: value})
        answer.refused(status, code)
        assert answer.json["field"] == field, answer
    server.caller("T03").post(AT + "/claims", good).refused(403, "NOT_ALLOWED")
    server.caller().post(AT + "/claims", good).refused(401, "SESSION_NEEDED")


@check("the same request again is the same claim; the same thing twice is refused; ten may wait")
def _(server):
    key = new_key()
    first = filed(server, "R00003", day="2021-11-01", key=key)
    assert filed(server, "R00003", day="2021-11-01", key=key) == first
    for who, more in [("R00003", {"text": "别的话"}), ("R00003", {"day": "2021-11-02"}),
                      ("R00002", {})]:
        body = {"rule": "HON-02", "day": "2021-11-01", "text": "家里办喜事，没有大操大办", **more}
        server.caller(who).post(AT + "/claims", body, key).refused(409, "ID_TAKEN")
    body = {"rule": "HON-02", "day": "2021-11-01", "text": "换一种说法"}
    server.caller("R00003").post(AT + "/claims", body).refused(409, "CLAIM_EXISTS")
    more = [filed(server, "R00003", day=f"2021-10-{n:02}") for n in range(1, 10)]
    server.caller("R00003").post(AT + "/claims", {**body, "day": "2021-10-20"}).refused(
        409, "CLAIM_MANY")
    listed = server.caller("R00003").get(AT + "/me/claims").must(200).json["items"]
    assert len(listed) == 10
    for one in [first, *more]:
        assert post(server, "R00003", one + "/withdraw")["state"] == "withdrawn"
        assert post(server, "R00003", one + "/withdraw")["state"] == "withdrawn"
    filed(server, "R00003", day="2021-11-01")


@check("a claim is nobody else's: not shown, not withdrawn, no photo added, none of another claim")
def _(server):
    one = filed(server, "R00010", "VOL-09", day="2021-12-02", text="捐了一口铁锅")
    other = filed(server, "R00001", "VOL-09", day="2021-12-02", text="捐了一张桌子")
    photo = photographed(server, "R00010", one).must(201).json["photo"]
    picture = f"{one}/photos/{photo}"
    for who in ("R00001", "T21"):
        server.caller(who).get(one).refused(404, "CLAIM_UNKNOWN")
        server.caller(who).get(picture).refused(404, "CLAIM_UNKNOWN")
        server.caller(who).delete(picture).refused(404, "CLAIM_UNKNOWN")
        server.caller(who).call("POST", one + "/withdraw").refused(404, "CLAIM_UNKNOWN")
        photographed(server, who, one).refused(404, "CLAIM_UNKNOWN")
    server.caller().get(one).refused(401, "SESSION_NEEDED")
    server.caller("R00001").get(AT + "/claims").refused(403, "NOT_ALLOWED")
    server.caller("R00001").get(f"{AT}/me/claims?person={me(server, 'R00010')}").refused(
        403, "POWER_MISSING")
    server.caller("T01").get(f"{other}/photos/{photo}").refused(404, "PHOTO_UNKNOWN")
    server.caller("R00001").delete(f"{other}/photos/{photo}").refused(404, "PHOTO_UNKNOWN")
    server.caller("R00010").get(picture).must(200)
    photographed(server, "R00001", other).must(201)
    shown = server.caller("T01").get(other).must(200).json
    assert shown["photos"][0]["elsewhere"] == 1, "the same picture in two claims is seen"
    server.caller("R00001").delete(f"{other}/photos/{photo}").must(204)
    assert state(server, "R00001", other) == "needs_photo"
    server.caller("R00010").get(picture).must(200)
    server.caller("R00010").call("POST", one + "/photos", raw=b"no picture", headers={
        "Content-Type": "image/jpeg"}).refused(415, "PHOTO_KIND")


@check("kin, the claimant and who filed it do not decide")
def _(server):
    word = {"word": "收到了"}
    one = filed(server, "T01", "LAB-02", day="2021-12-03", text="带队清理河道到最后",
                person=me(server, "R00002"))
    server.caller("R00002").get("/api/v1/messages").must(200, "有人替您申报")
    server.caller("R00002").get("/api/v1/me/acts").must(200, "LAB-02")
    server.caller("T01").call("POST", one + "/examine", word).refused(403, "CLAIM_RELATED")
    server.caller("T03").call("POST", one + "/examine", {**word, "grade": 5}).refused(
        409, "GRADE_OUT_OF_RANGE")
    post(server, "T03", one + "/examine", word)
    server.caller("T01").call("POST", one + "/approve", {}).refused(403, "CLAIM_RELATED")
    server.caller("T07").call("POST", one + "/approve", {}).refused(409, "TWO_EYES_APPROVER")
    tie = server.caller("R00002").post(AT + "/ties", {
        "helper": {"number": "R00001", "name": "何红"}, "kind": "kin",
        "sign_up": True}).must(201).json["tie"]
    server.caller("R00001").post(f"{AT}/ties/{tie}/agreement", {}).must(204)
    server.caller("R00001").get(one).refused(404, "CLAIM_UNKNOWN")
    reason = {"word": "材料不属实"}
    assert post(server, "T02", one + "/turn-down", reason)["state"] == "turned_down"
    server.caller("R00002").get(one).must(200, "材料不属实", "没有通过")
    server.caller("R00002").get("/api/v1/messages").must(200, "没有通过")
    server.caller("T03").call("POST", one + "/turn-down", reason).refused(409, "CLAIM_STATE")
    server.caller("T03").call("POST", one + "/examine", word).refused(409, "CLAIM_STATE")
    server.caller("R00002").call("POST", one + "/withdraw").refused(409, "CLAIM_STATE")
    kin = filed(server, "R00001", "LAB-02", day="2021-12-04", text="替岳父申报",
                person=me(server, "R00002"))
    assert post(server, "R00001", kin + "/withdraw")["state"] == "withdrawn"
    more = filed(server, "R00001", "LAB-02", day="2021-12-05", text="替岳父再申报",
                 person=me(server, "R00002"))
    server.caller("R00001").delete(f"{AT}/ties/{tie}").must(204)
    server.caller("R00001").get(more).refused(404, "CLAIM_UNKNOWN")
    server.caller("R00001").call("POST", more + "/withdraw").refused(404, "CLAIM_UNKNOWN")


@check("what is held of claims is told, and goes with the person", fresh=True)
def _(server):
    server.grant("R00010", "T01").start()
    one = filed(server, "R00010", "VOL-09", text="捐了三床棉被")
    photographed(server, "R00010", one).must(201)
    export = server.caller("R00010").get("/api/v1/me/export").must(200)
    with zipfile.ZipFile(io.BytesIO(export.body)) as bundle:
        names = bundle.namelist()
        assert "捐了三床棉被" in bundle.read("claims.csv").decode()
        pictures = [n for n in names if n.startswith("claim_photos/")]
        assert len(pictures) == 1 and bundle.read(pictures[0])[:2] == b"\xff\xd8"
    gone = {"name": server.caller("R00010").get("/api/v1/me").json["name"], "give_up_points": True}
    server.caller("R00010").call("POST", "/api/v1/me/erasure", gone).must(204)
    server.caller("T01").get(one).refused(404, "CLAIM_UNKNOWN")
    assert list((pathlib.Path(server.data) / "evidence").rglob("*.*")) == []
    server.verify()


@check("another village's officials find no such claim, whatever path they take", fresh=True)
def _(server):
    server.run("import", str(ROOT / "tests" / "data" / "linshan"))
    server.grant("R00010").grant("W3", "W4", "W9", village="330111208205").start()
    one = filed(server, "R00010", "VOL-09", day="2025-03-01", text="捐了一架梯子")
    photo = photographed(server, "R00010", one).must(201).json["photo"]
    there = one.replace(VILLAGE, "330111208205")
    reason = {"word": "与我村无关"}
    for who, verb in [("W9", "/examine"), ("W9", "/turn-down"), ("W4", "/turn-down"),
                      ("W3", "/stand-back")]:
        server.caller(who).call("POST", one + verb, reason).refused(403, "NOT_ALLOWED")
        server.caller(who).call("POST", there + verb, reason).refused(404, "CLAIM_UNKNOWN")
    for path in ("", f"/photos/{photo}"):
        server.caller("W9").get(one + path).refused(403, "NOT_ALLOWED")
        server.caller("W9").get(there + path).refused(404, "CLAIM_UNKNOWN")
    server.caller("W9").get(there.rsplit("/", 1)[0]).must(200, without=["VOL-09"])
    server.caller("R00010").get(one).must(200, "梯子")
