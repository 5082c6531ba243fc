"""Wednesday: a course where there is no line, shops with phones, cards and cash, and a till that
sells off line; the last piece is asked for by all at once."""

import concurrent.futures
import datetime

import ed25519
from client import new_key
from week import CODE, V, ZONE, moment

PIN = "204916"
LEADER, TILL = b"second leader's phone".ljust(32), b"till of S01".ljust(32)
SHOP = V + "/shops/S01"
BUYERS = ["R01", "R04", "R05", "R06", "W01"]

# LRN-02: 30 each time, however long: R03, R05 and R06. RICE: 50 points or 500 fen; TEA: 5 points.
#   R03 + 30; with card and PIN a bag for 30 points and 200 fen; R04 buys tea for R03: - 10;
#       holds 20 at the till, of which 15 are sold off line and 5 come back
#   R04 - 50, a bag by the code on the phone
#   R05 + 30, a bag bought and given back
#   R06 + 30
# Whoever gets the last piece of SOAP pays 10: one of BUYERS.
WEDNESDAY = {"R01": 130, "R02": 50, "R03": 110 + 30 - 30 - 10 - 15, "R04": 130 - 50,
             "R05": 70 + 30 - 50 + 50, "R06": 110 + 30, "R07": 50, "R08": (50, 200), "R09": 50,
             "R10": (50, 100), "W01": 90}
# Points that S01 took: 30 + 10 + 15 of R03, 50 of R04, 10 for soap. Cash: 200 fen.
TAKEN, CASH = 30 + 10 + 15 + 50 + 10, 200


def instant(seconds):
    return datetime.datetime.fromtimestamp(seconds, ZONE).isoformat()


def signed(lines, seed):
    return ed25519.sign(seed, "".join(line + "\n" for line in lines).encode()).hex()


def course(week):
    """R04 leads it in the hills; the phone's batch comes twice, the second time backwards."""
    one = week.activity("R04", "T05", "LRN-02", "茶园修剪培训")
    phone, device = week.device("R04", "leader", LEADER)
    for number in ("R05", "R06"):
        week.post(number, one + "/sign-up")
    week.post("R04", f"{one}/sign-up?person={week.person('R03')}")
    now = week.get("R04", one + "/code")["now"]
    bundle = week.post(phone, one + "/bundle", {"device": device, "clock": instant(now)}, 201)
    assert {p["person"] for p in bundle["people"]} == {
        week.person(number) for number in ("R03", "R05", "R06")}
    items = []
    for number, person in enumerate(("R03", "R05", "R06")):
        for what in ("in", "out"):
            items.append({"number": len(items) + 1, "what": what, "person": week.person(person),
                          "at": instant(now + number + (what == "out") * 60),
                          "way": "card" if person == "R03" else "hand"})

    def batch(items, seed=LEADER):
        lines = ["sanbao-batch/v1", f"{CODE} {one.rsplit('/', 1)[1]}",
                 f"{device} {bundle['bundle']}"]
        lines += [f"{i['number']} {i['what']} {i['person']} {moment(i['at'])} {i['way']}"
                  for i in items]
        return {"device": device, "bundle": bundle["bundle"], "items": items,
                "signature": signed(lines, seed)}

    week.refused(phone, one + "/batch", batch(items, TILL), 403, "BATCH_FORGED")
    for sent in (items[3:], items, items[::-1]):
        answers = week.post(phone, one + "/batch", batch(sent))["items"]
        assert {a["code"] for a in answers} == {None}, answers
    week.post("R04", one + "/report", {"report": "三人学会了"})
    stays = [{"stay": s["stay"]} for s in week.get("T02", one + "/stays")["items"]]
    for official in ("T02", "T03"):
        answers = week.post(official, V + "/stays/approve", {"stays": stays})["items"]
        assert all(a["receipt"] and a["receipt"]["granted"] == 30 for a in answers), answers
    week.seen(max(a["receipt"]["record"] for a in answers))


def goods(week):
    for name, body, stock in (("RICE", {"name": "大米", "points": 50, "cash_fen": 500}, 10),
                              ("TEA", {"name": "茶叶", "points": 5}, 100),
                              ("SOAP", {"name": "肥皂", "points": 10}, 1)):
        week.post("T13", SHOP + "/goods", {"goods": name, **body}, 201)
        week.post("T13", SHOP + "/stock", {"goods": name, "change": stock}, 201)
    week.refused("T14", SHOP + "/goods", {"goods": "RICE", "name": "米", "points": 1}, 403,
                 "NOT_ALLOWED")


def stock(week):
    items = week.get(None, SHOP + "/goods")["items"]
    return {item["goods"]: item["stock"] for item in items}


