"""People: what everybody sees of a village, what a person sees of themselves, who may look."""

import csv
import io
import json
import subprocess
import zipfile
from urllib.parse import quote

from client import SAMPLE, VILLAGE, check

HERE = f"/api/v1/villages/{VILLAGE}"
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
OTHER = "0" * 32
NAMED = quote("何红")


def person_of(server, number, asker="T01"):
    page = server.caller(asker).get(f"{HERE}/residents?search={number}").must(200).json
    return page["items"][0]["person"]


@check("everybody sees the villages and their totals, and nobody's name")
def _(server):
    stranger = server.caller()
    page = stranger.get("/api/v1/villages").must(200, "佛山村", "戴村镇", "萧山区").json
    assert [item["code"] for item in page["items"]] == [VILLAGE] and page["next"] is None
    stranger.get(HERE).must(200, "佛山村")
    report = stranger.get(f"{HERE}/report").must(200).json
    for key in ("residents", "households", "registered", "activities", "participations",
                "participants", "points_issued", "awards_capped", "redemptions",
                "points_redeemed", "points_outstanding", "saving_fen"):
        assert report[key] == EXPECTED[key], (key, report[key], EXPECTED[key])
    assert report["coverage_permille"] == round(EXPECTED["coverage_percent"] * 10)
    by_rule = {cell["code"]: cell["points"] for cell in report["by_rule"]}
    assert by_rule == EXPECTED["points_by_rule"]
    by_shop = {cell["code"]: cell["points"] for cell in report["by_shop"]}
    assert by_shop == EXPECTED["shop_points"]
    early = stranger.get(f"{HERE}/report?on=2020-08-08").must(200).json
    assert early["registered"] == 0 and early["points_issued"] == 0
    stranger.get("/api/v1/villages/999").refused(404, "VILLAGE_UNKNOWN")


@check("names of rules come in the reader's language")
def _(server):
    server.caller().get(f"{HERE}/report").must(200, "实名注册", without=("verified registration",))
    server.caller(language="en").get(f"{HERE}/report").must(
        200, "verified registration", without=("实名注册",))


@check("a person sees who they are, their household and their points")
def _(server):
    me = server.caller("R00001")
    assert me.get("/api/v1/me").must(200, "何红").json["villages"] == [
        {"code": VILLAGE, "name": "佛山村", "registered": True, "roles": []}]
    mine = me.get(f"{HERE}/me").must(200, "何红", "10043662504", "H0001").json
    assert (mine["number"], mine["balance"], mine["registered_on"]) == ("R00001", 90, "2020-08-09")
    assert (mine["household"]["group"], mine["birth_day"]) == ("1", "1949-04-06")


@check("a stranger sees nobody")
def _(server):
    person = person_of(server, "R00001")
    for path in ("/me", "/me/entries", "/residents", f"/residents/{person}",
                 f"/residents/{person}/entries", "/log"):
        server.caller().get(HERE + path).refused(401, "SESSION_NEEDED")
    for path in ("/api/v1/me", "/api/v1/me/looks", "/tile/0/000", "/tile/entries/000"):
        server.caller().get(path).refused(401, "SESSION_NEEDED")


@check("every resident's balance is what the entries add up to, and what was expected")
def _(server):
    with (SAMPLE / "expected_balances.csv").open(encoding="utf-8") as file:
        balances = {row["resident_no"]: int(row["balance"]) for row in csv.DictReader(file)}
    for number in ("R00001", "R00002", "R00003", "R00010"):
        caller = server.caller(number)
        assert caller.get(f"{HERE}/me").json["balance"] == balances[number]
        entries, after = [], ""
        while after is not None:
            page = caller.get(f"{HERE}/me/entries?limit=2{after and '&after=' + after}").must(200)
            entries += page.json["items"]
            after = page.json["next"]
        assert sum(entry["points"] for entry in entries) == balances[number]
        below = 0
        for entry in reversed(entries):
            below += entry["points"]
            assert entry["balance"] == below, entry
            assert entry["why"], entry


