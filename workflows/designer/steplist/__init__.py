"""The step list: a process as plain forms, complete without JavaScript."""
