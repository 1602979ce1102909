"""Posting: to the configured address and nowhere else, known by its key, signed, and never waiting for ever."""

import hashlib
import hmac
import socket
import time
from threading import Thread

import pytest

from reminding.undelivered import Undelivered
from reminding.webhook import as_json, as_robot, post
from tests.reminding.receivers import WebReceiver


def failed(address: str, timeout_s: float = 5) -> tuple[str, int | None]:
    with pytest.raises(Undelivered) as fault:
        post(address, b"{}", "k", None, timeout_s)
    return fault.value.reason, fault.value.answer


def test_the_body_arrives_as_json_under_its_key() -> None:
    with WebReceiver().open() as receiver:
        post(receiver.address + "?token=1", as_json({"text": "防台"}), "abc", None, 5)
    (posted,) = receiver.posted
    assert (posted.key, posted.said, posted.path) == ("abc", {"text": "防台"}, "/hook?token=1")
    assert posted.headers["content-type"] == "application/json; charset=utf-8"
    assert "x-signature-256" not in posted.headers


def test_with_a_secret_the_body_as_sent_is_signed() -> None:
    data = as_json({"text": "防台"})
    with WebReceiver().open() as receiver:
        post(receiver.address, data, "abc", "密钥", 5)
    wanted = hmac.new("密钥".encode(), receiver.posted[0].body, hashlib.sha256).hexdigest()
    assert receiver.posted[0].headers["x-signature-256"] == f"sha256={wanted}"


def test_a_robot_gets_plain_text() -> None:
    assert as_robot("防台") == '{"msgtype": "text", "text": {"content": "防台"}}'.encode()


@pytest.mark.parametrize("status", [200, 201, 204])
def test_what_is_answered_with_success_is_delivered(status: int) -> None:
    with WebReceiver(status, answer=b"").open() as receiver:
        post(receiver.address, b"{}", "k", None, 5)
    assert len(receiver.posted) == 1


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_any_other_answer_is_told_by_its_number(status: int) -> None:
    with WebReceiver(status).open() as receiver:
        assert failed(receiver.address) == ("status", status)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    elsewhere = WebReceiver()
    with elsewhere.open(), WebReceiver(status, headers={"Location": elsewhere.address}).open() as receiver:
        assert failed(receiver.address) == ("redirect", status)
    assert elsewhere.posted == []


def test_a_robot_that_answers_200_and_an_error_in_its_body_has_not_taken_it() -> None:
    with WebReceiver(answer=b'{"errcode":310000,"errmsg":"keywords not in content"}').open() as receiver:
        assert failed(receiver.address) == ("robot", 310000)
    with WebReceiver(answer=b'{"errcode":0,"errmsg":"ok"}').open() as receiver:
        post(receiver.address, b"{}", "k", None, 5)


@pytest.mark.parametrize("answer", [b"\xff\xfe", b"[]", b'{"errcode":"x"}', b"<html>"])
def test_what_a_receiver_says_beside_its_success_may_be_anything(answer: bytes) -> None:
    with WebReceiver(answer=answer).open() as receiver:
        post(receiver.address, b"{}", "k", None, 5)


def test_nobody_there_is_told_as_such() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        assert failed(f"http://127.0.0.1:{taken.getsockname()[1]}/")[0] == "unreachable"


def test_the_surroundings_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with WebReceiver().open() as proxy, WebReceiver().open() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        post(receiver.address, b"{}", "k", None, 5)
    assert (len(proxy.posted), len(receiver.posted)) == (0, 1)


def listening(answer: bytes, pause_s: float) -> tuple[str, socket.socket]:
    """A server that answers one connection byte by byte."""
    server = socket.create_server(("127.0.0.1", 0))

    def trickle() -> None:
        line, _ = server.accept()
        asked = b""
        while not asked.endswith(b"{}"):  # what is left unread would be answered with a reset
            asked += line.recv(65536)
        try:
            for byte in answer:
                line.sendall(bytes([byte]))
                time.sleep(pause_s)
        except OSError:
            line.close()

    Thread(target=trickle, daemon=True).start()
    return f"http://127.0.0.1:{server.getsockname()[1]}/", server


def test_who_never_answers_is_given_up() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    assert failed(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout_s=0.2)[0] in (
        "timeout",
        "garbled",
        "unreachable",
    )
    server.close()


def test_who_answers_a_byte_at_a_time_is_hung_up_on() -> None:
    address, server = listening(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, 0.05)
    assert failed(address, timeout_s=0.4)[0] in ("garbled", "unreachable", "timeout")
    server.close()


def test_an_answer_that_is_no_http_is_told_as_such() -> None:
    address, server = listening(b"220 mail ready\r\n", 0)
    assert failed(address)[0] == "garbled"
    server.close()
