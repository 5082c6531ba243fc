"""Paper for people's hands: slips, the year, receipts, the poster; read back as eyes would."""

import csv
import re
import subprocess
import time
from urllib.parse import quote

from client import SAMPLE, VILLAGE, check
from test_residents_in import ROSTER, person_of

HERE = f"/api/v1/villages/{VILLAGE}"
URL = "https://sanbao.example"


def serve(server, *numbers):
    server.settings = ["--public-url", URL]
    server.grant("R00001", "R00002", "T01", "T02", "T03", "T08", *numbers)
    return server.start()


def text_of(answer):
    answer.must(200)
    assert answer.headers["content-type"] == "application/pdf"
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.body,
                          capture_output=True, check=True)
    return done.stdout.decode()


def flat(text):
    return re.sub(r"\s+", " ", text)


@check("a person's slip has their name, balance and last entries, and nobody else's", fresh=True)
def _(server):
    serve(server)
    me = server.caller("R00001")
    mine = me.get(f"{HERE}/me").json
    entries = me.get(f"{HERE}/me/entries?limit=3").json["items"]
    text = text_of(me.get(f"{HERE}/me/slip.pdf?contact={quote('村委会')}"))
    for part in ("何红", "R00001", str(mine["available"]), "村委会", "佛山村"):
        assert part in text, (part, text)
    for entry in entries:
        assert f"#{entry['record']}" in text and entry["day"] in text, text
    assert "郑佳" not in text
    english = text_of(server.caller("R00001", language="en").get(f"{HERE}/me/slip.pdf"))
    assert "points slip" in english and "scan for the proof" in english


@check("what a person without a phone could not be told stands on their slip", fresh=True)
def _(server):
    server.settings = ["--public-url", URL, "--sms-url", "http://127.0.0.1:1/none"]
    card = next(r for r in ROSTER if not r["phone"] and r["registered_on"]
                and r["birth_date"] < "2000-01-01")
    server.grant("T01", card["resident_no"]).start()
    elder = server.caller(card["resident_no"])
    person = elder.get("/api/v1/me").json["person"]
    for agreed in (True, False):
        server.caller("T01").post(f"{HERE}/residents/{person}/consents", {
            "purpose": "PHOTO", "agreed": agreed, "version": 1,
            "signed_on_paper": True}).must(201)
    for _ in range(100):
        if {i["state"] for i in elder.get("/api/v1/messages").json["items"]} == {"unsent"}:
            break
        time.sleep(0.1)
    else:
        raise AssertionError(elder.get("/api/v1/messages"))
    text = text_of(server.caller("T01").get(f"{HERE}/slips.pdf"))
    assert "登记了您收回" in text.replace("\n", "") and card["name"] in text
    elder.get("/api/v1/me/looks").must(200, "list")


@check("slips and years of all without a phone come by group, each look noted", fresh=True)
def _(server):
    serve(server)
    with (SAMPLE / "households.csv").open(encoding="utf-8") as file:
        groups = {r["household_no"]: r["group_no"] for r in csv.DictReader(file)}
    group = groups[ROSTER[0]["household_no"]]
    t01 = server.caller("T01")
    slips = text_of(t01.get(f"{HERE}/slips.pdf?group={group}"))
    years = text_of(t01.get(f"{HERE}/years.pdf?group={group}&year=2021"))
    printed = 0
    for row in ROSTER:
        there = row["resident_no"] in slips
        assert there == (row["resident_no"] in years), row
        printed += there
        assert not there or groups[row["household_no"]] == group, row
    assert printed > 0
    nobody = text_of(t01.get(f"{HERE}/slips.pdf?group=99"))
    assert "没有要印的工分单" in nobody
    for who in ("R00001", "T08"):
        server.caller(who).get(f"{HERE}/slips.pdf").refused(403, "NOT_ALLOWED")
        server.caller(who).get(f"{HERE}/years.pdf").refused(403, "NOT_ALLOWED")


@check("the year's slip adds up: beginning, each kind of work, spent, end", fresh=True)
def _(server):
    serve(server)
    me = server.caller("R00001")
    items, after = [], ""
    while after is not None:
        page = me.get(f"{HERE}/me/entries?limit=200" + (f"&after={after}" if after else "")).json
        items, after = items + page["items"], page["next"]
    opening = sum(i["points"] for i in items if i["day"] < "2021-01-01")
    closing = sum(i["points"] for i in items if i["day"] < "2022-01-01")
    text = flat(text_of(me.get(f"{HERE}/me/year.pdf?year=2021")))
    assert f"年初有 {opening}" in text and f"年末有 {closing}" in text, text
    changes = [int(x.replace("−", "-").replace(",", ""))
               for x in re.findall(r" ([+−-][\d,]+)", text)]
    assert opening + sum(changes) == closing, text
    assert "2020 年工分小结" in flat(text_of(me.get(f"{HERE}/me/year.pdf")))
    me.get(f"{HERE}/me/year.pdf?year=1999").refused(400, "FIELD_WRONG")


