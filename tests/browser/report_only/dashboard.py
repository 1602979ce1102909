"""The dashboard, whose policy a browser that asks for it (a cookie) is only told and not held to: what is safe without it too."""

from pathlib import Path

import streamlit as st

ENFORCED, TOLD = b"content-security-policy", b"content-security-policy-report-only"
MAIN = Path(__file__).parents[3] / "dashboard.py"

if __name__ != "__main__":
    from starlette.middleware import Middleware

    from web.app import options

    class ToldOnly:
        """Stands outside the guard and renames its header on the way out."""

        def __init__(self, app) -> None:
            self.app = app

        async def __call__(self, scope, receive, send) -> None:
            cookies = dict(scope.get("headers", [])).get(b"cookie", b"")

            async def sender(message) -> None:
                if message["type"] == "http.response.start":
                    headers = [(TOLD if n.lower() == ENFORCED else n, v) for n, v in message["headers"]]
                    message = {**message, "headers": headers}
                await send(message)

            await self.app(scope, receive, sender if b"report_only=1" in cookies else send)

    served = options()
    app = st.App(MAIN, **{**served, "middleware": [Middleware(ToldOnly), *served["middleware"]]})
