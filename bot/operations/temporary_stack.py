"""The stack for one question: the running one, or one that is started for as long as it takes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.operations import processes
from bot.operations.supervisor import Child, DidNotStart, Supervisor


class StackNotStarted(Exception):
    """The processes could not be started; the text says why, in one line."""


@contextmanager
def running() -> Iterator[None]:
    """Use the stack that runs; without one, start Rasa, the actions and the worker until the block ends."""
    if Child(processes.rasa()).is_ready() and Child(processes.actions()).is_ready():
        yield
        return
    print("Yoon is not running: starting it for this question…", file=sys.stderr, flush=True)
    supervisor = Supervisor([processes.rasa(), processes.actions(), processes.worker()])
    real, sys.stdout = sys.stdout, sys.stderr
    try:
        supervisor.start(lambda name: print(f"  ✓ {name}", file=sys.stderr, flush=True))
        sys.stdout = real
        yield
    except DidNotStart as error:
        raise StackNotStarted(str(error)) from error
    finally:
        sys.stdout = real
        supervisor.stop()
