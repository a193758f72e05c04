"""The editor of processes: everything that operators do to a definition in the browser."""
