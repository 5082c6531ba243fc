"""What a shop sold and is owed: lists, statements, the accountant's export, paper."""

import collections
import csv
import io
import signal
import time

from client import SAMPLE, VILLAGE, check

BASE = f"/api/v1/villages/{VILLAGE}"
S01 = BASE + "/shops/S01"


def sample_rows(shop, month):
    with open(SAMPLE / "redemptions.csv", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file)
                if row["shop_no"] == shop and row["redeemed_at"].startswith(month)]


NOTICE = BASE + "/notice?month=2021-11-01"


def wait_for_notice(server):
    """The daily job makes it soon after the start."""
    for _ in range(200):
        if server.caller().get(NOTICE).status == 200:
            return
        time.sleep(0.05)
    raise AssertionError("there is no notice")


@check("a month's statement has each kind of goods with its pieces and points")
def _(server):
    statement = server.caller("T21").get(S01 + "/statement?month=2021-10-20").must(
        200, "佛山村便民超市").json
    expected = collections.Counter()
    for row in sample_rows("S01", "2021-10"):
        expected[row["goods_no"]] += int(row["points"])
    assert {line["goods"]: line["points"] for line in statement["lines"]} == dict(expected)
    assert statement["points"] == sum(expected.values())
    assert statement["redemptions"] == len(sample_rows("S01", "2021-10"))
    assert statement["fen"] == statement["points"] * 10
    assert (statement["month"], statement["pay_day"]) == ("2021-10-01", "2021-11-10")
    server.caller("T22").get(S01 + "/statement?month=2021-10-20").refused(403, "NOT_ALLOWED")
    server.caller("T06").get(S01 + "/statement?month=1999-01-01").must(200, '"lines":[]')


@check("sales, cash and refunds of a day stand line by line, with masked names", fresh=True)
def _(server):
    server.grant("T21", "T22", "T06", "R00001", "R00002").start()
    keeper = server.caller("T21")
    keeper.post(S01 + "/goods", {"goods": "EGG", "name": "土鸡蛋", "points": 20,
                                 "cash_fen": 200}).must(201)
    one = server.caller("R00001").post(S01 + "/redemptions", {
        "goods": "EGG", "quantity": 2, "points": 40}).must(201).json["record"]
    two = server.caller("R00002").post(S01 + "/redemptions", {
        "goods": "EGG", "quantity": 3, "points": 45, "cash_fen": 150}).must(201).json["record"]
    back = keeper.post(S01 + "/refunds", {"record": one}).must(201).json["record"]
    page = keeper.get(S01 + "/redemptions").must(200, without=("何红", "郑佳")).json["items"]
    seen = [(item["record"], item["quantity"], item["points"], item["cash_fen"], item["refunded"],
             item["person"]) for item in page if item["goods"] == "EGG"]
    assert seen == [(one, 2, 40, 0, True, "何*"), (two, 3, 45, 150, False, "郑*"),
                    (back, -2, -40, 0, False, "何*")]
    first = keeper.get(S01 + "/redemptions?limit=2").must(200).json
    rest = keeper.get(f"{S01}/redemptions?after={first['next']}").must(200).json
    assert [item["record"] for item in first["items"] + rest["items"]] == [
        item["record"] for item in page]
    keeper.get(S01 + "/redemptions?after=zzz").refused(400, "CURSOR_WRONG")
    statement = keeper.get(S01 + "/statement").must(200).json
    egg = next(line for line in statement["lines"] if line["goods"] == "EGG")
    assert egg == {"goods": "EGG", "name": "土鸡蛋", "redemptions": 2, "quantity": 3,
                   "points": 85, "refunded": 40, "cash_fen": 150}
    server.caller("T22").get(S01 + "/redemptions").refused(403, "NOT_ALLOWED")
    server.caller("R00001").get(S01 + "/redemptions").refused(403, "NOT_ALLOWED")
    server.verify()