def shopping(week, till):
    """By a code on the phone, by card and PIN with cash, by a helper; one bag comes back."""
    code = week.post("R04", V + "/spend-codes", {}, 201)["code"]
    scan = week.post("T13", SHOP + "/scans", {"code": code, "points": 50}, 201)
    assert scan["name"] == "卯*" or scan["name"].startswith("卯"), scan
    bag, key = {"scan": scan["scan"], "goods": "RICE", "quantity": 1, "points": 50}, new_key()
    first = week.post("T13", SHOP + "/redemptions", bag, 201, key=key)
    assert week.post("T13", SHOP + "/redemptions", bag, 201, key=key) == {**first, "again": True}
    week.refused("T13", SHOP + "/scans", {"code": code}, 409, "SPEND_CODE_DEAD")

    card = week.cards["R03"]
    week.refused(till, SHOP + "/scans", {"card": card["qr"], "pin": "111112"}, 403, "PIN_WRONG")
    scan = week.post(till, SHOP + "/scans", {"card": card["qr"], "pin": PIN, "points": 30}, 201)
    mixed = {"scan": scan["scan"], "goods": "RICE", "quantity": 1, "points": 30}
    week.refused(till, SHOP + "/redemptions", {**mixed, "cash_fen": 199}, 409, "PRICE_WRONG")
    week.post(till, SHOP + "/redemptions", {**mixed, "cash_fen": 200}, 201)

    tea = {"person": week.person("R03"), "goods": "TEA"}
    week.post("R04", SHOP + "/redemptions", {**tea, "quantity": 2, "points": 10}, 201)
    week.refused("R04", SHOP + "/redemptions", {**tea, "quantity": 4, "points": 20}, 409,
                 "POWER_LIMIT")
    own = {"goods": "RICE", "quantity": 1, "points": 50}
    bought = week.post("R05", SHOP + "/redemptions", own, 201)
    week.post("T13", SHOP + "/refunds", {"record": bought["record"]}, 201)
    week.refused("T13", SHOP + "/refunds", {"record": bought["record"]}, 409, "TARGET_DONE")


def off_line(week, till, device):
    """20 points of R03 are held apart for the till; 15 are sold where there is no line."""
    at = f"{SHOP}/devices/{device}"
    now = moment(week.who("T13").get(at + "/bundle").must(200).json["now"])
    scan = week.post(till, SHOP + "/scans", {"card": week.cards["R03"]["qr"], "pin": PIN}, 201)
    hold = week.post(till, at + "/holds", {"scan": scan["scan"], "points": 20,
                                           "ends_at": instant(now + 7200)}, 201)["hold"]
    week.seen(hold)
    items = [{"number": n, "hold": hold, "goods": "TEA", "quantity": points // 5,
              "points": points, "cash_fen": 0, "at": instant(now)} for n, points in
             ((1, 5), (2, 10), (3, 10))]

    def batch(items):
        lines = ["sanbao-till/v1", f"{CODE} S01", device]
        lines += [f"{i['number']} {i['hold']} {i['goods']} {i['quantity']} {i['points']} "
                  f"{i['cash_fen']} {moment(i['at'])}" for i in items]
        return {"items": items, "signature": signed(lines, TILL)}

    week.refused(till, at + "/batches", {**batch(items[:2]), "items": items[1:]}, 403,
                 "TILL_FORGED")
    for sent, codes in ((items[1::-1], [None, None]), (items[:2], [None, None]),
                        (items[2:], ["NOT_ENOUGH_POINTS"])):
        answers = week.post(till, at + "/batches", batch(sent))["items"]
        assert [a["code"] for a in answers] == codes, answers
    week.post("T13", f"{SHOP}/holds/{hold}/releases", {}, 201)


def last_piece(week):
    """Two hundred requests for one piece of soap: one is served; who it is differs."""
    body = {"goods": "SOAP", "quantity": 1, "points": 10}

    def ask(number):
        return number, week.who(number).post(SHOP + "/redemptions", body)

    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(ask, BUYERS * 40))
    [(winner, served)] = [(n, a) for n, a in answers if a.status == 201]
    assert all(a.status == 201 or a.code == "OUT_OF_STOCK" for _, a in answers)
    week.seen(served.json["record"])
    return winner


def wednesday(week):
    week.morning("2025-07-30")
    course(week)
    goods(week)
    till, device = week.device("T13", "shop", TILL)
    shopping(week, till)
    off_line(week, till, device)
    week.winner = last_piece(week)
    week.less = {week.winner: 10}
    assert stock(week) == {"RICE": 10 - 2, "TEA": 100 - 2 - 3, "SOAP": 0}, stock(week)
    total = week.get("T13", SHOP + "/totals")
    assert (total["points"], total["cash_fen"]) == (TAKEN, CASH), total
    week.balances(WEDNESDAY)
