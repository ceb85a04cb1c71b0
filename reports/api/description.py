"""The API in the words of OpenAPI 3.1, for tools that read it: made from the list of addresses, so it cannot lag."""

from __future__ import annotations

from typing import Any

from reports.api.endpoints import ENDPOINTS, ROOT, VERSION, Endpoint
from reports.api.schemas import SCHEMAS

WORDS = (
    "Read-only. A program meets what its person meets on the pages: “withheld” stands for what is there and may not be "
    "shown, null for what is not there. Every answer has an ETag: send it back as If-None-Match and be answered 304 "
    "where nothing has changed. Lists come in pages; `next` is the address of the following one."
)
ERRORS = {
    "400": "A parameter cannot be read",
    "401": "No token, or one that opens nothing any more",
    "403": "The token was not given this, or it is not published to its person",
    "404": "There is nothing of that name that its person may see",
}


def description(server: str) -> dict[str, Any]:
    """The OpenAPI document; `server`: the address of the portal, with its slash."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "riskportal", "version": VERSION, "description": WORDS},
        "servers": [{"url": server + ROOT}],
        "security": [{"token": []}],
        "paths": {f"/{endpoint.address}": {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "rp_…"}},
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if name == "ref" else "string"}}
        for name in endpoint.places
    ]
    asked = [
        {"name": one.name, "in": "query", "description": one.words, "schema": one.schema} for one in endpoint.parameters
    ]
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": f"Needs a token for {endpoint.scope}.",
        "parameters": places + asked,
        "responses": {
            "200": {"description": endpoint.summary, "content": _json(answer_schema(endpoint))},
            "304": {"description": "Nothing has changed since the ETag that was sent"},
            **{status: {"description": words, "content": _json(_ref("Error"))} for status, words in ERRORS.items()},
        },
    }


def answer_schema(endpoint: Endpoint) -> dict[str, Any]:
    """The whole answer: of a list, what stands around it too."""
    if not endpoint.is_paged:
        return _ref(endpoint.result)
    around = {"count": {"type": "integer"}, "page": {"type": "integer"}, "pages": {"type": "integer"}}
    around |= {"per_page": {"type": "integer"}, "next": {"type": ["string", "null"]}}
    around["results"] = {"type": "array", "items": _ref(endpoint.result)}
    return {"type": "object", "properties": around, "required": list(around)}


def _json(schema):
    return {"application/json": {"schema": schema}}


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}
