"""The web process's ear: wakes the streams of a conversation when the worker rang for it."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings


class WebBell(asyncio.DatagramProtocol):
    """One for the process. When its port is taken by another process, streams simply look every few seconds."""

    _instance: WebBell | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @classmethod
    async def shared(cls) -> WebBell:
        """The bell of the running event loop, listening."""
        loop = asyncio.get_running_loop()
        if cls._instance is None or cls._loop is not loop:
            bell = cls()
            cls._instance, cls._loop = bell, loop
            with contextlib.suppress(OSError):
                await loop.create_datagram_endpoint(lambda: bell, local_addr=("127.0.0.1", settings.WEB_BELL_PORT))
        return cls._instance

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Wake every page of this person."""
        for event in self._waiting.get(data.decode("ascii", "ignore"), ()):
            event.set()

    @contextlib.contextmanager
    def listening(self, address_hash: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the bell rings for this person; the listener clears it before looking."""
        event = asyncio.Event()
        waiting = self._waiting[address_hash]
        waiting.add(event)
        try:
            yield event
        finally:
            waiting.discard(event)
            if not waiting:
                self._waiting.pop(address_hash, None)
