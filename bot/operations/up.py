"""`python -m bot up`: prepares what is missing, starts the processes and prints where to go."""

import sys
import time
from argparse import Namespace

import django

from bot.operations.steps import Step, StepFailed, all_steps


def run(options: Namespace) -> int:
    """Returns 0 after Ctrl-C, 1 when something could not be prepared or started."""
    django.setup()
    from bot.operations import processes
    from bot.operations.supervisor import DidNotStart, Supervisor

    started = time.monotonic()
    try:
        notes = _prepare(all_steps())
    except StepFailed as failure:
        print(f"Yoon: {failure}", file=sys.stderr)
        return 1
    supervisor = Supervisor(processes.all_processes())
    supervisor.stop_on_signals()
    try:
        print("  starting the processes…", flush=True)
        supervisor.start(lambda name: print(f"  ✓ {name} is ready ({time.monotonic() - started:.0f} s)", flush=True))
        if not supervisor._stopping.is_set():
            _say_where(notes)
        supervisor.keep_running()
    except DidNotStart as failure:
        print(f"Yoon: {failure}", file=sys.stderr)
        return 1
    finally:
        supervisor.stop()
        print("Yoon: stopped.", flush=True)
    return 0


def _prepare(steps: list[Step]) -> list[str]:
    """Run each step that is needed, with its place and time; returns what the person has to be told at the end."""
    notes: list[str] = []
    for place, step in enumerate(steps, start=1):
        begun = time.monotonic()
        print(f"  [{place}/{len(steps)}] {step.title}…", end=" ", flush=True)
        outcome = step.run(notes.append)
        print(f"{outcome} ({time.monotonic() - begun:.1f} s)", flush=True)
    return notes


def _say_where(notes: list[str]) -> None:
    from django.conf import settings

    host = "127.0.0.1" if settings.WEB_HOST in {"0.0.0.0", "::"} else settings.WEB_HOST  # noqa: S104
    address = f"http://{host}:{settings.WEB_PORT}"
    lines = ["", "Yoon is running.", f"  chat     {address}/", f"  console  {address}/console/", *notes]
    lines += ["  Ctrl-C stops everything.", ""]
    print("\n".join(lines), flush=True)


