"""Spending: goods and stock, codes on phones, redemption by the person and by the shop, refunds."""

import concurrent.futures
import csv

from client import SAMPLE, VILLAGE, check, new_key

BASE = f"/api/v1/villages/{VILLAGE}"
S01 = BASE + "/shops/S01"
KEEPER, OTHER_KEEPER = "T21", "T22"  # of S01 and of S02


def keeper(server):
    return server.caller(KEEPER)


def offer(server, goods, points, cash_fen=0, stock=0):
    """Goods of the test's own, in S01."""
    keeper(server).post(S01 + "/goods", {"goods": goods, "name": "试卖 " + goods, "points": points,
                                         "cash_fen": cash_fen}).must(201)
    if stock:
        keeper(server).post(S01 + "/stock", {"goods": goods, "change": stock}).must(201)


def price_of(server, goods):
    items = keeper(server).get(S01 + "/goods?limit=200").must(200).json["items"]
    return next(item for item in items if item["goods"] == goods)


def available(server, number):
    shown = server.caller(number).call("POST", BASE + "/spend-codes", {}).must(201).json
    return shown["available"]


@check("everybody reads shops and goods, page by page")
def _(server):
    page = server.caller().get(BASE + "/shops").must(200, "佛山村便民超市", "映山红小店").json
    assert [item["shop"] for item in page["items"]] == ["S01", "S02", "S03"]
    first = server.caller().get(S01 + "/goods?limit=2").must(200).json
    assert first["items"][0] == {"goods": "G001", "name": "大米 5kg", "points": 300,
                                 "cash_fen": 0, "stock": None, "low": False}
    second = server.caller().get(S01 + "/goods?limit=200&after=" + first["next"]).must(200).json
    assert second["items"][0]["goods"] == "G003" and second["next"] is None
    found = server.caller().get(S01 + "/goods?search=%E5%A4%A7%E7%B1%B3").must(200, "大米").json
    assert {item["goods"] for item in found["items"]} == {"G001"}
    server.caller().get(BASE + "/shops/S99/goods").refused(404, "SHOP_UNKNOWN")


@check("a keeper changes the goods of their own shop alone")
def _(server):
    body = {"goods": "G001", "name": "大米", "points": 1}
    server.caller(OTHER_KEEPER).post(S01 + "/goods", body).refused(403, "NOT_ALLOWED")
    server.caller("T01").post(S01 + "/goods", body).refused(403, "NOT_ALLOWED")
    server.caller("R00001").post(S01 + "/stock", {"goods": "G001", "change": 5}).refused(
        403, "NOT_ALLOWED")
    server.caller().post(S01 + "/goods", body).refused(401, "SESSION_NEEDED")
    keeper(server).post(S01 + "/goods", {"goods": "G001", "name": "", "points": 1}).refused(
        400, "FIELD_WRONG")


@check("a person pays from their own session, with points and cash at one price")
def _(server):
    offer(server, "OWN", 30, cash_fen=300, stock=3)
    resident = server.caller("R00002")
    before = available(server, "R00002")
    body = {"goods": "OWN", "quantity": 2, "points": 45, "cash_fen": 150}
    key = new_key()
    first = resident.post(S01 + "/redemptions", body, key=key).must(201).json
    assert (first["points"], first["cash_fen"], first["balance"]) == (45, 150, before - 45)
    again = resident.post(S01 + "/redemptions", body, key=key).must(201).json
    assert again == {**first, "again": True}
    assert available(server, "R00002") == before - 45
    wrong = {"goods": "OWN", "quantity": 1, "points": 30, "cash_fen": 1}
    resident.post(S01 + "/redemptions", wrong).refused(409, "PRICE_WRONG")
    many = {"goods": "OWN", "quantity": 2, "points": 1, "cash_fen": 590}
    resident.post(S01 + "/redemptions", many).refused(409, "OUT_OF_STOCK")


