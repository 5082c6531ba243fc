"""Log-ins of those with an office: enrolment, password and one-time code, sessions and cookies."""

import base64
import hashlib
import hmac
import struct
import time

from client import VILLAGE, check

PASSWORD = "竹林里的第七盏灯笼不会灭"
OTHER = "山上的三只白鹅往北方飞去"


def totp(secret, steps=0):
    """RFC 6238, as an authenticator app shows it `steps` half minutes from now."""
    key = base64.b32decode(secret)
    step = int(time.time()) // 30 + steps
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[19] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000:06d}"


def away_from_edge():
    """A step must not end between making a code and using it."""
    left = 30 - time.time() % 30
    if left < 4:
        time.sleep(left + 0.1)


def enrol(server, number, password=PASSWORD):
    """The person uses the code from the machine; the secret for one-time codes, and the answer."""
    code = server.codes.pop(number)
    stranger = server.caller()
    look = stranger.post("/api/v1/enrolments/look", {"code": code}).must(200)
    assert look.json["number"] == number
    away_from_edge()
    done = stranger.post("/api/v1/enrolments", {
        "code": code, "password": password, "totp": totp(look.json["secret"], -1)}).must(201)
    assert done.json["strong"] is True
    return look.json["secret"], done.json


def log_in(server, number, password, code, **more):
    return server.caller().post("/api/v1/sessions", {
        "village": VILLAGE, "number": number, "password": password, "totp": code, **more})


def prepared(server, *numbers):
    """A fresh server with enrolment codes made on the machine."""
    server.codes = {n: server.run("access", n, "--village", VILLAGE).strip() for n in numbers}
    return server.grant("T12", "T01", "R00001").start()


@check("an official sets a password with the code from the machine, and logs in", fresh=True)
def _(server):
    prepared(server, "T03")
    secret, first = enrol(server, "T03")
    away_from_edge()
    session = log_in(server, "T03", PASSWORD, totp(secret)).must(201, "token").json
    mine = server.caller()
    mine.token = session["token"]
    items = mine.get("/api/v1/sessions").must(200, without=(session["token"],)).json["items"]
    assert [i["id"] for i in items if i["here"]] == [session["session"]]
    assert {i["id"] for i in items} == {session["session"], first["session"]}
    server.verify()


@check("a one-time code is good once, and only around its half minute", fresh=True)
def _(server):
    prepared(server, "T03")
    secret, _ = enrol(server, "T03")  # spends the code of the step before
    away_from_edge()
    log_in(server, "T03", PASSWORD, totp(secret, -1)).refused(401, "LOGIN_WRONG")
    log_in(server, "T03", PASSWORD, totp(secret, 3)).refused(401, "LOGIN_WRONG")
    log_in(server, "T03", PASSWORD, totp(secret, 1)).must(201)
    log_in(server, "T03", PASSWORD, totp(secret, 1)).refused(401, "LOGIN_WRONG")
    log_in(server, "T03", PASSWORD, totp(secret)).refused(401, "LOGIN_WRONG")  # older than a used


@check("whether an account is there cannot be told: one answer, and the same time", fresh=True)
def _(server):
    prepared(server, "T03")
    secret, _ = enrol(server, "T03")
    cases = {
        "no such village": ("X", "T03", PASSWORD, "000000"),
        "no such number": (VILLAGE, "T99", PASSWORD, "000000"),
        "no password yet": (VILLAGE, "T04", PASSWORD, "000000"),
        "wrong password": (VILLAGE, "T03", OTHER, totp(secret)),
        "wrong code": (VILLAGE, "T03", PASSWORD, "000000"),
    }
    times, bodies = {}, set()
    for name, (village, number, password, code) in cases.items():
        taken = []
        for _ in range(2):
            start = time.monotonic()
            answer = server.caller().post("/api/v1/sessions", {
                "village": village, "number": number, "password": password, "totp": code})
            taken.append(time.monotonic() - start)
            answer.refused(401, "LOGIN_WRONG")
            bodies.add(answer.body)
        times[name] = min(taken)
    assert len(bodies) == 1, bodies
    assert max(times.values()) < 3 * min(times.values()) + 0.02, times


