"""Which page of the controls answers which address?"""

from controls.urls import reading

app_name = "controls"
urlpatterns = [*reading.urlpatterns]
