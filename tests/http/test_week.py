"""A whole week of a new village, by HTTP alone: from the first run on Monday morning, with every
role, on line and off, to the books verified on Sunday evening. Each evening everybody must have
the points that are reckoned here by hand.

    T01 admin           T06 oversight board    T10 accountant   T13 keeper of S01
    T02, T03 social     T07, T08, T09          T11 town         T14 keeper of S02
    workers             reviewers              T12 auditor      T04, T05 cadres

    R01 leads, H01       R05 logs in by WeChat, H04      R09 leaves no trace in the end, H06
    R02 R01's child, 9   R06 of H04, moves out           R10 has an honour to claim, H07
    R03 elder, a card    R07 old, a card, H05            R11 wants none of it, H07
    R04 helps R03, H03   R08 R07's child, H05            W01 rents here, and joins
"""

import re

from client import check
from peer import Gateway
from test_residents_login import wechat, with_wechat
from week import CODE, V, Week
from week_friday import friday
from week_thursday import thursday
from week_tuesday import tuesday
from week_wednesday import wednesday
from week_weekend import monday_after, saturday, sunday

STAFF = [("T02", "社工一", "social_worker", ""), ("T03", "社工二", "social_worker", ""),
         ("T04", "书记", "cadre", ""), ("T05", "主任", "cadre", ""),
         ("T06", "监督", "oversight", ""),
         ("T07", "评议一", "reviewer", ""), ("T08", "评议二", "reviewer", ""),
         ("T09", "评议三", "reviewer", ""), ("T10", "会计", "accountant", ""),
         ("T11", "镇里", "town", ""), ("T12", "审计", "auditor", ""),
         ("T13", "店主一", "shopkeeper", "S01"), ("T14", "店主二", "shopkeeper", "S02")]
HOUSEHOLDS = ["H01,一组,1号", "H02,一组,2号", "H03,一组,3号", "H04,二组,4号", "H05,二组,5号",
              "H06,二组,6号", "H07,二组,7号"]
ROSTER = ["R01,H01,子,1980-01-01,13900000001,phone,", "R02,H01,丑,2016-02-02,,phone,",
          "R03,H02,寅,1945-03-03,,card,", "R04,H03,卯,1985-04-04,13900000004,phone,",
          "R05,H04,辰,1990-05-05,13900000005,phone,", "R06,H04,巳,1992-06-06,13900000006,phone,",
          "R07,H05,午,1940-07-07,,card,", "R08,H05,未,1975-08-08,13900000008,phone,",
          "R09,H06,申,1988-09-09,13900000009,phone,", "R10,H07,酉,1970-10-10,13900000010,phone,",
          "R11,H07,亥,1972-11-11,13900000011,phone,"]


def monday_first_run(week):
    """The terminal shows a code; the first official makes the village, names the staff."""
    week.server.run("clock", "2025-07-28")
    week.day = "2025-07-28"
    week.server.start()
    line = week.server.process.stdout.readline()
    setup = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", line).group(0)
    done = week.server.caller().call("POST", "/api/v1/first-run", {
        "setup_code": setup, "village": CODE, "name": "新村", "town": "某镇", "district": "某区",
        "points_per_yuan": 10, "official_number": "T01", "official_name": "甲",
        "staff": [{"number": number, "name": name, "role": role, **({"shop": shop} if shop else {})}
                  for number, name, role, shop in STAFF]}).must(201).json
    week.enrolled("T01", done["enrolment_code"])
    for one in done["staff"]:
        week.enrolled(one["number"], one["enrolment_code"])


def handed_in(week, name, header, rows):
    text = "\n".join([header, *rows]) + "\n"
    week.who("T01").call("PUT", f"{V}/roster-files/{name}", raw=text.encode(),
                         headers={"Content-Type": "text/csv"}).must(204)


