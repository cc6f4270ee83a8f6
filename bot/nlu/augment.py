"""More training texts by rule: the same texts as hurried people write them."""

from __future__ import annotations

from collections.abc import Sequence


def augment(texts: Sequence[str], labels: Sequence[str], language: str) -> tuple[list[str], list[str], list[int]]:
    """Return noisy variants of `texts`: the texts, their labels, and the position each was made from."""
    return [], [], []
