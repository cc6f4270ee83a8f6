"""A PostgreSQL server of the tests' own, in a temporary directory, on a free loopback port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.environment import free_port


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server with an empty database. Skips where there is none, fails where CI promises one."""
    initdb = shutil.which("initdb") or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), "")
    if not initdb:
        sentence = "PostgreSQL is not installed (apt-get install postgresql): its tests did not run."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    directory = Path(tempfile.mkdtemp(prefix="yoon-postgresql-"))
    port = free_port()
    pg_ctl = [str(Path(initdb).with_name("pg_ctl")), "-D", str(directory / "data"), "-w", "-s"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {directory}"
    _run([initdb, "-D", str(directory / "data"), "-U", "yoon", "-A", "trust", "-E", "UTF8", "--locale=C"], directory)
    try:
        _run([*pg_ctl, "-o", options, "-l", str(directory / "log"), "start"], directory)
        yield f"postgresql://yoon@127.0.0.1:{port}/postgres"
    finally:
        _run([*pg_ctl, "-m", "immediate", "stop"], directory)
        shutil.rmtree(directory, ignore_errors=True)


def _run(command: list[str], directory: Path) -> None:
    """As somebody else when we are root, who may not run a database server."""
    if os.geteuid() == 0:
        user = next(name for name in ("postgres", "nobody") if _exists(name))
        shutil.chown(directory, user)
        command = ["runuser", "-u", user, "--", *command]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{Path(command[-1]).name}: {(done.stderr or done.stdout).strip()[-400:]}")


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