@check("each entry says why in plain words, in the reader's language")
def _(server):
    items = server.caller("R00001").get(f"{HERE}/me/entries").must(200, "按规则").json["items"]
    assert all("规则" in i["why"] or "换了" in i["why"] for i in items)
    server.caller("R00001", "en").get(f"{HERE}/me/entries").must(
        200, "By the rule", without=("按规则",))


@check("a cursor of somebody else's entries is refused")
def _(server):
    mine = server.caller("R00001").get(f"{HERE}/me/entries").json["items"][0]["record"]
    for after in (str(mine + 1), "0", "-1", "x", "99999999", "9" * 30):
        server.caller("R00002").get(f"{HERE}/me/entries?after={after}").refused(
            400, "CURSOR_WRONG")


@check("a resident cannot look at another one, nor tell whether there is one")
def _(server):
    neighbour = person_of(server, "R00002")
    for person in (neighbour, OTHER):
        for rest in ("", "/entries", "?purpose=visit"):
            server.caller("R00001").get(f"{HERE}/residents/{person}{rest}").refused(
                403, "NOT_ALLOWED")
    server.caller("R00001").get(f"{HERE}/residents").refused(403, "NOT_ALLOWED")


@check("an official says what for, and the person reads who looked")
def _(server):
    person = person_of(server, "R00010")
    official = server.caller("T01")
    official.get(f"{HERE}/residents/{person}").refused(400, "FIELD_MISSING")
    for purpose in ("curiosity", "list", "help", ""):
        official.get(f"{HERE}/residents/{person}?purpose={purpose}").refused(400, "FIELD_WRONG")
    official.get(f"{HERE}/residents/{person}?purpose=award").must(200, "R00010", "birth_day")
    official.get(f"{HERE}/residents/{person}/entries?purpose=award").must(200)
    looks = server.caller("R00010").get("/api/v1/me/looks").must(200, "社工一", "发放工分").json
    award = [item for item in looks["items"] if item["purpose"] == "award"]
    assert len(award) == 1 and award[0]["times"] == 2 and award[0]["roles"] == ["social_worker"]
    pages, after = [], ""
    while after is not None:
        page = server.caller("R00010").get(
            f"/api/v1/me/looks?limit=1{after and '&after=' + after}").json
        pages += page["items"]
        after = page["next"]
    assert pages == looks["items"]
    server.caller("R00010").get("/api/v1/me/looks?after=1-2-3").refused(400, "CURSOR_WRONG")
    assert "R00010" not in server.caller("R00001").get("/api/v1/me/looks").body.decode()


@check("a look at oneself is not noted")
def _(server):
    mine = server.caller("R00003").get("/api/v1/me").json["person"]
    before = server.caller("R00003").get("/api/v1/me/looks").json
    server.caller("R00003").get(f"{HERE}/residents/{mine}").must(200, "R00003")
    assert server.caller("R00003").get("/api/v1/me/looks").json == before


@check("who watches over the others sees a masked name and no phone")
def _(server):
    person = person_of(server, "R00001")
    watcher = next(n for n in ("T05", "T06", "T07", "T08", "T10", "T11", "T12", "T21", "T22")
                   if "oversight" in server.caller(n).get(f"{HERE}/me").json["roles"])
    one = server.caller(watcher).get(f"{HERE}/residents/{person}?purpose=oversight").must(
        200, "何*", without=("何红", "10043662504", "birth_day", "H0001"))
    assert one.json["balance"] == 90
    server.caller(watcher).get(f"{HERE}/residents?search=R00001").must(
        200, "何*", without=("何红", "H0001"))
    found = server.caller(watcher).get(f"{HERE}/residents?search={NAMED}").must(200)
    assert found.json["items"] == []


@check("the roster is read by pages, in order, whole, and can be searched")
def _(server):
    numbers, after = [], ""
    while after is not None:
        page = server.caller("T01").get(f"{HERE}/residents?limit=200{after and '&after=' + after}")
        numbers += [item["number"] for item in page.must(200).json["items"]]
        after = page.json["next"]
    assert numbers == sorted(numbers) and len(numbers) == EXPECTED["residents"]
    late = server.caller("T01").get(f"{HERE}/residents?registered=false&limit=200").json["items"]
    assert len(late) == EXPECTED["residents"] - EXPECTED["registered"]
    named = server.caller("T01").get(f"{HERE}/residents?search={NAMED}").must(200, "R00001")
    assert all(item["name"].startswith("何红") for item in named.json["items"])
    group = server.caller("T01").get(f"{HERE}/residents?group=2&limit=200").json["items"]
    assert group and all(item["group"] == "2" for item in group)


