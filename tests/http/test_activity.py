"""Activities: from the plan to the points."""

import time

from client import VILLAGE, check

AT = f"/api/v1/villages/{VILLAGE}"


def plan(server, leader="R00001", **more):
    """An activity that goes on now: the sample stands at 2021-12-17, 08:00."""
    body = {"rule": "ENV-01", "title": "清理佛山溪", "place": "佛山溪桥头",
            "starts_at": "2021-12-17T07:30:00+08:00", "ends_at": "2021-12-17T11:30:00+08:00"}
    body.update(more)
    return server.caller(leader).post(AT + "/activities", body).must(201).json["activity"]


def published(server, **more):
    activity = plan(server, **more)
    server.caller("T03").call("POST", f"{AT}/activities/{activity}/publish").must(200, "published")
    return f"{AT}/activities/{activity}"


def person(server, number, activity, leader="R00001"):
    """The pseudonym of somebody, as their own check-in shows it."""
    code = server.caller(leader).get(activity + "/code").must(200).json["code"]
    return server.caller(number).post(activity + "/check-in", {"code": code}).must(200).json


@check("an activity is proposed, published, attended, closed out, approved: points are booked",
       fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03").start()
    leader, volunteer = server.caller("R00001"), server.caller("R00010")
    one = published(server)
    server.caller("T03").get(AT + "/activities").must(200, "清理佛山溪", "佛山溪桥头")
    stay = person(server, "R00010", one)
    hand = {"person": stay["person"], "in_at": "2021-12-17T07:30:00+08:00",
            "out_at": "2021-12-17T08:00:00+08:00", "reason": "手机没电"}
    code = leader.get(one + "/code").json["code"]
    volunteer.post(one + "/check-out", {"code": code}).must(200)
    leader.post(one + "/hand", hand).must(200, "hand")
    leader.post(one + "/report", {"report": "溪边垃圾清完了"}).must(200, "reported")
    approve = f"{AT}/stays/{stay['stay']}/approve"
    leader.call("POST", approve).refused(403, "NOT_ALLOWED")
    first = server.caller("T01").call("POST", approve).must(201).json
    assert first["day"] == "2021-12-17" and first["granted"] == 20, first
    again = server.caller("T02").call("POST", approve).must(201).json
    assert again["again"] and again["record"] == first["record"]
    many = server.caller("T02").post(AT + "/stays/approve", {"stays": [{"stay": stay["stay"]}]})
    assert many.must(200).json["items"][0]["receipt"]["record"] == first["record"]
    server.caller("T01").get(one + "/stays").must(200, "approved", "陈梅建")
    server.verify()
