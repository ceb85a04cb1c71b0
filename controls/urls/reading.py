"""Addresses of what is read: the list of controls, and one control."""

from django.urls import path

from controls.views import reading

urlpatterns = [
    path("controls/", reading.controls, name="controls"),
    path("controls/C-<int:number>/", reading.control, name="control"),
]
