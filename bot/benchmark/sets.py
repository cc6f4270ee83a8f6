"""Third-party sets, beside the figures that were published for them."""

from pathlib import Path

from bot.benchmark import part
from bot.benchmark.figures import progress
from bot.benchmark.part import Json

PUBLISHED: dict[str, dict[str, float]] = {
    "curekart": {"in_scope_at_0.1": 84.1, "best_mcc": 0.603},
    "powerplay11": {"in_scope_at_0.1": 66.5, "best_mcc": 0.425},
    "sofmattress": {"in_scope_at_0.1": 73.6, "best_mcc": 0.638},
    "hwu64": {"top1": 87.0},
}
"""HINT3 v1: the best of Rasa, Dialogflow, LUIS, Haptik and BERT; HWU64: DIET with sparse features (its paper)."""


def run(folder: str) -> Json:
    """Figures of each set in `folder` (percent, milliseconds, seconds), each with the published ones."""
    if not folder:
        return {"skipped": "no folder of sets was given: --eval FOLDER"}
    if not Path(folder).is_dir():
        return {"error": f"{folder} is not a folder"}
    progress("sets: fitting each set anew")
    return part.tried("sets", {"folder": str(Path(folder).resolve())})


def measure(options: Json) -> Json:
    """What the child process does."""
    from bot.nlu import benchmark_sets

    figures: Json = {}
    for labelled in benchmark_sets.sets_in(Path(options["folder"])):
        figures[labelled.name] = {**benchmark_sets.measure(labelled), "published": PUBLISHED.get(labelled.name, {})}
        progress(f"sets: {labelled.name}: {figures[labelled.name]}")
    return {"sets": figures} if figures else {"error": f"none of the known sets lies in {options['folder']}"}


if __name__ == "__main__":
    part.answer(measure)
