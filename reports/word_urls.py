"""Which paper as a Word file answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import word

urlpatterns = [
    path("published/<slug:slug>/<int:number>/word/", word.published_word, name="published-word"),
    path("papers/<slug:slug>/word/<slug:edition>/", word.paper_word, name="paper-word"),
    path("papers/<slug:slug>/issues/<int:number>/<slug:edition>/word/", word.edition_word, name="edition-word"),
]
