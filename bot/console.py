"""Records that the console shows and that nobody writes by hand: what processes leave behind, and rows edited elsewhere."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


class RecordPolicy(ModelPermissionPolicy):
    """Some actions exist for nobody, not even for an administrator; for the others Django's permissions decide."""

    def __init__(self, model: type[Model], allowed: frozenset[str], auth_model: type[Model] | None = None) -> None:
        super().__init__(model, auth_model=auth_model)
        self.allowed = allowed

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whoever may do anything with the record may see it."""
        if action not in self.allowed:
            return False
        wanted = {"add", "change", "delete", "view"} if action == "view" else {action}
        granted = super().user_has_permission
        return any(granted(user, each) for each in wanted)

    def _get_permission_name(self, action: str) -> str:
        """Wagtail would take the name of the record's own model."""
        return f"{self.app_label}.{get_permission_codename(action, self.auth_model._meta)}"

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """The base class would ask for the forbidden ones, too."""
        return any(self.user_has_permission(user, action) for action in actions)


class RecordIndexView(IndexView):
    """A list without boxes to tick: there is nothing to do with several records at once."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns without the boxes."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class RecordViewSet(SnippetViewSet):
    """A list to read. `allowed` says what else can be done; nothing can be chosen from elsewhere."""

    allowed = frozenset({"view"})
    auth_model: type[Model] | None = None
    """The model whose permissions count, when it is another one."""
    titles: tuple[str, str] | None = None
    """One and many in French, where the model has no French name."""
    copy_view_enabled = False
    index_view_class = RecordIndexView

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.titles:
            one, many = self.titles
            names = {"page_title": many, "verbose_name": one, "verbose_name_plural": many}
            self.index_view_class = type("_TitledIndexView", (self.index_view_class,), names)  # type: ignore[assignment]

    @property
    def permission_policy(self) -> RecordPolicy:
        """Asked by every view of the record."""
        return RecordPolicy(self.model, self.allowed, self.auth_model)

    def register_chooser_viewset(self) -> None:
        """A chooser would list the records for everybody who may open the console."""


@hooks.register("before_delete_snippet")
def refuse_to_delete_records(request: HttpRequest, instances: Iterable[Model]) -> None:
    """Deleting several rows at once asks Django's permissions, not the policy: ask it here. Raises PermissionDenied."""
    for instance in instances:
        policy = type(instance).snippet_viewset.permission_policy  # type: ignore[attr-defined]
        if not policy.user_has_permission(request.user, "delete"):
            raise PermissionDenied
