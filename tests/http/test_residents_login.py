"""Log-ins of residents: codes by SMS, families that share a phone, WeChat; and what is sent out."""

import json
import pathlib
import re
import shutil
import tempfile
import time

from client import SAMPLE, VILLAGE, Server, check
from peer import Gateway, secret_file

PHONE = "10043662504"  # R00001
OTHER = "10049741687"  # R00003
NOBODY = "10000000000"


def ask(server, phone, **more):
    return server.caller().post("/api/v1/codes", {"phone": phone, **more})


def outbox(server, to=None):
    items = server.caller().get("/api/v1/dev/outbox").must(200).json["items"]
    return [i for i in items if to is None or i["to"] == to]


def code_for(server, phone):
    return re.search(r"\d{6}", outbox(server, phone)[0]["text"]).group(0)


def log_in(server, phone, code, **more):
    return server.caller().post("/api/v1/sessions", {"phone": phone, "code": code, **more})


def wrong(code):
    return f"{(int(code) + 1) % 1000000:06d}"


# ---- codes ----

@check("a resident logs in with the code that came to the phone, once", fresh=True)
def _(server):
    server.start()
    ask(server, PHONE).must(202)
    code = code_for(server, PHONE)
    log_in(server, PHONE, wrong(code)).refused(401, "PHONE_CODE_WRONG")
    done = log_in(server, PHONE, code).must(201).json
    assert (done["way"], done["strong"]) == ("phone", False)
    log_in(server, PHONE, code).refused(401, "PHONE_CODE_WRONG")
    mine = server.caller()
    mine.token = done["token"]
    mine.get("/api/v1/sessions").must(200)
    server.verify()


@check("nobody learns whether a phone is known: one answer, and no SMS to strangers", fresh=True)
def _(server):
    server.start()
    known, unknown = ask(server, PHONE).must(202), ask(server, NOBODY).must(202)
    assert known.body == unknown.body
    assert len(outbox(server, PHONE)) == 1 and not outbox(server, NOBODY)
    a = log_in(server, PHONE, wrong(code_for(server, PHONE))).refused(401, "PHONE_CODE_WRONG")
    b = log_in(server, NOBODY, "000000").refused(401, "PHONE_CODE_WRONG")
    assert a.body == b.body


@check("a phone is sent one code a minute, whoever asks; the first stays good", fresh=True)
def _(server):
    server.start()
    for _ in range(5):
        ask(server, PHONE).must(202)
    assert len(outbox(server, PHONE)) <= 2  # a minute may have begun between
    log_in(server, PHONE, code_for(server, PHONE)).must(201)


@check("five wrong tries spend a code", fresh=True)
def _(server):
    server.start()
    ask(server, PHONE)
    code = code_for(server, PHONE)
    for _ in range(5):
        log_in(server, PHONE, wrong(code)).refused(401, "PHONE_CODE_WRONG")
    log_in(server, PHONE, code).refused(401, "PHONE_CODE_WRONG")


@check("a code for one purpose is no good for the other", fresh=True)
def _(server):
    server.start()
    ask(server, PHONE, purpose="prove").must(202)
    log_in(server, PHONE, code_for(server, PHONE)).refused(401, "PHONE_CODE_WRONG")


@check("one address gets so many codes an hour, and few for phones that nobody has", fresh=True)
def _(server):
    server.start()
    for i in range(12):
        ask(server, f"100000000{i:02d}", purpose="prove").must(202)
    assert len(outbox(server)) == 10
    for i in range(12, 60):
        ask(server, f"100000000{i:02d}").must(202)
    answer = ask(server, "10000000099").refused(429, "TRY_LATER")
    assert 1 <= int(answer.headers["retry-after"]) <= 3600


@check("a day has its number of SMS; the answer does not tell that they are used up", fresh=True)
def _(server):
    server.settings = ["--sms-per-day", "1"]
    server.start()
    ask(server, PHONE).must(202)
    ask(server, OTHER).must(202)
    assert [i["to"] for i in outbox(server)] == [PHONE]


@check("a phone has eleven digits, the first 1", fresh=True)
def _(server):
    server.start()
    for bad in ("20043662504", "1004366250x", "+1004366250", "１００４３６６２５０４"):
        ask(server, bad).refused(400, "PHONE_WRONG")
    ask(server, "1004366250").refused(400, "FIELD_WRONG")
    log_in(server, "20043662504", "000000").refused(400, "PHONE_WRONG")


