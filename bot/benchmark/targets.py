"""What is shown of the figures, and what was aimed at: one line each, in the order of the table."""

from dataclasses import dataclass

from bot.languages import SOURCE_LANGUAGE, languages


@dataclass(frozen=True)
class Line:
    """A figure's place in the results (steps joined by "/"), its title and unit; `bound` is e.g. "≤ 45", "" without."""

    place: str
    title: str
    unit: str = ""
    bound: str = ""
    scale: float = 1.0


def _share(place: str, title: str, bound: str = "") -> Line:
    return Line(place, title, "%", bound, 100.0)


def _understanding() -> list[Line]:
    base = "understanding/sizes/120"
    lines = [
        _share(f"{base}/held_out/by_kind/faq/top1", "FAQ, first label right", "≥ 93"),
        _share(f"{base}/held_out/by_kind/faq/top3", "FAQ, right label among three", "≥ 98"),
        _share(f"{base}/held_out/by_kind/dialogue/top1", "dialogue labels", "≥ 95"),
        _share(f"{base}/follow_ups/top1", "follow-ups", "≥ 85"),
        _share(f"{base}/held_out/urgent_danger/recall", "urgent danger heard", "≥ 98"),
        _share(f"{base}/held_out/urgent_danger/false_alarms", "urgent danger, false alarms", "≤ 3"),
        _share(f"{base}/held_out/out_of_scope/recall", "out of scope refused", "≥ 85"),
        _share(f"{base}/held_out/out_of_scope/false_rejects", "in scope refused", "≤ 5"),
    ]
    for code in languages():
        place, top1, top3 = f"{base}/languages/{code}", "≥ 85", "≥ 93"
        if code == SOURCE_LANGUAGE:
            top1, top3 = "≥ 93", "≥ 98"
        lines += [
            _share(f"{place}/faq/top1", f"{code}: FAQ, first label right", top1),
            _share(f"{place}/faq/top3", f"{code}: FAQ, right label among three", top3),
            _share(f"{place}/dialogue/top1", f"{code}: dialogue labels"),
            _share(f"{place}/urgent_danger/recall", f"{code}: urgent danger heard"),
            _share(f"{place}/out_of_scope/recall", f"{code}: out of scope refused"),
            _share(f"{place}/out_of_scope/false_rejects", f"{code}: in scope refused"),
            _share(f"{place}/language_id", f"{code}: language recognised"),
        ]
    for size, median in (("120", "≤ 2"), ("500", ""), ("2000", "≤ 5")):
        lines += _of_size(f"understanding/sizes/{size}", f"{size} entries: ", median, "≤ 150" if size == "120" else "")
    return lines


def _of_size(base: str, title: str, median: str, memory: str) -> list[Line]:
    return [
        Line(f"{base}/all_components_ms/p50", f"{title}all components, median", "ms", median),
        Line(f"{base}/all_components_ms/p95", f"{title}all components, p95", "ms"),
        Line(f"{base}/rank_ms/p50", f"{title}ranker alone, median", "ms"),
        Line(f"{base}/rank_ms/p95", f"{title}ranker alone, p95", "ms"),
        Line(f"{base}/memory/above_rasa_mb", f"{title}memory above Rasa's own", "MB", memory),
        Line(f"{base}/fit_seconds", f"{title}fit", "s"),
        Line(f"{base}/update_seconds/p50", f"{title}exchange one entry, median", "s"),
    ]


