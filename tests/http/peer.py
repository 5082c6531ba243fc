"""peer: a server of ours on this machine that behaves as somebody else's does: the SMS gateway, or
WeChat as its documentation describes it. What it was asked is kept in `heard`."""

import http.server
import json
import pathlib
import threading
import time
import urllib.parse


class Gateway:
    """Answers with what `answer(path, query, body)` says: a status and a text, None: hangs up."""

    def __init__(self, answer):
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def respond(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                url = urllib.parse.urlparse(self.path)
                query = dict(urllib.parse.parse_qsl(url.query))
                heard.append((self.command, url.path, query,
                              json.loads(body) if body else None, dict(self.headers)))
                status, text = answer(url.path, query, json.loads(body) if body else None)
                if text is None:
                    return  # says nothing and hangs up
                self.send_response(status)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            do_GET = do_POST = respond

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def wait(self, count, seconds=10):
        until = time.monotonic() + seconds
        while len(self.heard) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.heard) >= count, self.heard
        return self.heard


def secret_file(server, name, text):
    path = pathlib.Path(server.scratch) / name
    path.write_text(text + "\n", encoding="utf-8")
    path.chmod(0o600)
    return str(path)
