"""Small helpers of all parts: percentiles, memory of processes, a line of progress."""

import contextlib
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import psutil

_MEGABYTE = 2**20


def percentiles(values: Sequence[float], digits: int = 2) -> dict[str, Any]:
    """Number, median, 95th percentile and largest of `values`, in their own unit; zeros without values."""
    known = list(values) or [0.0]
    return {
        "n": len(values),
        "p50": round(float(np.percentile(known, 50)), digits),
        "p95": round(float(np.percentile(known, 95)), digits),
        # What comes once in fifty turns does not show in a 95th percentile.
        "max": round(max(known), digits),
    }


def resident_megabytes() -> float:
    """Resident memory (RSS) of this process in MB of 2^20 bytes."""
    return round(psutil.Process().memory_info().rss / _MEGABYTE, 1)


def memory_of(pids: Iterable[int], with_children: bool) -> dict[str, float]:
    """RSS and PSS sums in MB. RSS counts pages that processes share once for each of them, PSS once in all."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            children = process.children(recursive=True) if with_children else []
            found |= {one.pid: one for one in (process, *children)}
    sums = {"rss_mb": 0.0, "pss_mb": 0.0}
    for one in found.values():
        with contextlib.suppress(psutil.NoSuchProcess):
            info = one.memory_full_info()
            sums["rss_mb"] += info.rss / _MEGABYTE
            sums["pss_mb"] += info.pss / _MEGABYTE
    return {**{name: round(value, 1) for name, value in sums.items()}, "processes": len(found)}


def progress(text: str) -> None:
    """One line on standard error: a benchmark takes minutes, and nobody should wonder whether it still runs."""
    print(f"  {text}", file=sys.stderr, flush=True)
