"""The public notice, objections, decisions by others, appeals to the town."""

from client import VILLAGE, check, new_key
from test_claim import AT, filed, me, post
from test_claim_panel import reviewers

DRAFTS = AT + "/rule-drafts"
RULE = {"code": "NTC-01", "unit": "time", "points": 100, "cap_scope": "resident",
        "evidence": "document", "approver": "social_worker", "valid_from": "2021-12-17",
        "notice_days": 3, "category": "care", "name_zh": "好人好事", "name_en": "good deed"}
WHY = {"text": "那天他不在村里"}


def pending(server, who="R00001", **rule):
    """An award of theirs that waits: its path in the public notice."""
    if rule or not server.caller().get(AT + "/rules/NTC-01").status == 200:
        made = server.caller("T03").post(DRAFTS, {**RULE, **rule}).must(201).json["draft"]
        post(server, "T04", f"{DRAFTS}/{made}/adopt",
             {"meeting": "2021年第四次村民代表会议", "met_on": "2021-12-16"}, status=201)
    one = filed(server, who, rule.get("code", "NTC-01"), text="救起落水的孩子")
    post(server, "T03", one + "/examine", {"word": "家长来村里说明了"})
    record = post(server, "T01", one + "/approve", {}, status=201)["record"]
    return f"{AT}/award-notices/{record}", one


def listed(server, notice):
    record = int(notice.rsplit("/", 1)[1])
    items = server.caller().get(AT + "/award-notices").must(200).json["items"]
    return [item for item in items if item["record"] == record]


def objected(server, who, notice, status=201, key=None, path="/objections", **body):
    return server.caller(who).post(notice + path, {**WHY, **body}, key).must(status)


def decided(server, who, notice, upheld, status=201, key=None):
    return server.caller(who).post(notice + "/decision", {
        "upheld": upheld, "word": "问过三个邻居"}, key).must(status)


