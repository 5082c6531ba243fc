#!/usr/bin/env python3
"""village_year.py - what a village's folder comes to, by the rules of points alone.

An independent reading: it shares no code and no data format with the program. It knows the rules
(README.md beside it states them as it reads them), plain lists and whole numbers, and nothing else.

    village_year.py FOLDER [--on DATE]            the figures, as expected.json
    village_year.py FOLDER [--on DATE] --balances the balances, as expected_balances.csv
    village_year.py FOLDER --faults               rows that the rules refuse: file,line,column,code
    village_year.py FOLDER --check                compares with every expected* file in the folder
A row that is refused is left out, and the figures are those of the rest (`import --keep-good`).

Exit: 0 done and equal, 1 a difference or a fault, 2 wrong use.
"""
import csv
import io
import json
import pathlib
import re
import sys
from datetime import date, datetime, time, timedelta, timezone

ZONES = {"Asia/Shanghai": timezone(timedelta(hours=8))}
FUND, REGISTRATION, ATTENDANCE, REDEMPTION = range(4)  # the order within one instant
WHO_APPROVES = {
    "social_worker": "social_worker", "activity_leader": "social_worker",
    "group_leader": "social_worker", "review_panel": "reviewer", "oversight_board": "oversight",
}


class Refused(Exception):
    """A row against the rules: the column whose value is refused, and the code of the refusal."""


def rows(folder, name):
    """The rows of a file, each with its line number; an absent file has none."""
    path = folder / name
    if not path.exists():
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return [dict(row, line=reader.line_num) for row in reader]


