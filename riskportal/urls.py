"""Which page answers which address? The apps' own lists say the rest."""

from django.urls import include, path

from riskportal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("accounts/", include("allauth.urls")),
    path("", include("reports.urls")),
    path("", include("controls.urls")),
    path("", include("registers.urls")),
]

handler404 = "riskportal.errors.not_found"
