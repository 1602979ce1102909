"""A reminder as mail: plain text in UTF-8 through the configured server, never in clear where encryption is asked for."""

import smtplib
import ssl
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from reminding.settings import MailServer
from reminding.undelivered import Undelivered, hung_up_after, out_of_reach


def written(sender: str, to: str, subject: str, text: str, key: str, at: datetime) -> EmailMessage:
    """The mail; its Message-ID is made of the key, by which a repeated delivery is known."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{key}@{domain(sender)}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
    mail.set_content(text)
    return mail


def domain(address: str) -> str:
    """What stands behind the @."""
    return parseaddr(address)[1].rpartition("@")[2]


def send(server: MailServer, mail: EmailMessage, timeout_s: float) -> None:
    """Hand a mail to the server. Raises Undelivered."""
    try:
        _send(server, mail, timeout_s)
    except smtplib.SMTPAuthenticationError as fault:
        raise Undelivered("login", fault.smtp_code) from fault
    except smtplib.SMTPRecipientsRefused as fault:
        raise Undelivered("refused", next(code for code, _ in fault.recipients.values())) from fault
    except smtplib.SMTPNotSupportedError as fault:  # no login there, or none of the ways to log in is known
        raise Undelivered("refused") from fault
    except smtplib.SMTPResponseException as fault:
        raise Undelivered("refused", fault.smtp_code) from fault
    except OSError as fault:
        raise out_of_reach(fault) from fault


def _send(server: MailServer, mail: EmailMessage, timeout_s: float) -> None:
    # named, because smtplib would ask the name service for this machine's name, which may take long where there is none
    name = domain(server.sender)
    with _connected(server, name, timeout_s) as line, hung_up_after(timeout_s, lambda: line.sock):
        if server.security == "starttls":
            _encrypt(line)
        if server.user:
            line.login(server.user, server.password)
        line.send_message(mail)


def _encrypt(line: smtplib.SMTP) -> None:
    try:
        line.starttls(context=ssl.create_default_context())
    except smtplib.SMTPNotSupportedError as fault:
        raise Undelivered("not_encrypted") from fault


def _connected(server: MailServer, name: str, timeout_s: float) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout_s, context=context)
    return smtplib.SMTP(server.host, server.port, name, timeout=timeout_s)
