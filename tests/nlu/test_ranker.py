import io
import json

import numpy as np
import pytest

from bot.nlu import benchmark_sets
from bot.nlu.held_out import FOLDS, folds
from bot.nlu.ranker import EntryRanker, NotFittedError

SUBJECTS = {
    "visa": ("visa", "ambassade", "tampon", "consulat"),
    "contract": ("contrat", "employeur", "salaire", "embauche"),
    "boat": ("pirogue", "mer", "vague", "noyade"),
    "transfer": ("transfert", "envoyer", "frais", "banque"),
    "out_of_scope": ("football", "recette", "chanson", "blague"),
}
FRAMES = (
    "je demande pour {}",
    "c'est quoi {} svp",
    "{} comment faire",
    "bonjour {} ou aller",
    "mon frere parle de {}",
    "{}",
    "euh voila {} donc",
    "expliquez moi {} merci",
)


def training() -> tuple[list[str], list[str], list[str]]:
    rows = [
        (frame.format(word), label, f"writer{i % 4}")
        for label, words in SUBJECTS.items()
        for word in words
        for i, frame in enumerate(FRAMES)
    ]
    texts, labels, groups = zip(*rows, strict=True)
    return list(texts), list(labels), list(groups)


@pytest.fixture(scope="module")
def data() -> bytes:
    texts, labels, groups = training()
    return EntryRanker(["fr"]).fit(texts, labels, groups=groups).to_bytes()


@pytest.fixture
def ranker(data: bytes) -> EntryRanker:
    return EntryRanker.from_bytes(data)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("ou est l'ambassade", "visa"),
        ("le kontrat de mon employeur", "contract"),
        ("LES PIROGUES EN MER", "boat"),
        ("je veu anvoye bank", "transfer"),
        ("une blague de football", "out_of_scope"),
    ],
)
def test_the_right_label_comes_first(ranker: EntryRanker, text: str, label: str) -> None:
    assert ranker.rank(text)[0][0] == label


@pytest.mark.parametrize("text", ["visa contrat", "pirogue", "zzzz qqqq", "", "👍", "بغيت", "a" * 100_000, "\x00"])
@pytest.mark.parametrize("top", [1, 3, 50])
def test_confidences_fall_and_sum_to_one_at_most(ranker: EntryRanker, text: str, top: int) -> None:
    ranking = ranker.rank(text, top)
    confidences = [confidence for _, confidence in ranking]
    assert 1 <= len(ranking) <= top
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-6
    assert len({label for label, _ in ranking}) == len(ranking)


@pytest.mark.parametrize("text", ["", "   ", "🜁", "щщщщ"])
def test_nothing_known_is_out_of_scope(ranker: EntryRanker, text: str) -> None:
    assert ranker.rank(text)[0] == ("out_of_scope", 1.0)


def test_thresholds_are_in_order(ranker: EntryRanker) -> None:
    assert 0 <= ranker.thresholds.unsure <= ranker.thresholds.sure <= 1


def test_fitting_again_gives_the_same_ranker(data: bytes) -> None:
    texts, labels, groups = training()
    assert EntryRanker(["fr"]).fit(texts, labels, groups=groups).to_bytes() == data


def test_a_saved_ranker_ranks_the_same(ranker: EntryRanker, tmp_path) -> None:  # type: ignore[no-untyped-def]
    ranker.save(tmp_path / "index")
    loaded = EntryRanker.load(tmp_path / "index")
    for text in ("visa", "contrat en mer", "n'importe quoi"):
        assert loaded.rank(text) == ranker.rank(text)
    assert loaded.thresholds == ranker.thresholds


def test_a_new_label_is_understood_and_the_others_still_are(ranker: EntryRanker) -> None:
    ranker.update("hajj", ["comment aller au pelerinage", "prix du pelerinage a la mecque", "hajj inscription"])
    assert ranker.rank("pelerinage combien")[0][0] == "hajj"
    assert ranker.rank("ou est l'ambassade")[0][0] == "visa"
    assert EntryRanker.from_bytes(ranker.to_bytes()).rank("pelerinage combien")[0][0] == "hajj"


