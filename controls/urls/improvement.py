"""Addresses of the improvement plans."""

from django.urls import path

from controls.views import improvement as reading

PLANS = "improvement-plans/"
PLAN = PLANS + "<slug:organisation>/<slug:year>/"
STREAM = PLAN + "<slug:ref>/"

urlpatterns = [
    path(PLANS, reading.plans, name="plans"),
    path(PLAN, reading.plan, name="plan"),
    path(STREAM, reading.stream, name="stream"),
]
