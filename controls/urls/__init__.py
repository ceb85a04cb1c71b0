"""Which page of the controls answers which address?"""

from controls.urls import editing, improvement, reading

app_name = "controls"
urlpatterns = [*editing.urlpatterns, *reading.urlpatterns, *improvement.urlpatterns]
