"""A plain inbox in Wagtail's admin: my open tasks, and one of them with its form."""
