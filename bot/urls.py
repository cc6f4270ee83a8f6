"""The addresses of the web process."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from bot.gateway import health, web_chat

urlpatterns = [
    path("", web_chat.page, name="chat"),
    path("chat/messages", web_chat.messages, name="chat_messages"),
    path("chat/events", web_chat.events, name="chat_events"),
    path("health", health.check, name="health"),
    # Wagtail would serve documents to everybody; nothing of Yoon's public side links to one.
    path("console/documents/", include(decorate_urlpatterns(list(wagtaildocs_urls.urlpatterns), require_admin_access))),
    path("console/", include(wagtailadmin_urls)),
]
