"""The whole stack as its user starts it: `python -m bot up` in a data directory and on ports of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import httpx
import psutil

from tests.environment import free_port

ROOT = Path(__file__).parents[2]
START_SECONDS = 400
ANSWER_SECONDS = 60


class Stack:
    """Started once for a test run; tests talk to it over HTTP and kill what they want."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self.port = free_port()
        self.environment = _environment(directory, self.port)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start everything and wait until it says that it runs."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "up"],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        assert self.wait_for("Yoon is running", START_SECONDS), "\n".join(self.lines[-30:])

    def wait_for(self, words: str, seconds: float, since: int = 0) -> bool:
        """Wait until a line of the log, from line `since` on, holds these words, or the stack ended."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not any(words in line for line in self.lines[since:]):
                ended = self.process is not None and self.process.poll() is not None
                heard = self._changed.wait(min(1.0, max(deadline - time.monotonic(), 0.01)))
                if ended or (not heard and time.monotonic() > deadline):
                    return False
        return True

    def run(self, *arguments: str, stdin: str = "", timeout: float = 120) -> "subprocess.CompletedProcess[str]":
        """`python -m bot …` in this stack's environment."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT, env=self.environment, input=stdin, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    def pid_of(self, name: str) -> int:
        """The process that runs this part now: `rasa run`, `bot worker`…"""
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children(recursive=True):
            if name in " ".join(child.cmdline()):
                return child.pid
        raise AssertionError(f"{name} does not run")

    def kill(self, name: str) -> None:
        """Kill a part as the kernel would: without a word."""
        os.kill(self.pid_of(name), signal.SIGKILL)

    def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def _read(self) -> None:
        assert self.process is not None and self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self.lines.append(re.sub(r"\x1b\[\d+m", "", line.rstrip()))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


class Visitor:
    """A person at the web page, without a browser."""

    def __init__(self, stack: Stack) -> None:
        self._http = httpx.Client(base_url=stack.url, headers={"X-Yoon-Chat": "1"}, timeout=60, trust_env=False)
        assert self._http.get("/").status_code == 200

    def post(self, **message: Any) -> httpx.Response:
        """Send one message; an id is made up unless given."""
        return self._http.post("/chat/messages", json={"id": uuid.uuid4().hex, **message})

    def say(self, text: str) -> int:
        """Send a text; returns its number."""
        response = self.post(text=text)
        assert response.status_code == 202, response.text
        return int(response.json()["sequence"])

    def history(self, after: int = 0) -> dict[str, Any]:
        """What the page would show above a number."""
        answer: dict[str, Any] = self._http.get(f"/chat/messages?after={after}").json()
        return answer

    def answers(self, after: int, settled: Callable[[list[dict[str, Any]]], bool] = bool) -> list[dict[str, Any]]:
        """The bot's messages above a number, once nothing is pending any more."""
        for _ in self._looks():
            seen = self.history(after)
            bot = [message for message in seen["messages"] if message["author"] != "me"]
            if not seen["pending"] and settled(bot):
                return bot
        raise AssertionError(f"no answer within {ANSWER_SECONDS} s: {json.dumps(self.history())[-500:]}")

    def ask(self, text: str) -> list[dict[str, Any]]:
        """Say something and wait for what comes back."""
        return self.answers(self.say(text))

    def _looks(self) -> Iterator[None]:
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            yield
            time.sleep(0.05)


def _environment(directory: Path, port: int) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO_"))}
    ports = {name: str(free_port()) for name in ("RASA_PORT", "ACTIONS_PORT", "WORKER_BELL_PORT", "WEB_BELL_PORT")}
    secrets = ("IDENTITY_ENCRYPTION_KEY", "IDENTITY_HASH_KEY", "RASA_CHANNEL_SECRET", "RASA_TOKEN", "ACTIONS_TOKEN")
    for name in secrets:
        environment.pop(name, None)
    # A generated token may begin with a dash, which a command line can take for an option.
    environment["RASA_TOKEN"] = f"-{token_urlsafe(24)}"
    return {
        **environment,
        **ports,
        "DATA_DIRECTORY": str(directory),
        "WEB_PORT": str(port),
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }
