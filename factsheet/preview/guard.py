"""Keep strangers away from the preview.

Other pages in the same browser get nothing (`Sec-Fetch-Site`, `Origin`, no CORS); nothing can be changed (GET only);
what a page may load is listed (CSP); slow clients are hung up on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_TIME: Final = 5.0
"""Seconds within which a request must be complete after a client has connected."""
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def _refusal(method: str, headers: Mapping[str, str]) -> Response | None:
    """Return the answer to a request that another page may have caused; None to our own."""
    if method not in ("GET", "HEAD"):
        return PlainTextResponse("only GET", 405, {"allow": "GET, HEAD"})
    site, origin = headers.get("sec-fetch-site", "none"), headers.get("origin")
    if site not in ("same-origin", "none") or (origin and origin != f"http://{headers.get('host')}"):
        return PlainTextResponse("other pages get nothing", 403)
    return None


class Guard:
    """Refuse what is not a request of our own page, and put the rules for browsers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name, value) for name, value in message["headers"] if name.decode() not in _HEADERS]
                message["headers"] = given + [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            await send(message)

        refusal = _refusal(scope["method"], Request(scope).headers)
        await (refusal or self._app)(scope, receive, guarded)


class TimedProtocol(H11Protocol):
    """Hang up on whoever connects and then sends no request, or sends it too slowly."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.loop.call_later(REQUEST_TIME, self._close_if_idle)

    def _close_if_idle(self) -> None:
        # `cycle` is uvicorn's request that is being answered; tests/preview/test_server.py notices if it is no more.
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()
