"""Payments in Wagtail's admin: to read, and to send money back."""
