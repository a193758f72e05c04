"""What the canvas calls: JSON by session, each a few lines above a function of the engine."""
