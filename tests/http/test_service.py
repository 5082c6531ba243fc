"""What every request meets, before any room sees it."""

import json
import pathlib
import socket
import ssl
import subprocess
import time

from client import ROOT, check


@check("a healthy service says so, and how many records it shows")
def _(server):
    assert server.caller().get("/healthz").must(200).json == {"status": "ok", "records": 12982}


@check("an address that is not there is refused in the caller's language")
def _(server):
    server.caller().get("/nowhere").must(404, "ROUTE_UNKNOWN", "没有这个地址")
    server.caller(language="en").get("/nowhere").must(404, "there is nothing at this address")
    server.caller(language="en-GB,zh;q=0.5").get("/nowhere").must(404, "there is nothing")


@check("a known address refuses a method that it does not take")
def _(server):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        server.caller().call(method, "/healthz").refused(405, "METHOD_UNKNOWN")


@check("HEAD answers as GET does, without the body")
def _(server):
    answer = server.caller().call("HEAD", "/healthz").must(200)
    assert answer.body == b""


@check("what was read already is not sent again (ETag)")
def _(server):
    tag = server.caller().get("/healthz").headers["etag"]
    server.caller().get("/healthz", headers={"If-None-Match": tag}).must(304)
    server.caller().get("/healthz", headers={"If-None-Match": '"0"'}).must(200)


@check("a parameter that is not known, or not as it must be, is named")
def _(server):
    answer = server.caller().get("/healthz?x=1").refused(400, "FIELD_UNKNOWN")
    assert answer.json["field"] == "x"
    answer = server.caller().get("/healthz?min_record=-1").refused(400, "FIELD_WRONG")
    assert answer.json["field"] == "min_record"


@check("a token that was never given is refused")
def _(server):
    caller = server.caller()
    caller.token = "0" * 64
    caller.get("/healthz").refused(401, "SESSION_ENDED")


@check("a path is taken as it is: no dots, no doubled slash, no trailing slash")
def _(server):
    for path in ("/healthz/", "//healthz", "/./healthz", "/api/../healthz", "/%2e/healthz"):
        server.caller().get(path).refused(404, "ROUTE_UNKNOWN")


@check("the numbers are what Prometheus reads")
def _(server):
    text = server.caller().get("/metrics").must(200, "sanbao_requests_total").body.decode()
    for line in text.splitlines():
        assert line.startswith("#") or len(line.split(" ")) == 2, line


@check("the description is the one in docs/openapi.yaml")
def _(server):
    printed = subprocess.run([server.binary, "api"], capture_output=True, text=True, check=True)
    kept = (ROOT / "docs" / "openapi.yaml").read_text(encoding="utf-8")
    assert printed.stdout == kept, "run: build/sanbao api > docs/openapi.yaml"
    assert server.caller().get("/openapi.json").json["openapi"] == "3.1.0"


def talk(server, text, wait=2.0):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(text)
        line.settimeout(wait)
        got = b""
        try:
            while True:
                part = line.recv(4096)
                if not part:
                    return got
                got += part
        except TimeoutError:
            return got


def head_one(length):
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: "
    return head + b"a" * (length - len(head) - 4) + b"\r\n\r\n"


