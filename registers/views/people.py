"""The people of a body: who has which role, for the administrators who look after them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.access import memberships_of
from registers.actions import people as actions
from registers.forms.people import MemberForm, PeopleForm
from registers.models import Clearance, Holding, Membership, Organisation, User, in_force
from registers.posts import slug_of
from registers.views.inviting import invite
from registers.visibility import now

A_PAGE = 50


def get_organisation(request, slug, needs="registers.manage_people") -> Organisation:
    """The organisation for its administrators; 403 for its other members, 404 for everybody else."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is not None and request.user.has_perm(needs, organisation):
        return organisation
    own = {membership.organisation_id for membership in memberships_of(request.user)}
    if organisation is not None and organisation.pk in own:
        raise PermissionDenied
    raise Http404("There is no such page")


def administered(request) -> list[Organisation]:
    """The organisations whose people one looks after; 403 for members who look after none, 404 for strangers."""
    organisations = list(Organisation.objects.filter(pk__in=request.audience.administers))
    if not organisations:
        if memberships_of(request.user):
            raise PermissionDenied
        raise Http404("There is no such page")
    return organisations


def frame(organisation, current, *trail) -> dict:
    """What every page about an organisation's people has around it: tabs, and the way back."""
    pages = [("members", "Members", "registers:members"), ("posts", "Posts", "registers:posts")]
    if organisation.kind == Organisation.Kind.BODY:
        pages.append(("clearance", "Clearance", "registers:clearance"))
    pages.append(("mail", "Mail", "reports:mail-of"))
    if organisation.kind == Organisation.Kind.BODY:
        pages.append(("public", "Public pages", "reports:public-pages"))
    tabs = [
        {"text": text, "url": reverse(address, args=[organisation.slug]), "current": name == current}
        for name, text, address in pages
    ]
    if organisation.kind == Organisation.Kind.BODY:
        url = f"{reverse('registers:reading-log')}?body={organisation.slug}"
        tabs.append({"text": "Reading log", "url": url, "current": current == "log"})
        tabs.append(
            {"text": "Set-up", "url": reverse("registers:begin-body", args=[organisation.slug]), "current": False}
        )
        url = f"{reverse('reports:exports')}?body={organisation.slug}"
        tabs.append({"text": "Downloads", "url": url, "current": current == "exports"})
        url = reverse("reports:tokens-of", args=[organisation.slug])
        tabs.append({"text": "Tokens", "url": url, "current": current == "tokens"})
    crumbs = [{"text": "People", "url": reverse("registers:people")}]
    name = organisation.short_name[:1].upper() + organisation.short_name[1:]
    crumbs.append({"text": name, "url": tabs[0]["url"] if trail or current != "members" else ""})
    shown = [{"text": text, "url": url} for text, url in trail]
    return {"organisation": organisation, "tabs": tabs, "breadcrumbs": crumbs + shown}


