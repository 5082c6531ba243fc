"""Tuesday: a morning's clean-up, with cards, codes, hands and a printed list; what it earns is
approved by a second person. Three claims are filed, and one is for a panel."""

from week import V

# ENV-01: 40 an hour, whole half hours. VOL-09 and its like: by the piece.
#   R01 leads, 06:00 to 08:00, vouched for by a social worker: 2 h x 40 = 80
#   R03 by card and by hand, 06:00 to 07:30: 1.5 h x 40 = 60
#   R04 by code and by hand, 06:00 to 08:00: 80
#   R06 by code; 06:30 to 07:30 put right to 06:00 to 07:30: 60
#   W01 on the printed list, 07:00 to 08:00: 40; turned down, taken up again: 40
#   R05 SAF-01, a look through the own house: 20
#   R10 HON-01 by a panel that says 100, 100 and 300: 100, which waits for its notice
#   R08 HON-02 by a panel: 200, which waits as well
TUESDAY = {"R01": 50 + 80, "R02": 50, "R03": 50 + 60, "R04": 50 + 80, "R05": 50 + 20,
           "R06": 50 + 60, "R07": 50, "R08": (50, 200), "R09": 50, "R10": (50, 100),
           "W01": 50 + 40}


def helper(week):
    """R04 may see to R03's sign-ups and spend up to 25 points a day: signed on paper."""
    tie = week.post("T02", V + "/ties", {
        "person": {"number": "R03", "name": "寅"}, "helper": {"number": "R04", "name": "卯"},
        "kind": "helper", "see": True, "sign_up": True, "redeem_daily": 25,
        "signed_on_paper": True}, 201)["tie"]
    week.post("R04", f"{V}/ties/{tie}/agreement", {})
    week.get("R04", f"{V}/residents/{week.person('R03')}")
    ties = week.get("T03", f"{V}/residents/{week.person('R03')}/ties?purpose=correction")
    assert [(t["tie"], t["holds"], t["redeem_daily"]) for t in ties["for_me"]] == [(tie, True, 25)]
    return tie


def cards(week):
    """Cards for the two without a phone; the PIN is typed by its person at the office."""
    made = {}
    for number in ("R03", "R07"):
        made[number] = week.post("T02", V + "/cards", {"person": week.person(number)}, 201)
        week.post("T02", f"{V}/cards/{made[number]['id']}/pin", {"pin": "204916"}, 204,
                  method="PUT")
    sheet = week.who("T02").call("POST", V + "/cards/print", {
        "cards": [{"id": card["id"], "kin": "13900000004"} for card in made.values()],
        "backs": True}).must(200)
    assert sheet.body.startswith(b"%PDF")
    return made


def planned(week):
    """On Monday evening. Three places: the fourth waits, and moves up when somebody cannot."""
    one = week.activity("R01", "T04", "ENV-01", "清理溪岸", "2025-07-29", capacity=3)
    assert week.post("R04", one + "/sign-up")["own"] == "going"
    assert week.post("R04", f"{one}/sign-up?person={week.person('R03')}")["own"] == "going"
    assert week.post("R05", one + "/sign-up")["own"] == "going"
    assert week.post("R06", one + "/sign-up")["own"] == "waiting"
    assert week.post("R05", one + "/sign-off")["own"] == "cancelled"
    [mine] = week.get("R06", V + "/me/sign-ups")["items"]
    assert mine["own"] == "going"
    week.post("R01", one, {"capacity": 5}, 200, method="PATCH")
    assert week.post("W01", one + "/sign-up")["own"] == "going"
    return one


