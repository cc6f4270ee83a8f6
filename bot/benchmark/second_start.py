"""How long `python -m bot up` takes when everything is prepared: from starting it to "Yoon is running."

The parent starts this module as the command; only the model's path differs from the real one, so that a sandbox never
touches the checkout's models.
"""

import os
import subprocess
import sys
import threading
import time
from argparse import Namespace
from pathlib import Path
from unittest import mock

from bot.benchmark.part import Json
from bot.benchmark.sandbox import MODEL
from bot.configuration import ROOT

_LIMIT = 300.0


def measure() -> Json:
    """Wall-clock seconds until the stack is ready, in this process's environment; it is stopped again."""
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "bot.benchmark.second_start"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    watchdog = threading.Timer(_LIMIT, child.terminate)
    watchdog.start()
    last = ""
    try:
        for line in child.stdout or ():
            last = line.strip() or last
            if line.startswith("Yoon is running"):
                return {"seconds": round(time.perf_counter() - started, 2)}
        return {"error": f"did not start: {last}"}
    finally:
        watchdog.cancel()
        child.terminate()
        child.communicate(timeout=60)


def main() -> int:
    """`up`, with the sandbox's model."""
    from bot.cli import train

    with mock.patch.object(train, "model_path", return_value=Path(os.environ[MODEL])):
        from bot.operations import up

        return up.run(Namespace())


if __name__ == "__main__":
    sys.exit(main())
