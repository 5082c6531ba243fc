"""client: a real server with the sample village, and a caller who speaks HTTP to it.

A scenario is a function marked with @check("a sentence"); it gets a Server. All scenarios of one
file share a server that is started once with the sample village, unless the mark says fresh=True.
"""

import http.client
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "data" / "foshan"
VILLAGE = "330109102201"
CHECKS = []


def check(sentence, fresh=False):
    def mark(function):
        CHECKS.append((function.__module__, sentence, function, fresh))
        return function
    return mark


class Answer:
    """Status, headers (lower case) and body; JSON where it is JSON."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body
        kind = self.headers.get("content-type", "")
        self.json = json.loads(body) if body and "json" in kind else None

    def __repr__(self):
        return f"{self.status} {self.body[:400]!r}"

    @property
    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) else None

    def must(self, status, *contains, without=()):
        """The status is this one; these texts are in the body, those are not."""
        text = self.body.decode("utf-8", "replace")
        assert self.status == status, f"{status} was expected, not {self!r}"
        for part in contains:
            assert part in text, f"{part!r} is missing in {self!r}"
        for part in without:
            assert part not in text, f"{part!r} must not be in {self!r}"
        return self

    def refused(self, status, code):
        assert (self.status, self.code) == (status, code), f"{status} {code} expected, not {self!r}"
        return self


class Caller:
    """Somebody with a token, or a stranger."""

    def __init__(self, server, token=None, language="zh"):
        self.server = server
        self.token = token
        self.language = language

    def call(self, method, path, body=None, key=None, headers=None, raw=None):
        all_headers = {"Accept-Language": self.language}
        if self.token:
            all_headers["Authorization"] = "Bearer " + self.token
        if body is not None:
            raw = json.dumps(body).encode()
            all_headers["Content-Type"] = "application/json"
        if key is not None:
            all_headers["Idempotency-Key"] = key
        all_headers.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, path, body=raw, headers=all_headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, key=None, **more):
        return self.call("POST", path, body if body is not None else {}, key or new_key(), **more)

    def put(self, path, body=None, **more):
        return self.call("PUT", path, body if body is not None else {}, **more)

    def delete(self, path, **more):
        return self.call("DELETE", path, **more)


def new_key():
    """A UUIDv7, as a client makes it."""
    ms = int(time.time() * 1000)
    value = (ms << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return f"{value:032x}"


class Server:
    """A data folder and the program that serves it."""

    def __init__(self, binary, folder=None, sample=True, settings=()):
        self.binary = str(binary)
        self.scratch = tempfile.mkdtemp(prefix="sanbao-http-")
        self.data = folder or os.path.join(self.scratch, "data")
        self.settings = list(settings)
        self.process = None
        self.port = 0
        self.tokens = {}
        if folder is None:
            self.run("init")
            if sample:
                self.run("import", str(SAMPLE))

    def run(self, *words, expect=0):
        done = subprocess.run([self.binary, "--data", self.data, *words], capture_output=True,
                              text=True, timeout=120)
        assert done.returncode == expect, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def grant(self, *numbers, village=VILLAGE):
        """Tokens for people of the sample, by number; only while the server is not up."""
        for number in numbers:
            self.tokens[number] = self.run("access", number, "--village", village,
                                           "--session").strip()
        return self

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.settings],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"\d{2,5}", line)
        assert found, f"the server did not start: {line}{self.process.stdout.read()}"
        self.port = int(found.group(0))
        return self

    def stop(self, how=signal.SIGTERM):
        """Stops it; a clean stop must end with 0."""
        if self.process is None:
            return None
        self.process.send_signal(how)
        rest = self.process.communicate(timeout=60)[0]
        code, self.process = self.process.returncode, None
        assert how != signal.SIGTERM or code == 0, f"ended with {code}: {rest}"
        return rest

    def close(self):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.scratch, ignore_errors=True)

    def caller(self, number=None, language="zh"):
        return Caller(self, self.tokens[number] if number else None, language)

    def verify(self):
        """Stops the server; the books must be what the journal says."""
        self.stop()
        self.run("verify")


# Who is let in before a shared server starts: every role of the sample, and some residents.
STAFF = ["T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T10", "T11", "T12", "T21", "T22"]
RESIDENTS = ["R00001", "R00002", "R00003", "R00010"]


def run_all(binary, pattern):
    chosen = [c for c in CHECKS if pattern in c[0] or pattern in c[1]]
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    shared, shared_module = None, None
    for number, (module, sentence, function, fresh) in enumerate(chosen, 1):
        server = None
        try:
            if fresh:
                server = Server(binary)
            elif shared_module != module:
                if shared is not None:
                    shared.close()
                shared = Server(binary).grant(*STAFF, *RESIDENTS).start()
                shared_module = module
            function(server or shared)
            print(f"ok {number} - {module}: {sentence}", flush=True)
        except Exception:  # noqa: BLE001  (whatever it is, the check has failed)
            failed += 1
            print(f"not ok {number} - {module}: {sentence}")
            print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
        finally:
            if server is not None:
                server.close()
    if shared is not None:
        shared.close()
    return 1 if failed else 0
