"""Strangers get nothing from the preview, and nothing they do ends it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from support.previewed import SHEET, Preview, running
from support.project import BROWSER, PATIENCE, subprocess_run

from factsheet.findings import ExitCode
from factsheet.preview.live import WINDOWS

EVENTS = f"/events?sheet={SHEET}&layout=factsheet&lang=en&for=screen"
EN = f"content/{SHEET}/en.yaml"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(tmp_path_factory.mktemp("served") / "project") as started:
        yield started


@pytest.fixture(autouse=True)
def still_serving(preview: Preview) -> Iterator[None]:
    """Whatever a test did, the preview serves its own page afterwards."""
    yield
    assert preview.process.poll() is None
    assert ask(preview, "/")[0] == 200


def ask(
    preview: Preview, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)) as connection:
        connection.putrequest(method, preview.base + path, skip_host="Host" in (headers or {}))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


class Events:
    """The events of one window, as they come."""

    def __init__(self, preview: Preview, path: str = EVENTS) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
        self._connection.request("GET", preview.base + path)
        self._answer = self._connection.getresponse()
        assert self._answer.status == 200
        assert self._answer.headers.get_content_type() == "text/event-stream"

    def next(self, name: str) -> dict[str, object]:
        """The data of the next event of this name."""
        seen = ""
        while line := self._answer.readline().decode():
            if line.startswith("event: "):
                seen = line.removeprefix("event: ").strip()
            elif line.startswith("data: ") and seen == name:
                told: dict[str, object] = json.loads(line.removeprefix("data: "))
                return told
        raise AssertionError("the stream has ended")

    def close(self) -> None:
        self._answer.close()
        self._connection.close()


@pytest.fixture
def events(preview: Preview) -> Iterator[Events]:
    with closing(Events(preview)) as following:
        yield following


def test_it_listens_on_this_computer_only(preview: Preview) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing, but says which of our addresses would
        outside = probe.getsockname()[0]
    if outside.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError), socket.create_connection((outside, preview.port), timeout=5):
        pass


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "", "0.0.0.0", "localhost.evil.test:80", "[::1]"])
def test_another_name_that_leads_here_is_refused(preview: Preview, host: str) -> None:
    assert ask(preview, "/", headers={"Host": host})[0] == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},  # another port of this computer
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", EVENTS, "/preview.js", "/pictures/1/1/100.png"])
def test_other_pages_get_nothing(preview: Preview, headers: dict[str, str], path: str) -> None:
    status, answered, body = ask(preview, path, headers=headers)
    assert status == 403 and body == b"other pages get nothing"
    assert not [name for name in answered if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/preview.js", EVENTS, "/pictures/1/1/100.png", "/wrong/", "/wrong/preview.js"])
def test_who_does_not_know_the_address_gets_nothing(preview: Preview, path: str) -> None:
    """Other people on the same computer can reach the port, too."""
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 404 and len(answer.read()) < 30


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_nothing_can_be_changed(preview: Preview, method: str) -> None:
    assert ask(preview, "/", method)[0] == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../build.py",
        "/..%2fbuild.py",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/static/preview.js",
        "/preview.html",
        "/content/taking-back-whats-ours/en.yaml",
        "/files/../../etc/passwd/screen.pdf",
        "/files/%2e%2e/factsheet/en/screen.pdf",
        f"/files/{SHEET}/..%2f..%2fbuild/en/screen.pdf",
        f"/files/{SHEET}/factsheet/%2e%2e%2fen/screen.pdf",
        f"/files/{SHEET}/factsheet/en/passwd.pdf",
        "/pictures/1/1/../../x.png",
        "/pictures/a/1/100.png",
        "/pictures/1/1/0.png",
        "/pictures/1/1/99999999999999999999.png",
        "/pictures/-1/1/100.png",
        "/events?sheet=../x&layout=factsheet&lang=en&for=screen",
        f"/events?sheet={SHEET}&layout=factsheet&lang=en",
        f"/events?sheet={SHEET}&layout=factsheet&lang=en&for=%00",
        "/preview.js%00.html",
    ],
)
def test_no_path_reaches_a_file(preview: Preview, path: str) -> None:
    status, _, body = ask(preview, path)
    assert status == 404 and len(body) < 30


def test_what_there_is_not_is_told_and_not_looked_for(preview: Preview) -> None:
    status, _, body = ask(preview, f"/files/{SHEET}/no-such-layout/en/screen.pdf")
    assert status == 409 and b"there is no such file" in body
    assert str(preview.folder).encode() not in body


def test_every_answer_says_what_a_page_may_do(preview: Preview) -> None:
    for path in ("/", "/preview.js", "/nowhere", "/pictures/1/1/100.png"):
        _, headers, _ = ask(preview, path)
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"  # drafts do not stay on disk
        assert "server" not in headers


@pytest.mark.everything
def test_a_name_that_is_made_to_lead_here_sees_nothing(preview: Preview) -> None:
    from playwright import sync_api as playwright

    if not BROWSER:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as engine:
        rules = "--host-resolver-rules=MAP evil.test 127.0.0.1"
        browser = engine.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", rules])
        page = browser.new_page()
        answer = page.goto(f"http://evil.test:{preview.port}{preview.base}/")
        assert answer.status == 400
        # And from a page of its own, on another port of this computer, it can neither fetch nor show a picture.
        page.goto(f"http://evil.test:{preview.port}{preview.base}/")
        seen = page.evaluate(
            """async (address) => {
              const image = new Image();
              const shown = new Promise((done) => {
                [image.onload, image.onerror] = [() => done(true), () => done(false)];
              });
              image.src = address + "icon.svg";
              const fetched = await fetch(address, { mode: "no-cors" }).then(() => true, () => false);
              return [await shown, fetched];
            }""",
            preview.address,
        )
        assert seen == [False, False]
        browser.close()


def test_ten_thousand_requests_are_answered(preview: Preview) -> None:
    paths = ("/icon.svg", "/nowhere", "/icon.svg", "/pictures/0/1/100.png")

    def hammer(_: int) -> int:
        """All at once over one connection, as no browser would; how many are answered."""
        asked = "".join(f"GET {preview.base}{paths[n % 4]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" for n in range(2500))
        answered, end = 0, b""
        with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE) as connection:
            connection.sendall(asked.encode())
            while answered < 2500 and (heard := connection.recv(1 << 16)):
                answered += len(re.findall(rb"HTTP/1\.1 (?:200|204|404)", end + heard))
                end = heard[-len("HTTP/1.1 20") :]
        return answered

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(hammer, range(4))) == 10_000


def test_slow_clients_are_hung_up_on_and_stop_nobody(preview: Preview) -> None:
    slow = [socket.create_connection(("127.0.0.1", preview.port), timeout=30) for _ in range(200)]
    try:
        for n, one in enumerate(slow):
            one.sendall(b"GET / HT" if n % 2 else b"")
        begun = time.monotonic()
        assert ask(preview, "/")[0] == 200
        assert time.monotonic() - begun < 5
        assert slow[0].recv(1) == slow[1].recv(1) == b""  # closed by the other side
    finally:
        for one in slow:
            one.close()


def test_who_never_reads_holds_up_nobody(preview: Preview) -> None:
    deaf = [socket.create_connection(("127.0.0.1", preview.port), timeout=30) for _ in range(5)]
    try:
        for one in deaf:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            one.sendall(f"GET {preview.base}{EVENTS} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        with closing(Events(preview)) as following:
            following.next("scene")
            preview.change(EN, "kicker: FACTSHEET SUMMARY", "kicker: FACTSHEET")
            following.next("scene")
            preview.change(EN, "kicker: FACTSHEET", "kicker: FACTSHEET SUMMARY")
            following.next("scene")
    finally:
        for one in deaf:
            one.close()


def test_windows_without_end_are_refused(preview: Preview) -> None:
    opened, statuses = [], []
    try:
        for _ in range(40):
            connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)
            connection.request("GET", f"{preview.base}/events")
            answer = connection.getresponse()
            opened.append((connection, answer))
            statuses.append(answer.status)
        assert statuses == [200] * WINDOWS + [503] * (40 - WINDOWS)
    finally:
        for connection, answer in opened:
            answer.close()
            connection.close()
    for _ in range(100):  # those who have gone are noticed
        if ask_status(preview) == 200:
            break
        time.sleep(0.2)
    assert ask_status(preview) == 200


def ask_status(preview: Preview) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", preview.port, timeout=PATIENCE)) as connection:
        connection.request("GET", f"{preview.base}/events")
        return connection.getresponse().status


BOMBS = {
    "aliases": "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
    "deep": "[" * 200_000,
    "flow": "a: " + "{b: " * 50_000,
    "large": "a: " + "x" * 50_000_000,
    "binary": "\x00\x01\x02",
    "empty": "",
    "text": "not a map at all",
    "surrogate": 'masthead: "\\ud800"\n',
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_in_a_file_is_a_finding(preview: Preview, events: Events, bomb: str) -> None:
    events.next("scene")
    text = preview.path(EN).read_text(encoding="utf-8")
    preview.write(EN, BOMBS[bomb])
    told = events.next("findings")
    while not told["stopped"]:
        told = events.next("findings")
    assert told["findings"][0]["where"].startswith(EN)
    preview.write(EN, text)
    assert len(events.next("scene")["pages"]) == 4


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ 'x' * 99999999999 }}", "it takes more than 3 GB of memory"),
        ("{% include 'layout.html' %}", "includes itself"),
    ],
    ids=["without measure", "in itself"],
)
def test_a_template_that_never_ends_is_ended(preview: Preview, events: Events, template: str, says: str) -> None:
    events.next("scene")
    preview.change("templates/factsheet/layout.html", "{% block body %}", "{% block body %}" + template)
    told = events.next("findings")
    while not told["stopped"]:
        told = events.next("findings")
    assert says in told["findings"][0]["what"]
    preview.change("templates/factsheet/layout.html", template, "")
    assert len(events.next("scene")["pages"]) == 4


def test_a_worker_that_is_killed_is_replaced(preview: Preview, events: Events) -> None:
    events.next("scene")
    time.sleep(0.5)
    for child in children(preview.process.pid):
        os.kill(child, signal.SIGKILL)
    preview.change(EN, "kicker: FACTSHEET SUMMARY", "kicker: FACTSHEET")
    assert len(events.next("scene")["pages"]) == 4
    preview.change(EN, "kicker: FACTSHEET", "kicker: FACTSHEET SUMMARY")
    assert len(events.next("scene")["pages"]) == 4


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def test_ctrl_c_ends_it_and_its_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    with running(tmp_path / "project") as started, closing(Events(started)) as following:
        following.next("scene")
        workers = children(started.process.pid)
        assert workers
        started.process.send_signal(signal.SIGINT)
        assert started.process.wait(PATIENCE) == 0
    for _ in range(50):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            break
        time.sleep(0.1)
    assert [worker for worker in workers if Path(f"/proc/{worker}").exists()] == []
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_port_that_is_taken_is_told(preview: Preview) -> None:
    ended = subprocess_run(preview.folder, "preview", "--port", str(preview.port))
    assert ended.code == ExitCode.ENVIRONMENT
    assert f"port {preview.port} is taken" in ended.err and "--port" in ended.err
