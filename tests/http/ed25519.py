"""Ed25519 (RFC 8032) in whole numbers, for tests that play a device: slow, and it keeps nothing."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    """Points as (X, Y, Z, T) of the extended coordinates."""
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    u = 2 * a[3] * b[3] * D % P
    v = 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def base():
    y = 4 * pow(5, -1, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    x = P - x if x & 1 else x
    return x, y, 1, x * y % P


BASE = base()


def pack(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number_of(data):
    return int.from_bytes(data, "little")


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = number_of(digest[:32]) & (2**254 - 8) | 2**254
    return scalar, digest[32:]


def public(seed):
    return pack(times(expand(seed)[0], BASE))


def sign(seed, message):
    scalar, prefix = expand(seed)
    own = pack(times(scalar, BASE))
    nonce = number_of(hashlib.sha512(prefix + message).digest()) % ORDER
    commitment = pack(times(nonce, BASE))
    challenge = number_of(hashlib.sha512(commitment + own + message).digest()) % ORDER
    return commitment + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def unpack(data):
    """The point that 32 bytes stand for; None where they stand for none."""
    y, odd = number_of(data) & (2**255 - 1), number_of(data) >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P != 0:
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def verify(public_key, message, signature):
    key, commitment = unpack(public_key), unpack(signature[:32])
    if key is None or commitment is None:
        return False
    challenge = number_of(hashlib.sha512(signature[:32] + public_key + message).digest()) % ORDER
    return pack(times(number_of(signature[32:]), BASE)) == pack(
        add(commitment, times(challenge, key)))
