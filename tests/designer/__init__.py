"""The designer: what operators do to definitions in the browser."""
