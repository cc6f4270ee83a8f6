"""The forms in which editors write. A draft may be incomplete; what candidates can read is checked before it is published."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from wagtail.admin.compare import TextFieldComparison
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from bot.content.models import MAXIMUM_ANSWER, MAXIMUM_DETAILS, Country, FaqAnswer, FaqEntry, Phrasing
from bot.content.phrasing_owners import owners
from bot.content.validation import MAXIMUM_PHRASING, comparable
from bot.languages import SOURCE_LANGUAGE
from bot.nlu.matching import fold

KEY = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "Écrivez la clé en minuscules sans accent ni espace, avec des tirets entre les mots, par exemple visa-etudes.",
)
NO_SOURCE = "Ajoutez au moins une source : Yoon ne répond rien qu'il ne puisse pas sourcer."
NO_PHRASING = "Écrivez au moins une phrase (mieux : une dizaine). Sans elles, Yoon ne reconnaît pas la question."


class LongText(forms.CharField):
    """Text of several lines. Browsers send two characters for a new line: it counts and is stored as one."""

    widget = AdminAutoHeightTextInput

    def to_python(self, value: Any) -> str:
        """The text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut a pasted text in silence."""
        return {}


class EntryForm(WagtailAdminModelForm):
    """A question, its countries and its sources."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].validators = [KEY]
        for name in ("origins", "destinations"):
            if name in self.fields:
                countries = sorted(Country.objects.all(), key=lambda row: (not row.is_origin, fold(str(row))))
                self.fields[name].choices = [(row.pk, str(row)) for row in countries]
        if "related" in self.fields:
            names = dict(FaqAnswer.objects.filter(language="fr").values_list("entry_id", "question"))
            field = self.fields["related"]
            field.queryset = FaqEntry.objects.exclude(pk=self.instance.pk)
            field.label_from_instance = lambda entry: names.get(entry.pk) or entry.key
            field.choices = sorted(field.choices, key=lambda choice: fold(choice[1]))
        if "sources" in self.formsets:
            self.formsets["sources"].error_messages["too_few_forms"] = NO_SOURCE

    def clean_key(self) -> str:
        """The key names the question in statistics and in links of other questions."""
        key = str(self.cleaned_data["key"])
        published = FaqEntry.objects.filter(pk=self.instance.pk, first_published_at__isnull=False)
        old = published.values_list("key", flat=True).first()
        if old and old != key:
            raise ValidationError(f"Cette question a déjà été publiée : sa clé reste « {old} ».")
        if FaqEntry.objects.filter(key=key).exclude(pk=self.instance.pk).exists():
            raise ValidationError(f"Une autre question porte déjà la clé « {key} » : choisissez-en une autre.")
        return key

    def save(self, commit: bool = True) -> FaqEntry:
        """Sources keep the order in which the form shows them."""
        for place, form in enumerate(self.formsets["sources"].forms if "sources" in self.formsets else ()):
            form.instance.order = place
        entry: FaqEntry = super().save(commit=commit)
        return entry


def area(register: str) -> str:
    """The name of the field that holds the phrasings of a register."""
    return f"phrasings_{register}"


def lines(text: str) -> list[str]:
    """One phrasing a line; empty lines do not count."""
    return [line.strip() for line in text.split("\n") if line.strip()]


