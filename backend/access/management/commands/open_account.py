"""Add a person with a way to sign in, and give roles: how the first administrator comes to be, and any later account."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from backend.access.models import Role
from backend.access.roles import grant_role
from backend.kernel.errors import Invalid, Problem
from backend.people.actions import add_person, open_account, system_user
from backend.people.models import Site, User


class Command(BaseCommand):
    """Add a person, open an account, give roles; everything goes into the history with the reason given."""

    help = "Add a person with an account and roles. The password is asked for, or read from EVENHAND_PASSWORD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email", help="the address the person signs in with")
        parser.add_argument("name", help="the person's full name")
        parser.add_argument("--job-title", default="")
        parser.add_argument("--site", default="", help="code of the place of work")
        parser.add_argument(
            "--role", action="append", default=[], choices=Role.values, help="may be given more than once"
        )
        parser.add_argument(
            "--by", default="", help="address of the administrator who decided; without it, the product's own account"
        )
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say what is wrong."""
        actor = self._actor(options["by"])
        site = Site.objects.filter(code=options["site"]).first()
        if options["site"] and site is None:
            raise CommandError(f"There is no place of work with the code {options['site']}.")
        password = os.environ.get("EVENHAND_PASSWORD") or getpass.getpass("Password (at least 12 characters): ")
        try:
            with transaction.atomic():
                person = add_person(
                    options["name"],
                    email=options["email"],
                    job_title=options["job_title"],
                    site=site,
                    actor=actor,
                    reason=options["reason"],
                )
                user = open_account(person, options["email"], password, actor=actor, reason=options["reason"])
                for role in options["role"]:
                    grant_role(user, role, purpose=options["reason"], actor=actor, reason=options["reason"])
        except Invalid as invalid:
            raise CommandError(
                " ".join(message for messages in invalid.errors.values() for message in messages)
            ) from invalid
        except Problem as problem:
            raise CommandError(problem.detail) from problem
        roles = ", ".join(str(Role(role).label) for role in options["role"]) or "no role"
        self.stdout.write(f"{person.name} can sign in as {user.email}: {roles}.")

    def _actor(self, address: str) -> User:
        if not address:
            return system_user()
        user = User.objects.filter(email__iexact=address, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {address}.")
        return user
