"""Prepares a sandbox once, and times it: the fit alone, `rasa train` with nothing fitted before, content and index.

What is measured runs in child processes, as `up` runs it; seconds are wall-clock.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.benchmark import part
from bot.benchmark.figures import progress
from bot.benchmark.part import Json
from bot.benchmark.sandbox import MODEL
from bot.configuration import ROOT


def measure(options: Json) -> Json:
    """Fill the data directory of this environment; seconds of each step."""
    import django

    django.setup()
    from bot.operations.steps import all_steps

    directory = Path(os.environ["DATA_DIRECTORY"])
    steps = {step.title: step.run for step in all_steps()}
    seconds = {"fit": _timed("fit", lambda: steps["understanding"](progress))}
    shutil.rmtree(directory / "fits")
    seconds["rasa_train"] = _timed("rasa train, nothing fitted before", _train)
    for title in ("database", "words", "content", "index"):
        seconds[title] = _timed(title, lambda step=steps[title]: step(progress))  # type: ignore[misc]
    return {name: round(value, 2) for name, value in seconds.items()}


def _timed(title: str, step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    seconds = time.perf_counter() - started
    progress(f"preparing: {title} {seconds:.1f} s")
    return seconds


def _train() -> None:
    model = Path(os.environ[MODEL])
    command = [
        sys.executable, "-m", "rasa", "train", "--data", "data", "--out", str(model.parent), "--skip-validation",
        "--fixed-model-name", model.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "YOON_INDEX_URL"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=1800)
    if done.returncode or not model.exists():
        raise part.PartFailed("\n".join((done.stdout + done.stderr).splitlines()[-15:]))


if __name__ == "__main__":
    part.answer(measure)
