"""`python -m bot train`: trains the Rasa model when something it is made of changed since the last one."""

import hashlib
import os
import subprocess
import sys
import tarfile
import zlib
from argparse import Namespace
from pathlib import Path

from bot.configuration import ROOT

MODELS = ROOT / "models"
FIT = "from bot.operations.fit_once import fit; fit()"
"""Run in a process of its own, which gives its memory back."""

_INPUTS = ("config.yml", "domain.yml")
_FOLDERS = ("data/nlu", "data/rules", "data/stories", "data/content", "bot/nlu")
_SUFFIXES = {".yml", ".py", ".npz", ".json"}


def run(options: Namespace) -> int:
    """Train if needed; returns 0, or Rasa's exit code with its last lines on standard error."""
    if up_to_date():
        print("model: up to date")
        return 0
    return train()


def up_to_date() -> bool:
    """True when a readable model exists that was trained from exactly these inputs."""
    try:
        with tarfile.open(model_path()) as model:
            return any(name.endswith("metadata.json") for name in model.getnames())
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        return False


def model_path() -> Path:
    """Where the model of the present inputs lies: its name tells what it was made from."""
    return MODELS / f"yoon-{inputs_fingerprint()}.tar.gz"


def inputs_fingerprint() -> str:
    """What a model is made of, in 16 hexadecimal characters."""
    digest = hashlib.sha256()
    files = [ROOT / name for name in _INPUTS]
    for folder in _FOLDERS:
        files += sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in _SUFFIXES)
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def train() -> int:
    """Run `rasa train` and keep the newest model only."""
    target = model_path()
    command = [
        sys.executable, "-m", "rasa", "train", "--data", "data", "--out", "models", "--skip-validation",
        "--fixed-model-name", target.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment.pop("YOON_INDEX_URL", None)
    # The ranker is fitted beside Rasa's own start, which is as long; Rasa then finds it in the cache.
    fitting = subprocess.Popen([sys.executable, "-c", FIT], cwd=ROOT, env=environment)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    fitting.wait()
    if done.returncode or not target.exists():
        print("\n".join((done.stdout + done.stderr).strip().splitlines()[-15:]), file=sys.stderr)
        print("Yoon: the model could not be trained; the lines above say why.", file=sys.stderr)
        return done.returncode or 1
    for old in MODELS.glob("yoon-*.tar.gz"):
        if old != target:
            old.unlink()
    print("model: trained")
    return 0
