from django.urls import path

from registers.views import agreement

REGISTER = "registers/<slug:organisation>/<slug:register>/"

urlpatterns = [
    path(REGISTER + "agree/", agreement.register_agree, name="register-agree"),
    path(REGISTER + "agreements/", agreement.agreements, name="agreements"),
]