@check("a code on a phone is scanned once, shows no name and no balance, and books once")
def _(server):
    offer(server, "SCAN", 7, stock=5)
    before = available(server, "R00001")
    code = server.caller("R00001").call("POST", BASE + "/spend-codes", {}).must(201).json["code"]
    scan = keeper(server).call("POST", S01 + "/scans", {"code": code, "points": 14}).must(
        201, "何*", without=("何红", "balance", "available")).json
    assert scan["enough"] is True
    keeper(server).call("POST", S01 + "/scans", {"code": code}).refused(409, "SPEND_CODE_DEAD")
    body = {"scan": scan["scan"], "goods": "SCAN", "quantity": 2, "points": 14}
    server.caller(OTHER_KEEPER).post(S01 + "/redemptions", body).refused(403, "NOT_ALLOWED")
    server.caller(OTHER_KEEPER).post(BASE + "/shops/S02/redemptions", body).refused(
        409, "SPEND_SCAN_DEAD")
    key = new_key()
    done = keeper(server).post(S01 + "/redemptions", body, key=key).must(201).json
    assert done["balance"] is None and done["points"] == 14
    assert keeper(server).post(S01 + "/redemptions", body, key=key).json["again"] is True
    keeper(server).post(S01 + "/redemptions", body).refused(409, "SPEND_SCAN_DEAD")
    assert available(server, "R00001") == before - 14
    assert price_of(server, "SCAN")["stock"] == 3


@check("an older code of the same person is dead as soon as there is a newer one")
def _(server):
    resident = server.caller("R00001")
    old = resident.call("POST", BASE + "/spend-codes", {}).must(201).json["code"]
    new = resident.call("POST", BASE + "/spend-codes", {}).must(201).json["code"]
    keeper(server).call("POST", S01 + "/scans", {"code": old}).refused(409, "SPEND_CODE_DEAD")
    scan = keeper(server).call("POST", S01 + "/scans", {"code": new, "points": 1000000}).must(201)
    assert scan.json["enough"] is False


@check("a keeper who guesses what a person can pay must scan again")
def _(server):
    code = server.caller("R00001").call("POST", BASE + "/spend-codes", {}).must(201).json["code"]
    scan = keeper(server).call("POST", S01 + "/scans", {"code": code}).must(201).json
    body = {"scan": scan["scan"], "goods": "G001", "quantity": 100, "points": 30000}
    for _ in range(8):
        keeper(server).post(S01 + "/redemptions", body).refused(409, "NOT_ENOUGH_POINTS")
    keeper(server).post(S01 + "/redemptions", body).refused(409, "SPEND_SCAN_DEAD")


@check("a refund gives back points and goods, once, and is the shop's alone")
def _(server):
    offer(server, "BACK", 9, stock=1)
    before = available(server, "R00003")
    body = {"goods": "BACK", "quantity": 1, "points": 9}
    done = server.caller("R00003").post(S01 + "/redemptions", body).must(201).json
    server.caller("R00003").post(S01 + "/redemptions", body).refused(409, "OUT_OF_STOCK")
    refund = {"record": done["record"]}
    server.caller(OTHER_KEEPER).post(BASE + "/shops/S02/refunds", refund).refused(
        404, "RECORD_NOT_FOUND")
    keeper(server).post(S01 + "/refunds", refund).must(201)
    keeper(server).post(S01 + "/refunds", refund).refused(409, "TARGET_DONE")
    keeper(server).post(S01 + "/refunds", {"record": 99999999}).refused(404, "RECORD_NOT_FOUND")
    assert available(server, "R00003") == before and price_of(server, "BACK")["stock"] == 1
    sold = sum(int(row["points"]) for row in csv.DictReader(open(
        SAMPLE / "redemptions.csv", encoding="utf-8")) if row["shop_no"] == "S01"
        and row["redeemed_at"].startswith("2020-08-10"))
    old = server.caller("T06").get(S01 + "/totals?from=2020-08-10&until=2020-08-10").must(200)
    assert old.json["points"] == sold > 0