def head_many(length):
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    return head + b"X: aaaaaaaaaaaaaaaaaaa\r\n" * ((length - len(head)) // 24) + b"\r\n"


def head_cookies(length):
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: "
    return head + b"a=b; " * ((length - len(head)) // 5) + b"\r\n\r\n"


def head_address(length):
    return (b"GET /healthz?x=" + b"a" * (length - 58) +
            b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")


def head_parameters(length):
    return (b"GET /healthz?x=a" + b"&x=a" * ((length - 58) // 4) +
            b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")


@check("a head of any length and shape is answered, and never with silence")
def _(server):
    for shape in (head_one, head_many, head_cookies, head_address, head_parameters):
        met = set()
        for length in [*range(300, 3900, 300), *range(3900, 6144, 64), 20000]:
            head, _, body = talk(server, shape(length)).partition(b"\r\n\r\n")
            status = head[9:12].decode()
            assert status in ("200", "400", "414", "431"), f"{shape.__name__} {length}: {head!r}"
            assert status == "200" or b"application/problem+json" in head, head
            said = json.loads(body)
            assert status == "200" or said["status"] == int(status), said
            met.add(status)
        assert met & {"414", "431"}, f"{shape.__name__}: {met}"
    assert talk(server, head_one(4000)).startswith(b"HTTP/1.1 200 ")


@check("what is no HTTP is refused and hurts nobody")
def _(server):
    assert b" 200 " not in talk(server, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    answer = talk(server, b"GET /healthz HTTP/1.1\r\n\r\n")  # no Host
    assert b" 400 " in answer and b"NOT_HTTP" in answer, answer
    assert b"HTTP_VERSION" in talk(server, b"GET /healthz HTTP/2.5\r\nHost: a\r\n\r\n")
    server.caller().get("/healthz").must(200)


@check("a length that lies, two lengths, or a chunk of nonsense do not smuggle a request")
def _(server):
    two = (b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 40\r\n\r\n"
           b"helloGET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
    both = (b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
    for text in (two, both):
        assert b"sanbao_requests_total" not in talk(server, text)
    server.caller().get("/healthz").must(200)


@check("an event stream begins at once and ends when the server stops", fresh=True)
def _(server):
    server.start()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: a\r\n\r\n")
        line.settimeout(5)
        got = b""
        while b"retry: 3000" not in got:
            got += line.recv(4096)
        started = time.monotonic()
        server.stop()
        while line.recv(4096):
            pass
        assert time.monotonic() - started < 10
    server.verify()


@check("a second server on the same folder is refused", fresh=True)
def _(server):
    server.start()
    done = subprocess.run([server.binary, "serve", "--data", server.data, "--listen",
                           "127.0.0.1:0"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1 and done.stderr, done
    assert pathlib.Path(server.data).is_dir()


@check("a head that comes a byte at a time is cut off when its time is over", fresh=True)
def _(server):
    server.settings = ["--request-seconds", "2"]
    server.start()
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.settimeout(0.3)
        closed = False
        while not closed and time.monotonic() - started < 15:
            try:
                line.sendall(b"G")
                closed = line.recv(100) == b""
            except TimeoutError:
                pass
            except OSError:
                closed = True
    assert closed and time.monotonic() - started < 10
    server.caller().get("/healthz").must(200)


@check("one address gets its share of requests, then is told when to come again", fresh=True)
def _(server):
    server.settings = ["--requests-per-second", "5", "--requests-burst", "10"]
    server.start()
    answers = [server.caller().get("/healthz") for _ in range(20)]
    assert [a.status for a in answers[:10]] == [200] * 10
    late = answers[-1].must(429, "TOO_MANY")
    assert int(late.headers["retry-after"]) >= 1
    time.sleep(1.2)
    server.caller().get("/healthz").must(200)


@check("connections beyond the limit are turned away, the others are served", fresh=True)
def _(server):
    server.settings = ["--max-connections", "20", "--connections-per-address", "10"]
    server.start()
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(40)]
    time.sleep(0.5)
    served = 0
    for line in lines:
        try:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            line.settimeout(2)
            served += b" 200 " in line.recv(300)
        except OSError:
            pass
    for line in lines:
        line.close()
    assert 1 <= served <= 10, served
    time.sleep(0.5)
    server.caller().get("/healthz").must(200)


@check("every answer tells a browser to load nothing, to frame nothing and to guess no type")
def _(server):
    for path in ("/healthz", "/not/there", "/dev/outbox"):
        headers = server.caller().get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'"), headers
        assert headers["x-content-type-options"] == "nosniff", headers
        assert headers["x-frame-options"] == "DENY", headers
        assert headers["referrer-policy"] == "no-referrer", headers
        assert "strict-transport-security" not in headers, headers


@check("over TLS a browser is told to stay there, and old versions are refused", fresh=True)
def _(server):
    cert, key = (str(pathlib.Path(server.scratch) / name) for name in ("cert.pem", "key.pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-days",
                    "2", "-keyout", key, "-out", cert], check=True, capture_output=True)
    pathlib.Path(key).chmod(0o600)
    server.settings = ["--tls-cert", cert, "--tls-key", key]
    server.start()
    context = ssl.create_default_context(cafile=cert)
    context.check_hostname = False
    with socket.create_connection(("127.0.0.1", server.port)) as plain, \
            context.wrap_socket(plain) as peer:
        assert peer.version() in ("TLSv1.2", "TLSv1.3"), peer.version()
        peer.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: peer.recv(65536), b""))
    assert b"Strict-Transport-Security: max-age=31536000" in answer, answer
    old = subprocess.run(["openssl", "s_client", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0",
                          "-connect", f"127.0.0.1:{server.port}"], input=b"", capture_output=True)
    assert b"Cipher is (NONE)" in old.stdout or old.returncode != 0, old.stdout
