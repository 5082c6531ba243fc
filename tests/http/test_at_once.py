"""What is asked for by many at once happens once: each row sends the same wish from many threads,
and the books must hold one of it."""

import concurrent.futures

from client import check, new_key
from test_activity import AT, reported
from test_shop import S01, available, keeper, offer, price_of

MANY = 40


def at_once(ask, count=MANY):
    """The answers to so many calls of ask(number), made at the same time."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(ask, range(count)))


def one_of(answers, code, status=201):
    """Exactly one was taken; the rest were refused with that code."""
    taken = [a for a in answers if a.status == status]
    assert len(taken) == 1, answers
    assert {a.code for a in answers if a.status != status} <= {code}, answers
    return taken[0]


@check("one request sent forty times at once is booked once, and answered alike")
def _(server):
    offer(server, "ONCE", 3, stock=50)
    before, key = available(server, "R00001"), new_key()
    body = {"goods": "ONCE", "quantity": 1, "points": 3}
    answers = at_once(lambda _: server.caller("R00001").post(S01 + "/redemptions", body, key))
    assert {a.must(201).json["record"] for a in answers} == {answers[0].json["record"]}
    assert [a.json["again"] for a in answers].count(False) == 1
    assert available(server, "R00001") == before - 3 and price_of(server, "ONCE")["stock"] == 49


@check("a person cannot spend the same points in two shops at once")
def _(server):
    have = available(server, "R00002")
    offer(server, "ALL", have)
    body = {"goods": "ALL", "quantity": 1, "points": have}
    one_of(at_once(lambda _: server.caller("R00002").post(S01 + "/redemptions", body)),
           "NOT_ENOUGH_POINTS")
    assert available(server, "R00002") == 0


@check("a code on a phone is good for one scan, whoever is first")
def _(server):
    code = server.caller("R00003").call("POST", AT + "/spend-codes", {}).must(201).json["code"]
    shops = (("T21", "S01"), ("T22", "S02"))

    def scan(number):
        who, shop = shops[number % 2]
        return server.caller(who).call("POST", f"{AT}/shops/{shop}/scans", {"code": code})

    one_of(at_once(scan, 8), "SPEND_CODE_DEAD")  # ten wrong ones and a keeper must wait


@check("a refund asked for many times at once is given once")
def _(server):
    offer(server, "UNDO", 2, stock=5)
    before = available(server, "R00003")
    sold = server.caller("R00003").post(S01 + "/redemptions", {
        "goods": "UNDO", "quantity": 1, "points": 2}).must(201).json["record"]
    one_of(at_once(lambda _: keeper(server).post(S01 + "/refunds", {"record": sold})),
           "TARGET_DONE")
    assert available(server, "R00003") == before and price_of(server, "UNDO")["stock"] == 5


@check("a stay approved by two officials at once, again and again, is one award")
def _(server):
    _, [stay] = reported(server, "R00010")
    path = f"{AT}/stays/{stay['stay']}/approve"
    before = server.caller("R00010").get(AT + "/me").must(200).json["balance"]
    answers = at_once(lambda n: server.caller(("T01", "T02")[n % 2]).call("POST", path))
    records = {a.json["record"] for a in answers if a.status == 201}
    assert len(records) == 1, records
    others = {a.code for a in answers if a.status != 201}  # in one group of the journal with it
    assert others <= {"STAY_AWARDED"}, answers
    me = server.caller("R00010").get(f"{AT}/me?min_record={records.pop()}").must(200).json
    assert me["balance"] == before + 20, (me, before)


@check("a deposit signed by many at once comes into the fund once")
def _(server):
    before = server.caller("T06").get(AT + "/fund").must(200).json["fund_fen"]
    motion = server.caller("T06").post(AT + "/fund/deposits", {
        "fen": 777, "source": "村集体经济收益"}).must(201).json["motion"]
    answers = at_once(lambda n: server.caller(("T03", "T04", "T05")[n % 3]).call(
        "POST", f"{AT}/motions/{motion}/signatures", {}))
    done = one_of(answers, "MOTION_STATE", 200).json
    fund = server.caller("T06").get(f"{AT}/fund?min_record={done['record']}").must(200).json
    assert fund["fund_fen"] == before + 777, fund


@check("a person invented twice at once enters once")
def _(server):
    body = {"kind": "enter", "number": "W0042", "name": "庚", "birth_day": "1991-01-01",
            "reason": "租住在村里"}
    one = server.caller("T01").post(AT + "/matters", body).must(201).json["matter"]
    answers = at_once(lambda _: server.caller("T02").call(
        "POST", f"{AT}/matters/{one}/decision", {"agreed": True}))
    records = [a.must(200).json["record"] for a in answers]
    assert len([r for r in records if r is not None]) == 1, records
    server.caller().get(f"/healthz?min_record={max(r or 0 for r in records)}").must(200)
    found = server.caller("T01").get(AT + "/residents?search=W0042").must(200).json["items"]
    assert len(found) == 1, found


@check("somebody else's key is refused, however many try it at once")
def _(server):
    offer(server, "KEYS", 1)
    key, body = new_key(), {"goods": "KEYS", "quantity": 1, "points": 1}
    people = ["R00001", "R00003", "R00010"]
    answers = at_once(lambda n: (people[n % 3], server.caller(people[n % 3]).post(
        S01 + "/redemptions", body, key)))
    owners = {who for who, a in answers if a.status == 201}
    assert len(owners) == 1, answers
    assert {a.code for _, a in answers if a.status != 201} == {"ID_TAKEN"}, answers