@check("a day's total is what was paid less what was given back", fresh=True)
def _(server):
    server.grant("T21", "T22", "T06", "R00001", "R00002").start()
    offer(server, "DAY", 10, cash_fen=100)
    before = server.caller("T21").get(S01 + "/totals").must(200).json
    assert (before["points"], before["cash_fen"]) == (25, 0)  # of the sample's last day
    record = 0
    for number, quantity, points, cash in (("R00001", 1, 10, 0), ("R00002", 3, 25, 50)):
        body = {"goods": "DAY", "quantity": quantity, "points": points, "cash_fen": cash}
        record = server.caller(number).post(S01 + "/redemptions", body).must(201).json["record"]
    total = server.caller("T21").get(f"{S01}/totals?min_record={record}").must(200).json
    assert (total["points"], total["cash_fen"]) == (25 + 35, 50)
    server.caller("T21").post(S01 + "/refunds", {"record": record}).must(201)
    total = server.caller("T21").get(S01 + "/totals").must(200).json
    assert (total["points"], total["cash_fen"]) == (25 + 10, 0)
    assert total["unsettled"] == before["unsettled"] + 10
    server.caller("T22").get(S01 + "/totals").refused(403, "NOT_ALLOWED")
    server.caller("R00001").get(S01 + "/totals").refused(403, "NOT_ALLOWED")
    server.caller("T21").get(S01 + "/totals?from=2021-12-02&until=2021-12-01").refused(
        400, "FIELD_WRONG")
    server.verify()


# ---- what offices decide together ----

def propose_payment(server, shop="S01", month="2021-11-15", **more):
    return server.caller("T06").post(f"{BASE}/shops/{shop}/payments", {"month": month, **more})


def sign(server, number, motion, **more):
    return server.caller(number).call("POST", f"{BASE}/motions/{motion['motion']}/signatures", more)


def say(server, number, motion, what, reason="数目不清"):
    return server.caller(number).call("POST", f"{BASE}/motions/{motion['motion']}/{what}",
                                      {"reason": reason})


@check("a shop opens when a second official signs, and not before", fresh=True)
def _(server):
    server.grant("T01", "T03", "T04", "T05", "T06", "T21", "R00001").start()
    body, key = {"shop": "S04", "name": "溪边豆腐坊"}, new_key()
    server.caller("T21").post(BASE + "/shops", body).refused(403, "NOT_ALLOWED")
    motion = server.caller("T03").post(BASE + "/shops", body, key=key).must(201).json
    assert (motion["state"], motion["needed"], motion["signed"]) == ("open", 1, 0)
    again = server.caller("T03").post(BASE + "/shops", body, key=key).must(201).json
    assert again["motion"] == motion["motion"]
    other = {"shop": "S05", "name": "别的店"}
    server.caller("T03").post(BASE + "/shops", other, key=key).refused(409, "ID_TAKEN")
    server.caller("T01").post(BASE + "/shops", body).refused(409, "MOTION_WAITING")
    server.caller().get(BASE + "/shops").must(200, without=("溪边豆腐坊",))
    sign(server, "T03", motion).refused(409, "MOTION_EYES")
    sign(server, "T01", motion).refused(403, "NOT_ALLOWED")
    done = sign(server, "T04", motion).must(200, "村主任").json
    assert done["state"] == "done" and done["record"] is not None
    server.caller("T04").get(BASE + "/shops").must(200, "溪边豆腐坊")
    sign(server, "T05", motion).refused(409, "MOTION_STATE")
    server.caller("T03").post(BASE + "/shops", body).refused(409, "SHOP_EXISTS")
    sign(server, "T04", {"motion": "0" * 32}).refused(404, "MOTION_UNKNOWN")
    server.verify()


