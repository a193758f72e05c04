"""The pure walk, and the proof that the compiled flow goes the same way."""
