"""Fits the checkout's ranker into the cache. Run in a process of its own, which gives its memory back."""

from bot.configuration import ROOT
from bot.nlu import examples, fitting


def fit() -> None:
    """Fit, unless the cache holds it."""
    fitting.fit(examples.of_checkout(ROOT), fitting.cache_directory())
