"""Consents: agreeing to a purpose and taking it back, by whom, and what it changes."""

from client import VILLAGE, check, new_key
from test_activity import act, published
from test_claim import DAY
from test_residents_in import CHILDREN, GROWN, ROSTER, person_of

HERE = f"/api/v1/villages/{VILLAGE}"
MINE = f"{HERE}/me/consents"


def standing(caller, purpose, path=MINE):
    return next(i for i in caller.get(path).must(200).json["items"] if i["purpose"] == purpose)


def say(caller, purpose, agreed, path=MINE, **more):
    body = {"purpose": purpose, "agreed": agreed, **more}
    if agreed and "version" not in body:
        body["version"] = 1
    return caller.post(path, body)


@check("everybody reads what is asked, in plain words of both languages")
def _(server):
    chinese = server.caller().get("/api/v1/purposes").must(
        200, "参加工分宝", "不参加也不影响任何权利", "不同意也可以", "不作人脸识别")
    english = server.caller(language="en").get("/api/v1/purposes").must(
        200, "of my own free will", "costs me no right")
    for page in (chinese.json, english.json):
        newest = {i["purpose"]: i["version"] for i in page["items"] if i["newest"]}
        assert set(newest) == {"MESSAGES", "PHOTO", "POINTS"}, newest
        assert all(len(i["text"]) <= 800 for i in page["items"])


@check("a person agrees, takes it back and agrees again; each time is kept and one counts",
       fresh=True)
def _(server):
    server.grant("R00001").start()
    me = server.caller("R00001")
    assert standing(me, "PHOTO")["state"] == "open"
    key = new_key()
    body = {"purpose": "PHOTO", "agreed": True, "version": 1}
    first = me.post(MINE, body, key=key).must(201).json
    assert me.post(MINE, body, key=key).must(201).json == {**first, "again": True}
    me.post(MINE, {"purpose": "PHOTO", "agreed": False}, key=key).refused(409, "ID_TAKEN")
    say(me, "PHOTO", True).refused(409, "CONSENT_GIVEN")
    stands = standing(me, "PHOTO")
    assert (stands["state"], stands["version"], stands["record"]) == ("given", 1, first["record"])
    back = new_key()
    say(me, "PHOTO", False).must(201)
    say(me, "PHOTO", False).refused(409, "CONSENT_NOT_GIVEN")
    assert standing(me, "PHOTO")["state"] == "withdrawn"
    again = me.post(MINE, body, key=back).must(201).json
    assert me.post(MINE, body, key=back).must(201).json == {**again, "again": True}
    history = me.get("/api/v1/me/consents?limit=2").must(200).json
    rest = me.get(f"/api/v1/me/consents?after={history['next']}").must(200).json
    said = [(i["agreed"], i["on_paper"]) for i in history["items"] + rest["items"]]
    assert sorted(said) == [(False, False), (True, False), (True, False)], said
    assert rest["next"] is None and len(rest["items"]) == 1
    server.verify()


@check("what is agreed to is the newest text, as it was read", fresh=True)
def _(server):
    server.grant("R00001").start()
    me = server.caller("R00001")
    me.post(MINE, {"purpose": "PHOTO", "agreed": True}).refused(400, "FIELD_MISSING")
    say(me, "PHOTO", True, version=2).refused(409, "CONSENT_VERSION")
    say(me, "PHOTO", True, version=0).refused(400, "FIELD_WRONG")
    say(me, "SCORE", True).refused(404, "PURPOSE_UNKNOWN")
    me.post(MINE, {"purpose": "PHOTO", "version": 1}).refused(400, "FIELD_MISSING")
    me.get("/api/v1/me/consents?after=x").refused(400, "CURSOR_WRONG")
    assert me.get("/api/v1/me/consents").must(200).json["items"] == []


@check("refusing touches neither points nor rights; what is there can be spent", fresh=True)
def _(server):
    server.grant("R00001", "T08").start()
    me = server.caller("R00001")
    before = me.get(f"{HERE}/me").must(200).json
    for purpose in ("POINTS", "PHOTO", "MESSAGES"):
        say(me, purpose, True).must(201)
        say(me, purpose, False).must(201)
    after = me.get(f"{HERE}/me").must(200).json
    assert {k: before[k] for k in ("balance", "available", "roles", "registered_on")} == \
        {k: after[k] for k in ("balance", "available", "roles", "registered_on")}
    server.verify()


@check("who takes back taking part begins nothing new, until they agree again", fresh=True)
def _(server):
    server.grant("R00001", "R00003", "T03").start()
    one = published(server)
    me = server.caller("R00003")
    say(me, "POINTS", True).must(201)
    say(me, "POINTS", False).must(201)
    code = server.caller("R00001").get(one + "/code").must(200).json["code"]
    me.call("POST", one + "/check-in", {"code": code}).refused(409, "CONSENT_WITHDRAWN")
    me.post(HERE + "/claims", {"rule": "HON-02", "day": DAY, "text": "喜事新办"}).refused(
        409, "CONSENT_WITHDRAWN")
    say(me, "POINTS", True).must(201)
    act(server, "R00003", one + "/check-in", {"code": code})


