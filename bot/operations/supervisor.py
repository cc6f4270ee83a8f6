"""Starts the processes, restarts one that dies, and stops them all together.

Why not a process manager from the shelf: honcho and its kin end everything when one process ends. Here a message must
be answered although Rasa was killed, so a dead process is started again.
"""

import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from types import FrameType

from bot.operations.processes import WORKING_DIRECTORY, Process

_STOP_AFTER = 12.0
_CALM = 30.0
_LONGEST_PAUSE = 10.0
_COLOURS = {"rasa": 35, "actions": 33, "web": 36, "worker": 32}


class DidNotStart(Exception):
    """A process ended, or was not ready in time, at start-up. The text is one line for the person at the terminal."""


class Child:
    """One process and its life: started, prefixed, restarted with growing pauses."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.last_lines: list[str] = []
        self.advice = ""
        self._failures = 0
        self._started_at = 0.0
        self._popen: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches us first and we stop it in order."""
        self._started_at = time.monotonic()
        self._popen = subprocess.Popen(
            self.process.command,
            cwd=WORKING_DIRECTORY,
            env=self.process.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=self._relay, args=(self._popen,), daemon=True).start()

    @property
    def ended(self) -> bool:
        """True when the process is not running."""
        return self._popen is None or self._popen.poll() is not None

    @property
    def pid(self) -> int:
        """Its process id, 0 when it was never started."""
        return self._popen.pid if self._popen else 0

    def pause_before_restart(self) -> float:
        """Seconds to wait: longer each time it dies soon after its start."""
        calm = time.monotonic() - self._started_at > _CALM
        self._failures = 0 if calm else self._failures + 1
        return min(0.2 * 2.0**self._failures, _LONGEST_PAUSE)

    def is_ready(self) -> bool:
        """True when its address answers, or when it has none and runs."""
        if not self.process.ready:
            return not self.ended
        try:
            with urllib.request.urlopen(self.process.ready, timeout=2) as answer:  # noqa: S310 (our own loopback address)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError, ValueError):
            return False

    def stop(self) -> None:
        """Ask it to end."""
        if not self.ended and self._popen:
            self._popen.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end; kill it when it takes too long."""
        if self._popen is None:
            return
        try:
            self._popen.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def _relay(self, popen: "subprocess.Popen[str]") -> None:
        colour = _COLOURS.get(self.process.name, 37)
        prefix = f"{self.process.name:<8}| "
        if sys.stdout.isatty():
            prefix = f"\033[{colour}m{prefix}\033[0m"
        for line in popen.stdout or ():
            self.last_lines = [*self.last_lines[-19:], line.rstrip()]
            self.advice = next((advice for words, advice in self.process.fatal if words in line), self.advice)
            sys.stdout.write(prefix + line)
            sys.stdout.flush()


class Supervisor:
    """Keeps a set of processes running until it is told to stop."""

    def __init__(self, processes: Iterable[Process]) -> None:
        self.children = [Child(process) for process in processes]
        self._stopping = threading.Event()

    def start(self, on_progress: Callable[[str], None], timeout: float = 120.0) -> None:
        """Start all and wait until each is ready. Raises `DidNotStart`."""
        for child in self.children:
            child.start()
        deadline = time.monotonic() + timeout
        waiting = list(self.children)
        while waiting and not self._stopping.is_set():
            for child in list(waiting):
                if child.advice:
                    raise DidNotStart(child.advice)
                if child.ended:
                    raise DidNotStart(f"{child.process.name} ended at start: {_reason(child)}")
                if child.is_ready():
                    waiting.remove(child)
                    on_progress(child.process.name)
            if waiting and time.monotonic() > deadline:
                raise DidNotStart(f"{waiting[0].process.name} was not ready after {timeout:.0f} s.")
            self._stopping.wait(0.1)

    def keep_running(self) -> None:
        """Restart what dies, until `stop` is called or a signal comes."""
        while not self._stopping.wait(0.3):
            for child in self.children:
                if child.ended:
                    pause = child.pause_before_restart()
                    print(f"Yoon: {child.process.name} ended and is started again.", flush=True)
                    if self._stopping.wait(pause):
                        return
                    child.start()

    def stop_on_signals(self) -> None:
        """Ctrl-C and a polite kill stop everything; nobody waits for a second signal."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._on_signal)

    def stop(self) -> None:
        """Stop all processes: the worker first, so that it finishes its turns while Rasa still answers."""
        self._stopping.set()
        deadline = time.monotonic() + _STOP_AFTER
        for first in (True, False):
            group = [child for child in self.children if (child.process.name == "worker") is first]
            for child in group:
                child.stop()
            for child in group:
                child.wait(deadline - time.monotonic())

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()


def _reason(child: Child) -> str:
    time.sleep(0.2)
    telling = [line for line in child.last_lines if line.strip() and not line.startswith(" ")]
    return telling[-1][:300] if telling else "it said nothing."
