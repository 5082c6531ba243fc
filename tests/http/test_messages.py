"""Being told: what happens to people reaches them, once, by the way that they allow."""

import datetime
import json
import re
import signal
import time

from client import VILLAGE, check
from peer import Gateway, secret_file
from test_activity import AT, act, at, published, reported
from test_residents_in import GROWN
from test_residents_login import APPID, PHONE, SECRET, ask, by_wechat, log_in, wechat
from test_shop import S01, offer, propose_payment, sign

HERE = f"/api/v1/villages/{VILLAGE}"
AWAKE = ["--quiet-from", "08:00", "--quiet-until", "08:00"]  # equal: never quiet


def messages(caller):
    return caller.get("/api/v1/messages").must(200).json["items"]


def told(caller, *parts, count=1, seconds=15):
    """Waits until so many messages have all these parts, and no more; them."""
    until = time.monotonic() + seconds
    found = []
    while time.monotonic() < until:
        found = [m for m in messages(caller) if all(part in m["text"] for part in parts)]
        if len(found) >= count:
            break
        time.sleep(0.2)
    assert len(found) == count, (parts, count, messages(caller))
    return found


def state_of(caller, part, wanted, seconds=15):
    until = time.monotonic() + seconds
    states = None
    while time.monotonic() < until:
        states = [m["state"] for m in messages(caller) if part in m["text"]]
        if states == [wanted]:
            return
        time.sleep(0.2)
    raise AssertionError((part, wanted, messages(caller)))


# ---- what happens ----

@check("points from an activity are told, with the sum; a restart tells nothing twice", fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03").start()
    before = server.caller("R00010").get(f"{HERE}/me").json["balance"]
    _one, [stay] = reported(server, "R00010")
    act(server, "T02", f"{AT}/stays/{stay['stay']}/approve", status=201)
    told(server.caller("R00010"), "清理佛山溪", "20 工分", f"共有 {before + 20} 分")
    server.stop(signal.SIGKILL)
    server.start()
    time.sleep(4)
    told(server.caller("R00010"), "清理佛山溪", "20 工分")
    server.verify()


@check("what is spent and given back is told, in the language that was chosen", fresh=True)
def _(server):
    server.grant("R00001", "T21", "T22").start()
    me = server.caller("R00001")
    me.put("/api/v1/messages/choices", {"language": "en"}).must(200)
    offer(server, "TELL", 7)
    done = me.post(S01 + "/redemptions", {"goods": "TELL", "quantity": 1, "points": 7}).must(
        201).json
    told(me, "You spent 7 points at 佛山村便民超市")
    server.caller("T21").post(S01 + "/refunds", {"record": done["record"]}).must(201)
    told(me, "gave you back 7 points")


@check("who turned a kind off is not told of it", fresh=True)
def _(server):
    server.grant("R00001", "R00003", "T21").start()
    me, other = server.caller("R00001"), server.caller("R00003")
    me.put("/api/v1/messages/choices", {"shop": False}).must(200)
    offer(server, "TELL", 3)
    for who in (me, other):
        who.post(S01 + "/redemptions", {"goods": "TELL", "quantity": 1, "points": 3}).must(201)
    told(other, "用了 3 工分")
    assert messages(me) == []


@check("points of welcome are told", fresh=True)
def _(server):
    number = GROWN[0]["resident_no"]
    server.grant("T01", "T02", number).start()
    me = server.caller(number)
    me.post(f"{HERE}/registration").must(201)
    people = {"people": [me.get("/api/v1/me").json["person"]]}
    for who in ("T01", "T02"):
        server.caller(who).call("POST", f"{HERE}/welcomes", people).must(200)
    told(me, "实名注册", "50 工分")


@check("a stay that is turned down or corrected is told with the reason, in words of people",
       fresh=True)
def _(server):
    server.grant("R00001", "R00010", "T01", "T02", "T03").start()
    _one, [stay] = reported(server, "R00010")
    path, me = f"{AT}/stays/{stay['stay']}", server.caller("R00010")
    act(server, "T01", path + "/correct", {"in_at": at("07:31"), "reason": "核对了照片"})
    told(me, "时间有更正", "核对了照片", "清理佛山溪")
    act(server, "T01", path + "/reject", {"reason": "照片里没有人"})
    told(me, "没有通过审核", "照片里没有人", "另外的人复核")


@check("who signed up is told of a change, a place and that it is off; who does it is not",
       fresh=True)
def _(server):
    server.grant("R00001", "R00003", "R00010", "T03").start()
    one = published(server, starts_at=at("10:00"), capacity=1, signup_until=at("09:30"))
    leader, first, second = (server.caller(n) for n in ("R00001", "R00003", "R00010"))
    act(server, "R00001", one + "/sign-up")
    act(server, "R00003", one + "/sign-up")
    act(server, "R00010", one + "/sign-up")
    act(server, "R00001", one + "/sign-off")
    told(first, "有名额了", "清理佛山溪")
    told(second, "有名额了", count=0, seconds=0)
    leader.call("PATCH", one, {"note": "带手套和雨鞋"}).must(200)
    told(first, "有变化", "带手套和雨鞋")
    told(second, "有变化", "带手套和雨鞋")
    act(server, "R00001", one + "/cancel", {"reason": "下大雨"})
    for who in (first, second):
        told(who, "取消了", "下大雨")
    assert messages(leader) == []


@check("what was reported of a shop is answered to the person", fresh=True)
def _(server):
    server.grant("R00003", "T01", "T21").start()
    offer(server, "ODD", 3)
    me = server.caller("R00003")
    done = me.post(S01 + "/redemptions", {"goods": "ODD", "quantity": 1, "points": 3}).must(
        201).json
    case = me.post(f"{HERE}/redemptions/{done['record']}/disputes", {
        "text": "这笔不是我本人兑的"}).must(201).json
    server.caller("T01").call("POST", f"{HERE}/disputes/{case['dispute']}/answers", {
        "answer": "已退回，店家认错"}).must(200)
    told(me, "有了答复", "已退回，店家认错", "佛山村便民超市")


@check("who keeps a shop is told that it was paid, and no other keeper", fresh=True)
def _(server):
    server.grant("T03", "T04", "T06", "T21", "T22").start()
    motion = propose_payment(server).must(201).json
    for who in ("T03", "T04"):
        sign(server, who, motion).must(200)
    yuan = f"{motion['fen'] // 100}.{motion['fen'] % 100:02d} 元"
    told(server.caller("T21"), "佛山村便民超市的工分已结算", yuan)
    assert messages(server.caller("T22")) == []


@check("a matter about somebody is told to them, whatever was decided", fresh=True)
def _(server):
    number = GROWN[0]["resident_no"]
    server.grant("T01", "T02", "T03", "T04", number).start()
    me = server.caller(number)
    person = me.get("/api/v1/me").json["person"]
    made = server.caller("T01").post(f"{HERE}/matters", {
        "kind": "leave", "person": person, "reason": "搬到城里"}).must(201).json["matter"]
    server.caller("T02").call("POST", f"{HERE}/matters/{made}/decision", {
        "agreed": False}).must(200)
    told(me, "迁出销户", "没有同意")


# ---- which way ----

class Both:
    """The SMS gateway and WeChat in one; what WeChat answers to a message is set from outside."""

    def __init__(self, server, *settings):
        self.errors = []  # errcodes of the next messages; then 0
        self.tokens = 0
        self.peer = Gateway(self.answer)
        server.settings = [
            *AWAKE, "--sms-url", self.peer.url + "/sms", "--wechat-base-url", self.peer.url,
            "--wechat-appid", APPID, "--wechat-secret-file", secret_file(server, "wx", SECRET),
            "--wechat-template", "TPL-1", *settings]

    def answer(self, path, query, body):
        if path == "/sms":
            return 200, "{}"
        if path == "/sns/jscode2session":
            return wechat(path, query, body)
        if path == "/cgi-bin/stable_token":
            assert body == {"grant_type": "client_credential", "appid": APPID, "secret": SECRET}
            self.tokens += 1
            return 200, json.dumps({"access_token": f"TOKEN-{self.tokens}", "expires_in": 7200})
        assert path == "/cgi-bin/message/subscribe/send", path
        code = self.errors.pop(0) if self.errors else 0
        return 200, json.dumps({"errcode": code, "errmsg": "ok" if code == 0 else "no"})

    def heard(self, path):
        return [h for h in self.peer.heard if h[1] == path]

    def sms(self, part):
        return [h[3] for h in self.heard("/sms") if part in h[3]["text"]]

    def bind(self, server):
        """R00001 binds a WeChat account; their caller."""
        bind = by_wechat(server, "good").must(200).json["bind"]
        ask(server, PHONE).must(202)
        self.peer.wait(2)
        code = re.search(r"\d{6}", self.sms("")[-1]["text"]).group(0)
        me = server.caller()
        me.token = log_in(server, PHONE, code, bind=bind).must(201).json["token"]
        state_of(me, "微信号", "sent")
        return me


def spend(server, me, points=3):
    me.post(S01 + "/redemptions", {"goods": "TELL", "quantity": 1, "points": points}).must(201)


def both(server, *settings):
    way = Both(server, *settings)
    server.grant("T21").start()
    offer(server, "TELL", 3)
    return way, way.bind(server)


@check("a bound account is told by a subscription message, each word as WeChat takes it",
       fresh=True)
def _(server):
    way, me = both(server)
    try:
        spend(server, me)
        state_of(me, "用了 3 工分", "sent")
        sent = way.heard("/cgi-bin/message/subscribe/send")[-1]
        assert sent[2] == {"access_token": "TOKEN-1"} and way.tokens == 1
        data = {"thing1": {"value": "工分兑换"},
                "thing2": {"value": "您在佛山村便民超市用了 3 工分。"}}
        assert sent[3] == {"touser": "oAbC-1_x", "template_id": "TPL-1", "lang": "zh_CN",
                           "data": data}
        assert way.sms("工分") == []
        assert SECRET not in server.stop()
    finally:
        way.peer.close()


@check("a token that is over or wrong is fetched anew, once, and the message goes", fresh=True)
def _(server):
    way, me = both(server)
    try:
        for points, code in ((3, 42001), (6, 40001), (9, 40014)):
            way.errors = [code]
            before = way.tokens
            me.post(S01 + "/redemptions", {"goods": "TELL", "quantity": points // 3,
                                           "points": points}).must(201)
            state_of(me, f"用了 {points} 工分", "sent")
            assert way.tokens == before + 1, way.tokens
        assert way.sms("工分") == []
    finally:
        way.peer.close()


@check("who did not subscribe, or refused, gets an SMS instead", fresh=True)
def _(server):
    way, me = both(server)
    try:
        way.errors = [43101]
        spend(server, me)
        state_of(me, "用了 3 工分", "sent")
        assert [s["phone"] for s in way.sms("用了 3 工分")] == [PHONE]
    finally:
        way.peer.close()


@check("where the day's quota of WeChat is used up the message waits, and no SMS goes",
       fresh=True)
def _(server):
    way, me = both(server)
    try:
        way.errors = [45009] * 5
        spend(server, me)
        told(me, "用了 3 工分")
        way.peer.wait(len(way.peer.heard) + 1)
        time.sleep(2)
        state_of(me, "用了 3 工分", "waiting")
        assert way.sms("用了") == [] and len(way.errors) == 4
    finally:
        way.peer.close()


@check("at night nothing goes out but what concerns the log-in; it waits for the morning",
       fresh=True)
def _(server):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)
    hours = [(now + datetime.timedelta(hours=h)).strftime("%H:%M") for h in (-1, 1)]
    way, me = both(server, "--quiet-from", hours[0], "--quiet-until", hours[1])
    try:
        spend(server, me)
        told(me, "用了 3 工分")
        time.sleep(3)
        state_of(me, "用了 3 工分", "waiting")
        assert way.sms("用了") == []
    finally:
        way.peer.close()


@check("who takes back that messages go out is told on their page alone, but for safety",
       fresh=True)
def _(server):
    way, me = both(server)
    try:
        for agreed in (True, False):
            me.post(f"{HERE}/me/consents", {"purpose": "MESSAGES", "agreed": agreed,
                                            "version": 1}).must(201)
        sent = len(way.heard("/cgi-bin/message/subscribe/send"))
        spend(server, me)
        state_of(me, "用了 3 工分", "unsent")
        assert len(way.heard("/cgi-bin/message/subscribe/send")) == sent
        assert way.sms("用了") == []
    finally:
        way.peer.close()
