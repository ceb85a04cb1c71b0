"""Addresses of the beginning: of a portal, and of each body in it."""

from django.urls import path

from registers.views import beginning, beginning_body, beginning_lists, beginning_people

BODY = "begin/<slug:organisation>/"

urlpatterns = [
    path("begin/", beginning.begin, name="begin"),
    path(BODY, beginning_body.body, name="begin-body"),
    path(BODY + "names/", beginning_body.names, name="begin-names"),
    path(BODY + "another/", beginning_body.another, name="begin-another"),
    path(BODY + "scale/", beginning_body.scale, name="begin-scale"),
    path(BODY + "scale/cells/", beginning_body.scale_cells, name="begin-scale-cells"),
    path(BODY + "register/", beginning_body.register, name="begin-register"),
    path(BODY + "appetite/", beginning_body.appetite, name="begin-appetite"),
    path(BODY + "first-risks/", beginning_body.first_risks, name="begin-import"),
    path(BODY + "objectives/", beginning_lists.objectives, name="begin-objectives"),
    path(BODY + "posts/", beginning_lists.posts, name="begin-posts"),
    path(BODY + "people/", beginning_people.people, name="begin-people"),
    path(BODY + "clearance/", beginning_people.clearance, name="begin-clearance"),
]
