"""Rasa's own default beside ours: the same training examples, its default pipeline and policies, every label an intent.

What differs from the default of Rasa 3.6: no ResponseSelector (there is nothing to select) and no UnexpecTED policy
(it judges, it does not answer). Epochs of DIET and TED are 100 as in the default, unless YOON_DEFAULT_EPOCHS says
otherwise; the number used is among the figures. Rules and one-turn stories answer each intent with a text.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

from bot.benchmark import part
from bot.benchmark.figures import percentiles, progress, resident_megabytes
from bot.benchmark.part import Json
from bot.configuration import ROOT

_LIMIT = 4 * 3600.0
_FALLBACK = "nlu_fallback"
_TURNS = 100


def run() -> Json:
    """Train in one process, measure in another."""
    epochs = int(os.environ.get("YOON_DEFAULT_EPOCHS") or 100)
    with tempfile.TemporaryDirectory(prefix="yoon-default-") as name:
        folder = Path(name)
        examples = _write_project(folder, epochs)
        progress(f"default: training Rasa's default pipeline, {epochs} epochs, {examples} examples; this takes long")
        started = time.perf_counter()
        failure = _train(folder)
        if failure:
            return {"epochs": epochs, "error": failure}
        trained = {"epochs": epochs, "examples": examples, "training_seconds": round(time.perf_counter() - started, 1)}
        progress(f"default: trained in {trained['training_seconds']} s; reading the held-out messages")
        return {**trained, **part.tried("default_pipeline", {"folder": name}, timeout=_LIMIT)}


def _write_project(folder: Path, epochs: int) -> int:
    """A Rasa project in `folder`; returns the number of examples."""
    from bot.nlu import examples

    by_label: dict[str, list[str]] = {}
    for example in examples.of_checkout(ROOT).examples:
        by_label.setdefault(example.label, []).append(" ".join(example.text.split()))
    labels = sorted(by_label)
    lines = {label: "".join(f"- {_plain(text)}\n" for text in texts) for label, texts in by_label.items()}
    answers = {f"utter_{label}": [{"text": f"Réponse : {label}"}] for label in labels}
    steps = {label: [{"intent": label}, {"action": f"utter_{label}"}] for label in labels}
    files: dict[str, Json] = {
        "config.yml": _config(epochs),
        "domain.yml": {"version": "3.1", "intents": labels, "responses": answers},
        "data/nlu.yml": {"version": "3.1", "nlu": [{"intent": name, "examples": lines[name]} for name in labels]},
        "data/rules.yml": {"version": "3.1", "rules": [{"rule": name, "steps": steps[name]} for name in labels]},
        "data/stories.yml": {"version": "3.1", "stories": [{"story": name, "steps": steps[name]} for name in labels]},
    }
    (folder / "data").mkdir()
    for path, content in files.items():
        # JSON is YAML, and nobody has to think about quotes; Rasa looks for its keys at the beginning of lines.
        lines_of_file = [f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in content.items()]
        (folder / path).write_text("".join(lines_of_file), encoding="utf-8")
    return sum(map(len, by_label.values()))


def _plain(text: str) -> str:
    """Brackets would mark entities in Rasa's format."""
    return text.replace("[", "(").replace("]", ")").lstrip("-/ ")


def _config(epochs: int) -> Json:
    characters = {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}
    return {
        "recipe": "default.v1",
        "assistant_id": "default",
        "language": "fr",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", **characters},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "random_seed": 1},
            {"name": "EntitySynonymMapper"},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True, "random_seed": 1},
        ],
    }


def _train(folder: Path) -> str:
    """Empty when the model was trained, else the reason."""
    command = [sys.executable, "-m", "rasa", "train", "--skip-validation", "--fixed-model-name", "default"]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        # Rasa's own bar of epochs is the progress.
        done = subprocess.run(command, cwd=folder, env=environment, stdout=2, check=False, timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        return f"training did not end within {_LIMIT:.0f} s"
    return f"rasa train ended with {done.returncode}" if done.returncode else ""


def measure(options: Json) -> Json:
    """Read the held-out messages with the trained model, on one core as ours: accuracy, milliseconds, MB."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from bot.benchmark.understanding import import_rasa

        import_rasa()
        from rasa.core.agent import load_agent
        from rasa.utils.log_utils import configure_structlog

        # Rasa otherwise prints every step of every turn, which would be counted.
        configure_structlog(logging.WARNING)
        logging.getLogger("rasa").setLevel(logging.WARNING)
        before = resident_megabytes()
        agent = asyncio.run(load_agent(model_path=str(Path(options["folder"]) / "models" / "default.tar.gz")))
        figures = asyncio.run(_read(agent))
    return {**figures, "memory": {"rasa_mb": before, "above_rasa_mb": round(resident_megabytes() - before, 1)}}


async def _read(agent: Any) -> Json:
    from bot.benchmark.understanding import conversations
    from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE

    outcomes: dict[str, list[bool]] = {"all": []}
    refused: dict[bool, list[bool]] = {True: [], False: []}
    milliseconds: list[float] = []
    messages = [one.messages[0] for one in conversations("??.jsonl")]
    for message in messages:
        started = time.perf_counter()
        parsed = await agent.parse_message(message.text)
        milliseconds.append((time.perf_counter() - started) * 1000)
        predicted = parsed["intent"]["name"]
        label = OUT_OF_SCOPE if predicted == _FALLBACK else predicted
        first = message.labels[0]
        kind = first if first == OUT_OF_SCOPE else "dialogue" if first in DIALOGUE else "faq"
        for name in ("all", kind):
            outcomes.setdefault(name, []).append(label in message.labels)
        refused[OUT_OF_SCOPE in message.labels].append(label == OUT_OF_SCOPE)
    shares = {name: {"n": len(rows), "top1": round(sum(rows) / len(rows), 4)} for name, rows in outcomes.items()}
    scope = {"recall": _share(refused[True]), "false_rejects": _share(refused[False])}
    turns = await _turns(agent, [message.text for message in messages])
    return {"top1": shares, "out_of_scope": scope, "parse_ms": percentiles(milliseconds), "turn_ms": turns}


async def _turns(agent: Any, texts: list[str]) -> Json:
    """Understanding and policies in one process, without any network: the first turn of as many conversations."""
    milliseconds = []
    for number, text in enumerate(texts[:: max(len(texts) // _TURNS, 1)][:_TURNS]):
        started = time.perf_counter()
        await agent.handle_text(text, sender_id=f"person-{number}")
        milliseconds.append((time.perf_counter() - started) * 1000)
    return percentiles(milliseconds)


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    part.answer(measure)