@check("what waits is shown to everybody with a masked name; care is shown without one", fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T03", "T04").start()
    notice, one = pending(server)
    shown = server.caller().get(AT + "/award-notices").must(200, "何*", "好人好事", without=[
        "何红", "落水", me(server, "R00001")]).json["items"]
    assert [(n["points"], n["state"], n["day"]) for n in shown] == [(100, "notice", "2021-12-17")]
    assert shown[0]["until"] == "2021-12-23", "three working days from a Friday on"
    server.caller("R00001").get(one).must(200, "公示")
    care, _ = pending(server, "R00010", code="EQT-02", name_zh="特困关照")
    assert [n["name"] for n in listed(server, care)] == [None]
    server.caller(language="en").get(AT + "/award-notices").must(200, "good deed")
    first = server.caller().get(AT + "/award-notices?limit=1").must(200).json
    rest = server.caller().get(AT + "/award-notices?after=" + first["next"]).must(200).json
    assert len(first["items"]) == len(rest["items"]) == 1 and rest["next"] is None
    server.verify()


@check("anybody objects, others decide, the town hears the appeal; all are told", fresh=True)
def _(server):
    server.grant("R00001", "R00010", "R00020", "T01", "T03", "T04", "T05", "T07", "T10").start()
    notice, one = pending(server)
    key = new_key()
    assert objected(server, "R00010", notice, key=key).json["state"] == "objected"
    assert objected(server, "R00010", notice, key=key).json["state"] == "objected"
    server.caller("R00020").post(notice + "/objections", WHY, key).refused(409, "ID_TAKEN")
    server.caller("R00020").post(notice + "/objections", WHY).refused(409, "OBJECTION_OPEN")
    server.caller("R00010").post(notice + "/appeals", WHY).refused(409, "OBJECTION_OPEN")
    server.caller("R00001").get("/api/v1/messages").must(200, "提出异议", without=["陈梅建"])
    mine = server.caller("R00001").get(AT + "/me/objections").must(
        200, "那天他不在村里", without=["陈梅建", me(server, "R00010")]).json["items"]
    assert [(o["mine"], o["upheld"]) for o in mine] == [(False, None)]
    server.caller("R00020").get(AT + "/me/objections").must(200, without=["那天他不在村里"])
    for who in ("R00001", "R00010", "T01", "T03"):
        server.caller(who).post(notice + "/decision", {
            "upheld": True, "word": "不行"}).refused(403, "NOT_ALLOWED")
        server.caller(who).get(AT + "/objections").refused(403, "NOT_ALLOWED")
    waits = server.caller("T05").get(AT + "/objections").must(
        200, "那天他不在村里", "陈梅建", "何红").json["items"]
    assert waits[0]["claim"] == one.rsplit("/", 1)[1] and not waits[0]["stand_back"]
    server.caller("R00010").get("/api/v1/me/looks").must(200, "complaint")
    key = new_key()
    first = decided(server, "T05", notice, True, key=key).json
    assert decided(server, "T05", notice, True, key=key).json["record"] == first["record"]
    server.caller("T07").post(notice + "/decision", {
        "upheld": False, "word": "不同意"}).refused(409, "OBJECTION_NONE")
    for who in ("R00001", "R00010"):
        server.caller(who).get("/api/v1/messages").must(200, "异议成立")
        server.caller(who).get(AT + "/me/objections").must(200, "问过三个邻居")
    assert [(n["state"], n["upheld"]) for n in listed(server, notice)] == [("decided", True)]
    server.caller("R00010").post(notice + "/appeals", WHY).refused(403, "NOT_ALLOWED")
    server.caller("R00020").post(notice + "/objections", WHY).refused(409, "OBJECTION_LATE")
    assert objected(server, "R00001", notice, path="/appeals",
                    text="有照片为证").json["state"] == "appealed"
    server.caller("R00010").get("/api/v1/messages").must(200, "向镇里申诉")
    server.caller("T07").post(notice + "/decision", {
        "upheld": True, "word": "维持"}).refused(403, "OBJECTION_JUDGE")
    server.caller("T10").get(AT + "/objections").must(200, "有照片为证")
    decided(server, "T10", notice, False)
    assert [(n["state"], n["upheld"]) for n in listed(server, notice)] == [("final", False)]
    server.caller("R00001").get("/api/v1/messages").must(200, "异议不成立")
    server.verify()


@check("what the town upholds is taken back at once", fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T03", "T04", "T10").start()
    notice, one = pending(server)
    before = server.caller("R00001").get(f"{AT}/me").must(200).json
    objected(server, "R00010", notice)
    assert decided(server, "T10", notice, True).json["granted"] == 100
    assert listed(server, notice) == []
    after = server.caller("R00001").get(f"{AT}/me").must(200).json
    assert before["pending"] - after["pending"] == 100, (before, after)
    server.caller("R00001").get(one).must(200, "撤回")
    server.caller("R00010").post(notice + "/objections", WHY).refused(404, "RECORD_NOT_FOUND")
    server.verify()


@check("not for one's own points, not about another village's, not five at once", fresh=True)
def _(server):
    server.grant("R00001", "R00002", "R00010", "T01", "T02", "T03", "T04", "T05").start()
    notice, _ = pending(server)
    server.caller("R00001").post(notice + "/objections", WHY).refused(409, "OBJECTION_OWN")
    server.caller().post(notice + "/objections", WHY).refused(401, "SESSION_NEEDED")
    server.caller("R00010").post(f"{AT}/award-notices/5/objections", WHY).refused(
        404, "RECORD_NOT_FOUND")
    server.caller("R00010").post(notice.replace(VILLAGE, "no-village") + "/objections",
                                 WHY).refused(403, "NOT_ALLOWED")
    server.caller("R00010").post(notice + "/objections", {
        **WHY, "person": me(server, "R00002")}).refused(403, "POWER_MISSING")
    server.caller("T05").post(notice + "/decision", {
        "upheld": True, "word": "没人提"}).refused(409, "OBJECTION_NONE")
    objected(server, "T02", notice, person=me(server, "R00002"))
    server.caller("R00002").get("/api/v1/me/acts").must(200, "社工二")
    mine = server.caller("R00002").get(AT + "/me/objections").must(200).json["items"]
    assert [o["mine"] for o in mine] == [True]
    for n in range(2, 7):
        one = filed(server, "R00001", "NTC-01", day=f"2021-12-{n:02}", text="又一件好事")
        post(server, "T03", one + "/examine", {"word": "问过"})
        record = post(server, "T01", one + "/approve", {}, status=201)["record"]
        objected(server, "R00010", f"{AT}/award-notices/{record}")
    one = filed(server, "R00001", "NTC-01", day="2021-12-08", text="再一件好事")
    post(server, "T03", one + "/examine", {"word": "问过"})
    record = post(server, "T01", one + "/approve", {}, status=201)["record"]
    server.caller("R00010").post(f"{AT}/award-notices/{record}/objections", WHY).refused(
        409, "OBJECTION_MANY")
    server.verify()


@check("nobody decides about kin, about a friend in care, or what they judged before", fresh=True)
def _(server):
    reviewers(server, "R00002", "R00007", "R00013")
    server.stop()
    server.grant("T04", "T05", "T10").start()
    tie = server.caller("R00001").post(AT + "/ties", {
        "helper": {"number": "R00007", "name": "章富爱"}, "kind": "helper",
        "see": True}).must(201).json["tie"]
    server.caller("R00007").post(f"{AT}/ties/{tie}/agreement", {}).must(204)
    notice, _ = pending(server)
    objected(server, "R00013", notice)
    for who in ("R00002", "R00007", "R00013"):
        server.caller(who).post(notice + "/decision", {
            "upheld": False, "word": "没有的事"}).refused(403, "OBJECTION_JUDGE")
        waits = server.caller(who).get(AT + "/objections").must(200).json["items"]
        assert [w["stand_back"] for w in waits] == [True]
    decided(server, "T07", notice, False)
    server.verify()
