"""What an editor does in the console, and what it says when something is wrong."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from bot.content import exporting, loading
from bot.content.models import Country, FaqAnswer, FaqEntry, IndexVersion, Phrasing, Source, is_partial_date
from bot.content.phrasing_owners import owners
from bot.gateway.models import ErasureReceipt, InboundMessage
from bot.hotline.models import Case
from tests.builders import entry, received, write

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "action-publish"}
SOURCES = {"sources-INITIAL_FORMS": "0", "sources-MIN_NUM_FORMS": "1", "sources-MAX_NUM_FORMS": "1000"}


@pytest.fixture
def visa(small: Any) -> FaqEntry:
    """A published question with its answer."""
    loading.load(write(small, entry("visa", "une demande de visa étudiant"), entry("cacao", "la récolte du cacao")))
    return FaqEntry.objects.get(key="visa")


def url(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def page(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def question(*sources: dict[str, str], **values: Any) -> dict[str, Any]:
    fields = {f"sources-{place}-{name}": value for place, row in enumerate(sources) for name, value in row.items()}
    return {"key": "pirogue", "topic": "emploi", "sources-TOTAL_FORMS": str(len(sources)), **SOURCES, **fields, **values}


def answer(row: FaqEntry, **values: Any) -> dict[str, Any]:
    default = {"entry": row.pk, "language": "fr", "label": "Pirogue", "question": "Et la pirogue ?", "short_answer": "Non."}
    return {**default, "phrasings_everyday": "je veux prendre la pirogue", **values}


def stored(row: FaqAnswer, **changes: Any) -> dict[str, Any]:
    """What a browser sends of an answer: each new line is two characters."""
    values = {
        "entry": row.entry_id, "language": row.language_id, "label": row.label, "question": row.question,
        "short_answer": row.short_answer, "details": row.details, "approved_by": row.approved_by,
    }  # fmt: skip
    for register in Phrasing.Register.values:
        texts = row.phrasings.filter(register=register).values_list("text", flat=True)
        values[f"phrasings_{register}"] = "\r\n".join(texts)
    return {**values, **changes}


def test_a_question_and_its_answer_are_written_and_published(admin_client: Client, visa: FaqEntry) -> None:
    source = {"title": "Une loi", "published_on": "2024-06"}
    done = admin_client.post(url(FaqEntry, "add"), {**question(source, {"title": "Un décret"}), **PUBLISH}, follow=True)

    row = FaqEntry.objects.get(key="pirogue")
    assert row.live and [each.title for each in row.sources.all()] == ["Une loi", "Un décret"]
    assert [each.order for each in row.sources.all()] == [0, 1]
    assert "pas de réponse publiée" in page(done)
    assert f"{url(FaqAnswer, 'add')}?entry={row.pk}" in page(done)
    form = page(admin_client.get(f"{url(FaqAnswer, 'add')}?entry={row.pk}"))
    assert f'<option value="{row.pk}" selected>' in form and '<option value="fr" selected>' in form

    texts = "pirogue svp\r\n\r\n  la pirogue c combien  "
    done = admin_client.post(url(FaqAnswer, "add"), {**answer(row, phrasings_sms=texts), **PUBLISH}, follow=True)
    written = FaqAnswer.objects.get(entry=row)
    assert written.live and "3 formulation(s) seulement" in page(done)
    assert list(written.phrasings.values_list("register", "text")) == [
        ("everyday", "je veux prendre la pirogue"), ("sms", "pirogue svp"), ("sms", "la pirogue c combien"),
    ]  # fmt: skip
    assert IndexVersion.objects.filter(status="requested").exists()


def test_a_draft_may_be_incomplete_and_is_not_shown(admin_client: Client, visa: FaqEntry) -> None:
    admin_client.post(url(FaqEntry, "add"), question())
    row = FaqEntry.objects.get(key="pirogue")
    admin_client.post(url(FaqAnswer, "add"), answer(row, short_answer="", label="", phrasings_everyday=""))

    assert not row.live and not FaqAnswer.objects.get(entry=row).live
    assert "Publiez" in page(admin_client.get(reverse("wagtailadmin_home")))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"key": "Visa Études"}, "par exemple visa-etudes"),
        ({"key": "visa"}, "Une autre question porte déjà la clé « visa »"),
        ({"sources-TOTAL_FORMS": "0"}, "Ajoutez au moins une source"),
        ({"sources-0-title": ""}, "Champ requis"),
        ({"sources-0-published_on": "juin 2024"}, "Écrivez la date en chiffres, 2024, 2024-06 ou 2024-06-30"),
        ({"sources-0-checked_on": "2024-02-31"}, "Écrivez la date en chiffres"),
    ],
)
def test_a_wrong_question_is_not_published_and_the_form_says_why(
    admin_client: Client, visa: FaqEntry, values: dict[str, str], sentence: str
) -> None:
    sent = {**question({"title": "Une loi"}), **values, **PUBLISH}
    answered = admin_client.post(url(FaqEntry, "add"), sent)

    assert escape(sentence) in answered.content.decode()
    assert FaqEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"short_answer": "é" * 601}, "au plus 600 caractères (actuellement 601)"),
        ({"short_answer": ""}, "Champ requis"),
        ({"label": "une demande de visa étud"}, "Deux boutons ne peuvent pas dire la même chose"),
        ({"phrasings_everyday": ""}, "Écrivez au moins une phrase"),
        ({"phrasings_everyday": "Je cherche une demande de VISA etudiant en sms !"}, "appartient déjà à la question"),
        ({"phrasings_everyday": "Que savoir sur la récolte du cacao ?"}, "appartient déjà à la question"),
        ({"phrasings_everyday": "Salut, mon frère"}, "appartient déjà à la conversation courante (greet)"),
        ({"phrasings_sms": "Je veux prendre la PIROGUE"}, "est écrite deux fois"),
        ({"phrasings_sms": "a" * 601}, "compte 601 caractères"),
        ({"phrasings_sms": "?!"}, "ne contient aucun mot"),
    ],
)
def test_a_wrong_answer_is_not_published_and_the_form_says_why(
    admin_client: Client, visa: FaqEntry, values: dict[str, str], sentence: str
) -> None:
    row = FaqEntry.objects.create(key="pirogue", topic_id="emploi")
    answered = admin_client.post(url(FaqAnswer, "add"), {**answer(row), **values, **PUBLISH})

    assert escape(sentence) in answered.content.decode()
    assert not FaqAnswer.objects.filter(entry=row).exists()


def test_a_question_has_one_answer_a_language(admin_client: Client, visa: FaqEntry) -> None:
    answered = admin_client.post(url(FaqAnswer, "add"), answer(visa))

    assert escape("Cette question a déjà une réponse dans cette langue") in answered.content.decode()


def test_the_key_of_a_published_question_stays(admin_client: Client, visa: FaqEntry) -> None:
    sent = question({"title": "Une source", "id": str(visa.sources.get().pk)}, key="visas")
    answered = admin_client.post(url(FaqEntry, "edit", visa.pk), {**sent, "sources-INITIAL_FORMS": "1", **PUBLISH})

    assert escape("sa clé reste « visa »") in answered.content.decode()


def test_publishing_without_a_change_changes_nothing(admin_client: Client, visa: FaqEntry) -> None:
    row = visa.answers.get()
    row.short_answer = "Une ligne,\net une autre."
    row.phrasings.filter(register="sms").update(origin="candidate")
    row.save_revision().publish()
    before = (exporting.document_of(visa), list(row.phrasings.values_list("pk", "origin", "order")))
    sent = stored(row, short_answer="Une ligne,\r\net une autre.")
    admin_client.post(url(FaqAnswer, "edit", row.pk), {**sent, **PUBLISH})

    assert row.revisions.count() == 3
    assert (exporting.document_of(visa), list(row.phrasings.values_list("pk", "origin", "order"))) == before


def test_a_draft_of_phrasings_can_be_compared_before_it_is_published(admin_client: Client, visa: FaqEntry) -> None:
    row = visa.answers.get()
    admin_client.post(url(FaqAnswer, "edit", row.pk), stored(row, phrasings_sms="nouvo visa svp"))

    assert not row.phrasings.filter(text="nouvo visa svp").exists()
    compared = page(admin_client.get(url(FaqAnswer, "revisions_compare", row.pk, "live", "latest")))
    assert "Formulations : SMS" in compared and "Formulations : récit" not in compared
    assert "nouvo visa svp" in page(admin_client.get(url(FaqAnswer, "edit", row.pk)))


def test_the_preview_may_be_framed_by_the_console(admin_client: Client, visa: FaqEntry) -> None:
    row = visa.answers.get()
    address = url(FaqAnswer, "preview_on_edit", row.pk)
    assert admin_client.post(address, stored(row, short_answer="Vu ainsi.")).json()["is_valid"]
    shown = admin_client.get(address)

    assert "Vu ainsi." in page(shown) and "Une source" in page(shown)
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]


def test_records_are_neither_added_nor_changed_nor_deleted_by_hand(admin_client: Client, visa: FaqEntry) -> None:
    message = received("un secret")
    InboundMessage.objects.update(status="dead", error_code="rasa_failed")
    receipt = ErasureReceipt.objects.create(code="ABC")
    case = Case.objects.create(conversation_id=message.conversation_id)
    version = IndexVersion.objects.create(status="refused", reason="perdu")
    rows = [message, receipt, version, visa.sources.get(), visa.answers.get().phrasings.first()]
    for row in rows:
        model = type(row)
        assert "add/" not in page(admin_client.get(url(model, "list")))
        for view, arguments in (("add", ()), ("edit", (row.pk,)), ("delete", (row.pk,))):
            assert admin_client.post(url(model, view, *arguments)).status_code in {302, 403}
    for row in [*rows, case, Country.objects.get(code="ML")]:
        options = type(row)._meta
        bulk = reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, "delete"])
        admin_client.post(f"{bulk}?id={row.pk}")
        assert type(row).objects.filter(pk=row.pk).exists()
    assert "un secret" not in page(admin_client.get(url(InboundMessage, "list")))
    assert admin_client.post(url(Case, "edit", case.pk), {"status": "closed"}).status_code == 302
    assert Case.objects.get().status == "closed"


def test_an_editor_of_content_sees_content_only(visa: FaqEntry) -> None:
    editor = get_user_model().objects.create_user("editor", password="x")
    codes = [f"{verb}_{model}" for verb in ("add", "change", "publish") for model in ("faqentry", "faqanswer")]
    editor.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    client = Client()
    client.force_login(editor)
    case = Case.objects.create(conversation_id=received("un secret").conversation_id)

    home = page(client.get(reverse("wagtailadmin_home")))
    assert "Comment ajouter une question" in home and url(Case, "list") not in home
    assert reverse("wagtailimages:index") not in home
    assert url(FaqAnswer, "edit", visa.answers.get().pk) in page(client.get(url(Phrasing, "list"), {"q": "visa"}))
    assert url(FaqEntry, "edit", visa.pk) in page(client.get(url(Source, "list")))
    for model in (Case, InboundMessage, ErasureReceipt, IndexVersion):
        assert client.get(url(model, "list")).status_code == 302
    assert client.get(url(Case, "edit", case.pk)).status_code == 302
    assert client.get("/console/snippets/choose/hotline/case/").status_code == 404


def test_lists_find_and_filter(admin_client: Client, visa: FaqEntry) -> None:
    for found in (
        admin_client.get(url(FaqEntry, "list"), {"q": "étudiant"}),
        admin_client.get(url(FaqAnswer, "list"), {"q": "étudiant", "live": "True"}),
    ):
        assert "demande de visa" in page(found) and "cacao" not in page(found).split("<main")[1]
    assert "demande de visa" not in page(admin_client.get(url(FaqAnswer, "list"), {"live": "False"}))


@pytest.mark.parametrize("text", ["", "2024", "2024-06", "2024-02-29"])
def test_a_date_may_be_partial(text: str) -> None:
    assert is_partial_date(text)


@pytest.mark.parametrize("text", ["juin 2024", "2024-13", "2023-02-29", "24", "2024-6", "2024-06-30T00", "٢٠٢٤", "0000"])
def test_but_it_is_a_date(text: str) -> None:
    assert not is_partial_date(text)


def test_an_entry_owns_its_own_phrasings(visa: FaqEntry) -> None:
    texts = ["je cherche une demande de visa étudiant en sms", "jamais écrit"]

    assert owners(texts, visa.pk) == {}
    assert owners(texts, None) == {texts[0]: "la question « Que savoir sur une demande de visa étudiant ? »"}
