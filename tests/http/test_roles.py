"""Who may ask what: every route is asked by every role, in their own village and in another one,
and the answer is held against the tables below, which were written by hand."""

import http.client
import json
import pathlib
import re
import shutil

import devices
from client import ROOT, SAMPLE, VILLAGE, Answer, check, new_key

OTHER = "330111208205"
PIN = "204916"

# Everyone who asks. Those of the roster come with their number in the sample.
PEOPLE = {
    "resident": "R00003", "head of household": "R00001", "group leader": "R00010",
    "leader": "T30", "social worker": "T01", "cadre": "T04", "party secretary": "T03",
    "reviewer": "T07", "oversight": "T05", "shopkeeper": "T21", "accountant": "T06",
    "town": "T10", "auditor": "T11", "administrator": "T12",
}
# An official who came by card and PIN, without a second factor, counts as a member alone.
WEAK = "official by card"
MACHINES = {"till": ("T21", "shop"), "leader's phone": ("R00003", "leader")}

RESIDENTS = {"resident", "head of household", "group leader"}
LOGGED_IN = set(PEOPLE) | {WEAK}
DEVICES = set(MACHINES)
ALL = LOGGED_IN | DEVICES | {"stranger"}
CADRES = {"cadre", "party secretary"}
FIELD = CADRES | {"social worker"}  # who goes from door to door
SECOND = {"social worker", "reviewer", "oversight"}  # who may vouch for points
WATCHERS = CADRES | {"oversight", "accountant", "town", "auditor", "administrator"}

