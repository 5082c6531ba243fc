"""Thursday: the power fails in the middle of a morning's trade, a card is lost, a household splits,
a rule is drafted and adopted, an award is objected to; people agree and take it back."""

import threading

from client import new_key
from week import V
from week_wednesday import PIN, SHOP, TILL, WEDNESDAY, stock

# R05 buys tea six times, 5 points each, whatever the power does: - 30
# R03 pays 5 with the new card, the old one being dead.
# R06 moves out: points go with the person. R08 and R10 wait for their notices as before.
THURSDAY = {**WEDNESDAY, "R05": 100 - 30, "R03": 85 + 30 - 30 - 5}
TAKEN = 30 + 5  # points of S01 on Thursday


def power_cut(week):
    """Six purchases under keys of their own; killed among them, all are sent once more."""
    body = {"goods": "TEA", "quantity": 1, "points": 5}
    keys = [new_key() for _ in range(6)]
    first = {}

    def buy(key):
        try:
            first[key] = week.who("R05").post(SHOP + "/redemptions", body, key).must(201).json
        except OSError:
            pass  # the line is dead: was it booked? The same key will tell

    threads = [threading.Thread(target=buy, args=(key,)) for key in keys]
    for thread in threads[:3]:
        thread.start()
    threads[0].join()
    for thread in threads[3:]:
        thread.start()
    week.killed()
    for thread in threads:
        thread.join()
    for key in keys:
        again = week.post("R05", SHOP + "/redemptions", body, 201, key=key)
        if key in first:
            assert again["again"] and again["record"] == first[key]["record"]


def lost_card(week, till):
    """Blocked at once, reissued; the old code is dead on line and for tills that come back."""
    old = week.cards["R03"]
    week.post("T03", f"{V}/cards/{old['id']}/block", {"why": "lost"}, 204)
    week.refused(till, V + "/cards/look", {"card": old["qr"]}, 410, "CARD_BLOCKED")
    week.refused(till, SHOP + "/scans", {"card": old["qr"], "pin": PIN}, 410, "CARD_BLOCKED")
    dead = till.get(V + "/cards/dead").must(200).json["items"]
    assert len(dead) == 1, dead
    new = week.cards["R03"] = week.post("T02", V + "/cards", {"person": week.person("R03")}, 201)
    assert new["qr"] != old["qr"] and new["number"] != old["number"]
    scan = week.post(till, SHOP + "/scans", {"card": new["number"], "pin": PIN}, 201)["scan"]
    week.post(till, SHOP + "/redemptions", {"scan": scan, "goods": "TEA", "quantity": 1,
                                            "points": 5}, 201)


def consents(week):
    """Photos: agreed and taken back. Taking part: taken back, so nothing new begins; and again."""
    mine = V + "/me/consents"
    for purpose in ("PHOTO", "POINTS"):
        week.post("R05", mine, {"purpose": purpose, "agreed": True, "version": 1}, 201)
        week.post("R05", mine, {"purpose": purpose, "agreed": False}, 201)
    states = {i["purpose"]: i["state"] for i in week.get("R05", mine)["items"]}
    assert states == {"PHOTO": "withdrawn", "POINTS": "withdrawn", "MESSAGES": "open"}, states
    week.post("R05", mine, {"purpose": "POINTS", "agreed": True, "version": 1}, 201)
    child = f"{V}/residents/{week.person('R02')}/consents"
    week.post("R01", child, {"purpose": "PHOTO", "agreed": True, "version": 1}, 201)


def split(week):
    """R06 of H04 founds a household."""
    week.refused("R06", V + "/matters", {"kind": "move"}, 403, "NOT_ALLOWED")
    week.matter("T02", "T03", "move", person=week.person("R06"), reason="分户", new_household={
        "number": "H08", "group": "二组", "address": "8号"})
    assert week.get("R06", V + "/me")["household"]["number"] == "H08"


def rule(week):
    """50 an hour instead of 40, from August on. Tuesday's 8 hours would have cost 400, not 320."""
    drafts = V + "/rule-drafts"
    one = f"{drafts}/" + week.post("T04", drafts, {
        "code": "ENV-01", "unit": "hour", "points": 50, "cap_scope": "resident",
        "evidence": "checkin_photo", "approver": "activity_leader", "valid_from": "2025-08-01",
        "saving_fen_per_hour": 2000, "category": "environment", "name_zh": "环境整治",
        "name_en": "village clean-up"}, 201)["draft"]
    assert "50" in week.get("T05", one)["words_zh"]
    found = week.post("T04", one + "/trial", {"from": "2025-07-28", "until": "2025-07-31"})
    while found["state"] == "running":
        found = week.get("T04", one + "/trial")
    assert (found["awards"], found["points_before"], found["points_after"]) == (5, 320, 400), found
    meeting = {"meeting": "七月村民代表会议", "met_on": "2025-07-31"}
    week.refused("T04", one + "/adopt", meeting, 409, "DRAFT_EYES")
    week.post("T05", one + "/adopt", meeting, 201)


def objection(week):
    """R09 says that R10 has no honour; the board, which did not vote, upholds it."""
    notices = week.get(None, V + "/award-notices")["items"]
    assert sorted((n["points"], n["until"]) for n in notices) == [
        (100, "2025-08-02"), (200, "2025-08-02")], notices  # Wednesday, Thursday, Friday
    record = next(n["record"] for n in notices if n["points"] == 100)
    week.notice = f"{V}/award-notices/{record}"
    week.refused("R10", week.notice + "/objections", {"text": "我不要"}, 409, "OBJECTION_OWN")
    week.post("R09", week.notice + "/objections", {"text": "证书是前年的"}, 201)
    decision = {"upheld": True, "word": "证书确是前年的"}
    week.refused("T07", week.notice + "/decision", decision, 403, "OBJECTION_JUDGE")
    week.post("T06", week.notice + "/decision", decision, 201)
    week.get("R10", "/api/v1/messages", 200, "异议成立")


def dispute(week):
    """R04 asks about the rice; the village looks into it, and nothing else moves."""
    rows = week.get("T13", SHOP + "/redemptions?from=2025-07-30&until=2025-07-30")["items"]
    record = next(r["record"] for r in rows if r["goods"] == "RICE" and r["points"] == 50)
    case = week.post("R04", f"{V}/redemptions/{record}/disputes", {"text": "米有虫"})["dispute"]
    week.post("T02", f"{V}/disputes/{case}/answers", {"answer": "店里答应换一袋"})
    week.get("R04", V + "/disputes", 200, "店里答应换一袋")


def thursday(week):
    week.morning("2025-07-31")
    power_cut(week)
    till = week.awake(TILL)
    lost_card(week, till)
    consents(week)
    split(week)
    rule(week)
    objection(week)
    dispute(week)
    assert stock(week) == {"RICE": 8, "TEA": 95 - 7, "SOAP": 0}, stock(week)
    week.balances(THURSDAY)
