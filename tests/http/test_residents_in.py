"""How people come in: registration, the round of visits, points of welcome, powers to act."""

import csv

from client import SAMPLE, VILLAGE, check, new_key

HERE = f"/api/v1/villages/{VILLAGE}"


def roster():
    with (SAMPLE / "residents.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


ROSTER = roster()
OPEN = [row for row in ROSTER if not row["registered_on"]]
CHILDREN = [row for row in OPEN if row["birth_date"] > "2007-12-17"]
GROWN = [row for row in OPEN if row["birth_date"] < "2003-01-01"]


def person_of(server, number, asker="T01"):
    page = server.caller(asker).get(f"{HERE}/residents?search={number}").must(200).json
    return page["items"][0]["person"]


def serve(server, *numbers):
    server.grant("T01", "T02", "T03", "T04", *numbers)
    return server.start()


def home(number):
    return next(row["household_no"] for row in ROSTER if row["resident_no"] == number)


@check("a villager registers by themselves, once; the same request again counts once", fresh=True)
def _(server):
    number = GROWN[0]["resident_no"]
    serve(server, number)
    me = server.caller(number)
    assert me.get(f"{HERE}/me").json["registered_on"] is None
    key = new_key()
    first = me.post(f"{HERE}/registration", key=key).must(201).json
    again = me.post(f"{HERE}/registration", key=key).must(201).json
    assert again == {**first, "again": True}
    me.post(f"{HERE}/registration").refused(409, "ALREADY_REGISTERED")
    mine = me.get(f"{HERE}/me").must(200).json
    assert (mine["access"], mine["balance"]) == ("phone", 0)
    report = me.get(f"{HERE}/report").json
    assert report["registered"] == 1152
    server.verify()


@check("points of welcome need two social workers; the sum is one award", fresh=True)
def _(server):
    number = GROWN[0]["resident_no"]
    serve(server, number)
    me = server.caller(number)
    person = me.get("/api/v1/me").json["person"]
    me.post(f"{HERE}/registration").must(201)
    ask = {"people": [person]}
    t01, t02 = server.caller("T01"), server.caller("T02")
    assert t01.get(f"{HERE}/welcomes").must(200, number).json["items"][0]["proposed_by"] is None
    for _ in range(3):
        step = t01.call("POST", f"{HERE}/welcomes", ask).must(200).json["items"][0]
        assert (step["step"], step["receipt"]) == ("proposed", None), step
    step = t02.call("POST", f"{HERE}/welcomes", ask).must(200).json["items"][0]
    assert step["step"] == "awarded" and step["receipt"]["granted"] == 50, step
    step = t02.call("POST", f"{HERE}/welcomes", ask).must(200).json["items"][0]
    assert (step["step"], step["code"]) == ("refused", "WELCOME_UNKNOWN")
    assert me.get(f"{HERE}/me").json["balance"] == 50
    me.get(f"{HERE}/me/entries").must(200, "实名注册", "社工一", "社工二")
    me.call("POST", f"{HERE}/welcomes", ask).refused(403, "NOT_ALLOWED")
    t01.call("POST", f"{HERE}/welcomes", {"people": ["x"]}).refused(400, "FIELD_WRONG")
    server.verify()


@check("at the door an official registers a card, having seen a document; not without", fresh=True)
def _(server):
    number = GROWN[1]["resident_no"]
    serve(server, "R00001")
    person = person_of(server, number)
    path = f"{HERE}/residents/{person}/registration"
    t01 = server.caller("T01")
    t01.post(path, {"access": "card"}).refused(400, "FIELD_WRONG")
    t01.post(path, {"access": "card", "document_seen": True, "phone": "123"}).refused(
        400, "FIELD_WRONG")
    server.caller("R00001").post(path, {"access": "card"}).refused(403, "NOT_ALLOWED")
    server.caller().post(path, {"access": "card"}).refused(401, "SESSION_NEEDED")
    t01.post(path, {"access": "card", "document_seen": True, "phone": "13900000001"}).must(201)
    one = t01.get(f"{HERE}/residents/{person}?purpose=registration").must(200, "13900000001")
    assert one.json["access"] == "card"
    waiting = t01.get(f"{HERE}/welcomes").json["items"]
    assert [(w["number"], w["proposed_by"]) for w in waiting] == [(number, "社工一")]
    step = server.caller("T02").call("POST", f"{HERE}/welcomes", {"people": [person]}).json
    assert step["items"][0]["step"] == "awarded"
    server.verify()


@check("a nobody, or a person of no village here, is not registered")
def _(server):
    path = f"{HERE}/residents/{'0' * 32}/registration"
    body = {"access": "card", "document_seen": True}
    server.caller("T01").post(path, body).refused(404, "PERSON_UNKNOWN")
    path = path.replace(VILLAGE, "999")
    server.caller("T01").post(path, body).refused(403, "NOT_ALLOWED")


@check("the round of visits: told, declined and left alone, registered after", fresh=True)
def _(server):
    serve(server, "R00001")
    t01 = server.caller("T01")
    first = t01.get(f"{HERE}/visits?limit=3").must(200).json["items"]
    assert [item["visits"] for item in first] == [0, 0, 0]
    assert all(item["address"] and item["group"] for item in first)
    told, declined, later = (item["person"] for item in first)
    for person, result in ((told, "told"), (declined, "declined"), (later, "registered")):
        key = new_key()
        for _ in range(2):
            t01.post(f"{HERE}/residents/{person}/visits", {"result": result, "note": "门口的话"},
                     key=key).must(204)
    t01.post(f"{HERE}/residents/{later}/registration",
             {"access": "card", "document_seen": True}).must(201)
    still = t01.get(f"{HERE}/visits?limit=1").must(200, "门口的话", "社工一").json["items"][0]
    assert still["person"] == told and still["visits"] == 1 and still["last"]["result"] == "told"
    alone = t01.get(f"{HERE}/visits?state=left_alone").json["items"]
    assert [item["person"] for item in alone] == [declined]
    after = t01.get(f"{HERE}/visits?state=registered").json["items"]
    assert [item["person"] for item in after] == [later] and after[0]["registered_on"]
    t01.post(f"{HERE}/residents/{told}/visits",
             {"result": "told", "visited_on": "2099-01-01"}).refused(409, "DAY_IN_FUTURE")
    t01.post(f"{HERE}/residents/{'0' * 32}/visits", {"result": "told"}).refused(
        404, "PERSON_UNKNOWN")
    server.caller("R00001").get(f"{HERE}/visits").refused(403, "NOT_ALLOWED")
    numbers, after = [], ""
    while after is not None:
        page = t01.get(f"{HERE}/visits?limit=40{after and '&after=' + after}").json
        numbers += [item["number"] for item in page["items"]]
        after = page["next"]
    assert len(numbers) == len(OPEN) - 2 and numbers == sorted(numbers)


@check("people very alike are shown before one is entered twice")
def _(server):
    t01 = server.caller("T01")
    row = ROSTER[0]
    found = t01.get(f"{HERE}/duplicates?phone={row['phone']}").must(200, "R00001").json["items"]
    assert [item["alike"] for item in found] == ["phone"]
    t01.get(f"{HERE}/duplicates").refused(400, "FIELD_MISSING")
    server.caller("R00002").get(f"{HERE}/duplicates?phone=1").refused(403, "NOT_ALLOWED")


@check("under 14: only where a guardian agreed and an official confirmed it", fresh=True)
def _(server):
    child = CHILDREN[0]
    parent = next(row for row in ROSTER if row["household_no"] == child["household_no"]
                  and row["birth_date"] < "2000-01-01" and row["registered_on"])
    serve(server, child["resident_no"], parent["resident_no"], "R00001")
    person = person_of(server, child["resident_no"])
    path = f"{HERE}/residents/{person}/registration"
    t01 = server.caller("T01")
    at_door = {"access": "card", "document_seen": True}
    t01.post(path, at_door).refused(409, "GUARDIAN_MISSING")
    server.caller(child["resident_no"]).post(f"{HERE}/registration").refused(
        409, "GUARDIAN_MISSING")
    guardian = server.caller(parent["resident_no"])
    guardian.post(path, {"access": "phone"}).refused(403, "NOT_ALLOWED")
    named = {"number": child["resident_no"], "name": child["name"]}
    tie = guardian.post(f"{HERE}/ties", {"person": named, "kind": "guardian"}).must(201).json["tie"]
    t01.post(path, at_door).refused(409, "GUARDIAN_MISSING")
    guardian.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    guardian.post(path, {"access": "phone"}).refused(403, "NOT_ALLOWED")
    server.caller("R00001").post(f"{HERE}/ties/{tie}/agreement", {}).refused(404, "TIE_UNKNOWN")
    t01.post(f"{HERE}/ties/{tie}/agreement", {}).must(204)
    guardian.post(path, {"access": "phone"}).must(201)
    guardian.get(f"{HERE}/residents/{person}").must(200, child["resident_no"])
    guardian.get(f"{HERE}/residents/{person}/entries").must(200)
    server.caller(child["resident_no"]).get("/api/v1/me/looks").must(200, parent["name"], "help")
    guardian.call("DELETE", f"{HERE}/ties/{tie}").must(204)
    guardian.get(f"{HERE}/residents/{person}").refused(403, "NOT_ALLOWED")
    ask = {"people": [person]}
    step = t01.call("POST", f"{HERE}/welcomes", ask).json["items"][0]
    assert step["code"] == "GUARDIAN_MISSING", step


@check("nobody becomes guardian of a grown person, or of themselves, or of a number they guess",
       fresh=True)
def _(server):
    serve(server, "R00001", "R00002")
    me = server.caller("R00001")
    grown = {"number": "R00003", "name": next(r["name"] for r in ROSTER
                                              if r["resident_no"] == "R00003")}
    me.post(f"{HERE}/ties", {"person": grown, "kind": "guardian"}).refused(409, "NOT_MINOR")
    me.post(f"{HERE}/ties", {"kind": "kin", "see": True}).refused(409, "TIE_SELF")
    for number in ("R00003", "R99999"):
        guess = {"number": number, "name": "某某"}
        me.post(f"{HERE}/ties", {"person": guess, "kind": "kin", "see": True}).refused(
            404, "PERSON_UNKNOWN")
    other = {"person": grown, "helper": {"number": "R00002", "name": "郑佳"}, "kind": "kin",
             "see": True}
    me.post(f"{HERE}/ties", other).refused(403, "NOT_ALLOWED")
    me.post(f"{HERE}/ties", {"person": grown, "kind": "kin"}).refused(400, "FIELD_MISSING")


@check("kin may see once both agreed, within what was agreed, until it is ended", fresh=True)
def _(server):
    serve(server, "R00001", "R00002", "R00003")
    elder, kin = server.caller("R00001"), server.caller("R00002")
    person = elder.get("/api/v1/me").json["person"]
    kin.get(f"{HERE}/residents/{person}").refused(403, "NOT_ALLOWED")
    made = elder.post(f"{HERE}/ties", {"helper": {"number": "R00002", "name": "郑佳"},
                                       "kind": "kin", "see": True}).must(201).json["tie"]
    elder.post(f"{HERE}/ties", {"helper": {"number": "R00002", "name": "郑佳"}, "kind": "kin",
                                "see": True}).refused(409, "TIE_EXISTS")
    kin.get(f"{HERE}/residents/{person}").refused(403, "NOT_ALLOWED")
    server.caller("R00003").post(f"{HERE}/ties/{made}/agreement", {}).refused(404, "TIE_UNKNOWN")
    server.caller("R00003").call("DELETE", f"{HERE}/ties/{made}").refused(404, "TIE_UNKNOWN")
    kin.post(f"{HERE}/ties/{made}/agreement", {}).must(204)
    kin.get(f"{HERE}/residents/{person}").must(200, "R00001")
    kin.get(f"{HERE}/residents/{person}/entries").must(200)
    elder.get("/api/v1/me/looks").must(200, "郑佳", "帮您办事")
    mine = elder.get("/api/v1/me/ties").must(200).json["for_me"]
    assert mine[0]["holds"] and not mine[0]["sign_up"] and mine[0]["redeem_daily"] == 0
    assert kin.get("/api/v1/me/ties").json["for_others"][0]["tie"] == made
    elder.call("DELETE", f"{HERE}/ties/{made}").must(204)
    kin.get(f"{HERE}/residents/{person}").refused(403, "NOT_ALLOWED")
    kin.post(f"{HERE}/ties/{made}/agreement", {}).refused(409, "TIE_ENDED")
    assert not elder.get("/api/v1/me/ties").json["for_me"][0]["holds"]


@check("an official does not confirm a power of their own or of their household", fresh=True)
def _(server):
    serve(server, "R00001", "R00002")
    t01 = server.caller("T01")
    both = {"person": {"number": "R00001", "name": "何红"},
            "helper": {"number": "R00002", "name": "郑佳"}, "kind": "helper", "see": True}
    t01.post(f"{HERE}/ties", both).refused(400, "FIELD_MISSING")
    own = {"person": both["person"], "kind": "helper", "see": True, "signed_on_paper": True}
    made = t01.post(f"{HERE}/ties", own).must(201).json["tie"]
    person = server.caller("R00001").get("/api/v1/me").json["person"]
    ties = server.caller("R00001").get("/api/v1/me/ties").json["for_me"]
    assert ties[0]["tie"] == made and not ties[0]["holds"] and not ties[0]["confirmed"]
    t01.post(f"{HERE}/ties/{made}/agreement", {"signed_on_paper": True}).must(204)
    assert not server.caller("R00001").get("/api/v1/me/ties").json["for_me"][0]["holds"]
    paper = t01.post(f"{HERE}/ties", {**both, "signed_on_paper": True}).must(201).json["tie"]
    server.caller("R00002").get(f"{HERE}/residents/{person}").must(200)
    assert paper != made
    server.caller("R00001").get("/api/v1/messages").must(200, "登记了郑佳可以替您办事")
    server.caller("R00002").get("/api/v1/messages").must(200, "登记了您可以替何红办事")
