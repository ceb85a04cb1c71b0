"""The portal's pages, and a bare page: 25 rows in the same frame, nothing looked up for them."""

from django.shortcuts import render
from django.urls import include, path

ROWS = [{"cells": [str(n), f"Row number {n}", "Nothing was looked up for it"]} for n in range(1, 26)]


def bare(request):
    return render(request, "benchmarks/bare.html", {"rows": ROWS, "audience": bool(request.audience)})


urlpatterns = [path("bare/", bare), path("", include("riskportal.urls"))]
