"""The faces as files: forms, keeping, what may be loaded with them. They must have been built."""

import gzip
import re

from client import check

FACES = {"/": "resident", "/console/": "console", "/cockpit/": "cockpit"}


def get(server, path, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.caller().get(path, headers=named)


@check("each face is there for a stranger, and may load nothing from elsewhere")
def faces_open(server):
    for path in FACES:
        answer = get(server, path).must(200, "<!doctype html>")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy, policy
        assert "unsafe" not in policy and "http" not in policy, policy
        assert answer.headers["x-content-type-options"] == "nosniff"


@check("a form for each encoding, each with an ETag of its own, all of the same content")
def forms_differ(server):
    plain = get(server, "/console/")
    packed = get(server, "/console/", Accept_Encoding="gzip")
    smallest = get(server, "/console/", Accept_Encoding="gzip, br")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert smallest.headers["content-encoding"] == "br"
    assert "content-encoding" not in plain.headers
    assert len({each.headers["etag"] for each in (plain, packed, smallest)}) == 3
    assert all(each.headers["vary"] == "Accept-Encoding" for each in (plain, packed, smallest))


@check("a browser that has a page keeps it; one that has another form gets its own")
def kept(server):
    etag = get(server, "/", Accept_Encoding="br").headers["etag"]
    again = get(server, "/", Accept_Encoding="br", If_None_Match=etag).must(304)
    assert again.body == b"" and again.headers["etag"] == etag
    get(server, "/", Accept_Encoding="gzip", If_None_Match=etag).must(200)


@check("a file whose name holds a hash is kept for a year, the page that names it never")
def lasting(server):
    for path, face in FACES.items():
        page = get(server, path)
        assert page.headers["cache-control"] == "no-cache"
        script = re.search(r'src="([^"]+\.js)"', page.body.decode()).group(1)
        script = path + script[2:] if script.startswith("./") else script
        answer = get(server, script).must(200)
        assert answer.headers["content-type"].startswith("text/javascript"), face
        assert "immutable" in answer.headers["cache-control"], face


@check("a face without its last stroke leads there; what is not there is refused in words")
def others(server):
    assert get(server, "/console").must(308).headers["location"] == "/console/"
    get(server, "/console/nothing.js").refused(404, "ROUTE_UNKNOWN")
    get(server, "/console/../../etc/passwd").refused(404, "ROUTE_UNKNOWN")
    get(server, "/index.html/").refused(404, "ROUTE_UNKNOWN")
    get(server, "/" + "a" * 300).refused(404, "ROUTE_UNKNOWN")
    assert server.caller().post("/console/").status in (404, 405)


@check("HEAD tells what GET would, without the content")
def head(server):
    answer = server.caller().call("HEAD", "/cockpit/").must(200)
    assert answer.body == b"" and int(answer.headers["content-length"]) > 100
