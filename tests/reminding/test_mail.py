"""Mail: Chinese subjects, one key, no foreign headers, no clear text where encryption is asked for."""

from datetime import UTC, datetime

import pytest

from reminding.mail import send, written
from reminding.settings import MailServer
from reminding.undelivered import Undelivered
from tests.reminding.receivers import CERTIFICATE, MailReceiver, tls

AT = datetime(2025, 7, 28, 7, tzinfo=UTC)
SUBJECT = "【演示】防台报送提醒：渔船动态（定海区）严重逾期，另有 12 项"
SENDER = "市防指值班 <duty@fz.example>"


def server(receiver: MailReceiver, security: str = "none", **more: str) -> MailServer:
    return MailServer("127.0.0.1", receiver.port, security, SENDER, **more)


def mail(subject: str = SUBJECT, key: str = "0a1b"):
    return written(
        SENDER,
        "li@sea.example",
        subject,
        "严重逾期：渔船动态\nhttp://10.0.0.5/report\n" + "长" * 3000,
        key,
        AT,
    )


def failed(of: MailServer) -> tuple[str, int | None]:
    with pytest.raises(Undelivered) as fault:
        send(of, mail(), 5)
    return fault.value.reason, fault.value.answer


def test_a_chinese_mail_arrives_as_it_was_written() -> None:
    with MailReceiver().open() as receiver:
        send(server(receiver), mail(), 5)
    (got,) = receiver.mails
    assert (got["Subject"], got["From"], got["To"]) == (SUBJECT, SENDER, "li@sea.example")
    assert got.get_content().startswith("严重逾期：渔船动态") and "长" * 3000 in got.get_content()
    assert (got.get_content_type(), got["Auto-Submitted"]) == ("text/plain", "auto-generated")
    assert max(len(line) for line in receiver.raw[0].split(b"\r\n")) <= 998 and receiver.raw[0].isascii()


def test_the_message_id_is_made_of_the_key() -> None:
    assert mail()["Message-ID"] == mail()["Message-ID"] == "<0a1b@fz.example>"


@pytest.mark.parametrize("injected", ["a\nBcc: x@y.example", "a\r\nBcc: x@y.example", "a\rb"])
def test_no_line_break_becomes_another_header(injected: str) -> None:
    with pytest.raises(ValueError):
        mail(subject=injected)


def test_an_unknown_recipient_and_a_full_server_are_told_by_their_numbers() -> None:
    with MailReceiver(refuses=("li@sea.example",)).open() as receiver:
        assert failed(server(receiver)) == ("refused", 550)
    with MailReceiver(answer="452 full").open() as receiver:
        assert failed(server(receiver)) == ("refused", 452)
    assert receiver.mails == []


def test_nobody_there_is_told_as_such() -> None:
    with MailReceiver().open() as receiver:
        gone = server(receiver)
    assert failed(gone) == ("unreachable", None)


def test_where_encryption_is_asked_for_nothing_goes_in_clear() -> None:
    with MailReceiver().open() as receiver:
        assert failed(server(receiver, "starttls")) == ("not_encrypted", None)
    assert receiver.mails == []


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    with MailReceiver().open(tls_context=tls()) as receiver:
        assert failed(server(receiver, "starttls")) == ("certificate", None)
    assert receiver.mails == []


def test_with_starttls_the_account_is_named_and_the_mail_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setenv("MAIL_USER", "duty")
    monkeypatch.setenv("MAIL_PASSWORD", "secret")
    receiver = MailReceiver()
    account = {"user_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}
    with receiver.open(
        tls_context=tls(), authenticator=receiver.checks("duty", "secret"), auth_required=True
    ):
        send(server(receiver, "starttls", **account), mail(), 5)
        monkeypatch.setenv("MAIL_PASSWORD", "wrong")
        assert failed(server(receiver, "starttls", **account)) == ("login", 535)
    assert (len(receiver.mails), set(receiver.users)) == (1, {"duty"})


def test_a_line_encrypted_from_its_beginning_is_taken_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with MailReceiver().open(ssl_context=tls()) as receiver:
        send(server(receiver, "tls"), mail(), 5)
    assert len(receiver.mails) == 1
