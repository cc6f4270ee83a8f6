"""One whole stack for all end-to-end tests: starting it is what takes time."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.stack import Stack, Visitor


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running stack."""
    running = Stack(tmp_path_factory.mktemp("stack"))
    running.start()
    yield running
    if running.process and running.process.poll() is None:
        running.stop()


@pytest.fixture
def visitor(stack: Stack) -> Visitor:
    """A newcomer with a page of their own."""
    return Visitor(stack)
