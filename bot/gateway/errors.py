"""Failures on the way to Rasa, each with its policy. One place (`dispatch`) decides about retries from it."""


class TurnFailed(Exception):
    """A message got no reply. `code` is for logs and the console; `attempts` is how often it is worth trying."""

    code = "turn_failed"
    attempts = 4


class LeaseLost(TurnFailed):
    """Another thread answers this conversation by now: what this one holds is void, and nothing is to be done."""

    code = "lease_lost"


class RasaUnreachable(TurnFailed):
    """Rasa does not listen or does not answer: it restarts. Worth trying until it is back."""

    code = "rasa_unreachable"
    attempts = 5000


class RasaFailed(TurnFailed):
    """Rasa answered with a server error: perhaps this very message breaks it."""

    code = "rasa_failed"


class RasaSilent(TurnFailed):
    """Rasa ran and said nothing, as it does when the action server is down."""

    code = "rasa_silent"
    attempts = 12


class RasaRefused(TurnFailed):
    """Rasa refused our secret or our request: a person has to look at the configuration."""

    code = "rasa_refused"
    attempts = 1
