"""What people name in their messages, as they write it."""

import time

import pytest

from bot.nlu.entities.tokens import MAX_CHARS
from bot.nlu.extract import extract, warm_up

warm_up()


def values(text: str, *kinds: str, language: str = "fr", origin: str = "") -> list[str]:
    return [found.value for found in extract(text, language, origin) if found.kind in kinds]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("je veux aller en Espagne", ["ES"]),
        ("slt cmt fr pr avoir visa espagn", ["ES"]),
        ("travail espagna ou lespagne ou despagne", ["ES", "ES", "ES"]),
        ("cueillir à Huelva, Barcelone ou aux Canaries", ["ES", "ES", "ES"]),
        ("visa itali", ["IT"]),
        ("litalie cherche des gens", ["IT"]),
        ("travailler au canda ou à Québec", ["CA", "CA"]),
        ("moroc, marok, maroc", ["MA", "MA", "MA"]),
        ("mauritani ou moritanie", ["MR", "MR"]),
        ("nwakchott nouadhibou Lagwir", ["MR", "MR", "MR"]),
        ("à El Guergarat", ["MA"]),
        ("arabi saoudite, arabie saoudi, arabie", ["SA", "SA", "SA"]),
        ("emira, Dubaï, les émirats arabes unis", ["AE", "AE", "AE"]),
        ("quatar catar Doha", ["QA", "QA", "QA"]),
        ("koueit koweit Koweït", ["KW", "KW", "KW"]),
        ("le liban", ["LB"]),
        ("de Paris à Montréal", ["FR", "CA"]),
        ("le Niger n'est pas le Nigeria", ["NE", "NG"]),
        ("Guinée, Guinée-Bissau, guinee equatoriale, Guinée Conakry", ["GN", "GW", "GQ", "GN"]),
        ("Côte d'Ivoire, cote divoire, RCI", ["CI", "CI", "CI"]),
        ("Congo Kinshasa, RDC, Congo", ["CD", "CD", "CG"]),
        ("mon frère au Togo et au Mali", ["TG", "ML"]),
        ("بغيت نمشي للمغرب ومن إسبانيا", ["MA", "ES"]),
        ("fan laay liggéeyee ci Marog", ["MA"]),
        ("Talyaani ma u tagi karaa", ["IT"]),
    ],
)
def test_countries(text: str, countries: list[str]) -> None:
    assert values(text, "country") == countries


@pytest.mark.parametrize(
    "text",
    [
        "mais le mail est malin", "200 francs", "le libre service", "une série de frais", "quand la fraise", "il est soudain parti",
        "épargner pour la campagne", "la réunion avec Dominique et Maurice", "un canal grave", "ma fiancée en phrase", "je marche",
        "la belle chaîne", "un médecin civil", "marqué au seuil",
    ],
)  # fmt: skip
def test_common_words_are_no_places(text: str) -> None:
    assert values(text, "country", "nationality", "homeland") == []


@pytest.mark.parametrize(
    ("text", "nationalities"),
    [
        ("je suis senegalais", ["SN"]),
        ("une malienne et deux maliens", ["ML", "ML"]),
        ("mauritanien, mauritaniennes", ["MR", "MR"]),
        ("patronne togolaise", ["TG"]),
        ("marokin ou marocaines", ["MA", "MA"]),
        ("djiboutienne", ["DJ"]),
        ("ivoirien guinéenne nigérien nigérian", ["CI", "GN", "NE", "NG"]),
        ("chez les Bidaan", ["MR"]),
        ("je ne parle pas français, écrivez en espagnol", []),
        ("mon employeur français", ["FR"]),
    ],
)
def test_nationalities(text: str, nationalities: list[str]) -> None:
    assert values(text, "nationality") == nationalities