def _turns() -> list[Line]:
    lines = []
    for turn in ("2", "50", "300"):
        for name, bound in (("p50", "≤ 45"), ("p95", "≤ 120")):
            lines.append(Line(f"turns/growth/{turn}/{name}", f"FAQ turn {turn}, {name}", "ms", bound))
        lines.append(Line(f"turns/growth/{turn}/max", f"FAQ turn {turn}, slowest", "ms"))
    lines.append(Line("turns/growth/ratio_300_to_2", "turn 300 against turn 2, medians", "×", "≤ 1.3"))
    lines += [
        Line("turns/http_ms/p50", "HTTP post to event, p50", "ms"),
        Line("turns/http_ms/p95", "HTTP post to event, p95", "ms"),
        Line("turns/http_ms/max", "HTTP post to event, slowest", "ms"),
        Line("turns/http_ms/unanswered", "HTTP post to event, unanswered", "", "≤ 0"),
    ]
    for size in ("1", "8", "32"):
        lines.append(Line(f"turns/crowds/{size}/turns_a_second", f"{size} people at once", "turns/s"))
        lines.append(Line(f"turns/crowds/{size}/p95", f"{size} people at once, p95", "ms"))
        lines.append(Line(f"turns/crowds/{size}/max", f"{size} people at once, slowest", "ms"))
        lines.append(Line(f"turns/crowds/{size}/unanswered", f"{size} people at once, unanswered", "", "≤ 0"))
    return [
        *lines,
        Line("turns/memory/tree/pss_mb", "memory of the whole tree, PSS", "MB", "≤ 1331"),
        Line("turns/memory/tree/rss_mb", "memory of the whole tree, RSS", "MB", "≤ 1331"),
        Line("turns/memory/four/rss_mb", "memory of the four processes, RSS", "MB"),
        Line("turns/second_start/seconds", "second start", "s", "≤ 30"),
        Line("turns/preparation/rasa_train", "training, nothing fitted before", "s", "≤ 30"),
        Line("turns/preparation/fit", "the fit alone", "s"),
    ]


def _publishing() -> list[Line]:
    lines = []
    for size in ("120", "500", "2000"):
        base, title = f"publishing/sizes/{size}", f"{size} entries: "
        lines += [
            Line(f"{base}/seconds/p50", f"{title}published to answered, median", "s", "≤ 10"),
            Line(f"{base}/longest_seconds", f"{title}published to answered, longest", "s", "≤ 10"),
            Line(f"{base}/not_understood", f"{title}published, never answered", "", "≤ 0"),
            Line(f"{base}/meanwhile/failed", f"{title}failed requests meanwhile", "", "≤ 0"),
            Line(f"{base}/meanwhile/requests", f"{title}answered requests meanwhile"),
            Line(f"{base}/meanwhile/ms/p95", f"{title}turn meanwhile, p95", "ms"),
            Line(f"{base}/meanwhile/ms/max", f"{title}turn meanwhile, slowest", "ms"),
        ]
    return lines


def _default() -> list[Line]:
    return [
        Line("default/epochs", "Rasa's default: epochs"),
        _share("default/top1/faq/top1", "Rasa's default: FAQ, first label right"),
        _share("default/top1/dialogue/top1", "Rasa's default: dialogue labels"),
        _share("default/out_of_scope/recall", "Rasa's default: out of scope refused"),
        _share("default/out_of_scope/false_rejects", "Rasa's default: in scope refused"),
        Line("default/parse_ms/p50", "Rasa's default: understanding, median", "ms"),
        Line("default/parse_ms/p95", "Rasa's default: understanding, p95", "ms"),
        Line("default/turn_ms/p50", "Rasa's default: turn in one process, median", "ms"),
        Line("default/training_seconds", "Rasa's default: training", "s"),
        Line("default/memory/above_rasa_mb", "Rasa's default: memory above Rasa's own", "MB"),
    ]


def _sets() -> list[Line]:
    from bot.benchmark.sets import PUBLISHED

    lines = []
    for name, published in PUBLISHED.items():
        lines += [
            Line(f"sets/sets/{name}/{figure}", f"{name}: {figure}", "", f"≥ {best}")
            for figure, best in published.items()
        ]
    arabic = [Line(f"sets/sets/arbanking77/{figure}", f"arbanking77: {figure}") for figure in ("top1", "top3")]
    return [*lines, *arabic]


LINES: dict[str, list[Line]] = {
    "understanding": _understanding(),
    "turns": _turns(),
    "publishing": _publishing(),
    "default": _default(),
    "sets": _sets(),
}
