"""Which page of the registers answers which address?"""

from registers.urls import editing, people, reading, settling

app_name = "registers"
urlpatterns = reading.urlpatterns + editing.urlpatterns + settling.urlpatterns + people.urlpatterns
