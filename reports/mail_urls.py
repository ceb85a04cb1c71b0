"""Which page about mail answers which address?"""

from django.urls import path

from reports.views import mail

urlpatterns = [
    path("mail/", mail.mail, name="mail"),
    path("mail/sent/", mail.sent, name="mail-sent"),
    path("mail/sent/<slug:key>/", mail.letter, name="mail-letter"),
    path("mail/sent/<slug:key>/again/", mail.again, name="mail-again"),
    path("mail/of/<slug:organisation>/", mail.mail_of, name="mail-of"),
    path("mail/of/<slug:organisation>/line-managers/", mail.set_up, name="mail-set-up"),
]
