"""devices: a phone or tablet with a key of its own, as the service knows it."""

import random
import time

import ed25519
from client import VILLAGE, Caller

AT = f"/api/v1/villages/{VILLAGE}/devices"


def proof(seed, village=VILLAGE):
    text = f"sanbao-device/v1\n{village}\n{ed25519.public(seed).hex()}\n"
    return ed25519.sign(seed, text.encode()).hex()


def enrol(server, number, use, seed=None, village=VILLAGE, **more):
    """The answer to the enrolment."""
    seed = seed or random.randbytes(32)
    body = {"use": use, "name": "平板", "public_key": ed25519.public(seed).hex(),
            "proof": proof(seed, village), **more}
    return server.caller(number).call("POST", AT.replace(VILLAGE, village), body)


def session(server, seed, device, at=None):
    """The answer to its request for a session."""
    at = int(time.time()) if at is None else at
    text = f"sanbao-device-session/v1\n{device}\n{at}\n"
    return server.caller().call("POST", "/api/v1/sessions", {
        "device": device, "signed_at": at, "signature": ed25519.sign(seed, text.encode()).hex()})


def logged_in(server, number, use):
    """A new device of somebody, as a caller, and its id."""
    seed = random.randbytes(32)
    device = enrol(server, number, use, seed).must(201).json["device"]
    return Caller(server, session(server, seed, device).must(201).json["token"]), device


def revoke(server, number, device):
    return server.caller(number).call("POST", f"{AT}/{device}/revoke")
