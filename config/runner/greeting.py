"""What a person reads when everything runs."""

import os
import sys

from config.demo.cast import CAST, PASSWORD


def python() -> str:
    """The interpreter that runs this, as one would type it here."""
    return min(os.path.relpath(sys.executable), sys.executable, key=len)


def greeting(base_url: str, *, demo: bool) -> str:
    """Addresses, and with demo data the logins; plain text."""
    lines = [
        "",
        f"Doorstep is running at {base_url}",
        "",
        f"  Site      {base_url}/",
        f"  Admin     {base_url}/admin/",
        f"  API       {base_url}/api/v1/",
        f"  API docs  {base_url}/api/v1/docs/",
    ]
    if demo:
        lines += ["", f"Log in (the password of all is {PASSWORD}):", ""]
        lines += [f"  {member.username:<10} {member.does}" for member in CAST]
        lines += [
            "",
            f"A bearer token for the API: {python()} manage.py issue_token USERNAME",
        ]
    return "\n".join([*lines, "", "Ctrl-C ends everything.", ""])
