"""A ranker as bytes: arrays (npz) and JSON, never pickles, so that reading a file cannot run code."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import sparse

from bot.nlu.calibration import Calibrator, Curve, Thresholds
from bot.nlu.features import FeatureExtractor
from bot.nlu.index import Index
from bot.nlu.vectors import Vocabulary, Weighting

FORMAT = 3


@dataclass(frozen=True)
class State:
    """All that a fitted ranker knows; never changed, only exchanged."""

    vocabulary: Vocabulary
    weighting: Weighting
    index: Index
    calibrator: Calibrator
    thresholds: Thresholds
    extract: FeatureExtractor


def dump(state: State) -> bytes:
    """Return `state` as the bytes of an npz file."""
    index = state.index
    meta = {
        "format": FORMAT,
        "labels": index.labels,
        "languages": state.extract.languages,
        "features": list(state.vocabulary.ids),
        "unknown_idf": state.weighting.unknown_idf,
        "calibrator": asdict(state.calibrator),
        "thresholds": asdict(state.thresholds),
    }
    arrays: dict[str, Any] = {
        "meta": np.frombuffer(json.dumps(meta, ensure_ascii=False).encode("utf-8"), np.uint8),
        "idf": state.weighting.idf,
        "bias": index.bias,
        "starts": index.starts,
    }
    for name, matrix in (("weights", index.weights), ("examples", index.examples)):
        arrays[f"{name}_data"] = matrix.data.astype(np.float16)
        arrays[f"{name}_indices"] = matrix.indices.astype(np.int32)
        arrays[f"{name}_indptr"] = matrix.indptr
    out = io.BytesIO()
    # By hand for its level: numpy's own compression takes three times as long and saves a tenth.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, allow_pickle=False)  # type: ignore[no-untyped-call]
    return out.getvalue()


def parse(data: bytes) -> State:
    """Return the state that `dump` wrote. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return _state({name: arrays[name] for name in arrays.files})
    except (OSError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"not a saved ranker: {error}") from error


def _state(arrays: dict[str, Any]) -> State:
    meta = json.loads(arrays["meta"].tobytes().decode("utf-8"))
    if meta["format"] != FORMAT:
        raise ValueError(f"saved ranker of format {meta['format']}, expected {FORMAT}")
    features, labels = meta["features"], tuple(meta["labels"])
    starts = arrays["starts"]
    index = Index(
        labels=labels,
        weights=_matrix(arrays, "weights", (len(features), len(labels))),
        bias=arrays["bias"].astype(np.float32),
        examples=_matrix(arrays, "examples", (int(starts[-1]), len(features))),
        starts=starts.astype(np.int64),
    )
    return State(
        vocabulary=Vocabulary({feature: i for i, feature in enumerate(features)}),
        weighting=Weighting(arrays["idf"].astype(np.float32), float(meta["unknown_idf"])),
        index=index,
        calibrator=Calibrator(_curve(meta["calibrator"]["inside"]), _curve(meta["calibrator"]["right"])),
        thresholds=Thresholds(**meta["thresholds"]),
        extract=FeatureExtractor(meta["languages"]),
    )


def _curve(plain: dict[str, Any]) -> Curve:
    return Curve(tuple(float(w) for w in plain["weights"]), float(plain["bias"]))


def _matrix(arrays: dict[str, Any], name: str, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Return a stored matrix; scipy checks that its indices fit `shape` (ValueError)."""
    parts = (
        arrays[f"{name}_data"].astype(np.float32),
        arrays[f"{name}_indices"].astype(np.int32),
        arrays[f"{name}_indptr"].astype(np.int32),
    )
    matrix = sparse.csr_matrix(parts, shape=shape)
    matrix.check_format(full_check=True)
    return matrix