def test_updating_replaces_the_examples_of_a_label(ranker: EntryRanker) -> None:
    ranker.update("visa", ["les chevaux au galop", "un cheval de course"])
    assert ranker.rank("un cheval")[0][0] == "visa"
    assert ranker.rank("la pirogue")[0][0] == "boat"
    assert sorted(ranker.labels) == sorted(SUBJECTS)


def test_a_removed_label_is_never_ranked(ranker: EntryRanker) -> None:
    ranker.remove("visa")
    assert "visa" not in [label for label, _ in ranker.rank("visa ambassade", 50)]
    with pytest.raises(KeyError):
        ranker.remove("visa")


def test_all_labels_can_be_removed(ranker: EntryRanker) -> None:
    for label in SUBJECTS:
        ranker.remove(label)
    assert ranker.rank("visa") == []
    ranker.update("visa", ["demande de visa"])
    assert ranker.rank("visa")[0][0] == "visa"


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["oui"], ["yes"]),
        (["oui", "non"], ["yes", "no"]),
        (["", "non"], ["yes", "no"]),
        (["oui", "quoi"], ["yes", "out_of_scope"]),
    ],
)
def test_the_smallest_sets_can_be_fitted(texts: list[str], labels: list[str]) -> None:
    ranker = EntryRanker().fit(texts, labels)
    assert ranker.rank(texts[-1])[0][0] == labels[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        {"texts": [], "labels": []},
        {"texts": ["a"], "labels": []},
        {"texts": ["a"], "labels": ["b"], "groups": []},
        {"texts": ["a"], "labels": ["b"], "languages": ["fr", "wo"]},
    ],
)
def test_columns_must_match(arguments: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="text"):
        EntryRanker().fit(**arguments)


def test_an_empty_ranker_says_so() -> None:
    with pytest.raises(NotFittedError):
        EntryRanker().rank("visa")


def test_updating_needs_texts(ranker: EntryRanker) -> None:
    with pytest.raises(ValueError, match="at least one text"):
        ranker.update("visa", [])


def _pickled() -> bytes:
    out = io.BytesIO()
    np.savez(out, meta=np.asarray([{"format": 1}], dtype=object))
    return out.getvalue()


def _other_format() -> bytes:
    out = io.BytesIO()
    np.savez(out, meta=np.frombuffer(json.dumps({"format": 0}).encode(), np.uint8))
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"{}", _pickled(), _other_format()])
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        EntryRanker.from_bytes(data)


def test_cut_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a saved ranker"):
        EntryRanker.from_bytes(data[: len(data) // 2])


def test_texts_of_a_label_and_group_are_held_out_together() -> None:
    classes = np.repeat([0, 1], 20)
    groups = [f"g{i % 5}" for i in range(40)]
    fold = folds(classes, groups)
    for label in (0, 1):
        for group in set(groups):
            assert len({fold[i] for i in range(40) if classes[i] == label and groups[i] == group}) == 1
    assert set(fold) == set(range(FOLDS))


def test_hint3_figures() -> None:
    truth = ["a", "a", "b", benchmark_sets.NO_LABEL]
    predictions = [[("a", 0.9)], [("a", 0.05)], [("c", 0.5), ("b", 0.4)], [("a", 0.3)]]
    figures = benchmark_sets.accuracy(predictions, truth)
    assert (figures["top1"], figures["top3"], figures["in_scope_at_0.1"]) == (66.7, 100.0, 33.3)
    assert figures["best_mcc_at"] == 0.3 or figures["best_mcc"] > 0


def test_sets_are_found_and_measured(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "hwu64").mkdir()
    texts, labels, _ = training()
    rows = "".join(f"{text}\t{label}\n" for text, label in zip(texts, labels, strict=True))
    for part in ("train", "test"):
        (tmp_path / "hwu64" / f"en_{part}.tsv").write_text("text\tlabel\n" + rows, "utf-8")
    figures = benchmark_sets.measure_all(tmp_path)
    assert list(figures) == ["hwu64"]
    assert figures["hwu64"]["top1"] > 95