def monday_roster(week):
    """The roster comes in as two files; a fault is shown by line and column, and mended."""
    files = V + "/roster-files"
    header = "resident_no,household_no,name,birth_date,phone,access,registered_on"
    handed_in(week, "households.csv", "household_no,group_no,address", HOUSEHOLDS)
    handed_in(week, "residents.csv", header, [*ROSTER[:-1], ROSTER[-1].replace("1972", "1972年")])
    seen = week.post("T01", files + "/preview")
    [fault] = [item for item in seen["items"] if not item["warning"]]
    assert (fault["line"], fault["column"], seen["stored"]) == (12, "birth_date", False), seen
    handed_in(week, "residents.csv", header, ROSTER)
    seen = week.post("T01", files + "/preview")
    assert (seen["faults"], seen["records"], seen["stored"]) == (0, 18, False), seen
    assert week.post("T04", files + "/import")["stored"]


def monday_money(week):
    """5,000 yuan come into the fund, by two people; two shops open."""
    week.motion("T10", "/fund/deposits", {"fen": 500000, "source": "村集体经济收益"}, "T06")
    week.motion("T02", "/shops", {"shop": "S01", "name": "便民超市"}, "T04")
    week.motion("T04", "/shops", {"shop": "S02", "name": "溪边小店"}, "T05")
    assert week.get(None, V + "/fund")["fund_fen"] == 500000


def by_wechat(week):
    """R05's account is bound by one code on the phone, and from then on logs in alone."""
    ask = week.server.caller().post
    bind = ask("/api/v1/sessions", {"wechat": "good"}).must(200).json["bind"]
    week.by_phone("R05", "13900000005", bind=bind)
    done = ask("/api/v1/sessions", {"wechat": "good"}).must(201).json
    assert (done["way"], done["person"]) == ("wechat", week.person("R05"))
    week.tokens["R05"] = done["token"]


def monday_people(week, wechat_too=True):
    """By phone, at the door, a child by its guardian, somebody from outside; one declines."""
    for number in ("R01", "R04", "R05", "R06", "R08", "R09", "R10"):
        if number == "R05" and wechat_too:
            by_wechat(week)
        else:
            week.by_phone(number, f"139000000{number[1:]}")
        week.post(number, V + "/registration", {}, 201)
    for number in ("R03", "R07"):
        week.post("T02", f"{V}/residents/{week.person(number)}/registration",
                  {"access": "card", "document_seen": True}, 201)
    tie = week.post("R01", V + "/ties", {"person": {"number": "R02", "name": "丑"},
                                         "kind": "guardian"}, 201)["tie"]
    week.refused("R01", f"{V}/residents/{week.person('R02')}/registration", {"access": "phone"},
                 403, "NOT_ALLOWED")
    week.post("R01", f"{V}/ties/{tie}/agreement", {})
    week.post("T02", f"{V}/ties/{tie}/agreement", {})
    week.post("R01", f"{V}/residents/{week.person('R02')}/registration", {"access": "phone"}, 201)
    week.matter("T02", "T03", "enter", number="W01", name="戌", birth_day="1995-12-12",
                phone="13900000012", access="phone", reason="租住在村里，想参加志愿活动")
    week.by_phone("W01", "13900000012")
    week.post("T03", f"{V}/residents/{week.person('R11')}/visits", {"result": "declined"})
    people = [week.person(number) for number in MONDAY]
    for official, step in (("T02", "proposed"), ("T03", "awarded")):
        steps = week.post(official, V + "/welcomes", {"people": people}, 200)["items"]
        assert {s["step"] for s in steps} == {step}, steps
    week.seen(max(s["receipt"]["record"] for s in steps))


# REG-01 with a phone, REG-02 with a card: 50 each, once.
MONDAY = {"R01": 50, "R02": 50, "R03": 50, "R04": 50, "R05": 50, "R06": 50, "R07": 50, "R08": 50,
          "R09": 50, "R10": 50, "W01": 50}


@check("a village works a whole week; each evening everybody has the points reckoned by hand",
       fresh=True)
def _(server):
    week, peer = Week(server.binary), Gateway(wechat)
    try:
        with_wechat(week.server, peer.url)
        week.server.settings += ["--public-url", "https://sanbao.example"]
        monday_first_run(week)
        monday_roster(week)
        monday_money(week)
        monday_people(week)
        week.balances(MONDAY)
        tuesday(week)
        wednesday(week)
        thursday(week)
        friday(week)
        saturday(week)
        sunday(week)
        monday_after(week)
    finally:
        week.server.close()
        peer.close()