@check("the accountant's table opens in a spreadsheet and runs nothing", fresh=True)
def _(server):
    server.grant("T03", "T04", "T05", "T06", "T21", "R00001").start()
    accountant = server.caller("T06")
    motion = accountant.post(BASE + "/fund/deposits", {
        "fen": 500, "source": "=HYPERLINK(\"http://x\")"}).must(201).json
    server.caller("T05").call("POST", f"{BASE}/motions/{motion['motion']}/signatures", {}).must(200)
    answer = server.caller("T05").get(BASE + "/accounts.csv?month=2021-12-01").must(200)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "accounts-2021-12.csv" in answer.headers["content-disposition"]
    text = answer.body.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "日期" and "\n=" not in text and ",=" not in text
    deposit = next(row for row in rows if row[1] == "入账" and row[6] == "500")
    assert deposit[3].startswith("'=")
    sold = collections.Counter()
    for row in sample_rows("S01", "2021-12"):
        sold[row["redeemed_at"][:10]] += int(row["points"])
    assert {row[0]: int(row[4]) for row in rows if row[1] == "兑换" and row[2] == "S01"} == sold
    english = server.caller("T06", "en").get(BASE + "/accounts.csv?month=2021-12-01").body
    assert english.decode("utf-8-sig").startswith("day,kind,shop")
    lines = accountant.get(BASE + "/accounts?month=2020-08-01").must(200).json["lines"]
    assert [line["fen"] for line in lines if line["kind"] == "deposit"] == [4000000]
    server.caller("T21").get(BASE + "/accounts").refused(403, "NOT_ALLOWED")
    server.caller("R00001").get(BASE + "/accounts.csv").refused(403, "NOT_ALLOWED")


@check("price list and statement come as PDF")
def _(server):
    wait_for_notice(server)
    for path, who in ((S01 + "/price-list.pdf", "R00001"),
                      (S01 + "/statement.pdf?month=2021-10-01", "T21"),
                      (BASE + "/notice.pdf?month=2021-11-01", "T01")):
        answer = server.caller(who).get(path).must(200)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body.startswith(b"%PDF-") and answer.body.rstrip().endswith(b"%%EOF")
    server.caller("T22").get(S01 + "/statement.pdf").refused(403, "NOT_ALLOWED")
    server.caller("R00001").get(BASE + "/shops/S77/price-list.pdf").refused(404, "SHOP_UNKNOWN")
    server.caller().get(S01 + "/price-list.pdf").refused(401, "SESSION_NEEDED")
    server.caller("R00001").get(BASE + "/notice.pdf?month=2021-11-01").refused(403, "NOT_ALLOWED")


@check("the month's notice shows totals, groups and masked names, to everybody")
def _(server):
    wait_for_notice(server)
    notice = server.caller().get(NOTICE).must(200).json
    assert (notice["month"], notice["made_on"]) == ("2021-11-01", "2021-12-17")
    assert notice["objections_until"] == "2022-01-01"
    assert notice["earned"] == notice["issued"] > 0  # entries and roll-up say the same
    assert sum(group["points"] for group in notice["groups"]) == notice["earned"]
    assert sum(group["people"] for group in notice["groups"]) == notice["earners"]
    assert all(group["people"] >= 5 for group in notice["groups"])
    people, after = [], ""
    while after is not None:
        page = server.caller().get(f"{BASE}/notice/people?month=2021-11-30&limit=50{after}").json
        people += page["items"]
        after = page["next"] and "&after=" + page["next"]
    assert all(len(one["name"]) == 2 and one["name"][1] == "*" for one in people)
    points = [one["points"] for one in people]
    assert points != sorted(points) and points != sorted(points, reverse=True)
    minors = notice["earners"] - len(people)
    assert 0 <= minors < notice["earners"] / 4 and sum(points) <= notice["earned"]
    assert (sum(points) == notice["earned"]) == (minors == 0)
    server.caller().get(BASE + "/notice?month=2021-12-01").refused(404, "NOTICE_NONE")
    server.caller().get(BASE + "/notice/people?month=2021-11-01&after=x").refused(
        400, "CURSOR_WRONG")


def wait_for_expiry(server):
    metric = server.caller()
    last, calm = -1, 0
    while calm < 3:
        now = metric.get("/healthz").must(200).json["records"]
        calm = calm + 1 if now == last else 0
        last = now
        time.sleep(0.7)
    return last


@check("what is due expires once, in turns that let others through, and goes on after a kill",
       fresh=True)
def _(server):
    server.grant("T06", "R00001")
    server.run("clock", "real")
    server.start()
    started = time.monotonic()
    slowest = 0.0
    for _ in range(20):
        asked = time.monotonic()
        server.caller("R00001").call("POST", BASE + "/spend-codes", {}).must(201)
        slowest = max(slowest, time.monotonic() - asked)
    assert slowest < 2.0, slowest
    server.stop(signal.SIGKILL)  # in the middle of it, or not: the end is the same
    assert time.monotonic() - started < 60
    server.start()
    wait_for_expiry(server)
    fund = server.caller("T06").get(BASE + "/fund").must(200).json
    assert fund["outstanding_points"] == fund["unsettled_points"]  # nobody has any left
    records = server.caller().get("/healthz").json["records"]
    server.stop()
    server.start()
    assert wait_for_expiry(server) == records
    server.verify()
