"""Friday, the first of August: July is settled with the shop, by two signatures and past a stop of
the board; the town hears the appeal; the new rule holds; papers, exports and the board's desk."""

import csv
import io
import zipfile

import week_thursday
import week_wednesday
from week import V, wait_until
from week_thursday import THURSDAY
from week_wednesday import SHOP

# W01 ENV-01 by its second version: 1 h x 50 = 50. Nothing else moves.
FRIDAY = {**THURSDAY, "W01": 90 + 50}
# What S01 took in July: 115 points on Wednesday, 35 on Thursday; ten points are a yuan.
JULY, JULY_FEN = week_wednesday.TAKEN + week_thursday.TAKEN, 1500
# Given in July: 11 welcomes of 50, Tuesday's 320 + 20 and the two panels' 300, three courses of 30.
GIVEN = 11 * 50 + 320 + 20 + 300 + 3 * 30


def settlement(week):
    assert JULY == 150 and GIVEN == 1280
    terms = week.get(None, V + "/spending-terms")
    week.motion("T04", "/spending-terms", {**terms, "two_fen": 1000}, "T05")
    statement = week.get("T13", SHOP + "/statement?month=2025-07-01")
    assert (statement["points"], statement["refunded"], statement["fen"]) == (
        JULY, 50, JULY_FEN), statement
    payment = week.post("T10", SHOP + "/payments", {"month": "2025-07-01"}, 201)
    assert (payment["fen"], payment["needed"]) == (JULY_FEN, 2), payment
    at = f"{V}/motions/{payment['motion']}"
    assert week.post("T04", at + "/signatures", {})["state"] == "open"
    week.refused("T04", at + "/signatures", {}, 409, "MOTION_SIGNED")
    week.post("T06", at + "/stops", {"reason": "先看票据"})
    week.refused("T05", at + "/signatures", {}, 409, "MOTION_STATE")
    week.post("T06", at + "/lifts", {"reason": "票据齐了"})
    assert week.post("T05", at + "/signatures", {})["state"] == "done"
    assert week.get("T13", SHOP + "/totals")["unsettled"] == 0
    typo = week.post("T10", V + "/fund/deposits", {"fen": 50000000, "source": "多打两个零"}, 201)
    at = f"{V}/motions/{typo['motion']}"
    assert week.post("T10", at + "/withdrawals", {"reason": "打错了"})["state"] == "withdrawn"
    week.refused("T06", at + "/signatures", {}, 409, "MOTION_STATE")
    week.refused("T10", SHOP + "/payments", {"month": "2025-07-01"}, 409, "PAYMENT_NOTHING")
    sheet = week.who("T10").get(V + "/accounts.csv?month=2025-07-01").must(200)
    rows = list(csv.DictReader(io.StringIO(sheet.body.decode("utf-8-sig"))))
    assert len(rows) >= 3, rows


def appeal(week):
    """R10 brings the year's certificate; the town does not uphold the objection."""
    week.post("R10", week.notice + "/appeals", {"text": "附上今年的证书"}, 201)
    week.refused("T08", week.notice + "/decision", {"upheld": True, "word": "维持"}, 403,
                 "OBJECTION_JUDGE")
    week.post("T11", week.notice + "/decision", {"upheld": False, "word": "是今年的证书"}, 201)
    assert {n["state"] for n in week.get(None, V + "/award-notices")["items"]} == {
        "notice", "final"}


def new_rule(week):
    one = week.activity("R06", "T05", "ENV-01", "清扫停车场")
    stay = week.by_hand("R06", one, "W01", "06:00", "07:00")
    week.photo("R06", one)
    week.post("R06", one + "/report", {"report": "扫干净了"})
    assert week.approved("T03", stay) == 50


def public_notice(week):
    """The month's sums, for everybody; names are masked, and groups of fewer than five are one."""
    path = V + "/notice?month=2025-07-01"
    wait_until(lambda: week.server.caller().get(path).status == 200)
    notice = week.get(None, path)
    assert (notice["activities"], notice["redeemed"], notice["issued"]) == (2, JULY, GIVEN), notice
    week.get(None, V + "/notice/people?month=2025-07-01", 200, without=["R05", "13900000005"])


def papers(week):
    for who, path in (("T02", V + "/poster.pdf?size=a3"), ("T02", V + "/slips.pdf"),
                      ("R01", V + "/me/slip.pdf"), ("T02", V + "/years.pdf?year=2025"),
                      ("R04", f"{V}/residents/{week.person('R03')}/slip.pdf"),
                      ("T13", SHOP + "/statement.pdf?month=2025-07-01"),
                      ("T06", V + "/notice.pdf?month=2025-07-01"), ("R01", V + "/me/year.pdf"),
                      ("R01", SHOP + "/price-list.pdf")):
        paper = week.who(who).get(path).must(200)
        assert paper.body.startswith(b"%PDF-"), path


def export(week):
    """All that is held about R05, and nothing about anybody else."""
    files = zipfile.ZipFile(io.BytesIO(
        week.who("R05").get("/api/v1/me/export").must(200).body))
    told = "".join(files.read(name).decode("utf-8", "replace") for name in files.namelist()
                   if name.endswith(".csv"))
    for own in ("灶台和电线", "茶园修剪培训", "13900000005"):
        assert own in told, own
    for other in ("13900000004", "最美家庭", "米有虫"):
        assert other not in told, other
    looks = week.get("R05", "/api/v1/me/looks")["items"]
    assert "award" in {look["purpose"] for look in looks}, looks


def friday(week):
    week.morning("2025-08-01")
    settlement(week)
    appeal(week)
    new_rule(week)
    public_notice(week)
    papers(week)
    export(week)
    week.balances(FRIDAY)
