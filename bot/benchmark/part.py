"""A measurement in a process of its own: what one part allocates, imports or sets never colours another one.

A part is a module with a function from options (plain JSON) to figures (plain JSON). The parent starts
`python -m bot.benchmark.<part> OPTIONS RESULT_FILE`; the result goes through a file, so that whatever libraries print
does no harm.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.configuration import ROOT

Json = dict[str, Any]

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
"""The surroundings that `bot.operations.processes` gives to the serving processes."""


class PartFailed(Exception):
    """A part could not be measured. The text is for the person who reads the results."""


def measure(name: str, options: Json, environment: Mapping[str, str] | None = None, timeout: float = 3600.0) -> Json:
    """Run `bot.benchmark.<name>` in a child process, at most `timeout` seconds. Raises `PartFailed`."""
    with tempfile.TemporaryDirectory(prefix="yoon-part-") as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", f"bot.benchmark.{name}", json.dumps(options), str(result)]
        # Its output is progress and libraries' chatter: both belong beside the table, not in it.
        child = subprocess.Popen(command, cwd=ROOT, env=dict(environment or {**os.environ, **ONE_THREAD}), stdout=2)
        try:
            code = child.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise PartFailed(f"{name}: not finished after {timeout:.0f} s") from error
        finally:
            _end(child)
        if not result.exists():
            raise PartFailed(f"{name}: ended with {code} and said nothing")
        figures: Json = json.loads(result.read_text(encoding="utf-8"))
        if code:
            raise PartFailed(f"{name}: {figures['error']}")
        return figures


def tried(name: str, options: Json, environment: Mapping[str, str] | None = None, timeout: float = 3600.0) -> Json:
    """Like `measure`, but a failure is a figure too: `{"error": …}`, so that the other sizes are still measured."""
    try:
        return measure(name, options, environment, timeout)
    except PartFailed as failure:
        return {"error": str(failure)}


def answer(function: Callable[[Json], Json]) -> None:
    """What the child does: read the options, measure, write the figures."""
    try:
        figures, code = function(json.loads(sys.argv[1])), 0
    except Exception as error:
        traceback.print_exc()
        figures, code = {"error": f"{type(error).__name__}: {error}"}, 1
    Path(sys.argv[2]).write_text(json.dumps(figures), encoding="utf-8")
    # Without waiting for threads that a failed measurement left behind.
    sys.stderr.flush()
    os._exit(code)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