class AnswerForm(WagtailAdminModelForm):
    """An answer, with its phrasings as one text a register instead of a form each: 60 forms make a page of 480 KB."""

    short_answer = LongText(label="Réponse", max_length=MAXIMUM_ANSWER, required=False)
    details = LongText(label="Détails", max_length=MAXIMUM_DETAILS, required=False)
    phrasings_formal = LongText(required=False)
    phrasings_everyday = LongText(required=False)
    phrasings_sms = LongText(required=False)
    phrasings_short = LongText(required=False)
    phrasings_dictated = LongText(required=False)
    phrasings_story = LongText(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for register in Phrasing.Register.values:
            rows = [row.text for row in self.instance.phrasings.all() if row.register == register]
            self.initial.setdefault(area(register), "\n".join(" ".join(text.split("\n")) for text in rows))
        if "entry" in self.fields:
            names = dict(FaqAnswer.objects.filter(language="fr").values_list("entry_id", "question"))
            self.fields["entry"].label_from_instance = lambda entry: (
                f"{names[entry.pk]} ({entry.key})" if names.get(entry.pk) else f"{entry.key} : réponse à écrire"
            )

    def clean(self) -> dict[str, Any]:
        """What a draft may not be, then what a published answer may not be."""
        super().clean()
        self._one_answer_a_language()
        for register in Phrasing.Register.values:
            self._readable_lines(register)
        if not self.is_deferred_validation:
            self._answered_in_french()
            self._label_of_its_own()
            self._phrasings_of_its_own()
        return self.cleaned_data

    def _answered_in_french(self) -> None:
        """In another language a title alone may be published: the answer then comes in French."""
        language = self.cleaned_data.get("language") or getattr(self.instance, "language", None)
        if getattr(language, "pk", None) == SOURCE_LANGUAGE and not self.cleaned_data.get("short_answer"):
            self.add_error("short_answer", "Champ requis pour une réponse en français.")

    def save(self, commit: bool = True) -> FaqAnswer:
        """A line that was there keeps its row, and with it who wrote it."""
        kept = {(row.register, row.text): row for row in self.instance.phrasings.all()}
        rows = [
            kept.get((register, text)) or Phrasing(register=register, text=text)
            for register in Phrasing.Register.values
            for text in lines(self.cleaned_data[area(register)])
        ]
        for order, row in enumerate(rows):
            row.order = order
        self.instance.phrasings = rows
        answer: FaqAnswer = super().save(commit=commit)
        return answer

    def _others(self) -> Any:
        language = self.cleaned_data.get("language")
        return FaqAnswer.objects.filter(language=language).exclude(pk=self.instance.pk)

    def _one_answer_a_language(self) -> None:
        entry = self.cleaned_data.get("entry")
        if entry and self._others().filter(entry=entry).exists():
            self.add_error(
                "entry", "Cette question a déjà une réponse dans cette langue : ouvrez-la dans la liste des réponses."
            )

    def _label_of_its_own(self) -> None:
        label = self.cleaned_data.get("label")
        other = self._others().filter(label=label).first() if label else None
        if other:
            self.add_error("label", f"Deux boutons ne peuvent pas dire la même chose : « {other.question} » a déjà ce titre.")

    def _readable_lines(self, register: str) -> None:
        for text in lines(self.cleaned_data.get(area(register), "")):
            if len(text) > MAXIMUM_PHRASING:
                self.add_error(
                    area(register),
                    f"« {text[:60]}… » compte {len(text)} caractères, {MAXIMUM_PHRASING} au plus. "
                    "Écrivez une phrase par ligne.",
                )
            elif not comparable(text):
                self.add_error(area(register), f"« {text} » ne contient aucun mot.")

    def _phrasings_of_its_own(self) -> None:
        registers = Phrasing.Register.values
        written = [(name, text) for name in registers for text in lines(self.cleaned_data.get(area(name), ""))]
        if not written:
            self.add_error(area("everyday"), NO_PHRASING)
        entry = self.cleaned_data.get("entry")
        taken = owners([text for _, text in written], entry.pk if entry else None)
        seen: set[str] = set()
        for register, text in written:
            if text in taken:
                self.add_error(area(register), f"« {text} » appartient déjà à {taken[text]}. Changez-la ou retirez-la.")
            if comparable(text) in seen:
                self.add_error(area(register), f"« {text} » est écrite deux fois. Retirez l'une des deux.")
            seen.add(comparable(text))


class RegisterComparison(TextFieldComparison):
    """The phrasings of a register in two versions of an answer."""

    def __init__(self, register: str, old: FaqAnswer, new: FaqAnswer) -> None:
        self.register = register
        self.val_a, self.val_b = self._text(old), self._text(new)

    def _text(self, answer: FaqAnswer) -> str:
        return "\n".join(row.text for row in answer.phrasings.all() if row.register == self.register)

    def field_label(self) -> str:
        """The heading of the comparison."""
        return f"Formulations : {Phrasing.Register(self.register).label}"


class PhrasingsPanel(MultiFieldPanel):
    """The areas of the phrasings; they are no fields of the model, so they bring their own comparison."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Wagtail makes one for each form and each comparison."""

        def get_comparison(self) -> list[Any]:
            """One comparison a register."""

            def of(register: str) -> Any:
                return lambda old, new: RegisterComparison(register, old, new)

            return [of(register) for register in Phrasing.Register.values]
