"""Answers with something wrong in them: for scripts/fuzz-http, and for the corpus of what it found."""

import base64
import random

import pictures
from raw_server import Raw, chunked, whole

PICTURE = pictures.encoded(pictures.landscape(64, 48))
BODY = b'{"images": ["%s"], "seeds": [7], "finish_reasons": [null]}' % base64.b64encode(PICTURE)
ENDINGS = ["close", "close", "reset", "half", "open"]

STATUS = [
    b"HTTP/1.1 000 x", b"HTTP/1.1 99 x", b"HTTP/1.1 1000 x", b"HTTP/1.1 200", b"HTTP/2 200", b"HTTP/1.0 200 OK",
    b"HTTP/1.1 100 Continue", b"HTTP/1.1 101 Switching Protocols", b"HTTP/1.1 204 No Content", b"HTTP/1.1 304 Not Modified",
    b"HTTP/1.1 301 Moved\r\nlocation: /", b"HTTP/1.1 429 Slow", b"HTTP/1.1 500 \xff\xfe", b"ICY 200 OK", b"\x00\x00",
    b"HTTP/1.1 200 \x1b]0;x\x07", b"SSH-2.0-x", b"\x16\x03\x01",
]
HEADERS = [
    b"content-length: 0", b"content-length: 99999999999999999999", b"content-length: -1", b"content-length: 1, 2",
    b"content-length: 0x10", b"transfer-encoding: gzip, chunked", b"transfer-encoding: chunked\r\ncontent-length: 4",
    b"x: " + b"a" * 70_000, b"\r\n folded", b": nameless", b"x\x00y: z", b"connection: close", b"connection: keep-alive",
    b"content-encoding: gzip", b"trailer: x", b"x-amzn-requestid: \x1b[2J", b"content-type: application/vnd.amazon.eventstream",
    b"retry-after: -1", b"retry-after: 99999999999", b"date: never", b"upgrade: h2c",
]
CHUNKS = [
    b"-1\r\n", b"ffffffffffffffffff\r\n", b"g\r\n", b"\r\n", b"5;x=y\r\nhello\r\n", b"5\r\nhel", b"0\r\n", b"0\r\nx: y\r\n\r\n",
    b"00000000000000005\r\nhello\r\n0\r\n\r\n",
]
BODIES = [
    b"", b"{", b"{}", b"[]", b"null", b"\xef\xbb\xbf{}", b'{"images": []}', b'{"images": [""]}', b'{"images": [null]}',
    b'{"images": "x"}', b'{"images": [{}]}', b'{"finish_reasons": ["\x1b[2J"]}', b"[" * 100_000, b'{"a":' * 10_000,
    b'{"images": ["aGk="], "seeds": [1e999], "finish_reasons": [null]}', b'{"message": "' + b"x" * 100_000 + b'"}',
    b'{"message": "{\\"message\\": \\"x\\"}"}', b"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2H\xeb\x7d\x98\xc8\xff", b"<html>",
]


def changed(data: bytes, dice: random.Random) -> bytes:
    """Bytes changed, dropped, doubled, cut."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        if not data:
            break
        # The head is short, and most of what can go wrong is in it.
        at = dice.randrange(min(len(data), dice.choice([40, 300, len(data)])))
        match dice.randrange(6):
            case 0: data[at] = dice.randrange(256)
            case 1: del data[at:at + dice.randint(1, 20)]
            case 2: data[at:at] = data[at:at + dice.randint(1, 20)]
            case 3: del data[at:]
            case 4: data[at:at] = dice.choice([b"\r\n", b"\n", b"\r", b"\x00", b"\r\n\r\n", b"\xff" * 9])
            case 5: data += dice.choice([b"x", b"\r\n", bytes(data[:200])])
    return bytes(data)


def answer(dice: random.Random) -> Raw:
    body = dice.choice([BODY, BODY, dice.choice(BODIES), changed(BODY, dice)])
    match dice.randrange(6):
        case 0: data = dice.choice(STATUS) + b"\r\ncontent-length: %d\r\n\r\n" % len(body) + body
        case 1: data = whole(body, b"200 OK", *dice.sample(HEADERS, dice.randint(1, 3)))
        case 2: data = whole(dice.choice(CHUNKS) + body, b"200 OK", b"transfer-encoding: chunked")
        case 3: data = chunked(body, dice.choice([1, 7, 1000, 10**6]))
        case 4: data = b"HTTP/1.1 100 Continue\r\n\r\n" * dice.randint(1, 3) + whole(body)
        case _: data = whole(body, dice.choice([b"200 OK", b"400 Bad", b"429 Slow", b"503 Busy"]))
    if dice.random() < 0.7:
        data = changed(data, dice)
    return Raw(data, dice.choice(ENDINGS))