@check("a deposit counts when a second person signs, and then only once", fresh=True)
def _(server):
    server.grant("T03", "T05", "T06", "R00001").start()
    before = server.caller().get(BASE + "/fund").must(200).json
    body = {"fen": 1234567, "source": "村集体经济收益"}
    server.caller("T03").post(BASE + "/fund/deposits", body).refused(403, "NOT_ALLOWED")
    motion = server.caller("T06").post(BASE + "/fund/deposits", body).must(201).json
    sign(server, "T06", motion).refused(403, "NOT_ALLOWED")
    assert server.caller("T06").get(BASE + "/fund").json == before
    sign(server, "T05", motion).must(200)
    sign(server, "T03", motion).refused(409, "MOTION_STATE")
    after = server.caller("T05").get(BASE + "/fund").must(200).json
    assert after["fund_fen"] == before["fund_fen"] + 1234567
    assert after["outstanding_points"] == before["outstanding_points"]
    server.verify()


@check("the fund's figures are those of the sample, reckoned from its files")
def _(server):
    fund = server.caller("T11").get(BASE + "/fund").must(200).json
    with open(SAMPLE / "fund.csv", encoding="utf-8") as file:
        deposits = sum(int(row["fen"]) for row in csv.DictReader(file))
    assert fund["fund_fen"] == deposits
    owed = fund["outstanding_points"] * 10  # ten points to the yuan
    assert fund["liability_fen"] == owed
    assert fund["reserve_permille"] == deposits * 1000 // owed
    left = deposits - fund["unsettled_points"] * 10
    assert fund["weeks"] == left * 8 // (fund["spent_points_8_weeks"] * 10)


@check("a shop is paid what it was owed at the month's end, by as many signatures as it takes",
       fresh=True)
