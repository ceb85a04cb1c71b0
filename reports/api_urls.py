"""Which address of the API answers what? The list itself is reports/api/endpoints.py."""

from django.urls import path

from reports.api.endpoints import ENDPOINTS, ROOT
from reports.views import api, tokens

urlpatterns = [
    *(path(f"{ROOT}{one.route}", api.answering(one), name=f"api-{one.name}") for one in ENDPOINTS),
    path(f"{ROOT}openapi.json", api.openapi, name="api-description"),
    path("api/lists/<str:secret>/<path:address>", api.csv_list, name="api-list"),
    path("api/", api.try_it, name="api"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.token_make, name="token-make"),
    path("tokens/<uuid:key>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("people/<slug:organisation>/tokens/", tokens.tokens_of, name="tokens-of"),
]
