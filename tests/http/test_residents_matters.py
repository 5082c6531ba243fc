"""Entering, moving and leaving: one official proposes, another decides."""

import csv
import time

from client import SAMPLE, VILLAGE, check, new_key

HERE = f"/api/v1/villages/{VILLAGE}"
NEW = {"kind": "enter", "number": "W0001", "name": "乙", "birth_day": "1990-05-06",
       "phone": "13900000002", "reason": "租住在村里，想参加志愿活动"}

with (SAMPLE / "residents.csv").open(encoding="utf-8") as file:
    ROSTER = list(csv.DictReader(file))


def propose(server, asker="T01", **body):
    return server.caller(asker).post(f"{HERE}/matters", body)


def decide(server, matter, agreed=True, asker="T02"):
    return server.caller(asker).call("POST", f"{HERE}/matters/{matter}/decision",
                                     {"agreed": agreed})


def done(server, matter):
    """Decided by a second official, and shown to whoever reads from then on."""
    record = decide(server, matter).must(200).json["record"]
    server.caller().get(f"/healthz?min_record={record}").must(200)


def person_of(server, number, asker="T01"):
    page = server.caller(asker).get(f"{HERE}/residents?search={number}").must(200).json
    return page["items"][0]["person"]


def two(server, *numbers):
    return server.grant("T01", "T02", *CADRES, *numbers).start()


CADRES = ["T03", "T04", "T05", "T06"]


def cadre_of(server):
    return next(number for number in CADRES
                if "cadre" in server.caller(number).get(f"{HERE}/me").json["roles"])


def name_of(number):
    return next(row["name"] for row in ROSTER if row["resident_no"] == number)


@check("a person from outside enters and registers once a second official agrees", fresh=True)
def _(server):
    two(server)
    made = propose(server, **NEW, access="card").must(201, "户口不在村里也一样").json["matter"]
    assert server.caller("T01").get(f"{HERE}/residents?search=W0001").json["items"] == []
    decide(server, made, asker="T01").refused(409, "TWO_EYES_SAME")
    waiting = server.caller("T02").get(f"{HERE}/matters").must(200, "租住", "乙").json["items"]
    assert [item["matter"] for item in waiting] == [made]
    done(server, made)
    assert decide(server, made).must(200).json["record"] is None
    decide(server, made, asker="T01").refused(409, "MATTER_DECIDED")
    person = person_of(server, "W0001")
    one = server.caller("T01").get(f"{HERE}/residents/{person}?purpose=registration").must(200)
    assert (one.json["access"], one.json["balance"]) == ("card", 0) and "household" not in one.json
    step = server.caller("T02").call("POST", f"{HERE}/welcomes", {"people": [person]}).json
    assert step["items"][0]["step"] == "awarded", step
    server.stop()
    server.grant("W0001").start()
    mine = server.caller("W0001").get("/api/v1/me/matters").must(200, "租住在村里").json["items"]
    assert mine[0]["state"] == "done" and mine[0]["decided_by"] == "社工二"
    server.verify()


@check("somebody very alike is pointed out before a person is entered twice")
def _(server):
    twin = {**NEW, "number": "W0009", "name": ROSTER[0]["name"],
            "birth_day": ROSTER[0]["birth_date"], "phone": "13900000009"}
    propose(server, **twin).refused(409, "DUPLICATE_LIKELY")
    propose(server, **{**twin, "name": "丙", "phone": ROSTER[0]["phone"]}).refused(
        409, "DUPLICATE_LIKELY")
    propose(server, **twin, not_the_same=True).must(201)
    taken = {**twin, "number": "R00001", "name": "丙", "phone": "13900000008"}
    propose(server, **taken).refused(409, "PERSON_EXISTS")


@check("what is proposed is checked, each field, and nothing is left behind")
def _(server):
    for change, code, status in (({"number": None}, "FIELD_MISSING", 400),
                                 ({"birth_day": None}, "FIELD_MISSING", 400),
                                 ({"birth_day": "2099-01-01"}, "DAY_IN_FUTURE", 409),
                                 ({"phone": "12"}, "FIELD_WRONG", 400),
                                 ({"number": "a b"}, "FIELD_WRONG", 400),
                                 ({"reason": ""}, "FIELD_WRONG", 400),
                                 ({"household": "0" * 32}, "HOUSEHOLD_UNKNOWN", 404)):
        body = {k: v for k, v in {**NEW, "number": "W0007", "phone": "13900000007",
                                  **change}.items() if v is not None}
        propose(server, **body).refused(status, code)
    propose(server, **{**NEW, "number": "W0007", "phone": "13900000007"}).must(201)
    propose(server, kind="move", reason="分户").refused(400, "FIELD_MISSING")
    propose(server, kind="leave", person="0" * 32, reason="搬走").refused(404, "PERSON_UNKNOWN")


