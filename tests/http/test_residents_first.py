"""The first run: a folder without a village gets its village, its first official and its rules."""

import re

from client import Server, check

BODY = {"village": "330109102999", "name": "新村", "town": "某镇", "district": "某区",
        "points_per_yuan": 10, "official_number": "T01", "official_name": "甲"}


class Empty:
    """A server over a folder without a village, and the code that its terminal shows."""

    def __init__(self, server):
        self.server = Server(server.binary, sample=False)

    def __enter__(self):
        self.server.start()
        line = self.server.process.stdout.readline()
        self.code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", line).group(0)
        return self

    def __exit__(self, *what):
        self.server.close()

    def post(self, **changed):
        body = {"setup_code": self.code, **BODY, **changed}
        return self.server.caller().call("POST", "/api/v1/first-run",
                                         {k: v for k, v in body.items() if v is not None})


@check("the first run makes a whole village, shows each step, and is refused a second time")
def _(server):
    with Empty(server) as empty:
        stranger = empty.server.caller()
        wanted = stranger.get("/api/v1/first-run").must(200).json
        assert wanted["wanted"] and wanted["rules"] >= 20
        done = empty.post().must(201, "建村").json
        assert re.fullmatch(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", done["enrolment_code"])
        assert [step["records"] for step in done["steps"]] == [1, 2, wanted["rules"]]
        assert [step["first_record"] for step in done["steps"]] == [0, 1, 3]
        last = done["steps"][-1]["first_record"] + wanted["rules"] - 1
        stranger.get(f"/healthz?min_record={last}").must(200)
        empty.post().refused(409, "FIRST_RUN_DONE")
        empty.post(village="2").refused(409, "FIRST_RUN_DONE")
        assert not stranger.get("/api/v1/first-run").json["wanted"]
        stranger.get(f"/api/v1/villages/{BODY['village']}").must(200, "新村", "某镇")
        empty.server.stop()
        empty.server.run("verify")
        empty.server.grant("T01", village=BODY["village"]).start()
        first = empty.server.caller("T01").get(f"/api/v1/villages/{BODY['village']}/me")
        assert first.must(200, "甲").json["roles"] == ["admin"]


@check("the first run says each step in English, too, and may leave the rules out")
def _(server):
    with Empty(server) as empty:
        body = {"setup_code": empty.code, **BODY, "template": "none"}
        done = empty.server.caller(language="en").call("POST", "/api/v1/first-run", body)
        assert len(done.must(201, "the village was opened").json["steps"]) == 2


STAFF = [{"number": "T02", "name": "乙", "role": "social_worker"},
         {"number": "T03", "name": "丙", "role": "cadre"},
         {"number": "T04", "name": "丁", "role": "shopkeeper", "shop": "S01"}]


@check("the first run names the other officials, each with a code of their own to log in with")
def _(server):
    with Empty(server) as empty:
        for wrong in ([*STAFF, STAFF[0]], [{**STAFF[0], "number": "T01"}],
                      [{**STAFF[0], "number": "a b"}], [{**STAFF[0], "name": "=1+1"}],
                      [{**STAFF[0], "role": "emperor"}], [{**STAFF[0], "shop": "S01"}],
                      [{**STAFF[2], "shop": None}], [{"number": "T02"}],
                      [{**STAFF[0], "number": f"T{i:02}"} for i in range(2, 40)]):
            assert empty.post(staff=wrong).status == 400, wrong
        assert empty.server.caller().get("/api/v1/first-run").json["wanted"]
        done = empty.post(staff=STAFF).must(201, "登记其他工作人员").json
        assert [one["number"] for one in done["staff"]] == ["T02", "T03", "T04"]
        assert [step["records"] for step in done["steps"]][:3] == [1, 2, 6]
        for one in done["staff"]:
            look = {"code": one["enrolment_code"]}
            empty.server.caller().post("/api/v1/enrolments/look", look).must(200, one["number"])
        empty.server.stop()
        empty.server.run("verify")
        empty.server.grant("T04", village=BODY["village"]).start()
        keeper = empty.server.caller("T04").get(f"/api/v1/villages/{BODY['village']}/me")
        assert keeper.must(200, "丁").json["roles"] == ["shopkeeper"]


@check("a wrong setup code makes nothing, and after twenty nothing helps but the terminal")
def _(server):
    with Empty(server) as empty:
        for _ in range(20):
            empty.post(setup_code="AAAA-AAAA").refused(403, "SETUP_CODE_WRONG")
        empty.post().refused(429, "SETUP_CODE_LOCKED")
        assert empty.server.caller().get("/api/v1/villages").json["items"] == []


@check("what is sent for the first run is checked, each field")
def _(server):
    with Empty(server) as empty:
        for field, value, code in (("village", "新村", "FIELD_WRONG"), ("name", "", "FIELD_WRONG"),
                                   ("name", "=1+1", "FIELD_WRONG"), ("name", None, "FIELD_MISSING"),
                                   ("points_per_yuan", 0, "FIELD_WRONG"),
                                   ("official_number", "a b", "FIELD_WRONG"),
                                   ("official_name", "甲" * 65, "FIELD_WRONG"),
                                   ("template", "mine", "FIELD_WRONG"),
                                   ("setup_code", None, "FIELD_MISSING")):
            assert empty.post(**{field: value}).refused(400, code).json["field"] == field
        assert empty.server.caller().get("/api/v1/first-run").json["wanted"]


@check("where there is a village already no code is shown and the first run is refused")
def _(server):
    body = {"setup_code": "AAAA-AAAA", **BODY}
    server.caller().call("POST", "/api/v1/first-run", body).refused(409, "FIRST_RUN_DONE")
    assert not server.caller().get("/api/v1/first-run").json["wanted"]