def _(server):
    server.grant("T03", "T04", "T05", "T06", "T21", "T22", "R00001").start()
    propose_payment(server, month="2021-12-01").refused(409, "MONTH_RUNNING")
    server.caller("T03").post(S01 + "/payments", {"month": "2021-11-01"}).refused(
        403, "NOT_ALLOWED")
    with open(SAMPLE / "redemptions.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["shop_no"] == "S01"]
    owed = sum(int(row["points"]) for row in rows if row["redeemed_at"] < "2021-12")
    motion = propose_payment(server).must(201).json
    assert (motion["points"], motion["fen"]) == (owed, owed * 10)
    assert (motion["month"], motion["pay_day"]) == ("2021-11-01", "2021-12-10")
    assert (motion["needed"], motion["meeting_needed"]) == (2, False)  # 5,000 yuan and more
    propose_payment(server).refused(409, "MOTION_WAITING")
    assert sign(server, "T03", motion).must(200).json["state"] == "open"
    sign(server, "T03", motion).refused(409, "MOTION_SIGNED")
    sign(server, "T05", motion).refused(403, "NOT_ALLOWED")
    say(server, "T03", motion, "stops").refused(403, "NOT_ALLOWED")
    stopped = say(server, "T05", motion, "stops", "十一月的票据不全").must(200).json
    assert stopped["state"] == "stopped"
    sign(server, "T04", motion).refused(409, "MOTION_STATE")
    propose_payment(server).refused(409, "MOTION_WAITING")
    say(server, "T06", motion, "withdrawals").refused(409, "MOTION_STATE")
    server.caller("T21").get(S01 + "/payments").must(200, "十一月的票据不全", "2021-12-10")
    server.caller("T22").get(S01 + "/payments").refused(403, "NOT_ALLOWED")
    say(server, "T05", motion, "lifts", "票据补齐了").must(200)
    assert sign(server, "T04", motion).must(200).json["state"] == "done"
    total = server.caller("T04").get(S01 + "/totals").must(200).json
    december = sum(int(row["points"]) for row in rows if row["redeemed_at"] >= "2021-12")
    assert total["unsettled"] == december
    propose_payment(server).refused(409, "PAYMENT_NOTHING")
    server.verify()


@check("the thresholds are the village's own, and change by two people", fresh=True)
def _(server):
    server.grant("T03", "T04", "T05", "T06", "T10", "R00001").start()
    path = BASE + "/spending-terms"
    terms = server.caller().get(path).must(200).json
    assert (terms["one_fen"], terms["two_fen"], terms["meeting_fen"]) == (0, 500000, 2000000)
    wanted = {**terms, "two_fen": 100000, "meeting_fen": 200000, "refund_days": 0}
    server.caller("T03").post(path, {**wanted, "two_fen": 300000}).refused(400, "FIELD_WRONG")
    server.caller("T06").post(path, wanted).refused(403, "NOT_ALLOWED")
    motion = server.caller("T03").post(path, wanted).must(201).json
    assert motion["terms"] == wanted
    assert server.caller().get(path).json == terms
    sign(server, "T04", motion).must(200)
    assert server.caller().get(path).json == wanted
    payment = propose_payment(server).must(201).json
    assert (payment["needed"], payment["meeting_needed"]) == (2, True)
    sign(server, "T03", payment).must(200)
    sign(server, "T04", payment).refused(409, "MEETING_NEEDED")
    done = sign(server, "T04", payment, meeting="十二月村民代表会议").must(200).json
    assert done["state"] == "done" and done["meeting"] == "十二月村民代表会议"
    listed = server.caller("T10").get(BASE + "/motions?limit=1").must(200).json
    assert listed["items"][0]["kind"] == "payment" and listed["next"]
    rest = server.caller("T10").get(f"{BASE}/motions?after={listed['next']}").must(200).json
    assert [item["kind"] for item in rest["items"]] == ["terms"] and rest["next"] is None
    server.caller("R00001").get(BASE + "/motions").refused(403, "NOT_ALLOWED")
    server.caller("T10").get(BASE + "/motions?after=x").refused(400, "CURSOR_WRONG")
    server.verify()


@check("few left: the keeper said below how many")
def _(server):
    keeper(server).post(S01 + "/goods", {"goods": "FEW", "name": "快没了", "points": 5,
                                         "low_stock": 3}).must(201)
    assert price_of(server, "FEW")["low"] is False  # nobody counts them
    keeper(server).post(S01 + "/stock", {"goods": "FEW", "change": 3}).must(201)
    assert price_of(server, "FEW")["low"] is False
    keeper(server).post(S01 + "/stock", {"goods": "FEW", "change": -1}).must(201)
    assert price_of(server, "FEW")["low"] is True
    low = keeper(server).get(S01 + "/goods?low=true").must(200).json["items"]
    assert [item["goods"] for item in low] == ["FEW"]


@check("the last one, asked for a thousand times at once, goes to exactly one", fresh=True)
def _(server):
    with open(SAMPLE / "expected_balances.csv", encoding="utf-8") as file:
        rich = [row["resident_no"] for row in csv.DictReader(file) if int(row["balance"]) >= 20]
    crowd = rich[:200]
    server.settings = ["--requests-per-second", "10000", "--requests-burst", "2000"]
    server.grant("T21", *crowd).start()
    offer(server, "LAST", 10, stock=1)
    body = {"goods": "LAST", "quantity": 1, "points": 10}

    def ask(number):
        return number, server.caller(number).post(S01 + "/redemptions", body)

    with concurrent.futures.ThreadPoolExecutor(max_workers=200) as pool:
        answers = list(pool.map(ask, crowd * 5))
    served = [answer for _, answer in answers if answer.status == 201]
    assert len(answers) == 1000 and len(served) == 1, served
    for _, answer in answers:
        if answer is not served[0]:
            answer.refused(409, "OUT_OF_STOCK")
    assert price_of(server, "LAST")["stock"] == 0
    server.verify()


@check("a redemption that somebody did not want is looked into by people, and nothing else happens")
def _(server):
    offer(server, "ODD", 3)
    text = "这笔不是我本人兑的"
    done = server.caller("R00003").post(S01 + "/redemptions", {
        "goods": "ODD", "quantity": 1, "points": 3}).must(201).json
    path, key = f"{BASE}/redemptions/{done['record']}/disputes", new_key()
    server.caller("R00001").post(path, {"text": text}).refused(404, "RECORD_NOT_FOUND")
    server.caller("R00003").post(BASE + "/redemptions/0/disputes", {"text": text}).refused(
        404, "RECORD_NOT_FOUND")
    case = server.caller("R00003").post(path, {"text": text}, key=key).must(201, text).json
    assert server.caller("R00003").post(path, {"text": text}, key=key).must(201).json == case
    server.caller("R00003").post(path, {"text": text}).refused(409, "DISPUTE_EXISTS")
    server.caller("R00001").get(BASE + "/disputes").must(200, '"items":[]')
    server.caller("R00003").get(BASE + "/disputes").must(200, text)
    server.caller("T21").get(BASE + "/disputes").refused(403, "NOT_ALLOWED")
    server.caller("T01").get(BASE + "/disputes").must(200, text)
    server.caller("R00003").get("/api/v1/me/looks").must(200, "社工一")
    answers = f"{BASE}/disputes/{case['dispute']}/answers"
    server.caller("T21").call("POST", answers, {"answer": "x"}).refused(403, "NOT_ALLOWED")
    server.caller("T01").call("POST", answers, {"answer": "已退回，店家认错"}).must(200)
    server.caller("T02").call("POST", answers, {"answer": "x"}).refused(409, "DISPUTE_ANSWERED")
    server.caller("R00003").get(BASE + "/disputes").must(200, "已退回，店家认错")
    missing = f"{BASE}/disputes/{'0' * 32}/answers"
    server.caller("T01").call("POST", missing, {"answer": "x"}).refused(404, "DISPUTE_UNKNOWN")


@check("kin with the power redeem for an elder, within the limit, and the elder sees it",
       fresh=True)
def _(server):
    server.grant("T21", "R00001", "R00002", "R00003").start()
    offer(server, "KIN", 5)
    elder, kin = server.caller("R00001"), server.caller("R00002")
    person = elder.get("/api/v1/me").must(200).json["person"]
    body = {"person": person, "goods": "KIN", "quantity": 2, "points": 10}
    kin.post(S01 + "/redemptions", body).refused(403, "POWER_MISSING")
    kin.call("POST", BASE + "/spend-codes", {"person": person}).refused(403, "POWER_MISSING")
    tie = elder.post(BASE + "/ties", {"helper": {"number": "R00002", "name": "郑佳"}, "kind": "kin",
                                      "redeem_daily": 25}).must(201).json["tie"]
    kin.post(f"{BASE}/ties/{tie}/agreement", {}).must(204)
    key = new_key()
    done = kin.post(S01 + "/redemptions", body, key=key).must(201).json
    assert done["balance"] is None  # what the elder has is not shown
    assert kin.post(S01 + "/redemptions", body, key=key).must(201).json["again"] is True
    shown = kin.call("POST", BASE + "/spend-codes", {"person": person}).must(201).json
    assert shown["available"] is None
    scan = keeper(server).call("POST", S01 + "/scans", {"code": shown["code"]}).must(
        201, "何*").json["scan"]
    wanted = {"scan": scan, "goods": "KIN", "quantity": 4, "points": 20}
    keeper(server).post(S01 + "/redemptions", wanted).refused(409, "POWER_LIMIT")  # 10 + 20 > 25
    wanted.update(quantity=3, points=15)
    keeper(server).post(S01 + "/redemptions", wanted).must(201)
    elder.get("/api/v1/me/acts").must(200, "郑佳", "S01", '"points":15')
    server.caller("R00003").post(S01 + "/redemptions", body).refused(403, "POWER_MISSING")
    elder.call("DELETE", f"{BASE}/ties/{tie}").must(204)
    kin.post(S01 + "/redemptions", body).refused(403, "POWER_MISSING")
    server.verify()