@check("a household splits: points go with the person, the household is new", fresh=True)
def _(server):
    row = next(r for r in ROSTER if r["registered_on"] and r["birth_date"] < "1990-01-01")
    two(server, row["resident_no"])
    me = server.caller(row["resident_no"])
    before = me.get(f"{HERE}/me").json
    new = {"number": "H9999", "group": "1", "address": "新屋"}
    made = propose(server, kind="move", person=before["person"], new_household=new,
                   reason="分家").must(201, "工分跟人走").json["matter"]
    assert me.get(f"{HERE}/me").json["household"]["number"] == row["household_no"]
    done(server, made)
    after = me.get(f"{HERE}/me").json
    assert after["household"]["number"] == "H9999" and after["balance"] == before["balance"]
    me.get("/api/v1/me/looks").must(200, "household")
    again = propose(server, kind="move", person=before["person"],
                    household=after["household"]["id"], reason="再来").must(201).json["matter"]
    decide(server, again).refused(409, "HOUSEHOLD_SAME")
    decide(server, again, agreed=False).must(200)
    assert server.caller("T01").get(f"{HERE}/matters").json["items"] == []
    refused = server.caller("T01").get(f"{HERE}/matters?state=refused").json["items"]
    assert [item["matter"] for item in refused] == [again]
    server.verify()


@check("who leaves spends the points first; then the account is closed", fresh=True)
def _(server):
    rich = next(r for r in ROSTER if r["resident_no"] == "R00001")
    fresh = next(r for r in ROSTER if not r["registered_on"] and r["birth_date"] < "1990-01-01")
    two(server, fresh["resident_no"])
    before = server.caller().get(f"{HERE}/report").must(200).json
    made = propose(server, kind="leave", person=person_of(server, rich["resident_no"]),
                   reason="搬走").must(201, "先用完").json["matter"]
    decide(server, made).refused(409, "ACCOUNT_NOT_EMPTY")
    server.caller(fresh["resident_no"]).post(f"{HERE}/registration").must(201)
    made = propose(server, kind="leave", person=person_of(server, fresh["resident_no"]),
                   reason="搬走").must(201).json["matter"]
    done(server, made)
    mine = server.caller(fresh["resident_no"]).get(f"{HERE}/me").must(200).json
    assert mine["closed_on"] is not None
    report = server.caller().get(f"{HERE}/report").must(200).json
    assert (before["residents"] - report["residents"],
            before["registered"] - report["registered"]) == (1, 0), report
    server.caller("T05").post(f"{HERE}/oversight/runs").must(202)
    for _ in range(100):
        if not server.caller("T05").get(f"{HERE}/oversight/run").json["busy"]:
            break
        time.sleep(0.1)
    totals = server.caller().get(f"{HERE}/oversight/totals").json
    assert totals["registered"] == report["registered"], totals
    server.verify()


@check("a villager proposes and decides nothing; a matter of nowhere is not found")
def _(server):
    me = server.caller("R00001")
    me.post(f"{HERE}/matters", NEW).refused(403, "NOT_ALLOWED")
    me.get(f"{HERE}/matters").refused(403, "NOT_ALLOWED")
    for matter in ("0" * 32, new_key()):
        decide(server, matter).refused(404, "MATTER_UNKNOWN")
        server.caller("T01").get(f"{HERE}/matters/{matter}").refused(404, "MATTER_UNKNOWN")
        me.call("POST", f"{HERE}/matters/{matter}/decision", {"agreed": True}).refused(
            403, "NOT_ALLOWED")


@check("the same proposal sent twice is one; another's key is refused")
def _(server):
    key = new_key()
    body = {**NEW, "number": "W0005", "phone": "13900000005", "not_the_same": True}
    t01 = server.caller("T01")
    assert t01.post(f"{HERE}/matters", body, key=key).must(201).json["matter"] == key
    assert t01.post(f"{HERE}/matters", body, key=key).must(201).json["matter"] == key
    server.caller("T02").post(f"{HERE}/matters", body, key=key).refused(409, "ID_TAKEN")


@check("after a death the points pass on to the heir, and nobody logs in or acts any more",
       fresh=True)