@check("others get nobody's papers; an official says what for",
       fresh=True)
def _(server):
    serve(server)
    person = server.caller("R00001").get("/api/v1/me").json["person"]
    for path in (f"{HERE}/residents/{person}/slip.pdf", f"{HERE}/residents/{person}/year.pdf"):
        server.caller("R00002").get(path).refused(403, "NOT_ALLOWED")
        server.caller().get(path).refused(401, "SESSION_NEEDED")
        server.caller("T08").get(path + "?purpose=oversight").refused(403, "NOT_ALLOWED")
        server.caller("T01").get(path).refused(400, "FIELD_MISSING")
        text_of(server.caller("T01").get(path + "?purpose=visit"))
    server.caller("R00001").get("/api/v1/me/looks").must(200, "visit")
    staff = server.caller("T01")
    staff.get(f"{HERE}/me/slip.pdf").refused(409, "NOT_REGISTERED")


@check("a receipt on paper holds the whole proof in its code; others' entries are nobody's",
       fresh=True)
def _(server):
    serve(server)
    me = server.caller("R00001")
    record = me.get(f"{HERE}/me/entries").json["items"][0]["record"]
    pdf = me.get(f"{HERE}/records/{record}/receipt.pdf")
    assert "何红" in text_of(pdf) and f"#{record}" in text_of(pdf)
    image = subprocess.run(["pdftoppm", "-r", "200", "-png", "-"], input=pdf.body,
                           capture_output=True, check=True).stdout
    code = subprocess.run(["zbarimg", "-q", "--raw", "-Sbinary", "-"], input=image,
                          capture_output=True, check=True).stdout
    proof = me.get(f"/api/v1/records/{record}/receipt").must(200).body
    assert proof.strip() == code.strip(), (proof, code)
    path = f"{HERE}/records/{record}/receipt.pdf"
    server.caller("R00002").get(path).refused(403, "NOT_ALLOWED")
    server.caller("T01").get(path + "?purpose=complaint").must(200)
    for other in ("0", "999999999"):
        server.caller("R00002").get(f"{HERE}/records/{other}/receipt.pdf").refused(
            403, "NOT_ALLOWED")


@check("the poster leads to the service, or where it is told to", fresh=True)
def _(server):
    serve(server)
    t03 = server.caller("T03")
    for query, leads in (("", URL), ("?url=https%3A%2F%2Fa.example%2Fx&size=a3",
                                     "https://a.example/x")):
        pdf = t03.get(f"{HERE}/poster.pdf{query}").must(200)
        image = subprocess.run(["pdftoppm", "-r", "60", "-png", "-"], input=pdf.body,
                               capture_output=True, check=True).stdout
        code = subprocess.run(["zbarimg", "-q", "--raw", "-"], input=image, capture_output=True,
                              check=True).stdout.decode().strip()
        assert code == leads, code
    server.caller("R00001").get(f"{HERE}/poster.pdf").refused(403, "NOT_ALLOWED")
    server.stop()
    server.settings = []
    server.start()
    t03 = server.caller("T03")
    t03.get(f"{HERE}/poster.pdf").refused(409, "PUBLIC_URL_NONE")
    server.caller("R00001").get(f"{HERE}/me/slip.pdf").refused(409, "PUBLIC_URL_NONE")


def ink(pdf):
    """How many dark dots the page has."""
    image = subprocess.run(["pdftoppm", "-r", "60", "-gray", "-"], input=pdf.must(200).body,
                           capture_output=True, check=True).stdout
    return sum(dot < 128 for dot in image.split(b"\n", 3)[3])


@check("no sign of a text is lost on the way to the paper", fresh=True)
def _(server):
    serve(server)
    t03 = server.caller("T03")
    bare = ink(t03.get(f"{HERE}/poster.pdf"))
    for sign in "如工":
        text = quote(sign * 10)
        assert ink(t03.get(f"{HERE}/poster.pdf?contact={text}")) > bare + 100, sign
