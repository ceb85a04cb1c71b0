"""Which page about Panel requests and actions answers which address?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
