"""A fund that is empty: work is noted, nothing is promised, and it is paid when there is money."""

from client import check
from test_week import monday_first_run, monday_people, monday_roster
from week import V, Week


@check("work that met an empty fund waits in a list, and is given its points once there is money",
       fresh=True)
def _(server):
    week = Week(server.binary)
    try:
        monday_first_run(week)
        monday_roster(week)
        week.motion("T10", "/fund/deposits", {"fen": 6000, "source": "村集体经济收益"}, "T06")
        monday_people(week, wechat_too=False)  # 11 welcomes of 50: 550 of the 600 points
        one = week.activity("R01", "T04", "LAB-01", "挖沟")
        stays = [week.by_hand("R01", one, number, "06:00", "08:00") for number in ("R04", "R06")]
        week.post("R01", one + "/report", {"report": "挖通了"})
        answers = week.post("T02", V + "/stays/approve", {
            "stays": [{"stay": stay} for stay in stays]})["items"]
        given = [a["receipt"]["granted"] for a in answers]
        assert given == [0, 0] and all(a["receipt"]["reason"] for a in answers), answers
        week.seen(max(a["receipt"]["record"] for a in answers))
        week.balances({"R04": 50, "R06": 50})
        assert week.get(None, V + "/report")["awards_unfunded"] == 2
        waiting = week.get("T10", V + "/unfunded")["items"]
        assert [item["points"] for item in waiting] == [80, 80], waiting
        week.get("R04", V + "/unfunded", 403)
        records = {"records": [{"record": item["record"]} for item in waiting]}
        again = week.post("T03", V + "/unfunded/award", records)["items"]
        assert {a["code"] for a in again} == {"FUND_EXHAUSTED"}, again
        week.motion("T10", "/fund/deposits", {"fen": 5000, "source": "企业捐赠"}, "T05")
        week.refused("R04", V + "/unfunded/award", records, 403, "NOT_ALLOWED")
        for official in ("T03", "T02"):
            done = week.post(official, V + "/unfunded/award", records)["items"]
            assert [a["receipt"]["granted"] for a in done] == [80, 80], done
        week.seen(max(a["receipt"]["record"] for a in done if a["receipt"]))
        week.balances({"R04": 50 + 80, "R06": 50 + 80})
        assert week.get("T10", V + "/unfunded")["items"] == []
        week.server.verify()
    finally:
        week.server.close()