def test_homeland() -> None:
    assert [(e.kind, e.value, e.text) for e in extract("envoyer au bled")] == [("homeland", "", "au bled")]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("200 euros", "200", "EUR"),
        ("200€", "200", "EUR"),
        ("€ 200", "200", "EUR"),
        ("50 000 F CFA", "50000", "XOF"),
        ("50.000fcfa", "50000", "XOF"),
        ("50,000 francs", "50000", "XOF"),
        ("5 cent mil francs", "500000", "XOF"),
        ("1,5 million de francs CFA", "1500000", "XOF"),
        ("12,50 dirhams", "12.5", "MAD"),
        ("655,957 cfa", "655.957", "XOF"),
        ("quatre-vingt-dix-sept euros", "97", "EUR"),
        ("soixante et onze euros", "71", "EUR"),
        ("mille deux cents euros", "1200", "EUR"),
        ("deux millions cinq cent mille francs", "2500000", "XOF"),
        ("trois cent vingt et un mille ouguiyas", "321000", "MRU"),
        ("1000 riyals au Qatar", "1000", "QAR"),
        ("1000 riyals", "1000", "SAR"),
        ("20000 francs à Djibouti", "20000", "DJF"),
        ("500 dollars au canada", "500", "CAD"),
        ("٢٠٠ €", "200", "EUR"),
    ],
)
def test_amounts_with_a_currency(text: str, amount: str, currency: str) -> None:
    assert (values(text, "amount"), values(text, "currency")) == ([amount], [currency])


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("50mille", ["50000"]),
        ("5 cent mil", ["500000"]),
        ("2 millions", ["2000000"]),
        ("1,5 million", ["1500000"]),
        ("300k", ["300000"]),
        ("un million cinq", ["1500000"]),
        ("deux mille cinq cents à envoyer", ["2500"]),
        ("150mil fcfa/mois", ["150000"]),
        ("j'envoie 50000 de Dakar à Lomé", ["50000"]),
        ("envoyer 200 au Mali", ["200"]),
        ("rembourser cinq cent mille", ["500000"]),
        ("le 12/05/2024 ou en 2026", []),
        ("appelez le 77 123 45 67 ou le +221771234567", []),
        ("mille fois merci, mille mercis", []),
        ("j'ai 25 ans et 3 enfants", []),
        ("on était 2000 personnes", []),
        ("il reste 100 %", []),
        ("dans 6 mois", []),
        ("à 200 m", []),
    ],
)
def test_bare_amounts(text: str, amounts: list[str]) -> None:
    assert values(text, "amount") == amounts


def test_francs_of_the_person_s_country() -> None:
    assert values("5000 francs", "currency", origin="DJ") == ["DJF"]
    assert values("5000 francs", "currency", origin="ML") == ["XOF"]
    assert values("200 درهم", "amount", "currency", language="ary") == ["200", "MAD"]


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("six mois", ["P6M"]),
        ("depuis 3 moi", ["P3M"]),
        ("un an et demi", ["P18M"]),
        ("2 ans et 3 mois", ["P2Y3M"]),
        ("deux semaines, 10 jours", ["P2W", "P10D"]),
        ("13h par jour", ["PT13H"]),
        ("à 13h, à 8h30", []),
        ("j'ai 25 ans", []),
        ("25 ans maçon, 5 ans de métier", ["P5Y"]),
        ("il y a 25 ans", ["P25Y"]),
        ("deux trimestres, une quinzaine", ["P6M", "P15D"]),
        ("on est deux, moi et lui", []),
    ],
)
def test_durations(text: str, durations: list[str]) -> None:
    assert values(text, "duration") == durations


@pytest.mark.parametrize(
    ("text", "trades"),
    [
        ("je suis macon", ["bricklayer"]),
        ("chofeur poids lourds ou chauffeur poids lourd", ["driver", "truck_driver", "truck_driver"]),
        ("femmes de ménage et nounous", ["domestic_worker", "nanny"]),
        ("ouvriers agricoles pour la cueillette", ["farm_labourer", "farm_labourer"]),
        ("mekanicien, soudeuse, electricienne", ["car_mechanic", "welder", "building_electrician"]),
        ("couturiere ou coiffeuz", ["tailor", "hairdresser"]),
        ("aide soignante", ["care_assistant"]),
        ("bonne réponse, bonne journée", []),
        ("le salaire, le frère, le message, la main, la saison", []),
        ("prisonnier sans information au chômage", []),
    ],
)
def test_trades(text: str, trades: list[str]) -> None:
    assert values(text, "trade") == trades


def test_spans_are_offsets_of_the_original_text() -> None:
    text = "Ｓalut 😀 de l’Éthiopie : 50 000 F CFA, mac\u0327on à Koweït"
    found = extract(text)
    assert [e.text for e in found] == ["Éthiopie", "50 000", "F CFA", "mac\u0327on", "Koweït"]
    assert all(text[e.start : e.end] == e.text for e in found)


HOSTILE = ["", " ", "\x00", "9" * 5000, "1 " * 3000, "mille " * 500, "€" * 300, "\ud800", "𞤔𞤭", "½ ² ①", "٣" * 40]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_do_not_raise(text: str) -> None:
    for found in extract(text):
        assert found.value and len(found.value) < 50


def test_long_texts_are_capped() -> None:
    start = time.perf_counter()
    found = extract("je suis malien avec 200 euros " * 4000)
    assert time.perf_counter() - start < 0.5
    assert found[-1].end <= MAX_CHARS
