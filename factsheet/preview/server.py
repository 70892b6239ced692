"""Serve the preview to browsers on this computer, and to nobody else.

No request can name a file: every route is typed, and the few files that are sent as they are were read when the server
started. The address must be that of this computer, whatever name led to it (DNS rebinding), and begin with a random
word, which other people on this computer do not know. `guard.py` has the other rules on strangers.
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
from starlette.types import Receive, Scope, Send

from factsheet.build import scheduler
from factsheet.content.models import ID, TAG
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.preview.client import WorkerLost
from factsheet.preview.guard import Guard, TimedProtocol
from factsheet.preview.live import LivePreview
from factsheet.preview.orders import Finish
from factsheet.preview.scene import Choice

Answer = TypeVar("Answer")

HOST: Final = "127.0.0.1"
PORT: Final = 8017
"""Any number that is seldom taken; where it is, the system gives another."""
WIDEST: Final = 6000
"""Pixels; no wider picture is drawn."""
_STATIC: Final = {
    "preview.html": "text/html; charset=utf-8",
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "panel.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def app(live: LivePreview, first: Mapping[str, str], word: str) -> Starlette:
    """Return the preview as a web application below `/word/`; `first` is what is shown if an address names nothing.

    Its keys are sheet, layout, lang and for.
    """

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(live.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def events(request: Request) -> Response:
        choice = _choice(request.query_params)
        if not live.let_in():  # counted now: a stream begins only after this answer
            raise HTTPException(503, "too many windows are open")
        return _Window(live, _stream(live, choice, first), media_type="text/event-stream")

    async def picture(request: Request) -> Response:
        number, page, width = (request.path_params[name] for name in ("number", "page", "width"))
        if not 1 <= width <= WIDEST:
            raise HTTPException(404)
        drawn = await _answer(live.picture(number, page, width))
        if drawn is None:
            return Response(status_code=204)  # a newer one is on its way, so this is no error
        return Response(drawn, media_type="image/png")

    async def file(request: Request) -> Response:
        choice = _choice(request.path_params)
        if choice is None:
            raise HTTPException(404)
        result = await _answer(live.file(choice))
        if isinstance(result, bytes):
            name = f"{choice.sheet}_{choice.layout}_{choice.tag}_{choice.intent}.pdf"
            return Response(
                result, media_type="application/pdf", headers={"content-disposition": f'inline; filename="{name}"'}
            )
        findings = "\n".join(" ".join(filter(None, (one["where"], one["what"], one["hint"]))) for one in result)
        return PlainTextResponse(f"This file cannot be made:\n\n{findings}\n", 409)

    folder = Path(__file__).parent / "static"
    base = f"/{word}"
    static = [_constant(f"{base}/" if name.endswith("html") else f"{base}/{name}", (folder / name).read_bytes(), kind)
              for name, kind in _STATIC.items()]  # fmt: skip
    routes = [
        *static,
        Route(f"{base}/events", events),
        Route(base + "/pictures/{number:int}/{page:int}/{width:int}.png", picture),
        Route(base + "/files/{sheet}/{layout}/{lang}/{for}.pdf", file),
    ]
    known = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"], www_redirect=False)
    return Starlette(routes=routes, middleware=[Middleware(Guard), known], lifespan=running)


async def _stream(live: LivePreview, choice: Choice | None, first: Mapping[str, str]) -> AsyncIterator[str]:
    """Yield server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    yield f"retry: 500\nevent: first\ndata: {json.dumps(first)}\n\n"
    async for name, event in live.follow(choice):
        yield f"event: {name}\ndata: {event}\n\n" if name else ": alive\n\n"


def _constant(path: str, contents: bytes, kind: str) -> Route:
    async def give(_: Request) -> Response:
        return Response(contents, media_type=kind)

    return Route(path, give)


def _choice(parameters: Mapping[str, str]) -> Choice | None:
    """Return the choice in the parameters of a request; None if they name nothing.

    Raises:
        HTTPException: for names that no sheet, layout, language or intent can have.
    """
    names = tuple(parameters.get(name, "") for name in ("sheet", "layout", "lang", "for"))
    if not any(names):
        return None
    sheet, layout, tag, intent = names
    if not (ID.fullmatch(sheet) and ID.fullmatch(layout) and TAG.fullmatch(tag) and intent in [*Intent]):
        raise HTTPException(404)
    return Choice(sheet, layout, tag, Intent(intent))


async def _answer(question: Awaitable[Answer]) -> Answer:
    """Wait for the answer of a worker; one that is lost is an error of the server."""
    try:
        return await question
    except WorkerLost as lost:
        raise HTTPException(503, str(lost)) from None


def serve(
    project: Project, finish: Finish, first: Mapping[str, str], port: int | None, say: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C, and open a browser where somebody sits at a terminal.

    `port` None takes the usual one or, where that is taken, any; `say` is given the address once it can be opened.

    Raises:
        OSError: where the port cannot be had.
    """
    word = secrets.token_urlsafe(12)
    with suppress(KeyboardInterrupt), scheduler.temporary_folder():
        asyncio.run(_serve(app(LivePreview(project, finish), first, word), port, word, say))


async def _serve(application: Starlette, port: int | None, word: str, say: Callable[[str], None]) -> None:
    config = uvicorn.Config(
        application,
        host=HOST,
        port=PORT if port is None else port,
        http=TimedProtocol,
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


class _Window(StreamingResponse):
    """The events for one window, which counts as open until the answer ends, however it does."""

    def __init__(self, live: LivePreview, events: AsyncIterator[str], media_type: str) -> None:
        super().__init__(events, media_type=media_type)
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until nobody listens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._live.let_out()
