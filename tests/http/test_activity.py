"""Activities: from the plan to the points. The sample stands at 2021-12-17, 08:00."""

import io
import json
import threading
import zipfile

from client import ROOT, VILLAGE, check

PHOTOS = ROOT / "tests" / "data" / "photos"
AT = f"/api/v1/villages/{VILLAGE}"


def at(clock):
    return f"2021-12-17T{clock}:00+08:00"


def act(server, who, path, body=None, status=200):
    """A POST by somebody, answered with the status; its JSON."""
    return server.caller(who).call("POST", path, body).must(status).json


def plan(server, leader="R00001", **more):
    """The path of an activity that goes on now."""
    body = {"rule": "ENV-01", "title": "清理佛山溪", "place": "佛山溪桥头",
            "starts_at": at("07:30"), "ends_at": at("11:30"), "signup_until": at("11:00")}
    body.update(more)
    return f"{AT}/activities/" + server.caller(leader).post(
        AT + "/activities", body).must(201).json["activity"]


def published(server, **more):
    one = plan(server, **more)
    act(server, "T03", one + "/publish")
    return one


def came(server, one, *numbers, leader="R00001"):
    """They check in by the code; their stays."""
    code = server.caller(leader).get(one + "/code").must(200).json["code"]
    return [act(server, number, one + "/check-in", {"code": code}) for number in numbers]


def stayed(server, one, stay, leader="R00001", start="07:30", end="08:00"):
    """The leader notes their whole time by hand."""
    act(server, leader, one + "/hand", {"person": stay["person"], "in_at": at(start),
                                        "out_at": at(end), "reason": "手机没电"})


def photographed(server, one, leader="R00001", file="baseline.jpg", kind="image/jpeg"):
    return server.caller(leader).call("POST", one + "/photos", raw=(PHOTOS / file).read_bytes(),
                                      headers={"Content-Type": kind})


def reported(server, *numbers, leader="R00001", **more):
    """An activity that these attended and the leader closed out; its path and their stays."""
    one = published(server, leader=leader, **more)
    stays = came(server, one, *numbers, leader=leader)
    for stay in stays:
        stayed(server, one, stay, leader)
    photographed(server, one, leader)
    act(server, leader, one + "/report", {"report": "溪边垃圾清完了"})
    return one, stays


