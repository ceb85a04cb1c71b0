"""Addresses of what is read: the registers, one register, one risk."""

from django.urls import path

from registers.views import reading, risk_page

HERE = "registers/<slug:organisation>/<slug:register>/"

urlpatterns = [
    path("registers/", reading.registers, name="registers"),
    path(HERE, reading.register, name="register"),
    path(f"{HERE}<int:ref>/", risk_page.risk, name="risk"),
]