@check("a receipt of any record holds, and a stranger can check it")
def _(server):
    record = server.caller("R00001").get(f"{HERE}/me/entries").json["items"][0]["record"]
    receipt = server.caller().get(f"/api/v1/records/{record}/receipt").must(200, "c2sp.org")
    path = f"{server.scratch}/receipt"
    with open(path, "wb") as file:
        file.write(receipt.body)
    key = json.load(open(f"{server.data}/sanbao.json", encoding="utf-8"))["vkey"]
    subprocess.run([server.binary, "check-receipt", path, "--key", key], check=True,
                   capture_output=True)
    assert server.caller().get("/log-key").must(200).body.decode() == key
    server.caller().get("/api/v1/records/99999999/receipt").refused(404, "RECORD_NOT_FOUND")
    server.caller().get("/api/v1/records/x/receipt").refused(404, "ROUTE_UNKNOWN")


@check("tiles are what the tiles command writes; an auditor alone gets them")
def _(server):
    auditor = next(n for n in ("T05", "T06", "T07", "T08", "T10", "T11", "T12", "T21", "T22")
                   if "auditor" in server.caller(n).get(f"{HERE}/me").json["roles"])
    server.caller().get("/checkpoint").must(200, "\n12982\n")
    for path in ("/tile/0/000", "/tile/0/049", "/tile/0/050.p/182", "/tile/1/000.p/50"):
        answer = server.caller(auditor).get(path).must(200)
        width = 256 if ".p" not in path else int(path.rsplit("/", 1)[1])
        assert len(answer.body) == 32 * width, path
    bundle = server.caller(auditor).get("/tile/entries/050.p/182").must(200).body
    count, at = 0, 0
    while at < len(bundle):
        at += 2 + int.from_bytes(bundle[at:at + 2], "big")
        count += 1
    assert (count, at) == (182, len(bundle))
    for path in ("/tile/0/051", "/tile/0/050", "/tile/0/050.p/183", "/tile/9/000", "/tile/0/0",
                 "/tile/0/x000/000.p", "/tile/x/000", "/tile/64/000", "/tile/0/000/1"):
        server.caller(auditor).get(path).refused(404, "ROUTE_UNKNOWN")
    for number in ("T01", "R00001"):
        server.caller(number).get("/tile/0/000").refused(403, "NOT_ALLOWED")
        server.caller(number).get(f"{HERE}/log").refused(403, "NOT_ALLOWED")
    page = server.caller(auditor).get(f"{HERE}/log?limit=3&after=100").must(200).json
    assert [item["record"] for item in page["items"]] == [100, 101, 102] and page["next"] == "103"
    assert all(item["bytes"] for item in page["items"])


@check("a person gets all that is held about them as one zip")
def _(server):
    server.caller("T01").get(f"{HERE}/residents?search=R00002").must(200)
    answer = server.caller("R00002").get("/api/v1/me/export").must(200)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as box:
        assert box.testzip() is None
        for name in ("person", "entries", "looks"):
            rows = list(csv.DictReader(io.StringIO(box.read(name + ".csv").decode("utf-8-sig"))))
            same = json.loads(box.read(name + ".json"))
            assert rows and len(rows) == len(same), name
            assert list(rows[0]) == list(same[0]), name
        person = json.loads(box.read("person.json"))[0]
        assert (person["number"], person["name"], person["access"]) == ("R00002", "郑佳", "card")
        entries = json.loads(box.read("entries.json"))
        assert sum(entry["points"] for entry in entries) == 105
        assert "社工一" in box.read("looks.csv").decode()
    server.caller().get("/api/v1/me/export").refused(401, "SESSION_NEEDED")