@check("where a family shares a phone they say who it is; another's id is refused")
def _(_):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sanbao-family-"))
    family = None
    try:
        shutil.copytree(SAMPLE, folder / "v")
        residents = folder / "v" / "residents.csv"
        residents.write_text(residents.read_text(encoding="utf-8").replace(OTHER, PHONE),
                             encoding="utf-8")
        family = Server(_.binary, sample=False)
        family.run("import", str(folder / "v"))
        family.start()
        ask(family, PHONE).must(202)
        code = code_for(family, PHONE)
        choices = log_in(family, PHONE, code).must(200, "何红", "何敏", "佛山村").json["choices"]
        assert len(choices) == 2 and {c["village"] for c in choices} == {VILLAGE}
        log_in(family, PHONE, code, person="0" * 32).refused(403, "PHONE_NOT_YOURS")
        chosen = choices[1]["person"]
        done = log_in(family, PHONE, code, person=chosen).must(201).json
        assert done["person"] == chosen
        log_in(family, PHONE, code, person=chosen).refused(401, "PHONE_CODE_WRONG")
    finally:
        if family:
            family.close()
        shutil.rmtree(folder)


@check("a phone code opens no office, whatever role its person has", fresh=True)
def _(server):
    server.start()
    ask(server, PHONE)
    done = log_in(server, PHONE, code_for(server, PHONE)).must(201).json
    mine = server.caller()
    mine.token = done["token"]
    mine.get(f"/api/v1/villages/{VILLAGE}/sending").refused(403, "NOT_ALLOWED")


# ---- the gateway ----

@check("with a gateway the code goes there with the secret, and there is no outbox", fresh=True)
def _(server):
    gateway = Gateway(lambda path, query, body: (200, "{}"))
    try:
        server.settings = ["--sms-url", gateway.url + "/send", "--sms-template", "SB-1",
                           "--sms-secret-file", secret_file(server, "sms", "hush-hush")]
        server.start()
        ask(server, PHONE).must(202)
        method, path, _, body, headers = gateway.wait(1)[0]
        assert (method, path) == ("POST", "/send")
        assert headers["Authorization"] == "Bearer hush-hush"
        assert (body["phone"], body["template"]) == (PHONE, "SB-1")
        code = re.search(r"\d{6}", body["text"]).group(0)
        log_in(server, PHONE, code).must(201)
        server.caller().get("/api/v1/dev/outbox").refused(404, "ROUTE_UNKNOWN")
        server.caller().get("/dev/outbox").refused(404, "ROUTE_UNKNOWN")
        said = server.stop()
        assert "hush" not in said and code not in said
    finally:
        gateway.close()


@check("a gateway that fails is asked twice, keeps nobody waiting, and is seen", fresh=True)
def _(server):
    gateway = Gateway(lambda path, query, body: (500, "no"))
    try:
        server.settings = ["--sms-url", gateway.url]
        server.grant("T12").start()
        started = time.monotonic()
        ask(server, PHONE).must(202)
        assert time.monotonic() - started < 2
        gateway.wait(2)
        time.sleep(0.3)
        seen = server.caller("T12").get(f"/api/v1/villages/{VILLAGE}/sending").must(200).json
        assert (seen["sms"], seen["codes_failed"], seen["sms_today"]) == ("gateway", 1, 1)
    finally:
        gateway.close()


@check("the outbox page shows markup as text", fresh=True)
def _(server):
    server.start()
    ask(server, PHONE)
    page = server.caller().get("/dev/outbox").must(200, "试用发件箱", PHONE, "验证码")
    assert page.headers["content-type"].startswith("text/html")


# ---- WeChat ----

APPID, SECRET = "wx0000000000000001", "wechat-secret"


def wechat(path, query, body):
    """code2session: developers.weixin.qq.com, user-login/api_code2session."""
    assert path == "/sns/jscode2session"
    if query.get("appid") != APPID or query.get("secret") != SECRET:
        return 200, json.dumps({"errcode": 40125, "errmsg": "invalid appsecret"})
    assert query["grant_type"] == "authorization_code"
    table = {
        "good": {"openid": "oAbC-1_x", "session_key": "a2V5", "unionid": "u"},
        "other": {"openid": "oAbC-2_x", "session_key": "a2V5", "errcode": 0, "errmsg": "ok"},
        "used": {"errcode": 40163, "errmsg": "code been used"},
        "busy": {"errcode": -1, "errmsg": "system error"},
        "often": {"errcode": 45011, "errmsg": "api minute-quota reach limit"},
        "risky": {"errcode": 40226, "errmsg": "code blocked"},
        "empty": {"session_key": "a2V5"},
        "list": [],
        "long": {"openid": "x" * 65},
    }
    if query["js_code"] == "dead":
        return 0, None
    if query["js_code"] == "500":
        return 500, "oops"
    if query["js_code"] == "huge":
        return 200, "x" * 100000
    return 200, json.dumps(table.get(query["js_code"],
                                     {"errcode": 40029, "errmsg": "invalid code"}))


