"""Which page of the registers answers which address?"""

from registers.urls import beginning, boards, editing, people, reading, settling

app_name = "registers"
urlpatterns = reading.urlpatterns + editing.urlpatterns + settling.urlpatterns + boards.urlpatterns + people.urlpatterns
urlpatterns += beginning.urlpatterns
