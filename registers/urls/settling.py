from django.urls import path

from registers.views import agreement, escalation, refresh, schemes, set_up

REGISTER = "registers/<slug:organisation>/<slug:register>/"
RISK = REGISTER + "<int:ref>/"
SET_UP = REGISTER + "set-up/"

urlpatterns = [
    path(REGISTER + "agree/", agreement.register_agree, name="register-agree"),
    path(REGISTER + "agreements/", agreement.agreements, name="agreements"),
    path(REGISTER + "refresh/", refresh.register_refresh, name="register-refresh"),
    path(RISK + "escalate/", escalation.risk_escalate, name="risk-escalate"),
    path(RISK + "de-escalate/", escalation.risk_deescalate, name="risk-deescalate"),
    path(SET_UP, set_up.register_set_up, name="register-set-up"),
    path(SET_UP + "title/", set_up.register_describe, name="register-describe"),
    path(SET_UP + "appetite/", set_up.appetite_set, name="appetite-set"),
    path(SET_UP + "reviews/", set_up.cadence_set, name="cadence-set"),
    path(SET_UP + "profile/", set_up.profile_set, name="profile-set"),
    path(SET_UP + "add-register/", set_up.register_add, name="register-add"),
    path(SET_UP + "scheme/", schemes.scheme, name="scheme"),
    path(SET_UP + "scheme/adopt/", schemes.scheme_adopt, name="scheme-adopt"),
    path(SET_UP + "objectives/add/", schemes.framework_add, name="framework-add"),
    path(SET_UP + "objectives/<slug:framework>/", schemes.framework, name="framework"),
]
