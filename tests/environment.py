"""The environment of the tests, set before Django reads its settings (pytest loads it with `-p tests.environment`).

pytest-django imports the settings before any conftest.py, so this cannot stand there.
"""

import atexit
import os
import shutil
import socket
import tempfile
from contextlib import closing
from pathlib import Path

DIRECTORY = tempfile.mkdtemp(prefix="yoon-tests-")
Path(DIRECTORY, "static").mkdir()
atexit.register(shutil.rmtree, DIRECTORY, ignore_errors=True)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A loopback port that nobody uses now."""
    with closing(socket.socket(socket.AF_INET, kind)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


os.environ["DATA_DIRECTORY"] = DIRECTORY
os.environ["LOG_LEVEL"] = "WARNING"
# The bells of a Yoon that runs on this machine must not ring for a test.
os.environ["WORKER_BELL_PORT"] = str(free_port(socket.SOCK_DGRAM))
os.environ["WEB_BELL_PORT"] = str(free_port(socket.SOCK_DGRAM))
os.environ["RASA_TELEMETRY_ENABLED"] = "false"
