"""The API: its addresses, its description, lists as CSV at an address of their own, and the page to try it."""

from __future__ import annotations

import json
from copy import copy

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from registers.models import Register
from reports.api import door, noting
from reports.api.description import description
from reports.api.endpoints import ENDPOINTS, ROOT, Endpoint
from reports.forms_api import TryForm
from reports.models.tokens import TokenScope


def answering(endpoint: Endpoint):
    """The view of one address."""

    @door.by_token(endpoint.scope)
    def answer(request, **places):
        data = endpoint.read(request, **places)
        noting.note(request, endpoint, data)
        return data

    return answer


@login_not_required
@require_safe
def openapi(request):
    """The description holds nothing of any register: tools read it before they have a token."""
    return JsonResponse(description(request.build_absolute_uri("/")), json_dumps_params={"indent": 1})


# Lists as CSV ---------------------------------------------------------------------------------------------------------

LIST = "reports:export-"


@login_not_required
@csrf_exempt
def csv_list(request, secret, address):
    """A list as CSV for whoever has the address: the list's own file, asked for with the token in the address.

    The secret goes no further than this: what is logged names the list. HEAD, with which programs ask first whether
    there is anything, is answered as GET is, without the list.
    """
    request.path = request.path_info = f"/{address}"
    try:
        door.check_only_asks(request)
        door.enter(request, secret, TokenScope.LISTS)
        response = _file(request, f"/{address}")
    except door.Refused as refused:
        return door.refusal(refused)
    except Http404 as nothing:
        return door.refusal(door.Refused(404, str(nothing)))
    except PermissionDenied:
        return door.refusal(door.Refused(403, "Your roles do not allow this"))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _file(request, path):
    try:
        found = resolve(path)
    except Resolver404 as nothing:
        raise door.Refused(404, "There is no such list") from nothing
    if not found.view_name.startswith(LIST) or found.kwargs.get("format") != "csv":
        raise door.Refused(404, "There is no such list. Its address ends in export.csv")
    request.resolver_match = found
    is_head, request.method = request.method == "HEAD", "GET"
    response = found.func(request, *found.args, **found.kwargs)
    if response.status_code == 302:  # the page of the list would say what cannot be read of the question
        raise door.Refused(400, "A date in the address cannot be read, or lies in the future")
    if is_head:
        response.close()
        return HttpResponse(status=response.status_code, headers=response.headers)
    return response


# Trying it ------------------------------------------------------------------------------------------------------------


@require_safe
def try_it(request):
    """Every address with its parameters, and what it answers to you: the same as to a token of yours that reads all."""
    registers = list(Register.objects.visible_to(request.audience).select_related("organisation"))
    form = TryForm(request.GET or None, registers=registers)
    crumbs = [{"text": "Tokens", "url": reverse("reports:tokens")}, {"text": "The API"}]
    context = {
        "breadcrumbs": crumbs,
        "form": form,
        "endpoints": ENDPOINTS,
        "root": request.build_absolute_uri(f"/{ROOT}"),
    }
    if request.GET and form.is_valid():
        context |= _tried(request, form.cleaned_data)
    return render(request, "reports/api/try.html", context)


def _tried(request, said) -> dict:
    endpoint = next(one for one in ENDPOINTS if one.name == said["endpoint"])  # the form offers no others
    places = {}
    if "register" in endpoint.places:
        body, _, register = said["register"].partition("/")
        places = {"organisation": body, "register": register}
    if "ref" in endpoint.places:
        places["ref"] = said["ref"]
    asked, query = copy(request), QueryDict(mutable=True)
    named = {parameter.name for parameter in endpoint.parameters}
    query.update({name: str(value) for name, value in said.items() if name in named and value not in (None, "")})
    asked.GET, asked.path = query, reverse(f"reports:api-{endpoint.name}", kwargs=places)
    address = asked.build_absolute_uri(asked.path + (f"?{query.urlencode()}" if query else ""))
    return {"endpoint": endpoint, "address": address} | _answer(asked, endpoint, places)


def _answer(request, endpoint, places) -> dict:
    try:
        data = endpoint.read(request, **places)
    except door.Refused as refused:
        return {"status": refused.status, "refused": refused.words}
    except Http404 as nothing:
        return {"status": 404, "refused": str(nothing)}
    except PermissionDenied:
        return {"status": 403, "refused": "Your roles do not allow this"}
    noting.note(request, endpoint, data)
    return {"status": 200, "answer": json.dumps(data, ensure_ascii=False, indent=2), "marking": data.get("marking")}
