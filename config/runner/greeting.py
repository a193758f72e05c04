"""What a person reads when everything runs."""

from config.demo.cast import CAST, PASSWORD


def greeting(base_url: str, *, demo: bool) -> str:
    """Addresses, and with demo data the logins; plain text."""
    lines = [
        "",
        f"Doorstep is running at {base_url}",
        "",
        f"  Admin     {base_url}/admin/",
        f"  API       {base_url}/api/v1/",
        f"  API docs  {base_url}/api/v1/docs/",
    ]
    if demo:
        lines += ["", f"Log in (the password of all is {PASSWORD}):", ""]
        lines += [f"  {member.username:<10} {member.does}" for member in CAST]
        lines += [
            "",
            "A bearer token for the API: python manage.py issue_token USERNAME",
            "(with the python of .venv/bin)",
        ]
    return "\n".join([*lines, "", "Ctrl-C ends everything.", ""])
