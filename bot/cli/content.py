"""`python -m bot content load | check | export | index`."""

import sys
from argparse import Namespace
from pathlib import Path

import django

from bot.content.files import Problem


def run(options: Namespace) -> int:
    """Returns 0, or 1 when content was refused."""
    django.setup()
    action = {"load": _load, "check": _check, "export": _export, "index": _index}[options.action]
    return action(options)


def _directory(options: Namespace) -> Path:
    from django.conf import settings

    return Path(options.directory) if options.directory else settings.CONTENT_DIRECTORY


def _load(options: Namespace) -> int:
    from bot.content import loading

    try:
        outcome = loading.load(_directory(options), _progress)
    except loading.ContentRefused as refusal:
        return _refused(refusal.problems)
    finally:
        if sys.stderr.isatty():
            print(file=sys.stderr)
    print(
        f"content: {len(outcome.created)} created, {len(outcome.updated)} updated, {len(outcome.unchanged)} unchanged, "
        f"{len(outcome.kept)} kept as edited in the console"
    )
    for key in outcome.kept:
        print(f"  kept: {key}")
    return 0


def _check(options: Namespace) -> int:
    from bot.content import loading

    loading.load_reference(_directory(options))
    try:
        read = loading.check_directory(_directory(options))
    except loading.ContentRefused as refusal:
        return _refused(refusal.problems)
    print(f"content: {len(read)} files, no problem")
    return 0


def _export(options: Namespace) -> int:
    from bot.content import exporting

    print(f"content: {exporting.export(_directory(options))} entries written")
    return 0


def _index(options: Namespace) -> int:
    from bot.content import indexing
    from bot.content.models import IndexVersion

    if options.roll_back:
        version = IndexVersion.objects.filter(pk=options.roll_back).exclude(data=b"").first()
        if version is None:
            print(f"Yoon: there is no index version {options.roll_back}.", file=sys.stderr)
            return 1
        indexing.activate(version)
        print(f"index: version {version.pk} in service")
        return 0
    built = indexing.build(complete=options.complete)
    if built is None:
        print("index: up to date")
        return 0
    print(f"index: version {built.pk} {built.status}, held-out {built.metrics['held_out']:.1%} {built.reason}")
    return 0 if built.status == IndexVersion.Status.ACTIVE else 1


def _refused(problems: list[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"Yoon: nothing was loaded, {len(problems)} problems.", file=sys.stderr)
    return 1


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r  content {done}/{total}", end="", file=sys.stderr, flush=True)
