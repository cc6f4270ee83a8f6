"""A bell between processes of one machine: "there is something for you". It carries ids only, and may be lost:
whoever waits for it also looks by itself every second, so a bell saves time and nothing depends on it."""

import contextlib
import socket
import time

from django.conf import settings

_MAXIMUM_BYTES = 64


def ring_worker() -> None:
    """Tell the worker that a message or a job waits."""
    _ring(settings.WORKER_BELL_PORT, b"")


def ring_web(address_hash: str) -> None:
    """Tell the web process that there is something new to show to the person with this keyed hash."""
    _ring(settings.WEB_BELL_PORT, address_hash.encode())


def _ring(port: int, message: bytes) -> None:
    # A full buffer or a missing listener is what the look every second is for.
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.setblocking(False)
        bell.sendto(message[:_MAXIMUM_BYTES], ("127.0.0.1", port))


class Listener:
    """The worker's ear. When the port is taken (a second worker on the machine), it only waits out the time."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._deaf = False
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._deaf = True

    def wait(self, seconds: float) -> bool:
        """Wait for the bell at most `seconds`; swallow the rings that piled up. True when it rang."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            if self._deaf:
                raise TimeoutError
            self._socket.recv(_MAXIMUM_BYTES)
        except TimeoutError:
            if self._deaf:
                time.sleep(seconds)
            return False
        self._drain()
        return True

    def _drain(self) -> None:
        self._socket.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(_MAXIMUM_BYTES)

    def close(self) -> None:
        """Give the port back."""
        self._socket.close()
