"""The events and pictures of the preview come in; they go out to browsers on this computer, and to nobody else.

Nothing that is asked for can name a file: every route is typed, and the few files that are given out as they are were
read when the server started. The rules on strangers: the address must be that of this computer, whatever name led to
it (DNS rebinding), and begin with a word drawn by chance, which other people on this computer do not know; other pages
in the same browser get nothing (`Sec-Fetch-Site`, `Origin`, no CORS); nothing can be changed (GET only); what a page
may load is listed (CSP).
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from factsheet.build import scheduler
from factsheet.content.models import ID, TAG
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.preview.live import Live, WorkerLost
from factsheet.preview.scene import Choice
from factsheet.preview.worker import Finish

Answer = TypeVar("Answer")

HOST: Final = "127.0.0.1"
PORT: Final = 8017
"""Any number that is seldom taken; where it is, the system gives another."""
WIDEST: Final = 6000
"""Pixels; a picture that is asked for may be no wider."""
HURRY: Final = 5.0
"""Seconds in which whoever connects must have asked for something."""
_STATIC: Final = {
    "preview.html": "text/html; charset=utf-8",
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "panel.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class Guard:
    """Refuses what is not a request of our own page, and puts the rules for browsers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or have it answered."""
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


def _refusal(method: str, headers: Mapping[str, str]) -> Response | None:
    if method not in ("GET", "HEAD"):
        return PlainTextResponse("only GET", 405, {"allow": "GET, HEAD"})
    site, origin = headers.get("sec-fetch-site", "none"), headers.get("origin")
    if site not in ("same-origin", "none") or (origin and origin != f"http://{headers.get('host')}"):
        return PlainTextResponse("other pages get nothing", 403)
    return None


class ImpatientProtocol(H11Protocol):
    """Hangs up on whoever connects and then asks for nothing, or takes for ever to ask."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.loop.call_later(HURRY, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def app(live: Live, first: Mapping[str, str], word: str) -> Starlette:
    """The preview as a web application below `/word/`; `first` says what is looked at where an address does not."""

    @asynccontextmanager
    async def at_work(_: Starlette) -> AsyncIterator[None]:
        running = asyncio.create_task(live.run())
        yield
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    async def events(request: Request) -> Response:
        choice = _choice(request.query_params)
        if not live.let_in():  # counted now: a stream begins only after this answer
            raise HTTPException(503, "too many windows are open")
        return _Window(live, _stream(live, choice, first), media_type="text/event-stream")

    async def picture(request: Request) -> Response:
        number, page, width = (request.path_params[name] for name in ("number", "page", "width"))
        if not 1 <= width <= WIDEST:
            raise HTTPException(404)
        drawn = await _asked(live.picture(number, page, width))
        if drawn is None:
            return Response(status_code=204)  # a newer one is on its way, which is nothing to complain of
        return Response(drawn, media_type="image/png")

    async def file(request: Request) -> Response:
        choice = _choice(request.path_params)
        if choice is None:
            raise HTTPException(404)
        made = await _asked(live.file(choice))
        if isinstance(made, bytes):
            name = f"{choice.sheet}_{choice.layout}_{choice.tag}_{choice.intent}.pdf"
            return Response(
                made, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
            )
        told = "\n".join(" ".join(filter(None, (one["where"], one["what"], one["hint"]))) for one in made)
        return PlainTextResponse(f"This file cannot be made:\n\n{told}\n", 409)

    folder = Path(__file__).parent / "static"
    base = f"/{word}"
    static = [_given(f"{base}/" if name.endswith("html") else f"{base}/{name}", (folder / name).read_bytes(), kind)
              for name, kind in _STATIC.items()]  # fmt: skip
    routes = [
        *static,
        Route(f"{base}/events", events),
        Route(base + "/pictures/{number:int}/{page:int}/{width:int}.png", picture),
        Route(base + "/files/{sheet}/{layout}/{lang}/{for}.pdf", file),
    ]
    known = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
    return Starlette(routes=routes, middleware=[Middleware(Guard), known], lifespan=at_work)


class _Window(StreamingResponse):
    """The events for one window, which counts as open until the answer ends, however it does."""

    def __init__(self, live: Live, events: AsyncIterator[str], media_type: str) -> None:
        super().__init__(events, media_type=media_type)
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until nobody listens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._live.let_out()


async def _stream(live: Live, choice: Choice | None, first: Mapping[str, str]) -> AsyncIterator[str]:
    """Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    yield f"retry: 500\nevent: first\ndata: {json.dumps(first)}\n\n"
    async for name, told in live.follow(choice):
        yield f"event: {name}\ndata: {told}\n\n" if name else ": alive\n\n"


def _given(path: str, contents: bytes, kind: str) -> Route:
    async def give(_: Request) -> Response:
        return Response(contents, media_type=kind)

    return Route(path, give)


def _choice(asked: Mapping[str, str]) -> Choice | None:
    """What is asked for, where names are such as sheets, layouts and languages have; None where nothing is asked for.

    Raises:
        HTTPException: for anything else.
    """
    names = tuple(asked.get(name, "") for name in ("sheet", "layout", "lang", "for"))
    if not any(names):
        return None
    sheet, layout, tag, intent = names
    if not (ID.fullmatch(sheet) and ID.fullmatch(layout) and TAG.fullmatch(tag) and intent in [*Intent]):
        raise HTTPException(404)
    return Choice(sheet, layout, tag, Intent(intent))


async def _asked(question: Awaitable[Answer]) -> Answer:
    try:
        return await question
    except WorkerLost as gone:
        raise HTTPException(503, str(gone)) from None


def serve(
    project: Project, finish: Finish, first: Mapping[str, str], port: int | None, say: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C, and open a browser where somebody sits at a terminal.

    `port` None takes the usual one or, where that is taken, any; `say` is given the address once it can be opened.

    Raises:
        OSError: where the port cannot be had.
    """
    word = secrets.token_urlsafe(12)
    with suppress(KeyboardInterrupt), scheduler.scratch():
        asyncio.run(_serve(app(Live(project, finish), first, word), port, word, say))


async def _serve(application: Starlette, port: int | None, word: str, say: Callable[[str], None]) -> None:
    config = uvicorn.Config(
        application,
        host=HOST,
        port=PORT if port is None else port,
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    try:
        listening = config.bind_socket()
    except SystemExit:  # how it says that the port is taken
        if port is not None:
            raise OSError(f"port {port} is taken") from None
        config.port = 0
        listening = config.bind_socket()
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.01)
    address = f"http://{HOST}:{listening.getsockname()[1]}/{word}/"
    say(address)
    if sys.stdout.isatty():
        webbrowser.open(address)
    await serving