def clean_up(week, one, card):
    """Everybody comes in another way; the leader closes it out with a photo."""
    code = week.get("R01", one + "/code")["code"]
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    week.refused("R04", one + "/check-in", {"code": wrong}, 409, "CODE_WRONG")
    stays = {n: week.post(n, one + "/check-in", {"code": code})["stay"] for n in ("R04", "R06")}
    phone, _ = week.device("R01", "leader", b"leader of the week".ljust(32))
    stays["R03"] = week.post(phone, one + "/card", {"card": card["qr"], "what": "in"})["stay"]
    for number, start, end in (("R04", "06:00", "08:00"), ("R06", "06:30", "07:30"),
                               ("R03", "06:00", "07:30"), ("R01", "06:00", "08:00")):
        stays[number] = week.by_hand("R01", one, number, start, end)
    row = next(p["row"] for p in week.get("R01", one + "/people")["items"]
               if p["person"] == week.person("W01"))
    assert week.who("R01").get(one + "/sheet").must(200).body.startswith(b"%PDF")
    items = week.post("R01", one + "/rows", {"rows": [
        {"row": row, "in_at": week.at("07:00"), "out_at": week.at("08:00")}]})["items"]
    stays["W01"] = items[0]["stay"]
    week.refused("R01", one + "/report", {"report": "溪岸干净了"}, 409, "PHOTO_NEEDED")
    week.photo("R01", one)
    week.post("R01", one + "/report", {"report": "溪岸干净了"})
    return stays


def approvals(week, one, stays):
    """A second person approves; a correction has its reason and yet another approver."""
    assert week.get("T02", V + "/approvals")["items"][0]["undecided"] == 5
    week.refused("R01", f"{V}/stays/{stays['R04']}/approve", None, 403, "NOT_ALLOWED")
    week.post("T02", f"{V}/stays/{stays['R06']}/correct", {
        "in_at": week.at("06:00"), "reason": "照片里六点就在"})
    week.refused("T02", f"{V}/stays/{stays['R06']}/approve", None, 409, "STAY_EYES")
    assert week.approved("T03", stays["R06"]) == 60
    assert week.approved("T02", stays["R04"]) == 80
    assert week.approved("T02", stays["R03"]) == 60
    week.post("T02", f"{V}/stays/{stays['W01']}/reject", {"reason": "没看见他"})
    week.post("T03", f"{V}/stays/{stays['W01']}/restore", {"reason": "领队说他在对岸"})
    assert week.approved("T03", stays["W01"]) == 40
    week.refused("T02", f"{V}/stays/{stays['R01']}/approve", None, 409, "STAY_VOUCHER")
    week.post("T02", f"{V}/stays/{stays['R01']}/vouch", {"reason": "我在场"})
    assert week.approved("T03", stays["R01"]) == 80
    again = week.post("T02", V + "/stays/approve", {
        "stays": [{"stay": stay} for stay in stays.values()]})["items"]
    assert {i["code"] for i in again} <= {None, "STAY_EYES", "TWO_EYES_SAME"}, again
    week.post("T04", one + "/close")
    [stay] = week.get("R06", V + "/me/stays")["items"]
    week.get("R06", f"{V}/stays/{stay['stay']}", 200, "照片里六点就在", "社工一")


def claims(week):
    """A look through the own house; an honour and a thrifty wedding, each before a panel."""
    def filed(number, rule, text):
        return f"{V}/claims/" + week.post(number, V + "/claims", {
            "rule": rule, "day": "2025-07-28", "text": text}, 201)["claim"]

    safe = filed("R05", "SAF-01", "灶台和电线都看过了")
    week.photo("R05", safe)
    week.post("T02", safe + "/examine", {"word": "照片清楚"})
    week.refused("T02", safe + "/approve", {}, 409, "TWO_EYES_SAME")
    assert week.post("T03", safe + "/approve", {})["granted"] == 20
    honour, wedding = filed("R10", "HON-01", "评上镇里的最美家庭"), filed(
        "R08", "HON-02", "女儿的婚事没有大操大办")
    for number, grade in (("T07", 100), ("T08", 300), ("T09", 100)):
        assert week.get(number, V + "/panel-seats")["items"]
        done = week.post(number, honour + "/vote", {"vote": "yes", "grade": grade,
                                                    "word": "看过证书"})
    assert (done["state"], done["grade"]) == ("on_notice", 100), done
    for number in ("T07", "T08"):
        done = week.post(number, wedding + "/vote", {"vote": "yes", "word": "只摆了三桌"})
    assert done["state"] == "on_notice", done
    week.seen(done["record"])
    return honour, wedding


def tuesday(week):
    week.helper = helper(week)
    one = planned(week)
    week.morning("2025-07-29")
    week.cards = cards(week)
    stays = clean_up(week, one, week.cards["R03"])
    approvals(week, one, stays)
    week.honour, week.wedding = claims(week)
    week.balances(TUESDAY)