@check("wrong tries make the account wait, one that is not there as well", fresh=True)
def _(server):
    prepared(server, "T03")
    secret, _ = enrol(server, "T03")
    for number in ("T03", "T99"):
        for _ in range(5):
            log_in(server, number, OTHER, "000000").refused(401, "LOGIN_WRONG")
        answer = log_in(server, number, OTHER, "000000").refused(429, "TRY_LATER")
        assert 25 <= int(answer.headers["retry-after"]) <= 30
    log_in(server, "T03", PASSWORD, totp(secret)).refused(429, "TRY_LATER")
    log_in(server, "T04", PASSWORD, "000000").refused(401, "LOGIN_WRONG")  # others are not held up


@check("a hundred guesses at once count as a hundred", fresh=True)
def _(server):
    import concurrent.futures
    prepared(server, "T03")
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: log_in(server, "T03", OTHER, "000000"), range(30)))
    assert sorted(a.status for a in answers) == [401] * 5 + [429] * 25


@check("wrong tries make the address wait, whatever the account", fresh=True)
def _(server):
    prepared(server)
    for i in range(40):
        answer = server.caller().post("/api/v1/enrolments/look", {"code": "AAAA-BBBB-CCCC-DD22"})
        answer.refused(400, "ENROLMENT_WRONG")
    log_in(server, "T03", PASSWORD, "000000").refused(429, "TRY_LATER")


@check("an enrolment code is good once, in any writing; the newest of a person counts",
       fresh=True)
def _(server):
    prepared(server, "T03", "T04")
    old = server.codes["T03"]
    look = server.caller().post("/api/v1/enrolments/look", {"code": old.lower().replace("-", " ")})
    look.must(200, "otpauth://totp/Sanbao:%54%30%33?secret=")
    admin = server.caller("T12")
    secret, done = enrol(server, "T03")
    server.caller().post("/api/v1/enrolments/look", {"code": old}).refused(400, "ENROLMENT_WRONG")
    mine = server.caller()
    mine.token = done["token"]
    give = f"/api/v1/villages/{VILLAGE}/enrolments"
    mine.post(give, {"person": done["person"]}).refused(403, "NOT_ALLOWED")
    first = admin.post(give, {"person": done["person"]}).must(201).json["code"]
    second = admin.post(give, {"person": done["person"]}).must(201).json["code"]
    server.caller().post("/api/v1/enrolments/look", {"code": first}).refused(400, "ENROLMENT_WRONG")
    away_from_edge()
    fresh = server.caller().post("/api/v1/enrolments/look", {"code": second}).must(200).json
    assert fresh["secret"] != secret
    body = {"code": second, "password": OTHER, "totp": totp(fresh["secret"], 2)}
    server.caller().post("/api/v1/enrolments", body).refused(400, "TOTP_WRONG")
    body["totp"] = totp(fresh["secret"])
    again = server.caller()
    again.token = server.caller().post("/api/v1/enrolments", body).must(201).json["token"]
    mine.get("/api/v1/sessions").refused(401, "SESSION_ENDED")  # whoever stole the old one is out
    again.get("/api/v1/messages").must(200, "开通码", "密码已更改")  # and the person is told
    admin.post(give, {"person": "0" * 32}).refused(404, "PERSON_UNKNOWN")


@check("a weak password is refused, with what makes a good one", fresh=True)
def _(server):
    prepared(server, "T03")
    code = server.codes["T03"]
    for weak in ("short", "aaaaaaaaaaaaaaaa", "123456789012", "abcdefghijklmnop", "Password1234",
                 "1qaz2wsx3edc", "dies-ist-T03-lang", "一二三四五六七八九十一"):
        answer = server.caller().post("/api/v1/enrolments",
                                      {"code": code, "password": weak, "totp": "000000"})
        answer.refused(400, "PASSWORD_WEAK").must(400, "至少 12 个字符")
        assert answer.json["field"] == "password"