# Who is let in, and to which routes: V stands for a village.
TABLE = [
    ("anyone", ALL, """
        GET /healthz
        GET /metrics
        GET /openapi.json
        GET /api/v1/stream
        GET /api/v1/villages
        GET V
        GET V/report
        POST /api/v1/sessions
        POST /api/v1/codes
        POST /api/v1/enrolments
        POST /api/v1/enrolments/look
        GET /api/v1/first-run
        POST /api/v1/first-run
        GET /checkpoint
        GET /log-key
        GET /api/v1/records/{record}/receipt
        GET /api/v1/purposes
        GET /api/v1/dev/outbox
        GET /dev/outbox
        GET V/activities
        GET V/award-notices
        GET V/activities/{activity}
        GET V/rules
        GET V/rules/{rule}
        GET V/shops
        GET V/shops/{shop}/goods
        GET V/fund
        GET V/spending-terms
        GET V/notice
        GET V/notice/people
        GET V/oversight/draws
        GET V/oversight/rules
        GET V/oversight/totals"""),
    ("whoever is logged in; whom it is about decides the rest", LOGGED_IN, """
        GET /api/v1/sessions
        DELETE /api/v1/sessions
        DELETE /api/v1/sessions/{session_id}
        POST /api/v1/password
        GET /api/v1/me
        GET /api/v1/me/looks
        GET /api/v1/me/export
        GET /api/v1/me/ties
        GET /api/v1/me/acts
        GET /api/v1/me/matters
        GET /api/v1/me/erasure
        POST /api/v1/me/erasure
        GET /api/v1/me/consents
        GET /api/v1/messages
        GET /api/v1/messages/choices
        PUT /api/v1/messages/choices
        GET /tile/{level}/{a}
        GET /tile/{level}/{a}/{b}
        GET /tile/{level}/{a}/{b}/{c}
        GET V/residents/{person}
        GET V/residents/{person}/entries
        GET V/residents/{person}/consents
        POST V/residents/{person}/consents
        GET /api/v1/me/findings
        GET V/residents/{person}/slip.pdf
        GET V/residents/{person}/year.pdf
        GET V/records/{record}/receipt.pdf"""),
    ("whoever is on the roster", LOGGED_IN, """
        GET V/me
        GET V/me/entries
        GET V/me/consents
        POST V/me/consents
        POST V/registration
        POST V/residents/{person}/registration
        POST V/ties
        POST V/ties/{tie_id}/agreement
        DELETE V/ties/{tie_id}
        GET V/cards/mine
        POST V/cards/{card_id}/block
        PUT V/cards/{card_id}/pin
        POST V/devices
        GET V/devices
        POST V/devices/{device_id}/revoke
        GET V/activities/{activity}/people
        GET V/activities/{activity}/code
        POST V/activities/{activity}/hand
        GET V/activities/{activity}/sheet
        POST V/activities/{activity}/rows
        GET V/activities/{activity}/stays
        POST V/activities/{activity}/report
        POST V/activities/{activity}/photos
        GET V/activities/{activity}/photos
        GET V/activities/{activity}/photos/{photo_id}
        DELETE V/activities/{activity}/photos/{photo_id}
        GET V/stays/{stay_id}
        POST V/stays/{stay_id}/correct
        GET V/claim-rules
        POST V/award-notices/{record}/objections
        POST V/award-notices/{record}/appeals
        GET V/me/objections
        GET V/claims/{claim_id}
        POST V/claims/{claim_id}/withdraw
        POST V/claims/{claim_id}/photos
        GET V/claims/{claim_id}/photos/{photo_id}
        DELETE V/claims/{claim_id}/photos/{photo_id}
        GET V/shops/{shop}/price-list.pdf
        GET V/me/slip.pdf
        GET V/me/year.pdf
        POST V/claims/{claim_id}/again
        POST V/claims/{claim_id}/appeal
        GET V/me/reversals
        POST V/reversals/{reversal_id}/answer"""),
    ("whoever is on the roster, and devices", LOGGED_IN | DEVICES, """
        POST V/activities/{activity}/card
        POST V/activities/{activity}/bundle
        POST V/activities/{activity}/batch"""),
    ("residents", RESIDENTS, """
        POST V/activities/{activity}/sign-up
        POST V/activities/{activity}/sign-off
        POST V/activities/{activity}/check-in
        POST V/activities/{activity}/check-out
        GET V/me/sign-ups
        GET V/me/stays
        GET V/me/claims
        POST V/spend-codes
        POST V/redemptions/{record}/disputes"""),
    ("residents propose, the field as well", RESIDENTS | FIELD, """
        POST V/activities
        PATCH V/activities/{activity}
        POST V/activities/{activity}/cancel"""),
    ("residents, and social workers for them", RESIDENTS | {"social worker"}, "POST V/claims"),
    ("the counter, where cards are looked at",
     DEVICES | {"leader", "shopkeeper", "social worker"}, """
        GET V/cards/dead
        POST V/cards/look"""),
    ("devices alone: a PIN is typed nowhere else", DEVICES, "POST V/cards/session"),
    ("who makes out cards", {"social worker", "administrator"}, """
        POST V/cards
        POST V/cards/print"""),
    ("who unlocks cards", FIELD | {"administrator"}, "POST V/cards/{card_id}/unlock"),
    ("who sees that there are cards", FIELD | {"administrator", "oversight"}, "GET V/cards"),
    ("who proposes and decides matters; their kind decides the rest",
     FIELD | {"town", "administrator"}, """
        POST V/matters
        GET V/matters
        GET V/matters/{matter_id}
        POST V/matters/{matter_id}/decision"""),
    ("the field", FIELD, """
        GET V/duplicates
        GET V/visits
        POST V/residents/{person}/visits
        GET V/residents/{person}/ties
        POST V/activities/{activity}/publish
        POST V/activities/{activity}/refuse
        POST V/activities/{activity}/close
        GET V/poster.pdf
        GET V/slips.pdf
        GET V/years.pdf"""),
    ("social workers", {"social worker"}, """
        GET V/welcomes
        POST V/welcomes
        POST V/stays/{stay_id}/vouch"""),
    ("who sees the roster", SECOND | CADRES | {"accountant", "town"}, "GET V/residents"),
    ("who brings in the roster", CADRES | {"administrator"}, """
        PUT V/roster-files/{file}
        POST V/roster-files/preview
        POST V/roster-files/import"""),
    ("who answers for the staff", CADRES | {"administrator"}, "GET V/staff"),
    ("administrators", {"administrator"}, """
        POST V/enrolments
        GET V/sending"""),
    ("auditors", {"auditor"}, "GET V/log"),
    ("who vouches for points", SECOND, """
        GET V/approvals
        POST V/stays/{stay_id}/reject
        POST V/stays/{stay_id}/restore
        POST V/stays/{stay_id}/approve
        POST V/stays/approve
        POST V/unfunded/award
        POST V/claims/{claim_id}/approve"""),
    ("who sees what the fund could not pay", SECOND | {"accountant"}, "GET V/unfunded"),
    ("who examines claims", SECOND | CADRES, """
        GET V/claims
        POST V/claims/{claim_id}/examine
        POST V/claims/{claim_id}/turn-down
        POST V/claims/{claim_id}/draw"""),
    ("who drafts rules", FIELD | {"town"}, """
        GET V/rule-drafts
        POST V/rule-drafts
        GET V/rule-drafts/{draft_id}
        PUT V/rule-drafts/{draft_id}
        DELETE V/rule-drafts/{draft_id}"""),
    ("who reckons what a rule would cost", FIELD | {"town", "accountant"}, """
        POST V/rule-drafts/{draft_id}/trial
        GET V/rule-drafts/{draft_id}/trial"""),
    ("cadres", CADRES, """
        POST V/rule-drafts/{draft_id}/adopt
        POST V/spending-terms"""),
    ("the town", {"town"}, "POST V/rule-drafts/{draft_id}/adopt-town"),
    ("who opens shops", FIELD | {"administrator"}, "POST V/shops"),
    ("shopkeepers", {"shopkeeper"}, """
        POST V/shops/{shop}/goods
        POST V/shops/{shop}/stock
        POST V/shops/{shop}/refunds
        POST V/shops/{shop}/holds/{record}/releases"""),
    ("shopkeepers and tills", {"shopkeeper"} | DEVICES, """
        POST V/shops/{shop}/scans
        GET V/shops/{shop}/devices/{device_id}/bundle
        POST V/shops/{shop}/devices/{device_id}/batches"""),
    ("who pays, and who books it", RESIDENTS | DEVICES | {"shopkeeper"}, """
        POST V/shops/{shop}/redemptions
        POST V/shops/{shop}/devices/{device_id}/holds"""),
    ("shopkeepers and who watches", WATCHERS | {"shopkeeper"}, """
        GET V/shops/{shop}/redemptions
        GET V/shops/{shop}/totals
        GET V/shops/{shop}/statement
        GET V/shops/{shop}/statement.pdf
        GET V/shops/{shop}/payments"""),
    ("who watches", WATCHERS, """
        GET V/accounts
        GET V/accounts.csv"""),
    ("who watches, and social workers", WATCHERS | {"social worker"}, """
        GET V/motions
        GET V/notice.pdf"""),
    ("accountants", {"accountant"}, """
        POST V/shops/{shop}/payments
        POST V/fund/deposits"""),
    ("who signs for money", CADRES | {"oversight"}, "POST V/motions/{motion_id}/signatures"),
    ("the big screen: offices and devices", (set(PEOPLE) - RESIDENTS) | DEVICES,
     """
        GET V/cockpit
        GET V/cockpit/stream"""),
    ("the oversight board", {"oversight"}, """
        POST V/motions/{motion_id}/stops
        POST V/motions/{motion_id}/lifts
        POST V/oversight/signals/{signal_id}/takes
        POST V/oversight/signals/{signal_id}/findings
        POST V/oversight/checks/{record}/results
        POST V/oversight/runs"""),
    ("the oversight board, and the town", {"oversight", "town"}, """
        GET V/oversight/signals
        GET V/oversight/signals/{signal_id}
        GET V/oversight/checks
        GET V/oversight/checks/{record}
        GET V/oversight/run"""),
    ("who sees how points are spread", FIELD | {"oversight", "town"}, "GET V/oversight/groups"),
    ("who decides objections", {"reviewer", "oversight", "town"}, """
        POST V/award-notices/{record}/decision
        GET V/objections"""),
    ("reviewers", {"reviewer"}, """
        GET V/panel-seats
        POST V/claims/{claim_id}/vote
        POST V/claims/{claim_id}/stand-back"""),
    ("who takes points back, and sees it waits", {"reviewer", "oversight", "town"}, """
        GET V/reversals
        POST V/awards/{record}/reversal"""),
    ("who decides that points go back", {"oversight", "town"},
     "POST V/reversals/{reversal_id}/decision"),
    ("the town, for appeals", {"town"}, """
        GET V/claim-appeals
        POST V/claims/{claim_id}/appeal-decision"""),
    ("who proposes spending, and may withdraw it", FIELD | {"accountant", "administrator"},
     "POST V/motions/{motion_id}/withdrawals"),
    ("who disputes, and who looks into it", RESIDENTS | FIELD | {"oversight"}, "GET V/disputes"),
    ("who answers disputes", {"social worker", "oversight"},
     "POST V/disputes/{dispute_id}/answers"),
]
# In another village the same people are strangers with a session.
ELSEWHERE = {"anyone", "whoever is logged in; whom it is about decides the rest"}

