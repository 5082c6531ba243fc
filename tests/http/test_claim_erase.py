"""Who judged the claims of others is erased: votes and steps lose the person, and what waited for
them goes on without them."""

import pathlib

from client import VILLAGE, check
from test_claim import AT, filed, me, photographed, post, state
from test_claim_panel import NAMES, WORD, members, reviewers

MATTERS = f"/api/v1/villages/{VILLAGE}/matters"
AGAINST = {"vote": "no", "word": "酒席办了四十桌"}


def role(server, person, name, revoked=False):
    """Two officials give a role, or take it, so that a person can have their data erased."""
    made = server.caller("T12").post(MATTERS, {
        "kind": "role", "person": person, "role": name, "revoked": revoked,
        "reason": "村民代表会议推选"}).must(201).json["matter"]
    record = server.caller("T04").call("POST", f"{MATTERS}/{made}/decision", {"agreed": True}).must(
        200).json["record"]
    server.caller("T04").get(f"/healthz?min_record={record}").must(200)


def erase(server, number, name):
    server.caller(number).call("POST", "/api/v1/me/erasure", {
        "name": name, "give_up_points": True}).must(204)
    server.caller(number).get("/api/v1/me").refused(401, "SESSION_ENDED")


def nowhere(server, person):
    """Not a byte names them in what lies on the disk once the server is stopped."""
    for path in pathlib.Path(server.data).glob("people.db*"):
        assert bytes.fromhex(person) not in path.read_bytes(), path


@check("an erased reviewer leaves the rows about others; the open seat is drawn anew", fresh=True)
def _(server):
    server.grant("T04", "T12", "R00019")
    reviewers(server, "R00013")
    person, name = me(server, "R00013"), NAMES["R00013"]
    paths = {}
    for who in ("R00001", "R00010"):
        one = paths[who] = filed(server, who, "HON-02")
        drawn = members(server, one)
        if "R00013" not in drawn:  # of four reviewers three are drawn, now the fourth with two
            post(server, drawn[0], one + "/stand-back", {"word": "与申报人是亲家"})
    one, over = paths.values()
    post(server, "R00013", one + "/vote", {**WORD, "vote": "yes"})
    other = next(number for number in members(server, over) if number != "R00013")
    assert post(server, "R00013", over + "/vote", AGAINST)["state"] == "panel"
    assert post(server, other, over + "/vote", AGAINST)["state"] == "turned_down"
    server.caller("T03").get(over).must(200, name)
    role(server, person, "reviewer", revoked=True)
    erase(server, "R00013", name)
    server.caller("T03").get(over).must(200, "酒席办了四十桌", without=[name])
    assert state(server, "R00010", over) == "turned_down"
    panel = server.caller("T03").get(one).must(200, without=[name]).json["panel"]
    assert sorted(m["name"] is None for m in panel["members"]) == [False, False, True]
    assert not [m for m in panel["members"] if m["voted"]], "the vote went with the person"
    role(server, me(server, "R00019"), "reviewer")
    post(server, "T01", one + "/draw")
    after = members(server, one)
    assert len(after) == 3 and set(after) <= {"T07", "T08", "T09", "R00019"}, after
    for number in after[:2]:
        post(server, number, one + "/vote", {**WORD, "vote": "yes"})
    assert state(server, "R00001", one) == "awarded"
    server.verify()
    nowhere(server, person)


@check("a claim that an erased official examined is examined anew by another", fresh=True)
def _(server):
    server.grant("R00001", "T01", "T02", "T03", "T04", "T12").start()
    person = me(server, "T02")
    one = filed(server, "R00001", "VOL-09", text="给共享仓库捐了两把锄头")
    photographed(server, "R00001", one).must(201)
    post(server, "T02", one + "/examine", {"word": "已收到两把锄头"})
    assert state(server, "R00001", one) == "examined"
    role(server, person, "social_worker", revoked=True)
    erase(server, "T02", "社工二")
    assert state(server, "R00001", one) == "filed"
    steps = server.caller("T03").get(one).must(200, "两把锄头", without=["社工二"]).json["steps"]
    assert [(s["what"], s["by"] is None) for s in steps] == [("filed", False), ("examined", True)]
    post(server, "T03", one + "/examine", {"word": "锄头在仓库"})
    assert post(server, "T01", one + "/approve", {}, status=201)["granted"] == 20
    server.verify()
    nowhere(server, person)
