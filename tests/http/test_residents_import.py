"""The roster comes in as files: handed in, looked over, taken over."""

from client import Server, VILLAGE, check

HERE = f"/api/v1/villages/{VILLAGE}/roster-files"
HOUSEHOLDS = "household_no,group_no,address\nH9001,9,新村1号\n"
RESIDENTS = ("resident_no,household_no,name,birth_date,phone,access,registered_on\n"
             "R90001,H9001,甲,1980-01-02,13900000011,phone,\nR90002,H9001,乙,1950-03-04,,card,\n")


def put(caller, name, text, here=HERE):
    raw = text.encode() if isinstance(text, str) else text
    return caller.call("PUT", f"{here}/{name}", raw=raw, headers={"Content-Type": "text/csv"})


def cadres(server):
    found = [n for n in ("T03", "T04", "T05", "T06", "T07", "T08", "T10") if "cadre" in
             server.caller(n).get(f"/api/v1/villages/{VILLAGE}/me").json["roles"]]
    return [server.caller(number) for number in found]


@check("a roster is looked over, then taken over by a second official, all of it", fresh=True)
def _(server):
    server.grant("T01", "T03", "T04", "T05", "T06", "T07", "T08", "T10").start()
    first, second = cadres(server)[:2]
    put(first, "households.csv", HOUSEHOLDS).must(204)
    put(first, "residents.csv", RESIDENTS).must(204)
    seen = first.call("POST", f"{HERE}/preview").must(200).json
    assert (seen["faults"], seen["records"], seen["stored"]) == (0, 3, False), seen
    assert server.caller("T01").get(HERE.replace("roster-files", "residents?search=R9")).json[
        "items"] == []
    first.call("POST", f"{HERE}/import").refused(409, "TWO_EYES_SAME")
    done = second.call("POST", f"{HERE}/import").must(200).json
    assert done["stored"] and [f["added"] for f in done["files"]] == [1, 2], done
    second.call("POST", f"{HERE}/import").refused(409, "IMPORT_NOTHING")
    server.stop()
    server.run("verify")
    server.start()
    page = server.caller("T01").get(HERE.replace("roster-files", "residents?search=R9"))
    assert [item["name"] for item in page.must(200).json["items"]] == ["甲", "乙"]
    server.verify()


@check("each fault is named by file, line and column, and nothing is stored")
def _(server):
    first, second = cadres(server)[:2]
    bad = RESIDENTS.replace("1980-01-02", "1980-13-02").replace("H9001,乙", "H9999,乙")
    put(first, "households.csv", HOUSEHOLDS).must(204)
    put(first, "residents.csv", bad).must(204)
    for caller, path in ((first, "preview"), (second, "import")):
        seen = caller.call("POST", f"{HERE}/{path}").must(200).json
        assert not seen["stored"] and seen["faults"] == 2, seen
        places = [(i["file"], i["line"], i["column"]) for i in seen["items"] if not i["warning"]]
        assert places == [("residents.csv", 2, "birth_date"), ("residents.csv", 3, "household_no")]


@check("what is no such file, or of nobody who may, is refused")
def _(server):
    first = cadres(server)[0]
    for name in ("staff.csv", "attendance.csv", "rules.csv", "village.json", "..", "x"):
        assert put(first, name, "x").status == 404, name
    put(first, "residents.csv", "").refused(409, "IMPORT_FILE_EMPTY")
    put(server.caller("R00001"), "residents.csv", RESIDENTS).refused(403, "NOT_ALLOWED")
    put(server.caller("T01"), "residents.csv", RESIDENTS).refused(403, "NOT_ALLOWED")
    put(server.caller(), "residents.csv", RESIDENTS).refused(401, "SESSION_NEEDED")
    put(first, "residents.csv", RESIDENTS, HERE.replace(VILLAGE, "999")).refused(
        403, "NOT_ALLOWED")
    for raw in (b"\0", b"\xff" * 100, b'"' * 1000, b"a,b\n" * 5000):
        put(first, "residents.csv", raw).must(204)
        assert first.call("POST", f"{HERE}/preview").must(200).json["faults"] > 0, raw[:10]
