"""Turned down: others look again, the town hears an appeal. Given by mistake: taken back."""

from client import check, new_key
from test_claim import AT, filed, me, post, state
from test_claim_panel import members, reviewers

NO = {"word": "看不出是本人做的"}
YES = {"word": "问过领队，是真的"}


@check("who was turned down asks for others, once; nobody decides twice about it", fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03", "T04", "T10").start()
    one = filed(server, "R00010", "LAB-02", text="带队清理河道到最后")
    server.caller("R00010").call("POST", one + "/again", YES).refused(409, "CLAIM_STATE")
    post(server, "T03", one + "/turn-down", NO)
    server.caller("R00001").call("POST", one + "/again", YES).refused(404, "CLAIM_UNKNOWN")
    assert post(server, "R00010", one + "/again", {"word": "有照片"})["state"] == "filed"
    for step in ("/examine", "/turn-down"):
        server.caller("T03").call("POST", one + step, NO).refused(403, "CLAIM_SAME")
    post(server, "T04", one + "/turn-down", NO)
    server.caller("R00010").call("POST", one + "/again", YES).refused(409, "CLAIM_STATE")
    assert post(server, "R00010", one + "/appeal", {"word": "村里不听我说"})["state"] == "appealed"
    server.caller("T04").call("POST", one + "/turn-down", NO).refused(409, "CLAIM_STATE")
    server.caller("T04").call("POST", one + "/appeal-decision", {
        **NO, "again": False}).refused(403, "NOT_ALLOWED")
    server.caller("T10").get(AT + "/claim-appeals").must(200, "LAB-02")
    server.caller("T10").get(one).must(200, "村里不听我说", "有照片")
    assert post(server, "T10", one + "/appeal-decision", {**YES, "again": True})["state"] == "filed"
    server.caller("R00010").get("/api/v1/messages").must(200, "镇里已经答复")
    for who in ("T03", "T04"):
        server.caller(who).call("POST", one + "/examine", YES).refused(403, "CLAIM_SAME")
    post(server, "T01", one + "/examine", YES)
    assert post(server, "T02", one + "/approve", {}, status=201)["granted"] == 30
    server.verify()


@check("what the town lets stand is over", fresh=True)
def _(server):
    server.grant("R00010", "T01", "T03", "T10").start()
    one = filed(server, "R00010", "LAB-02", text="带队清理河道到最后")
    post(server, "T03", one + "/turn-down", NO)
    post(server, "R00010", one + "/appeal", {"word": "请镇里看看"})
    done = post(server, "T10", one + "/appeal-decision", {**NO, "again": False})
    assert done["state"] == "turned_down"
    server.caller("R00010").call("POST", one + "/appeal", YES).refused(409, "CLAIM_STATE")
    server.caller("T10").get(AT + "/claim-appeals").must(200, without=["LAB-02"])
    server.caller("R00010").get(one).must(200, "appeal_refused", "看不出是本人做的")


@check("a panel that turned it down is not drawn again", fresh=True)
def _(server):
    reviewers(server, "R00007", "R00013", "R00019")
    one = filed(server, "R00001", "HON-02")
    first = members(server, one)
    for who in first[:2]:
        last = post(server, who, one + "/vote", {**NO, "vote": "no"})
    assert last["state"] == "turned_down"
    assert post(server, "R00001", one + "/again", YES)["state"] == "panel"
    second = members(server, one)
    assert not set(first) & set(second) and len(second) == 3
    for who in second[:2]:
        last = post(server, who, one + "/vote", {**YES, "vote": "yes"})
    assert last["state"] == "awarded"
    server.verify()


@check("with nobody left to look again a claim says so, and waits", fresh=True)
def _(server):
    server.grant("R00001", "T01", "T07", "T08").start()
    one = filed(server, "R00001", "HON-02")
    for who in ("T07", "T08"):
        post(server, who, one + "/vote", {**NO, "vote": "no"})
    assert post(server, "R00001", one + "/again", YES)["state"] == "needs_panel"
    server.caller("T07").call("POST", one + "/vote", {**NO, "vote": "no"}).refused(
        403, "CLAIM_SEAT")
    server.caller("T01").call("POST", one + "/draw").refused(409, "PANEL_SHORT")
    server.verify()


@check("points given by mistake are taken back by two others, once the person was heard",
       fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03", "T05", "T07", "T10").start()
    one = filed(server, "R00010", "LAB-02", text="带队清理河道到最后")
    post(server, "T03", one + "/examine", YES)
    record = post(server, "T01", one + "/approve", {}, status=201)["record"]
    before = server.caller("R00010").get(f"{AT}/me").must(200).json["balance"]
    path = f"{AT}/awards/{record}/reversal"
    why = {"reason": "那天河道并没有清理"}
    for who in ("R00010", "T01", "T03"):
        server.caller(who).post(path, why).refused(403, "NOT_ALLOWED")
    server.caller("T05").post(f"{AT}/awards/99999999/reversal", why).refused(
        404, "RECORD_NOT_FOUND")
    key = new_key()
    made = server.caller("T07").post(path, why, key).must(201).json["reversal"]
    assert server.caller("T07").post(path, why, key).must(201).json["reversal"] == made
    server.caller("T05").post(path, why, key).refused(409, "ID_TAKEN")
    server.caller("T05").post(path, why).refused(409, "REVERSAL_EXISTS")
    server.caller("R00010").get("/api/v1/messages").must(200, "三天内说明")
    one_reversal = f"{AT}/reversals/{made}"
    decision = {"reverse": True, "word": "现场看过"}
    server.caller("T05").call("POST", one_reversal + "/decision", decision).refused(
        409, "REVERSAL_HEARING")
    server.caller("T07").call("POST", one_reversal + "/decision", decision).refused(
        403, "NOT_ALLOWED")
    server.caller("R00001").call("POST", one_reversal + "/answer", {"text": "我作证"}).refused(
        404, "REVERSAL_UNKNOWN")
    server.caller("R00001").get(AT + "/me/reversals").must(200, without=[made])
    server.caller("R00010").get(AT + "/me/reversals").must(
        200, made, "并没有清理", without=["评议员一"])
    post(server, "R00010", one_reversal + "/answer", {"text": "清了一半，下雨停了"})
    server.caller("T05").get(AT + "/reversals").must(200, "清了一半", "评议员一")
    done = post(server, "T05", one_reversal + "/decision", decision)
    assert done["reversed"] and done["word"] == "现场看过"
    server.caller("T05").call("POST", one_reversal + "/decision", decision).refused(
        409, "REVERSAL_DECIDED")
    after = server.caller("R00010").get(f"{AT}/me").must(200).json["balance"]
    assert before - after == 30
    assert state(server, "R00010", one) == "taken_back"
    server.caller("R00010").get("/api/v1/messages").must(200, "30 工分已撤回")
    server.caller("T05").post(path, why).refused(409, "TARGET_DONE")
    server.verify()


@check("who gave an award, or is tied to its owner, does not decide about its reversal", fresh=True)
def _(server):
    reviewers(server, "R00002", "R00007", "R00013", "R00019")
    server.stop()
    server.grant("T05", "T10").start()
    tie = server.caller("R00001").post(AT + "/ties", {
        "helper": {"number": "R00007", "name": "章富爱"}, "kind": "helper",
        "see": True}).must(201).json["tie"]
    server.caller("R00007").post(f"{AT}/ties/{tie}/agreement", {}).must(204)
    one = filed(server, "R00001", "HON-02")
    for who in members(server, one)[:2]:
        last = post(server, who, one + "/vote", {**YES, "vote": "yes"})
    path = f"{AT}/awards/{last['record']}/reversal"
    for kin in ("R00002", "R00007"):
        server.caller(kin).post(path, {"reason": "重复发放"}).refused(403, "CLAIM_RELATED")
    made = server.caller("T10").post(path, {"reason": "重复发放"}).must(201).json["reversal"]
    post(server, "R00001", f"{AT}/reversals/{made}/answer", {"text": "没有重复"})
    server.caller("T10").call("POST", f"{AT}/reversals/{made}/decision", {
        "reverse": True, "word": "重复"}).refused(409, "TWO_EYES_SAME")
    kept = post(server, "T05", f"{AT}/reversals/{made}/decision", {
        "reverse": False, "word": "查过，没有重复"})
    assert kept["reversed"] is False
    server.caller("R00001").get("/api/v1/messages").must(200, "不收回")
    assert state(server, "R00001", one) == "awarded"
    assert me(server, "R00001") == kept["person"]
    server.verify()
