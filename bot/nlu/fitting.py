"""Fits a ranker on a training set, or takes it from the cache when the very same set was fitted before."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from bot.nlu.examples import TrainingSet
from bot.nlu.ranker import EntryRanker

CODE = Path(__file__).parent
_PARTS = (
    "features", "sound", "abbreviations", "vectors", "linear", "index", "calibration", "held_out", "ranker", "storage",
    "normalise", "examples", "entry_card", "matching",
)  # fmt: skip


def fit(training: TrainingSet, cache: Path | None = None) -> EntryRanker:
    """A ranker fitted on the examples. `cache` is a folder that may hold it already."""
    if cache is None:
        return fit_anew(training)
    path = cache / f"{training.fingerprint[:24]}-{code_fingerprint()}.ranker"
    with _alone(path):
        if path.exists():
            with contextlib.suppress(ValueError, OSError):
                return EntryRanker.load(path)
        ranker = fit_anew(training)
        _keep(ranker, path)
    return ranker


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Who comes second waits for the fit of the first and then finds it in the cache."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fit_anew(training: TrainingSet) -> EntryRanker:
    """A ranker fitted on the examples, whatever the cache holds."""
    examples = training.examples
    languages = sorted({example.language for example in examples})
    # Texts of one register are held out together: the people who write later resemble none of the writers.
    groups = [example.register or f"dialogue{place % 5}" for place, example in enumerate(examples)]
    return EntryRanker(languages).fit(
        [example.text for example in examples], [example.label for example in examples], groups=groups
    )


def _keep(ranker: EntryRanker, path: Path) -> None:
    """Write beside and rename: a reader never sees half a file. Older fits of this cache go."""
    draft = path.with_suffix(f".{os.getpid()}")
    ranker.save(draft)
    draft.replace(path)
    fits = sorted(path.parent.glob("*.ranker"), key=lambda fit: fit.stat().st_mtime, reverse=True)
    for old in fits[3:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".lock").unlink(missing_ok=True)


def code_fingerprint() -> str:
    """A cached fit is good only for the code that made it."""
    import hashlib

    files = [*(CODE / f"{part}.py" for part in _PARTS), *sorted((CODE / "abbreviations").glob("*.tsv"))]
    code = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(code).hexdigest()[:12]


def cache_directory() -> Path:
    """Where fits are kept between runs."""
    return Path(os.environ.get("DATA_DIRECTORY") or CODE.parents[1] / "var") / "fits"
