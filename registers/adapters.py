"""Who may open an account? Nobody by themselves: administrators add members in the portal."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAccountAdapter(DefaultAccountAdapter):
    """allauth asks this adapter about single sign-on too, so both doors close here."""

    def is_open_for_signup(self, request):
        return False
