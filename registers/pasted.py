"""What does a pasted list say? Lines without their bullets, posts with their holders, people with their roles."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from registers.form_rendering import strip_controls
from registers.models import User
from registers.models.people import BODY_ROLES, Role

MOST_LINES = 500
MOST_PEOPLE = 50  # each is written to while the page waits
BULLET = re.compile(r"^\s*(?:[•·▪◦‣–—*-]|\(?\d{1,3}[.)])\s+")
EMAIL = re.compile(r"[^\s,;<>()\[\]\"“”|]+@[^\s,;<>()\[\]\"“”|]+")
ROLE_WORDS = {
    "reader": Role.READER,
    "read only": Role.READER,
    "viewer": Role.READER,
    "lead": Role.LEAD,
    "risk lead": Role.LEAD,
    "editor": Role.LEAD,
    "board": Role.BOARD,
    "board member": Role.BOARD,
    "secretariat": Role.SECRETARIAT,
    "secretary": Role.SECRETARIAT,
    "administrator": Role.ADMINISTRATOR,
    "admin": Role.ADMINISTRATOR,
}


def listed(text: str) -> list[str]:
    """The lines of a pasted list without their bullets and numbers."""
    lines = (BULLET.sub("", line).strip() for line in strip_controls(text).split("\n"))
    return [line for line in lines if line]


def _few(lines, most=MOST_LINES):
    if len(lines) > most:
        raise ValidationError(f"These are {len(lines)} lines: paste at most {most} at a time")
    return lines


def checked(lines, longest, noun):
    """Lines that are neither too many nor too long, none twice."""
    problems, before = [], {}
    if not _few(lines):
        raise ValidationError(f"Enter at least one {noun}")
    for number, line in enumerate(lines, 1):
        if len(line) > longest:
            problems.append(f"Line {number}, “{_short(line)}”, is longer than {longest} characters")
        if line.casefold() in before:
            problems.append(f"Line {number}, “{_short(line)}”, says the same as line {before[line.casefold()]}")
        before.setdefault(line.casefold(), number)
    if problems:
        raise ValidationError(problems)
    return lines


def _short(line):
    return line if len(line) <= 40 else line[:39].rstrip() + "…"


def split_post(line: str) -> tuple[str, str]:
    """A title and who holds it: what stands after a tab, else after the last comma, is the holder."""
    mark = "\t" if "\t" in line else ","
    title, _, holder = line.rpartition(mark) if mark in line else (line, "", "")
    return " ".join(title.split()), " ".join(holder.split())


def read_person(line: str) -> tuple[str, str, list[Role]]:
    """(name, e-mail, roles) of "Ada Admin, ada@body.example, lead, board". ValidationError says what is missing."""
    found = EMAIL.search(line)
    if found is None:
        raise ValidationError("there is no e-mail address")
    email = found[0].strip(".").lower()
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(f"{email} is not an e-mail address") from None
    name = " ".join(re.sub(r"[,;<>|\t\"“”()\[\]]+", " ", line[: found.start()]).split())[:150]
    if not name and not User.objects.filter(email__iexact=email).exists():
        raise ValidationError("write the name before the address")
    return name, email, _roles(line[found.end() :])


def _roles(text):
    words = [" ".join(part.split()) for part in re.split(r"[,;/|&+<>()\t]|\band\b", text)]
    roles = []
    for word in filter(None, words):
        role = ROLE_WORDS.get(word.casefold())
        if role is None:
            raise ValidationError(f"“{_short(word)}” is no role here")
        if role not in roles:
            roles.append(role)
    if not roles:
        raise ValidationError(f"say which role: {', '.join(role.label.lower() for role in BODY_ROLES)}")
    return roles


def people_of(text: str) -> list[tuple[str, str, list[Role]]]:
    """The people of pasted lines; ValidationError with a sentence for each line that cannot be read."""
    read, problems, seen = [], [], set()
    lines = [line.strip() for line in strip_controls(text).split("\n") if line.strip()]
    for number, line in enumerate(_few(lines, MOST_PEOPLE), 1):
        try:
            name, email, roles = read_person(line)
        except ValidationError as problem:
            problems.append(f"Line {number}, “{_short(line)}”: {problem.message}")
            continue
        if email in seen:
            problems.append(f"Line {number}: {email} stands twice. Write all roles in one line")
        seen.add(email)
        read.append((name, email, roles))
    if problems:
        raise ValidationError(problems)
    return read
