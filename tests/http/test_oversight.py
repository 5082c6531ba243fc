"""The oversight board's desk. The sample stands at 2021-12-17, 08:00, a Friday."""

import contextlib
import csv
import hashlib
import io
import pathlib
import shutil
import sqlite3
import tempfile
import time
import zipfile

from client import ROOT, SAMPLE, VILLAGE, Server, check

OTHER = "330111208205"
HERE = f"/api/v1/villages/{VILLAGE}"
DESK = HERE + "/oversight"


def wait(server, who="T05", records=0):
    """The run is over, and has seen so many records."""
    for _ in range(600):
        run = server.caller(who).get(DESK + "/run").must(200).json
        if run["at"] and not run["busy"] and run["records"] >= records:
            return run
        time.sleep(0.05)
    raise AssertionError("the run does not end")


def run_again(server):
    server.caller("T05").call("POST", DESK + "/runs", {}).must(202)
    return wait(server)


def signals(server, query="", who="T05"):
    return server.caller(who).get(DESK + "/signals?limit=200" + query).must(200).json["items"]


def sheet(name):
    with (SAMPLE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


# ---- the sample's ordinary year ----

@check("an ordinary year gives no signal, and shows who is left out")
def _(server):
    run = wait(server)
    assert run["open"] == 0 and signals(server) == [] and signals(server, "&state=gone") == []
    totals = server.caller().get(DESK + "/totals").must(200).json
    registered = [r["resident_no"] for r in sheet("residents.csv") if r["registered_on"]]
    assert totals["registered"] == len(registered) == 1151
    groups = server.caller("T03").get(DESK + "/groups").must(200).json
    for table in ("groups", "ages"):
        assert sum(g["registered"] for g in groups[table]) == 1151, table
        assert sum(g["never_earned"] for g in groups[table]) == totals["never_earned"], table
        assert all(g["registered"] >= 5 for g in groups[table]), table
    came = {r["resident_no"] for r in sheet("attendance.csv")}
    never = len(set(registered) - came)
    assert 0 <= totals["never_earned"] - never <= 5, "some came and got 0 points"
    assert totals["never_earned_permille"] == round(1000 * totals["never_earned"] / 1151)
    assert [g["name"] for g in groups["ages"]] == [
        "0-13", "14-17", "18-35", "36-59", "60-79", "80-"]


@check("the rules are everybody's to read, with a reason for each number, in both languages")
def _(server):
    answer = server.caller().get(DESK + "/rules").must(200, "同一时间在两处", "搭把手").json
    assert len(answer["rules"]) == 10 and all(limit["why"] for limit in answer["limits"])
    server.caller(language="en").get(DESK + "/rules").must(
        200, "in two places at once", "a helping hand", without=["搭把手"])
    for rule in answer["rules"]:
        assert "%" not in rule["rule"] and rule["rule"].endswith("。"), rule


WHO = [  # method, path, those who may (of the sample's staff), everybody else is refused
    ("GET", "/signals", {"T05", "T10"}),
    ("GET", "/signals/" + "0" * 32, {"T05", "T10"}),
    ("POST", "/signals/" + "0" * 32 + "/takes", {"T05"}),
    ("POST", "/signals/" + "0" * 32 + "/findings", {"T05"}),
    ("GET", "/checks", {"T05", "T10"}),
    ("GET", "/checks/1", {"T05", "T10"}),
    ("POST", "/checks/1/results", {"T05"}),
    ("GET", "/groups", {"T01", "T02", "T03", "T04", "T05", "T10"}),
    ("GET", "/run", {"T05", "T10"}),
    ("POST", "/runs", {"T05"}),
]
BODIES = {"takes": {}, "runs": {}, "findings": {"answer": "explained", "text": "x"},
          "results": {"result": "good", "asked_person": True}}


@check("who may: the board and the town read, the board alone answers, others see totals")
def _(server):
    for method, path, allowed in WHO:
        body = BODIES.get(path.split("/")[-1]) if method == "POST" else None
        for who in ("T01", "T03", "T05", "T06", "T07", "T10", "T11", "T12", "T21", "R00001"):
            answer = server.caller(who).call(method, DESK + path, body)
            assert (answer.status != 403) == (who in allowed), (method, path, who, answer)
        server.caller().call(method, DESK + path, body).refused(401, "SESSION_NEEDED")
        elsewhere = DESK.replace(VILLAGE, "330109102999") + path
        assert server.caller("T05").call(method, elsewhere, body).status in (403, 404)
    for path in ("/totals", "/rules", "/draws"):
        server.caller().get(DESK + path).must(200)


# ---- random checks ----

def lots(label, root, code, count, total):
    """The drawing of docs/oversight.md, written from the page."""
    def numbers():
        block = 0
        while True:
            digest = hashlib.sha256(label + root + hashlib.sha256(code).digest()[:16]
                                    + block.to_bytes(8, "big")).digest()
            block += 1
            for i in range(0, 32, 8):
                yield int.from_bytes(digest[i:i + 8], "big")
    stream, places, drawn = numbers(), list(range(total)), []
    for k in range(count):
        m = total - k
        r = next(stream)
        while r >= 2 ** 64 - 2 ** 64 % m:
            r = next(stream)
        j = k + r % m
        drawn.append(places[j])
        places[j] = places[k]
    return drawn


@check("a week's random checks can be drawn again by anybody who has the log")
def _(server):
    wait(server)
    [draw] = server.caller().get(DESK + "/draws").must(200).json["items"]
    assert draw["week"] == "2021-12-13" and draw["drawn"] == 40
    with contextlib.closing(sqlite3.connect(server.data + "/people.db")) as people, \
            contextlib.closing(sqlite3.connect(server.data + "/books.db")) as books:
        shown = [r[0] for r in people.execute("SELECT record FROM oversight_spot ORDER BY rowid")]
        # Awards that gave points and stand; kinds 1 and 2 are awards.
        awards = [r[0] for r in books.execute(
            "SELECT record FROM entry WHERE kind IN (1, 2) AND amount > 0 AND record >= ? AND "
            "record < ? AND NOT EXISTS (SELECT 1 FROM follow_up WHERE follow_up.record = "
            "entry.record) ORDER BY record", (draw["from_record"], draw["log_size"]))]
    # The first draw reaches back as far as the rows are kept; here all of them came at once.
    assert draw["awards"] == len(awards)
    drawn = lots(b"sanbao-spot/v1", bytes.fromhex(draw["root"]), VILLAGE.encode(), draw["drawn"],
                 len(awards))
    assert [awards[lot] for lot in drawn] == shown
    listed = server.caller("T05").get(DESK + "/checks?limit=200").must(200).json["items"]
    assert [spot["record"] for spot in listed] == sorted(shown, reverse=True)


@check("a check is noted once, with how it was made; the person can read who looked", fresh=True)
def _(server):
    server.grant("T05", "T10").start()
    wait(server)
    board = server.caller("T05")
    page = board.get(DESK + "/checks?limit=3&waiting=true").must(200).json
    assert len(page["items"]) == 3 and page["next"]
    rest = board.get(f"{DESK}/checks?limit=200&waiting=true&after={page['next']}").json["items"]
    assert len(rest) == 37
    one, two, three = (f"{DESK}/checks/{spot['record']}" for spot in page["items"])
    detail = board.get(one).must(200, "审核", "分").json
    assert detail["result"] is None and detail["award"]["record"] == detail["record"]
    assert "name" not in page["items"][0], "a list names nobody"
    where = detail["award"]["activity"]  # null: a welcome
    assert where in {row["activity_no"] for row in sheet("activities.csv")} | {None}
    board.call("POST", one + "/results", {"result": "good"}).refused(400, "SPOT_MEANS")
    board.call("POST", one + "/results", {"result": "perfect", "saw_photo": True}).refused(
        400, "FIELD_WRONG")
    noted = board.call("POST", one + "/results", {
        "result": "good", "saw_photo": True, "note": "照片里有她"}).must(200, "照片里有她").json
    assert (noted["result"], noted["saw_photo"], noted["asked_person"]) == ("good", True, False)
    board.call("POST", one + "/results", {"result": "fault", "saw_photo": True}).refused(
        409, "SPOT_DONE")
    board.call("POST", two + "/results", {"result": "fault", "asked_person": True}).must(200)
    board.call("POST", three + "/results", {"result": "unclear", "saw_place": True}).must(200)
    board.get(f"{DESK}/checks/1").refused(404, "SPOT_UNKNOWN")
    totals = server.caller().get(DESK + "/totals").must(200).json
    assert (totals["awards_drawn"], totals["awards_checked"], totals["faults_found"]) == (40, 3, 1)
    server.caller("T10").get(one).must(200, "照片里有她")
    server.stop()
    server.grant(noted["number"]).start()
    own = server.caller(noted["number"])
    own.get("/api/v1/me/looks").must(200, "oversight", "村务监督主任")
    mine = own.get("/api/v1/me/export").must(200).body
    with zipfile.ZipFile(io.BytesIO(mine)) as told:
        assert "照片里有她" in told.read("oversight_checks.csv").decode()
    wait(server, "T05")
    assert len(server.caller("T05").get(DESK + "/draws").json["items"]) == 1, "once a week"
    server.verify()


# ---- frauds, planted in the books: each is found, with those behind it, and nothing else ----

class Plant:
    """The sample with more rows: activities of half a year, led, attended, and spent."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sanbao-plant-"))
        for file in SAMPLE.iterdir():
            shutil.copy(file, self.folder)
        self.number = 0
        self.add("fund.csv", "2021-07-02,10000000,村集体经济收益")
        self.add("staff.csv", "R00003,何敏,oversight,")  # a second member of the board

    def add(self, file, line):
        with (self.folder / file).open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    def activity(self, leader, day, start, end, rule, *people):
        """People: numbers, or (number, check-in, check-out, method)."""
        self.number += 1
        code = f"P{self.number:04d}"
        self.add("activities.csv", f"{code},{rule},补种{self.number},溪边,{day}T{start}+08:00,"
                                   f"{day}T{end}+08:00,60,{leader}")
        for person in people:
            who, came, left, way = person if isinstance(person, tuple) else (
                person, start, end, "phone")
            self.add("attendance.csv",
                     f"{code},{who},{way},{day}T{came}+08:00,{day}T{left}+08:00")

    def spend(self, who, day, clock, points):
        self.number += 1
        self.add("redemptions.csv",
                 f"P{self.number:04d},{day}T{clock}+08:00,{who},S02,G003,{points}")

    def serve(self, binary, *numbers):
        server = Server(binary, sample=False)
        server.run("import", str(self.folder))
        shutil.rmtree(self.folder)
        return server.grant(*numbers).start()


CARDS = ["R00028", "R00030", "R00059", "R00061", "R00175", "R00182", "R00206", "R00209", "R00212",
         "R00221", "R00222", "R00232", "R00004"]
FRIENDS = ["R00009", "R00024", "R00035"]
SPENDERS = ["R00045", "R00066", "R00070", "R00076", "R00081", "R00094"]


def plant():
    books = Plant()
    # One person at two places; the other leader is of another household.
    books.activity("R00923", "2021-11-20", "08:00", "10:00", "ENV-01", "R00001")
    books.activity("R01227", "2021-11-20", "08:30", "10:00", "ENV-01", "R00001")
    # A day without an end.
    for start, end in (("05:30", "07:30"), ("08:00", "10:00"), ("10:30", "12:30"),
                       ("13:00", "15:00")):
        books.activity("R00923", "2021-11-21", start, end, "ENV-01", "R00006")
    # A leader checks absent friends in, a month after the other.
    for month in range(7, 13):
        books.activity("R00336", f"2021-{month:02d}-14", "14:00", "15:00", "CUL-01", *FRIENDS)
    # Thirteen cards within a minute: a pack of cards and one hand.
    books.activity("R00795", "2021-10-09", "19:00", "20:00", "CUL-02",
                   *((who, "19:00", "20:00", "card") for who in CARDS))
    # A leader whose family always comes along.
    for day in range(1, 7):
        books.activity("R00096", f"2021-08-{day + 10}", "16:00", "16:30", "CUL-02", "R00097")
    # Two who vouch for each other.
    for day in range(1, 7):
        books.activity("R00099", f"2021-09-{day + 10}", "16:00", "16:30", "CUL-02", "R00105")
        books.activity("R00105", f"2021-10-{day + 10}", "16:00", "16:30", "CUL-02", "R00099")
    # An approver who gives one household what dozens get.
    for day in list(range(2, 7)) + list(range(9, 14)) + list(range(16, 21)) + list(range(23, 28)):
        books.activity("R00923", f"2021-08-{day:02d}", "06:00", "10:00", "ENV-02", "R00113")
    # Points that are gone as soon as they are there: nothing was cleaned, nothing was bought.
    books.activity("R00943", "2021-12-15", "08:00", "10:00", "ENV-02", *SPENDERS)
    for who in SPENDERS:
        books.spend(who, "2021-12-15", "15:00", 80)
    return books


FOUND = {  # kind: the people that must be in it, how many records, words
    "two_places": ({"R00001", "R00923", "R01227"}, 2, "重叠 90 分钟"),
    "long_day": ({"R00006"}, 4, "480 分钟"),
    "together": ({*FRIENDS, "R00336"}, 18, "至少 6 次"),
    "fast_scans": ({"R00795"}, 13, "13 张卡"),
    "own_household": ({"R00096", "R00097"}, 6, "6 次"),
    "mutual": ({"R00099", "R00105"}, 12, "6 次和 6 次"),
    "favour": ({"T01", "R00113"}, 25, "其中一户"),  # 5 of them the household earned before
    "spree": ({"R00943", *SPENDERS}, 12, "映山红小店"),
}


@check("frauds planted in the books are each found, with those behind them, and nothing else",
       fresh=True)
def _(server):
    planted = plant().serve(server.binary, "T01", "T05", "T10", "T22", "R00001", "R00002",
                            "R00003", "R00006", "R00336")
    try:
        wait(planted)
        found = {signal["kind"]: signal for signal in signals(planted)}
        assert len(found) == len(signals(planted)), "each once"
        assert set(found) == set(FOUND), set(found) ^ set(FOUND)
        for kind, (people, records, words) in FOUND.items():
            signal = found[kind]
            assert signal["records"] == records and words in signal["words"], signal
            detail = planted.caller("T05").get(f"{DESK}/signals/{signal['signal']}").must(200).json
            assert people <= {person["number"] for person in detail["people"]}, (kind, detail)
            assert len(detail["evidence"]) == records
            assert all(piece["words"] for piece in detail["evidence"])
            assert not any(number in str(signal) for number in people), "a list names nobody"
        board_at_work(planted, found)
        no_longer_so(planted, found)
        erased(planted, found)
        from_elsewhere(planted, found)
        planted.verify()
    finally:
        planted.close()


def board_at_work(planted, found):
    board, other = planted.caller("T05"), planted.caller("R00003")
    two, friends = (f"{DESK}/signals/{found[kind]['signal']}"
                    for kind in ("two_places", "together"))
    # R00003 lives with R00001, and does not deal with it; the other one they may.
    for method, path in (("GET", ""), ("POST", "/takes")):
        other.call(method, two + path, {} if path else None).refused(403, "SIGNAL_NEAR")
    other.get(friends).must(200)
    english = planted.caller("T05", "en").get(two).must(200, "overlap by 90 minutes").json
    assert english["rule"].startswith("One person's stays")
    answer = {"answer": "corrected", "text": "核对照片：只到了第一处。第二处的工分已冲正。"}
    board.call("POST", two + "/findings", answer).refused(409, "SIGNAL_NOT_TAKEN")
    taken = board.call("POST", two + "/takes", {}).must(200).json
    assert taken["state"] == "taken" and taken["taken_by"]["number"] == "T05"
    board.call("POST", two + "/findings", {"answer": "fined", "text": "x"}).refused(
        400, "FIELD_WRONG")
    board.call("POST", two + "/findings", {"answer": "explained"}).refused(400, "FIELD_MISSING")
    done = board.call("POST", two + "/findings", answer).must(200).json
    assert done["state"] == "answered" and done["findings"][0]["by"]["number"] == "T05"
    for path, body in (("/takes", {}), ("/findings", answer)):
        board.call("POST", two + path, body).refused(409, "SIGNAL_DONE")
    board.call("POST", friends + "/takes", {}).must(200)
    other.call("POST", friends + "/takes", {}).must(200)  # takes it over
    board.call("POST", friends + "/findings", answer).refused(409, "SIGNAL_NOT_TAKEN")
    other.call("POST", friends + "/findings", {"answer": "explained", "text": "三人是同一个合唱队"}
               ).must(200)
    told_and_not(planted)
    # The same books say the same again: nothing is found twice, what is answered stays so.
    before = {signal["signal"]: signal["state"] for signal in signals(planted)}
    run_again(planted)
    assert {signal["signal"]: signal["state"] for signal in signals(planted)} == before
    assert [s["kind"] for s in signals(planted, "&state=answered&kind=together")] == ["together"]
    pages, after = [], ""
    while after is not None:
        page = board.get(f"{DESK}/signals?limit=3{after}").must(200).json
        pages += [item["signal"] for item in page["items"]]
        after = "&after=" + page["next"] if page["next"] else None
    assert len(pages) == len(set(pages)) == len(FOUND)
    board.get(DESK + "/signals?after=x").refused(400, "CURSOR_WRONG")


def no_longer_so(planted, found):
    """What was taken back in the books is no signal any more; what was answered stays answered."""
    spree = planted.caller("T05").get(f"{DESK}/signals/{found['spree']['signal']}").json
    spent = [piece["record"] for piece in spree["evidence"] if "花了" in piece["words"]]
    assert len(spent) == len(SPENDERS)
    for record in spent[:2]:
        planted.caller("T22").post(HERE + "/shops/S02/refunds", {"record": record}).must(201)
    run_again(planted)
    gone = signals(planted, "&state=gone")
    assert [signal["kind"] for signal in gone] == ["spree"]
    assert len(signals(planted, "&state=answered")) == 2


def erased(planted, found):
    """Whoever has their data erased is in no signal any more; how many there were stays."""
    people = []
    for number, name in (("R00001", "何红"), ("R00006", "俞志")):
        me = planted.caller(number)
        people.append(me.get("/api/v1/me").must(200).json["person"])
        me.call("POST", "/api/v1/me/erasure", {"name": name, "give_up_points": True}).must(204)
    detail = planted.caller("T05").get(f"{DESK}/signals/{found['two_places']['signal']}").must(
        200, without=["何红", people[0]]).json
    assert (detail["records"], detail["findings"][0]["text"]) == (2, "")
    assert detail["people"][0]["number"] != "R00001"
    run_again(planted)  # R00006's signal is open, and found again: without them
    with contextlib.closing(sqlite3.connect(planted.data + "/people.db")) as private:
        for table in ("signal", "person", "finding", "spot"):
            for row in private.execute(f"SELECT * FROM oversight_{table}"):
                assert not {bytes.fromhex(person) for person in people} & set(row), table


def from_elsewhere(planted, found):
    """Another village's board finds nothing under its own village, and is nobody in this one."""
    planted.stop()
    planted.run("import", str(ROOT / "tests" / "data" / "linshan"))
    planted.grant("W4", village=OTHER).start()
    wait(planted)
    stranger, other = planted.caller("W4"), DESK.replace(VILLAGE, OTHER)
    one, spot = found["two_places"]["signal"], planted.caller("T05").get(
        DESK + "/checks").json["items"][0]["record"]
    stranger.get(f"{other}/signals/{one}").refused(404, "SIGNAL_UNKNOWN")
    stranger.call("POST", f"{other}/signals/{one}/takes", {}).refused(404, "SIGNAL_UNKNOWN")
    stranger.get(f"{other}/checks/{spot}").refused(404, "SPOT_UNKNOWN")
    stranger.call("POST", f"{other}/checks/{spot}/results",
                  {"result": "good", "saw_photo": True}).refused(404, "SPOT_UNKNOWN")
    for path in (f"/signals/{one}", f"/checks/{spot}", "/signals", "/groups"):
        stranger.get(DESK + path).refused(403, "NOT_ALLOWED")
    assert not {s["signal"] for s in stranger.get(other + "/signals").must(200).json["items"]} & {
        s["signal"] for s in found.values()}


def told_and_not(planted):
    """Those concerned are told of a correction, of nothing else; and who looked."""
    planted.caller("R00001").get("/api/v1/me/findings").must(200, "只到了第一处", "同一时间在两处")
    planted.caller("R00336").get("/api/v1/me/findings").must(200, without=["合唱队"])
    planted.caller("R00001").get("/api/v1/messages").must(200, "监督委员会")
    planted.caller("R00336").get("/api/v1/messages").must(200, without=["监督委员会"])
    planted.caller("R00002").get("/api/v1/me/findings").must(200, without=["只到了"])
    planted.caller("R00001").get("/api/v1/me/looks").must(200, "oversight", "村务监督主任")
    totals = planted.caller().get(DESK + "/totals").must(200).json
    assert totals["signals_answered"] == 2
    balance = planted.caller("R00001").get(HERE + "/me").must(200).json["balance"]
    assert balance > 0, "nothing was taken from anybody by a signal"


@check("an approver goes through twenty-one matters at once: seen, to the minute", fresh=True)
def _(server):
    server.grant("T01", "T02", "T05").start()
    wait(server)
    unregistered = [r["resident_no"] for r in sheet("residents.csv")
                    if not r["registered_on"] and r["birth_date"] < "2000"][:21]
    assert len(unregistered) == 21
    roster, after = {}, ""
    while after is not None:
        page = server.caller("T01").get(f"{HERE}/residents?limit=200{after}").must(200).json
        roster.update({row["number"]: row["person"] for row in page["items"]})
        after = "&after=" + page["next"] if page["next"] else None
    people = [roster[number] for number in unregistered]
    for person in people:
        server.caller("T01").post(f"{HERE}/residents/{person}/registration", {
            "access": "card", "document_seen": True}).must(201)
    run_again(server)
    assert signals(server) == []
    steps = server.caller("T02").call("POST", f"{HERE}/welcomes", {"people": people}).must(200)
    last = max(step["receipt"]["record"] for step in steps.json["items"])
    server.caller("T05").call("POST", DESK + "/runs", {}).must(202)
    wait(server, records=last)
    [signal] = signals(server)
    assert (signal["kind"], signal["records"]) == ("fast_approvals", 21), signal
    detail = server.caller("T05").get(f"{DESK}/signals/{signal['signal']}").must(200).json
    parts = {person["number"]: person["part"] for person in detail["people"]}
    assert parts == {"T02": "approver", "T01": "leader"}, parts
    server.verify()
