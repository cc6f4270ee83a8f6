"""`python -m bot evaluate FILE.jsonl`: measures understanding on messages that training has not seen."""

import json
import os
import sys
import time
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from bot.evaluation.reading import Conversation, UnreadableLine, read
from bot.evaluation.report import report
from bot.evaluation.scoring import Prediction, Reader


def run(options: Namespace) -> int:
    """Print the report as one JSON object; returns 2 when a line cannot be read."""
    conversations: list[Conversation] = []
    try:
        for name in options.file:
            conversations += read(Path(name))
    except UnreadableLine as error:
        print(f"Yoon: {error}", file=sys.stderr)
        return 2
    reader = Reader.serving()
    predictions = [prediction for conversation in _shown(conversations) for prediction in reader.predict(conversation)]
    if options.predictions:
        _write(Path(options.predictions), predictions)
    if options.confusions:
        _list_confusions(predictions)
    print(json.dumps(report(predictions), ensure_ascii=False))
    return 0


def _shown(conversations: list[Conversation]) -> Any:
    """The conversations, with progress on a terminal."""
    started = time.monotonic()
    for done, conversation in enumerate(conversations, start=1):
        yield conversation
        if sys.stderr.isatty() and done % 50 == 0:
            rate = done / max(time.monotonic() - started, 1e-6)
            print(f"\r  {done}/{len(conversations)}  {rate:.0f}/s", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _write(path: Path, predictions: list[Prediction]) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    lines = (json.dumps(prediction.as_json(), ensure_ascii=False) for prediction in predictions)
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    draft.replace(path)


def _list_confusions(predictions: list[Prediction]) -> None:
    """Which near entries need contrasting phrasings: the most confused pairs first."""
    pairs = Counter((p.expected[0], p.predicted) for p in predictions if not p.right)
    for (expected, predicted), count in pairs.most_common():
        print(f"{count:4d}  {expected}  taken for  {predicted}", file=sys.stderr)