def posted(request):
    """What was sent, also where it is empty; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def ask_first(request, question, act, done, after):
    """Ask, then do it: `act` may refuse with words, else `done` is said and `after` shown."""
    form = PeopleForm(posted(request))
    if form.is_valid():
        try:
            act()
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, done)
            return redirect(*after)
    return render(request, "components/confirm.html", question | {"form": form})


@require_safe
def people(request):
    """Whose people? Most administrators look after one body and go straight there."""
    organisations = administered(request)
    if len(organisations) == 1:
        return redirect("registers:members", organisations[0].slug)
    return render(request, "registers/people_organisations.html", {"organisations": organisations})


@require_safe
def members(request, organisation):
    """Everybody with a role, and the roles."""
    body = get_organisation(request, organisation)
    roles = Membership.objects.filter(organisation=body).current().select_related("user", "register", "organisation")
    by_user = {}
    for role in roles.order_by("user__name", "user__email", "role", "pk"):
        by_user.setdefault(role.user, []).append(role)
    former = _former_members(body).order_by("name", "email")
    page = Paginator(list(by_user.items()), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "registers/people_members.html", frame(body, "members") | {"page": page, "former": former})


def _former_members(body):
    """People who had a role here, have none now, and whose account is still open."""
    present = Membership.objects.filter(organisation=body).current().values("user")
    return User.objects.filter(memberships__organisation=body, is_active=True).exclude(pk__in=present).distinct()


def get_member(body, email) -> User:
    """Somebody who has, or once had, a role here."""
    user = User.objects.filter(email__iexact=email, memberships__organisation=body).distinct().first()
    if user is None:
        raise Http404("There is no such member")
    return user


@require_safe
def member(request, organisation, email):
    """One person: their roles here, past ones too, the posts they hold, their clearance."""
    body = get_organisation(request, organisation)
    user = get_member(body, email)
    rows = Membership.objects.filter(organisation=body, user=user).select_related("organisation", "register")
    present = list(rows.current())
    held = in_force(Holding.objects.filter(post__organisation=body, user=user), now()).select_related("post")
    context = {
        "member": user,
        "roles": present,
        "past": [role for role in rows.order_by("-until", "-pk") if role not in present],
        "posts": [{"post": row.post, "slug": slug_of(row.post)} for row in held if row.holds],
        "clearance": Clearance.objects.filter(organisation=body, user=user).current().first(),
        "can_deactivate": user.is_active and not Membership.objects.filter(user=user).current().exists(),
    }
    return render(request, "registers/people_member.html", frame(body, "members", (str(user), "")) | context)


@require_http_methods(["GET", "POST"])
def member_add(request, organisation):
    """Give a person a role: somebody new, or another role for somebody there."""
    body = get_organisation(request, organisation)
    form = MemberForm(posted(request), organisation=body, initial={"email": request.GET.get("email", "")})
    if form.is_valid():
        is_new = not User.objects.filter(email__iexact=form.cleaned_data["email"]).exists()
        try:
            membership = actions.add_member(organisation=body, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"{membership.user} is now: {membership.in_words}.")
            if is_new and invite(request, membership.user, [membership]):
                messages.info(request, f"{membership.user.email} has been sent a link to set a password.")
            return redirect("registers:member", body.slug, membership.user.email)
    context = frame(body, "members", ("Add a member", "")) | {"form": form}
    return render(request, "registers/people_member_add.html", context)


@require_http_methods(["GET", "POST"])
def member_end(request, organisation, email, role):
    """End one role from today."""
    body = get_organisation(request, organisation)
    user = get_member(body, email)
    rows = Membership.objects.filter(organisation=body, user=user).current().select_related("organisation", "register")
    membership = next((row for row in rows if row.address == role), None)
    if membership is None:
        raise Http404("They have no such role")
    back = reverse("registers:member", args=[body.slug, user.email])
    question = frame(body, "members", (str(user), back), ("End a role", "")) | {
        "title": f"End a role of {user}",
        "text": f"{user} would no longer be: {membership.in_words}.",
        "consequences": ["It ends today, at once", "What they have entered stays, with their name"],
        "confirm_text": "End this role",
        "cancel_url": back,
    }
    return ask_first(
        request,
        question,
        act=lambda: actions.end_membership(membership=membership, by=request.user),
        done=f"{user} is no longer: {membership.in_words}.",
        after=("registers:member", body.slug, user.email),
    )


@require_http_methods(["GET", "POST"])
def member_deactivate(request, organisation, email):
    """Close the account of somebody who has no role left anywhere."""
    body = get_organisation(request, organisation)
    user = get_member(body, email)
    if not user.is_active:
        raise Http404("The account is closed already")
    back = reverse("registers:member", args=[body.slug, user.email])
    question = frame(body, "members", (str(user), back), ("Close the account", "")) | {
        "title": f"Close the account of {user}",
        "text": "They could no longer sign in.",
        "consequences": [
            "Any clearance they have ends",
            "What they have entered stays, with their name",
            "Giving them a role again opens the account",
        ],
        "confirm_text": "Close the account",
        "kind": "warning",
        "cancel_url": back,
    }
    return ask_first(
        request,
        question,
        act=lambda: actions.deactivate(user=user, by=request.user),
        done=f"The account of {user} is closed.",
        after=("registers:members", body.slug),
    )
