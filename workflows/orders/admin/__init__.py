"""Orders in Wagtail's admin: to read, and to act on through their cases."""