@check("helpers and kin agree to nothing for a grown person, and no stranger does", fresh=True)
def _(server):
    server.grant("R00001", "R00002", "R00003", "T01", "T08").start()
    elder, kin = server.caller("R00001"), server.caller("R00002")
    person = elder.get("/api/v1/me").json["person"]
    path = f"{HERE}/residents/{person}/consents"
    tie = elder.post(f"{HERE}/ties", {"helper": {"number": "R00002", "name": "郑佳"},
                                      "kind": "kin", "see": True}).must(201).json["tie"]
    kin.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    kin.get(path).must(200, "PHOTO")
    say(kin, "PHOTO", True, path).refused(403, "NOT_ALLOWED")
    say(kin, "PHOTO", True, path, signed_on_paper=True).refused(403, "NOT_ALLOWED")
    stranger = server.caller("R00003")
    say(stranger, "PHOTO", True, path, signed_on_paper=True).refused(403, "NOT_ALLOWED")
    stranger.get(path).refused(403, "NOT_ALLOWED")
    say(server.caller("T08"), "PHOTO", True, path, signed_on_paper=True).refused(
        403, "NOT_ALLOWED")
    say(server.caller(), "PHOTO", True, path).must(401)
    assert standing(elder, "PHOTO")["state"] == "open"


@check("an official enters what was signed on paper; the person is told, and takes it back",
       fresh=True)
def _(server):
    server.grant("R00001", "T01").start()
    elder, t01 = server.caller("R00001"), server.caller("T01")
    person = elder.get("/api/v1/me").json["person"]
    path = f"{HERE}/residents/{person}/consents"
    say(t01, "PHOTO", True, path).refused(400, "FIELD_MISSING")
    say(t01, "PHOTO", True, path, signed_on_paper=True).must(201)
    elder.get("/api/v1/messages").must(200, "登记了您同意", "活动照片里有我")
    elder.get("/api/v1/me/consents").must(200, "社工一", '"on_paper":true')
    say(elder, "PHOTO", False).must(201)
    say(t01, "PHOTO", False, path, signed_on_paper=True).refused(409, "CONSENT_NOT_GIVEN")
    t01.get(path).refused(400, "FIELD_MISSING")
    t01.get(path + "?purpose=correction").must(200, "withdrawn")
    say(t01, "PHOTO", True, f"{HERE}/residents/{'0' * 32}/consents", signed_on_paper=True).refused(
        404, "PERSON_UNKNOWN")


@check("for a child under 14 the guardian agrees, not the child, nor a guardian whose word ended",
       fresh=True)
def _(server):
    child = CHILDREN[0]
    parent = next(row for row in ROSTER if row["household_no"] == child["household_no"]
                  and row["birth_date"] < "2000-01-01" and row["registered_on"])
    server.grant("T01", child["resident_no"], parent["resident_no"]).start()
    young, t01 = server.caller(child["resident_no"]), server.caller("T01")
    guardian = server.caller(parent["resident_no"])
    path = f"{HERE}/residents/{person_of(server, child['resident_no'])}/consents"
    say(young, "PHOTO", True).refused(403, "CONSENT_GUARDIAN")
    say(guardian, "PHOTO", True, path).refused(403, "NOT_ALLOWED")
    say(t01, "PHOTO", True, path, signed_on_paper=True).refused(409, "GUARDIAN_MISSING")
    named = {"number": child["resident_no"], "name": child["name"]}
    tie = guardian.post(f"{HERE}/ties", {"person": named, "kind": "guardian"}).must(201).json["tie"]
    guardian.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    t01.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    say(guardian, "PHOTO", True, path).must(201)
    say(young, "PHOTO", False).refused(403, "CONSENT_GUARDIAN")
    assert standing(guardian, "PHOTO", path)["state"] == "given"
    young.get("/api/v1/me/consents").must(200, parent["name"])
    say(guardian, "PHOTO", False, path).must(201)
    guardian.call("DELETE", f"{HERE}/ties/{tie}").must(204)
    say(guardian, "PHOTO", True, path).refused(403, "NOT_ALLOWED")


@check("consents go out with the export, and go with an erasure", fresh=True)
def _(server):
    number, name = GROWN[0]["resident_no"], GROWN[0]["name"]
    server.grant(number).start()
    me = server.caller(number)
    say(me, "MESSAGES", True).must(201)
    zipped = me.get("/api/v1/me/export").must(200).body
    for table in (b"consents.csv", b"messages.csv", b"message_choices.csv", b"wechat.csv"):
        assert table in zipped, table
    me.post("/api/v1/me/erasure", {"name": name}).must(204)
    server.verify()


@check("the leader sees who agreed to be in a photo, and who did not", fresh=True)
def _(server):
    server.grant("R00001", "R00003", "R00010", "T03").start()
    say(server.caller("R00003"), "PHOTO", True).must(201)
    one = published(server)
    for number in ("R00003", "R00010"):
        act(server, number, one + "/sign-up")
    items = server.caller("R00001").get(one + "/people?min_record=1").must(200).json["items"]
    assert [item["photo"] for item in items] == [True, False], items
