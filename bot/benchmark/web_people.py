"""The same turn as a browser sees it: from sending `POST /chat/messages` to the reply's server-sent event, in ms."""

import contextlib
import json
import queue
import secrets
import threading
import time
from collections.abc import Sequence

import httpx
from django.conf import settings

from bot.benchmark.figures import percentiles
from bot.benchmark.part import Json

_WAIT = 20.0


def measure(questions: Sequence[str], people: int = 8, turns: int = 15) -> Json:
    """One page after the other asks `turns` questions, below the web chat's own limit of 30 at once."""
    milliseconds: list[float] = []
    unanswered = 0
    for number in range(people):
        with _Page() as page:
            for turn in range(turns):
                elapsed = page.ask(questions[(number * turns + turn) % len(questions)])
                if elapsed is None:
                    unanswered += 1
                elif turn:
                    milliseconds.append(elapsed)
    return {**percentiles(milliseconds), "unanswered": unanswered}


class _Page:
    """One open chat page: a cookie, a connection for posting, a stream of events."""

    def __init__(self) -> None:
        base = f"http://127.0.0.1:{settings.WEB_PORT}"
        self._client = httpx.Client(base_url=base, timeout=_WAIT, trust_env=False)
        self._client.get("/").raise_for_status()
        self._events: queue.Queue[tuple[float, int]] = queue.Queue()
        self._open, self._closed = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._listen, args=(base, dict(self._client.cookies)), daemon=True)

    def __enter__(self) -> "_Page":
        self._thread.start()
        self._open.wait(_WAIT)
        return self

    def __exit__(self, *_error: object) -> None:
        self._closed.set()
        self._client.close()
        self._thread.join(3)

    def ask(self, text: str) -> float | None:
        """Milliseconds until the first reply to this message arrived; None without one."""
        body = {"id": secrets.token_hex(12), "text": text}
        started = time.perf_counter()
        response = self._client.post("/chat/messages", json=body, headers={"X-Yoon-Chat": "1"})
        if response.status_code != 202:
            return None
        mine = int(response.json()["sequence"])
        with contextlib.suppress(queue.Empty):
            while True:
                arrived, sequence = self._events.get(timeout=_WAIT)
                if sequence > mine:
                    return (arrived - started) * 1000
        return None

    def _listen(self, base: str, cookies: dict[str, str]) -> None:
        # The stream ends with its process or at the read timeout: no thread outlives the benchmark.
        with (
            contextlib.suppress(httpx.HTTPError),
            httpx.Client(base_url=base, cookies=cookies, timeout=_WAIT, trust_env=False) as client,
            client.stream("GET", "/chat/events") as stream,
        ):
            for line in stream.iter_lines():
                self._open.set()
                if self._closed.is_set():
                    return
                self._hear(line)

    def _hear(self, line: str) -> None:
        if not line.startswith("data: "):
            return
        row = json.loads(line.removeprefix("data: "))
        if row.get("author", "me") != "me":
            self._events.put((time.perf_counter(), int(row["sequence"])))
