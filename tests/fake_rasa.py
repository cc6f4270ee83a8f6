"""A Rasa for tests: a real HTTP server on loopback whose answers are scripted."""

import json
import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.db import connections

from tests.environment import free_port

Json = dict[str, Any]
Answer = Json | int | bytes | Callable[[Json], "Json | int | bytes"]


class FakeRasa:
    """Answers `re: <text>` to every turn, unless `script` holds something else: JSON, bytes, a status, or a function."""

    def __init__(self) -> None:
        self.port = free_port()
        self.script: deque[Answer] = deque()
        self.turns: list[Json] = []
        self.forgotten: list[str] = []
        self.forget_answer: int = 200
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        """What was heard, in order."""
        return [turn["text"] for turn in self.turns]

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        # The poll is how long stopping takes.
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """As if Rasa had died: nobody listens any more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, path: str, body: Json) -> Json | int | bytes:
        if path.endswith("/forget"):
            if self.forget_answer != 200:
                return self.forget_answer
            self.forgotten.append(body["sender"])
            return {"events": 7}
        self.turns.append(body)
        answer = self.script.popleft() if self.script else said(f"re: {body['text']}")
        return answer(body) if callable(answer) else answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                try:
                    answer = rasa.answer(self.path, body)
                finally:
                    connections.close_all()
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(answer if isinstance(answer, int) else 200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def said(*texts: str, **effect: Any) -> Json:
    """An answer of Rasa with these texts and, when there is one, an effect on the conversation."""
    return {"replies": [{"text": text} for text in texts], "effects": [effect] if effect else []}
