"""The sandbox server answers its control endpoints to this machine's programs, not to pages of a browser."""

import http.client
import socket
from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("headers, status", [
    ({}, 200),
    ({"Host": "localhost"}, 200),
    ({"Host": "127.0.0.1:1"}, 200),
    ({"Host": "[::1]:80"}, 200),
    ({"Origin": "http://localhost:3000"}, 200),
    ({"Host": "evil.example"}, 403),
    ({"Host": "localhost.evil.example"}, 403),
    ({"Host": "127.0.0.1.evil.example"}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
])
@pytest.mark.parametrize("path", ["/_imgflow/log", "/_imgflow/requests"])
def test_who_may_ask(sandbox, path, headers, status):
    place = urlsplit(sandbox.endpoint)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    connection.request("GET", path, headers=headers)
    assert connection.getresponse().status == status
    connection.close()


def test_a_body_that_nobody_signed_is_not_waited_for(sandbox):
    place = urlsplit(sandbox.endpoint)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        connection.sendall(
            b"POST /model/stability.stable-image-core-v1%3A1/invoke HTTP/1.1\r\nhost: localhost\r\n"
            b"content-length: 24000000\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 403 ")
