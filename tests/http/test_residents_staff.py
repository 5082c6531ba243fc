"""The staff of a village: who is on the list, their roles, and whether they can log in."""

import devices
from client import VILLAGE, check
from test_auth import enrol

HERE = f"/api/v1/villages/{VILLAGE}"
STAFF = f"{HERE}/staff"


def of_number(server, number, asker="T12"):
    items = server.caller(asker).get(f"{STAFF}?limit=200").must(200).json["items"]
    return next(item for item in items if item["number"] == number)


@check("an administrator finds a colleague on the list of staff and lets them in")
def _(server):
    colleague = of_number(server, "T02")
    assert colleague["name"] == "社工二" and not colleague["resident"]
    assert [role["role"] for role in colleague["roles"]] == ["social_worker"]
    assert not colleague["login"] and colleague["devices"] == 0
    assert colleague["since"] == colleague["roles"][0]["since"]
    admin = server.caller("T12")
    code = admin.call("POST", f"{HERE}/enrolments", {"person": colleague["person"]}).must(
        201).json["code"]
    assert not of_number(server, "T02")["login"], "a code that was given out is no log-in yet"
    server.codes = {"T02": code}
    enrol(server, "T02")
    assert of_number(server, "T02")["login"]


@check("the list tells how many devices of each are in use")
def _(server):
    devices.enrol(server, "T01", "office").must(201)
    devices.enrol(server, "T01", "leader").must(201)
    assert of_number(server, "T01")["devices"] == 2
    mine = server.caller("T01").get(f"{HERE}/devices").must(200).json["items"]
    devices.revoke(server, "T01", mine[0]["device"]).must(200)
    assert of_number(server, "T01")["devices"] == 1


@check("the staff is read by pages, whole, in order of numbers, and filtered by role")
def _(server):
    whole = server.caller("T04").get(f"{STAFF}?limit=200").must(200).json
    numbers = [item["number"] for item in whole["items"]]
    assert whole["next"] is None and numbers == sorted(numbers) and len(numbers) == 15
    pages, after = [], ""
    while after is not None:
        page = server.caller("T03").get(f"{STAFF}?limit=2{after and '&after=' + after}").json
        pages += page["items"]
        after = page["next"]
    assert [item["number"] for item in pages] == numbers
    keepers = server.caller("T12").get(f"{STAFF}?role=shopkeeper").must(200).json["items"]
    assert [(k["number"], k["roles"][0]["shop"]) for k in keepers] == [
        ("T21", "S01"), ("T22", "S02"), ("T23", "S03")]
    server.caller("T12").get(f"{STAFF}?role=king").refused(400, "FIELD_WRONG")
    for cursor in ("T01", "x-T01", "s"):
        server.caller("T12").get(f"{STAFF}?after={cursor}").refused(400, "CURSOR_WRONG")


@check("a villager with an office stands after the list of staff")
def _(server):
    admin, cadre = server.caller("T12"), server.caller("T04")
    person = server.caller("R00010").get("/api/v1/me").json["person"]
    role = {"kind": "role", "person": person, "role": "reviewer", "reason": "村民代表会议推选"}
    matter = admin.post(f"{HERE}/matters", role).must(201).json["matter"]
    record = cadre.call("POST", f"{HERE}/matters/{matter}/decision", {"agreed": True}).must(
        200).json["record"]
    admin.get(f"/healthz?min_record={record}").must(200)
    items = admin.get(f"{STAFF}?role=reviewer").must(200).json["items"]
    assert [item["number"] for item in items] == ["T07", "T08", "T09", "R00010"]
    assert items[-1]["resident"] and items[-1]["person"] == person
    rest = admin.get(f"{STAFF}?role=reviewer&after=s-T09").must(200).json
    assert [item["number"] for item in rest["items"]] == ["R00010"]
    assert not admin.get(f"{STAFF}?after=r-R00010").must(200).json["items"]


@check("everybody who was shown on the list of staff reads who looked; one's own look is none")
def _(server):
    server.caller("T12").get(f"{STAFF}?role=accountant").must(200)
    looks = server.caller("T06").get("/api/v1/me/looks").must(200, "选调生").json["items"]
    assert looks[0]["purpose"] == "list"
    before = server.caller("T12").get("/api/v1/me/looks").json
    server.caller("T12").get(f"{STAFF}?role=admin").must(200, "T12")
    assert server.caller("T12").get("/api/v1/me/looks").json == before


@check("the staff is for administrators and cadres alone, in their own village")
def _(server):
    for number in ("T01", "T05", "T10", "T21", "R00001"):
        server.caller(number).get(STAFF).refused(403, "NOT_ALLOWED")
    server.caller().get(STAFF).refused(401, "SESSION_NEEDED")
    server.caller("T12").get("/api/v1/villages/330109102299/staff").refused(403, "NOT_ALLOWED")
