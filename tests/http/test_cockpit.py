"""What the big screen reads, held against a plain recount of the sample's sheets, as of many days.
The sample stands at 2021-12-17, 08:00, a Friday."""

import collections
import csv
import datetime
import http.client
import json
import time

from client import SAMPLE, VILLAGE, check

HERE = f"/api/v1/villages/{VILLAGE}"
SCREEN = HERE + "/cockpit"
DAYS = ("2020-08-09", "2020-08-15", "2020-12-31", "2021-01-01", "2021-06-30", "2021-12-13",
        "2021-12-17")


def sheet(name):
    with (SAMPLE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def screen(server, day=None, who="T03"):
    """The snapshot once the tallies have caught up."""
    wanted = server.caller().get("/healthz").must(200).json["records"]
    for _ in range(1200):
        query = f"?on={day}" if day else ""
        seen = server.caller(who).get(SCREEN + query).must(200).json
        if seen["records"] >= wanted:
            return seen
        time.sleep(0.05)
    raise AssertionError(f"the tallies stay at {seen['records']} of {wanted}")


def came_by(day):
    return [row for row in sheet("attendance.csv") if row["checked_in_at"][:10] <= day]


def registered_by(day):
    return {row["resident_no"]: row for row in sheet("residents.csv")
            if row["registered_on"] and row["registered_on"] <= day}


def group_of():
    groups = {row["household_no"]: row["group_no"] for row in sheet("households.csv")}
    return {row["resident_no"]: groups[row["household_no"]] for row in sheet("residents.csv")}


# ---- figures as of a day ----

@check("people, participations and who never earned are those of the sheets, on any day")
def _(server):
    for day in DAYS:
        seen = screen(server, day)
        people, came = registered_by(day), came_by(day)
        never = set(people) - {row["resident_no"] for row in came}
        cards = {no for no, row in people.items() if row["access"] == "card"}
        figures = seen["figures"]
        assert seen["on"] == day and seen["live"] == (day == DAYS[-1]), day
        assert figures["registered"] == len(people), day
        assert figures["participations"] == len(came), day
        if len(people) >= 5:
            assert figures["never"] == len(never), (day, figures)
        else:
            assert figures["never"] is None, day
        if min(len(cards), len(people) - len(cards)) >= 5:
            assert figures["card_people"] == len(cards), day
            assert figures["card_never"] == len(cards & never), day
            assert figures["phone_never"] == len(never - cards), day
        else:
            assert figures["card_people"] is None and figures["phone_people"] is None, day


@check("the villager groups are counted as the sheets have them, on any day")
def _(server):
    groups = group_of()
    for day in DAYS[2:]:
        people, came = registered_by(day), came_by(day)
        for row in screen(server, day)["groups"]:
            own = {no for no in people if groups[no] == row["group"]}
            turns = [r["resident_no"] for r in came if groups[r["resident_no"]] == row["group"]]
            assert row["people"] == len(own) >= 5, (day, row)
            assert row["took_part"] == len(own & set(turns)), (day, row)
            assert row["participations"] == len(turns), (day, row)


@check("rules, weeks and months add up to the whole")
def _(server):
    seen = screen(server)
    rules = {r["activity_no"]: r["rule_code"] for r in sheet("activities.csv")}
    by_rule = collections.Counter(rules[row["activity_no"]] for row in came_by("9999"))
    assert {r["code"]: r["participations"] for r in seen["rules"]} == by_rule
    by_week = collections.Counter()
    for row in came_by("9999"):
        day = datetime.date.fromisoformat(row["checked_in_at"][:10])
        by_week[(day - datetime.timedelta(day.weekday())).isoformat()] += 1
    weeks = {w["from"]: w["participations"] for w in seen["weeks"]}
    assert {monday: n for monday, n in weeks.items() if n} == by_week
    assert len(seen["months"]) == 16 or seen["months"][0]["month"][:7] == seen["first"][:7]
    spent = collections.Counter()
    for row in sheet("redemptions.csv"):
        spent[row["redeemed_at"][:7]] += int(row["points"])
    for month in seen["months"]:
        assert month["redeemed"] == spent[month["month"][:7]], month
    held = sum(row["records"] for row in seen["held"])
    assert 0 < held <= seen["records"]


# ---- who is shown, and to whom ----

@check("the fund counts without what shops were not paid yet: 76 weeks, 2.8 times what is owed")
def _(server):
    figures = screen(server)["figures"]
    redeemed = sum(int(row["points"]) for row in sheet("redemptions.csv"))
    fund = sum(int(row["fen"]) for row in sheet("fund.csv")) - redeemed * 10
    assert figures["reserve_permille"] == round(1000 * fund / figures["liability_fen"]), figures
    assert figures["runway_weeks"] == 76, figures


@check("of single people the screen shows one character of the name and a star")
def _(server):
    for day in DAYS[2:]:
        latest = screen(server, day)["latest"]
        assert len(latest) == 8 and all(row["day"] <= day for row in latest), day
        assert [r["record"] for r in latest] == sorted((r["record"] for r in latest), reverse=True)
        for row in latest:
            assert row["name"] is None or (len(row["name"]) == 2 and row["name"][1] == "*"), row
            assert row["what"], row
            assert (row["points"] < 0) == (row["kind"] == "redeem"), row


@check("residents and strangers do not read the screen")
def _(server):
    server.caller("R00003").get(SCREEN).refused(403, "NOT_ALLOWED")
    server.caller().get(SCREEN).refused(401, "SESSION_NEEDED")
    server.caller("T03").get("/api/v1/villages/330111208205/cockpit").must(403)
    server.caller("T03").get(SCREEN + "?on=yesterday").must(400)


# ---- what changes ----

class Screen:
    """Listens, and holds the snapshot as a page does."""

    def __init__(self, server, last=None, who="T03"):
        self.line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        headers = {"Authorization": "Bearer " + server.caller(who).token}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.line.request("GET", SCREEN + "/stream", headers=headers)
        self.stream = self.line.getresponse()
        assert self.stream.status == 200, self.stream.status
        self.id, self.held = None, None

    def event(self, kind):
        fields = {}
        while True:
            line = self.stream.readline().decode().rstrip("\n")
            if line:
                name, _, value = line.partition(":")
                fields[name] = value.lstrip()
            elif fields.get("event") == kind:
                self.id = int(fields["id"]) if "id" in fields else self.id
                return json.loads(fields["data"])
            else:
                assert "event" not in fields or fields["event"] in ("cockpit", "reset"), fields
                fields = {}

    def apply(self, delta):
        for name, value in delta.items():
            if name == "figures":
                self.held["figures"].update(value)
            elif name == "set":
                for of, rows in value.items():
                    named = {str(next(iter(row.values()))): row for row in self.held[of]}
                    named.update({str(next(iter(row.values()))): row for row in rows})
                    self.held[of] = list(named.values())
            elif name == "gone":
                for of, names in value.items():
                    self.held[of] = [row for row in self.held[of]
                                     if str(next(iter(row.values()))) not in names]
            else:
                self.held[name] = value

    def same(self, snapshot):
        def plain(value):
            return {name: sorted(rows, key=str) if isinstance(rows, list) else rows
                    for name, rows in value.items()}
        return plain(self.held) == plain(snapshot)

    def close(self):
        self.line.close()


@check("a screen that holds the snapshot and takes the changes shows what is so", fresh=True)
def _(server):
    server.grant("T03", "R00002").start()
    first = screen(server)
    before = first["figures"]["redemptions"]
    wall = Screen(server)
    wall.event("reset")
    wall.held = first
    resident = server.caller("R00002")
    for shop, count in (("S01", 1), ("S02", 2)):
        goods_of = server.caller().get(f"{HERE}/shops/{shop}/goods").must(200).json["items"]
        price = min(goods_of, key=lambda each: each["points"])
        began = time.monotonic()
        body = {"goods": price["goods"], "points": price["points"], "quantity": 1}
        resident.post(f"{HERE}/shops/{shop}/redemptions", body).must(201)
        delta = wall.event("cockpit")
        assert time.monotonic() - began < 3
        assert delta["figures"]["redemptions"] == before + count
        assert set(delta) <= {"figures", "set", "gone", "records"}, delta
        [newest] = delta["set"]["latest"]
        assert newest["points"] == -price["points"] and newest["at"], newest
        assert len(delta["set"]["months"]) == 1 and "weeks" not in delta["set"]
        wall.apply(delta)
        assert wall.same(screen(server)), (wall.held, screen(server))
    late = Screen(server, wall.id - 1)  # its line broke before the last change
    assert late.event("cockpit") == delta and late.id == wall.id
    late.close()
    wall.close()
    server.caller().get(SCREEN + "/stream").refused(401, "SESSION_NEEDED")
    server.verify()