def with_wechat(server, url, secret=SECRET):
    server.settings = ["--wechat-base-url", url, "--wechat-appid", APPID,
                       "--wechat-secret-file", secret_file(server, "wechat", secret)]
    return server


def by_wechat(server, code, **more):
    return server.caller().post("/api/v1/sessions", {"wechat": code, **more})


@check("a WeChat account is bound by one phone code, and logs in alone from then on", fresh=True)
def _(server):
    peer = Gateway(wechat)
    try:
        with_wechat(server, peer.url).start()
        bind = by_wechat(server, "good").must(200, without=("oAbC", "a2V5")).json["bind"]
        ask(server, PHONE)
        code = code_for(server, PHONE)
        broken = bind[:-1] + ("0" if bind[-1] != "0" else "1")
        log_in(server, PHONE, code, bind=broken).refused(400, "BIND_WRONG")
        done = log_in(server, PHONE, code, bind=bind).must(201).json
        again = by_wechat(server, "good").must(201).json
        assert (again["way"], again["person"]) == ("wechat", done["person"])
        by_wechat(server, "other").must(200, "bind")
        mine = server.caller()
        mine.token = again["token"]
        mine.get("/api/v1/messages").must(200, "微信号")
        said = server.stop()
        assert SECRET not in said and "oAbC" not in said
    finally:
        peer.close()


@check("each trouble of WeChat has its own word", fresh=True)
def _(server):
    peer = Gateway(wechat)
    try:
        with_wechat(server, peer.url).start()
        for code, status, name in (("bad", 401, "WECHAT_CODE"), ("used", 401, "WECHAT_CODE"),
                                   ("busy", 503, "WECHAT_BUSY"), ("often", 429, "WECHAT_LATER"),
                                   ("risky", 403, "WECHAT_BLOCKED"), ("dead", 503, "WECHAT_BUSY"),
                                   ("500", 503, "WECHAT_BUSY"), ("huge", 503, "WECHAT_BUSY"),
                                   ("empty", 503, "WECHAT_SETUP"), ("list", 503, "WECHAT_SETUP"),
                                   ("long", 503, "WECHAT_SETUP")):
            by_wechat(server, code).refused(status, name)
        asked = peer.heard[0][2]
        by_wechat(server, "a&secret=x").refused(401, "WECHAT_CODE")
        assert peer.heard[-1][2]["js_code"] == "a&secret=x", asked
    finally:
        peer.close()


@check("a wrong secret is told as a matter of set-up, and no appid as well", fresh=True)
def _(server):
    peer = Gateway(wechat)
    try:
        with_wechat(server, peer.url, "wrong").start()
        by_wechat(server, "good").refused(503, "WECHAT_SETUP")
        server.stop()
        server.settings = []
        server.start()
        by_wechat(server, "good").refused(503, "WECHAT_SETUP")
    finally:
        peer.close()


@check("a base address that is neither https nor this machine is refused at the start", fresh=True)
def _(server):
    for url in ("http://192.168.0.1", "ftp://127.0.0.1", "file:///etc"):
        server.run("serve", "--listen", "127.0.0.1:0", "--wechat-base-url", url, expect=1)


# ---- messages ----

@check("people choose what they are told and in which language; safety is always told",
       fresh=True)
def _(server):
    server.grant("R00001", "T12").start()
    mine = server.caller("R00001")
    assert mine.get("/api/v1/messages/choices").must(200).json == {
        "points": True, "activity": True, "claim": True, "shop": True, "language": "zh"}
    body = {"shop": False, "language": "en"}
    assert mine.put("/api/v1/messages/choices", body).must(200).json["shop"] is False
    assert mine.get("/api/v1/messages/choices").must(200).json["language"] == "en"
    mine.put("/api/v1/messages/choices", {"safety": False}).refused(400, "FIELD_UNKNOWN")
    mine.put("/api/v1/messages/choices", {"language": "fr"}).refused(400, "FIELD_WRONG")
    assert mine.get("/api/v1/messages").must(200).json == {"items": [], "next": None}
