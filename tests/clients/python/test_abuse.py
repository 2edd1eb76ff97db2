"""Requests that mean no good get the right status, and cost little."""

import concurrent.futures
import json
import select
import socket
import time
import urllib.parse

import pytest

import wire
from conftest import Endpoint

MEBIBYTE = 1024 * 1024
MEMORY_BYTES = 200 * MEBIBYTE


@pytest.fixture(scope="module")
def fresh():
    endpoint = Endpoint("--dev", "--no-console", "--body-seconds", "2")
    yield endpoint
    print("at most", endpoint.resident_bytes() // MEBIBYTE, "MiB")
    assert endpoint.resident_bytes() < MEMORY_BYTES
    endpoint.stop()


def connect(endpoint):
    where = urllib.parse.urlparse(endpoint.url)
    connection = socket.create_connection((where.hostname, where.port), timeout=30)
    return connection


def head(length, target="TrentService.ListKeys"):
    return (
        f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\nX-Amz-Target: {target}\r\n"
        "Authorization: AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/kms/aws4_request, "
        "SignedHeaders=host, Signature=0\r\n\r\n"
    ).encode()


def answer(connection):
    response = b""
    while b"\r\n\r\n" not in response:
        read = connection.recv(65536)
        assert read, response
        response += read
    headers, body = response.split(b"\r\n\r\n", 1)
    length = int(headers.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return int(headers.split()[1]), json.loads(body)


def test_a_body_of_100_mb_is_too_large(fresh):
    connection = connect(fresh)
    connection.sendall(head(100_000_000))
    piece = b"x" * 1_000_000
    for _ in range(100):
        connection.sendall(piece)
    status, body = answer(connection)
    assert (status, body["__type"]) == (413, "RequestEntityTooLargeException")
    assert fresh.resident_bytes() < MEMORY_BYTES


def test_a_slow_body_is_not_waited_for(fresh):
    connection = connect(fresh)
    connection.sendall(head(1000))
    begun = time.monotonic()
    status, body = answer(connection)
    assert (status, body["__type"]) == (408, "RequestTimeoutException")
    assert time.monotonic() - begun < 15


def test_a_body_that_trickles_in_is_not_waited_for_either(fresh):
    connection = connect(fresh)
    connection.sendall(head(1000))
    begun = time.monotonic()
    while not select.select([connection], [], [], 0.1)[0]:
        connection.sendall(b" ")
        assert time.monotonic() - begun < 15
    assert answer(connection)[0] == 408


def test_many_large_bodies_at_once_find_no_room(fresh):
    """Each is within its bound, all of them are not within what the process may take."""
    connections = [connect(fresh) for _ in range(300)]

    def fill(connection):
        try:
            connection.sendall(head(MEBIBYTE) + b" " * (MEBIBYTE - 1))
        except OSError:
            pass  # Answered in the middle of it.

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        list(pool.map(fill, connections))
    assert fresh.resident_bytes() < MEMORY_BYTES
    statuses = {status_of(connection) for connection in connections}
    assert 503 in statuses and statuses <= {503, 408, None}
    # Those that did not end have given up their room.
    assert wire.post(fresh.url, "TrentService.ListKeys", b" " * (MEBIBYTE - 2) + b"{}")[0] == 200


def status_of(connection):
    try:
        return int(connection.recv(65536).split()[1])
    except (OSError, IndexError):
        return None


@pytest.mark.parametrize("body", [b"no", b"[]", b"\xff\xfe", b'{"Limit":', b"[" * 100_000, b"1", b'"x"'])
def test_a_body_that_is_no_request(fresh, body):
    status, answered = wire.post(fresh.url, "TrentService.ListKeys", body)
    assert (status, answered["__type"]) == (400, "SerializationException")


@pytest.mark.parametrize("target", [None, "", "TrentService", "TrentService.Encript", "Nobody.Encrypt", "x" * 9000])
def test_a_target_that_nobody_has(fresh, target):
    status, answered = wire.post(fresh.url, target, b"{}")
    assert (status, answered["__type"]) == (400, "UnknownOperationException")


def test_a_request_that_nobody_signed(fresh):
    connection = connect(fresh)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Length: 0\r\n\r\n")
    status, body = answer(connection)
    assert (status, body["__type"]) == (400, "MissingAuthenticationTokenException")


def test_a_thousand_connections_at_once(fresh):
    connections = [connect(fresh) for _ in range(1000)]

    def ask(connection):
        connection.sendall(head(2) + b"{}")
        return answer(connection)

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(ask, connections))
    assert all(status == 200 for status, _ in answers)
    for connection in connections:
        connection.close()
    assert fresh.resident_bytes() < MEMORY_BYTES


def test_reset_empties_all_in_development_alone(fresh, tmp_path):
    import urllib.error
    import urllib.request

    def reset(endpoint):
        urllib.request.urlopen(urllib.request.Request(f"{endpoint.url}/_strongroom/reset", method="POST"), timeout=20)

    wire.post(fresh.url, "TrentService.CreateKey", {})
    assert wire.post(fresh.url, "TrentService.ListKeys", {})[1]["Keys"]
    reset(fresh)
    assert wire.post(fresh.url, "TrentService.ListKeys", {})[1]["Keys"] == []
    production = Endpoint("--data", str(tmp_path))
    try:
        with pytest.raises(urllib.error.HTTPError) as error:
            reset(production)
        assert error.value.code == 400
    finally:
        production.stop()
