"""The home of processes in the admin: all of them, one of them, and what becomes of versions."""
