"""week: a new village on a machine of its own, and short words for what its people do all week."""

import datetime
import re
import time

import devices
from client import ROOT, Caller, Server, new_key
from test_auth import totp

CODE = "330109102999"
V = f"/api/v1/villages/{CODE}"
PASSWORD = "竹林里的第七盏灯笼不会灭"
PHOTOS = ROOT / "tests" / "data" / "photos"
ZONE = datetime.timezone(datetime.timedelta(hours=8))


class Week:
    """The server, the day, and the tokens of those who logged in."""

    def __init__(self, binary):
        self.server = Server(binary, sample=False)
        self.tokens, self.people, self.secrets = {}, {}, {}
        self.devices = {}  # by their seeds
        self.day = None
        self.less = {}  # what was won by whoever came first

    # ---- the day ----

    def morning(self, day):
        """The server is stopped in the evening and started on the next day, at 08:00."""
        self.server.stop()
        self.server.run("clock", day)
        self.day = day
        self.server.start()

    def killed(self):
        """The power fails."""
        self.server.process.kill()
        self.server.process.communicate()
        self.server.process = None
        self.server.start()

    def at(self, clock, day=None):
        return f"{day or self.day}T{clock}:00+08:00"

    # ---- who asks ----

    def who(self, number, language="zh"):
        return Caller(self.server, self.tokens.get(number), language)

    def get(self, number, path, status=200, *contains, without=()):
        return self.who(number).get(path).must(status, *contains, without=without).json

    def post(self, number, path, body=None, status=None, key=None, method="POST"):
        """Done; whoever reads from then on sees it."""
        caller = number if isinstance(number, Caller) else self.who(number)
        answer = caller.call(method, path, body, key or new_key())
        assert answer.status in ((200, 201, 202, 204) if status is None else (status,)), answer
        record = answer.json.get("record") if isinstance(answer.json, dict) else None
        if isinstance(record, int):
            self.seen(record)
        return answer.json

    def seen(self, record):
        self.server.caller().get(f"/healthz?min_record={record}").must(200)

    def refused(self, number, path, body, status, code, method="POST"):
        caller = number if isinstance(number, Caller) else self.who(number)
        return caller.call(method, path, body, new_key()).refused(status, code)

    def person(self, number):
        """The pseudonym, as the roster shows it to a social worker."""
        if number not in self.people:
            items = self.get("T02", f"{V}/residents?search={number}")["items"]
            self.people[number] = next(i["person"] for i in items if i["number"] == number)
        return self.people[number]

    # ---- log-ins ----

    def enrolled(self, number, code):
        """Sets password and one-time codes by an enrolment code."""
        stranger = self.server.caller()
        secret = stranger.post("/api/v1/enrolments/look", {"code": code}).must(200).json["secret"]
        done = stranger.post("/api/v1/enrolments", {
            "code": code, "password": PASSWORD, "totp": totp(secret)}).must(201).json
        self.secrets[number], self.tokens[number] = secret, done["token"]
        self.people[number] = done["person"]

    def sms(self, phone):
        """Asks for a code, and reads it off the phone."""
        self.server.caller().post("/api/v1/codes", {"phone": phone}).must(202)
        items = self.server.caller().get("/api/v1/dev/outbox").must(200).json["items"]
        return re.search(r"\d{6}", next(i["text"] for i in items if i["to"] == phone)).group(0)

    def by_phone(self, number, phone, **more):
        done = self.server.caller().post("/api/v1/sessions", {
            "phone": phone, "code": self.sms(phone), **more}).must(201).json
        self.tokens[number], self.people[number] = done["token"], done["person"]

    # ---- what everybody does ----

    def photo(self, number, path, file="baseline.jpg"):
        return self.who(number).call("POST", path + "/photos", raw=(PHOTOS / file).read_bytes(),
                                     headers={"Content-Type": "image/jpeg"}).must(201).json

    def activity(self, leader, publisher, rule, title, day=None, **more):
        """Proposed by who leads it, published by somebody else; its path."""
        body = {"rule": rule, "title": title, "place": "村口", "starts_at": self.at("06:00", day),
                "ends_at": self.at("10:00", day), "signup_until": self.at("09:00", day), **more}
        made = self.post(leader, V + "/activities", body, 201)["activity"]
        self.post(publisher, f"{V}/activities/{made}/publish")
        return f"{V}/activities/{made}"

    def by_hand(self, leader, one, number, start, end, reason="手机没电"):
        body = {"person": self.person(number), "in_at": self.at(start), "reason": reason}
        if end is not None:
            body["out_at"] = self.at(end)
        return self.post(leader, one + "/hand", body)["stay"]

    def approved(self, number, stay):
        return self.post(number, f"{V}/stays/{stay}/approve", status=201)["granted"]

    def motion(self, proposer, path, body, *signers, **more):
        """Proposed by one, signed by others: done."""
        made = self.post(proposer, V + path, body, 201)
        for signer in signers:
            made = self.post(signer, f"{V}/motions/{made['motion']}/signatures", more)
        assert made["state"] == "done", made
        return made

    def matter(self, proposer, decider, kind, **body):
        made = self.post(proposer, V + "/matters", {"kind": kind, **body}, 201)["matter"]
        self.post(decider, f"{V}/matters/{made}/decision", {"agreed": True})
        return made

    def device(self, number, use, seed):
        """An enrolled device with a session of its own: the caller, and its id."""
        body = {"use": use, "name": "平板", "proof": devices.proof(seed, CODE),
                "public_key": devices.ed25519.public(seed).hex()}
        made = self.post(number, V + "/devices", body, 201)["device"]
        self.devices[seed] = made
        return self.awake(seed), made

    def awake(self, seed):
        """The device asks for a session of the day."""
        token = devices.session(self.server, seed, self.devices[seed]).must(201).json["token"]
        return Caller(self.server, token)

    # ---- what stands in the books ----

    def balances(self, expected):
        """Everybody has what was computed by hand: available, and waiting in notice."""
        wrong = []
        for number, sums in expected.items():
            one = self.get("T02", f"{V}/residents/{self.person(number)}?purpose=award")
            wanted = sums if isinstance(sums, tuple) else (sums, 0)
            wanted = (wanted[0] - self.less.get(number, 0), wanted[1])
            found = (one["available"], one["pending"])
            if found != wanted:
                wrong.append(f"{number}: {found}, by hand {wanted}")
        assert not wrong, f"{self.day}: " + "; ".join(wrong)


def moment(instant):
    return int(datetime.datetime.fromisoformat(instant).timestamp())


def wait_until(true, seconds=20):
    """What the daily jobs do soon after the start."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it does not come to pass"
        time.sleep(0.05)
