"""Tells a supervisor that the web process answers and reaches its database."""

from django.db import connection
from django.http import HttpRequest, JsonResponse


def check(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; an exception, and so 500, when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
