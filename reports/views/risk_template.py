from django.http import HttpResponse


def risk_template(request, **kwargs):
    return HttpResponse("soon")
