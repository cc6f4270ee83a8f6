"""`python -m bot benchmark`: measures, prints a table with the targets, writes all figures as JSON.

Parts: understanding, turns, publishing, default, sets; `--only` picks some. Everything runs on a temporary data
directory and on loopback. Figures of parts that are not measured this time stay in the file, each with its date.
"""

import json
import os
import platform
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path

import psutil

from bot.benchmark import default_pipeline, part, publishing, sandbox, sets, table, understanding
from bot.benchmark.figures import progress
from bot.benchmark.part import Json
from bot.configuration import ROOT

PARTS = ("understanding", "turns", "publishing", "default", "sets")


def run(options: Namespace) -> int:
    """Returns 0 when all was measured (missed targets included), 1 when something could not be, 2 for a wrong option."""
    selected = [name.strip() for name in options.only.split(",") if name.strip()] or list(PARTS)
    unknown = [name for name in selected if name not in PARTS]
    if unknown:
        print(f"Yoon: no such part: {', '.join(unknown)}. There are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    path = ROOT / options.output
    results = _earlier(path)
    with tempfile.TemporaryDirectory(prefix="yoon-benchmark-") as folder:
        parts = _Parts(Path(folder), options.eval)
        for name in selected:
            progress(f"{name} …")
            results[name] = {"measured_at": _now(), "machine": machine(), **parts.measure(name)}
            _write(path, results)
    print(table.render(results, selected))
    print(f"all figures: {path}")
    return 1 if table.has_errors(results, selected) else 0


class _Parts:
    """Measures parts; those that need a stack share one preparation."""

    def __init__(self, folder: Path, evaluation: str) -> None:
        self._folder, self._evaluation = folder, evaluation

    def measure(self, name: str) -> Json:
        """The figures of one part."""
        measures: dict[str, Callable[[], Json]] = {
            "understanding": understanding.run,
            "turns": self._turns,
            "publishing": self._publishing,
            "default": default_pipeline.run,
            "sets": lambda: sets.run(self._evaluation),
        }
        return measures[name]()

    @cached_property
    def _prepared(self) -> Json:
        """Prepare a data directory once: seconds of each step, or the error."""
        directory = self._folder / "prepared"
        directory.mkdir()
        progress("preparing a stack of its own")
        return part.tried("preparation", {}, sandbox.environment(directory))

    def _turns(self) -> Json:
        if "error" in self._prepared:
            return self._prepared
        directory = sandbox.copied(self._folder / "prepared", self._folder / "turns")
        figures = part.tried("turns", {}, sandbox.environment(directory))
        return {"preparation": self._prepared, **figures}

    def _publishing(self) -> Json:
        if "error" in self._prepared:
            return self._prepared
        return publishing.run(self._folder / "prepared", self._folder, publishing_sizes())


def publishing_sizes() -> tuple[int, ...]:
    """YOON_PUBLISHING_SIZES, with commas, shortens that part; by default all sizes."""
    given = os.environ.get("YOON_PUBLISHING_SIZES", "")
    return tuple(int(size) for size in given.split(",") if size.strip()) or publishing.SIZES


def machine() -> Json:
    """What the figures were measured on; a load above 0 before the start says that it was not alone."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": psutil.cpu_count(),
        "memory_mb": psutil.virtual_memory().total // 2**20,
        "load_before": round(os.getloadavg()[0], 2),
    }


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def _earlier(path: Path) -> Json:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: found[name] for name in PARTS if name in found} if isinstance(found, dict) else {}


def _write(path: Path, results: Json) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
