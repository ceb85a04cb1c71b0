"""Which page about meetings answers which address?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
