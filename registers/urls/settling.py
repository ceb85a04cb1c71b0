from django.urls import path

from registers.views import agreement, refresh

REGISTER = "registers/<slug:organisation>/<slug:register>/"

urlpatterns = [
    path(REGISTER + "agree/", agreement.register_agree, name="register-agree"),
    path(REGISTER + "agreements/", agreement.agreements, name="agreements"),
    path(REGISTER + "refresh/", refresh.register_refresh, name="register-refresh"),
]