def _(server):
    two(server, "R00001", "R00002", "R00003")
    cadre = cadre_of(server)
    elder, heir, kin = (server.caller(n) for n in ("R00001", "R00002", "R00003"))
    person = elder.get("/api/v1/me").json["person"]
    mine = heir.get(f"{HERE}/me").json
    tie = elder.post(f"{HERE}/ties", {"helper": {"number": "R00003", "name": name_of("R00003")},
                                      "kind": "kin", "see": True}).must(201).json["tie"]
    kin.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    propose(server, kind="death", person=person, heir=person, reason="去世").refused(
        409, "HEIR_WRONG")
    made = propose(server, kind="death", person=person, heir=mine["person"],
                   reason="家人商定由二女儿继承").must(201, "继承人").json["matter"]
    heir.get("/api/v1/me/matters").must(200, "家人商定")
    decide(server, made).refused(409, "TWO_EYES_APPROVER")
    record = decide(server, made, asker=cadre).must(200).json["record"]
    server.caller().get(f"/healthz?min_record={record}").must(200)
    assert heir.get(f"{HERE}/me").json["balance"] == mine["balance"] + 90
    elder.get(f"{HERE}/me").refused(401, "SESSION_ENDED")
    kin.get(f"{HERE}/residents/{person}").refused(403, "NOT_ALLOWED")
    one = server.caller("T01").get(f"{HERE}/residents/{person}?purpose=household").must(200).json
    assert one["closed_on"] is not None and one["balance"] == 0
    server.verify()


def role(server, asker, person, **body):
    return propose(server, asker, kind="role", person=person, reason="村民代表推举", **body)


def roles_of(server, number):
    return server.caller(number).get(f"{HERE}/me").must(200).json["roles"]


@check("a role is proposed by the administrator and given by a cadre", fresh=True)
def _(server):
    two(server, "T10", "T12", "R00001")
    cadre = cadre_of(server)
    person = person_of(server, "R00001")
    made = role(server, "T12", person, role="reviewer").must(201, "两个人给").json["matter"]
    assert "reviewer" not in roles_of(server, "R00001")
    decide(server, made, asker="T12").refused(403, "NOT_ALLOWED")
    decide(server, made, asker="T01").refused(404, "MATTER_UNKNOWN")
    seen = server.caller(cadre).get(f"{HERE}/matters/{made}").must(200).json
    assert (seen["kind"], seen["role"], seen["revoked"]) == ("role", "reviewer", False), seen
    record = decide(server, made, asker=cadre).must(200).json["record"]
    server.caller().get(f"/healthz?min_record={record}").must(200)
    assert "reviewer" in roles_of(server, "R00001")
    server.caller("R00001").get("/api/v1/me/matters").must(200, "村民代表推举", "reviewer")
    role(server, "T12", person, role="reviewer").refused(409, "ROLE_HELD")
    lost = role(server, "T10", person, role="reviewer", revoked=True).must(201).json["matter"]
    decide(server, lost, asker="T10").refused(409, "TWO_EYES_SAME")
    record = decide(server, lost, asker=cadre).must(200).json["record"]
    server.caller().get(f"/healthz?min_record={record}").must(200)
    assert "reviewer" not in roles_of(server, "R00001")
    server.verify()


@check("who proposes a role, for whom, and what is shown to whom", fresh=True)
def _(server):
    two(server, "T10", "T12", "R00001")
    cadre = cadre_of(server)
    person = person_of(server, "R00001")
    admin = server.caller("T12").get("/api/v1/me").json["person"]
    for asker in ("T01", cadre):
        role(server, asker, person, role="reviewer").refused(403, "NOT_ALLOWED")
    for asker in ("T10", "T12"):
        propose(server, asker, kind="leave", person=person, reason="搬走").refused(
            403, "NOT_ALLOWED")
    role(server, "T12", admin, role="cadre").refused(409, "TWO_EYES_SAME")
    role(server, "T12", person).refused(400, "FIELD_MISSING")
    role(server, "T12", person, role="emperor").refused(400, "FIELD_WRONG")
    role(server, "T12", person, role="cadre", revoked=True).refused(409, "ROLE_NOT_HELD")
    role(server, "T12", person, role="shopkeeper").refused(400, "FIELD_MISSING")
    role(server, "T12", person, role="shopkeeper", shop="NONE").refused(404, "SHOP_UNKNOWN")
    role(server, "T12", person, role="cadre", shop="S01").refused(400, "FIELD_WRONG")
    role(server, "T12", "0" * 32, role="cadre").refused(404, "PERSON_UNKNOWN")
    kept = role(server, "T12", person, role="shopkeeper", shop="S01").must(201).json["matter"]
    moves = propose(server, kind="leave", person=person, reason="搬走").must(201).json["matter"]
    for asker, shown in (("T12", [kept]), ("T10", [kept]), ("T01", [moves]),
                         (cadre, [moves, kept])):
        items = server.caller(asker).get(f"{HERE}/matters").must(200).json["items"]
        assert sorted(item["matter"] for item in items) == sorted(shown), (asker, items)
    server.caller("T12").get(f"{HERE}/matters/{moves}").refused(404, "MATTER_UNKNOWN")