@check("a password is changed with the old one and a code; other sessions end", fresh=True)
def _(server):
    prepared(server, "T03")
    secret, first = enrol(server, "T03")
    away_from_edge()
    second = log_in(server, "T03", PASSWORD, totp(secret)).must(201).json
    mine, stolen = server.caller(), server.caller()
    mine.token, stolen.token = second["token"], first["token"]
    change = {"old": OTHER, "password": OTHER, "totp": totp(secret, 1)}
    mine.post("/api/v1/password", change).refused(401, "LOGIN_WRONG")
    change["old"] = PASSWORD
    mine.post("/api/v1/password", dict(change, totp="000000")).refused(401, "LOGIN_WRONG")
    mine.post("/api/v1/password", dict(change, password="short")).refused(400, "PASSWORD_WEAK")
    mine.post("/api/v1/password", change).must(204)
    stolen.get("/api/v1/sessions").refused(401, "SESSION_ENDED")
    told = mine.get("/api/v1/messages").must(200).json["items"]
    assert sum("密码已更改" in item["text"] for item in told) == 2  # set, and changed
    server.caller("R00001").post("/api/v1/password", change).refused(409, "LOGIN_NONE")


@check("a log-in names what is missing and what is too much", fresh=True)
def _(server):
    prepared(server)
    for body, code, field in (
            ({}, "FIELD_MISSING", "password"),
            ({"village": VILLAGE, "number": "T03"}, "FIELD_MISSING", "password"),
            ({"password": "x", "number": "T03", "totp": "000000"}, "FIELD_MISSING", "village"),
            ({"password": "x", "number": "T03", "village": VILLAGE, "totp": "0"}, "FIELD_WRONG",
             "totp"),
            ({"user": "x"}, "FIELD_UNKNOWN", "user")):
        answer = server.caller().post("/api/v1/sessions", body).refused(400, code)
        assert answer.json["field"] == field, answer
    form = server.caller().call("POST", "/api/v1/sessions", raw=b"password=x", headers={
        "Content-Type": "application/x-www-form-urlencoded"})
    form.refused(415, "BODY_TYPE")


@check("a browser gets a cookie that no script reads, and needs our header to change anything",
       fresh=True)
def _(server):
    prepared(server, "T03")
    secret, _ = enrol(server, "T03")
    away_from_edge()
    answer = log_in(server, "T03", PASSWORD, totp(secret), cookie=True).must(201)
    assert "token" not in answer.json
    given = answer.headers["set-cookie"]
    pair, *marks = [part.strip() for part in given.split(";")]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(marks), given
    cookie = {"Cookie": "theme=dark; " + pair}
    own = {"X-Sanbao": "1", "Sec-Fetch-Site": "same-origin"}
    browser = server.caller()
    browser.get("/api/v1/sessions", headers=cookie).must(200)
    browser.get("/api/v1/sessions", headers={"Cookie": "sanbao=nonsense"}).refused(
        401, "SESSION_NEEDED")
    browser.delete("/api/v1/sessions?others=true", headers=cookie).refused(403, "CROSS_SITE")
    for site in ("cross-site", "same-site"):
        browser.delete("/api/v1/sessions?others=true",
                       headers={**cookie, **own, "Sec-Fetch-Site": site}).refused(403, "CROSS_SITE")
    browser.delete("/api/v1/sessions?others=true", headers={**cookie, **own}).must(204)
    gone = browser.delete("/api/v1/sessions", headers={**cookie, **own}).must(204)
    assert "Max-Age=0" in gone.headers["set-cookie"]
    browser.get("/api/v1/sessions", headers=cookie).refused(401, "SESSION_NEEDED")


@check("a session is ended by its own person alone, and at once", fresh=True)
def _(server):
    prepared(server)
    mine, other = server.caller("T01"), server.caller("R00001")
    session = mine.get("/api/v1/sessions").json["items"][0]["id"]
    other.delete(f"/api/v1/sessions/{session}").refused(404, "SESSION_UNKNOWN")
    mine.delete("/api/v1/sessions/" + "0" * 32).refused(404, "SESSION_UNKNOWN")
    mine.delete(f"/api/v1/sessions/{session}").must(204)
    mine.get("/api/v1/sessions").refused(401, "SESSION_ENDED")
    server.caller().get("/api/v1/sessions").refused(401, "SESSION_NEEDED")