def period_keys(day):
    """The five periods that a day lies in, by the name of their cap."""
    return {
        "cap_day": (day.year, day.month, day.day),
        "cap_month": (day.year, day.month),
        "cap_quarter": (day.year, (day.month - 1) // 3),
        "cap_year": (day.year,),
        "cap_total": (),
    }


class Village:
    def __init__(self, folder):
        self.about = json.loads((folder / "village.json").read_text(encoding="utf-8"))
        self.zone = ZONES[self.about["timezone"]]
        self.starts_on = date.fromisoformat(self.about["starts_on"])
        self.ends_on = date.fromisoformat(self.about["ends_on"])
        self.households = rows(folder, "households.csv")
        self.residents = {row["resident_no"]: row for row in rows(folder, "residents.csv")}
        self.staff = rows(folder, "staff.csv")
        self.rules = {row["code"]: row for row in rows(folder, "rules.csv")}
        self.activities = {row["activity_no"]: row for row in rows(folder, "activities.csv")}
        self.shops = rows(folder, "shops.csv")
        self.timeline = self.timeline_read(folder)

        self.balance = {}       # resident_no -> points, of the registered
        self.granted_sum = {}   # (rule code, subject, cap, period) -> points granted so far
        self.once_done = set()  # (rule code, subject)
        self.stays = set()      # (activity, resident, check-in)
        self.vouchers = set()
        self.fund_fen = None    # None: no deposit yet, the fund is not asked
        self.faults = []        # (file, line, column, code)
        self.issued = {}        # rule code -> points, of every rule with an award
        self.shop_points = {}
        self.participants = set()
        self.participations = self.capped = self.unfunded = self.saving_fen = 0
        self.redemptions = self.redeemed = 0

    # --- the one timeline over all files --------------------------------------------------------

    def timeline_read(self, folder):
        """All that happens, by instant; at one instant by kind; then by row."""
        events = []

        def add(instant, kind, file, row):
            events.append((instant, kind, len(events), file, row))

        for row in rows(folder, "fund.csv"):
            add(self.midnight(row["paid_on"]), FUND, "fund.csv", row)
        for row in self.residents.values():
            if row["registered_on"]:
                add(self.midnight(row["registered_on"]), REGISTRATION, "residents.csv", row)
        for row in rows(folder, "attendance.csv"):
            add(datetime.fromisoformat(row["checked_in_at"]), ATTENDANCE, "attendance.csv", row)
        for row in rows(folder, "redemptions.csv"):
            add(datetime.fromisoformat(row["redeemed_at"]), REDEMPTION, "redemptions.csv", row)
        return sorted(events, key=lambda event: event[:3])

    def midnight(self, text):
        return datetime.combine(date.fromisoformat(text), time(), self.zone)

    def local_day(self, instant):
        return instant.astimezone(self.zone).date()

    def run(self, until):
        does = {FUND: self.fund, REGISTRATION: self.registration, ATTENDANCE: self.attendance,
                REDEMPTION: self.redemption}
        for instant, kind, _, file, row in self.timeline:
            day = self.local_day(instant)
            if day > until:
                break
            try:
                does[kind](instant, day, row)
            except Refused as refused:
                self.faults.append((file, row["line"], *refused.args))
                if kind == REGISTRATION:  # The row is left out whole: the person, too.
                    del self.residents[row["resident_no"]]

    # --- what can happen ------------------------------------------------------------------------

    def fund(self, _instant, _day, row):
        self.fund_fen = (self.fund_fen or 0) + int(row["fen"])

    def registration(self, _instant, day, row):
        self.day_check(day, "registered_on")
        rule = self.rules["REG-01" if row["access"] == "phone" else "REG-02"]
        self.two_eyes(rule, None)
        if not self.fund_has_room(int(rule["points"])):
            raise Refused("registered_on", "FUND_EXHAUSTED")
        self.balance[row["resident_no"]] = 0
        granted, capped = self.award(rule, row["resident_no"], day, int(rule["points"]))
        self.balance[row["resident_no"]] += granted
        self.capped += capped

    def attendance(self, checked_in, day, row):
        resident = row["resident_no"]
        activity = self.activities[row["activity_no"]]
        rule = self.rules[activity["rule_code"]]
        self.day_check(day, "checked_in_at")
        self.registered_check(resident, day, "checked_in_at")
        minutes = self.minutes_inside(activity, checked_in, row)
        stay = (row["activity_no"], resident, checked_in)
        if stay in self.stays:
            raise Refused("checked_in_at", "ATTENDANCE_EXISTS")
        self.two_eyes(rule, (activity["leader_no"], resident))

        half_hours = minutes // 30
        points = int(rule["points"])
        computed = points * half_hours // 2 if rule["unit"] == "hour" else points
        granted, capped = self.award(rule, resident, day, computed, attended=True)
        self.stays.add(stay)
        self.balance[resident] += granted
        self.capped += capped
        self.participations += 1
        self.participants.add(resident)
        self.saving_fen += int(rule["saving_fen_per_hour"]) * half_hours // 2

    def redemption(self, _instant, day, row):
        resident, points = row["resident_no"], int(row["points"])
        self.day_check(day, "redeemed_at")
        self.registered_check(resident, day, "redeemed_at")
        if row["redemption_no"] in self.vouchers:
            raise Refused("redemption_no", "ID_TAKEN")
        if self.balance[resident] < points:
            raise Refused("points", "NOT_ENOUGH_POINTS")
        self.vouchers.add(row["redemption_no"])
        self.balance[resident] -= points
        self.redemptions += 1
        self.redeemed += points
        self.shop_points[row["shop_no"]] = self.shop_points.get(row["shop_no"], 0) + points

    # --- the rules ------------------------------------------------------------------------------

    def day_check(self, day, column):
        if day < self.starts_on:
            raise Refused(column, "IMPORT_BEFORE_START")
        if day > self.ends_on:
            raise Refused(column, "IMPORT_AFTER_END")

    def registered_check(self, resident, day, column):
        if resident in self.balance:
            return
        registered_on = self.residents[resident]["registered_on"]
        if registered_on and date.fromisoformat(registered_on) > day:
            raise Refused(column, "BEFORE_REGISTRATION")
        raise Refused("resident_no", "NOT_REGISTERED")

    @staticmethod
    def minutes_inside(activity, checked_in, row):
        """Whole minutes of the stay that lie in the activity's window; at least one."""
        checked_out = datetime.fromisoformat(row["checked_out_at"])
        if checked_out < checked_in:
            raise Refused("checked_out_at", "ATTENDANCE_TIMES")
        begin = max(checked_in, datetime.fromisoformat(activity["starts_at"]))
        end = min(checked_out, datetime.fromisoformat(activity["ends_at"]))
        if end - begin < timedelta(minutes=1):
            raise Refused("checked_in_at", "ATTENDANCE_OUTSIDE")
        return (end - begin) // timedelta(minutes=1)

    def two_eyes(self, rule, leader_and_earner):
        """Finds who proposes and who approves; a registration has no leader."""
        if rule["approver"] == "system":
            if int(rule["points"]) > 5 or rule["evidence"] != "log":
                raise Refused("activity_no", "SYSTEM_RULE_LIMIT")
            return
        column = "activity_no" if leader_and_earner else "registered_on"
        workers = self.staff_with("social_worker")
        if leader_and_earner and leader_and_earner[0] != leader_and_earner[1]:
            proposer = leader_and_earner[0]
        elif len(workers) >= 2:
            proposer = workers[1]
        else:
            raise Refused(column, "IMPORT_ROLE_MISSING")
        # Staff are no residents, so none of them is of the earner's household.
        approvers = self.staff_with(WHO_APPROVES[rule["approver"]])
        if not any(staff_no != proposer for staff_no in approvers):
            raise Refused(column, "IMPORT_ROLE_MISSING")

    def staff_with(self, role):
        return [row["staff_no"] for row in self.staff
                if role in re.split(r"[^a-z_]+", row["roles"])]

    def award(self, rule, resident, day, computed, attended=False):
        """What is granted of the points computed, and whether a cap cut them."""
        household = rule["cap_scope"] == "household"
        subject = self.residents[resident]["household_no"] if household else resident
        once_key = ("REG" if rule["code"] in ("REG-01", "REG-02") else rule["code"], subject)
        if rule["unit"] == "once" and once_key in self.once_done:
            raise Refused("activity_no" if attended else "registered_on", "ONCE_ONLY")
        sums = [(rule["code"], subject, cap, key) for cap, key in period_keys(day).items()]
        granted = computed
        for key in sums:
            cap = int(rule[key[2]])
            if cap > 0:
                granted = min(granted, cap - self.granted_sum.get(key, 0))
        capped = granted < computed
        if attended and not self.fund_has_room(granted):
            granted, capped = 0, False
            self.unfunded += 1
        for key in sums:
            self.granted_sum[key] = self.granted_sum.get(key, 0) + granted
        self.once_done.add(once_key)
        self.issued[rule["code"]] = self.issued.get(rule["code"], 0) + granted
        return granted, capped

    def fund_has_room(self, points):
        """No settlement in the files: what residents and shops hold is all that was ever issued."""
        if self.fund_fen is None or points == 0:
            return True
        owed_points = sum(self.balance.values()) + self.redeemed + points
        owed_fen = -(-owed_points * 100 // self.about["points_per_yuan"])
        return owed_fen <= self.fund_fen

    # --- what is reported -----------------------------------------------------------------------

    def figures(self, until):
        begun = until >= self.starts_on
        registered = [row for row in self.residents.values() if row["resident_no"] in self.balance]
        residents = len(self.residents) if begun else 0
        tenths = (len(registered) * 2000 + residents) // (residents * 2) if residents else 0
        figures = {
            "village": self.about["name"],
            "residents": residents,
            "households": len(self.households) if begun else 0,
            "registered": len(registered),
            "coverage_percent": tenths / 10,
            "activities": sum(self.local_day(datetime.fromisoformat(row["starts_at"])) <= until
                              for row in self.activities.values()),
            "participations": self.participations,
            "participants": len(self.participants),
            "points_issued": sum(self.issued.values()),
            "points_by_rule": dict(sorted(self.issued.items())),
            "awards_capped": self.capped,
            "awards_unfunded": self.unfunded,
            "redemptions": self.redemptions,
            "points_redeemed": self.redeemed,
            "points_outstanding": sum(self.issued.values()) - self.redeemed,
            "saving_fen": self.saving_fen,
            "card_users_registered": sum(row["access"] == "card" for row in registered),
            "shop_points": {row["shop_no"]: self.shop_points.get(row["shop_no"], 0)
                            for row in sorted(self.shops, key=lambda shop: shop["shop_no"])
                            if begun},
        }
        if self.unfunded == 0:
            del figures["awards_unfunded"]
        return json.dumps(figures, ensure_ascii=False, indent=1)

    def balances(self):
        return table(("resident_no", "balance"), sorted(self.balance.items()))


def table(header, lines):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return text.getvalue()


def village_on(folder, until):
    village = Village(folder)
    village.run(until)
    return village


def faults_table(village):
    return table(("file", "line", "column", "code"), sorted(village.faults))


def check(folder):
    """Compares with every expected* file in the folder, as TAP; counts those that differ."""
    wrong = 0
    paths = sorted(folder.glob("expected*"))
    print(f"1..{len(paths)}")
    for number, path in enumerate(paths, start=1):
        day = re.search(r"_on_(\d{4}-\d\d-\d\d)", path.name)
        village = village_on(folder, date.fromisoformat(day[1]) if day else date.max)
        if "balances" in path.name:
            found = village.balances()
        elif "faults" in path.name:
            found = faults_table(village)
        else:
            found = village.figures(date.fromisoformat(day[1]) if day else date.max)
        same = found.strip() == path.read_text(encoding="utf-8").strip()
        if village.faults and not re.search("faults|keep_good", path.name):
            same = False
            print("# " + faults_table(village).replace("\n", "\n# "))
        print(f"{'ok' if same else 'not ok'} {number} - {path.name} follows from the rules")
        wrong += not same
    return wrong


def main(arguments):
    until = date.max
    if "--on" in arguments:
        at = arguments.index("--on")
        until = date.fromisoformat(arguments[at + 1])
        del arguments[at:at + 2]
    options = {argument for argument in arguments if argument.startswith("--")}
    names = [argument for argument in arguments if not argument.startswith("--")]
    if len(names) != 1 or options - {"--balances", "--faults", "--check"}:
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(names[0])
    if "--check" in options:
        return 1 if check(folder) else 0
    village = village_on(folder, until)
    if "--faults" in options:
        print(faults_table(village), end="")
    elif "--balances" in options:
        print(village.balances(), end="")
    else:
        print(village.figures(until))
    return 1 if village.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
