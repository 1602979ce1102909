"""A small OpenID Connect provider on this machine, which knows one person and can be told to lie."""

import base64
import json
import threading
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

CLIENT, SECRET = "zhoushan", "what the provider knows the dashboard by, at least 32 bytes"


class Provider:
    """Answers discovery, keys, authorization and token; `lies` replaces claims, `signs` says with which key."""

    def __init__(self) -> None:
        self.key, self.person = ECKey.generate_key("P-256", {"kid": "one"}), "lin"
        self.lies: dict[str, object] = {}
        self.signs = "ES256"
        self.asked: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def metadata(self) -> dict:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in ends.items()}}

    def authorize(self, asked: dict[str, str]) -> str:
        """The person agrees: back to where he came from, with a code."""
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split() and asked["code_challenge_method"] == "S256"
        self.asked[code := f"code-{len(self.asked)}"] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, told: dict[str, str], authorization: str) -> tuple[int, dict]:
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.asked.pop(told.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(sha256(told.get("code_verifier", "").encode()).digest()).rstrip(
            b"="
        )
        if (
            asked is None
            or authorization != f"Basic {known}"
            or asked["code_challenge"] != challenge.decode()
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "0001", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "preferred_username": self.person, **self.lies,
        }  # fmt: skip
        return 200, {
            "access_token": "of no use here",
            "token_type": "Bearer",
            "id_token": self._signed(claims),
        }

    def _signed(self, claims: dict) -> str:
        if self.signs == "none":
            parts = ({"alg": "none"}, claims)
            return (
                ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts)
                + "."
            )
        if self.signs == "HS256":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        key = self.key if self.signs == "ES256" else ECKey.generate_key("P-256")
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, key)

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path)
                if path.path == "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(path.query).items()}
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                keys = {"keys": [provider.key.as_dict(private=False)]}
                self._say(200, keys if path.path == "/keys" else provider.metadata())

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told = {name: values[0] for name, values in parse_qs(sent).items()}
                self._say(*provider.token(told, self.headers.get("Authorization", "")))

            def _say(self, status: int, told: dict) -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *told: object) -> None:
                """Says nothing."""

        return Handler