@check("an activity is proposed, published, attended, closed out, approved: points are booked",
       fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03").start()
    one = published(server)
    server.caller().get(AT + "/activities").must(200, "清理佛山溪", "佛山溪桥头")
    [stay] = came(server, one, "R00010")
    code = server.caller("R00001").get(one + "/code").json["code"]
    act(server, "R00010", one + "/check-out", {"code": code})
    stayed(server, one, stay)
    photographed(server, one).must(201)
    act(server, "R00001", one + "/report", {"report": "溪边垃圾清完了"})
    approve = f"{AT}/stays/{stay['stay']}/approve"
    server.caller("R00001").call("POST", approve).refused(403, "NOT_ALLOWED")
    first = act(server, "T01", approve, status=201)
    assert first["day"] == "2021-12-17" and first["granted"] == 20, first
    again = act(server, "T02", approve, status=201)
    assert again["again"] and again["record"] == first["record"]
    many = act(server, "T02", AT + "/stays/approve", {"stays": [{"stay": stay["stay"]}]})
    assert many["items"][0]["receipt"]["record"] == first["record"]
    server.caller("T01").get(one + "/stays").must(200, "approved", "陈梅建")
    server.verify()


@check("what is proposed is nobody's business until it is published")
def _(server):
    one = plan(server, title="还没发布的活动")
    server.caller("R00001").get(one).must(200, "还没发布的活动", "proposed")
    server.caller("T01").get(one).must(200, "proposed")
    server.caller("T01").get(AT + "/activities?state=proposed").must(200, "还没发布的活动")
    for stranger in (server.caller(), server.caller("R00010"), server.caller("T21")):
        stranger.get(one).refused(404, "ACTIVITY_UNKNOWN")
        stranger.get(AT + "/activities").must(200, without=["还没发布的活动"])
        assert stranger.get(AT + "/activities?state=proposed").status == 403
    act(server, "T04", one + "/refuse", {"reason": "与村民大会冲突"})
    server.caller("R00001").get(one).must(200, "refused", "与村民大会冲突")
    server.caller("T04").call("POST", one + "/publish").refused(409, "PLAN_STATE")


@check("proposer and leader cannot publish their own activity")
def _(server):
    own = plan(server, leader="T04")
    server.caller("T04").call("POST", own + "/publish").refused(409, "PLAN_EYES")
    server.caller("R00001").call("POST", own + "/publish").refused(403, "NOT_ALLOWED")
    act(server, "T03", own + "/publish")
    assert act(server, "T03", own + "/publish")["state"] == "published"


WRONG = [
    ("rule", "NO-01", "RULE_UNKNOWN", 404),
    ("rule", "REG-01", "ACTIVITY_RULE", 409),
    ("ends_at", at("07:00"), "ACTIVITY_TIMES", 409),
    ("ends_at", "2022-02-17T07:00:00+08:00", "ACTIVITY_TIMES", 409),
    ("starts_at", "2023-02-17T07:00:00+08:00", "ACTIVITY_TIMES", 409),
    ("signup_until", at("23:00"), "ACTIVITY_TIMES", 409),
    ("leader", "00" * 16, "PERSON_UNKNOWN", 404),
    ("title", "", "FIELD_WRONG", 400),
    ("title", "题" * 61, "FIELD_WRONG", 400),
    ("capacity", -1, "FIELD_WRONG", 400),
    ("points", 100, "FIELD_UNKNOWN", 400),
]


@check("a proposal that cannot be held is refused, and names the field")
def _(server):
    good = {"rule": "ENV-01", "title": "清理", "place": "溪", "starts_at": at("07:30"),
            "ends_at": at("11:30")}
    for field, value, code, status in WRONG:
        answer = server.caller("R00001").post(AT + "/activities", {**good, field: value})
        answer.refused(status, code)
        assert answer.json["field"] in (field, "ends_at"), answer
    key = "0a" * 16
    first = server.caller("R00001").post(AT + "/activities", good, key).must(201).json
    again = server.caller("R00001").post(AT + "/activities", good, key).must(201).json
    assert first == again
    server.caller("R00010").post(AT + "/activities", good, key).refused(409, "ID_TAKEN")


@check("a full activity has a waiting list that moves up when somebody cancels in time")
def _(server):
    one = published(server, capacity=1)
    assert act(server, "R00001", one + "/sign-up")["own"] == "going"
    assert act(server, "R00001", one + "/sign-up")["going"] == 1
    assert act(server, "R00003", one + "/sign-up")["own"] == "waiting"
    assert act(server, "R00010", one + "/sign-up")["waiting"] == 2
    server.caller("R00003").get(AT + "/me/sign-ups").must(200, "waiting", "清理佛山溪")
    edited = server.caller("R00001").call("PATCH", one, {"capacity": 2}).must(200).json
    assert (edited["going"], edited["waiting"]) == (2, 1), edited
    names = server.caller("R00001").get(one + "/people").must(200, "何敏", "陈梅建").json["items"]
    assert [item["own"] for item in names] == ["going", "going", "waiting"]
    assert set(names[0]) == {"person", "name", "own", "row", "in", "out", "photo"}
    server.caller("R00003").get(one + "/people").refused(403, "NOT_ALLOWED")
    server.caller("T03").get(one + "/people").refused(403, "NOT_ALLOWED")
    server.caller("R00003").call("PATCH", one, {"capacity": 9}).refused(403, "NOT_ALLOWED")
    server.caller("R00001").call("PATCH", one, {"title": "别的"}).refused(409, "PLAN_FIXED")


@check("cancelling in time moves the first who waits up")
def _(server):
    one = published(server, starts_at=at("10:00"), capacity=1, signup_until=at("09:30"))
    act(server, "R00001", one + "/sign-up")
    act(server, "R00003", one + "/sign-up")
    act(server, "R00010", one + "/sign-up")
    left = act(server, "R00001", one + "/sign-off")
    assert (left["own"], left["going"], left["waiting"], left["free"]) == ("cancelled", 1, 1, 0)
    names = server.caller("R00001").get(one + "/people").json["items"]
    assert [item["name"] for item in names] == ["何敏", "陈梅建"], names
    assert act(server, "R00001", one + "/sign-up")["own"] == "waiting"


@check("the last place goes to exactly one, however many ask at once")
def _(server):
    one = published(server, capacity=1)
    people = ["R00001", "R00002", "R00003", "R00010"]
    answers = []
    threads = [threading.Thread(target=lambda n=n: answers.append(
        act(server, n, one + "/sign-up")["own"])) for n in people * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown = server.caller("R00001").get(one).json
    assert (shown["going"], shown["waiting"]) == (1, 3), shown
    assert answers.count("going") == 4, answers


@check("a wrong or old code checks nobody in, and a full activity takes no walk-in")
def _(server):
    one = published(server, capacity=1)
    code = server.caller("R00001").get(one + "/code").json["code"]
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    server.caller("R00010").call("POST", one + "/check-in", {"code": wrong}).refused(
        409, "CODE_WRONG")
    server.caller("R00010").call("POST", one + "/check-out", {"code": code}).refused(
        409, "STAY_NOT_IN")
    act(server, "R00003", one + "/sign-up")
    server.caller("R00010").call("POST", one + "/check-in", {"code": code}).refused(
        409, "SIGNUP_FULL")
    came(server, one, "R00003")
    server.caller("R00003").get(one + "/code").refused(403, "NOT_ALLOWED")
    server.caller().get(one + "/code").refused(401, "SESSION_NEEDED")
    server.caller("R00001").call("POST", one + "/cancel", {"reason": "下雨"}).refused(
        409, "PLAN_ATTENDED")


@check("codes are guessed ten times, not more")
def _(server):
    one = published(server)
    code = server.caller("R00001").get(one + "/code").json["code"]
    for i in range(10):
        wrong = f"{(int(code) + 2 + i) % 1000000:06d}"
        server.caller("R00002").call("POST", one + "/check-in", {"code": wrong}).refused(
            409, "CODE_WRONG")
    server.caller("R00002").call("POST", one + "/check-in", {"code": code}).refused(
        429, "TRY_LATER")


@check("a cancelled activity is closed in the books and gone from the list")
def _(server):
    one = published(server, starts_at=at("10:00"), title="要取消的活动")
    server.caller("T03").get(AT + "/activities").must(200, "要取消的活动")
    server.caller("R00010").call("POST", one + "/cancel", {"reason": "下雨"}).refused(
        403, "NOT_ALLOWED")
    act(server, "R00001", one + "/cancel", {"reason": "下大雨"})
    assert act(server, "R00001", one + "/cancel", {"reason": "下大雨"})["state"] == "cancelled"
    server.caller("R00001").get(AT + "/activities").must(200, without=["要取消的活动"])
    server.caller("R00010").get(one).must(200, "cancelled", "下大雨")
    server.caller("R00010").call("POST", one + "/sign-up").refused(409, "PLAN_STATE")


@check("the close-out waits until everybody is checked out")
def _(server):
    one = published(server)
    [stay] = came(server, one, "R00010")
    report = {"report": "都完成了"}
    server.caller("R00001").call("POST", one + "/report", report).refused(409, "STAY_OPEN")
    stayed(server, one, stay)
    server.caller("R00003").call("POST", one + "/report", report).refused(403, "NOT_ALLOWED")
    server.caller("T01").call("POST", f"{AT}/stays/{stay['stay']}/approve").refused(
        409, "PLAN_STATE")
    server.caller("R00001").call("POST", one + "/report", report).refused(409, "PHOTO_NEEDED")
    photographed(server, one).must(201)
    act(server, "R00001", one + "/report", report)
    server.caller("R00001").call("POST", one + "/hand", {
        "person": stay["person"], "in_at": at("07:40"), "reason": "补记"}).refused(
            409, "PLAN_STATE")


@check("a correction needs a reason and another approver, and its trace can be read")
def _(server):
    one, [stay] = reported(server, "R00010")
    path = f"{AT}/stays/{stay['stay']}"
    body = {"in_at": at("07:31"), "reason": "核对了照片"}
    server.caller("R00001").call("POST", path + "/correct", body).refused(403, "NOT_ALLOWED")
    server.caller("T01").call("POST", path + "/correct", {"in_at": at("07:31")}).refused(
        400, "FIELD_MISSING")
    server.caller("T01").call("POST", path + "/correct", {
        "out_at": at("07:00"), "reason": "写错"}).refused(409, "ATTENDANCE_TIMES")
    changed = act(server, "T01", path + "/correct", body)
    assert (changed["in_at"], changed["minutes"], changed["points"]) == (at("07:31"), 29, 0)
    server.caller("T01").call("POST", path + "/approve").refused(409, "STAY_EYES")
    act(server, "T02", path + "/approve", status=201)
    server.caller("T02").call("POST", path + "/correct", body).refused(409, "STAY_AWARDED")
    server.caller("T02").call("POST", path + "/reject", {"reason": "晚了"}).refused(
        409, "STAY_AWARDED")
    shown = server.caller("R00010").get(path).must(200, "核对了照片", "手机没电", "社工一").json
    assert [t["what"] for t in shown["trace"]] == ["noted", "corrected"]
    server.caller("R00003").get(path).refused(404, "STAY_UNKNOWN")


@check("a rejection says why to the volunteer, and another official may take it up again")
def _(server):
    one, [stay] = reported(server, "R00010")
    path = f"{AT}/stays/{stay['stay']}"
    act(server, "T01", path + "/reject", {"reason": "照片里没有人"})
    server.caller("T02").call("POST", path + "/approve").refused(409, "STAY_REJECTED")
    server.caller("R00010").get(path).must(200, "rejected", "照片里没有人")
    server.caller("R00010").get(AT + "/me/stays").must(200, "rejected", without=["陈梅建"])
    server.caller("T01").call("POST", path + "/restore", {"reason": "再看看"}).refused(
        409, "STAY_EYES")
    act(server, "T02", path + "/restore", {"reason": "本人补充了说明"})
    assert act(server, "T02", path + "/approve", status=201)["granted"] == 20


@check("the leader's own stay is proposed by one social worker and approved by another")
def _(server):
    one, [stay] = reported(server, "R00001")
    path = f"{AT}/stays/{stay['stay']}"
    server.caller("T01").call("POST", path + "/approve").refused(409, "STAY_VOUCHER")
    act(server, "T01", path + "/vouch", {"reason": "我在场"})
    server.caller("T01").call("POST", path + "/approve").refused(409, "TWO_EYES_SAME")
    act(server, "T02", path + "/approve", status=201)


@check("approvers see what waits, and what is decided leaves the list")
def _(server):
    one, stays = reported(server, "R00010", "R00003", title="等审核的活动")
    queue = server.caller("T01").get(AT + "/approvals").must(200, "等审核的活动").json["items"]
    [waiting] = [item for item in queue if item["title"] == "等审核的活动"]
    assert waiting["undecided"] == 2
    server.caller("T03").get(AT + "/approvals").refused(403, "NOT_ALLOWED")
    server.caller("T03").call("POST", one + "/close").refused(409, "STAY_OPEN")
    body = {"stays": [{"stay": stay["stay"]} for stay in stays] + [{"stay": "00" * 16}]}
    items = act(server, "T01", AT + "/stays/approve", body)["items"]
    assert [item["code"] for item in items] == [None, None, "STAY_UNKNOWN"], items
    server.caller("T01").get(AT + "/approvals").must(200, without=["等审核的活动"])
    assert server.caller("T01").get(one).json["state"] == "settled"
    act(server, "T03", one + "/close")
    assert act(server, "T04", one + "/close")["state"] == "settled"


@check("a photo loses all words on its way in, and only leader and approvers see it")
def _(server):
    one = published(server)
    made = photographed(server, one).must(201).json
    assert (made["type"], made["width"], made["height"], made["turned"]) == (
        "image/jpeg", 24, 16, 6), made
    assert photographed(server, one).must(201).json["photo"] == made["photo"]
    photo = f"{one}/photos/{made['photo']}"
    for viewer in ("R00001", "T01", "T03", "T07"):
        shown = server.caller(viewer).get(photo).must(200, without=["SECRET", "Exif"])
        assert shown.headers["content-type"] == "image/jpeg" and shown.body[:2] == b"\xff\xd8"
        assert len(server.caller(viewer).get(one + "/photos").must(200).json["items"]) == 1
    for stranger in ("R00010", "T21", "T06"):
        server.caller(stranger).get(photo).refused(403, "NOT_ALLOWED")
        server.caller(stranger).get(one + "/photos").refused(403, "NOT_ALLOWED")
    server.caller().get(photo).refused(401, "SESSION_NEEDED")
    server.caller("T01").get(f"{published(server)}/photos/{made['photo']}").refused(
        404, "PHOTO_UNKNOWN")
    server.caller("T01").delete(photo).refused(403, "NOT_ALLOWED")
    server.caller("R00001").delete(photo).must(204)
    server.caller("T01").get(photo).refused(404, "PHOTO_UNKNOWN")


@check("what is no photo, too large or one too many is refused with a word")
def _(server):
    one = published(server)
    sent = [(b"GIF89a", 415, "PHOTO_KIND"), (b"", 415, "PHOTO_KIND"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 415, "PHOTO_HEIC"),
            ((PHOTOS / "film.webp").read_bytes(), 400, "PHOTO_DAMAGED"),
            (b"\xff\xd8\xff\xe0" + b"\0" * (9 << 20), 413, "PHOTO_LARGE")]
    for body, status, code in sent:
        server.caller("R00001").call("POST", one + "/photos", raw=body,
                                     headers={"Content-Type": "image/jpeg"}).refused(status, code)
    server.caller("R00010").call("POST", one + "/photos", raw=b"x").refused(403, "NOT_ALLOWED")
    for name in ("progressive.jpg", "text.png", "lossy.webp", "alpha.webp", "grey.jpg"):
        photographed(server, one, file=name).must(201)


@check("who has no phone signs a printed list, which is read in by the codes of its rows")
def _(server):
    one = published(server)
    act(server, "R00002", one + "/sign-up")
    act(server, "R00003", one + "/sign-up")
    people = server.caller("R00001").get(one + "/people").json["items"]
    pdf = server.caller("R00001").get(one + "/sheet").must(200)
    assert pdf.headers["content-type"] == "application/pdf" and pdf.body[:5] == b"%PDF-"
    server.caller("R00002").get(one + "/sheet").refused(403, "NOT_ALLOWED")
    times = {"in_at": at("07:30"), "out_at": at("08:00")}
    other = published(server)
    act(server, "R00010", other + "/sign-up")
    foreign = server.caller("R00001").get(other + "/people").json["items"][0]["person"]
    misread = people[1]["row"][:-1] + ("A" if people[1]["row"][-1] != "A" else "B")
    body = {"rows": [{"row": people[0]["row"], **times}, {"row": misread, **times},
                     {"row": "99Z", **times}, {"person": foreign, **times},
                     {"number": "R99999", **times},
                     {"row": people[1]["row"], "in_at": at("08:00"), "out_at": at("07:30")},
                     {"row": people[1]["row"], "in_at": at("07:30"), "out_at": at("11:00")}]}
    codes = [item["code"] for item in act(server, "R00001", one + "/rows", body)["items"]]
    assert codes == [None, "ROW_UNKNOWN", "ROW_UNKNOWN", None, "PERSON_UNKNOWN",
                     "ATTENDANCE_TIMES", "CHECKIN_TIME"], codes
    again = act(server, "R00001", one + "/rows", body)["items"]
    assert [item["code"] for item in again] == codes
    stays = server.caller("R00001").get(one + "/stays").json["items"]
    assert [s["in_way"] for s in stays] == ["paper", "paper"], stays
    server.caller("R00001").call("POST", one + "/rows", {"rows": [times]}).refused(
        400, "FIELD_MISSING")
    server.caller("R00010").call("POST", one + "/rows", body).refused(403, "NOT_ALLOWED")


@check("an elder who comes without card or phone is noted by the number on the card")
def _(server):
    one = published(server)
    body = {"number": "R00002", "in_at": at("07:30"), "reason": "没带手机"}
    assert act(server, "R00001", one + "/hand", body)["state"] == "present"
    server.caller("R00001").call("POST", one + "/hand", {**body, "number": "R99999"}).refused(
        404, "PERSON_UNKNOWN")
    server.caller("R00001").call("POST", one + "/hand", {
        "in_at": at("07:30"), "reason": "没带手机"}).refused(400, "FIELD_MISSING")
    server.caller("R00002").get(AT + "/me/stays").must(200, "清理佛山溪", "present")


@check("nobody signs somebody else up, or reads their list, without a power to do so")
def _(server):
    one = published(server)
    act(server, "R00010", one + "/sign-up")
    person = server.caller("R00001").get(one + "/people").json["items"][0]["person"]
    for method, path in (("POST", one + "/sign-up"), ("POST", one + "/sign-off"),
                         ("GET", AT + "/me/sign-ups"), ("GET", AT + "/me/stays")):
        server.caller("R00003").call(method, f"{path}?person={person}").refused(
            403, "POWER_MISSING")
    assert server.caller("R00010").get(AT + f"/me/sign-ups?person={person}").status == 200


@check("kin with that power sign an elder up and off, and the elder can read it")
def _(server):
    elder, kin = server.caller("R00003"), server.caller("R00002")
    person = elder.get("/api/v1/me").json["person"]
    tie = elder.post(AT + "/ties", {"helper": {"number": "R00002", "name": "郑佳"}, "kind": "kin",
                                    "see": True, "sign_up": True}).must(201).json["tie"]
    kin.post(f"{AT}/ties/{tie}/agreement", {}).must(204)
    one = published(server, title="替老人报名", starts_at=at("10:00"))
    assert act(server, "R00002", f"{one}/sign-up?person={person}")["own"] == "going"
    kin.get(f"{AT}/me/sign-ups?person={person}").must(200, "替老人报名", "going")
    elder.get(AT + "/me/sign-ups").must(200, "替老人报名")
    assert act(server, "R00002", f"{one}/sign-off?person={person}")["own"] == "cancelled"
    server.caller("R00010").call("POST", f"{one}/sign-up?person={person}").refused(
        403, "POWER_MISSING")


@check("what is held about my work comes with my export, and nothing of anybody else's")
def _(server):
    one, [stay, other] = reported(server, "R00010", "R00003", title="在导出里的活动")
    act(server, "T01", f"{AT}/stays/{stay['stay']}/reject", {"reason": "照片里没有人"})
    act(server, "T01", f"{AT}/stays/{other['stay']}/reject", {"reason": "别人的缘由"})
    answer = server.caller("R00010").get("/api/v1/me/export").must(200)
    files = zipfile.ZipFile(io.BytesIO(answer.body))
    texts = {name: files.read(name).decode("utf-8-sig") for name in files.namelist()
             if name.startswith("activity_") or "/activity_" in name}
    assert any("在导出里的活动" in text for text in texts.values()), list(texts)
    assert any("照片里没有人" in text for text in texts.values())
    assert not any("别人的缘由" in text or other["stay"] in text for text in texts.values())


def residents(server):
    """The pseudonyms of the registered, while the server is not up."""
    operations = (json.loads(line).get("operation", {}) for line in
                  server.run("log", "--json").splitlines())
    return [o["account_open"]["person"] for o in operations if "account_open" in o]


@check("killed at any moment, nothing is half done and nothing is booked twice", fresh=True)
def _(server):
    people = residents(server)[10:210]
    server.grant("R00001", "T01", "T02", "T03").start()
    booked = {}
    for turn in range(4):
        one = published(server)
        for person in people[50 * turn:50 * turn + 50]:
            noted = server.caller("R00001").call("POST", one + "/hand", {
                "person": person, "in_at": at("07:30"), "out_at": at("08:00"),
                "reason": "断电演练"})
            assert noted.status == 200 or noted.code == "GUARDIAN_MISSING", noted
        photographed(server, one).must(201)
        act(server, "R00001", one + "/report", {"report": "断电演练"})
        ids = [s["stay"] for s in server.caller("T01").get(one + "/stays").json["items"]]
        body = {"stays": [{"stay": each} for each in ids]}
        killer = threading.Timer(0.002 * turn, server.process.kill)
        killer.start()
        try:
            for each in ids[:10]:
                answer = server.caller("T01").call("POST", f"{AT}/stays/{each}/approve").must(201)
                booked[each] = answer.json["record"]
            answer = server.caller("T01").call("POST", AT + "/stays/approve", body).must(200)
            booked.update((i["stay"], i["receipt"]["record"]) for i in answer.json["items"])
        except OSError:
            pass
        killer.join()
        server.process.wait()
        server.process = None
        server.start()
        again = act(server, "T02", AT + "/stays/approve", body)["items"]
        for item in again:
            assert item["code"] is None, item
            assert booked.setdefault(item["stay"], item["receipt"]["record"]) == (
                item["receipt"]["record"]), "answered before the kill, another record after it"
        act(server, "T03", one + "/close")
    assert len(set(booked.values())) == len(booked) > 120
    server.verify()