VALUES = {"shop": "S01", "activity": "A0001", "rule": "ENV-01", "record": "1", "level": "0",
          "a": "000", "b": "000", "c": "000", "file": "residents"}


def path_of(template, village, **values):
    def value(match):
        name = match.group(1)
        return village if name == "village" else {**VALUES, **values}.get(name, "0" * 32)
    return re.sub(r"{(\w+)}", value, template)


class Line:
    """A connection that is kept, for thousands of questions."""

    def __init__(self, server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def ask(self, token, method, path, body=None):
        headers = {"Authorization": "Bearer " + token} if token else {}
        raw = None
        if body is not None:
            raw = json.dumps(body).encode()
            headers |= {"Content-Type": "application/json", "Idempotency-Key": new_key()}
        self.connection.request(method, path, body=raw, headers=headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())


def routes_of(line):
    description = json.loads(line.ask(None, "GET", "/openapi.json").body)
    return {(method.upper(), path): operation for path, methods in description["paths"].items()
            for method, operation in methods.items()}


def expected():
    """Who is let in to which route, from the table."""
    allowed = {}
    for group, who, lines in TABLE:
        for text in lines.strip().splitlines():
            method, path = text.split()
            path = re.sub("^V", "/api/v1/villages/{village}", path)
            assert (method, path) not in allowed, f"{method} {path} stands in the table twice"
            allowed[(method, path)] = (group, who)
    return allowed


def enrolled(server):
    """Tokens for every role, devices and an official without a second factor among them."""
    tokens = {name: server.tokens[number] for name, number in PEOPLE.items()}
    tokens["stranger"] = None
    for name, (number, use) in MACHINES.items():
        tokens[name] = devices.logged_in(server, number, use)[0].token
    worker = server.caller("T01")
    person = worker.get("/api/v1/me").must(200).json["person"]
    cards = f"/api/v1/villages/{VILLAGE}/cards"
    card = server.caller("T12").call("POST", cards, {"person": person}).must(201).json
    worker.put(f"{cards}/{card['id']}/pin", {"pin": PIN}).must(204)
    tokens[WEAK] = devices.logged_in(server, "T01", "office")[0].call("POST", cards + "/session", {
        "card": card["qr"], "pin": PIN}).must(201).json["token"]
    return tokens


def two_villages(server):
    """The sample with a leader on its list of staff, and a second village beside it."""
    folder = pathlib.Path(server.scratch) / "sample"
    shutil.copytree(SAMPLE, folder)
    with open(folder / "staff.csv", "a", encoding="utf-8") as staff:
        staff.write("T30,领队,leader,\n")
    server.run("import", str(folder))
    server.run("import", str(ROOT / "tests" / "data" / "linshan"))
    server.grant(*PEOPLE.values(), "R00002")
    server.settings += ["--requests-per-second", "1000000", "--requests-burst", "1000000"]
    for number in ("W9", "K1", "N001"):
        server.tokens[number] = server.run("access", number, "--village", OTHER,
                                           "--session").strip()
    return server.start()


@check("every route lets in whom it must and nobody else, in their village and in another",
       fresh=True)
def _(server):
    two_villages(server)
    line, tokens, table = Line(server), enrolled(server), expected()
    routes = routes_of(line)
    assert set(table) == set(routes), (
        f"not in the table: {sorted(set(routes) - set(table))}; "
        f"no route: {sorted(set(table) - set(routes))}")
    wrong, asked = [], 0
    for (method, path), (group, who) in sorted(table.items()):
        villages = (VILLAGE, OTHER) if "{village}" in path else (VILLAGE,)
        for village in villages:
            url = path_of(path, village) + "?walked=1"  # refused next, before anything is done
            let_in = who if village == VILLAGE or group in ELSEWHERE else set()
            for name in sorted(ALL):
                answer = line.ask(tokens[name], method, url)
                refused = answer.status in (401, 403)
                asked += 1
                where = "in their village" if village == VILLAGE else "in another village"
                if refused == (name in let_in) or (not refused and answer.status != 400):
                    wrong.append(f"{name} {where}: {method} {path}: {answer.status}")
    assert not wrong, f"{len(wrong)} of {asked} wrong:\n" + "\n".join(wrong[:40])
    print(f"# {len(table)} routes, {len(ALL)} roles, {asked} questions")


# ---- objects of others ----

SAID = {"document_seen": True}


def value_of(schema, name, objects):
    """A value that fits the description; ids are those of `objects`, where they have the name."""
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if name in objects or name in SAID:
        return {**SAID, **objects}[name]
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        return {key: value_of(inner, key, objects) for key, inner in schema["properties"].items()
                if key in schema.get("required", ()) or key in objects or key in SAID}
    if kind == "array":
        return [value_of(schema["items"], "", objects)] * max(1, schema.get("minItems", 1))
    if kind == "integer":
        return max(schema.get("minimum", 0), 1)
    if kind == "boolean":
        return False
    formats = {"date": "2022-03-01", "date-time": "2022-03-01T09:00:00+08:00"}
    if schema.get("format") in formats:
        return formats[schema["format"]]
    if "32}$" in schema.get("pattern", ""):
        return "0" * 32 if "0-9a-f" in schema["pattern"] else "TEA"
    return "00"[:schema.get("minLength", 2)].ljust(max(2, schema.get("minLength", 2)), "0")


def questions(routes, objects, village):
    """Each route that names one of the objects, in its path or its body: method, path, body."""
    for (method, path), operation in sorted(routes.items()):
        content = operation.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        named = set(re.findall(r"{(\w+)}", path)) & set(objects)
        if schema is not None:
            named |= set(schema["properties"]) & set(objects) - {"shop"}  # a new one's code is free
        if named and "{village}" in path and not (content and schema is None):
            body = value_of(schema, "", objects) if schema is not None else None
            query = [f"{p['name']}={p['schema']['enum'][0]}"
                     for p in operation.get("parameters", [])
                     if p["in"] == "query" and "enum" in p["schema"]]
            url = path_of(path, village, **objects)
            yield method, url + ("?" + "&".join(query) if query else ""), body


def things_of(server, person, clerk, keeper, village):
    """A card, a device and the id of a person, as others might have seen them."""
    base = f"/api/v1/villages/{village}"
    who = server.caller(person).get("/api/v1/me").must(200).json["person"]
    card = server.caller(clerk).call("POST", base + "/cards", {"person": who}).must(201).json["id"]
    device = devices.enrol(server, keeper[0], keeper[1], village=village).must(201).json["device"]
    return {"person": who, "card_id": card, "device_id": device, "device": device}


def walk(server, tokens, names, objects):
    """Asks for the objects of others; nothing may be given or done. How many questions it took."""
    line, asked, unread, wrong = Line(server), 0, 0, []
    for method, url, body in questions(routes_of(line), objects, VILLAGE):
        for name in sorted(names):
            answer = line.ask(tokens[name], method, url, body)
            asked += 1
            unread += answer.status == 400
            if answer.status < 400 or answer.status >= 500:
                wrong.append(f"{name}: {method} {url} {body}: {answer!r}")
    assert not wrong, f"{len(wrong)} of {asked} wrong:\n" + "\n".join(wrong[:40])
    assert unread * 20 < asked, f"{unread} of {asked} were refused for their form"
    return asked


@check("what is another village's is not found under one's own, whoever asks", fresh=True)
def _(server):
    two_villages(server)
    tokens = enrolled(server)
    theirs = things_of(server, "N001", "W9", ("K1", "shop"), OTHER)
    asked = walk(server, tokens, ALL, {**theirs, "shop": "P1", "activity": "M001"})
    print(f"# {asked} questions")


@check("a neighbour's card, device and data are not had by knowing their ids", fresh=True)
def _(server):
    two_villages(server)
    tokens = enrolled(server)
    theirs = things_of(server, "R00002", "T01", ("R00002", "leader"), VILLAGE)
    nosy = {"stranger", "resident", "group leader", "leader", "shopkeeper", "auditor"} | DEVICES
    asked = walk(server, tokens, nosy, theirs)
    print(f"# {asked} questions")
