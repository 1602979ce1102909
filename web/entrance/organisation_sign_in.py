"""Sign-in by way of the organisation's OpenID Connect provider: code flow with PKCE, which ends in a visit of our own.

Nobody is registered by it: the account must be there and in use, and its roles are ours.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from access.account import Account
from access.door import Door
from access.identity import NOBODY, Identity
from access.secret import derived, random_token
from web.entrance.letting_in import NO_STORE, let_in, page
from web.entrance.organisation import BACK, START, Organisation, is_safe

COOKIE = "office_way"
LASTS = timedelta(minutes=10)
PATIENCE_S, CLOCKS_DIFFER_S = 10, 120
# Signatures that only the provider can make: with a shared secret (HS256) or none, others could.
ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotSignedIn(Exception):
    """`code` names the sentence, `status` goes with it, `name` is whom the provider named."""

    def __init__(self, code: str, status: int, name: str = "") -> None:
        super().__init__(code)
        self.code, self.status, self.name = f"sign_in.organisation_{code}", status, name


@dataclass(frozen=True, slots=True)
class Way:
    """One sign-in under way: its state, its end (seconds since 1970), and where it is to lead."""

    state: str
    until: int
    back: str

    def nonce(self, secret: bytes) -> str:
        """What the provider's answer must repeat."""
        return derived(secret, f"organisation-nonce:{self.state}").hex()

    def verifier(self, secret: bytes) -> str:
        """What shows that who asks for the answer is who asked the question (PKCE)."""
        return derived(secret, f"organisation-verifier:{self.state}").hex()

    def sealed(self, secret: bytes) -> str:
        """As the browser keeps it meanwhile."""
        told = f"{self.state}.{self.until}.{urlsafe_b64encode(self.back.encode()).decode()}"
        return f"{told}.{derived(secret, f'organisation-way:{told}').hex()}"


def opened(sealed: str, secret: bytes) -> Way | None:
    """The way a browser kept; none where it is not what this server sealed."""
    told, _, seal = sealed.rpartition(".")
    if not hmac.compare_digest(derived(secret, f"organisation-way:{told}").hex().encode(), seal.encode()):
        return None
    state, until, back = told.split(".")
    return Way(state, int(until), urlsafe_b64decode(back).decode())


def routes(door: Callable[[], Door], organisation: Organisation) -> list[Route]:
    """The way to the provider and the way back."""

    def start(request: Request) -> Response:
        try:
            return _sent_there(request, door(), organisation)
        except NotSignedIn as no:
            return page(request, door(), no.code, no.status)

    def back(request: Request) -> Response:
        try:
            answer = _come_back(request, door(), organisation)
        except NotSignedIn as no:
            who = Identity(no.name, no.name, frozenset()) if no.name else NOBODY
            address = request.client.host if request.client else ""
            door().denials.note(who, "open.sign_in", "organisation", address)
            answer = page(request, door(), no.code, no.status)
        answer.delete_cookie(COOKIE, path=START)
        return answer

    return [Route(START, start, methods=["GET"]), Route(BACK, back, methods=["GET"])]


def _sent_there(request: Request, door: Door, organisation: Organisation) -> Response:
    until = int((door.sessions.wall() + LASTS).timestamp())
    way = Way(random_token(), until, request.query_params.get("next", ""))
    with _client(organisation) as client:
        address, _ = client.create_authorization_url(
            _metadata(client, organisation)["authorization_endpoint"], state=way.state, nonce=way.nonce(door.secret),
            code_verifier=way.verifier(door.secret),
        )  # fmt: skip
    answer = RedirectResponse(address, 303, NO_STORE)
    answer.set_cookie(
        COOKIE, way.sealed(door.secret), max_age=int(LASTS.total_seconds()), path=START, httponly=True, samesite="lax",
        secure=organisation.address.startswith("https:"),
    )  # fmt: skip
    return answer


def _come_back(request: Request, door: Door, organisation: Organisation) -> Response:
    way = _own_way(request, door)
    with _client(organisation) as client:
        metadata = _metadata(client, organisation)
        if request.query_params.get("iss", organisation.issuer) != organisation.issuer:
            raise NotSignedIn("refused", 403)  # another provider's answer (RFC 9207)
        claims = _claims(
            client, metadata, request.query_params.get("code", ""), way, door.secret, organisation
        )
    account = _account(door, str(claims.get(organisation.claim) or ""))
    return let_in(request, door, door.visits.let_in(account), way.back)


def _own_way(request: Request, door: Door) -> Way:
    """The way this browser set out on, which nobody goes twice."""
    way = opened(request.cookies.get(COOKIE, ""), door.secret)
    said = request.query_params.get("state", "")
    if way is None or not hmac.compare_digest(way.state.encode(), said.encode()):
        raise NotSignedIn("refused", 403)
    in_time = door.sessions.wall().timestamp() <= way.until
    if not in_time or not door.sessions.first_time("organisation", way.state, 2 * LASTS.total_seconds()):
        raise NotSignedIn("refused", 403)
    return way


def _account(door: Door, name: str) -> Account:
    account = door.register.accounts.get(name)
    if account is None or not account.active:
        raise NotSignedIn("unknown", 403, name[:80])
    return account


def _client(organisation: Organisation) -> OAuth2Client:
    return OAuth2Client(
        organisation.client_id, organisation.secret, scope="openid profile email", redirect_uri=organisation.back,
        code_challenge_method="S256", timeout=PATIENCE_S, trust_env=False,
    )  # fmt: skip


def _metadata(client: OAuth2Client, organisation: Organisation) -> dict[str, Any]:
    """What the provider tells of itself (OpenID Connect Discovery 1.0, 4.3: it must be the issuer that was asked)."""
    found = _asked(client, f"{organisation.issuer.rstrip('/')}/.well-known/openid-configuration")
    safe = all(is_safe(str(found.get(name, ""))) for name in ENDPOINTS)
    if found.get("issuer") != organisation.issuer or not safe:
        raise NotSignedIn("away", 503)
    return found


def _asked(client: OAuth2Client, address: str) -> dict[str, Any]:
    try:
        answer = client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as fault:
        raise NotSignedIn("away", 503) from fault
    if not isinstance(found, dict):
        raise NotSignedIn("away", 503)
    return found


def _claims(
    client: OAuth2Client,
    metadata: dict[str, Any],
    code: str,
    way: Way,
    secret: bytes,
    organisation: Organisation,
) -> dict[str, Any]:
    """Whom the provider vouches for (OpenID Connect Core 1.0, 3.1.3.7)."""
    keys = _asked(client, metadata["jwks_uri"])
    expected = {
        "iss": {"essential": True, "value": organisation.issuer},
        "aud": {"essential": True, "value": organisation.client_id},
    }
    known = {"nonce": way.nonce(secret), "client_id": organisation.client_id}
    try:
        token = client.fetch_token(
            metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=way.verifier(secret)
        )  # fmt: skip
        told = jwt.decode(
            token["id_token"], KeySet.import_key_set(cast(KeySetSerialization, keys)), algorithms=ALGORITHMS
        )
        claims = CodeIDToken(told.claims, told.header, expected, known)
        claims.validate(leeway=CLOCKS_DIFFER_S)
    except httpx.HTTPError as fault:
        raise NotSignedIn("away", 503) from fault
    except (AuthlibBaseError, JoseError, KeyError, ValueError) as fault:
        raise NotSignedIn("refused", 403) from fault
    return dict(claims)
