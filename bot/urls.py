"""The addresses of the web process."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from bot.gateway import health, web_chat

urlpatterns = [
    path("", web_chat.page, name="chat"),
    path("chat/messages", web_chat.messages, name="chat_messages"),
    path("chat/events", web_chat.events, name="chat_events"),
    path("health", health.check, name="health"),
    path("console/documents/", include(wagtaildocs_urls)),
    path("console/", include(wagtailadmin_urls)),
]
